"""Codes, bindings, phones and groups as verbs: who may use what, until when, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.incidents import Category
from domain.office import Office
from domain.people import Person, Role
from domain.people_cards import GroupState, Invitation, InvitationState, Standing
from domain.shops import Segment, Shop
from scheduler.groups import JOBS
from scheduler.job import Skip
from services import groups, incidents, people_views
from services import people as verbs
from services.incidents import Report, Said
from services.people import Joining
from storage import people, plans, shops
from storage.database import Database, Tx
from storage.people import Group
from storage.tables import metadata

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
OFFICE = Office(zone=ZONE, bot_name="visit_bot")
ROOM = -100200
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01")
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部", user_id=1)
ZHOU = Person("D01", "周建华", Role.DEPUTY, "营销部", user_id=3)
HE = Person("A01", "何静", Role.ADMIN, "营销部", user_id=6)
LI = Person("A02", "李敏", Role.ADMIN, "营销部", user_id=7)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'people.db'}", OFFICE)
    metadata.create_all(opened.engine)
    opened.write(_seed).result()
    yield opened
    opened.close()


def _seed(tx: Tx) -> None:
    for person in (DU, CHEN, ZHOU, HE, LI):
        people.put(tx, person)
        if person.user_id:
            people.join(tx, person.code, person.user_id, "zh_CN", TUESDAY)
    shops.add(tx, [Shop("K1", "顺意名烟名酒", "M01", "前川市场部", segment=Segment.RETAIN)])


def act(db: Database, function: Callable[..., Any], *args: Any) -> Any:
    return db.write(function, *args).result()


def code_of(db: Database, person: str, now: datetime = TUESDAY) -> str:
    return str(act(db, verbs.invite, person, "", now).value.code)


def joins(db: Database, code: str, user: int, now: datetime = TUESDAY) -> Joining:
    outcome: Joining = act(db, verbs.join, code, user, "en", now).value
    return outcome


def invitation(db: Database, person: str, now: datetime = TUESDAY) -> Invitation:
    found = db.read(people_views.invitation, person, HE, now)
    assert found is not None
    return found


def test_an_invitation_names_its_link_and_end(db: Database) -> None:
    made = act(db, verbs.invite, "M01", "", TUESDAY).value
    assert made.link == f"https://t.me/visit_bot?start={made.code}"
    assert made.expires == TUESDAY + OFFICE.invite_life
    db.office = replace(OFFICE, bot_name="")
    assert act(db, verbs.invite, "M01", "", TUESDAY).value.link == ""


def test_nobody_unknown_is_invited(db: Database) -> None:
    with pytest.raises(LookupError):
        act(db, verbs.invite, "X99", "", TUESDAY)


@pytest.mark.parametrize(("hours", "outcome"), [(71, Joining.JOINED), (72, Joining.REFUSED), (73, Joining.REFUSED)])
def test_a_code_is_good_until_it_expires(db: Database, hours: int, outcome: Joining) -> None:
    code = code_of(db, "M01")
    assert joins(db, code, 11, TUESDAY + timedelta(hours=hours)) is outcome


def test_a_code_is_good_once_and_a_newer_one_voids_it(db: Database) -> None:
    old, new = code_of(db, "M01"), code_of(db, "M01")
    assert joins(db, old, 11) is Joining.REFUSED
    assert joins(db, new, 11) is Joining.JOINED
    assert joins(db, new, 12) is Joining.REFUSED


def test_a_code_of_the_command_line_is_its_own_confirmation_for_any_role(db: Database) -> None:
    for person, user in (("S01", 21), ("D01", 22), ("A02", 23)):
        assert joins(db, code_of(db, person), user) is Joining.JOINED


def test_a_clock_set_back_does_not_silence_for_long(db: Database) -> None:
    for _n in range(5):
        joins(db, "wrong", 99)
    assert joins(db, "wrong", 99) is Joining.SILENT
    assert joins(db, code_of(db, "M01"), 99, TUESDAY - timedelta(days=1)) is Joining.JOINED


def test_what_waits_for_agreement_has_no_code_and_ends_with_its_time(db: Database) -> None:
    done = act(db, verbs.propose, HE, CHEN, TUESDAY)
    assert done.value is None
    assert [notice.to for notice in done.notices] == ["A02"]
    mark = invitation(db, "S01").mark
    late = TUESDAY + timedelta(days=4)
    assert act(db, verbs.agree, LI, "S01", mark, late).value is False
    assert invitation(db, "S01", late).state is InvitationState.OVER


def test_the_agreed_link_is_the_inviter_s_alone_and_keeps_its_end(db: Database) -> None:
    act(db, verbs.propose, HE, CHEN, TUESDAY)
    mark = invitation(db, "S01").mark
    assert act(db, verbs.take_link, HE, "S01", mark, TUESDAY).value is None
    assert act(db, verbs.agree, HE, "S01", mark, TUESDAY).value is False
    assert act(db, verbs.agree, LI, "S01", mark, TUESDAY).value is True
    assert act(db, verbs.take_link, LI, "S01", mark, TUESDAY).value is None
    later = TUESDAY + timedelta(hours=5)
    made = act(db, verbs.take_link, HE, "S01", mark, later).value
    assert made.expires == TUESDAY + OFFICE.invite_life
    assert joins(db, made.code, 21, later) is Joining.JOINED


def test_an_administrator_who_cannot_be_reached_is_not_asked(db: Database) -> None:
    act(db, people.set_reachable, LI.user_id, False)
    assert act(db, verbs.propose, HE, CHEN, TUESDAY).value is not None


def test_being_lost_moves_what_waits_on_once_and_coming_back_counts_the_time(db: Database) -> None:
    joins(db, code_of(db, "M01"), 11)
    du = db.read(people.by_code, "M01")
    act(db, incidents.report, du, Report(Category.COUNTERFEIT, Said(TUESDAY, "x"), "K1"), TUESDAY)
    done = act(db, verbs.lost, 1, TUESDAY)
    assert {notice.to: notice.view for notice in done.notices} == {"D01": "incident", "A01": "lost", "A02": "lost"}
    assert act(db, verbs.lost, 1, TUESDAY).notices == ()
    back = act(db, verbs.returned, 1, TUESDAY + timedelta(days=2))
    assert (back.value.away, back.value.waiting) == (timedelta(days=2), 1)
    assert back.menus == ("S01",)
    assert act(db, verbs.returned, 1, TUESDAY).value is None


def test_ending_a_binding_moves_what_waits_on(db: Database) -> None:
    joins(db, code_of(db, "M01"), 11)
    du = db.read(people.by_code, "M01")
    act(db, incidents.report, du, Report(Category.COUNTERFEIT, Said(TUESDAY, "x"), "K1"), TUESDAY)
    done = act(db, verbs.unbind, HE, "S01", TUESDAY)
    assert done.value
    assert "D01" in {notice.to for notice in done.notices}
    assert not act(db, verbs.unbind, HE, "S01", TUESDAY).value
    assert not act(db, verbs.unbind, HE, "A01", TUESDAY).value


def test_everybody_stands_somewhere(db: Database) -> None:
    joins(db, code_of(db, "M01"), 11)
    act(db, plans.add_leave, "M01", TUESDAY.date(), TUESDAY.date(), "M01")
    act(db, people.set_reachable, 3, False)
    act(db, people.part, "A02")
    stands = {card.person.code: card.standing for card in db.read(people_views.roster, "all", HE, TUESDAY).cards}
    assert stands == {
        "A01": Standing.JOINED,
        "A02": Standing.NOT_JOINED,
        "D01": Standing.UNREACHABLE,
        "M01": Standing.ON_LEAVE,
        "S01": Standing.JOINED,
    }


def test_a_manager_on_leave_needs_no_plan(db: Database) -> None:
    assert [one.code for one in db.read(people_views.check_up, "office", HE, TUESDAY).planless] == ["M01"]
    act(db, plans.add_leave, "M01", TUESDAY.date(), TUESDAY.date(), "M01")
    assert db.read(people_views.check_up, "office", HE, TUESDAY).planless == ()


def test_a_group_added_twice_asks_once_and_again_after_it_was_left(db: Database) -> None:
    done = act(db, groups.added, ROOM, "群", 1, TUESDAY)
    assert [notice.to for notice in done.notices] == ["A01", "A02"]
    assert act(db, groups.added, ROOM, "群", 1, TUESDAY).notices == ()
    act(db, groups.refuse, ROOM, TUESDAY)
    assert len(act(db, groups.added, ROOM, "群", 1, TUESDAY).notices) == 2


def test_a_group_takes_only_a_department_that_visits_shops(db: Database) -> None:
    act(db, groups.added, ROOM, "群", 1, TUESDAY)
    assert act(db, groups.bind, ROOM, "营销部", TUESDAY).value is False
    assert act(db, groups.bind, ROOM, "前川市场部", TUESDAY).value is True
    assert act(db, groups.bind, ROOM, "前川市场部", TUESDAY).value is False


def test_leaving_is_asked_again_in_its_own_transaction(db: Database) -> None:
    (job,) = JOBS
    act(db, people.put_group, Group(ROOM, "群", "", GroupState.PENDING.value, TUESDAY))
    due_at = TUESDAY + timedelta(minutes=10)
    assert db.read(job.due, due_at - timedelta(seconds=1)) == []
    (due,) = db.read(job.due, due_at)
    act(db, groups.bind, ROOM, "前川市场部", due_at)
    assert isinstance(act(db, job.do, due, due_at), Skip)
    assert [one.chat_id for one in db.read(people.groups, GroupState.BOUND.value)] == [ROOM]
