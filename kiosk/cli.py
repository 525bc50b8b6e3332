"""The commands of the wall terminal and of the page for supervisors: each imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from shared.commands.terminal import ConfigOption, explained_errors, fail, settings
from shared.config.load import OF_THE_MACHINE, config_path


def kiosk(
    config: ConfigOption = None,
    window: Annotated[bool, typer.Option("--window", help="In a window, not on the full screen.")] = False,
) -> None:
    """Run the wall terminal.

    Without settings it runs marked DEMO, on a ledger of its own, beside `clockpost sandbox` and `clockpost tap`.
    """
    # Kivy reads its settings and opens a window when it is imported: only this command may do that.
    from kiosk.demo_terminal import demo_terminal  # noqa: PLC0415
    from kiosk.run import run  # noqa: PLC0415
    from kiosk.screens.environment import NoScreen  # noqa: PLC0415

    try:
        with explained_errors():
            if config_path(config) is None:
                demo_terminal(window=window)
            else:
                run(settings(config), fullscreen=not window)
    except NoScreen as error:
        fail(str(error))


def board(
    config: ConfigOption = None,
    ready: Annotated[Path | None, typer.Option(help="Write the address into this file once it listens.")] = None,
) -> None:
    """Serve the roster, the desk and the muster as a web page for supervisors, on a phone or a desk.

    The table `board` of the settings says where. Beyond this machine it is served with TLS alone.
    """
    from kiosk.board.command import run  # noqa: PLC0415

    run(settings(config), ready)


def setup(
    config: ConfigOption = None,
    move: Annotated[
        bool, typer.Option("--move", help="This terminal goes to another site; old events keep theirs.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Ask nothing; try everything once more.")] = False,
    wait: Annotated[float, typer.Option(min=0, max=300, help="Seconds for a badge, and for a fix.")] = 20.0,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable output, with --check.")] = False,
) -> None:
    """Set this terminal up: five questions, each answer tried on the thing itself, the settings written.

    Do it again whenever something changed: Enter keeps what is there. What cannot be tried now is tried with --check.
    """
    from kiosk.setup.command import check_again, set_up  # noqa: PLC0415

    path = config_path(config) or OF_THE_MACHINE
    if check:
        check_again(path, wait_s=wait, as_json=as_json)
    else:
        set_up(path, moving=move, wait_s=wait)


def tap(
    badges: Annotated[list[str] | None, typer.Argument(help="Badge numbers as 10 hexadecimal digits.")] = None,
    config: ConfigOption = None,
    every: Annotated[float, typer.Option(min=0.1, max=600, help="Seconds between two taps.")] = 3.0,
) -> None:
    """Be the badge reader: a serial line in this terminal, in place of the real one.

    With badge numbers it taps them one after another and ends. Without, it asks for numbers until you press Ctrl-D.
    """
    from kiosk.simulated_reader import ask_and_tap, tap_all  # noqa: PLC0415

    if badges:
        tap_all(config, badges, every)
    else:
        ask_and_tap(config)


def demo(
    folder: Annotated[Path, typer.Option(help="Where screenshots, logs and the ledger go.")] = Path("demo-output"),
) -> None:
    """Play a short morning on real input: sandbox, gpsd, kiosk and delivery as processes, badges by a serial line.

    People clock in and out, an answer is lost, the link is cut, the kiosk is killed in the middle of a tap. It ends by
    itself with 0 only if screens, ledger and upstream agree.
    """
    from kiosk.demo.command import play  # noqa: PLC0415

    play(folder)
