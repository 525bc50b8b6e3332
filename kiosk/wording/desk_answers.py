"""What comes of an act at the desk: how it goes out, that it was done, or why not and what to do."""

from datetime import datetime

from kiosk.wording.desk import refusal_text
from shared.domain.corrections import GoesOut
from shared.domain.desk_entry import Done
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Refusal
from shared.words import Words
from shared.words.calendar import LocalTime


def goes_out_text(words: Words, upstream: str, how: str) -> str:
    """How it reaches an upstream; `how` is a word of `GoesOut`."""
    return {
        GoesOut.WITH_IT: words.say("Goes to {upstream} with this.", upstream=upstream),
        GoesOut.AFTERWARDS: words.say("It may be on its way to {upstream}: this follows.", upstream=upstream),
        GoesOut.EDIT: words.say("The record in {upstream} is edited.", upstream=upstream),
        GoesOut.AGREES: words.say("{upstream} has this time already.", upstream=upstream),
        GoesOut.BY_HAND: words.say("{upstream} takes no edit: change it there by hand.", upstream=upstream),
        GoesOut.NEW_SESSION: words.say("Begins a session in {upstream}.", upstream=upstream),
        GoesOut.CLOSES_SESSION: words.say("Closes the session in {upstream}.", upstream=upstream),
        GoesOut.NOWHERE: words.say("Stays in the ledger."),
    }[GoesOut(how)]


def done_text(words: Words, local: LocalTime, done: Done, now: datetime) -> str:
    """That it was done, with the time that counts."""
    if done.at is not None:
        return words.say("Done: {when}", when=local.day_and_time(done.at, now, words))
    return words.say("Done")


def obstacle_text(words: Words, answer: NotDone) -> str:
    """Why nothing was changed, and what to do."""
    if answer.obstacle is Obstacle.REFUSED_BY_RULE and answer.detail in set(Refusal):
        return refusal_text(words, Refusal(answer.detail))
    return {**_about_rights(words), **_about_time(words), **_about_things(words)}[answer.obstacle]


def _about_rights(words: Words) -> dict[Obstacle, str]:
    return {
        Obstacle.NOT_YOUR_SITE: words.say("You are not a supervisor of this site."),
        Obstacle.OTHER_SITE: words.say("It happened at another site: decide it there."),
        Obstacle.OWN_EVENT: words.say("It is your own: another supervisor must decide it."),
        Obstacle.SUPERVISORS_OWN: words.say("Badges and PINs of supervisors are changed in the register."),
        Obstacle.NO_SUCH_PERSON: words.say("Nobody in the register has that number."),
        Obstacle.NOT_ANSWERABLE: words.say("That is not theirs to answer."),
    }


def _about_time(words: Words) -> dict[Obstacle, str]:
    return {
        Obstacle.IN_THE_FUTURE: words.say("That time has not come yet."),
        Obstacle.OUT_OF_ORDER: words.say("Then they would have left before they came."),
        Obstacle.OVERLAPS: words.say("They worked another session at that time."),
        Obstacle.OVERTAKEN: words.say("Newer events of theirs stand already: correct those."),
        Obstacle.NOT_ON_DUTY: words.say("They were not on duty then."),
        Obstacle.AT_OTHER_SITE: words.say("They were on duty at another site."),
        Obstacle.ALREADY_SO: words.say("It is so already."),
    }


def _about_things(words: Words) -> dict[Obstacle, str]:
    gone = words.say("It is not there any more.")
    return {
        Obstacle.NO_SUCH_EVENT: gone,
        Obstacle.NO_SUCH_CLAIM: gone,
        Obstacle.NO_SUCH_ITEM: gone,
        Obstacle.NO_SUCH_BADGE: words.say("They hold no such badge."),
        Obstacle.SETTLED: words.say("Somebody settled it meanwhile."),
        Obstacle.CHANGED_MEANWHILE: words.say("Somebody changed it meanwhile: look again."),
        Obstacle.VOIDED: words.say("It was taken back."),
        Obstacle.NOT_CORRECTABLE: words.say("That cannot be corrected any more."),
        Obstacle.NEEDS_A_POSITION: words.say("Choose a position."),
        Obstacle.REFUSED_BY_RULE: words.say("The rules of the site refuse it."),
        Obstacle.NOT_A_BADGE: words.say("No badge was held to the reader there."),
        Obstacle.HELD_BY_SOMEBODY: words.say("Somebody else holds that badge."),
        Obstacle.NOT_PARKED: words.say("It is on its way again."),
        Obstacle.DOES_NOT_FIT: words.say("That does not fit here."),
        Obstacle.SESSION_TAKEN: words.say("That session belongs to another event."),
        Obstacle.IN_DELIVERY: words.say("It is being delivered: wait a moment."),
    }
