"""Shifted degrees: the published example, the way back, and that nothing outside of China moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat import Place
from domain.gcj02 import to_gcj02, to_wgs84
from domain.planning import km_between


def test_the_published_example() -> None:
    drawn = to_gcj02(Place(31.1774276, 121.5272106))
    assert drawn.lat == pytest.approx(31.17530398364597, abs=1e-9)
    assert drawn.lon == pytest.approx(121.531541859215, abs=1e-9)


@given(st.floats(20, 45), st.floats(80, 130))
def test_the_way_back_is_right_to_a_fifth_of_a_metre(lat: float, lon: float) -> None:
    point = Place(lat, lon)
    assert km_between(to_wgs84(to_gcj02(point)), point) < 0.0002


def test_around_wuhan_the_shift_is_half_a_kilometre() -> None:
    point = Place(30.882, 114.376)
    assert 0.4 < km_between(point, to_gcj02(point)) < 0.7


def test_elsewhere_nothing_moves() -> None:
    assert to_gcj02(Place(48.85, 2.35)) == to_wgs84(Place(48.85, 2.35)) == Place(48.85, 2.35)
