"""A week's sentences by rule: figures counted from records, each with the names of the records it counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from domain.days import is_visit
from domain.incidents import IncidentState
from domain.review_lines import OBJECTIVE_OF, TELLING
from domain.reviews import ReviewState
from domain.shops import Segment
from domain.visits import Channel, Missed, Stop, StopState
from domain.weekly import Line, LineKind, WeekRecords

SEGMENTS = (Segment.DEVELOP, Segment.RETAIN, Segment.GUIDE, Segment.WATCH)
AHEAD_SHOWN = 5


def draft(week: WeekRecords) -> tuple[Line, ...]:
    """All sentences that the records carry, in their order."""
    planned = [stop for stop in week.stops if stop.number and is_visit(stop)]
    found = (
        _away(week),
        _nothing(week, planned),
        _visited(week, planned),
        _segments(week, planned),
        _outcomes(week),
        _news(week),
        _incidents(week),
        _missed(planned),
        _reviewed(week),
        _ahead(week),
    )
    return tuple(line for line in found if line is not None)


def reached(planned: Iterable[Stop]) -> frozenset[str]:
    """Shops of the plan that were visited on one of the days."""
    return frozenset(stop.shop for stop in planned if stop.state is StopState.DONE)


def _names(kind: str, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{kind}:{number}" for number in dict.fromkeys(numbers))


def _away(week: WeekRecords) -> Line | None:
    days = sum(one.days for one in week.away)
    return Line(LineKind.AWAY, {"days": days}, _names("leave", (one.id for one in week.away))) if days else None


def _nothing(week: WeekRecords, planned: list[Stop]) -> Line | None:
    if week.logs:
        return None
    shops = {stop.shop for stop in planned}
    return Line(LineKind.NOTHING, {"planned": len(shops)}, _names("stop", (stop.id for stop in planned)))


def _visited(week: WeekRecords, planned: list[Stop]) -> Line | None:
    """Shops, not stops: one that was moved within the week and then visited counts once, as visited."""
    if not week.logs:
        return None
    shops, done = {stop.shop for stop in planned}, reached(planned)
    on_site = {log.shop for log in week.logs if log.channel is Channel.ONSITE}
    called = {log.shop for log in week.logs if log.channel is Channel.CALL_INSTEAD} - on_site
    extra = {log.shop for log in week.logs if log.unplanned and log.shop} - shops
    figures = {
        "planned": len(shops),
        "visited": len(done),
        "calls": len(done & called),
        "unplanned": len(extra),
    }
    stops = _names("stop", (stop.id for stop in planned))
    return Line(LineKind.VISITED, figures, (*_names("log", (log.id for log in week.logs)), *stops))


def _segments(week: WeekRecords, planned: list[Stop]) -> Line | None:
    done = reached(planned)
    if not done:
        return None
    by: defaultdict[str, set[str]] = defaultdict(set)
    for stop in planned:
        if stop.shop in week.shops:
            by[week.shops[stop.shop].segment].add(stop.shop)
    counts = [[one.value, len(by[one] & done), len(by[one])] for one in SEGMENTS if by[one]]
    return Line(LineKind.SEGMENTS, {"counts": counts}, _names("stop", (stop.id for stop in planned)))


def _outcomes(week: WeekRecords) -> Line | None:
    """The last answer of each shop to each question that says something."""
    last: dict[tuple[str, str], str] = {}
    telling = [log for log in week.logs if log.shop and log.outcome in TELLING]
    for log in telling:
        last[log.shop, OBJECTIVE_OF[log.outcome].value] = log.outcome
    if not last:
        return None
    counted = Counter((objective, outcome) for (_shop, objective), outcome in last.items())
    counts = [[objective, outcome, n] for (objective, outcome), n in counted.most_common()]
    return Line(LineKind.OUTCOMES, {"counts": counts}, _names("log", (log.id for log in telling)))


def _news(week: WeekRecords) -> Line | None:
    shops = {one.shop for one in week.told}
    if not shops:
        return None
    return Line(LineKind.NEWS, {"shops": len(shops)}, _names("log", (one.log for one in week.told)))


def _incidents(week: WeekRecords) -> Line | None:
    if not week.incidents:
        return None
    closed = [one for one in week.incidents if one.state is IncidentState.CLOSED and one.closed_at]
    longest = max((one.closed_at - one.reported_at for one in closed if one.closed_at), default=None)
    figures = {
        "n": len(week.incidents),
        "closed": len(closed),
        "open": sum(one.live for one in week.incidents),
        "longest_minutes": round(longest.total_seconds() / 60) if longest else 0,
    }
    return Line(LineKind.INCIDENTS, figures, _names("incident", (one.id for one in week.incidents)))


def _missed(planned: list[Stop]) -> Line | None:
    """Shops that were on a list and not visited all week, by the last reason given."""
    done = reached(planned)
    left = {stop.shop: stop for stop in sorted(planned, key=lambda stop: stop.day) if stop.shop not in done}
    if not left:
        return None
    counted = Counter(stop.missed.value for stop in left.values() if stop.missed)
    order = [reason.value for reason in Missed]
    reasons = sorted(counted.items(), key=lambda one: (-one[1], order.index(one[0])))
    figures = {"n": len(left), "reasons": [[reason, n] for reason, n in reasons]}
    return Line(LineKind.MISSED, figures, _names("stop", (stop.id for stop in planned if stop.shop in left)))


def _reviewed(week: WeekRecords) -> Line | None:
    ended = [one for one in week.reviews if one.finished]
    if not ended:
        return None
    confirmed = sum(one.state is ReviewState.CONFIRMED for one in ended)
    figures = {"confirmed": confirmed, "by_itself": len(ended) - confirmed}
    return Line(LineKind.REVIEWED, figures, _names("review", (one.id for one in ended)))


def _ahead(week: WeekRecords) -> Line | None:
    """What was promised for the days after, soonest first."""
    if not week.ahead:
        return None
    ordered = sorted(week.ahead, key=lambda one: (one.day, one.id))
    shown = [[_name(week, one.shop), one.what, one.day.isoformat()] for one in ordered[:AHEAD_SHOWN]]
    figures = {"shown": shown, "more": max(0, len(ordered) - AHEAD_SHOWN)}
    return Line(LineKind.AHEAD, figures, _names("follow", (one.id for one in ordered)))


def _name(week: WeekRecords, code: str) -> str:
    return week.shops[code].name if code in week.shops else ""
