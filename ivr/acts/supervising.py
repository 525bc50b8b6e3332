"""The supervisor's line: who is in, who is missing, what waits, and claims accepted by key. Rights are by site."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.acts.asking import position_names, position_question, site_question
from ivr.acts.standing import caller, to_menu
from ivr.call import At
from ivr.callflow import Act, Turn
from ivr.line_site import LineSite
from ivr.moment import Moment, Step
from ivr.prompts import supervising
from ivr.prompts.setting import Setting
from ivr.reply import Connect
from shared.accepting import Dismissed, WaitingClaim, accept_and_store, claims_at, dismiss_and_store
from shared.domain.acceptance import NotAccepted, is_supervisor_of
from shared.domain.decision import Ask
from shared.domain.model import Role
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.roster_now import RosterNow, roster_now
from shared.store import people
from shared.store.database import Store

MOST_CLAIMS: Final = 1000
REPORT: Final = "report"
"""The wish that leads a supervisor of several sites to the question which one."""
RING: Final = "ring"
"""The wish that leads to it for somebody who wants to speak to a supervisor."""


def supervisor(store: Store, here: Moment) -> Step:
    """Rings the site's supervisor; a supervisor hears their own site instead."""
    person = caller(store, here)
    if person.role is not Role.SUPERVISOR:
        return _ring_or_ask(store, here)
    mine = [site.name for site in _supervised(store, here)]
    if here.state.site in mine:
        return report_menu(here, here.state.site)
    if not mine:
        return to_menu(store, here, here.words.say("You supervise no site of this line."))
    if len(mine) == 1:
        return report_menu(here, mine[0])
    return site_question(here, here.at(At.SITE, options=tuple(mine), wish=REPORT))


def report_menu(here: Moment, site: str) -> Step:
    """What a supervisor may ask about this site."""
    return Step(here.at(At.SUPERVISOR, site=site), supervising.menu(here.words, site))


def perform(store: Store, here: Moment, turn: Turn) -> Step:
    """A key of the supervisor's line; the right to it is asked of the register each time."""
    site = here.site
    if site is None or site not in _supervised(store, here):
        return to_menu(store, here, here.words.say("You supervise no site of this line."))
    return ACTS[turn.act](store, here, site, turn)


def accept_with_position(store: Store, here: Moment, position_id: int) -> Step:
    """The claim of a clock-in whose position had to be named."""
    site = here.site
    if site is None or site not in _supervised(store, here):
        return to_menu(store, here, here.words.say("You supervise no site of this line."))
    return _accept(store, here, site, Answer(Choice.CLOCK_IN, position_id))


def question(store: Store, here: Moment) -> Step:
    """What a supervisor was asked, once more."""
    site, state = here.any_site, here.state
    if state.at is At.CLAIM_NUMBER:
        return Step(state, (here.words.say("Whose claim is it? Employee number."),))
    if state.at is At.CLAIM:
        found = _found(store, site, state.item)
        return _asked(here, site, found, state.wish) if found else report_menu(here, site.name)
    return report_menu(here, site.name)


def _ring_or_ask(store: Store, here: Moment) -> Step:
    if here.site is not None:
        return ring(store, here, here.state.site)
    names = tuple(site.name for site in here.settings.sites if site.supervisor_phone)
    return site_question(here, here.at(At.SITE, options=names, wish=RING)) if names else ring(store, here, "")


def ring(store: Store, here: Moment, name: str) -> Step:
    """Connect the caller with the supervisor of that site."""
    site = here.site_named(name) or here.any_site
    if not site.supervisor_phone:
        return to_menu(store, here, here.words.say("No supervisor's number is known for {site}.", site=site.name))
    return Step(here.at(At.RINGING), (here.words.say("I connect you."),), Connect(site.supervisor_phone, ""))


def _supervised(store: Store, here: Moment) -> list[LineSite]:
    person = caller(store, here)
    return [site for site in here.settings.sites if is_supervisor_of(person, site.door.site, here.reading.wall)]


def _told(here: Moment, sentences: tuple[str, ...]) -> Step:
    return Step(here.at(At.SUPERVISOR), (*sentences, *supervising.menu(here.words, "")))


def _claim(store: Store, here: Moment, site: LineSite, *, after: str) -> Step:
    """The oldest claim, or the one after the claim just heard: a claim that somebody else settled is passed over."""
    waiting = claims_at(store, [site.door.site], MOST_CLAIMS)
    later = [one for one in waiting if one.tap.tap_id > after]
    if not later:
        said = here.words.say("No more claims.") if after else here.words.say("No claims wait.")
        return _told(here, (said,))
    return _asked(here, site, later[0], "", left=0 if after else len(later))


def _found(store: Store, site: LineSite, claim_id: str) -> WaitingClaim | None:
    return next((one for one in claims_at(store, [site.door.site], MOST_CLAIMS) if one.tap.tap_id == claim_id), None)


def _asked(here: Moment, site: LineSite, claim: WaitingClaim, number: str, left: int = 0) -> Step:
    """One claim, and the keys for it. `number`: whose it is, as the supervisor typed it for a badge."""
    state = here.at(At.CLAIM, item=claim.tap.tap_id, wish=number)
    return Step(state, supervising.claim(here.setting, claim, site.local, number, left))


def _claim_is_of(store: Store, here: Moment, site: LineSite, number: str) -> Step:
    found, claim = people.by_number(store, number), _found(store, site, here.state.item)
    if claim is None:
        return _claim(store, here, site, after="")
    if found is None:
        again = (here.words.say("Nobody has that number."), here.words.say("Whose claim is it? Employee number."))
        return Step(here.at(At.CLAIM_NUMBER, item=here.state.item, wish=here.state.wish), again)
    return _accept_for(store, here, site, claim, found[0].number)


def _accept_for(store: Store, here: Moment, site: LineSite, claim: WaitingClaim, number: str) -> Step:
    found = people.by_number(store, number)
    name = found[0].name if found else number
    asked = _asked(here, site, claim, number)
    return Step(asked.state, (name + ".", *asked.sentences))


def _accept(store: Store, here: Moment, site: LineSite, answer: Answer) -> Step:
    claim = _found(store, site, here.state.item)
    if claim is None:
        return _told(here, (here.words.say("Somebody settled this claim meanwhile."),))
    typed = people.by_number(store, here.state.wish) if here.state.wish else None
    person = typed[0] if typed else claim.person
    if person is None:
        state = here.at(At.CLAIM_NUMBER, item=claim.tap.tap_id)
        return Step(state, (here.words.say("Whose claim is it? Employee number."),))
    # The supervisor's own call says nothing about where the employee was.
    around = Surroundings(here.reading, local_witnesses=here.witnesses)
    outcome = accept_and_store(store, site.door, claim.tap.tap_id, person, answer, caller(store, here), around)
    if isinstance(outcome, NotAccepted):
        return _next(store, here, site, supervising.not_accepted(here.words, outcome.reason))
    if isinstance(outcome.decision, Ask):
        options = tuple(position_names(store, site))
        state = here.at(At.CLAIM_POSITION, item=claim.tap.tap_id, wish=person.number, options=options)
        return position_question(store, here, state)
    return _next(store, here, site, supervising.accepted(here.setting, outcome, site.local))


def _dismiss(store: Store, here: Moment, site: LineSite) -> Step:
    done = dismiss_and_store(store, site.door.site, here.state.item, caller(store, here), here.reading.wall)
    if isinstance(done, Dismissed):
        return _next(store, here, site, here.words.say("Dismissed."))
    return _next(store, here, site, supervising.not_accepted(here.words, done.reason))


def _next(store: Store, here: Moment, site: LineSite, said: str) -> Step:
    following = _claim(store, here, site, after=here.state.item)
    return Step(following.state, (said, *following.sentences))


def _report(say: Callable[[Setting, RosterNow], tuple[str, ...]]) -> Callable[[Store, Moment, LineSite, Turn], Step]:
    def told(store: Store, here: Moment, site: LineSite, _turn: Turn) -> Step:
        return _told(here, say(here.setting, roster_now(store, site.door.site, here.reading.wall)))

    return told


ACTS: Final[Mapping[Act, Callable[[Store, Moment, LineSite, Turn], Step]]] = {
    Act.WHO_IS_IN: _report(supervising.who_is_in),
    Act.WHO_IS_MISSING: _report(supervising.who_is_missing),
    Act.WHAT_WAITS: _report(supervising.what_waits),
    Act.CLAIMS: lambda store, here, site, _turn: _claim(store, here, site, after=""),
    Act.NEXT_CLAIM: lambda store, here, site, _turn: _claim(store, here, site, after=here.state.item),
    Act.CLAIM_IS_OF: lambda store, here, site, turn: _claim_is_of(store, here, site, turn.digits),
    Act.ACCEPT_IN: lambda store, here, site, _turn: _accept(store, here, site, Answer(Choice.CLOCK_IN)),
    Act.ACCEPT_OUT: lambda store, here, site, _turn: _accept(store, here, site, Answer(Choice.CLOCK_OUT)),
    Act.DISMISS: lambda store, here, site, _turn: _dismiss(store, here, site),
}
