"""`clockpost ivr messages`: what callers said while nothing could be recorded."""

from pathlib import Path
from typing import Annotated, Any

import typer

from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_table, settings
from shared.store import voice_messages
from shared.store.database import Store
from shared.store.voice_messages import VoiceMessage


def messages(
    config: ConfigOption = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the sounds into this folder, one MP3 each.", file_okay=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List voice messages, newest first; with --save also write their sounds.

    A sound that is still at Twilio comes with the next `clockpost sync`.
    """
    with opened(settings(config)) as store:
        found = voice_messages.listed(store)
        saved = {one.recording: _saved(store, one, save) for one in found if one.has_audio} if save else {}
    rows = [_row(one, saved.get(one.recording)) for one in found]
    if as_json:
        print_json(rows)
        return
    columns = ("called_at", "caller", "site", "seconds", "sound", "recording")
    print_table(f"{len(rows)} voice messages", columns, [[row[name] for name in columns] for row in rows])


def _row(message: VoiceMessage, saved: Path | None) -> dict[str, Any]:
    here = str(saved) if saved else "here"
    return {
        "called_at": message.called_at.isoformat(),
        "caller": message.caller,
        "site": message.site,
        "seconds": message.duration_s,
        "sound": here if message.has_audio else (message.problem or "not fetched yet"),
        "recording": message.recording,
        "call": message.call,
    }


def _saved(store: Store, message: VoiceMessage, folder: Path) -> Path | None:
    sound = voice_messages.audio(store, message.recording)
    if sound is None:
        return None
    path = folder / f"{message.called_at:%Y%m%dT%H%M%SZ}-{message.recording}.mp3"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sound)
    except OSError as error:
        fail(f"{path}: {error.strerror}; name a folder that this user may write to")
    return path
