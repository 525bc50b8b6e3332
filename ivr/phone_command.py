"""`clockpost call`: a telephone in the terminal."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ivr.phone.hands import AskedHand, Hand, Question, ScriptedHand
from ivr.phone.presses import HangUp, NotAPress, Press, press_in, presses_in
from ivr.phone.settings import USUAL_CALLED, USUAL_CALLER, USUAL_URL, Settings
from ivr.phone.signing import SharedKeySigner, Signer, TokenSigner
from ivr.phone.transcript import Entry
from ivr.phone.verbs import Record
from shared.commands.terminal import ConfigOption, JsonOption, fail, print_json
from shared.commands.terminal import settings as settings_file
from shared.config import Config
from shared.config.ivr import Ivr
from shared.config.load import config_path

VOICE_PATH = "/voice"
STATUS_PATH = "/voice/status"
KEY_ID = "clockpost"
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104 (recognised, not listened on)


def call(
    keys: Annotated[
        list[str] | None,
        typer.Argument(help='One a question: digits, - silence, ! hang up, "words" to speak, +digits at once.'),
    ] = None,
    url: Annotated[str, typer.Option(help=f"Where the line is; else {USUAL_URL}.")] = "",
    public_url: Annotated[str, typer.Option(help="What is signed, where it differs from --url.")] = "",
    caller: Annotated[str, typer.Option("--from", help="The caller's number.")] = USUAL_CALLER,
    withheld: Annotated[bool, typer.Option("--withheld", help="Withhold the caller's number.")] = False,
    called: Annotated[str, typer.Option("--to", help="The number that is called.")] = "",
    token_file: Annotated[Path | None, typer.Option(help="The auth token that signs (SHA-1).")] = None,
    sha256_key_file: Annotated[Path | None, typer.Option(help="The shared key that signs (SHA-256).")] = None,
    key_id: Annotated[str, typer.Option(help="The name of that key.")] = KEY_ID,
    stir: Annotated[str, typer.Option(help="The SHAKEN verdict, such as TN-Validation-Passed-A.")] = "",
    status_url: Annotated[str, typer.Option(help="Told when the call is over.")] = "",
    fallback_url: Annotated[str, typer.Option(help="Asked when the line does not answer.")] = "",
    fallback_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A document in its place.")
    ] = None,
    repeat: Annotated[bool, typer.Option("--repeat", help="Send every request twice; answers must agree.")] = False,
    mask: Annotated[bool, typer.Option("--mask", help="Show a * for each key.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call the phone line as Twilio would: hear its prompts as text, press keys, hang up.

    With KEYS it presses them and ends, such as: clockpost call 1053 2580 1. Without, it asks at each question: Enter
    is silence, Ctrl-D hangs up. Ends with 1 when the line made a mistake that Twilio would report.
    """
    if as_json and not keys:
        fail("--json prints one document at the end: it needs KEYS.", 2)
    line = _line_of(settings_file(config)) if config_path(config) else Settings(signer=_demo_signer())
    line = replace(
        line,
        url=url or line.url,
        # An address given by hand is signed as it is: the settings' public one may belong to another line.
        public_url=public_url or ("" if url else line.public_url),
        signer=_signer(token_file, sha256_key_file, key_id) or line.signer,
        caller=caller,
        withheld=withheld,
        called=called or line.called,
        stir=stir,
        status_url=status_url or ("" if url else line.status_url),
        fallback_url=fallback_url,
        fallback_file=fallback_file,
        repeat_every_request=repeat,
    )
    _made(line, keys, mask=mask, as_json=as_json)


def _line_of(config: Config) -> Settings:
    """The telephone's settings for the phone line of this installation."""
    ivr = config.ivr
    if ivr is None:
        fail("These settings have no phone line: they need a section [ivr].")
    if ivr.port == 0:
        fail("These settings let the phone line choose its port: name its address with --url.")
    host = "127.0.0.1" if ivr.host in EVERY_INTERFACE else ivr.host
    called = [number for site in config.every_site for number in site.called_numbers]
    return Settings(
        url=f"http://{f'[{host}]' if ':' in host else host}:{ivr.port}{VOICE_PATH}",
        public_url=str(ivr.public_base_url).rstrip("/") + VOICE_PATH,
        status_url=str(ivr.public_base_url).rstrip("/") + STATUS_PATH,
        account_sid=ivr.account_sid,
        called=called[0] if called else USUAL_CALLED,
        signer=_signer_of(ivr),
    )


def _signer_of(ivr: Ivr) -> Signer:
    if ivr.signature == "sha256" and ivr.signing_key_file is not None:
        return SharedKeySigner(KEY_ID, _secret(ivr.signing_key_file))
    return TokenSigner(_secret(ivr.auth_token_file))


def _signer(token_file: Path | None, key_file: Path | None, key_id: str) -> Signer | None:
    """Who signs by the command line; the key before the token."""
    if key_file is not None:
        return SharedKeySigner(key_id, _secret(key_file))
    return None if token_file is None else TokenSigner(_secret(token_file))


def _demo_signer() -> Signer | None:
    """The token of the demo installation in the user's state folder, where there is one."""
    state = os.environ.get("XDG_STATE_HOME")
    folder = Path(state) if state else Path.home() / ".local" / "state"
    token = folder / "clockpost-demo" / "auth-token.secret"
    return TokenSigner(_secret(token)) if token.is_file() else None


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        fail(f"{path}: {error.strerror}; it must hold what signs the requests.")
    except UnicodeDecodeError:
        fail(f"{path}: not text; it must hold what signs the requests.")


def _hand(keys: list[str] | None) -> Hand:
    if not keys:
        return AskedHand(_asked)
    try:
        return ScriptedHand(presses_in(keys))
    except NotAPress as error:
        fail(str(error), 2)


def _asked(question: Question) -> Press:
    """What the person at the keyboard does now."""
    waits = "message" if isinstance(question, Record) else "keys"
    while True:
        try:
            return press_in(input(f"{waits}> ").strip())
        except EOFError:
            typer.echo("")
            return HangUp()
        except NotAPress as error:
            typer.echo(str(error), err=True)


def _printer(*, mask: bool) -> Callable[[Entry], None]:
    return lambda entry: typer.echo(str(entry.masked() if mask else entry))


def _made(line: Settings, keys: list[str] | None, *, mask: bool, as_json: bool) -> None:
    """Make the call, show it, and end with 1 unless all was well."""
    if line.signer is None:
        typer.echo("Not signed: no token. A line that checks signatures refuses; see --token-file.", err=True)
    # `clockpost --help` imports this module; only this one speaks HTTP.
    from ivr.phone.telephone import Telephone  # noqa: PLC0415

    transcript = Telephone(line).dial(_hand(keys), None if as_json else _printer(mask=mask)).run()
    if as_json:
        print_json(transcript.as_json(mask=mask))
    if not transcript.was_answered:
        fail(f"Nothing answers at {line.url}. Start the phone line with `clockpost ivr`, or name its address: --url.")
    if transcript.faults:
        fail(f"{len(transcript.faults)} faults: " + "; ".join(str(fault) for fault in transcript.faults))
