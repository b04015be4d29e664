"""How far two points of the map are from each other. Pure."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088


def kilometres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance by the haversine formula, in kilometres; coordinates in degrees."""
    half_up = radians(to_latitude - latitude) / 2
    half_across = radians(to_longitude - longitude) / 2
    chord = sin(half_up) ** 2 + cos(radians(latitude)) * cos(radians(to_latitude)) * sin(half_across) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
