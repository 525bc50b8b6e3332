"""Every text is on the glass whole: in every language, on every panel, in both themes."""


def _texts(scenes):
    return [(scene, mark) for scene in scenes for mark in scene.marks if mark.kind == "text"]


def test_every_text_fits_its_box(scenes):
    for scene, mark in _texts(scenes):
        left, foot, right, top = mark.box
        assert mark.drawn[0] <= right - left + 0.5, f"{scene}: {mark.role} {mark.text!r} is too wide"
        assert mark.drawn[1] <= top - foot + 0.5, f"{scene}: {mark.role} {mark.text!r} is too high"


def test_every_text_stands_inside_the_panel(scenes):
    for scene, mark in _texts(scenes):
        left, foot, right, top = mark.box
        assert left >= 0, f"{scene}: {mark}"
        assert foot >= 0, f"{scene}: {mark}"
        assert right <= scene.panel.width_px, f"{scene}: {mark}"
        assert top <= scene.panel.height_px, f"{scene}: {mark}"


def test_no_text_is_cut_short(scenes):
    for scene, mark in _texts(scenes):
        if mark.wanted.replace(" ", "") != mark.text.replace(" ", ""):
            assert mark.role == "date", f"{scene}: {mark.wanted!r} is shown as {mark.text!r}"


def test_no_text_is_smaller_than_the_least(scenes):
    for scene, mark in _texts(scenes):
        if mark.text:
            assert mark.size_px >= scene.panel.least_text_px, f"{scene}: {mark}"


def test_words_are_never_broken_inside(scenes, samples):
    for scene, mark in _texts(scenes):
        assert set(mark.text.split()) <= set(mark.wanted.split()), f"{scene}: {mark.wanted!r} as {mark.text!r}"
