"""The rules of health for a wall terminal: badge reader, position, and who draws its screen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.health import Check, fault, ok, unknown, warning
from shared.domain.health_of_machine import AS_ROOT


@dataclass(frozen=True, slots=True)
class TerminalTold:
    """What a running terminal says of itself. `reader` is a `ReaderState`'s value, `position` a `PositionState`'s.

    Times are aware UTC. An empty `position` is that of a terminal of an older version.
    """

    version: str = ""
    renderer: str = ""
    software: bool = False
    reader: str = ""
    reader_error: str = ""
    last_badge_at: datetime | None = None
    position: str = ""
    position_error: str = ""


class PortFound(StrEnum):
    NONE_SET = "none_set"
    OPENS = "opens"
    MISSING = "missing"
    NOT_ALLOWED = "not_allowed"
    IN_USE = "in_use"
    NOT_TRIED = "not_tried"  # it is no device of this machine, and only the kiosk may try it


ANTENNA_TO_DO = "Move the antenna towards the sky"
READER_TO_DO = "Plug the reader in, or correct reader.port: ls -l /dev/serial/by-id"


def judge_running_reader(told: TerminalTold, now: datetime) -> Check:
    """The reader as the kiosk that holds it sees it."""
    if told.reader == "reading":
        return ok("reader", f"The kiosk reads it; {_last_badge(told.last_badge_at, now)}.")
    if told.reader == "off":
        return ok("reader", "No reader is set: people type their number and PIN.")
    return fault("reader", "The kiosk cannot read the badge reader.", READER_TO_DO, told.reader_error)


def judge_port(found: PortFound, port: str) -> Check:
    """The reader's port where no kiosk holds it."""
    match found:
        case PortFound.NONE_SET:
            return ok("reader", "No reader is set: people type their number and PIN.")
        case PortFound.OPENS:
            return ok("reader", f"{port} opens; no kiosk reads it now.")
        case PortFound.MISSING:
            return fault("reader", f"{port} is not there.", READER_TO_DO)
        case PortFound.NOT_ALLOWED:
            return warning("reader", f"This user may not open {port}.", AS_ROOT)
        case PortFound.IN_USE:
            return warning(
                "reader", f"Another program holds {port}.", "End it; ModemManager and brltty are known for it"
            )
        case PortFound.NOT_TRIED:
            return unknown("reader", f"{port} is tried by the kiosk alone.", "Start clockpost kiosk")


def judge_renderer(told: TerminalTold | None) -> Check:
    """Does a graphics chip draw, or the processor in its place?"""
    if told is None or not told.renderer:
        return ok("screen", "No wall terminal has drawn here yet.")
    if told.software:
        return warning(
            "screen",
            f"The screen is drawn in software ({told.renderer}): slower, and the processor gets warm.",
            "Add the service's user to the groups render and video, then restart clockpost-kiosk",
        )
    return ok("screen", f"The screen is drawn by {told.renderer}.")


def judge_light(*, wanted: bool, lights: int, settable: int) -> Check:
    """The light behind the panel: how many the machine has, and how many of them the kiosk's user may set."""
    if not wanted:
        return ok("light", "The panel is as bright as the machine makes it: no [backlight] is set.")
    if not lights:
        to_do = "Leave [backlight] out: panels on HDMI are dimmed by their own menu"
        return warning("light", "This machine cannot set the light of its panel.", to_do)
    if settable < lights:
        to_do = "As root: udevadm trigger --subsystem-match=backlight; the service's user must be in the group video"
        return warning("light", "The kiosk may not set the light of its panel.", to_do)
    return ok("light", "The panel is dimmed by night while nobody is there.")


def judge_position(*, has_fix: bool, accuracy_m: float | None, satellites: int | None, error: str) -> Check:
    """What gpsd tells. `error` is why there is no receiver, "" where there is one."""
    if has_fix:
        within = f" within {accuracy_m:.0f} m" if accuracy_m is not None else ""
        return ok("position", f"gpsd knows the place{within}.")
    if error:
        to_do = "Plug the receiver in, and look at: systemctl status gpsd"
        return fault("position", "gpsd has no receiver, or does not answer.", to_do, error)
    seen = "no satellite" if not satellites else f"{satellites} satellites"
    return warning("position", f"The receiver sees {seen} and knows no place.", ANTENNA_TO_DO)


def judge_told_position(told: TerminalTold) -> Check:
    """The place as the kiosk that follows gpsd knows it."""
    match told.position:
        case "no_receiver":
            return judge_position(has_fix=False, accuracy_m=None, satellites=None, error=told.position_error)
        case "no_fix":
            return warning("position", "The receiver knows no place now.", ANTENNA_TO_DO)
        case "fix":
            return ok("position", "The kiosk knows its place.")
        case _:
            return ok("position", "No receiver is needed.")


def _last_badge(at: datetime | None, now: datetime) -> str:
    if at is None or at > now:
        return "no badge since it started"
    minutes = (now - at).total_seconds() / 60
    return f"the last badge {minutes:.0f} min ago" if minutes < 180 else f"the last badge {minutes / 60:.0f} h ago"
