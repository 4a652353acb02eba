"""Cadence: defaults, overrides, due and overdue, what resets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.cadence import (
    Cadence,
    Overdue,
    cadence_of,
    due_day,
    last_reset,
    overdue,
    resets,
)
from domain.shops import Segment, Shop
from domain.visits import Channel, Log, LogState

TODAY = date(2026, 11, 24)
SHOP = Shop("A", "甲店", segment=Segment.GUIDE, last_visit=date(2026, 11, 10))


@pytest.mark.parametrize(
    ("segment", "cadence"),
    [
        (Segment.DEVELOP, Cadence(14, call_between=True)),
        (Segment.RETAIN, Cadence(7)),
        (Segment.GUIDE, Cadence(7)),
        (Segment.WATCH, Cadence(14)),
    ],
)
def test_each_segment_has_its_cadence(segment: Segment, cadence: Cadence) -> None:
    assert cadence_of(replace(SHOP, segment=segment)) == cadence


def test_a_shop_overrides_the_cadence_of_its_segment() -> None:
    assert cadence_of(SHOP, {"A": Cadence(21)}) == Cadence(21)


def test_an_interval_is_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        Cadence(0)


def test_a_shop_is_due_when_its_interval_is_full() -> None:
    assert due_day(SHOP, Cadence(7)) == date(2026, 11, 17)
    assert due_day(replace(SHOP, last_visit=None), Cadence(7)) is None


def test_overdue_lists_the_never_visited_then_the_longest_and_leaves_closed_ones_out() -> None:
    shops = [
        SHOP,
        replace(SHOP, code="B", last_visit=date(2026, 11, 1)),
        replace(SHOP, code="C", last_visit=None),
        replace(SHOP, code="D", last_visit=date(2026, 11, 17)),
        replace(SHOP, code="E", last_visit=date(2026, 10, 1), closed=True),
        replace(SHOP, code="F", last_visit=date(2026, 11, 9), segment=Segment.WATCH),
    ]
    assert overdue(shops, TODAY) == [
        Overdue("C", None, 7),
        Overdue("B", 16, 7),
        Overdue("A", 7, 7),
        Overdue("F", 1, 14),
    ]


@pytest.mark.parametrize("channel", Channel)
def test_only_a_visit_and_a_call_instead_of_one_reset_the_interval(channel: Channel) -> None:
    assert resets(channel) is (channel in {Channel.ONSITE, Channel.CALL_INSTEAD})


def _log(day: int, channel: Channel = Channel.ONSITE, state: LogState = LogState.ACTIVE) -> Log:
    at = datetime(2026, 11, day, 10)
    return Log(day, "M01", "D", "A", at.date(), at, channel, state=state)


def test_the_last_reset_leaves_out_calls_between_undone_logs_and_later_days() -> None:
    logs = [
        _log(3),
        _log(9, Channel.CALL_INSTEAD),
        _log(12, Channel.CALL_BETWEEN),
        _log(13, state=LogState.UNDONE),
        _log(14, state=LogState.CORRECTED),
        _log(20),
    ]
    assert last_reset(logs) == date(2026, 11, 20)
    assert last_reset(logs, until=date(2026, 11, 19)) == date(2026, 11, 9)
    assert last_reset([]) is None
