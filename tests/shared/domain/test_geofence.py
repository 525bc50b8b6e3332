"""The terminal's own position is judged: outside = distance - accuracy > radius (rule 4.2)."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.geofence import Measured, Place, PlaceJudgement, distance_m, judge_place
from shared.domain.rules import Rules

TOWER = (45.5017, -73.5673)
RULES = Rules(radius_m=150, assumed_accuracy_m=50, fix_max_age_s=30)
DEGREE_M = math.pi * 6_371_008.8 / 180


def fix(metres: float, accuracy_m: float | None = 10.0, age_s: float = 1.0) -> Measured:
    """A fix that far north of the tower."""
    return Measured(TOWER[0] + metres / DEGREE_M, TOWER[1], accuracy_m, age_s)


@pytest.mark.parametrize(
    ("measured", "place"),
    [
        (fix(0), Place.INSIDE),
        (fix(139), Place.INSIDE),
        (fix(141), Place.UNCERTAIN),
        (fix(159), Place.UNCERTAIN),
        (fix(161), Place.OUTSIDE),
        (fix(2400), Place.OUTSIDE),
        (fix(100, accuracy_m=None), Place.INSIDE),
        (fix(199, accuracy_m=None), Place.UNCERTAIN),
        (fix(201, accuracy_m=None), Place.OUTSIDE),
        (fix(0, accuracy_m=500), Place.UNCERTAIN),
        (fix(2400, age_s=30), Place.OUTSIDE),
        (fix(2400, age_s=30.1), Place.NO_FIX),
        (fix(0, age_s=3600), Place.NO_FIX),
        (None, Place.NO_FIX),
        (Measured(0.0, 0.0, 5.0, 1.0), Place.NO_FIX),
        (Measured(math.nan, TOWER[1], 5.0, 1.0), Place.NO_FIX),
        (Measured(TOWER[0], math.inf, 5.0, 1.0), Place.NO_FIX),
        (fix(2400, accuracy_m=math.nan), Place.OUTSIDE),
        (fix(2400, accuracy_m=math.inf), Place.OUTSIDE),
        (fix(2400, accuracy_m=-1), Place.OUTSIDE),
        (fix(155, accuracy_m=0), Place.OUTSIDE),
    ],
    ids=[
        "at the tower",
        "whole circle inside",
        "reaches over the edge",
        "still reaches back",
        "wholly outside",
        "far away",
        "no accuracy, inside",
        "no accuracy, uncertain",
        "no accuracy, outside",
        "a poor fix",
        "as old as allowed",
        "stale",
        "an hour old",
        "no fix",
        "null island",
        "no latitude",
        "no longitude",
        "accuracy is no number",
        "accuracy is endless",
        "accuracy is negative",
        "accuracy is zero",
    ],
)
def test_a_fix_is_judged(measured: Measured | None, place: Place) -> None:
    assert judge_place(measured, TOWER, RULES).place is place


def test_a_site_without_a_place_judges_nothing() -> None:
    assert judge_place(fix(0), None, RULES) == PlaceJudgement(Place.NOT_JUDGED)


def test_the_judgement_says_how_far_and_how_sure() -> None:
    judged = judge_place(fix(2400, accuracy_m=None), TOWER, RULES)
    assert judged.distance_m == pytest.approx(2400, abs=1)
    assert judged.accuracy_m == 50


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        # Great-circle distances on the mean sphere, by the spherical law of cosines.
        ((45.5017, -73.5673), (45.5017, -73.5673), 0),
        ((0, 0), (0, 1), DEGREE_M),
        ((55.6761, 12.5683), (45.5017, -73.5673), 5_805_000),
        ((0, 179.999), (0, -179.999), 0.002 * DEGREE_M),
        ((90, 0), (90, 120), 0),
    ],
    ids=["the same place", "a degree", "Copenhagen to Montreal", "over the date line", "the pole"],
)
def test_distances(here: tuple[float, float], there: tuple[float, float], metres: float) -> None:
    assert distance_m(*here, *there) == pytest.approx(metres, rel=0.005, abs=0.001)
    assert distance_m(*there, *here) == pytest.approx(metres, rel=0.005, abs=0.001)


@given(st.floats(-90, 90), st.floats(-180, 180), st.none() | st.floats(0, 1e6), st.floats(0, 100), st.floats(1, 50_000))
@settings(max_examples=100, deadline=None)
def test_any_fix_is_judged_by_its_nearest_and_its_farthest_point(
    latitude: float, longitude: float, accuracy_m: float | None, age_s: float, radius_m: float
) -> None:
    judged = judge_place(Measured(latitude, longitude, accuracy_m, age_s), TOWER, Rules(radius_m=radius_m))
    if judged.place is Place.NO_FIX:
        assert age_s > 30 or latitude == longitude == 0
        return
    assert judged.distance_m is not None
    assert judged.accuracy_m is not None
    assert (judged.place is Place.OUTSIDE) is (judged.distance_m - judged.accuracy_m > radius_m)
    assert (judged.place is Place.INSIDE) is (judged.distance_m + judged.accuracy_m <= radius_m)
