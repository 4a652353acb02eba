"""Whom an order names, how it weighs, what is left as the thing to do; when people at work may be rung."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import WorkingCalendar
from domain.office import Office
from domain.people import Person, Role
from domain.reminders import what_of
from domain.task_words import ordered
from domain.tasks import may_get, quadrant, weight_of
from domain.work_hours import before_due, in_hours, next_morning, waking_moment, working_moment

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = Office(zone=ZONE)
CALENDAR = WorkingCalendar()
TEAM = tuple(
    Person(code, name, Role.MANAGER, "前川市场部")
    for code, name in (("M01", "杜兰枝"), ("M03", "熊丽霞"), ("M04", "江强水"), ("M05", "江小鱼"))
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "drop", "codes", "what", "urgent", "important"),
    [
        ("明天上午让M03去横店检查价签 急", "明天上午", ("M03",), "横店检查价签", True, True),
        ("让熊丽霞明天去横店检查价签", "明天", ("M03",), "横店检查价签", False, True),
        ("请丽霞和小杜周五前查价签，不急", "周五前", ("M01", "M03"), "查价签", False, True),
        ("全体周五前交报告 不重要", "周五前", ("M01", "M03", "M04", "M05"), "交报告", False, False),
        ("ask m03 to check price tags tomorrow, urgent", "tomorrow", ("M03",), "check price tags", True, True),
        ("任务：周五前交市场报告", "周五前", (), "交市场报告", False, True),
        ("让小江去横店检查价签", "", (), "让小江去横店检查价签", False, True),
        ("让M03带急救包去横店", "", ("M03",), "带急救包去横店", False, True),
    ],
)
def test_an_order_is_read(
    words: str, drop: str, codes: tuple[str, ...], what: str, urgent: bool, important: bool
) -> None:
    start = words.find(drop) if drop else 0
    found = ordered(words, TEAM, [(start, start + len(drop))] if drop else [])
    assert (found.people, found.what, found.urgent, found.important) == (codes, what, urgent, important)


def test_what_is_nobodys_code_is_told_and_is_an_order_all_the_same() -> None:
    found = ordered("让M99去横店检查价签", TEAM)
    assert (found.people, found.unknown, found.order) == ((), ("M99",), True)
    assert not ordered("横店昨天下雨", TEAM).order


def test_a_supervisor_gives_tasks_in_the_department_and_managers_to_nobody() -> None:
    others = (
        *TEAM,
        Person("M09", "别处", Role.MANAGER, "横店市场部"),
        Person("M10", "走了", Role.MANAGER, active=False),
    )
    assert [one.code for one in may_get(Person("S01", "陈", Role.SUPERVISOR, "前川市场部"), others)] == [
        "M01",
        "M03",
        "M04",
        "M05",
    ]
    assert "M09" in [one.code for one in may_get(Person("A01", "何", Role.ADMIN), others)]
    assert may_get(Person("S02", "无", Role.SUPERVISOR), others) == ()
    assert may_get(TEAM[0], others) == ()


def test_quadrants_and_back() -> None:
    assert [quadrant(*weight_of(number)) for number in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_the_next_moments_of_work_leave_out_holidays_and_keep_a_make_up_saturday() -> None:
    assert working_moment(at(9, 30, 18, 30), OFFICE, CALENDAR) == at(10, 8, 8)
    assert working_moment(at(10, 10, 7), OFFICE, CALENDAR) == at(10, 10, 8)
    assert next_morning(at(10, 9, 9), OFFICE, CALENDAR) == at(10, 10, 8)
    assert waking_moment(at(11, 24, 19), OFFICE, CALENDAR) == at(11, 24, 19)
    assert waking_moment(at(11, 24, 22), OFFICE, CALENDAR) == at(11, 25, 8)
    assert not in_hours(at(11, 28, 10), OFFICE, CALENDAR)


def test_the_reminder_stands_an_hour_before_or_at_the_end_of_the_work_before() -> None:
    assert before_due(at(11, 24, 15), OFFICE, CALENDAR) == at(11, 24, 14)
    assert before_due(at(11, 24, 8, 30), OFFICE, CALENDAR) == at(11, 23, 17)
    assert before_due(at(11, 24, 20), OFFICE, CALENDAR) == at(11, 24, 17)
    assert before_due(at(10, 4, 12), OFFICE, CALENDAR) == at(9, 30, 17)


@pytest.mark.parametrize(
    ("words", "day", "what"),
    [
        ("明天下午三点提醒我给李老板送资料", "明天下午三点", "给李老板送资料"),
        ("别忘了周五交报告", "周五", "交报告"),
        ("remind me tomorrow at 3pm to bring papers", "tomorrow at 3pm", "bring papers"),
        ("提醒我", "", "提醒我"),
    ],
)
def test_a_reminder_keeps_what_is_to_be_done(words: str, day: str, what: str) -> None:
    start = words.find(day)
    assert what_of(words, [(start, start + len(day))] if day else []) == what
