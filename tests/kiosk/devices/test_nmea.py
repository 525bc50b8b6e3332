"""Sentences for gpsfake."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.devices.nmea import Place, Sky, epoch, sentence, write_nmea

AT = datetime(2026, 11, 22, 18, 21, 43, 250_000, tzinfo=UTC)


def test_the_checksum_is_that_of_a_published_sentence() -> None:
    body = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"
    assert sentence(body) == f"${body}*47\r\n"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(53.5, 9.75), "5330.0000,N,00945.0000,E"),
        (Place(-33.856784, -151.215297), "3351.4070,S,15112.9178,W"),
        (Place(0.5, 0.0), "0030.0000,N,00000.0000,E"),
        (Place(53.99999999, 9.99999999), "5400.0000,N,01000.0000,E"),
    ],
)
def test_places_are_written_in_degrees_and_minutes(place: Place, text: str) -> None:
    (rmc,) = epoch(AT, place, Sky.RMC_ONLY)
    assert rmc.startswith(f"$GPRMC,182143.25,A,{text},0.0,0.0,221126,,,A*")


def test_times_are_written_in_utc() -> None:
    local = AT.astimezone(timezone(timedelta(hours=2)))
    assert epoch(local, Place(53.5, 9.75), Sky.FIX) == epoch(AT, Place(53.5, 9.75), Sky.FIX)


def test_a_lost_fix_has_status_v_and_no_place() -> None:
    gga, gsa, rmc = epoch(AT, Place(53.5, 9.75), Sky.LOST)
    assert gga.startswith("$GPGGA,182143.25,,,,,0,00,")
    assert gsa.startswith("$GPGSA,A,1,")
    assert rmc.startswith("$GPRMC,182143.25,V,,,,,")


def test_a_log_goes_through_its_skies_with_the_clock_going_on(tmp_path: Path) -> None:
    write_nmea(tmp_path / "log.nmea", Place(53.5, 9.75), [Sky.RMC_ONLY, Sky.LOST], AT, 2)
    log = (tmp_path / "log.nmea").read_bytes().decode().split("\r\n")
    rmc = [line[7:18] for line in log if line.startswith("$GPRMC")]
    assert rmc == ["182143.25,A", "182144.25,A", "182145.25,V", "182146.25,V"]
