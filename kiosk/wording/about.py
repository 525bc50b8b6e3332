"""The card about the terminal itself, for whoever telephones the help desk. Nothing about a person stands on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.views import Act, Button, CardView, Intent, Tone
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.words import Words
from shared.words.calendar import rough_age

SHOWN_S: Final = 45.0
"""Long enough to be read out over a telephone."""
BY_WEEKDAY: Final = timedelta(days=6)
NOT_KNOWN: Final = "\u2013"


@dataclass(frozen=True, slots=True)
class AboutTold:
    """What is told of the terminal. `code` is "" before the first look; `address` is "" without a network."""

    account: int
    version: str
    address: str
    code: str
    last_delivery_at: datetime | None


NOTHING_TOLD: Final = AboutTold(0, "", "", "", None)


def about(words: Words, setting: Setting, told: AboutTold, now: datetime) -> CardView:
    """Who this is, and the code that says how it is."""
    return CardView(
        scope="about",
        title=words.say("This terminal"),
        step="",
        who=setting.terminal,
        what=words.say("Code for the help desk"),
        said="",
        said_tone=Tone.PLAIN,
        large=told.code or NOT_KNOWN,
        lines=(
            f"{setting.site} \u00b7 {told.account}",
            words.say("Version {version}", version=told.version),
            words.say("Address {address}", address=told.address) if told.address else words.say("No network"),
            _last_delivery(words, setting, told.last_delivery_at, now),
        ),
        choices=(),
        buttons=(),
        close=Button(Intent(Act.CLOSE), words.say("Close")),
        closes_after_s=SHOWN_S,
        demo=demo(words, setting),
    )


def _last_delivery(words: Words, setting: Setting, at: datetime | None, now: datetime) -> str:
    if at is None:
        return words.say("Nothing delivered yet")
    if timedelta() <= now - at < BY_WEEKDAY:
        return words.say("Last delivery: {when}", when=setting.local.day_and_time(at, now, words))
    return words.say("Last delivery {age} ago", age=rough_age(words, (now - at).total_seconds()))
