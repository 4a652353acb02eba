"""GCJ-02, the shifted degrees of maps in mainland China (Amap, Tencent), to WGS-84 and back.

The shift is the published approximation that every open converter uses; against Amap's own service it is right to about a
metre. There is no exact inverse: `to_wgs84` looks for the point whose shift comes out, to a centimetre."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from domain.chat import Place

_AXIS_METRES = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
"""Squared, of Krasovsky's ellipsoid."""
_NORTH_OF, _EAST_OF = 35.0, 105.0
"""Where the series is developed around, degrees."""
LATITUDES, LONGITUDES = (0.8293, 55.8271), (72.004, 137.8347)
"""Only within these is anything shifted."""
_ENOUGH_DEGREES = 1e-7
_MOST_STEPS = 10


def shifted_here(place: Place) -> bool:
    return LATITUDES[0] <= place.lat <= LATITUDES[1] and LONGITUDES[0] <= place.lon <= LONGITUDES[1]


def to_gcj02(place: Place) -> Place:
    """Where Chinese maps draw a point of WGS-84; outside of China it stays."""
    if not shifted_here(place):
        return place
    x, y = place.lon - _EAST_OF, place.lat - _NORTH_OF
    slope = place.lat / 180 * pi
    bend = 1 - _ECCENTRICITY * sin(slope) ** 2
    north = _series_north(x, y) * 180 / (_AXIS_METRES * (1 - _ECCENTRICITY) / (bend * sqrt(bend)) * pi)
    east = _series_east(x, y) * 180 / (_AXIS_METRES / sqrt(bend) * cos(slope) * pi)
    return Place(place.lat + north, place.lon + east)


def to_wgs84(place: Place) -> Place:
    """The point that Chinese maps draw here."""
    guess = place
    for _step in range(_MOST_STEPS):
        drawn = to_gcj02(guess)
        off_lat, off_lon = place.lat - drawn.lat, place.lon - drawn.lon
        guess = Place(guess.lat + off_lat, guess.lon + off_lon)
        if abs(off_lat) < _ENOUGH_DEGREES and abs(off_lon) < _ENOUGH_DEGREES:
            break
    return Place(round(guess.lat, 6), round(guess.lon, 6))


def _series_north(x: float, y: float) -> float:
    flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    waves += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return flat + waves + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _series_east(x: float, y: float) -> float:
    flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    waves += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return flat + waves + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
