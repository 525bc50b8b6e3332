"""What came of printing a muster or saving it, in plain words."""

from kiosk.devices.printer import NotPrinted, Printed, PrintTrouble
from kiosk.devices.usb_stick import NotSaved, Saved, StickTrouble
from shared.words import Words


def said_of(words: Words, said: Printed | NotPrinted | Saved | NotSaved | None) -> str:
    """One sentence. None: the page itself could not be made."""
    match said:
        case Printed():
            return words.say("The printer has the page.")
        case Saved(path=path):
            return words.say("Saved as {name}. You can pull the stick out.", name=path.name)
        case NotPrinted(trouble=trouble):
            return _no_print(words, trouble)
        case NotSaved(trouble=trouble):
            return _no_save(words, trouble)
        case None:
            return words.say("The page could not be made.")


def _no_print(words: Words, trouble: PrintTrouble) -> str:
    match trouble:
        case PrintTrouble.NOT_INSTALLED:
            return words.say("Not printed: printing is not installed on this terminal.")
        case PrintTrouble.NO_SERVICE:
            return words.say("Not printed: the printing service does not answer.")
        case PrintTrouble.NO_SUCH_QUEUE:
            return words.say("Not printed: the printer named in the settings is unknown.")
        case PrintTrouble.NO_DEFAULT:
            return words.say("Not printed: no printer is set up.")
        case PrintTrouble.WAITS:
            return words.say("No printer answers. The page waits for it.")
        case PrintTrouble.REFUSED:
            return words.say("Not printed: the printer did not take the page.")


def _no_save(words: Words, trouble: StickTrouble) -> str:
    match trouble:
        case StickTrouble.NO_STICK:
            return words.say("Not saved: there is no USB stick.")
        case StickTrouble.FULL:
            return words.say("Not saved: the stick is full.")
        case StickTrouble.READ_ONLY:
            return words.say("Not saved: the stick cannot be written to.")
        case StickTrouble.REMOVED:
            return words.say("Not saved: the stick was pulled out.")
        case StickTrouble.REFUSED:
            return words.say("Not saved: the stick did not take the page.")
