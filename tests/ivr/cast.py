"""Who calls, from where, and about which sites.

Two sites with a called number and a landline each; a third called number belongs to none. The cast and their rights:
Ana works at Harbour Tower. Ben and Dev may work at both sites. Chloé's language is French, and her own telephone is
known. Emil supervises Harbour Tower, Fia both sites. Gus is listed nowhere, and no upstream knows him.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from ivr.line_site import LineSite
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person, Role
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.recording import Door
from shared.words.calendar import LocalTime

START: Final = datetime(2026, 3, 3, 11, 58, tzinfo=UTC)
"""06:58 in Montreal, 07:58 in Halifax."""
PIN: Final = "2580"
TOKEN: Final = "not a token of anybody"
ACCOUNT_SID: Final = "AC" + "0" * 32
BASE: Final = "https://phone.example.com"
TOWER, DOCKS = "Harbour Tower", "Old Docks"
TOWER_CALLED, DOCKS_CALLED, NOBODYS_CALLED = "+15145550100", "+15145550200", "+15145550300"
TOWER_LANDLINE, DOCKS_LANDLINE = "+15145550111", "+15145550222"
MOBILE, OTHER_MOBILE, CHLOES_PHONE = "+15145550142", "+15145550143", "+15145550155"
EVERYWHERE: Final = (TOWER, DOCKS)
CAST: Final = (
    Person("1053", "Ana Ribeiro", "en", sites=(TOWER,)),
    Person("1054", "Ben Okafor", "en", sites=EVERYWHERE),
    Person("1055", "Chloé Tremblay", "fr", sites=(TOWER,)),
    Person("1056", "Dev Patel", "", sites=EVERYWHERE),
    Person("1057", "Emil Berg", "", Role.SUPERVISOR, (TOWER,)),
    Person("1058", "Fia Holm", "", Role.SUPERVISOR, EVERYWHERE),
    Person("1059", "Gus Lind", "", sites=()),
)
Sites = tuple[LineSite, ...]


def two_sites(rules: Rules, **tower: Any) -> Sites:
    """`tower`: more of Harbour Tower's Site."""
    docks_rules = replace(rules, timezone="America/Halifax")
    return (
        LineSite(
            _door(Site(TOWER, 687, replace(rules, timezone="America/Montreal"), **tower)),
            LocalTime(ZoneInfo("America/Montreal"), 24),
            (TOWER_CALLED,),
            (TOWER_LANDLINE,),
            "514 555 0199",
        ),
        LineSite(
            _door(Site(DOCKS, 688, docks_rules)),
            LocalTime(ZoneInfo("America/Halifax"), 24),
            (DOCKS_CALLED,),
            (DOCKS_LANDLINE,),
        ),
    )


def _door(site: Site) -> Door:
    return Door(site, "Phone line", ("tracktik",), 20.0, DoorKind.PHONE)
