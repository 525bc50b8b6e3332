"""How much is measured: enough to mean something, or just enough to see that a benchmark still runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`frames` are taps upon another outcome, `frames_from_idle` taps upon the idle screen (a second each).

    `warm` is the most that is done before the measuring begins. `starts` come before those that stay at rest. `calls`
    are made at once; between two keys of a caller are some `key_gap_s`.
    """

    people: int = 200
    taps: int = 2000
    warm: int = 4000
    backlog: int = 10_000
    backlog_people: tuple[int, ...] = (16, 32)
    events: int = 1_000_000
    frames: int = 200
    frames_from_idle: int = 25
    starts: int = 4
    idle_s: float = 15.0
    bare_posts: int = 300
    board_people: int = 500
    board_events: int = 100_000
    board_openings: int = 60
    board_frames: int = 400
    calls: int = 200
    call_rounds: int = 5
    key_gap_s: float = 3.0
    confirmations: int = 64
    confirmation_rounds: int = 20


TINY = Sizes(
    people=8,
    taps=12,
    warm=2,
    backlog=16,
    backlog_people=(4,),
    events=500,
    frames=3,
    frames_from_idle=1,
    starts=0,
    idle_s=0.5,
    bare_posts=8,
    board_people=20,
    board_events=200,
    board_openings=2,
    board_frames=6,
    calls=4,
    call_rounds=1,
    key_gap_s=0.05,
    confirmations=4,
    confirmation_rounds=2,
)
