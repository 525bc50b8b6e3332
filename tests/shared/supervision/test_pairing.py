"""Badges and PINs at the desk: what the register does not know yet, for as long as it does not."""

from typing import Any

import pytest

from shared import clocking
from shared.badges import BadgeKey, BadgeKeys, hashed
from shared.domain.decision import Accepted
from shared.domain.model import Person
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Tap, Unidentified
from shared.identify import Identified, NotIdentified, begin_guess, by_badge, by_pin, checked, end_guess
from shared.ports import BadgeRead
from shared.recording import Outcome
from shared.supervision import pairing
from shared.supervision.pairing import Paired
from tests.shared.store.gate import ANA, BEN, assert_sound, kinds
from tests.shared.supervision.office import CAST, DAN, IN, SAM, UMA, Office, register, whole

OLD, NEW = BadgeKey("k1", b"1" * 32), BadgeKey("k2", b"2" * 32)
KEYS = BadgeKeys((OLD,))
CARD = ("em4100", "", "0012345678")
DIGEST = hashed(OLD, *CARD)


def read(office: Office, keys: BadgeKeys = KEYS) -> Any:
    return by_badge(office.store, keys, BadgeRead(*CARD, office.around.reading))


def claim_of_badge(office: Office) -> Tap:
    nobody = read(office)
    return clocking.claim(office.store, office.door, office.a_tap(), nobody.reason, nobody.presented, office.around).tap


def paired(office: Office, number: str = ANA.number, by: Person = SAM) -> Paired:
    done = pairing.pair_badge(office.store, office.word(by), DIGEST, number, key_id="k1")
    assert isinstance(done, Paired), done
    return done


def test_the_badge_of_a_claim_is_paired_and_the_claim_becomes_the_event(office: Office) -> None:
    tap = claim_of_badge(office)
    office.wait(minutes=20)
    done = pairing.pair_claim(office.store, office.word(), tap.tap_id, ANA.number, IN, key_id="k1")
    assert isinstance(done, Paired)
    assert isinstance(done.outcome, Outcome)
    assert isinstance(done.outcome.decision, Accepted)
    assert done.outcome.events[0].draft.at == tap.at
    assert read(office) == Identified(ANA, DIGEST)
    assert_sound(office.store)


def test_the_pairing_stands_where_the_claim_can_be_no_event(office: Office) -> None:
    tap = claim_of_badge(office)
    office.tap(ANA)
    done = pairing.pair_claim(office.store, office.word(), tap.tap_id, ANA.number, IN)
    assert isinstance(done, Paired)
    assert isinstance(done.outcome, NotDone)
    assert read(office) == Identified(ANA, DIGEST)
    assert kinds(office.store) == ["clocked_in"]


def test_a_pairing_survives_imports_until_the_register_has_the_badge(office: Office) -> None:
    paired(office)
    register(office.store, *CAST)
    assert read(office) == Identified(ANA, DIGEST)
    register(office.store, *CAST, badges={BEN.number: ((DIGEST, "k1", False),)})
    assert read(office) == Identified(BEN, DIGEST), "the register's word counts"
    register(office.store, *CAST)
    assert read(office).reason is Unidentified.UNKNOWN_BADGE, "a badge given back does not come to life again"


def test_a_pairing_with_somebody_who_left_the_register_identifies_nobody(office: Office) -> None:
    paired(office)
    register(office.store, BEN, SAM)
    assert read(office).reason is Unidentified.UNKNOWN_BADGE


def test_a_pairing_goes_on_under_a_new_key(office: Office) -> None:
    paired(office)
    assert read(office, BadgeKeys((OLD, NEW))) == Identified(ANA, hashed(NEW, *CARD))
    assert read(office, BadgeKeys((NEW,))) == Identified(ANA, hashed(NEW, *CARD))


def test_what_is_no_unknown_badge_is_not_paired(office: Office) -> None:
    typed = clocking.claim(
        office.store, office.door, office.a_tap(), Unidentified.WRONG_PIN, ANA.number, office.around
    ).tap
    word = office.word()
    assert pairing.pair_claim(office.store, word, typed.tap_id, ANA.number) == NotDone(Obstacle.NOT_A_BADGE)
    assert pairing.pair_claim(office.store, word, "none", ANA.number) == NotDone(Obstacle.NO_SUCH_CLAIM)
    paired(office)
    assert pairing.pair_badge(office.store, word, DIGEST, BEN.number) == NotDone(Obstacle.HELD_BY_SOMEBODY)


@pytest.mark.parametrize(
    ("by", "number", "why"),
    [
        (SAM, UMA.number, Obstacle.SUPERVISORS_OWN),
        (SAM, SAM.number, Obstacle.OWN_EVENT),
        (DAN, ANA.number, Obstacle.NOT_YOUR_SITE),
        (BEN, ANA.number, Obstacle.NOT_YOUR_SITE),
        (SAM, "9999", Obstacle.NO_SUCH_PERSON),
    ],
    ids=["another supervisor's", "their own", "of another site", "no supervisor", "nobody's"],
)
def test_whose_badge_or_pin_may_not_be_changed(office: Office, by: Person, number: str, why: Obstacle) -> None:
    before = whole(office.store)
    word = office.word(by)
    assert pairing.pair_badge(office.store, word, DIGEST, number) == NotDone(why)
    assert pairing.set_one_time_pin(office.store, word, number, "482913") == NotDone(why)
    assert whole(office.store) == before
    assert office.store.one("SELECT 1 FROM one_time_pins") is None


# Lost badges


def test_a_lost_badge_is_refused_whatever_the_next_register_says_until_it_knows(office: Office) -> None:
    badges = {ANA.number: ((DIGEST, "k1", False),)}
    register(office.store, *CAST, badges=badges)
    done = pairing.report_lost(office.store, office.word(), ANA.number, DIGEST)
    assert not isinstance(done, NotDone)
    for _ in range(2):
        nobody = read(office)
        assert (nobody.reason, nobody.person) == (Unidentified.LOST_BADGE, ANA)
        register(office.store, *CAST, badges=badges)
    register(office.store, *CAST, badges={ANA.number: ((DIGEST, "k1", True),)})
    register(office.store, *CAST, badges=badges)
    assert read(office) == Identified(ANA, DIGEST), "the register knew that it was lost, and now that it was found"


def test_a_lost_badge_stays_lost_under_a_new_key(office: Office) -> None:
    paired(office)
    pairing.report_lost(office.store, office.word(), ANA.number, DIGEST)
    for keys in (BadgeKeys((OLD, NEW)), BadgeKeys((NEW,))):
        assert read(office, keys).reason is Unidentified.LOST_BADGE
    register(office.store, *CAST, badges={ANA.number: ((hashed(NEW, *CARD), "k2", False),)})
    assert read(office, BadgeKeys((OLD, NEW))).reason is Unidentified.LOST_BADGE


def test_a_badge_that_was_found_serves_again(office: Office) -> None:
    paired(office)
    word = office.word()
    assert pairing.found_again(office.store, word, ANA.number, DIGEST) == NotDone(Obstacle.NO_SUCH_BADGE)
    pairing.report_lost(office.store, word, ANA.number, DIGEST)
    assert pairing.report_lost(office.store, word, ANA.number, DIGEST) == NotDone(Obstacle.ALREADY_SO)
    assert [one.lost for one in pairing.badges_of(office.store, ANA.number)] == [True]
    pairing.found_again(office.store, word, ANA.number, DIGEST)
    assert read(office) == Identified(ANA, DIGEST)
    assert pairing.report_lost(office.store, word, BEN.number, DIGEST) == NotDone(Obstacle.NO_SUCH_BADGE)


# PINs


@pytest.fixture
def lent(office: Office) -> str:
    assert pairing.set_one_time_pin(office.store, office.word(), ANA.number, "482913") == ANA
    return "482913"


def tries(office: Office, pin: str) -> Any:
    return by_pin(office.store, ANA.number, pin, "Gate 1", office.around.reading)


def test_a_lent_pin_identifies_once(office: Office, lent: str) -> None:
    first = tries(office, lent)
    assert (first.person, bool(first.one_time)) == (ANA, True)
    assert tries(office, lent).reason is Unidentified.WRONG_PIN


def test_a_lent_pin_is_kept_as_a_hash_and_ends_with_the_shift(office: Office, lent: str) -> None:
    (stored,) = office.store.execute("SELECT * FROM one_time_pins")
    assert not any(lent in str(value) for value in stored)
    assert isinstance(tries(office, "000000"), NotIdentified)
    office.wait(hours=12, seconds=1)
    assert isinstance(tries(office, lent), NotIdentified)


def test_a_lent_pin_given_at_two_doors_at_once_serves_at_one(office: Office, lent: str) -> None:
    reading = office.around.reading
    with office.store.writing():
        guesses = [begin_guess(office.store, ANA.number, place, reading) for place in ("Gate 1", "Gate 2")]
    told = [(guess, checked(guess, lent)) for guess in guesses if not isinstance(guess, NotIdentified)]
    assert [type(found) for _, found in told] == [Identified, Identified]
    with office.store.writing():
        ended = [end_guess(office.store, guess, found, reading) for guess, found in told]
    assert [type(found) for found in ended] == [Identified, NotIdentified]


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1" * 13, "١٢٣٤"])
def test_a_pin_that_no_keypad_can_type_is_an_error(office: Office, pin: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        pairing.set_one_time_pin(office.store, office.word(), ANA.number, pin)


def test_a_locked_number_is_unlocked(office: Office) -> None:
    for _ in range(3):
        tries(office, "000000")
    assert tries(office, "000000").reason is Unidentified.LOCKED
    assert pairing.unlock(office.store, office.word(BEN), ANA.number) == NotDone(Obstacle.NOT_YOUR_SITE)
    assert pairing.unlock(office.store, office.word(), "9999") == NotDone(Obstacle.NO_SUCH_PERSON)
    assert pairing.unlock(office.store, office.word(), ANA.number) is None
    assert tries(office, "000000").reason is Unidentified.WRONG_PIN
