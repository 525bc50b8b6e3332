"""Number and PIN: who calls? Counted, hashed and committed apart, so that no transaction waits for a hash."""

from dataclasses import replace

from ivr import site_of_call
from ivr.acts.standing import shifts_ahead, standing_step
from ivr.acts.waiting import offered
from ivr.call import At
from ivr.line_site import LineSite
from ivr.moment import Moment, Step
from ivr.prompts import outcomes, questions
from shared.clocking import claim_and_store, make_tap
from shared.domain.clock_trust import TrustLevel
from shared.domain.facts import Argument
from shared.domain.model import Person, Shift
from shared.domain.tap import Unidentified
from shared.gather import facts_for
from shared.identify import Guess, Identified, NotIdentified, begin_guess, end_guess
from shared.store import at_tap, calls, evidence, people, presence, taps
from shared.store.database import Store
from shared.store.taps import TapState


def take_number(here: Moment, digits: str) -> Step:
    """The number is not looked up before the PIN is there: nobody learns by phone which numbers exist."""
    state = here.at(At.PIN, who=digits)
    return Step(state, (questions.pin(here.words, ends_by_itself=here.settings.pin_digits is not None),))


def begin(store: Store, here: Moment, number: str) -> Guess | NotIdentified:
    """Count the guess for this employee number, inside the writer's transaction."""
    caller = here.call.caller
    serves_many = not caller or any(caller in site.landlines for site in here.settings.sites)
    place = f"phone {here.call.caller or 'withheld'}"
    return begin_guess(store, number, place, here.reading, serves_many=serves_many)


def end(store: Store, here: Moment, guess: Guess | None, found: Identified | NotIdentified) -> Step:
    """What the answer to the PIN is, inside the writer's transaction."""
    if guess is not None:
        found = end_guess(store, guess, found, here.reading)
    if isinstance(found, Identified):
        return _known(store, here, found.person)
    return _unknown(store, here, found)


def _known(store: Store, here: Moment, person: Person) -> Step:
    call, now = here.call, here.reading.wall
    language = _language(store, here, person)
    standing, due = presence.of(store, person.number), _due(store, here, person)
    site = here.state.site or site_of_call.by_person(here.settings.sites, person, standing.presence, due)
    here = replace(here, state=replace(here.state, site=site, language=language, who=person.number))
    calls.keep_person(store, call.sid, person.number, call.caller, now)
    mistyped = taps.find(store, here.state.tap) if here.state.tap else None
    if mistyped is not None and mistyped.state is TapState.CLAIM:
        # A PIN mistyped a moment ago, by the same caller for the same number, asks no supervisor any more.
        taps.move(store, mistyped.tap_id, TapState.EXPLAINED, now=now)
    _keep_tap(store, here, person)
    return offered(store, here, standing_step(store, here, person))


def _due(store: Store, here: Moment, person: Person) -> dict[str, list[Shift]]:
    """Shifts that could begin now, by the name of their site; all that come where none could."""
    ahead, now = shifts_ahead(store, here, person), here.reading.wall
    due = {
        site.name: [
            one for one in shifts if (one.starts_at - now).total_seconds() <= site.door.site.rules.early_window_s
        ]
        for site, shifts in ahead.items()
    }
    return due if any(due.values()) else {site.name: shifts for site, shifts in ahead.items()}


def _language(store: Store, here: Moment, person: Person) -> str:
    if here.state.chose_language:
        calls.choose_language(store, person.number, here.state.language)
        return here.state.language
    liked = calls.language_of(store, person.number) or person.language
    return liked if liked in here.settings.languages else here.state.language


def _keep_tap(store: Store, here: Moment, person: Person) -> None:
    """The tap is kept before any choice: a line that breaks now must not hide that somebody called, and from where."""
    site, number = _site_to_ask(store, here), person.number
    tap = make_tap(site.door, here.reading)
    seen = at_tap.read(store, employee=number, terminal=tap.terminal, tap_id=tap.tap_id, site=site.name)
    facts = facts_for(store, person, site.door.site, here.around(store, person, site), seen)
    kept, _ = evidence.keep(store, Argument(tap, facts, site.door.site.rules))
    clock_sure = facts.clock.level is not TrustLevel.UNTRUSTED
    now = here.reading.wall
    taps.keep(
        store, tap, TapState.ASKED, now=now, employee=number, presented=number, evidence=kept, clock_sure=clock_sure
    )
    calls.keep_tap(store, here.call.sid, tap.tap_id, person.number, here.reading.wall)


def _unknown(store: Store, here: Moment, found: NotIdentified) -> Step:
    sentence, tap_id = outcomes.not_identified(here.words, found.reason), here.state.tap
    if not tap_id:
        door = _site_to_ask(store, here).door
        tap = make_tap(door, here.reading)
        around = here.around_nobody(store, here.state.who)
        claim_and_store(store, door, tap, found.reason, found.presented, around)
        tap_id = tap.tap_id
    misses = here.state.misses + 1
    if found.reason is Unidentified.LOCKED or misses > 2:
        kept = outcomes.kept(here.setting, here.reading.wall)
        return Step(here.at(At.OVER), (sentence, kept, here.words.say("Goodbye.")))
    again = here.words.say("PIN again, or star for another number.")
    return Step(here.at(At.PIN, tap=tap_id, misses=misses), (sentence, again))


def _site_to_ask(store: Store, here: Moment) -> LineSite:
    """Whose supervisors are asked: those of the call's site, else of the one that this number is listed for."""
    holder = people.by_number(store, here.state.who)
    if here.site is not None or holder is None:
        return here.any_site
    return next((site for site in here.settings.sites if site.lists(holder[0].sites)), here.any_site)
