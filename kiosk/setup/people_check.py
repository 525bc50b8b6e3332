"""Are there people, can their badges be read, and does anybody supervise the site?"""

import shutil
from pathlib import Path

from kiosk.setup.checked import Checked, right, unchecked, wrong
from shared.badges import BadgeKeyError, make_key_file
from shared.clock import SystemClock
from shared.config import Config
from shared.domain.acceptance import is_supervisor_of
from shared.domain.site import Site
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.store import people
from shared.store.database import Store
from shared.wiring import badge_keys_of

WHAT = "People"


def take_in(from_stick: Path, register: Path) -> None:
    """Copy a register to its place, for its owner alone. Raises OSError; what was there stays then."""
    beside = register.with_name(f".{register.name}.new")
    shutil.copyfile(from_stick, beside)
    beside.chmod(0o600)
    beside.replace(register)


def badge_key_made(path: Path) -> bool:
    """Make the badge key where there is none; True where it is new and a copy belongs into the safe."""
    if path.exists():
        return False
    make_key_file(path)
    return True


def check_people(config: Config, site: Site, store: Store, clock: SystemClock) -> Checked:
    """Import the register and look for somebody who supervises the site. Raises a StoreError."""
    source = config.people.source
    if source is None:
        return unchecked(WHAT, "No register: nobody is known here yet.", "Name one with: clockpost setup")
    try:
        done = import_people(store, source, badge_keys_of(config), clock)
    except PeopleFileError as error:
        return wrong(WHAT, f"{error}.", "Mend the file, then: clockpost setup --check")
    except BadgeKeyError as error:
        return wrong(WHAT, f"{error}.", "")
    now = clock.now()
    supervisors = [one.name for one in people.everybody(store) if is_supervisor_of(one, site, now)]
    if not supervisors:
        return wrong(
            WHAT,
            f"Nobody of {done.count} in the register supervises {site.name}.",
            f'Give somebody the role, with: clockpost people set NUMBER --role supervisor --sites "{site.name}"',
        )
    return right(WHAT, f"{done.count} in the register; {site.name} is supervised by {', '.join(supervisors[:5])}.")
