"""Why something waits for a supervisor: deliveries that do not move, and news to take note of."""

from shared.domain.remedies import Why
from shared.store.desk import DeskKind
from shared.words import Words


def parked_text(words: Words, why: Why, kind: str) -> str:
    """Why a delivery does not move. `kind` is the name of its event."""
    sentence = {
        Why.OVERLAP: words.say("upstream has another session at that time"),
        Why.UNSCHEDULED: words.say("no shift, and this site wants one"),
        Why.CLOCK_UNTRUSTED: words.say("the terminal's clock was not sure of the time"),
        Why.LOST: words.say("sent several times and never found upstream"),
        Why.NOT_LOOKED_UP: words.say("upstream could not be asked whether it has it"),
        Why.SEVERAL_SESSIONS: words.say("several open sessions upstream could be meant"),
        Why.NO_SESSION: words.say("no open session upstream to close"),
        Why.SESSION_GONE: words.say("its session is gone upstream"),
        Why.CLOCK_IN_GIVEN_UP: words.say("its clock-in was not delivered"),
        Why.NOT_KNOWN_UPSTREAM: words.say("upstream does not know this employee number"),
        Why.OUR_FAULT: words.say("a fault of this program; the event is safe"),
        Why.WRONG_LINK: words.say("the session that was named cannot be meant"),
        Why.DAY_CLOSED: words.say("that day is closed upstream"),
        Why.REFUSED: words.say("upstream refuses it"),
        Why.ON_ITS_WAY: words.say("it may have arrived; being looked for"),
    }[why]
    return f"{kind}: {sentence}" if kind else sentence


def news_text(words: Words, kind: DeskKind) -> str:
    """What a supervisor should know, in one sentence."""
    return {
        DeskKind.LINKED: words.say("Another session upstream stands for this clock-in"),
        DeskKind.CLOSED_BY_OTHERS: words.say("Clocked out upstream by somebody else"),
        DeskKind.TIME_DIFFERS: words.say("Upstream has another time"),
        DeskKind.TWO_FOR_ONE: words.say("Upstream has two sessions for one event"),
        DeskKind.ONE_FOR_NONE: words.say("Upstream has a session of ours that this ledger does not know"),
        DeskKind.PARKED: words.say("A delivery waits"),
        DeskKind.VOIDED_AFTER_DELIVERY: words.say("Taken back after it was delivered: remove it upstream"),
        DeskKind.LEFT_EARLIER: words.say("Said that they left earlier. When?"),
        DeskKind.LOST_BADGE: words.say("A badge that was reported lost was held to the reader"),
        DeskKind.SELF_AUTHORISED: words.say("Decided alone about their own hours"),
        DeskKind.CORRECTION_DISPUTED: words.say("Says that a correction is not right"),
        DeskKind.BREAKS_DISPUTED: words.say("Says that the summary of their breaks is not right"),
        DeskKind.CARD_DIFFERS: words.say("A time card has another time"),
        DeskKind.CLAIM_DISMISSED: words.say("A tap was dismissed"),
        DeskKind.VOICE_MESSAGE: words.say("A caller spoke because the line could not serve them"),
        DeskKind.LEDGER_REPLACED: words.say("A damaged ledger was replaced: look at what was delivered"),
        DeskKind.LEDGER_RESTORED: words.say("An older copy of the ledger was put in place: look at what was delivered"),
        DeskKind.ROTA_PROBLEMS: words.say("Something in the rota has to be put right"),
    }[kind]
