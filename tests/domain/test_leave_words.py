"""`/leave`: which day, for how many working days."""

from __future__ import annotations

from datetime import date

import pytest

from domain.leave_words import LeaveWords, half_of, leave_words

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2026-11-26", LeaveWords(date(2026, 11, 26))),
        ("2026-11-26 2", LeaveWords(date(2026, 11, 26), 2)),
        ("2026-11-26 2天", LeaveWords(date(2026, 11, 26), 2)),
        ("2026-11-26 3 days", LeaveWords(date(2026, 11, 26), 3)),
        ("11-26", LeaveWords(date(2026, 11, 26))),
        ("11月26日 2", LeaveWords(date(2026, 11, 26), 2)),
        ("1-5", LeaveWords(date(2027, 1, 5))),
        ("明天", LeaveWords(date(2026, 11, 25))),
        ("today 2", LeaveWords(TODAY, 2)),
        ("11-31", LeaveWords(None, near=(date(2026, 11, 30), date(2026, 12, 1)))),
        ("2027-02-29", LeaveWords(None, near=(date(2027, 2, 28), date(2027, 3, 1)))),
        ("13-01", LeaveWords(None)),
        ("下个月", None),
        ("", None),
    ],
)
def test_a_day_of_leave_is_read_as_written(words: str, meant: LeaveWords | None) -> None:
    assert leave_words(words, TODAY) == meant


@pytest.mark.parametrize(
    ("said", "half", "rest"),
    [
        ("2026-11-26 下午", "afternoon", "2026-11-26"),
        ("明天上午", "morning", "明天"),
        ("2026-11-26 afternoon", "afternoon", "2026-11-26"),
        ("2026-11-26 2", "", "2026-11-26 2"),
        ("明天上午下午", "", "明天"),
    ],
)
def test_half_a_day_is_told_from_whole_ones(said: str, half: str, rest: str) -> None:
    assert half_of(said) == (half, rest)
