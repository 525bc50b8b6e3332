"""Who is at the door, by a badge: looked up under every active key (rules 5.2 and 5.3)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.badges import BadgeKey, BadgeKeys, hashed
from shared.clock import Reading
from shared.domain.tap import Unidentified
from shared.identify import Identified, Identity, NotIdentified, PinWanted, by_badge
from shared.ports import BadgeRead
from shared.store import people
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.shared.domain.cast import ANA, BEN, CHLOE

OLD, NEW = BadgeKey("k1", b"1" * 32), BadgeKey("k2", b"2" * 32)
ONE_KEY, BOTH = BadgeKeys((OLD,)), BadgeKeys((OLD, NEW))
START = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        register(opened)
        yield opened


def badge(number: str, key: BadgeKey = OLD, *, lost: bool = False) -> tuple[str, str, bool]:
    return hashed(key, "em4100", "", number), key.key_id, lost


def register(store: Store, *, key: BadgeKey = OLD) -> None:
    """Ana holds AA, Ben BB and, with Chloé, CC; Chloé has lost DD, which Ana holds now."""
    held = {
        ANA: [badge("AA", key), badge("DD", key)],
        BEN: [badge("BB", key), badge("CC", key)],
        CHLOE: [badge("CC", key), badge("DD", key, lost=True)],
    }
    rows = [RegisterRow(person, "", "", tuple(badges)) for person, badges in held.items()]
    people.replace(store, rows, fingerprint=key.key_id, taken_at=START)


def read(number: str) -> BadgeRead:
    return BadgeRead("em4100", "", number, Reading(START, 1000.0, "boot-1"))


def reason(identity: Identity) -> Unidentified | None:
    return identity.reason if isinstance(identity, NotIdentified) else None


# Badges


def test_a_badge_names_its_holder_and_is_kept_as_its_hash(store: Store) -> None:
    assert by_badge(store, ONE_KEY, read("AA")) == Identified(ANA, badge("AA")[0])


def test_an_unknown_badge_names_nobody_and_its_hash_is_kept(store: Store) -> None:
    assert by_badge(store, ONE_KEY, read("EE")) == NotIdentified(Unidentified.UNKNOWN_BADGE, badge("EE")[0])


def test_without_the_key_no_badge_can_be_read(store: Store) -> None:
    assert by_badge(store, None, read("AA")) == NotIdentified(Unidentified.NO_BADGE_KEY, "")


def test_a_badge_that_two_people_hold_asks_for_a_pin_of_either(store: Store) -> None:
    assert by_badge(store, ONE_KEY, read("CC")) == PinWanted(("1054", "1055"), badge("CC")[0])


def test_a_site_may_ask_for_badge_and_pin(store: Store) -> None:
    assert by_badge(store, ONE_KEY, read("AA"), badge_and_pin=True) == PinWanted(("1053",), badge("AA")[0])


def test_a_badge_reported_lost_is_refused_by_that_name_and_the_one_who_lost_it_is_told_of(store: Store) -> None:
    assert by_badge(store, ONE_KEY, read("DD")) == NotIdentified(Unidentified.LOST_BADGE, badge("DD")[0], CHLOE)


def test_a_lost_badge_stays_lost_where_badge_and_pin_are_asked(store: Store) -> None:
    assert reason(by_badge(store, ONE_KEY, read("DD"), badge_and_pin=True)) is Unidentified.LOST_BADGE


def test_a_badge_found_under_an_old_key_is_kept_under_the_newest_from_now_on(store: Store) -> None:
    assert by_badge(store, BOTH, read("AA")) == Identified(ANA, badge("AA", NEW)[0])
    assert people.holders(store, [badge("AA", OLD)[0]]) == []
    assert by_badge(store, BadgeKeys((NEW,)), read("AA")) == Identified(ANA, badge("AA", NEW)[0])


def test_rewriting_a_badge_keeps_all_its_holders_and_what_was_lost(store: Store) -> None:
    by_badge(store, BOTH, read("CC"))
    by_badge(store, BOTH, read("DD"))
    only_new = BadgeKeys((NEW,))
    assert by_badge(store, only_new, read("CC")) == PinWanted(("1054", "1055"), badge("CC", NEW)[0])
    assert reason(by_badge(store, only_new, read("DD"))) is Unidentified.LOST_BADGE


def test_without_the_old_key_its_badges_are_unknown(store: Store) -> None:
    assert reason(by_badge(store, BadgeKeys((NEW,)), read("AA"))) is Unidentified.UNKNOWN_BADGE


def test_zeros_in_front_make_another_badge(store: Store) -> None:
    assert reason(by_badge(store, ONE_KEY, read("0AA"))) is Unidentified.UNKNOWN_BADGE
