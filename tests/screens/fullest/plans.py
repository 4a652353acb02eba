"""The morning list, the day card, the two weeks, leave, the focus and the team, on the longest days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from domain.days import DayView, OpenIncident, StopLine
from domain.incidents import IncidentState
from domain.leaves import TakenLeave
from domain.mornings import Morning, MorningLine, Stretched, UntoldNews
from domain.shops import Segment
from domain.talking import Facts, News
from domain.talking.facts import Promise
from domain.teams import Team, TeamLine
from domain.two_weeks import PlannedDay, TwoWeeks
from domain.visits import Channel, Reason, Stop, StopState
from screens import day_card, mornings, plans, teams
from tests.screens import test_incidents as incident_samples
from tests.screens.fullest.samples import CHEN, DAY, DU, LOG, NAME, OTHER_YEAR, SHOP, STOP, WHO, WORDS, Called
from tests.screens.test_visits import NOW

SHOPS_MAX = 35
"""Stops of one day: the most that settings and a late import may come to."""
REASONS = ("weekly", "biweekly", "cadence", "never", "promise", "moved", "early", "call", "task", "unplanned")


def _lines(state: StopState = StopState.PLANNED) -> tuple[StopLine, ...]:
    return tuple(_line(number, state) for number in range(1, SHOPS_MAX + 1))


def _line(number: int, state: StopState) -> StopLine:
    reason = Reason(REASONS[number % len(REASONS)], 399, OTHER_YEAR)
    shop = replace(SHOP, code=f"A{number}", name=NAME[:39] + str(number % 2), segment=list(Segment)[number % 4])
    stop: Stop = replace(
        STOP,
        id=number,
        number=number,
        shop=shop.code,
        reason=reason,
        state=state,
        channel=list(Channel)[number % 3],
        moved_to=OTHER_YEAR,
        important=True,
    )
    return StopLine(stop, shop)


def _day(state: StopState) -> DayView:
    lines = _lines(state)
    logs = tuple(replace(LOG, id=line.stop.id, stop=line.stop.id, shop=line.shop.code) for line in lines)
    taken = replace(incident_samples.TAKEN.incident, state=IncidentState.TAKEN)
    return DayView(
        DAY, DU, lines, logs, (OpenIncident(taken, SHOP, WHO), OpenIncident(incident_samples.INCIDENT, None)) * 9
    )


def plans_drawn() -> Iterator[Called]:
    for state in StopState:
        for reader in (DU, CHEN):
            for page in ("", "list"):
                yield day_card.day_screen, f"{state} {page}", (_day(state), reader, page)
                yield day_card.manager_day_screen, f"{state} {page}", (_day(state), reader, page)
    yield day_card.day_screen, "none", (DayView(DAY, DU), DU, "")
    yield from _mornings()
    yield from _two_weeks()
    yield from _leave()
    lines = tuple(
        TeamLine(replace(DU, code=f"M{n:02}"), 12, 35 * (n % 2), 12, 12, n == 3, n % 3 > 0) for n in range(60)
    )
    for team in (Team(CHEN, NOW, lines, 999), Team(CHEN, NOW)):
        yield teams.team_screen, str(len(team.lines)), (team, CHEN, "")


def _mornings() -> Iterator[Called]:
    lines = tuple(MorningLine(line, Facts(line.shop, DAY, WHO, promises=(Promise("1", WORDS),))) for line in _lines())
    news = tuple(UntoldNews(News(f"news:{n}", "新" * 60), 35) for n in range(9))
    stretched = tuple(Stretched(segment, 14, 21) for segment in Segment)
    full = Morning(_day(StopState.PLANNED), lines, news, stretched, ("重" * 40,) * 3, 123.4, 12)
    for morning in (full, replace(full, lines=lines[:1]), replace(full, lines=())):
        for reader in (DU, CHEN):
            yield mornings.morning_screen, str(len(morning.lines)), (morning, reader, "")
            if morning.lines:
                yield mornings.rest_screen, str(len(morning.lines)), (morning, reader, "")


def _two_weeks() -> Iterator[Called]:
    days = tuple(PlannedDay(DAY + timedelta(n), 25, 12, ("村" * 40,) * 3, 123.4) for n in range(14))
    stretched = tuple(Stretched(segment, 14, 21) for segment in Segment)
    plan = TwoWeeks(DU, DAY, days, stretched, tuple(day.day for day in days), 140, 140, _day(StopState.PLANNED))
    for page in ("", "day", "change"):
        yield plans.plan_screen, page, (plan, DU, page)
        yield plans.plan_screen, f"empty {page}", (TwoWeeks(DU, DAY, ()), DU, page)
    for works in (True, False):
        for ahead in (None, days[1]):
            yield plans.no_list, f"{works}", (DAY, works, ahead)


def _leave() -> Iterator[Called]:
    for last in (OTHER_YEAR, DAY):
        taken = TakenLeave(5, "M01", "前川市场部", DAY, last, DAY, 140, (NAME,) * 30)
        yield plans.leave_screen, str(last), (taken,)
        yield plans.leave_given_up, str(last), (taken,)
    days = (date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27))
    yield plans.leave_help, "", ("M01", days)
    yield plans.bad_date, "", (WORDS, days, "M01")
    yield plans.bad_date, "nothing near", (WORDS, (), "M01")
    yield plans.past_day, "", (DAY,)
    for focus in (("重" * 40,) * 3, ()):
        yield plans.focus_screen, str(len(focus)), (focus, 5)
        yield plans.focus_now, str(len(focus)), (focus,)
    yield plans.focus_too_long, "", ()
    yield plans.focus_taken_back, "", ()
    yield plans.calendar_screen, "", (2027, CHEN, "")
