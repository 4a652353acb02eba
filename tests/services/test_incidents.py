"""An incident always has somebody who holds it, and its reporter reads who that is and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.chat import Done, Incoming, Kind, Media, Place
from domain.incidents import Category, Incident, IncidentState
from domain.office import Office
from domain.people import Person, Role
from domain.shops import Segment, Shop
from domain.understanding import Intent, Understood
from handlers import incidents as handle
from scheduler.incidents import JOBS
from scheduler.job import Skip
from services import climbing, incident_cards
from services import incidents as verbs
from services.incidents import Refused, Report, Said
from storage import dialogs, people, plans, shops
from storage.database import Database, Tx
from storage.people import Group
from storage.tables import metadata

ZONE = ZoneInfo("Asia/Shanghai")
ROOM = -100200
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01", user_id=11)
MAO = Person("M02", "毛强秀", Role.MANAGER, "前川市场部", "S01", user_id=12)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", "D01", user_id=1)
ELSEWHERE = Person("S02", "谭运秀", Role.SUPERVISOR, "横店市场部", "D01", user_id=2)
ZHOU = Person("D01", "周建华", Role.DEPUTY, "营销部", "H01", user_id=3)
WU = Person("H01", "吴敏", Role.HEAD, "营销部", user_id=4)
CAI = Person("I01", "蔡勇", Role.INSPECTOR, "营销部", user_id=5)
HE = Person("A01", "何静", Role.ADMIN, "营销部", user_id=6)
STAFF = (DU, MAO, CHEN, ELSEWHERE, ZHOU, WU, CAI, HE)
SHOP = Shop("K1", "顺意名烟名酒", "M01", "前川市场部", owner="孔福海", street="前川", segment=Segment.RETAIN)
PHOTO = Media(Kind.PHOTO, "file-1")


def at(reading: str, day: int = 24) -> datetime:
    """A time of November 2026; the 24th is a Tuesday."""
    hours, minutes = map(int, reading.split(":"))
    return datetime(2026, 11, day, hours, minutes, tzinfo=ZONE)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'incidents.db'}", Office(zone=ZONE))
    metadata.create_all(opened.engine)
    opened.write(_seed).result()
    yield opened
    opened.close()


def _seed(tx: Tx) -> None:
    for person in STAFF:
        people.put(tx, person)
        people.join(tx, person.code, person.user_id, "zh_CN", at("6:00"))
    shops.add(tx, [SHOP, Shop("K2", "熊运食杂店", "M01", "前川市场部"), Shop("K9", "别家", "M02", "前川市场部")])
    people.put_group(tx, Group(ROOM, "前川群", "前川市场部", "bound", at("6:00")))


def act(db: Database, function: Callable[..., Any], *args: Any) -> Any:
    return db.write(function, *args).result()


def filed(
    db: Database,
    category: Category = Category.COUNTERFEIT,
    words: str = "柜台下三条没见过的烟",
    now: datetime | None = None,
) -> Done[Incident]:
    now = now or at("10:42")
    new = Report(category, Said(now, words), "K1")
    done: Done[Incident] = act(db, verbs.report, DU, new, now)
    return done


def reading(db: Database, number: int = 1) -> Incident:
    found = db.read(verbs.find, f"incident:{number}")
    assert found is not None
    return found


def climbed(db: Database, now: datetime) -> Done[Incident] | None:
    """What the job does at `now`: at most one rung."""
    due = db.read(climbing.due_climbs, now)
    return act(db, climbing.climb, due[0][0], now) if due else None


def told(done: Done[Any] | None) -> dict[str, str]:
    """Who hears, by which view."""
    return {notice.to: notice.view for notice in done.notices} if done else {}


def asked(db: Database, now: datetime) -> str:
    """Which question the reporter is to answer."""
    dialog = db.read(dialogs.current, "M01", now)
    return dialog.kind if dialog else ""


def listed(db: Database, code: str, reader: Person) -> list[int] | None:
    """Ids in a person's list, as `reader` opens it; None: not for him."""
    found = db.read(incident_cards.matters, code, reader, at("11:00"))
    return None if found is None else [card.incident.id for card in found.cards]


def on_leave(db: Database, code: str) -> None:
    act(db, plans.add_leave, code, date(2026, 11, 24), date(2026, 11, 24), code)


def test_a_report_reaches_supervisor_and_inspector_at_once(db: Database) -> None:
    done = filed(db)
    assert told(done) == {"S01": "incident", "I01": "incident"}
    incident = reading(db)
    assert incident.state is IncidentState.OPEN
    assert incident.respond_by == at("12:42")
    assert incident.next_at == at("10:57")
    assert incident.addressed == {"S01", "I01"}
    assert {"incident:1", "day:M01@2026-11-24", "matters:S01"} <= set(done.changed)


def test_other_categories_do_not_reach_the_inspector(db: Database) -> None:
    assert told(filed(db, Category.PRICE)) == {"S01": "incident"}


def test_nobody_taking_it_climbs_one_rung_at_a_time(db: Database) -> None:
    filed(db)
    assert climbed(db, at("10:56")) is None
    assert told(climbed(db, at("10:57"))) == {
        "S01": "incident_ring",
        "D01": "incident",
        f"group:{ROOM}": "incident_group",
    }
    assert climbed(db, at("11:11")) is None
    assert told(climbed(db, at("11:12"))) == {"H01": "incident"}
    assert told(climbed(db, at("12:12"))) == {"H01": "incident_ring", "A01": "incident"}


def test_reminders_go_on_until_someone_holds_it(db: Database) -> None:
    filed(db)
    for now in (at("10:57"), at("11:12"), at("12:12"), at("13:12"), at("14:12")):
        assert climbed(db, now) is not None
    assert reading(db).next_at == at("8:00", 25)
    assert told(climbed(db, at("8:00", 25))) == {"H01": "incident_ring", "A01": "incident_ring"}
    assert reading(db).next_at == at("8:00", 26)


def test_a_long_silence_of_the_bot_makes_one_late_call_not_several(db: Database) -> None:
    filed(db)
    assert climbed(db, at("11:37")) is not None
    assert climbed(db, at("11:37")) is None
    incident = reading(db)
    assert incident.rung == 1
    assert incident.next_at == at("11:52")
    assert {event.words for event in incident.events if event.what == "escalated"} == {"40"}


def test_those_on_leave_are_passed_over_at_once(db: Database) -> None:
    on_leave(db, "S01")
    assert set(told(filed(db))) == {"D01", "I01", f"group:{ROOM}"}
    assert [(event.who, event.words) for event in reading(db).events if event.what == "passed"] == [("S01", "leave")]


def test_when_nobody_can_be_reached_it_is_tried_again_every_hour(db: Database) -> None:
    for person in (CHEN, ZHOU, WU, HE, CAI):
        act(db, people.set_reachable, person.user_id, False)
    assert set(told(filed(db))) == {f"group:{ROOM}"}
    assert reading(db).next_at == at("11:42")
    act(db, people.set_reachable, HE.user_id, True)
    assert told(climbed(db, at("11:42"))) == {"A01": "incident"}


def test_after_hours_it_is_delivered_but_climbs_in_the_morning(db: Database) -> None:
    assert set(told(filed(db, now=at("20:00")))) == {"S01", "I01"}
    assert reading(db).next_at == at("8:00", 25)
    assert reading(db).respond_by == at("10:00", 25)


def test_at_night_it_waits_for_seven_and_safety_does_not(db: Database) -> None:
    assert told(filed(db, now=at("22:00"))) == {}
    assert told(filed(db, Category.SAFETY, now=at("22:00"))) == {"S01": "incident"}
    assert told(climbed(db, at("22:15"))).keys() == {"S01", "D01", f"group:{ROOM}"}
    assert told(climbed(db, at("7:00", 25))).keys() == {"H01"}
    assert set(told(climbed(db, at("7:00", 25)))) == {"S01", "I01"}


def test_a_call_that_comes_due_in_the_evening_waits_for_the_morning(db: Database) -> None:
    filed(db, now=at("17:40"))
    assert climbed(db, at("19:00")) is None
    assert reading(db).next_at == at("8:00", 25)


def test_taking_ends_the_climb_and_the_second_taker_is_refused(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    with pytest.raises(Refused) as late:
        act(db, verbs.take, ZHOU, reading(db), at("10:44"))
    assert late.value.incident.taken_by == "S01"
    assert climbed(db, at("11:30")) is None


def test_the_loser_of_a_race_reads_who_was_first(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    tap = Incoming(1, Kind.BUTTON, 3, 3, at("10:44"), object="incident:1", card_place="incident:1")
    reply = act(db, in_english, handle.take, ZHOU, tap, at("10:44"))
    assert reply.refused
    assert reply.toast == "陈市场 took it first"
    assert reply.into is not None


def in_english(tx: Tx, handler: Callable[..., Any], *args: Any) -> Any:
    from screens.words import speaking

    with speaking("en", ZONE):
        return handler(tx, *args)


def test_taken_from_a_group_the_details_come_in_private(db: Database) -> None:
    act(db, verbs.report, DU, Report(Category.COUNTERFEIT, Said(at("10:42"), "三条", PHOTO), "K1"), at("10:42"))
    done = act(db, lambda tx: verbs.take(tx, ZHOU, reading(db), at("10:58"), private=False))
    assert [(one.to, one.view) for one in done.notices] == [("D01", "incident"), ("D01", "incident_evidence")]


@pytest.mark.parametrize("person", [ELSEWHERE, MAO, HE])
def test_who_was_not_called_cannot_take_it(db: Database, person: Person) -> None:
    filed(db)
    with pytest.raises(Refused):
        act(db, verbs.take, person, reading(db), at("10:44"))


def test_taken_but_not_closed_in_time_it_opens_again(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    assert db.read(climbing.due_reopenings, at("12:41")) == []
    done = act(db, climbing.reopen_overdue, 1, at("12:42"))
    assert told(done) == {"I01": "incident_ring", "M01": "incident_ring", "S01": "incident_ring"}
    incident = reading(db)
    assert (incident.state, incident.taken_by, incident.rung) == (IncidentState.OPEN, "", 0)
    assert incident.next_at == at("12:57")
    assert incident.respond_by == at("14:42")
    assert act(db, climbing.reopen_overdue, 1, at("12:42")) is None


def test_taken_after_its_time_it_gets_the_time_anew(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("13:00"))
    assert reading(db).respond_by == at("15:00")


def test_closing_needs_a_sentence_that_the_reporter_reads(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    with pytest.raises(Refused):
        act(db, verbs.close, CHEN, reading(db), "  ", at("11:50"))
    done = act(db, verbs.close, CHEN, reading(db), "专卖已到店核实", at("11:50"))
    assert "incident:1" in done.changed
    assert (reading(db).state, reading(db).closing_words) == (IncidentState.CLOSED, "专卖已到店核实")
    assert db.read(verbs.open_of, "M01") == []
    assert len(db.read(verbs.of_day, "M01", date(2026, 11, 24))) == 1
    assert db.read(verbs.of_day, "M01", date(2026, 11, 25)) == []


def test_not_solved_opens_it_again_and_hears_why(db: Database) -> None:
    filed(db)
    act(db, verbs.close, CHEN, reading(db), "看过了", at("11:50"))
    done = act(db, verbs.reopen, DU, reading(db), at("12:00"))
    assert set(told(done)) == {"S01", "I01"}
    assert reading(db).state is IncidentState.OPEN
    assert asked(db, at("12:01")) == "incident_more"


def test_a_question_rings_at_the_reporter_and_the_answer_at_the_asker(db: Database) -> None:
    filed(db)
    assert told(act(db, verbs.ask, CHEN, reading(db), "几条？", at("10:50"))) == {"M01": "incident_ring"}
    assert asked(db, at("10:51")) == "incident_answer"
    answered = act(db, verbs.add, DU, reading(db), Said(at("10:52"), "三条"), at("10:52"))
    assert told(answered) == {"S01": "incident_ring"}
    assert reading(db).events[-1].what == "answered"


def test_a_question_does_not_push_another_question_aside(db: Database) -> None:
    filed(db)
    act(db, dialogs.ask, dialogs.Dialog("M01", "review", "review:1", at("18:00")))
    act(db, verbs.ask, CHEN, reading(db), "几条？", at("10:50"))
    assert asked(db, at("10:51")) == "review"


def test_what_is_added_reaches_those_who_have_it_and_later_ones_too(db: Database) -> None:
    filed(db)
    added = act(db, verbs.add, DU, reading(db), Said(at("10:43"), "", PHOTO), at("10:43"))
    assert told(added) == {"S01": "incident_evidence", "I01": "incident_evidence"}
    act(db, verbs.add, DU, reading(db), Said(at("10:44"), place=Place(30.88, 114.37)), at("10:44"))
    later = climbed(db, at("10:57"))
    assert later is not None
    assert [one.view for one in later.notices if one.to == "D01"] == [
        "incident",
        "incident_evidence",
        "incident_evidence",
    ]


def test_it_is_withdrawn_only_while_nobody_has_ever_taken_it(db: Database) -> None:
    filed(db)
    filed(db)
    act(db, verbs.withdraw, DU, reading(db, 1), at("10:43"))
    assert reading(db, 1).state is IncidentState.WITHDRAWN
    act(db, verbs.take, CHEN, reading(db, 2), at("10:44"))
    with pytest.raises(Refused):
        act(db, verbs.withdraw, DU, reading(db, 2), at("10:45"))
    with pytest.raises(Refused):
        act(db, verbs.withdraw, MAO, reading(db, 1), at("10:45"))


def test_handed_over_the_next_one_has_it(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    names = [one.code for one in db.read(verbs.successors, reading(db), at("10:50"))]
    assert names == ["D01", "H01", "I01"]
    assert told(act(db, verbs.hand_over, CHEN, reading(db), "D01", at("10:50"))) == {"D01": "incident"}
    assert reading(db).taken_by == "D01"
    with pytest.raises(Refused):
        act(db, verbs.hand_over, CHEN, reading(db), "H01", at("10:51"))
    with pytest.raises(Refused):
        act(db, verbs.hand_over, ZHOU, reading(db), "M02", at("10:51"))


def test_an_unreachable_rung_is_passed_at_once(db: Database) -> None:
    filed(db)
    act(db, people.set_reachable, CHEN.user_id, False)
    done = act(db, verbs.person_unreachable, "S01", at("10:43"))
    assert set(told(done)) == {"D01", f"group:{ROOM}"}
    assert "incident:1" in done.changed
    assert told(act(db, verbs.person_unreachable, "S01", at("10:44"))) == {}


def test_another_category_calls_its_inspector(db: Database) -> None:
    filed(db, Category.OTHER)
    done = act(db, verbs.recategorise, DU, reading(db), Category.BULK, at("10:43"))
    assert told(done) == {"I01": "incident"}
    assert reading(db).respond_by == at("14:43")


def test_at_night_a_report_that_turns_out_to_be_about_safety_rings(db: Database) -> None:
    filed(db, Category.OTHER, now=at("22:00"))
    assert told(act(db, verbs.recategorise, DU, reading(db), Category.SAFETY, at("22:01"))) == {"S01": "incident"}


def test_a_report_about_a_shop_that_is_not_ones_own_keeps_the_words_and_asks(db: Database) -> None:
    done = act(
        db, verbs.report, DU, Report(Category.OTHER, Said(at("10:42"), "别家 有事"), "K9", sure=False), at("10:42")
    )
    assert done.value.shop == ""
    assert reading(db).events[0].words == "别家 有事"
    with pytest.raises(Refused):
        act(db, verbs.settle_shop, DU, reading(db), "K9", at("10:43"))
    act(db, verbs.settle_shop, DU, reading(db), "K1", at("10:43"))
    assert reading(db).shop == "K1"


def heard(**of: Any) -> Understood:
    return Understood(**of)


def said(text: str, understood: Understood, kind: Kind = Kind.TEXT) -> Incoming:
    return Incoming(7, kind, 11, 11, at("10:42"), text=text, command="abnormal", understood=understood, update_row=5)


def test_one_message_files_with_its_words_as_written(db: Database) -> None:
    words = "顺意名烟名酒 柜台下三条没见过的烟"
    understood = heard(shop="K1", exact=True, alarms=(Category.COUNTERFEIT,), intent=Intent.LOG)
    reply = act(db, in_english, handle.abnormal, DU, said(words, understood, Kind.COMMAND), at("10:42"))
    assert reply.react == "✍"
    incident = reading(db)
    assert (incident.category, incident.shop, incident.events[0].words) == (Category.COUNTERFEIT, "K1", words)


def test_an_unclear_category_is_filed_first_and_asked_then(db: Database) -> None:
    understood = heard(shop="K1", exact=True, intent=Intent.LOG)
    reply = act(db, in_english, handle.abnormal, DU, said("顺意名烟名酒 怪怪的", understood, Kind.COMMAND), at("10:42"))
    assert reply.react == "👀"
    assert reading(db).category is Category.OTHER


def test_a_shop_alone_asks_what_is_wrong_and_files_nothing(db: Database) -> None:
    understood = heard(shop="K1", exact=True, intent=Intent.SHOP)
    reply = act(db, in_english, handle.abnormal, DU, said("顺意名烟名酒", understood, Kind.COMMAND), at("10:42"))
    assert [one.view for one in reply.show] == ["report"]
    assert db.read(verbs.open_of, "M01") == []


@pytest.mark.parametrize(
    ("text", "understood", "fits"),
    [
        ("是外地人送来的", heard(intent=Intent.OTHER), True),
        ("三条，说下周三再来", heard(intent=Intent.LOG), True),
        ("顺意名烟名酒 库存20条", heard(shop="K1", exact=True, intent=Intent.LOG), False),
        ("老板说顺意名烟名酒一直有", heard(shop="K1", exact=True, intent=Intent.LOG), True),
        ("熊运食杂店 库存20条", heard(shop="K2", exact=True, intent=Intent.LOG), False),
        ("明天三点提醒我", heard(intent=Intent.REMINDER), False),
        ("异常 熊运食杂店 断货", heard(shop="K2", intent=Intent.INCIDENT), False),
    ],
)
def test_what_follows_a_report_is_added_unless_it_is_something_else(
    db: Database, text: str, understood: Understood, fits: bool
) -> None:
    filed(db)
    dialog = db.read(dialogs.current, "M01", at("10:43"))
    reply = act(db, in_english, handle.answer_more, DU, said(text, understood), dialog, at("10:43"))
    assert (reply is not None) == fits
    assert (reading(db).events[-1].words == text) == fits


def test_a_voice_note_does_not_close_a_sentence_does(db: Database) -> None:
    filed(db)
    act(db, verbs.take, CHEN, reading(db), at("10:44"))
    act(db, verbs.ask_about, CHEN, reading(db), "incident_close", at("11:40"))
    dialog = db.read(dialogs.current, "S01", at("11:41"))
    voice = Incoming(8, Kind.VOICE, 1, 1, at("11:41"), media=Media(Kind.VOICE, "v", 9))
    act(db, in_english, handle.answer_close, CHEN, voice, dialog, at("11:41"))
    assert reading(db).state is IncidentState.TAKEN
    words = Incoming(9, Kind.TEXT, 1, 1, at("11:42"), text="三条先行登记，明天复查")
    act(db, in_english, handle.answer_close, CHEN, words, dialog, at("11:42"))
    assert reading(db).state is IncidentState.CLOSED


def test_a_list_holds_what_its_reader_may_see_and_is_nobody_elses(db: Database) -> None:
    filed(db, now=at("9:00"))
    filed(db, now=at("10:00"))
    act(db, verbs.take, CHEN, reading(db, 1), at("10:44"))
    assert listed(db, "S01", CHEN) == [2, 1]
    assert listed(db, "S01", ZHOU) is None
    assert listed(db, "S02", ELSEWHERE) == []


def test_the_jobs_nominate_what_is_due_and_skip_what_no_longer_is(db: Database) -> None:
    filed(db)
    climb, _reopen = JOBS
    due = db.read(climb.due, at("10:57"))
    assert [one.person for one in due] == ["incident:1"]
    assert isinstance(act(db, climb.do, due[0], at("10:57")), Done)
    assert isinstance(act(db, climb.do, due[0], at("10:57")), Skip)


def test_the_moment_of_the_message_is_recorded_and_the_present_decides(db: Database) -> None:
    new = Report(Category.COUNTERFEIT, Said(at("9:10"), "三条"), "K1")
    act(db, verbs.report, DU, new, at("9:40"))
    assert reading(db).reported_at == at("9:10").astimezone(UTC)
    assert reading(db).next_at == at("9:55")
