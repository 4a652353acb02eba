"""What a supervisor, deputy or head sees of the managers: today at a glance, in six queries however many they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from domain.people import Action, Person, Role, Scope, allow
from domain.teams import Team, TeamLine
from domain.visits import Channel, LogState, Stop, StopState
from services.days import is_visit
from storage import incidents, people, plans, visits
from storage.database import Tx


def managers_of(tx: Tx, chief: Person) -> list[Person]:
    """The managers whose days this person may see, by code."""
    listed = people.with_roles(tx, {Role.MANAGER})
    return [one for one in listed if allow(chief, Action.SEE_DAY, Scope(one.code, one.department))]


def load_team(tx: Tx, id: str, reader: Person | None, now: datetime) -> Team | None:
    """The team of the chief whose code is `id`."""
    chief = people.by_code(tx, id)
    if chief is None:
        return None
    today, managers = now.date(), managers_of(tx, chief)
    codes = [one.code for one in managers]
    stops: defaultdict[str, list[Stop]] = defaultdict(list)
    for stop in plans.of_managers(tx, codes, today):
        stops[stop.manager].append(stop)
    called: Counter[str] = Counter()
    logged: set[str] = set()
    for log in visits.of_managers(tx, codes, today):
        if log.state is LogState.ACTIVE:
            logged.add(log.manager)
            called[log.manager] += log.channel is Channel.CALL_INSTEAD
    troubles = Counter(one.manager for one in incidents.live(tx))
    away = plans.on_leave(tx, today)
    lines = tuple(
        _line(one, stops[one.code], called[one.code], troubles[one.code], one.code in away, one.code in logged)
        for one in managers
    )
    return Team(chief, now, lines, sum(line.incidents for line in lines))


def _line(manager: Person, stops: list[Stop], calls: int, troubles: int, away: bool, logged: bool) -> TeamLine:
    planned = [stop for stop in stops if stop.number and is_visit(stop)]
    done = sum(stop.state is StopState.DONE for stop in planned)
    return TeamLine(manager, done, len(planned), calls, troubles, away, logged)


def team_object(tx: Tx, id: str) -> Scope | None:
    """The team behind `team:<code of its chief>`: the chief's own."""
    chief = people.by_code(tx, id)
    return None if chief is None else Scope(chief.code, chief.department, frozenset({chief.code}))
