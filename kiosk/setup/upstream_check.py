"""Does the upstream let this terminal in, and does it know the site? What is found is the first roster.

It signs in as delivery does and keeps the tokens for it, holding the same lease: two that refresh one single-use token
would lock each other out.
"""

from kiosk.setup.checked import Checked, right, unchecked, wrong
from shared.config import Config
from shared.config.sections import TrackTikUpstream
from shared.health.set_up import UPSTREAM
from shared.store.database import Store
from shared.store.lease import LeaseTaken, sync_lease
from shared.upstream.errors import NotAllowed, NotAsItIs, UpstreamError

NO_ACCOUNT = "Site"
"""What is found wrong where upstream lets us in and does not know the site: another account has to be answered."""
LATER = "Once there is a link: clockpost setup --check"


def check_upstream(config: Config, store: Store) -> Checked:
    """Sign in, look for the site's account, and download the roster. Raises a StoreError."""
    section = config.upstream.tracktik
    if section is None:
        return unchecked(UPSTREAM, "None: events stay in this terminal until one is named.", "")
    try:
        with sync_lease(config.store.path):
            return _asked(config, section, store)
    except LeaseTaken:
        return unchecked(
            UPSTREAM, "clockpost sync is running and has the sign-in.", "Look there: systemctl status clockpost-sync"
        )


def _asked(config: Config, section: TrackTikUpstream, store: Store) -> Checked:
    # What speaks HTTP takes its time to import; only this check needs it.
    from shared.sync_service import SyncService  # noqa: PLC0415

    account = config.here.account
    with SyncService(config, section, store) as service:
        download = service.download(store)
        try:
            known = {one.account_id: one.name for one in download.source.accounts()}
        except NotAllowed as error:
            return wrong(
                UPSTREAM,
                f"It does not let us in: {_plain(error)}.",
                "Look at client id, user name, secret and password.",
            )
        except NotAsItIs as error:
            return wrong(UPSTREAM, f"It does not know what we asked for: {_plain(error)}.", "Look at the addresses.")
        except UpstreamError as error:
            return unchecked(UPSTREAM, f"It cannot be asked now: {_plain(error)}.", LATER)
        if account not in known:
            listed = ", ".join(f"{number} {name}" for number, name in sorted(known.items())[:12]) or "none"
            return wrong(NO_ACCOUNT, f"Upstream let us in, and knows no account {account}.", f"It shows us: {listed}.")
        if not download.everything():
            return unchecked(UPSTREAM, f"It let us in, and the roster of {known[account]} did not arrive whole.", LATER)
    here, there = config.here.name, known[account]
    named = f"{there!r} there" if there == here else f"{there!r} there ({here!r} here: is it the right one?)"
    return right(UPSTREAM, f"It let us in; account {account} is {named}, and its roster is here.")


def _plain(error: UpstreamError) -> str:
    return str(error).rstrip(".")
