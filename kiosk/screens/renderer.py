"""Who draws: a graphics chip, or the processor in its place, which is a fault of the device (or a test)."""

SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software")


def is_software(renderer: str) -> bool:
    """Whether a GL_RENDERER string names Mesa's or another software rasteriser."""
    return any(name in renderer.lower() for name in SOFTWARE)


def renderer_name() -> str:
    """GL_RENDERER of the window that is open."""
    from kivy.graphics.opengl import GL_RENDERER, glGetString  # noqa: PLC0415  no window, no name

    name = glGetString(GL_RENDERER)
    return name.decode(errors="replace") if isinstance(name, bytes) else str(name)


def finish_frame(*_: object) -> None:
    """Waits until the frame is drawn.

    Where nothing else waits (software without a display), Mesa's threads keep every frame's buffers: a screen like
    these grows by a megabyte a frame, for ever. After a wait they are given back.
    """
    from kivy.graphics.opengl import glFinish  # noqa: PLC0415

    glFinish()
