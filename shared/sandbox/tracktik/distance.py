"""How far a clock-in was from its site."""

from math import asin, cos, radians, sin, sqrt

from shared.sandbox.tracktik.world import Account

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance (haversine) between two points in degrees."""
    lat_a, lat_b = radians(latitude), radians(other_latitude)
    north, east = lat_b - lat_a, radians(other_longitude - longitude)
    half = sin(north / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def outside_m(account: Account, latitude: float | None, longitude: float | None) -> float | None:
    """The distance from a site when it is beyond its radius; None when inside or when nothing can be said."""
    if latitude is None or longitude is None or account.latitude is None or account.longitude is None:
        return None
    away = distance_m(account.latitude, account.longitude, latitude, longitude)
    return away if away > account.radius_m else None
