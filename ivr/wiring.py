"""The phone line's composition root: from settings to a web application."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp

from ivr.answer import Answering
from ivr.app import Web
from ivr.clock_watch import ClockWatch
from ivr.line import Line
from ivr.line_site import LineSite
from ivr.metrics import Metrics
from ivr.moment import LineSettings
from ivr.prompts.spoken import LOCALES
from ivr.public_url import PublicUrl
from ivr.rounds import Rounds
from ivr.signature import Signatures
from ivr.workers import Workers
from shared.clock import SystemClock
from shared.config import Config
from shared.config.ivr import Ivr
from shared.health.watch import Watch
from shared.time_service import is_synchronised
from shared.watchdog import Watchdog
from shared.wiring import open_ledger, phone_doors_of
from shared.words.calendar import LocalTime


class SecretError(Exception):
    """A secret's file cannot be used; the sentence names it."""


@contextmanager
def built(config: Config, section: Ivr, watchdog: Watchdog | None = None) -> Iterator[ASGIApp]:
    """The application, on an open ledger. Raises a StoreError, or SecretError before anything is opened."""
    signatures = Signatures(section.signature, _secret(_secret_file(section)))
    clock = SystemClock()
    public = PublicUrl(str(section.public_base_url), "/voice")
    with open_ledger(config, clock) as store:
        workers = Workers(store, ClockWatch(clock, config.time.rtc, is_synchronised))
        metrics = Metrics()
        line = Line(line_settings(config, section), store, workers, clock, Answering(public))
        watch = Watch(config, clock, metrics.installation, own=workers.witnesses)
        if watchdog is not None:
            watch.tell_status = watchdog.status
        rounds = Rounds(workers, clock, metrics, watch)
        yield Web(line, workers, rounds, signatures, public, section.account_sid, metrics, watchdog).app()


def line_settings(config: Config, section: Ivr) -> LineSettings:
    """What the line is set to."""
    doors = phone_doors_of(config)
    sites = tuple(
        LineSite(
            doors[site.name],
            LocalTime(ZoneInfo(site.timezone), section.hours),
            site.called_numbers,
            site.landlines,
            site.supervisor_phone,
            site.language or "",
        )
        for site in config.every_site
    )
    first = [language for language in section.languages if language == section.default_language]
    others = [language for language in section.languages if language != section.default_language]
    return LineSettings(
        name=section.name,
        sites=sites,
        locales={**LOCALES, **{str(language): locale for language, locale in section.locales.items()}},
        default_language=section.default_language,
        languages=(*(first or [section.default_language]), *others),
        pin_digits=section.pin_digits,
        speech=section.speech,
        key_timeout_s=section.key_timeout_s,
        longest_message_s=section.longest_message_s,
        several_within=timedelta(minutes=section.several_within_min),
    )


def _secret_file(section: Ivr) -> Path:
    if section.signature == "sha256":
        assert section.signing_key_file is not None
        return section.signing_key_file
    return section.auth_token_file


def _secret(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretError(f"{path}: {error.strerror}; put the secret there and let this user read it") from error
    except UnicodeDecodeError as error:
        raise SecretError(f"{path}: not text") from error
    if not text:
        raise SecretError(f"{path}: empty; anybody could sign with no secret")
    return text
