"""PINs are checked in a thread of their own, and every question gets an answer."""

import queue
import threading

import pytest

from kiosk.pin_desk import PinDesk
from shared.identify import Identified, NotIdentified
from shared.store.database import Store
from shared.store.errors import CannotOpen, StoreError


@pytest.fixture
def front(make_front):
    return make_front(start=False)


@pytest.fixture
def asked(front):
    """Asks a desk and waits for its answer."""
    desks = []

    def ask(number, pin, *, opens=None):
        desk = PinDesk(opens or (lambda: Store.open(front.ledger)), front.terminal, front.clock)
        desks.append(desk)
        answers = queue.Queue()
        desk.check(number, pin, lambda identity, at: answers.put((identity, at, threading.current_thread().name)))
        return answers.get(timeout=8)

    yield ask
    for desk in desks:
        desk.stop()


def test_the_right_pin_names_the_person_from_a_thread_of_its_own(front, asked):
    identity, at, thread = asked("1053", "2580")
    assert isinstance(identity, Identified)
    assert identity.person.name == "Ana Ribeiro"
    assert at == front.clock.read()
    assert thread.startswith("pins")


@pytest.mark.parametrize(("number", "reason"), [("1053", "wrong_pin"), ("4711", "unknown_number")])
def test_a_wrong_one_says_why(asked, number, reason):
    identity, _, _ = asked(number, "1234")
    assert isinstance(identity, NotIdentified)
    assert identity.reason == reason


def test_wrong_pins_count_in_the_ledger_for_every_terminal(asked):
    for _ in range(3):
        asked("1053", "1234")
    assert asked("1053", "2580")[0].reason == "locked"


def test_a_ledger_that_does_not_open_is_an_answer(asked):
    def closed():
        raise CannotOpen("no such key")

    assert str(asked("1053", "2580", opens=closed)[0]) == "no such key"


def test_a_broken_pin_hash_is_an_answer(front, asked):
    front.store.execute("UPDATE people SET pin_hash = 'no hash' WHERE number = '1053'")
    answer, _, _ = asked("1053", "2580")
    assert isinstance(answer, StoreError)
    assert "PIN could not be checked" in str(answer)


def test_stopping_finishes_what_is_being_checked(front):
    desk = PinDesk(lambda: Store.open(front.ledger), front.terminal, front.clock)
    answers = []
    for _ in range(3):
        desk.check("1053", "2580", lambda identity, at: answers.append(identity))
    desk.stop()
    assert len(answers) == 3
