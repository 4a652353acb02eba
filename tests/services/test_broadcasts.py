"""News reaches those it may reach, is counted honestly, and only its author changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.broadcasts import (
    BroadcastState,
    Refusal,
    check_words,
    choice_of,
    first_choice,
    may_become,
    reminder_times,
    room_for_correction,
    title,
    with_department,
)
from domain.calendar import WorkingCalendar
from domain.chat import Kind, Media
from domain.office import Office
from domain.people import Person, Role
from domain.shops import Segment, Shop
from services import broadcasts as news
from services.news_delivery import deliver, deliveries_due, remind, reminders_due
from storage import broadcasts as stored
from storage import people, plans, pushes, shops
from storage.database import Database, Tx
from storage.news import valid_news
from storage.people import Group
from storage.tables import metadata

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
ROOM = -100200
WORDS = "12 月 1 日起截单提前到 16:00。提前告诉每家店。"

CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", user_id=1)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01", user_id=11)
MAO = Person("M02", "毛强秀", Role.MANAGER, "前川市场部", "S01", user_id=12)
XIONG = Person("M03", "熊丽霞", Role.MANAGER, "前川市场部", "S01")
OTHER = Person("M09", "谭运秀", Role.MANAGER, "横店市场部", user_id=19)
HEAD = Person("H01", "吴敏", Role.HEAD, user_id=3)
STAFF = (CHEN, DU, MAO, XIONG, OTHER, HEAD)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'news.db'}", Office(zone=ZONE))
    metadata.create_all(opened.engine)
    opened.write(_seed).result()
    yield opened
    opened.close()


def _seed(tx: Tx) -> None:
    for person in STAFF:
        people.put(tx, person)
        if person.user_id:
            people.join(tx, person.code, person.user_id, "zh_CN", TUESDAY)
    people.put_group(tx, Group(ROOM, "横店群", "前川市场部", "bound", TUESDAY))
    people.put_group(tx, Group(-5, "别的群", "横店市场部", "bound", TUESDAY))
    owners = ("M01", "M01", "M02", "M09")
    shops.add(tx, [Shop(f"K{n}", f"店{n}", owner, "", segment=Segment.WATCH) for n, owner in enumerate(owners)])


def did(db: Database, verb: Callable[..., Any], *args: Any) -> Any:
    return db.write(verb, *args).result()


def drafted(db: Database, author: Person = CHEN, media: Media | None = None, at: datetime = TUESDAY) -> int:
    number = did(db, news.draft, author, WORDS, media, 7, at).value
    assert isinstance(number, int)
    return number


def sent(db: Database, at: datetime = TUESDAY) -> int:
    number = drafted(db, at=at)
    assert did(db, news.send, CHEN, number, at).value is None
    return number


def card(db: Database, number: int, at: datetime = TUESDAY) -> Any:
    return db.read(news.sender_face, str(number), CHEN, at)


@pytest.mark.parametrize(
    ("state", "to", "can"),
    [
        ("draft", "sent", True),
        ("draft", "dropped", True),
        ("draft", "withdrawn", False),
        ("sent", "withdrawn", True),
        ("sent", "draft", False),
        ("withdrawn", "sent", False),
        ("dropped", "sent", False),
    ],
)
def test_news_goes_only_forward(state: str, to: str, can: bool) -> None:
    assert may_become(BroadcastState(state), BroadcastState(to)) is can


@pytest.mark.parametrize(
    ("author", "codes"),
    [
        (CHEN, {"M01", "M02", "M03"}),
        (HEAD, {"S01", "M01", "M02", "M03", "M09"}),
        (DU, set()),
        (Person("S09", "无部门", Role.SUPERVISOR), set()),
    ],
)
def test_a_supervisor_chooses_at_home_and_those_above_everywhere(author: Person, codes: set[str]) -> None:
    assert {person.code for person in choice_of(author, STAFF, ()).people} == codes


def test_a_department_is_taken_in_whole_and_then_out() -> None:
    choice = choice_of(CHEN, STAFF, ())
    full = first_choice(choice)
    none = with_department(full, choice, "前川市场部")
    assert none.people == frozenset()
    assert with_department(none, choice, "前川市场部") == full


def test_words_are_measured_as_telegram_counts() -> None:
    assert check_words("  ") is Refusal.EMPTY
    assert check_words("字" * 3600) is None
    assert check_words("😀" * 1801) is Refusal.TOO_LONG


@pytest.mark.parametrize(
    ("words", "short"),
    [("12 月 1 日起截单提前到 16:00。再说", "12 月 1 日起截单提前到 16:00"), ("字" * 30, "字" * 19 + "…")],
)
def test_a_title_is_the_first_clause_and_fits_a_line(words: str, short: str) -> None:
    assert title(words) == short


@pytest.mark.parametrize(
    ("at", "first", "second"),
    [
        ("2026-11-24 09:00", "2026-11-24 13:00", "2026-11-25 10:00"),
        ("2026-11-24 15:00", "2026-11-25 11:00", "2026-11-26 10:00"),
        ("2026-11-24 13:00", "2026-11-25 09:00", "2026-11-26 10:00"),
        ("2026-11-27 20:00", "2026-11-30 13:00", "2026-12-01 10:00"),
        ("2026-11-28 10:00", "2026-11-30 13:00", "2026-12-01 10:00"),
        ("2026-11-24 06:00", "2026-11-24 13:00", "2026-11-25 10:00"),
    ],
)
def test_reminders_fall_into_working_hours(at: str, first: str, second: str) -> None:
    times = reminder_times(datetime.fromisoformat(at).replace(tzinfo=ZONE), WorkingCalendar(), ZONE)
    assert [f"{one:%Y-%m-%d %H:%M}" for one in times] == [first, second]


def test_a_draft_starts_with_all_of_the_department_and_its_group(db: Database) -> None:
    face = card(db, drafted(db))
    assert face.chosen.people == {"M01", "M02", "M03"}
    assert face.chosen.groups == {ROOM}
    assert face.not_joined == 1


def test_toggles_change_who_gets_it_and_nobody_means_no_sending(db: Database) -> None:
    number = drafted(db)
    did(db, news.toggle, CHEN, number, "dept", "前川市场部", TUESDAY)
    done = did(db, news.toggle, CHEN, number, "group", str(ROOM), TUESDAY)
    assert done.changed == (f"newscard:{number}",)
    assert card(db, number).chosen.count == 0
    assert did(db, news.send, CHEN, number, TUESDAY).value is Refusal.NOBODY
    did(db, news.toggle, CHEN, number, "person", "M02", TUESDAY)
    assert card(db, number).chosen.people == {"M02"}


def test_nobody_outside_the_scope_can_be_slipped_in(db: Database) -> None:
    number = drafted(db)
    did(db, news.toggle, CHEN, number, "person", "M09", TUESDAY)
    did(db, news.toggle, CHEN, number, "group", "-5", TUESDAY)
    assert card(db, number).chosen.people == {"M01", "M02", "M03"}
    assert card(db, number).chosen.groups == {ROOM}


def test_sending_tells_everyone_and_keeps_it_for_those_not_joined(db: Database) -> None:
    number = drafted(db, media=Media(Kind.PHOTO, "file"))
    done = did(db, news.send, CHEN, number, TUESDAY)
    told = [(one.to, one.view, one.page) for one in done.notices]
    group = f"group:{ROOM}"
    assert told == [
        *((to, view, "") for to in ("M01", "M02") for view in ("news_media", "news")),
        (group, "news_media", ""),
        (group, "news", "0"),
    ]
    face = card(db, number)
    assert face.news.waiting == ("M03",)
    assert face.news.shops_total == 3
    assert did(db, news.send, CHEN, number, TUESDAY).value is Refusal.TOO_LATE


def test_sent_news_is_a_talking_point_until_it_is_withdrawn(db: Database) -> None:
    number = sent(db)
    assert [one.id for one in db.read(valid_news, "M01", TUESDAY.date())] == [number]
    assert did(db, news.withdraw, CHEN, number, TUESDAY).value is None
    assert db.read(valid_news, "M01", TUESDAY.date()) == []
    assert did(db, news.correct, CHEN, number, "晚了", TUESDAY).value is Refusal.TOO_LATE


def test_only_the_author_changes_news(db: Database) -> None:
    number = drafted(db)
    for verb in (news.send, news.drop, news.withdraw):
        assert did(db, verb, HEAD, number, TUESDAY).value is Refusal.NOT_YOURS
    assert did(db, news.toggle, HEAD, number, "person", "M01", TUESDAY).value is Refusal.NOT_YOURS
    assert did(db, news.correct, HEAD, number, "x", TUESDAY).value is Refusal.NOT_YOURS


def test_drafts_are_not_for_readers_and_the_card_never_is(db: Database) -> None:
    number = drafted(db)
    draft = db.read(news.news_owned, str(number))
    assert draft is not None
    assert getattr(draft, "addressed") == {"S01"}  # noqa: B009
    did(db, news.send, CHEN, number, TUESDAY)
    assert db.read(news.news_owned, str(number)).addressed == {"S01", "M01", "M02", "M03"}  # type: ignore[union-attr]
    assert db.read(news.card_owned, str(number)).addressed == {"S01"}  # type: ignore[union-attr]
    assert db.read(news.news_owned, "x") is None


def test_each_reader_counts_once_and_groups_count_anyone(db: Database) -> None:
    number = sent(db)
    member = Person("user:77", "路人", Role.MANAGER, user_id=77)
    later = TUESDAY + timedelta(hours=1)
    assert did(db, news.read, DU, number, None, later).changed
    assert did(db, news.read, DU, number, None, later).changed == ()
    assert did(db, news.read, member, number, 0, later).value is None
    assert did(db, news.read, member, number, 0, later).changed == ()
    assert did(db, news.read, DU, number, 0, later).value is None
    assert did(db, news.read, member, number, None, later).value is Refusal.NOT_YOURS
    assert did(db, news.read, member, number, 4, later).value is Refusal.NOT_YOURS
    face = card(db, number)
    assert (face.readers, [one.code for one in face.unread], face.group_readers) == (3, ["M02", "M03"], 2)
    mine = db.read(news.face_of, str(number), DU, later)
    assert mine is not None
    assert mine.read_at == later
    assert mine.group_reads == (2,)


def test_withdrawn_news_can_no_longer_be_read_off(db: Database) -> None:
    number = sent(db)
    did(db, news.withdraw, CHEN, number, TUESDAY)
    assert did(db, news.read, DU, number, None, TUESDAY).value is Refusal.TOO_LATE


def test_a_correction_adds_a_line_and_the_whole_stays_one_message(db: Database) -> None:
    number = sent(db)
    at = TUESDAY.replace(hour=14, minute=20)
    done = did(db, news.correct, CHEN, number, " 16:30 ", at)
    assert {f"news:{number}", f"newsnote:{number}", f"newscard:{number}"} <= set(done.changed)
    kept = db.read(stored.find, number)
    assert kept is not None
    assert [(one.at, one.words) for one in kept.corrections] == [(at, "16:30")]
    room = room_for_correction(kept)
    assert did(db, news.correct, CHEN, number, "字" * (room + 1), at).value is Refusal.TOO_LONG


def test_a_question_closes_when_it_is_answered_or_given_up(db: Database) -> None:
    did(db, news.ask, CHEN, news.ASK_WORDS, "", TUESDAY)
    assert db.read(news.asked, "S01", TUESDAY) is not None
    drafted(db)
    assert db.read(news.asked, "S01", TUESDAY) is None
    did(db, news.ask, CHEN, news.ASK_WORDS, "", TUESDAY)
    did(db, news.never_mind, CHEN, TUESDAY)
    assert db.read(news.asked, "S01", TUESDAY) is None


def test_at_night_nothing_rings_and_in_the_morning_it_comes_once(db: Database) -> None:
    night = TUESDAY.replace(hour=22)
    number = drafted(db, at=night)
    assert did(db, news.send, CHEN, number, night).notices == ()
    assert db.read(deliveries_due, night) == []
    morning = night + timedelta(hours=9, minutes=5)
    due = db.read(deliveries_due, morning)
    assert [one.to for one in due] == ["M01", "M02", f"group:{ROOM}"]
    for one in due:
        assert did(db, deliver, one.to, one.news, morning).notices
    assert did(db, deliver, "M01", number, morning) == "nobody waits for it"
    assert db.read(deliveries_due, morning) == []


def test_who_joins_later_or_comes_back_from_leave_gets_it_then(db: Database) -> None:
    did(db, plans.add_leave, "M02", TUESDAY.date(), TUESDAY.date(), "M02")
    number = sent(db)
    assert card(db, number).news.waiting == ("M02", "M03")
    did(db, people.join, "M03", 13, "zh_CN", TUESDAY)
    assert [one.to for one in db.read(deliveries_due, TUESDAY)] == ["M03"]
    assert "M02" in [one.to for one in db.read(deliveries_due, TUESDAY + timedelta(days=1))]


def test_those_who_have_not_read_are_reminded_twice_at_most(db: Database) -> None:
    number = sent(db)
    did(db, news.read, DU, number, None, TUESDAY)
    kind = "news_reminder"
    rung: list[tuple[str, int]] = []
    for hours in range(0, 72):
        now = TUESDAY + timedelta(hours=hours)
        for one in db.read(reminders_due, kind, now):
            assert did(db, remind, one.to, one.news, now).notices[0].view == kind
            did(db, pushes.done, kind, one.to, f"{one.news}.{one.turn}", "done", "", now)
            rung.append((one.to, hours))
    assert rung == [("M02", 4), ("M02", 25)]


def test_a_reminder_is_dropped_when_it_was_read_meanwhile(db: Database) -> None:
    number = sent(db)
    at = TUESDAY.replace(hour=13)
    did(db, news.read, MAO, number, 0, at)
    assert did(db, remind, "M02", number, at) == "read already"
    assert did(db, remind, "M01", number, at.replace(hour=18)) == "not at work"


def test_instants_come_back_as_they_were_written(db: Database) -> None:
    kept = db.read(stored.find, sent(db))
    assert kept is not None
    assert kept.sent_at == TUESDAY.astimezone(UTC)
