"""The static documents for the hours when our server does not answer."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[3] / "deploy"
FALLBACK, THANKS = DEPLOY / "twilio-fallback.xml", DEPLOY / "twilio-fallback-thanks.xml"
LARGEST_BYTES = 64_000  # Twilio's error 11750
LANGUAGES = {"en", "fr", "es", "da"}


def verbs(path: Path) -> list[ET.Element]:
    root = ET.fromstring(path.read_bytes())
    assert (root.tag, root.attrib) == ("Response", {})
    return list(root)


def languages(said: list[ET.Element]) -> set[str]:
    assert all(verb.text and verb.text.strip() for verb in said)
    return {verb.attrib["language"].partition("-")[0] for verb in said}


@pytest.mark.parametrize("path", [FALLBACK, THANKS], ids=lambda path: path.name)
def test_it_is_twiml_that_twilio_takes(path: Path) -> None:
    assert len(path.read_bytes()) < LARGEST_BYTES
    assert {verb.tag for verb in verbs(path)} <= {"Say", "Record", "Hangup"}
    assert verbs(path)[-1].tag == "Hangup"


def test_it_asks_in_every_language_before_the_tone_and_again_where_nothing_was_said() -> None:
    found = verbs(FALLBACK)
    tone = [verb.tag for verb in found].index("Record")
    assert languages(found[:tone]) == LANGUAGES
    assert languages(found[tone + 1 : -1]) == LANGUAGES
    words = "".join(str(verb.text) for verb in found[:tone])
    assert all(word in words for word in ("coming or leaving", "arrivez ou partez", "entra o sale", "kommer eller går"))


def test_it_thanks_in_every_language() -> None:
    assert languages(verbs(THANKS)[:-1]) == LANGUAGES


def test_what_is_recorded_leads_to_the_thanks_and_not_to_the_same_document_again() -> None:
    """Without `action` Twilio asks for the current document once more (TwiML's reference of Record)."""
    [record] = [verb for verb in verbs(FALLBACK) if verb.tag == "Record"]
    assert (record.attrib["action"], record.attrib["method"]) == (THANKS.name, "GET")
    assert (record.attrib["maxLength"], record.attrib["playBeep"]) == ("120", "true")
    assert not [name for name in record.attrib if "allback" in name or name == "transcribe"]


def test_it_says_where_to_put_it() -> None:
    assert "static web host" in FALLBACK.read_text(encoding="utf-8")
