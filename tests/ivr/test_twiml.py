"""Every kind of reply as TwiML: reviewed documents, and what holds for any text.

A document in `twiml_snapshots/` is what Twilio gets, byte for byte. Read a changed one before it is kept.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from ivr.reply import Connect, HangUp, Keys, Message, Reply, Then
from ivr.twiml import CONTENT_TYPE, LONGEST_SAY, MOST_SAYS, twiml_of

SNAPSHOTS = Path(__file__).parent / "twiml_snapshots"
TWILIO_TAKES_BYTES = 64_000
POLLY_TAKES_BYTES = 3_000

REPLIES = {
    "keys_by_number": Reply(
        ("Your PIN, four keys.", "To hear this again, press nothing."),
        Keys("/line/voice/step?call=CA1&step=3", digits=4, timeout_s=7),
    ),
    "keys_ended_by_pound": Reply(
        ("Tapez votre numéro d'employé, puis le carré.",), Keys("/voice/step?step=2"), locale="fr-CA"
    ),
    "keys_or_words": Reply(
        ("Pulse 1 o diga «entrada».",),
        Keys("/voice/step?step=4", digits=1, hints=("entrada", "salida", "R&D")),
        locale="es-US",
    ),
    "message": Reply(
        ("We cannot record your time now.", "Say your name and what you want to do after the tone."),
        Message("/voice/message?call=CA1&step=5", "/voice/recording?call=CA1", longest_s=120),
    ),
    "connect": Reply(("You are being connected.",), Connect("+15145550199", "/voice/after?call=CA1&step=6")),
    "hang_up": Reply(("Stemplet ind klokken 6:58. Kvittering 4 8 1 2.", "Farvel."), HangUp(), locale="da-DK"),
    "hang_up_without_a_word": Reply((), HangUp()),
    "text_that_is_no_markup": Reply(
        ('<Dial>+1900</Dial> & "Anne" O\'Neil ]]>', "\x00\x0b\ud800\ufdd0\ufdd4\ufffe", "Ω 漢 \U0001f511"), HangUp()
    ),
}

VERBS = {
    "Response": {"Say", "Gather", "Record", "Redirect", "Dial", "Hangup"},
    "Gather": {"Say"},
    **{verb: set[str]() for verb in ("Say", "Record", "Redirect", "Dial", "Hangup")},
}
KEYS_ATTRIBUTES = {"input", "action", "method", "finishOnKey", "timeout", "actionOnEmptyResult"}


def parsed(reply: Reply) -> ET.Element:
    """The document, held to the verbs and the nesting that Twilio knows."""
    text = twiml_of(reply)
    assert len(text.encode()) < TWILIO_TAKES_BYTES
    response = ET.fromstring(text.encode())
    assert response.tag == "Response"
    for parent in response.iter():
        assert {child.tag for child in parent} <= VERBS[parent.tag]
    for say in response.iter("Say"):
        assert set(say.attrib) == {"language"}
        assert say.text
        assert len(say.text) <= LONGEST_SAY
        assert len(say.text.encode()) <= POLLY_TAKES_BYTES
    return response


def said(response: ET.Element) -> str:
    return " ".join(say.text or "" for say in response.iter("Say"))


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_the_document_that_was_reviewed(name: str) -> None:
    assert twiml_of(REPLIES[name]).encode() == (SNAPSHOTS / f"{name}.xml").read_bytes()
    parsed(REPLIES[name])


def test_every_reviewed_document_is_still_compared() -> None:
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(REPLIES)


def test_it_is_sent_as_xml_in_utf_8() -> None:
    assert CONTENT_TYPE == "text/xml; charset=utf-8"


TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
SENTENCES = st.lists(TEXT, max_size=4).map(tuple)
ADDRESSES = st.builds(
    lambda words, query: "/" + "/".join(words) + query,
    st.lists(st.text("abcz09-._~%", min_size=1, max_size=6), max_size=3),
    st.sampled_from(["", "?call=CA1&step=3", "?a=%22&b='<>\"&amp;=1"]),
)
THENS: st.SearchStrategy[Then] = st.one_of(
    st.builds(
        Keys,
        ADDRESSES,
        st.none() | st.integers(1, 9),
        st.integers(1, 20),
        st.lists(st.text("ab &<é\x00", max_size=5), max_size=2).map(tuple),
    ),
    st.builds(Message, ADDRESSES, ADDRESSES, st.integers(10, 600)),
    st.builds(Connect, st.text("+0123456789 <&", min_size=1, max_size=15), ADDRESSES),
    st.just(HangUp()),
)


def readable(text: str) -> str:
    """What is left of a text once everything that XML 1.0 forbids or Unicode calls no character is gone."""
    kept = (
        letter for letter in text if letter in "\t\n\r" or (ord(letter) >= 32 and not 0xD800 <= ord(letter) <= 0xDFFF)
    )
    return "".join(
        letter for letter in kept if not 0xFDD0 <= ord(letter) <= 0xFDEF and ord(letter) not in (0xFFFE, 0xFFFF)
    )


@given(SENTENCES, THENS, st.sampled_from(["en-US", "fr-CA"]))
@example(("\ufdd4", "]]>", "&lt;"), Keys("/\ufdd1?a=\ufdd4"), "en-US")
@example(("one",), Keys("/a", hints=("\x00b\ufdd0", "&")), "en-US")
@example(("one", "two"), Message("/a", "/b\ufdd0", 10), "en-US")
def test_any_words_and_addresses_arrive_as_they_were(sentences: tuple[str, ...], then: Then, locale: str) -> None:
    response = parsed(Reply(sentences, then, locale))
    # XML reads every line end as \n (XML 1.0, 2.11).
    spoken = [readable(sentence).strip() for sentence in sentences]
    expected = " ".join(filter(None, spoken)).replace("\r\n", "\n").replace("\r", "\n")
    assert said(response) == expected
    assert {say.get("language") for say in response.iter("Say")} <= {locale}
    assert [child.tag for child in response if child.tag != "Say"] == {
        Keys: ["Gather", "Redirect"],
        Message: ["Record", "Redirect"],
        Connect: ["Dial"],
        HangUp: ["Hangup"],
    }[type(then)]
    named = [one.text if one.tag == "Redirect" else one.get("action") for one in response if one.tag != "Say"]
    assert set(named) == {None if isinstance(then, HangUp) else readable(then.address)}
    for one in response:
        assert one.get("method") == ("POST" if one.tag in ("Gather", "Record", "Dial", "Redirect") else None)
    if isinstance(then, Message):
        (record,) = response.iter("Record")
        assert record.get("recordingStatusCallback") == readable(then.status_address)
        assert record.get("maxLength") == str(then.longest_s)
    if isinstance(then, Keys):
        hints = ", ".join(map(readable, then.hints))
        assert [gather.get("hints") for gather in response.iter("Gather")] == [hints if then.hints else None]
    if isinstance(then, Connect):
        assert [dial.text for dial in response.iter("Dial")] == [then.number]


@given(st.none() | st.integers(1, 9), st.integers(1, 20), st.booleans())
def test_keys_end_by_number_by_pound_or_by_silence(digits: int | None, timeout_s: int, spoken: bool) -> None:
    hints = ("clock in", "clock out") if spoken else ()
    (gather,) = parsed(Reply(("Press a key.",), Keys("/a", digits, timeout_s, hints), "es-US")).iter("Gather")
    assert gather.get("numDigits") == (None if digits is None else str(digits))
    assert (gather.get("finishOnKey"), gather.get("actionOnEmptyResult")) == ("#", "true")
    assert gather.get("timeout") == str(timeout_s)
    assert gather.get("input") == ("dtmf speech" if spoken else "dtmf")
    of_speech = {key: gather.get(key) for key in set(gather.attrib) - KEYS_ATTRIBUTES - {"numDigits"}}
    heard = {"language": "es-US", "hints": "clock in, clock out", "speechTimeout": "auto", "profanityFilter": "false"}
    assert of_speech == (heard if spoken else {})


def test_a_long_reply_is_said_in_several_parts_and_whole() -> None:
    sentences = tuple(f"{place}. {'guard ' * 20}is at work." for place in range(40))
    with capture_logs() as logs:
        response = parsed(Reply(sentences))
    assert said(response) == " ".join(sentences)
    assert 1 < len(list(response.iter("Say"))) <= MOST_SAYS
    assert not logs


@pytest.mark.parametrize("letter", ["a", "&", "é", "\U0001f511"])
def test_a_reply_that_is_too_long_is_cut_in_the_middle_and_logged_without_its_words(letter: str) -> None:
    sentences = (f"First {letter}.", *[letter * 3 * LONGEST_SAY] * 40, "word " * 900, "Press 1.")
    with capture_logs() as logs:
        response = parsed(Reply(sentences, Keys("/a?" + "b" * 2_000)))
    assert said(response).startswith(f"First {letter}.")
    assert said(response).endswith("Press 1.")
    assert len(list(response.iter("Say"))) == MOST_SAYS
    assert [(log["event"], log["log_level"], log["kept"]) for log in logs] == [
        ("a reply was too long and is cut", "warning", MOST_SAYS)
    ]
    assert letter * 10 not in str(logs)
