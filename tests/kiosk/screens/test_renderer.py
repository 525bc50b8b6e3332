"""Who draws."""

from pathlib import Path

import pytest

from kiosk.screens.renderer import is_software, renderer_name


@pytest.mark.parametrize("name", ["llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Google SwiftShader"])
def test_the_processor_is_found_out(name):
    assert is_software(name)


@pytest.mark.parametrize("name", ["V3D 4.2", "Mesa Intel(R) UHD Graphics 600 (GLK 2)", "Mali-G52"])
def test_chips_are_chips(name):
    assert not is_software(name)


def test_a_frame_that_was_waited_for_leaves_no_memory_behind(stage, samples):
    def memory_mb():
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

    def draw(frames):
        for _ in range(frames):
            stage.root.canvas.ask_update()
            stage.frame()
        return memory_mb()

    stage.show(samples["keypad-en"])
    before = draw(20)
    assert draw(60) - before < 20


def test_the_open_window_tells_who_draws_it(stage):
    assert renderer_name()
