"""What a supervisor changed, on the screen of whom it concerns."""

from datetime import datetime

from kiosk.notice_state import Noticing
from kiosk.views import Act, Button, ChoiceView, Icon, Intent, OutcomeView, Sound, Tone
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.domain.notice import Background, NoticeAnswer
from shared.words import Words
from shared.words.notices import change, who_and_why


def follows(words: Words) -> str:
    """A line of the outcome before."""
    return words.say("Your hours were changed: see next.")


def told(words: Words, setting: Setting, state: Noticing, behind: Background, now: datetime) -> ChoiceView:
    """Who changed what and why, with two large answers. Each button names the notice that it answers."""
    notice, local = state.notice, setting.local
    assert notice is not None
    what = change(words, local, local.time, notice, now, behind.position)
    where = f"{notice.site} \u00b7 " if notice.site not in ("", setting.site) else ""
    right = Intent(Act.CHOOSE, f"{NoticeAnswer.AGREED}:{notice.event_id}")
    wrong = Intent(Act.CHOOSE, f"{NoticeAnswer.DISPUTED}:{notice.event_id}")
    return ChoiceView(
        who=state.person.name,
        where=where + who_and_why(words, behind.by, notice),
        question=what,
        choices=(Button(right, words.say("Right"), Icon.REPEAT), Button(wrong, words.say("Not right"), Icon.CROSS)),
        corner=Button(Intent(Act.CLOSE, notice.event_id), words.say("Later")),
        note=_count(words, state),
        closes_after_s=setting.choice_s,
        sound=Sound.ASK,
        demo=demo(words, setting),
    )


def disputed(words: Words, setting: Setting, who: str) -> OutcomeView:
    """What becomes of "Not right"."""
    return OutcomeView(
        Tone.WARN,
        Icon.HAND,
        who,
        words.say("Noted: not right"),
        words.say("Your supervisor will see that you do not agree."),
        None,
        (),
        (),
        setting.idle_s,
        Sound.CLAIM,
        demo(words, setting),
    )


def _count(words: Words, state: Noticing) -> str:
    """Which of how many; with the last one, how many wait for the next tap."""
    if state.others or not state.more:
        place = state.of - len(state.others)
        return words.say("{place} of {count}", place=place, count=state.of) if state.of > 1 else ""
    return words.say_n("And {n} more, next time", "And {n} more, next time", state.more)
