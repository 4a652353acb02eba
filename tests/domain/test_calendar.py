"""The working calendar."""

from __future__ import annotations

from datetime import date

import pytest

from domain.calendar import WorkingCalendar, first_of_next_month

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
    ],
)
def test_holidays_rest_and_make_up_days_work(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_a_year_not_published_counts_monday_to_friday_and_says_so() -> None:
    far = 2090
    assert not CALENDAR.known(far)
    assert CALENDAR.known(2026)
    assert not CALENDAR.is_working(date(far, 1, 1))  # a Sunday
    assert CALENDAR.is_working(date(far, 10, 2))  # a Monday, whatever the holiday will be


def test_an_override_wins_over_the_published_calendar() -> None:
    calendar = WorkingCalendar({date(2026, 11, 24): False, date(2026, 11, 28): True})
    assert not calendar.is_working(date(2026, 11, 24))
    assert calendar.is_working(date(2026, 11, 28))
    assert calendar.next_working(date(2026, 11, 27)) == date(2026, 11, 28)


def test_working_days_start_with_the_start_when_it_is_worked() -> None:
    assert CALENDAR.working_days(date(2026, 11, 26), 3) == [
        date(2026, 11, 26),
        date(2026, 11, 27),
        date(2026, 11, 30),
    ]
    assert CALENDAR.working_days(date(2026, 11, 28), 1) == [date(2026, 11, 30)]
    assert CALENDAR.working_days(date(2026, 11, 28), 0) == []


def test_next_and_previous_are_strict_and_skip_the_golden_week() -> None:
    assert CALENDAR.next_working(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.next_working(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.previous_working(date(2026, 10, 8)) == date(2026, 9, 30)
    with pytest.raises(ValueError, match="counts from 1"):
        CALENDAR.next_working(date(2026, 9, 30), 0)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 3), date(2026, 11, 30)),
        (date(2026, 1, 31), date(2026, 1, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 2, 2), date(2026, 2, 28)),
    ],
)
def test_the_last_working_day_of_a_month(day: date, last: date) -> None:
    assert CALENDAR.last_working_of_month(day) == last


def test_december_is_followed_by_january() -> None:
    assert first_of_next_month(date(2026, 12, 5)) == date(2027, 1, 1)
