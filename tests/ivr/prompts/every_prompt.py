"""Every function of `ivr.prompts` called with whatever it branches on, in one language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ivr.callflow import ON_ONE_PAGE
from ivr.prompts import authorising, chase, outcomes, questions, supervising, telling
from ivr.prompts.setting import Setting
from ivr.prompts.try_call import try_call
from shared.accepting import WaitingClaim
from shared.domain.acceptance import WhyNot
from shared.domain.decision import Accepted
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import (
    OFF_DUTY,
    Door,
    Draft,
    Kind,
    LastEvent,
    Person,
    Presence,
    PresenceState,
    Shift,
)
from shared.domain.roster_entry import Group, Note, RosterEntry, RosterView
from shared.domain.tap import Choice, Refusal, Tap, Unidentified
from shared.recording import Outcome
from shared.roster_now import Knowledge, RosterNow
from shared.store.taps import StoredTap, TapState
from shared.terminals import SilentTerminal
from shared.words import Words
from shared.words.calendar import LocalTime
from tests.ivr.prompts.every_break import breaking
from tests.ivr.prompts.every_notice import noticing

NOW: Final = datetime(2026, 3, 3, 11, 58, tzinfo=UTC)
YESTERDAY, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=20)
SITE, DOCKS = "Harbour Tower", "Old Docks"
ANA: Final = Person("1053", "Ana Ribeiro")
SHIFT: Final = Shift(9001, 687, 1, NOW, NOW + timedelta(hours=8))
MONTREAL: Final = LocalTime(ZoneInfo("America/Montreal"))
TAP: Final = Tap("tap-1", NOW, Door.PHONE, "Phone line", SITE, 687)
PRESENCES: Final = (
    OFF_DUTY,
    Presence(PresenceState.UNKNOWN),
    Presence(PresenceState.WORKING),
    Presence(PresenceState.WORKING, since=NOW),
    Presence(PresenceState.WORKING, since=YESTERDAY),
    Presence(PresenceState.WORKING, since=YESTERDAY, site=DOCKS),
    Presence(PresenceState.ON_BREAK, since=YESTERDAY, break_since=NOW),
)
Said = tuple[str, tuple[str, ...]]


def every_prompt(words: Words) -> Iterator[Said]:
    """Which function with what, and its sentences."""
    setting = Setting(words, MONTREAL, NOW, SITE)
    yield from _questions(words, setting)
    yield from _outcomes(words, setting)
    yield from _telling(words, setting)
    yield from _supervising(words, setting)
    yield from _chasing(setting)
    yield from noticing(setting)
    yield from breaking(setting)
    yield "test call", try_call(setting)


def _questions(words: Words, setting: Setting) -> Iterator[Said]:
    for ends in (True, False):
        yield f"greeting {ends}", questions.greeting(setting, ["en", "fr", "es", "da"], ends_by_itself=ends)
        yield f"greeting without a site {ends}", questions.greeting(replace(setting, site=""), [], ends_by_itself=ends)
        yield f"pin {ends}", (questions.pin(words, ends_by_itself=ends),)
    for presence in PRESENCES:
        tomorrow = replace(SHIFT, starts_at=NOW + timedelta(days=1))
        for found in (None, (SITE, setting.local, SHIFT), (DOCKS, setting.local, tomorrow)):
            yield f"hello {presence.state} {found}", questions.hello(setting, "Ana Ribeiro", presence, found)
        for supervises in (True, False):
            yield f"menu {presence.state} {supervises}", questions.menu(words, presence, supervises=supervises)
    for at in (NOW, YESTERDAY):
        yield f"left then {at}", questions.left_then(setting, at)
    choices = [questions.choice(setting, one) for one in Choice]
    for shown, more in ((choices[:ON_ONE_PAGE], True), (choices[ON_ONE_PAGE:], False)):
        yield f"which {more}", questions.which(words, words.say("Which site?"), shown, more=more)
    for key, said in questions.menu_words(words).items():
        yield f"understood {key}", questions.understood(words, said)


def _outcomes(words: Words, setting: Setting) -> Iterator[Said]:
    flags: tuple[tuple[Flag, ...], ...] = (
        (),
        (Flag.CLOCK_UNTRUSTED,),
        (Flag.FORGOTTEN_CLOCK_OUT, Flag.NOT_ON_DUTY),
        (Flag.PRESENCE_UNKNOWN,),
    )
    elsewhere = replace(OFF_DUTY, since=NOW, method="MOBILE")
    for kind in (Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED):
        for at in (NOW, YESTERDAY):
            for raised in flags:
                outcome = recorded(kind, at, raised, elsewhere)
                yield f"recorded {kind} {raised}", outcomes.recorded(setting, outcome, Accepted((), raised))
                yield f"recorded again {kind}", outcomes.recorded_again(setting, outcome.events[-1])
            last = LastEvent("event-1", kind, at, at, "4812")
            yield f"already {kind}", outcomes.already(setting, PRESENCES[3], last, None)
    outcome = recorded(Kind.CLOCKED_IN, NOW, (), OFF_DUTY)
    moved = replace(outcome, events=outcome.events * 2)
    yield "moved", outcomes.recorded(setting, moved, Accepted(()))
    for presence in PRESENCES[2:]:
        yield f"already on duty {presence}", outcomes.already(setting, presence, None, None)
    for taken_back in (True, False):
        yield f"after {taken_back}", outcomes.after(words, can_take_back=taken_back)
    yield "after a refusal", outcomes.after(words, can_take_back=False, can_authorise=True)
    for by_itself in (True, False):
        yield f"authoriser {by_itself}", (authorising.number(words, ends_by_itself=by_itself),)
    yield "authorised", (authorising.authorised_by(words, "Emil Berg"),)
    yield "insist", (outcomes.insist(words),)
    yield "kept at a time in doubt", (outcomes.kept(setting, NOW, is_sure=False),)
    for reason in Refusal:
        for at in (NOW, YESTERDAY):
            yield f"refused {reason}", outcomes.refused(setting, reason, at)
    for unidentified in Unidentified:
        yield f"not identified {unidentified}", (outcomes.not_identified(words, unidentified),)


def _telling(words: Words, setting: Setting) -> Iterator[Said]:
    tomorrow = replace(SHIFT, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=8))
    coming = [(SITE, MONTREAL, SHIFT), (DOCKS, MONTREAL, tomorrow)]
    for ages_s in ((None,), (60.0,), (60.0, 100_000.0), (1_000_000.0, None)):
        yield f"shifts {ages_s}", telling.shifts(setting, coming, ages_s)
        yield f"no shifts {ages_s}", telling.shifts(setting, [], ages_s)
    for at in (NOW, YESTERDAY, LONG_AGO):
        yield f"receipt {at}", (outcomes.done(words, Kind.CLOCKED_IN, telling.moment(setting, at)),)
    for state in RowState:
        row = OutboxRow("event-1", "tracktik", 1, "1053", "event-1", Kind.CLOCKED_IN, NOW, state, session_id=4592)
        yield f"standing {state}", (telling.standing(words, row, voided=False),)
    yield "standing of nothing", (telling.standing(words, None, voided=False),)
    yield "standing of what was taken back", (telling.standing(words, None, voided=True),)


def _chasing(setting: Setting) -> Iterator[Said]:
    for at in (NOW - timedelta(minutes=16), NOW - timedelta(hours=3), YESTERDAY):
        yield f"chase call {at}", chase.call_to_employee(setting, at)
        yield f"chase message {at}", (chase.message_to_employee(setting, at),)
        for name in ("Ana Ribeiro", ""):
            yield f"chase call about {name} {at}", chase.call_to_supervisor(setting, at, name, "1053")
            yield f"chase message about {name} {at}", (chase.message_to_supervisor(setting, at, name, "1053"),)


def _supervising(words: Words, setting: Setting) -> Iterator[Said]:
    for site in (SITE, ""):
        yield f"supervisor's menu {site}", supervising.menu(words, site)
    for roster in rosters():
        yield "who is in", supervising.who_is_in(setting, roster)
        yield "who is missing", supervising.who_is_missing(setting, roster)
        yield "what waits", supervising.what_waits(setting, roster)
    reasons = ("", "left_earlier", *map(str, Refusal), *map(str, Unidentified))
    for reason in reasons:
        for person, number in ((ANA, "1053"), (None, "1053"), (None, "")):
            tap = StoredTap("tap-1", NOW, "kiosk", "Terminal 1", SITE, TapState.CLAIM, None, number, reason, None, None)
            claim = WaitingClaim(tap, number, person, None)
            for left in (0, 1, 2):
                yield f"claim {reason} {left}", supervising.claim(setting, claim, MONTREAL, "", left)
    for outcome in (recorded(Kind.CLOCKED_IN, YESTERDAY, (), OFF_DUTY), Outcome(TAP, ANA, Accepted(()), Facts(ANA))):
        yield "accepted", (supervising.accepted(setting, outcome, MONTREAL),)
    for why in WhyNot:
        yield f"not accepted {why}", (supervising.not_accepted(words, why),)


def recorded(kind: Kind, at: datetime, flags: tuple[Flag, ...], before: Presence) -> Outcome:
    """An event of Ana's at `at`, of whom `before` was known."""
    draft = Draft(kind, at, SITE, 687)
    event = ClockEvent("event-1", "1053", draft, Door.PHONE, "Phone line", NOW, 1.0, "boot", "4812", flags=flags)
    return Outcome(TAP, ANA, Accepted((draft,), flags), Facts(ANA, before), (event,))


def rosters() -> Iterator[RosterNow]:
    """Nothing known; one of each; more names than are said."""
    empty = Knowledge(None, None, None, None, False, 0, None, ())
    yield RosterNow(RosterView(), empty, {}, {}, {}, None)
    silent = (SilentTerminal("Terminal 1", None), SilentTerminal("Terminal 2", YESTERDAY))
    known = Knowledge(60.0, 120.0, 100_000.0, 60.0, True, 1, YESTERDAY, silent)
    one = RosterEntry("1053", Group.HERE, NOW, SHIFT)
    view = RosterView(
        here=(one, replace(one, since=None, notes=(Note.FORGOTTEN_CLOCK_OUT,))),
        on_break=(one,),
        late=(replace(one, notes=(Note.AT_OTHER_SITE,), other_site=DOCKS),),
        missing=(replace(one, number="1099"),),
        unknown=(one,),
    )
    yield RosterNow(view, known, {"1053": "Ana Ribeiro"}, {}, {}, None)
    for more, age_s in ((1, 3600.0), (2, 60.0)):
        crowd = (one,) * (supervising.MOST_NAMES + more)
        waiting = replace(known, waiting=more, shifts_age_s=age_s, sessions_age_s=None)
        yield RosterNow(RosterView(here=crowd), waiting, {"1053": "Ana Ribeiro"}, {}, {}, None)
