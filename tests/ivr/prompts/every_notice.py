"""Every sentence about what a supervisor changed: each kind, event, reason, and day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from ivr.prompts import notices
from ivr.prompts.setting import Setting
from shared.domain.model import Kind
from shared.domain.notice import Background, Notice, NoticeKind
from shared.domain.supervision import Because

MOVING = (Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED)


def made(kind: NoticeKind, of: Kind, old: datetime, *, because: str = Because.OTHER, later_h: float = 0.5) -> Notice:
    """A notice as the supervisor's rooms make it: without an old time where nothing was, without a new one where
    nothing is any more.
    """
    new = old + timedelta(hours=later_h)
    before = None if kind is NoticeKind.CLOCKED else old
    after = None if kind is NoticeKind.VOIDED else old if kind is NoticeKind.CLOCKED else new
    return Notice("n1", "1053", kind, "event-1", of, before, after, because, "2001", "Old Docks", old)


def noticing(setting: Setting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Which with what, and its sentences."""
    words, now = setting.words, setting.now
    days = {"today": now, "yesterday": now - timedelta(days=1), "long ago": now - timedelta(days=20)}
    for kind, of, (name, old) in product(NoticeKind, MOVING, days.items()):
        for behind in (Background("Sam Roy"), Background("Sam Roy", "Patrol")):
            notice = made(kind, of, old)
            yield f"notice {kind} {of} {name} {behind}", notices.told(setting, notice, behind, here="Old Docks")
    for because, of in product((*Because, "unheard of"), MOVING):
        notice = made(NoticeKind.CORRECTED, of, now, because=because, later_h=30)
        yield f"notice {because} {of}", notices.told(setting, notice, Background("Sam Roy"), here=setting.site)
    yield "notice offered", (notices.offer(words),)
    yield "notice agreed", (notices.agreed(words),)
    yield "notice disputed", (notices.disputed(words),)
    for count in (1, 2):
        yield f"notices more {count}", (notices.more(words, count),)
