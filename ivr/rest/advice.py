"""What a person should know before callers rely on the line."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from ivr.rest.connect import Wanted
from ivr.rest.facts import AccountFacts, NumberSetup


def advice(account: AccountFacts, public_base_url: str, numbers: Sequence[NumberSetup], wanted: Wanted) -> list[str]:
    """Sentences about the account's limits, the public address and numbers without a fallback document."""
    told = [*_about_account(account), *_about_address(public_base_url)]
    told += [
        f"{number.number} has no fallback URL: while this server is away callers hear an error and cannot leave a "
        "message. Put deploy/twilio-fallback.xml on a static host or in a TwiML Bin and name it with --fallback-url."
        for number in numbers
        if wanted.fallback_url is None and not number.fallback_url
    ]
    return told


def _about_account(account: AccountFacts) -> list[str]:
    """Limits of concurrent calls: Twilio's help article 223180028."""
    told = []
    if account.status != "active":
        told.append(f"The account is {account.status}: it takes no calls until that is settled in the console.")
    if account.kind == "Trial":
        told.append(
            "A trial account takes 5 calls at the same time, and callers hear Twilio's trial message first. "
            "At a shift change the others get a busy signal: upgrade the account."
        )
    else:
        told.append(
            "With an individual profile an account takes 10 calls at the same time; only a business profile has no "
            "limit. When 200 people change shifts, 10 are too few and the others get a busy signal: see Trust Hub in "
            "the console."
        )
    return told


def _about_address(public_base_url: str) -> list[str]:
    parts = urlsplit(public_base_url)
    told = []
    if parts.scheme != "https":
        told.append("ivr.public_base_url is not https: PINs would travel in the open. Put a TLS proxy in front.")
    if not _is_public(parts.hostname or ""):
        told.append(f"ivr.public_base_url names {parts.hostname}, which Twilio cannot reach from outside.")
    return told


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal", ".lan"))
