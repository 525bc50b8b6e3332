"""Keys that may become clock events, through the same decision as a badge at the wall."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from ivr import site_of_call
from ivr.acts.asking import ask_direction, ask_position, ask_site, position_names
from ivr.acts.standing import as_known, caller, settle, shifts_ahead, standing_step, to_menu
from ivr.call import At
from ivr.line_site import LineSite
from ivr.moment import Moment, Step
from ivr.prompts import outcomes
from shared.clocking import decide_and_store, make_tap
from shared.domain.acceptance import ON_THE_SPOT
from shared.domain.decision import Accepted, AlreadySo, Ask, Kept, Refused, Repeated, Withdrawn
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Kind, LastEvent, Person, Presence, PresenceState
from shared.domain.model import Door as DoorKind
from shared.domain.tap import Answer, Choice, Question, Tap
from shared.recording import Outcome
from shared.store import calls, ledger, presence, taps
from shared.store.database import Store
from shared.store.taps import TapState
from shared.voiding import recorded_together, void_and_store

MEANT_WITHIN_S: Final = 15 * 60


def wish(store: Store, here: Moment, wanted: Choice) -> Step:
    """A menu key: decided and stored now, at the site that the call is about; asked where that is not known."""
    person = caller(store, here)
    standing = presence.of(store, person.number).presence
    is_break = wanted in (Choice.START_BREAK, Choice.END_BREAK)
    if is_break and not standing.on_duty and as_known(store, here, standing).state is PresenceState.OFF:
        return to_menu(store, here)
    site = _site(here, standing, wanted)
    if site is None:
        due = {one.name: shifts for one, shifts in shifts_ahead(store, here, person).items()}
        return ask_site(here, site_of_call.possible(here.settings.sites, person, due), wanted)
    return _decided(store, here, replace(_tap(here, site), wish=wanted), person, site)


def _tap(here: Moment, site: LineSite, answer: Answer | None = None) -> Tap:
    """A tap now, or at the key that what is asked since is about: a question costs nobody their minute."""
    tap, meant_at = make_tap(site.door, here.reading, answer), here.state.meant_at
    age_s = here.reading.wall.timestamp() - meant_at
    return replace(tap, at=datetime.fromtimestamp(meant_at, UTC)) if 0 <= age_s < MEANT_WITHIN_S else tap


def start_or_end_break(store: Store, here: Moment) -> Step:
    """One key for both: whoever is on a break ends it."""
    standing = presence.of(store, here.state.who).presence
    on_break = standing.state is PresenceState.ON_BREAK
    return wish(store, here, Choice.END_BREAK if on_break else Choice.START_BREAK)


def change_position(store: Store, here: Moment) -> Step:
    """Asks which position, where somebody is on duty."""
    standing = presence.of(store, here.state.who).presence
    site = here.site_named(standing.site) or here.site
    if not standing.on_duty or site is None:
        return to_menu(store, here)
    others = tuple(one for one in position_names(store, site) if one != str(standing.position_id))
    if not others:
        return to_menu(store, here, here.words.say("No other position is known here."))
    return ask_position(store, replace(here, state=replace(here.state, site=site.name)), others, Choice.CHANGE_POSITION)


def chosen(store: Store, here: Moment, option: str) -> Step:
    """The answer to a question: a site, a position or a direction."""
    if here.state.at is At.SITE:
        state = replace(here.state, site=option)
        return wish(store, replace(here, state=state), Choice(here.state.wish))
    if here.state.at is At.AFTER:
        return _answer(store, here, Answer(Choice.CLOCK_OUT))
    if here.state.at is At.DIRECTION:
        return _answer(store, here, Answer(Choice(option)))
    return _answer(store, here, Answer(Choice(here.state.wish or Choice.CLOCK_IN), int(option)))


def left_then(store: Store, here: Moment) -> Step:
    """Yes: the open tap that was told becomes the clock-out at its own time, and no newer one."""
    for tap_id, _ in calls.taps_unsettled(store, here.call.sid, here.state.who):
        # The end of this call may have been told before this key: its own tap is open then.
        if tap_id != here.state.tap:
            taps.move(store, tap_id, TapState.EXPLAINED, now=here.reading.wall)
    newest = taps.newest_open(store, here.state.who)
    if newest is None or newest.tap_id != here.state.tap:
        return standing_step(store, here, caller(store, here))
    return _answer(store, replace(here, state=replace(here.state, tap="")), Answer(Choice.LEFT_THEN))


def still_here(store: Store, here: Moment) -> Step:
    """No: the open tap was no clock-out."""
    taps.close_open(store, here.state.who, now=here.reading.wall, state=TapState.EXPLAINED)
    settle(store, here)
    return to_menu(store, here)


def take_back(store: Store, here: Moment) -> Step:
    """ "Not right": the event just recorded is voided by an appended one; the menu asks what it should have been."""
    person, site = caller(store, here), here.any_site
    together = recorded_together(store, here.state.event)
    void_and_store(store, site.door, person, together, here.around(store, person, site), reason="not right")
    taken = ledger.find(store, here.state.event)
    menu = to_menu(store, here, here.words.say("Taken back."))
    if taken is None or taken.event is None:
        return menu
    # What it should have been counts at the same time.
    return replace(menu, state=replace(menu.state, meant_at=int(taken.event.draft.at.timestamp())))


def told_again(store: Store, here: Moment) -> tuple[str, ...]:
    """The outcome once more; nothing where nothing was recorded."""
    row = ledger.find(store, here.state.event) if here.state.event else None
    if row is None or row.event is None:
        return ()
    return outcomes.recorded_again(here.setting, row.event)


def _site(here: Moment, standing: Presence, wanted: Choice) -> LineSite | None:
    """Whoever is on duty ends their work where it is; a clock-in is about the site of the call."""
    if standing.on_duty and wanted is not Choice.CLOCK_IN:
        return here.site_named(standing.site) or here.site
    return here.site


def _answer(store: Store, here: Moment, answer: Answer) -> Step:
    """A choice: it counts at the time of the tap that was asked about, or now where nothing was asked."""
    person = caller(store, here)
    asked = taps.find(store, here.state.tap) if here.state.tap else None
    if asked is None:
        standing = presence.of(store, person.number).presence
        site = here.site_named(standing.site) or here.any_site
        return _decided(store, here, _tap(here, site, answer), person, site)
    site = here.site_named(asked.site) or here.any_site
    tap = Tap(asked.tap_id, asked.at, DoorKind.PHONE, asked.terminal, asked.site, site.account_id, answer)
    return _decided(store, here, tap, person, site)


def _decided(store: Store, here: Moment, tap: Tap, person: Person, site: LineSite) -> Step:
    here = replace(here, state=replace(here.state, site=site.name))
    around = here.around(store, person, site)
    outcome = decide_and_store(store, site.door, tap, person, person.number, around)
    if isinstance(outcome.decision, Ask):
        calls.keep_tap(store, here.call.sid, tap.tap_id, person.number, here.reading.wall)
        _explain_earlier(store, here, tap)
    else:
        settle(store, here, outcome.events[-1].event_id if outcome.events else "")
    return _told(store, here, outcome)


def _explain_earlier(store: Store, here: Moment, tap: Tap) -> None:
    for tap_id, _ in calls.taps_waiting(store, here.call.sid, here.state.who):
        if tap_id != tap.tap_id:
            taps.move(store, tap_id, TapState.EXPLAINED, now=here.reading.wall)


def _told(store: Store, here: Moment, outcome: Outcome) -> Step:
    setting, words = here.setting, here.words
    match outcome.decision:
        case Accepted() as accepted:
            told = outcomes.recorded(setting, outcome, accepted)
            return after(here, told, event=outcome.events[-1].event_id)
        case Refused(reason=reason):
            refused_tap = outcome.tap.tap_id if reason in ON_THE_SPOT else ""
            return after(here, outcomes.refused(setting, reason, outcome.tap.at), tap=refused_tap)
        case Repeated(of=last):
            return after(here, outcomes.already(setting, outcome.facts.presence, last, None))
        case AlreadySo(of=last, offer=offer):
            # Whoever is on duty hears of the clock-in that began it: their last event may be of earlier work.
            since = _clock_in_of(store, outcome.facts.presence) if not offer else None
            told = outcomes.already(setting, outcome.facts.presence, last if offer else None, since)
            insist = (outcomes.insist(words),) if offer else ()
            return after(here, (*told, *insist), options=offer)
        case Ask(question=Question.WHICH_POSITION, choices=choices, positions=positions):
            options = tuple(str(one.position_id) for one in positions)
            return ask_position(store, here, options, choices[0], tap_id=outcome.tap.tap_id)
        case Ask() as ask:
            return ask_direction(here, outcome, ask)
        case Kept(flags=flags):
            is_sure = Flag.CLOCK_UNTRUSTED not in flags
            return to_menu(store, here, outcomes.kept(setting, outcome.tap.at, is_sure=is_sure))
        case Withdrawn():
            return to_menu(store, here)
        case _:
            raise AssertionError("settled before it comes here")


def after(
    here: Moment, told: tuple[str, ...], *, event: str = "", options: tuple[Choice, ...] = (), tap: str = ""
) -> Step:
    """What was told, and the keys behind it. `tap` was refused, and a supervisor beside the caller may lift that."""
    asked = outcomes.after(here.words, can_take_back=bool(event), can_authorise=bool(tap))
    return Step(here.at(At.AFTER, event=event, options=options, tap=tap), (*told, *asked))


def _clock_in_of(store: Store, standing: Presence) -> LastEvent | None:
    """The clock-in of the work in progress, where this ledger holds it."""
    if not standing.on_duty or standing.work_session in ("", ELSEWHERE):
        return None
    row = ledger.find(store, standing.work_session)
    if row is None or row.event is None or row.event.draft.kind is not Kind.CLOCKED_IN:
        return None
    event = row.event
    return LastEvent(event.event_id, event.draft.kind, event.draft.at, event.recorded_at, event.receipt)
