"""One's own week in figures, and its picture: asked for, drawn beside the event loop, sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.chat import Done, Notice, Priority
from domain.days import is_visit
from domain.people import Owned, Person, Scope
from domain.stats import DayStat, DrawnWeek, SegmentStat, WeekStats
from domain.visits import Channel, StopState
from domain.weekly import WEEK, WeekRecords, monday
from domain.weekly_draft import SEGMENTS, reached
from services.days import parse_day_id, working_calendar
from services.week_records import records_of
from storage import files, people, pictures, plans
from storage.database import Tx


def stats_object(tx: Tx, id: str) -> Owned | None:
    """A manager's own week, whose owner is the manager."""
    named = parse_day_id(id)
    manager = people.by_code(tx, named[0]) if named else None
    return Scope(manager.code, manager.department) if manager else None


def load(tx: Tx, id: str, reader: Person | None, now: datetime) -> WeekStats | None:
    """The figures of the week that the day in `id` lies in."""
    named = parse_day_id(id)
    manager = people.by_code(tx, named[0]) if named else None
    if named is None or manager is None:
        return None
    return _stats(tx, records_of(tx, manager, monday(named[1])), now)


def _stats(tx: Tx, week: WeekRecords, now: datetime) -> WeekStats:
    planned = [stop for stop in week.stops if is_visit(stop)]
    done, shops = reached(planned), {stop.shop for stop in planned}
    on_site = {log.shop for log in week.logs if log.channel is Channel.ONSITE}
    called = {log.shop for log in week.logs if log.channel is Channel.CALL_INSTEAD} - on_site
    segments = []
    for one in SEGMENTS:
        within = {code for code in shops if code in week.shops and week.shops[code].segment == one.value}
        if within:
            segments.append(SegmentStat(one.value, len(within), len(within & done)))
    return WeekStats(
        manager=week.manager.code,
        department=week.manager.department,
        week=week.week,
        today=now.date(),
        days=_days(tx, week),
        segments=tuple(segments),
        visited=len(done),
        planned=len(shops),
        calls=len(done & called),
        unplanned=len({log.shop for log in week.logs if log.unplanned and log.shop} - shops),
        told=len({one.shop for one in week.told}),
        incidents=len(week.incidents),
    )


def _days(tx: Tx, week: WeekRecords) -> tuple[DayStat, ...]:
    """Monday to Friday, and of the weekend what was worked."""
    calendar, found = working_calendar(tx), []
    leaves = plans.leaves_of(tx, week.manager.code, week.week)
    for n in range(7):
        day = week.week + timedelta(days=n)
        stops = [stop for stop in week.stops if stop.day == day and is_visit(stop)]
        extra = {log.shop for log in week.logs if log.day == day and log.unplanned}
        away = any(one.first_day <= day <= one.last_day for one in leaves)
        off = away or not calendar.is_working(day)
        if n < 5 or not off or stops or extra:
            visited = sum(stop.state is StopState.DONE for stop in stops)
            found.append(DayStat(day, len(stops), visited, len(extra), off))
    return tuple(found)


def week_to_show(tx: Tx, person: Person, now: datetime) -> date:
    """This week once something is recorded in it, else the one before."""
    this = monday(now.date())
    return this if not records_of(tx, person, this).empty else this - WEEK


def ask_picture(tx: Tx, stats: WeekStats, now: datetime) -> None:
    """Have the week drawn; it follows as a message of its own."""
    pictures.ask(tx, stats.manager, stats.week, now)


@dataclass(frozen=True, slots=True)
class ToDraw:
    stats: WeekStats
    language: str


def due_pictures(tx: Tx) -> list[pictures.Picture]:
    return pictures.waiting(tx)


def to_draw(tx: Tx, number: int, now: datetime) -> ToDraw | None:
    picture = pictures.find(tx, number)
    person = people.by_code(tx, picture.person) if picture and not picture.file else None
    stats = load(tx, f"{picture.person}@{picture.week:%Y-%m-%d}", person, now) if picture and person else None
    return ToDraw(stats, person.language) if stats and person else None


def drawn(tx: Tx, number: int, name: str, content: bytes, now: datetime) -> Done[None] | None:
    """Keep the picture and send it; None when that was done."""
    picture = pictures.find(tx, number)
    if picture is None or picture.file:
        return None
    pictures.drawn(tx, number, files.add(tx, name, content, now))
    return Done(None, (Notice(picture.person, "week_picture", f"picture:{number}", Priority.ANSWER),))


def give_up(tx: Tx, number: int) -> None:
    """Nobody is there to look at it."""
    pictures.drawn(tx, number, "-")


def load_picture(tx: Tx, id: str, reader: Person | None, now: datetime) -> DrawnWeek | None:
    picture = pictures.find(tx, int(id)) if id.isdecimal() else None
    stats = load(tx, f"{picture.person}@{picture.week:%Y-%m-%d}", reader, now) if picture else None
    return DrawnWeek(stats, picture.file) if picture and stats and picture.file.startswith(files.STORED) else None


def picture_object(tx: Tx, id: str) -> Owned | None:
    picture = pictures.find(tx, int(id)) if id.isdecimal() else None
    manager = people.by_code(tx, picture.person) if picture else None
    return Scope(manager.code, manager.department) if manager else None
