"""Is the terminal where its site is? The terminal's position is judged, never the guard's."""

import math
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.rules import Rules

EARTH_RADIUS_M = 6_371_008.8


class Place(StrEnum):
    INSIDE = "inside"
    OUTSIDE = "outside"
    UNCERTAIN = "uncertain"
    NO_FIX = "no_fix"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Measured:
    """A fix as the rules see it: `accuracy_m` None = the receiver did not say, `age_s` = since it was received."""

    latitude: float
    longitude: float
    accuracy_m: float | None
    age_s: float
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class PlaceJudgement:
    place: Place
    distance_m: float | None = None
    accuracy_m: float | None = None


NOT_JUDGED = PlaceJudgement(Place.NOT_JUDGED)


def distance_m(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Metres between two points given in degrees, on a sphere: within 0.6 % of the ellipsoid, far below GPS error."""
    phi_1, phi_2 = math.radians(latitude_1), math.radians(latitude_2)
    half_phi = (phi_2 - phi_1) / 2
    half_lambda = math.radians(longitude_2 - longitude_1) / 2
    haversine = math.sin(half_phi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(haversine)))


def judge_place(measured: Measured | None, site_at: tuple[float, float] | None, rules: Rules) -> PlaceJudgement:
    """Inside, outside or uncertain, with the distance to the site's centre.

    Outside means that even the nearest point within the accuracy is beyond the radius; a fix that reaches over the
    edge is uncertain. A fix older than `fix_max_age_s` is no fix.
    """
    if site_at is None:
        return NOT_JUDGED
    if measured is None or not _is_place(measured) or measured.age_s > rules.fix_max_age_s:
        return PlaceJudgement(Place.NO_FIX)
    told_m = measured.accuracy_m
    accuracy_m = told_m if told_m is not None and 0 <= told_m < math.inf else rules.assumed_accuracy_m
    away_m = distance_m(measured.latitude, measured.longitude, *site_at)
    return PlaceJudgement(_place_at(away_m, accuracy_m, rules), away_m, accuracy_m)


def judged_by_distance(judged: PlaceJudgement, rules: Rules) -> PlaceJudgement:
    """The same measurement under other rules; what was not measured stays as it was judged."""
    if judged.distance_m is None or judged.accuracy_m is None:
        return judged
    return PlaceJudgement(_place_at(judged.distance_m, judged.accuracy_m, rules), judged.distance_m, judged.accuracy_m)


def _place_at(away_m: float, accuracy_m: float, rules: Rules) -> Place:
    if away_m - accuracy_m > rules.radius_m:
        return Place.OUTSIDE
    return Place.UNCERTAIN if away_m + accuracy_m > rules.radius_m else Place.INSIDE


def _is_place(measured: Measured) -> bool:
    # 0, 0 is what a receiver without a position says; NaN compares as inside.
    latitude, longitude = measured.latitude, measured.longitude
    return math.isfinite(latitude) and math.isfinite(longitude) and (latitude, longitude) != (0.0, 0.0)
