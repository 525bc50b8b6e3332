"""A refused clock-in and the supervisor who may authorise it, in words."""

from dataclasses import replace

from kiosk.views import Act, Button, ChoiceView, Icon, Intent, OutcomeView, Sound, Tone
from kiosk.wording.choices import position_buttons
from kiosk.wording.desk_answers import obstacle_text
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.domain.acceptance import WhyNot
from shared.domain.decision import Ask
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Unidentified
from shared.recording import Outcome
from shared.words import Words


def offer(words: Words) -> Button:
    """The button under a refusal that a supervisor may lift."""
    return Button(Intent(Act.AUTHORISE), words.say("Supervisor authorises"), primary=True)


def authorised_by(words: Words, name: str) -> str:
    """The line under the employee's clock-in."""
    return words.say("Authorised by {name}", name=name)


def own_tap(words: Words, why: WhyNot, site: str) -> str:
    """To whoever showed their badge at the prompt and may not authorise: it was their own tap."""
    if why is WhyNot.OWN_EVENT:
        return words.say("Another supervisor must authorise you.")
    return words.say("You are no supervisor of {site}: this is your own tap.", site=site)


def typed_in_vain(words: Words, why: WhyNot | Unidentified, site: str) -> str:
    """On the keypad: this number and PIN authorise nothing, and are nobody's tap."""
    match why:
        case WhyNot.OWN_EVENT:
            return words.say("Another supervisor must authorise you.")
        case WhyNot():
            return words.say("Only supervisors of {site} can authorise.", site=site)
        case Unidentified.LOCKED:
            return words.say("Too many wrong PINs")
        case _:
            return words.say("Number or PIN is wrong")


def with_line(view: OutcomeView | ChoiceView, line: str) -> OutcomeView | ChoiceView:
    """The view of somebody's tap with one line more, behind the first; as it was for ""."""
    if not line:
        return view
    if isinstance(view, OutcomeView):
        return replace(view, lines=(*view.lines[:1], line, *view.lines[1:]))
    return replace(view, note=f"{line} \u00b7 {view.note}" if view.note else line)


def which_position(words: Words, setting: Setting, refused: Outcome, ask: Ask, page: int) -> ChoiceView:
    """The supervisor has said yes; the work has no position yet."""
    first, *others = position_buttons(words, ask.positions, page)
    return ChoiceView(
        who=refused.person.name,
        where="",
        question=words.say("Which position?"),
        choices=(Button(first.intent, first.text, first.icon, primary=True), *others),
        corner=Button(Intent(Act.CLOSE), words.say("Close")),
        note="",
        closes_after_s=setting.choice_s,
        sound=Sound.ASK,
        demo=demo(words, setting),
    )


def not_authorised(words: Words, setting: Setting, refused: Outcome, why: WhyNot) -> OutcomeView:
    """The supervisor may, and it cannot be: somebody settled it, or newer events stand."""
    return OutcomeView(
        Tone.STOP,
        Icon.CROSS,
        refused.person.name,
        words.say("Not clocked in"),
        _obstacle(words, why),
        None,
        (words.say("This attempt at {time} is kept.", time=setting.local.time(refused.tap.at)),),
        (),
        setting.idle_s * 2,
        Sound.REFUSED,
        demo(words, setting),
    )


def _obstacle(words: Words, why: WhyNot) -> str:
    if why is WhyNot.NOT_ON_THE_SPOT:
        return words.say("Only at the desk can this be accepted.")
    does_not_fit = why in (WhyNot.NO_EVENT, WhyNot.OTHER_PERSON, WhyNot.NEEDS_A_TIME)
    return obstacle_text(words, NotDone(Obstacle.DOES_NOT_FIT if does_not_fit else Obstacle(str(why))))
