"""One touch acts once: gloves bounce, and some panels report a touch twice."""

BUTTON_HOLD_S = 0.3
KEY_HOLD_S = 0.1  # nobody types a digit twice within this, and brisk people do within 0.3 s: a PIN may hold "11"


class Debounce:
    """Remembers when its button last acted."""

    def __init__(self, hold_s: float = BUTTON_HOLD_S) -> None:
        self.hold_s = hold_s
        self._last_s = float("-inf")

    def passes(self, now_s: float) -> bool:
        """Whether a touch at `now_s` (monotonic seconds) acts, or is an echo of the last one that did."""
        if now_s - self._last_s < self.hold_s:
            return False
        self._last_s = now_s
        return True
