"""The waits between attempts."""

from kiosk.devices.backoff import Backoff


def test_waits_double_up_to_the_longest_and_start_anew_after_a_success() -> None:
    backoff = Backoff(0.25, 4.0)
    assert [backoff.next_s() for _ in range(6)] == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0]
    backoff.worked()
    assert backoff.next_s() == 0.25
