"""What a supervisor can choose at the desk: acts, what a tap was, why, and what a voice message led to."""

from shared.domain.desk_entry import DeskAct
from shared.domain.supervision import Because
from shared.domain.tap import Choice
from shared.supervision.messages import CameOf
from shared.words import Words


def act_word(words: Words, act: DeskAct) -> str:
    """The label of what can be done."""
    return {
        DeskAct.ACCEPT: words.say("Accept"),
        DeskAct.PAIR: words.say("Whose badge is it?"),
        DeskAct.GIVE_TIME: words.say("Give the time"),
        DeskAct.DISMISS: words.say("Dismiss"),
        DeskAct.RETRY: words.say("Try again"),
        DeskAct.SEND_ANYWAY: words.say("Send it anyway"),
        DeskAct.OTHER_PLACE: words.say("Another position"),
        DeskAct.CORRECT_TIME: words.say("Correct the time"),
        DeskAct.WAS_CLOCK_OUT: words.say("It was a clock-out"),
        DeskAct.SAME_AS: words.say("Same as that session"),
        DeskAct.HAND_OVER: words.say("Entered by hand"),
        DeskAct.OURS: words.say("Our time is right"),
        DeskAct.THEIRS: words.say("Upstream's time is right"),
        DeskAct.AS_IT_IS: words.say("Leave both"),
        DeskAct.NOTE: words.say("Seen"),
        DeskAct.HEARD: words.say("Heard"),
        DeskAct.CLOCK: words.say("Clock in or out"),
        DeskAct.CORRECT: words.say("Correct a time"),
        DeskAct.LOST: words.say("Badge lost"),
        DeskAct.FOUND: words.say("Badge found"),
        DeskAct.PAIR_BADGE: words.say("New badge"),
        DeskAct.ONE_TIME_PIN: words.say("PIN for once"),
        DeskAct.UNLOCK: words.say("Unlock the number"),
    }[act]


def choice_word(words: Words, choice: Choice) -> str:
    """What a tap was, as a supervisor chooses it."""
    return {
        Choice.CLOCK_IN: words.say("Clock-in"),
        Choice.CLOCK_OUT: words.say("Clock-out"),
        Choice.START_BREAK: words.say("Start of break"),
        Choice.END_BREAK: words.say("End of break"),
        Choice.CHANGE_POSITION: words.say("Change of position"),
        Choice.MOVE_HERE: words.say("Came from another site"),
        Choice.LEFT_EARLIER: words.say("Left earlier"),
        Choice.LEFT_THEN: words.say("Left then"),
        Choice.STILL_HERE: words.say("Still here"),
        Choice.NOT_ME: words.say("Somebody else"),
    }[choice]


def because_word(words: Words, because: Because) -> str:
    """Why, in one word or two."""
    return {
        Because.FORGOT: words.say("Forgot"),
        Because.WRONG_CHOICE: words.say("Wrong choice"),
        Because.TERMINAL_OFF: words.say("Terminal was off"),
        Because.NO_BADGE: words.say("No badge at hand"),
        Because.BADGE_OF_OTHER: words.say("Somebody else's badge"),
        Because.AGREED: words.say("Agreed with them"),
        Because.DOUBLE: words.say("Recorded twice"),
        Because.AS_UPSTREAM: words.say("As upstream has it"),
        Because.OTHER: words.say("Another reason"),
    }[because]


def came_of_word(words: Words, came_of: CameOf) -> str:
    """What a voice message led to."""
    return {
        CameOf.NOTHING: words.say("Nothing to do"),
        CameOf.CLOCKED: words.say("Clocked in or out"),
        CameOf.CORRECTED: words.say("Time corrected"),
        CameOf.PASSED_ON: words.say("Passed on"),
    }[came_of]
