"""Distances on the globe, where to put shops without a place, and the matrix that routes are measured by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from domain.chat import Place
from domain.planning.model import PlanSettings, PlanShop

EARTH_KM = 6371.0088

Matrix = list[list[float]]


def km_between(a: Place, b: Place) -> float:
    """Great-circle distance in km."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def centre(places: Sequence[Place]) -> Place:
    """The mean of some places near each other; at least one, else ZeroDivisionError."""
    return Place(sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places))


def placed(shops: Iterable[PlanShop], start: Place | None = None) -> Mapping[str, Place]:
    """A place for every shop: its own, else the centre of its street's shops, else `start`, else the centre
    of all.

    Without any place at all, every shop is at the same point, so that no day is nearer than another."""
    shops = list(shops)
    streets: defaultdict[str, list[Place]] = defaultdict(list)
    for shop in shops:
        if shop.place and shop.street:
            streets[shop.street].append(shop.place)
    known = [shop.place for shop in shops if shop.place]
    last = start or (centre(known) if known else Place(0.0, 0.0))
    centres = {street: centre(places) for street, places in streets.items()}
    return {shop.code: shop.place or centres.get(shop.street, last) for shop in shops}


def travel_matrix(start: Place | None, places: Sequence[Place], detour: float, return_to_start: bool) -> Matrix:
    """Road km between the start (row and column 0) and the places (from 1).

    Without a start the day begins at any shop, and without a return it ends at any: those legs cost
    nothing."""
    size = len(places) + 1
    matrix = [[0.0] * size for _ in range(size)]
    for i, a in enumerate(places, 1):
        for j in range(i + 1, size):
            matrix[i][j] = matrix[j][i] = detour * km_between(a, places[j - 1])
        if start:
            matrix[0][i] = detour * km_between(start, a)
            matrix[i][0] = matrix[0][i] if return_to_start else 0.0
    return matrix


@dataclass(frozen=True, slots=True)
class Travel:
    """The road among the start (row 0) and some shops: km and minutes, by the shop's row in `rows`.

    Made by `great_circle`, or by whoever asks a road engine."""

    rows: Mapping[str, int]
    km: Matrix
    minutes: Matrix

    def among(self, codes: Sequence[str]) -> tuple[Matrix, Matrix]:
        """(km, minutes) with these shops in rows 1…n; KeyError for a shop it does not know."""
        at = [0, *(self.rows[code] for code in codes)]
        return [[self.km[a][b] for b in at] for a in at], [[self.minutes[a][b] for b in at] for a in at]


def great_circle(codes: Sequence[str], places: Sequence[Place], start: Place | None, settings: PlanSettings) -> Travel:
    """Roads as great circles × the detour, at the speeds of the settings."""
    km = travel_matrix(start, places, settings.detour, settings.return_to_start)
    minutes = [[minutes_of(leg, settings) for leg in row] for row in km]
    return Travel({code: row for row, code in enumerate(codes, 1)}, km, minutes)


def minutes_of(km: float, settings: PlanSettings) -> float:
    """Minutes of one leg: at town speed for the first km, at country speed beyond."""
    slow = min(km, settings.town_leg_km)
    return 60 * (slow / settings.speed_kmh + (km - slow) / settings.country_kmh)


def mean_leg(matrix: Matrix) -> float:
    """Mean distance to the third nearest shop, above 0: the scale of this manager's road."""
    rows = range(1, len(matrix))
    thirds = [sorted(matrix[i][j] for j in rows if j != i)[:3] for i in rows]
    legs = [near[-1] for near in thirds if near]
    return max(0.15, sum(legs) / len(legs)) if legs else 0.15
