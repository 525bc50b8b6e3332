"""The card about the terminal, in the real wordings of each language: the usual one, and the longest there can be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.views import CardView
from kiosk.wording.about import AboutTold, about
from kiosk.wording.setting import Setting
from shared.words import words_for
from shared.words.calendar import LocalTime

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
LONG_SITE = "Centre hospitalier universitaire Saint-Barthélemy, entrée de service du pavillon nord"
USUAL = AboutTold(687, "0.1.0", "192.168.1.20", "0", NOW - timedelta(minutes=4))
LONGEST = AboutTold(
    1_234_567, "0.12.10", "2001:db8:85a3:8d3:1319:8a2e:370:7348", "CDFJKLR-BGHMNPSW", NOW - timedelta(days=12)
)


def card(language: str, told: AboutTold, site: str, terminal: str) -> CardView:
    """As the presenter makes it."""
    zone = LocalTime(ZoneInfo("America/Montreal"))
    return about(words_for(language), Setting(site, terminal, language, zone, 4.0, 15.0), told, NOW)


ABOUTS: dict[str, CardView] = {
    **{f"about-{one}": card(one, USUAL, "Harbour Tower", "Terminal 1") for one in ("en", "fr", "es", "da")},
    **{
        f"about-long-{one}": card(one, LONGEST, LONG_SITE, "Poste de garde du pavillon nord, entrée")
        for one in ("en", "fr", "es", "da")
    },
}
