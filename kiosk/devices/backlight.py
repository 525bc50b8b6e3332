"""The light behind the panel, through the kernel: Documentation/ABI/stable/sysfs-class-backlight.

The group `video` may set it (deploy/udev); panels on HDMI mostly have none that a machine could set.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OF_THE_MACHINE: Final = Path("/sys/class/backlight")


@dataclass(frozen=True, slots=True)
class PanelLight:
    """Every backlight of the machine: a terminal has one panel, which may be known under two names."""

    folder: Path = OF_THE_MACHINE

    def lights(self) -> tuple[Path, ...]:
        """Those that can be set; none where the panel has no such light."""
        return tuple(sorted(found.parent for found in self.folder.glob("*/brightness")))

    def may_be_set(self, light: Path) -> bool:
        """May this user set it, or the group that the kiosk's user is in?"""
        brightness = light / "brightness"
        return bool(brightness.stat().st_mode & stat.S_IWGRP) or (os.geteuid() != 0 and os.access(brightness, os.W_OK))

    def show(self, percent: int) -> bool:
        """Bring every light to `percent` of what it can, and never to none. False where there is no light.

        Reads first: a light that stands right is not written to. Raises OSError where one cannot be read or set, and
        ValueError where the kernel tells no number.
        """
        lights = self.lights()
        for light in lights:
            wanted = max(1, round(int((light / "max_brightness").read_text(encoding="ascii")) * percent / 100))
            if int((light / "brightness").read_text(encoding="ascii")) != wanted:
                (light / "brightness").write_text(str(wanted), encoding="ascii")
        return bool(lights)
