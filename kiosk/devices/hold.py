"""A badge left on the reader is one tap."""

from kiosk.devices.frame import Badge


class Hold:
    """Lets a badge pass once, until it has not been seen for `hold_s` seconds.

    Every frame of the same badge restarts the wait. Another badge passes at once, and does not end the wait of the
    first: two cards in one wallet are two taps, not a stream of them.
    """

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._last_seen_s: dict[Badge, float] = {}

    def passes(self, badge: Badge, now_s: float) -> bool:
        """Whether this frame is a new presentation. `now_s` never goes back."""
        self._last_seen_s = {
            held: seen_s for held, seen_s in self._last_seen_s.items() if now_s - seen_s < self._hold_s
        }
        is_new = badge not in self._last_seen_s
        self._last_seen_s[badge] = now_s
        return is_new
