"""Whether the screen is dark or light now: as set, or by the sun where the kiosk hangs."""

from datetime import datetime

from astral import Observer
from astral.sun import elevation

HORIZON_DEGREES = -0.833  # the sun's upper edge touches the horizon: refraction and half its width

THEMES = ("dark", "light")


def theme_at(setting: str, latitude: float | None, longitude: float | None, instant: datetime) -> str:
    """ "dark" or "light" at `instant` (aware). `setting` is one of them, or "sun": light while the sun is up.

    The sun's height is asked for rather than its rising and setting: it has an answer on polar days and nights too.
    Without coordinates "sun" is dark.
    """
    if setting in THEMES:
        return setting
    if setting != "sun":
        raise ValueError(f"kiosk.theme is {setting!r}: it must be dark, light or sun")
    if latitude is None or longitude is None:
        return "dark"
    height = elevation(Observer(latitude, longitude), instant, with_refraction=False)
    return "light" if height > HORIZON_DEGREES else "dark"
