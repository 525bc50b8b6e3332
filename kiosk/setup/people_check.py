"""Are there people, can their badges be read, and does anybody supervise the site?"""

from kiosk.setup.checked import Checked, right, unchecked, wrong
from shared.badges import BadgeKeyError
from shared.clock import SystemClock
from shared.commands.people_wait import tell_wait
from shared.config import Config
from shared.domain.acceptance import is_supervisor_of
from shared.domain.model import Person
from shared.domain.site import Site
from shared.health.set_up import PEOPLE
from shared.people_file import PeopleFileError, fingerprint_of, parse, read_bytes
from shared.store import people
from shared.store.database import Store
from shared.wiring import badge_keys_of

MOST_MISTAKES = 3


def check_people(config: Config, site: Site, store: Store, clock: SystemClock) -> Checked:
    """Look for somebody who supervises the site, and make the file the register. Raises a StoreError.

    A file that is wrong, or in which nobody supervises the site, leaves the register as it was.
    """
    source, now = config.people.source, clock.now()
    if source is None:
        return unchecked(PEOPLE, "No register: nobody is known here yet.", "Name one with: clockpost setup")
    try:
        keys, content = badge_keys_of(config), read_bytes(source)
        print_of_file = fingerprint_of(content, keys)
        is_news = people.register(store).fingerprint != print_of_file
        if is_news:
            tell_wait(source)
        parsed = parse(source, content, keys) if is_news else None
    except PeopleFileError as error:
        return wrong(PEOPLE, _shortened(error), "Mend the file, then answer again, or: clockpost setup --check")
    except BadgeKeyError as error:
        return wrong(PEOPLE, f"{error}.", "Look at people.badge_key_file")
    known: list[Person] = people.everybody(store) if parsed is None else [row.person for row in parsed.rows]
    supervisors = [one.name for one in known if is_supervisor_of(one, site, now)]
    if not supervisors:
        return wrong(
            PEOPLE,
            f"Nobody of {len(known)} in the register supervises {site.name}.",
            f"Write role supervisor and the site into a line of the file, or later: clockpost people set NUMBER"
            f' --role supervisor --sites "{site.name}"',
        )
    if parsed is not None:
        people.replace(store, parsed.rows, fingerprint=parsed.fingerprint, taken_at=now)
    return right(PEOPLE, f"{len(known)} in the register; {site.name} is supervised by {', '.join(supervisors[:5])}.")


def _shortened(error: PeopleFileError) -> str:
    lines = str(error).splitlines()
    more = f"\n    and {len(lines) - MOST_MISTAKES} more" if len(lines) > MOST_MISTAKES else ""
    return "\n    ".join(lines[:MOST_MISTAKES]) + more + "."
