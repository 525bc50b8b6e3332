"""What stands on the pages beside names and times: short words, by the name that a template calls them by."""

from shared.words import Words


def frame_texts(words: Words) -> dict[str, str]:
    """Around every page."""
    return {
        "product": words.say("Clockpost"),
        "board": words.say("Board"),
        "desk": words.say("Desk"),
        "muster": words.say("Muster"),
        "hours": words.say("Hours"),
        "sites": words.say("Sites"),
        "sign_out": words.say("Sign out"),
        "demo": words.say("DEMO \u00b7 nothing here counts"),
        "lost": words.say("Not connected. This is from {time}.", time="{time}"),
        "back": words.say("Back"),
        "skip": words.say("To the list"),
    }


def sign_in_texts(words: Words) -> dict[str, str]:
    """The first page."""
    return {
        **frame_texts(words),
        "title": words.say("Sign in"),
        "number": words.say("Employee number"),
        "pin": words.say("PIN"),
        "sign_in": words.say("Sign in"),
        "why": words.say("For supervisors. What is looked at here is logged."),
    }


def roster_texts(words: Words) -> dict[str, str]:
    """The board."""
    return {
        "find": words.say("Name or number"),
        "search": words.say("Search"),
        "all_positions": words.say("All positions"),
        "position": words.say("Position"),
        "show_all": words.say("Show all"),
    }


def muster_texts(words: Words) -> dict[str, str]:
    """The muster."""
    return {
        "freeze": words.say("Make a muster list now"),
        "freeze_why": words.say("It takes down who is in the building at this moment, under a number."),
        "new": words.say("Make a new list"),
        "latest": words.say("Latest list"),
        "never": words.say("No muster list was made here yet."),
        "found": words.say("found"),
        "to_find": words.say("to find"),
        "tick": words.say("Found"),
        "untick": words.say("Not found"),
        "only_missing": words.say("Only who is still to find"),
        "everybody": words.say("Everybody"),
        "paper": words.say("Page to print (PDF)"),
        "unsent": words.say("{n} not sent yet", n="{n}"),
        "sent": words.say("Everything is sent"),
        "sign_in_to_send": words.say("Sign in to send them"),
        "kept_here": words.say("Not connected. The list and your ticks are kept in this browser."),
        "lines": words.say("Who is where"),
    }


def hours_texts(words: Words) -> dict[str, str]:
    """Hours for payroll."""
    return {
        "title": words.say("Hours for payroll"),
        "first": words.say("From"),
        "last": words.say("To"),
        "show": words.say("Show"),
        "csv": words.say("Download CSV"),
        "json": words.say("Download JSON"),
        "name": words.say("Name"),
        "came": words.say("Came"),
        "left": words.say("Left"),
        "breaks": words.say("Breaks"),
        "worked": words.say("Worked"),
        "note": words.say("To note"),
        "none": words.say("Nobody worked on these days."),
        "cards": words.say("Time cards"),
    }


def time_card_texts(words: Words) -> dict[str, str]:
    """The ledger beside another system's time cards."""
    return {
        "title": words.say("Time cards"),
        "day": words.say("Business date"),
        "show": words.say("Show"),
        "before": words.say("Day before"),
        "after": words.say("Day after"),
        "here": words.say("Here"),
        "there": words.say("Time card"),
        "none": words.say("Nobody worked on this day, and there is no time card of it."),
        "unjoined": words.say("Time cards of nobody whom the people register knows"),
    }


def refusal(words: Words, status: int) -> tuple[str, str]:
    """What a page that cannot be shown says, and what to do."""
    match status:
        case 403:
            return words.say("This page is too old"), words.say("Go back, reload it and try again.")
        case 404:
            return words.say("There is no such page"), words.say("It may be of another site, or settled already.")
        case 413:
            return words.say("That was too long"), words.say("Go back and say it in fewer words.")
        case 503:
            return (
                words.say("The ledger cannot be read now"),
                words.say("Clocking at the terminal may still work. Try again in a minute, or call the technician."),
            )
        case 405 | 400 | 408:
            return words.say("That could not be read"), words.say("Go back, reload it and try again.")
        case _:
            return words.say("Something went wrong"), words.say("It is in the log. Try again.")
