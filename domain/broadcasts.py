"""Policy news: its states, who may choose whom as readers, how long it may be, when those who have not read are reminded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.chat import Media
from domain.people import Person, Role

MESSAGE_UNITS = 4096
FRAME_UNITS = 100
"""Kept free for what stands around the words: the reminder's opening, the line with name and date."""
WORDS_UNITS = 3600
TITLE_CHARACTERS = 20
SENDERS = frozenset({Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.ADMIN})


class BroadcastState(StrEnum):
    """A draft is sent or dropped; what was sent can be withdrawn; nothing comes back."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


_NEXT = {
    BroadcastState.DRAFT: frozenset({BroadcastState.SENT, BroadcastState.DROPPED}),
    BroadcastState.SENT: frozenset({BroadcastState.WITHDRAWN}),
    BroadcastState.WITHDRAWN: frozenset[BroadcastState](),
    BroadcastState.DROPPED: frozenset[BroadcastState](),
}


def may_become(state: BroadcastState, to: BroadcastState) -> bool:
    """Whether news in `state` can go to state `to`."""
    return to in _NEXT[state]


class Refusal(StrEnum):
    """Why a verb about news did nothing."""

    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"
    NOBODY = "nobody"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line added to news that was sent."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One piece of news. `to_people` are codes, `to_groups` chat ids as they were at sending; `waiting` (codes and
    `group:<id>`) still have to get it: not joined, at rest or on leave."""

    id: int
    author: str
    department: str
    words: str
    media: Media | None
    state: BroadcastState
    to_people: tuple[str, ...]
    to_groups: tuple[int, ...]
    made_at: datetime
    sent_at: datetime | None = None
    valid_until: date | None = None
    shops_total: int = 0
    corrections: tuple[Correction, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def manager(self) -> str:
        return ""

    @property
    def addressed(self) -> frozenset[str]:
        """Who may see the words: the author, and the readers once it was sent."""
        mine = frozenset({self.author})
        return mine if self.state in {BroadcastState.DRAFT, BroadcastState.DROPPED} else mine | set(self.to_people)


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody pressed 已阅: `reader` is a person's code or `user:<id>`, `group` the chat id of `to_groups`, 0 in private."""

    reader: str
    group: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """A bound group as it can be chosen."""

    chat_id: int
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom an author may choose: people by code, groups by title."""

    people: tuple[Person, ...] = ()
    rooms: tuple[Room, ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        return tuple(sorted({person.department for person in self.people if person.department}))

    def of(self, department: str) -> frozenset[str]:
        """Codes of a department's people."""
        return frozenset(person.code for person in self.people if person.department == department)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Codes and chat ids that the draft goes to."""

    people: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        return len(self.people) + len(self.groups)


def choice_of(author: Person, people: Iterable[Person], rooms: Iterable[Room]) -> Choice:
    """A supervisor chooses in the own department, those above everywhere; nobody writes to oneself."""
    return Choice(
        tuple(one for one in people if one.active and one.code != author.code and _within(author, one.department)),
        tuple(room for room in rooms if _within(author, room.department)),
    )


def _within(author: Person, department: str) -> bool:
    if author.role is Role.SUPERVISOR:
        return bool(department) and department == author.department
    return author.role in SENDERS


def first_choice(choice: Choice) -> Chosen:
    """Everybody of a department and every group: what a new draft starts from."""
    return Chosen(
        frozenset(person.code for person in choice.people if person.department),
        frozenset(room.chat_id for room in choice.rooms),
    )


def still_allowed(chosen: Chosen, choice: Choice) -> Chosen:
    """What is left of a selection when people moved and groups left meanwhile."""
    return Chosen(
        chosen.people & {person.code for person in choice.people},
        chosen.groups & {room.chat_id for room in choice.rooms},
    )


def with_department(chosen: Chosen, choice: Choice, department: str) -> Chosen:
    """A department out when all of it is chosen, else all of it in."""
    its = choice.of(department)
    return replace(chosen, people=chosen.people - its if its <= chosen.people else chosen.people | its)


def with_group(chosen: Chosen, choice: Choice, chat_id: int) -> Chosen:
    return replace(chosen, groups=chosen.groups ^ ({chat_id} & {room.chat_id for room in choice.rooms}))


def with_person(chosen: Chosen, choice: Choice, code: str) -> Chosen:
    return replace(chosen, people=chosen.people ^ ({code} & {person.code for person in choice.people}))


def units(words: str) -> int:
    """Length as Telegram counts it, in UTF-16 units."""
    return len(words.encode("utf-16-le")) // 2


def check_words(words: str) -> Refusal | None:
    """Why the words can't be news; None when they can."""
    if not words.strip():
        return Refusal.EMPTY
    return Refusal.TOO_LONG if units(words) > WORDS_UNITS else None


def room_for_correction(news: Broadcast) -> int:
    """Units that a further correction may have, so that the whole stays one message."""
    told = sum(units(one.words) + FRAME_UNITS // 4 for one in news.corrections)
    return max(0, MESSAGE_UNITS - FRAME_UNITS - units(news.words) - told - FRAME_UNITS // 4)


def title(words: str) -> str:
    """The first clause, short enough for one line."""
    first = re.split(r"[。；;！!？?\n]|\. ", words.strip(), maxsplit=1)[0]
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When those who have not read are reminded: `first_after` working hours later, then the next working day at
    `second_at`. Late deliveries end after `deliver_days`, a reminder `late` after its time."""

    work_from: time = time(9)
    work_until: time = time(17)
    first_after: timedelta = timedelta(hours=4)
    second_at: time = time(10)
    late: timedelta = timedelta(days=1)
    deliver_days: int = 14

    def working(self, now: datetime, calendar: WorkingCalendar) -> bool:
        """Whether a reminder may ring at `now` (in the office's zone)."""
        return calendar.is_working(now.date()) and self.work_from <= now.time() < self.work_until


RHYTHM = Rhythm()


def reminder_times(
    sent_at: datetime, calendar: WorkingCalendar, zone: tzinfo, rhythm: Rhythm = RHYTHM
) -> tuple[datetime, datetime]:
    """The two instants at which readers who have not read are reminded."""
    first = _after_working(sent_at.astimezone(zone), rhythm.first_after, calendar, rhythm)
    return first, datetime.combine(calendar.next_working(first.date()), rhythm.second_at, zone)


def _after_working(start: datetime, left: timedelta, calendar: WorkingCalendar, rhythm: Rhythm) -> datetime:
    day, zone = start.date(), start.tzinfo
    while True:
        opens = max(start, datetime.combine(day, rhythm.work_from, zone))
        until = datetime.combine(day, rhythm.work_until, zone)
        if calendar.is_working(day) and opens < until:
            if left < until - opens:
                return opens + left
            left -= until - opens
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewsFace:
    """What a reader's message shows. `own`: it lies in the author's chat; `group_reads`: people who read, by group;
    a reader's own `read_at` is None until 已阅."""

    news: Broadcast
    author: str
    own: bool = False
    read_at: datetime | None = None
    group_reads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SenderFace:
    """What the author's card shows: the choice of a draft, or who has read and how many shops were told."""

    news: Broadcast
    choice: Choice = Choice()
    chosen: Chosen = Chosen()
    not_joined: int = 0
    readers: int = 0
    unread: Sequence[Person] = ()
    group_readers: int = 0
    told: int = 0
