"""Text in its box, with a font whose every letter is half as wide as it is high."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.fit import ELLIPSIS, Letters, fit, on_one_line, sizes

PLAIN = Letters(fits=lambda text, size, width: len(text) * size / 2 <= width, line_height=lambda size: size)


def _fit(text, width, height, wanted=40, least=20, lines=3):
    return fit(text, (width, height), sizes(wanted, least), PLAIN, lines)


def test_what_fits_keeps_its_size():
    assert _fit("abcd", 80, 40) == _fit("abcd", 500, 500)
    assert _fit("abcd", 80, 40).size_px == 40


def test_a_word_too_wide_shrinks():
    fitted = _fit("abcdefgh", 100, 40)
    assert (fitted.lines, fitted.size_px) == (("abcdefgh",), 24)


def test_a_sentence_breaks_between_words_where_that_keeps_it_large():
    fitted = _fit("ab cd ef", 100, 80)
    assert fitted.size_px == 40
    assert fitted.shown == "ab cd ef"
    assert len(fitted.lines) == 2


def test_lines_are_made_equal():
    assert _fit("aa bb cc dd", 180, 80).lines == ("aa bb", "cc dd")


def test_no_line_begins_with_a_sign():
    assert _fit("aaa · bbb ?", 100, 80).lines == ("aaa ·", "bbb ?")


def test_a_sentence_can_be_kept_on_one_line_by_shrinking_a_little():
    assert on_one_line("ab cd ef", (150, 40), sizes(40, 30), PLAIN).lines == ("ab cd ef",)
    assert on_one_line("ab cd ef", (100, 40), sizes(40, 30), PLAIN) is None


def test_what_fits_at_no_size_is_shortened_and_says_so():
    fitted = _fit("abcdefghijklmnopqrst", 100, 20, lines=1)
    assert (fitted.size_px, fitted.shown) == (20, "abcdefghi" + ELLIPSIS)


def test_sizes_end_at_the_least():
    assert list(sizes(30, 21)) == [30, 28, 26, 24, 22, 21]
    assert list(sizes(20, 20)) == [20]


def test_large_sizes_go_down_in_larger_steps():
    assert list(sizes(300, 280)) == [300, 293, 286, 280]


words = st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)


@given(words, st.integers(60, 600), st.integers(20, 200), st.integers(1, 4))
def test_nothing_is_ever_wider_or_higher_than_its_box(text, width, height, lines):
    fitted = _fit(text, width, height, lines=lines)
    assert all(len(line) * fitted.size_px / 2 <= width for line in fitted.lines)
    assert len(fitted.lines) * fitted.size_px <= height
    assert len(fitted.lines) <= lines


@given(words, st.integers(60, 600), st.integers(20, 200))
def test_no_word_is_lost_or_broken_unless_it_is_said(text, width, height):
    shown = _fit(text, width, height, lines=4).shown
    assert shown == text or ELLIPSIS in shown or shown.replace(" ", "") == text.replace(" ", "")
