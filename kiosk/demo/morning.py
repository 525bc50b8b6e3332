"""The script of the morning. Nothing here reaches into the product: badges go in by a serial line, keys
by telephone; eyes and ears read it out.
"""

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.demo.installation import DELAYED_AFTER_S, REPEAT_S, Installation
from kiosk.demo.judge import Verdict, judge
from kiosk.demo.processes import answer_of, until
from kiosk.devices.pty_reader import rdm6300_frame
from shared.clock import SystemClock
from shared.demo_site import BADGES, PIN
from shared.words import words_for

A_FINGER_S = 0.5
Say = Callable[[str], None]


class Morning:
    """One run in one folder, which must be empty or new."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder = folder
        self._say = say
        self._clock = SystemClock()
        self._began = time.monotonic()
        self._draw = random.Random()

    def run(self) -> Verdict:
        """Everything from an empty folder to the verdict. Raises Gone when the morning could not be played."""
        with ExitStack() as parts:
            self._here = Installation(self._folder, parts, self.note)
            self._sandbox, self._site, self._phone = self._here.sandbox, self._here.site, self._here.phone
            self._reader, self._kiosk, self._glass = self._here.reader, self._here.kiosk, self._here.glass
            self._picture("idle")
            self._people_come()
            self._an_answer_is_lost()
            self._one_leaves()
            self._one_leaves_by_phone()
            self._the_link_is_cut()
            self._one_comes_by_phone()
            self._the_kiosk_is_killed()
            self._the_link_returns()
            return self._verdict()

    # The morning

    def _people_come(self) -> None:
        for number, name in (("1053", "Ana"), ("1054", "Ben"), ("1055", "Chloé")):
            self._tap(number)
            shown = self._told(name)
            self.note(f"{name} taps: {shown}")
            if number == "1053":
                self._picture("accepted")
        self._sessions_are(3)
        self.note("upstream has three work sessions")

    def _an_answer_is_lost(self) -> None:
        self._sandbox.fault("answer_lost", "POST", "/work-sessions")
        self._tap("1056")
        self._glass.wait_for("the question for Dev", screen="choice", who="Dev")
        self._picture("position")
        self._touch("Patrol")
        self.note(f"Dev has no shift and is asked for his position: {self._told('Dev')}")
        self._sessions_are(4)
        self.note("upstream recorded him, but its answer was lost: delivery must look before it sends again")

    def _one_leaves(self) -> None:
        self._tap_again("1053")
        self._glass.wait_for("the choice for Ana", screen="choice", who="Ana")
        self._picture("choose")
        self._touch("Clock out")
        self.note(f"Ana taps again and touches Clock out: {self._told('Ana')}")
        until("Ana's session is closed", lambda: any(one["status"] == "CLOSED" for one in self._sandbox.sessions()))

    def _one_leaves_by_phone(self) -> None:
        told = self._phone.call("Dev Patel", "1056", PIN, "2")
        self.note(f"Dev came by badge and leaves by phone: {told}")
        until("Dev's session is closed", lambda: self._closed_by("PHONE"))
        self.note("upstream closed his session by PHONE")

    def _one_comes_by_phone(self) -> None:
        told = self._phone.call("Fatou Diallo", "1058", PIN, "1")
        self.note(f"Fatou has no badge and calls in, the link still cut: {told}")

    def _the_link_is_cut(self) -> None:
        until(
            "the lost answer is settled",
            lambda: not self._waiting(),
        )
        self._sandbox.switch(link="down")
        self.note("the link is cut")
        self._tap("1055")
        self._glass.wait_for("the choice for Chloé", screen="choice", who="Chloé")
        self._touch(words_for("fr").say("Start break"))
        self.note(f"Chloé, whose screen speaks French, starts her break: {self._told('Chloé')}")
        self._picture("break")
        self._tap("1054")
        self._glass.wait_for("the choice for Ben", screen="choice", who="Ben")
        self._touch("Clock out")
        self.note(f"Ben leaves: {self._told('Ben')}")
        self._glass.forget()
        self._glass.wait_for("the idle screen tells what waits", screen="idle", statuses="No link")
        self._picture("no-link")

    def _the_kiosk_is_killed(self) -> None:
        self._glass.forget()
        self._reader.tap(rdm6300_frame(BADGES["1057"]))
        time.sleep(self._draw.uniform(0, 0.03))
        self._kiosk.kill()
        self.note("Emil taps; the kiosk is killed with SIGKILL in the middle of it")
        self._kiosk.start()
        self._here.wait_idle()
        self._tap("1057")
        seen = self._glass.wait_for("an answer for Emil", screen="outcome", who="Emil")["seen"]
        self.note(f"the kiosk is back; Emil taps once more: {seen['what']}")
        if seen["icon"] == "repeat":
            self.note("his first tap had been recorded before the kill; it is not recorded twice")
        until("everything waiting is late", self._all_late)

    def _the_link_returns(self) -> None:
        self._sandbox.switch(link="up", ended_on="ignored", edit="refused")
        self.note("the link returns; upstream now ignores the time of a clock-out and refuses edits")
        until(
            "everything is delivered",
            lambda: not self._waiting(),
            patience_s=40,
        )
        self._picture("end")

    def _verdict(self) -> Verdict:
        self._kiosk.stop()
        events = answer_of("events", "--json", "--limit", "1000", config=self._site.config)
        checked = answer_of("verify", "--json", config=self._site.config)
        verdict = judge(
            [*self._glass.confirmations(), *self._phone.heard], events, self._sandbox.sessions(), misdated="1054"
        )
        if not checked["intact"]:
            verdict.faults.extend(checked["faults"])
        self.note(f"ledger: {checked['events']} events, its chain {'is' if checked['intact'] else 'IS NOT'} intact")
        return verdict

    # Small steps

    def note(self, sentence: str) -> None:
        """One line of the timeline."""
        self._say(f"{time.monotonic() - self._began:5.1f} s  {sentence}")

    def _tap(self, number: str) -> None:
        self._glass.forget()
        self._reader.tap(rdm6300_frame(BADGES[number]))

    def _tap_again(self, number: str) -> None:
        # A badge that stays in the field is one tap, and so is one within `repeat_s`: this is a new one.
        time.sleep(REPEAT_S + 1.5)
        self._tap(number)

    def _touch(self, button: str) -> None:
        # Nobody finds a button faster; a touch right after a badge is taken for one that was meant for the last screen.
        time.sleep(A_FINGER_S)
        self._kiosk.order(touch=button)

    def _told(self, name: str) -> str:
        return str(self._glass.wait_for(f"the outcome for {name}", screen="outcome", who=name)["seen"]["what"])

    def _picture(self, name: str) -> None:
        path = self._folder / f"{name}.png"
        self._kiosk.order(screenshot=str(path))
        until(f"the picture {name}", path.exists)

    def _sessions_are(self, count: int) -> None:
        until(f"{count} sessions upstream", lambda: len(self._sandbox.sessions()) == count)

    def _waiting(self) -> list[dict[str, Any]]:
        return list(answer_of("outbox", "list", "--json", config=self._site.config)["rows"])

    def _closed_by(self, method: str) -> bool:
        return any(one["status"] == "CLOSED" and one["clockOutMethod"] == method for one in self._sandbox.sessions())

    def _all_late(self) -> bool:
        rows = self._waiting()
        now = self._clock.read().wall.timestamp()
        ages = [now - datetime.fromisoformat(row["at"]).timestamp() for row in rows]
        return len(ages) >= 2 and min(ages) > DELAYED_AFTER_S
