"""News after its sending: to those who could not be rung then, and again to those who have not read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.broadcasts import RHYTHM, Broadcast, BroadcastState, reminder_times
from domain.calendar import WorkingCalendar
from domain.chat import Done, Notice, Priority
from storage import broadcasts, people, plans, pushes
from storage.database import Tx

GROUP = "group:"


@dataclass(frozen=True, slots=True)
class ToSend:
    """One message that is due: `to` a code or `group:<id>`, `turn` 1 or 2 of a reminder, 0 for the news itself."""

    to: str
    news: int
    turn: int
    at: datetime


def calendar_of(tx: Tx) -> WorkingCalendar:
    return WorkingCalendar(plans.own_calendar(tx))


def can_ring(tx: Tx, target: str, now: datetime) -> bool:
    """Whether news may reach a person or group now: quiet hours, days off and leave hold, and the person has joined."""
    if tx.office.quiet(now) or not calendar_of(tx).is_working(now.date()):
        return False
    if target.startswith(GROUP):
        group = people.group(tx, int(target.removeprefix(GROUP)))
        return group is not None and group.state == "bound"
    person = people.by_code(tx, target)
    if person is None or not (person.joined and person.active and person.reachable):
        return False
    return target not in plans.on_leave(tx, now.date())


def notices_for(news: Broadcast, target: str) -> tuple[Notice, ...]:
    """The picture or document first, then the words with the button. A group's page is its index in `to_groups`."""
    page = ""
    if target.startswith(GROUP):
        page = str(news.to_groups.index(int(target.removeprefix(GROUP))))
    words = Notice(target, "news", f"news:{news.id}", Priority.NEWS, page=page)
    if news.media is None:
        return (words,)
    return Notice(target, "news_media", f"newsmedia:{news.id}", Priority.NEWS), words


def deliveries_due(tx: Tx, now: datetime) -> list[ToSend]:
    """Who still waits for news and can be rung now."""
    recent = broadcasts.sent_since(tx, now - timedelta(days=RHYTHM.deliver_days))
    return [
        ToSend(target, news.id, 0, news.sent_at or news.made_at)
        for news in recent
        for target in news.waiting
        if can_ring(tx, target, now)
    ]


def deliver(tx: Tx, target: str, number: int, now: datetime) -> Done[None] | str:
    """Give the news to one who waited for it; a reason when nothing is to be done."""
    news = broadcasts.find(tx, number)
    if news is None or news.state is not BroadcastState.SENT or target not in news.waiting:
        return "nobody waits for it"
    if not can_ring(tx, target, now):
        return "can't be rung now"
    broadcasts.set_waiting(tx, number, set(news.waiting) - {target})
    return Done(None, notices_for(news, target), (f"newscard:{number}",))


def reminders_due(tx: Tx, kind: str, now: datetime) -> list[ToSend]:
    """Readers to be reminded now: of each news the latest reminder whose time has come, unless it was pushed (`kind`)."""
    calendar = calendar_of(tx)
    if not RHYTHM.working(now, calendar):
        return []
    found: list[ToSend] = []
    for news in broadcasts.sent_since(tx, now - timedelta(days=RHYTHM.deliver_days)):
        turn, at = _turn(tx, news, calendar, now)
        if not turn or now - at > RHYTHM.late:
            continue
        found += [
            ToSend(code, news.id, turn, at)
            for code in _unread(tx, news)
            if can_ring(tx, code, now) and pushes.may_try(tx, kind, code, slot_of(news.id, turn), now)
        ]
    return found


def slot_of(number: int, turn: int) -> str:
    return f"{number}.{turn}"


def _turn(tx: Tx, news: Broadcast, calendar: WorkingCalendar, now: datetime) -> tuple[int, datetime]:
    """Which reminder is the latest that is due, 0 for none, and since when."""
    assert news.sent_at is not None
    times = reminder_times(news.sent_at, calendar, tx.office.zone)
    passed = [at for at in times if at <= now]
    return len(passed), passed[-1] if passed else now


def _unread(tx: Tx, news: Broadcast) -> list[str]:
    """Codes of those who got it and have not read it."""
    known = {one.reader for one in broadcasts.reads(tx, news.id)}
    return [code for code in news.to_people if code not in known and code not in news.waiting]


def remind(tx: Tx, code: str, number: int, now: datetime) -> Done[None] | str:
    """Remind one reader; a reason when there is no need or no right moment."""
    news = broadcasts.find(tx, number)
    if news is None or news.state is not BroadcastState.SENT:
        return "withdrawn"
    if code not in _unread(tx, news):
        return "read already"
    if not (RHYTHM.working(now, calendar_of(tx)) and can_ring(tx, code, now)):
        return "not at work"
    return Done(None, (Notice(code, "news_reminder", f"newsnote:{number}", Priority.NEWS),))
