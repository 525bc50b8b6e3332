"""What callers said when the line could not serve them: each recording once, erasable, with a desk item about it."""

from dataclasses import dataclass
from datetime import datetime

from shared.store import desk
from shared.store.database import Store
from shared.store.desk import DeskKind


@dataclass(frozen=True, slots=True)
class VoiceMessage:
    """One recording. `called_at` is when the call began; `audio` is None until it was fetched, or once erased."""

    recording: str
    call: str
    called_at: datetime
    caller: str
    site: str
    duration_s: int
    has_audio: bool
    problem: str


_COLUMNS = "recording, call, called_at, caller, site, duration_s, audio IS NOT NULL, problem"


def keep(
    store: Store,
    recording: str,
    *,
    call: str,
    called_at: datetime,
    now: datetime,
    caller: str = "",
    site: str = "",
    duration_s: int = 0,
) -> bool:
    """Keep a message and open a desk item about it, inside the caller's transaction. False where it is known already.

    What is told later fills what was not known before (the caller, the duration); the call's first time stays.
    """
    new = not store.one("SELECT 1 FROM voice_messages WHERE recording = ?", (recording,))
    store.execute(
        "INSERT INTO voice_messages (recording, call, called_at, caller, site, duration_s, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recording) DO UPDATE SET"
        " caller = CASE caller WHEN '' THEN excluded.caller ELSE caller END,"
        " site = CASE site WHEN '' THEN excluded.site ELSE site END,"
        " duration_s = max(duration_s, excluded.duration_s), changed_at = excluded.changed_at",
        (recording, call, called_at.isoformat(), caller, site, duration_s, now.isoformat()),
    )
    if new:
        facts = {"called_at": called_at.isoformat()}
        desk.put(store, DeskKind.VOICE_MESSAGE, recording, now, site=site, facts=facts)
    return new


def find(store: Store, recording: str) -> VoiceMessage | None:
    """One message by the recording's id."""
    rows = _messages(store, "WHERE recording = ?", (recording,))
    return rows[0] if rows else None


def listed(store: Store, limit: int = 200) -> list[VoiceMessage]:
    """The newest messages first."""
    return _messages(store, "ORDER BY called_at DESC LIMIT ?", (limit,))


def to_fetch(store: Store, limit: int = 50) -> list[VoiceMessage]:
    """Messages whose sound is not here yet, oldest first, but for those that can never be fetched."""
    return _messages(store, "WHERE audio IS NULL AND problem = '' ORDER BY called_at LIMIT ?", (limit,))


def put_audio(store: Store, recording: str, audio: bytes, now: datetime) -> None:
    """The sound itself, as MP3."""
    store.execute(
        "UPDATE voice_messages SET audio = ?, problem = '', changed_at = ? WHERE recording = ?",
        (audio, now.isoformat(), recording),
    )


def note_problem(store: Store, recording: str, problem: str, now: datetime) -> None:
    """Why the sound can never be fetched."""
    store.execute(
        "UPDATE voice_messages SET problem = ?, changed_at = ? WHERE recording = ?",
        (problem, now.isoformat(), recording),
    )


def audio(store: Store, recording: str) -> bytes | None:
    """The sound, or None where it is not here."""
    row = store.one("SELECT audio FROM voice_messages WHERE recording = ?", (recording,))
    return row[0] if row else None


def _messages(store: Store, where: str, parameters: tuple[object, ...]) -> list[VoiceMessage]:
    rows = store.execute(f"SELECT {_COLUMNS} FROM voice_messages {where}", parameters)
    return [
        VoiceMessage(row[0], row[1], datetime.fromisoformat(row[2]), row[3], row[4], row[5], bool(row[6]), row[7])
        for row in rows
    ]
