"""What the settings of break records take."""

from tests.shared.config.examples import LEAST, Load, Mistakes

TRACKTIK = f"""{LEAST}[upstream.tracktik]
base_url = "https://example.test/rest/v1"
token_url = "https://example.test/token"
client_id = "clockpost"
client_secret_file = "secret"
username = "terminal"
password_file = "password"
"""


def test_without_them_breaks_stay_here(load: Load) -> None:
    tracktik = load(TRACKTIK).upstream.tracktik
    assert tracktik is not None
    assert tracktik.breaks is None


def test_a_body_is_enough(load: Load) -> None:
    breaks = load(f'{TRACKTIK}[upstream.tracktik.breaks]\nbody = {{session = "{{work_session}}"}}\n').upstream.tracktik
    assert breaks is not None
    assert breaks.breaks is not None
    assert (breaks.breaks.path, breaks.breaks.look, breaks.breaks.id_field) == ("/break-sessions", {}, "id")


def test_a_name_that_no_break_has_is_told(mistakes: Mistakes) -> None:
    said = mistakes(f'{TRACKTIK}[upstream.tracktik.breaks]\nbody = {{session = "{{session}}"}}\n')
    assert "upstream.tracktik.breaks.body" in str(said)
    assert "{session} is nothing that is known of a break" in str(said)


def test_an_empty_body_is_told(mistakes: Mistakes) -> None:
    assert "upstream.tracktik.breaks.body" in str(mistakes(f"{TRACKTIK}[upstream.tracktik.breaks]\nbody = {{}}\n"))
