"""What has to change at Twilio so that a number rings here: a plan made of values, without a request.

Twilio's connection overrides (`#ct=2000&rc=2` behind an address) are neither set nor taken away: one that a person put
there stays, and addresses are compared without it. Twilio's own defaults fit: it tries a connection twice and waits
15 s, and repeated webhooks are answered alike here. Shorter limits would only bring the fallback document sooner.
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from ivr.rest.facts import NumberSetup

VOICE_PATH, STATUS_PATH = "/voice", "/voice/status"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The addresses a number shall have. Without `fallback_url` the number keeps the one it has."""

    voice_url: str
    status_url: str
    fallback_url: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One setting of a number: `field` as the library's `update` names it, `name` for people."""

    field: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change at one number. With `obstacles` the changes would have no effect."""

    number: NumberSetup
    changes: tuple[Change, ...]
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """No number to work on: why, and what to do."""

    reason: str


def wanted_at(public_base_url: str, fallback_url: str | None) -> Wanted:
    """The addresses of a line that Twilio reaches at `public_base_url`."""
    base = public_base_url.rstrip("/")
    return Wanted(base + VOICE_PATH, base + STATUS_PATH, fallback_url)


def chosen(
    numbers: Sequence[NumberSetup], asked: Sequence[str], called: Sequence[str]
) -> tuple[NumberSetup, ...] | Refused:
    """The numbers meant: those asked for, else those the settings say are called, else the account's only one."""
    listed = ", ".join(number.number for number in numbers) or "none"
    by_number = {number.number: number for number in numbers}
    wanted = tuple(dict.fromkeys(asked or called))
    missing = [number for number in wanted if number not in by_number]
    if missing:
        return Refused(f"{', '.join(missing)}: not a number of this account, which has {listed}.")
    if wanted:
        return tuple(by_number[number] for number in wanted)
    if len(numbers) == 1:
        return tuple(numbers)
    if not numbers:
        return Refused("This account has no number. Buy one in Twilio's console, then try again.")
    return Refused(f"Which number? Name one with --number, or list them as called_numbers of a site: {listed}.")


def plan(number: NumberSetup, wanted: Wanted) -> Plan:
    """What separates `number` from what is wanted."""
    addresses = [
        ("voice", "voice", number.voice_url, number.voice_method, wanted.voice_url),
        ("status_callback", "status", number.status_url, number.status_method, wanted.status_url),
    ]
    if wanted.fallback_url is not None:
        fallback = (number.fallback_url, number.fallback_method, wanted.fallback_url)
        addresses.append(("voice_fallback", "fallback", *fallback))
    changes: list[Change] = []
    for field, name, address, method, after in addresses:
        url_field = field if field == "status_callback" else f"{field}_url"
        # A static host answers GET; an address of ours is told everything in a POST.
        right = "GET" if name == "fallback" else "POST"
        if urldefrag(address).url != urldefrag(after).url:
            changes.append(Change(url_field, f"{name} URL", address, after))
        if method != right:
            changes.append(Change(f"{field}_method", f"{name} method", method, right))
    return Plan(number, tuple(changes), _obstacles(number))


def _obstacles(number: NumberSetup) -> tuple[str, ...]:
    """Why a number would not ring here whatever its addresses say (documented for the IncomingPhoneNumber)."""
    found = []
    if number.application:
        found.append(f"The TwiML app {number.application} is attached: Twilio passes over the number's own URLs.")
    if number.trunk:
        found.append(f"The trunk {number.trunk} is attached: Twilio passes over the number's own URLs.")
    if found:
        found.append("Detach it in the console (Phone numbers, Voice configuration: webhook), then try again.")
    if not number.takes_calls:
        found.append("This number cannot take calls. Choose one with voice.")
    return tuple(found)


def without_password(address: str) -> str:
    """An address as it may be shown: what stands before its @ is a secret."""
    parts = urlsplit(address)
    return parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else address
