"""Everybody reads of an incident what is theirs to know, within the limits of a message, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.chat import Kind, Place
from domain.incident_cards import Call, IncidentCard, Matters
from domain.incidents import Category, Event, Incident, IncidentState
from domain.people import Person, Role
from domain.shops import Shop
from screens import incident_calls as calls
from screens import incidents as screens
from screens.screen import CAPTION_UNITS, MESSAGE_UNITS, Screen
from screens.words import LANGUAGES, speaking

ZONE = ZoneInfo("Asia/Shanghai")
DU = Person("M01", "杜兰枝", Role.MANAGER, user_id=11)
CHEN = Person("S01", "陈市场", Role.SUPERVISOR, user_id=1)
ZHOU = Person("D01", "周建华", Role.DEPUTY, user_id=3)
CAI = Person("I01", "蔡勇", Role.INSPECTOR, user_id=5)
SHOP = Shop(
    "K1",
    "顺意名烟名酒",
    "M01",
    owner="孔福海",
    phone="13200004265",
    street="前川",
    address="路口121号",
    place=Place(30.8, 114.3),
)
WORDS = "柜台下三条<没见过>的烟"


def at(reading: str, day: int = 24) -> datetime:
    hours, minutes = map(int, reading.split(":"))
    return datetime(2026, 11, day, hours, minutes, tzinfo=ZONE)


INCIDENT = Incident(
    id=5,
    category=Category.COUNTERFEIT,
    manager="M01",
    department="前川市场部",
    shop="K1",
    state=IncidentState.OPEN,
    reported_at=at("10:42"),
    respond_by=at("12:42"),
    rung=0,
    next_at=at("10:57"),
    addressed=frozenset({"S01", "I01"}),
    events=(
        Event(at("10:42"), "M01", "reported", f"顺意名烟名酒 {WORDS}"),
        Event(at("10:42"), "S01", "notified"),
        Event(at("10:42"), "I01", "notified"),
    ),
)
CARD = IncidentCard(
    INCIDENT,
    SHOP,
    {person.code: person for person in (DU, CHEN, ZHOU, CAI)},
    at("10:43"),
    next_called=("S01", "D01"),
    may_take=True,
    may_see_shop=True,
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en", ZONE):
        yield


def now_is(card: IncidentCard, *events: Event, **changes: object) -> IncidentCard:
    """The card after more events and changes of the incident."""
    incident = replace(card.incident, events=(*card.incident.events, *events), **changes)  # type: ignore[arg-type]
    return replace(card, incident=incident)


TAKEN = now_is(CARD, Event(at("10:44"), "S01", "taken"), state=IncidentState.TAKEN, taken_by="S01", next_at=None)
CLOSED = now_is(
    TAKEN, Event(at("11:50"), "S01", "closed", "专卖已到店核实"), state=IncidentState.CLOSED, closed_at=at("11:50")
)


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def test_the_reporter_reads_who_has_it_and_by_when_a_result_is_due() -> None:
    screen = screens.incident_screen(replace(CARD, listening=True), DU, "")
    assert "陈市场 and inspector 蔡勇 received it. Words, photos" in screen.text
    assert "A result is due by 12:42." in screen.text
    assert labels(screen) == ["That is all", "Withdraw"]
    assert [button.danger for row in screen.rows for button in row] == [False, True]


def test_people_s_words_are_escaped_and_the_shop_is_not_said_twice() -> None:
    screen = screens.incident_screen(CARD, CHEN, "")
    assert "杜兰枝: 柜台下三条&lt;没见过&gt;的烟" in screen.text
    assert screen.text.count("顺意名烟名酒") == 1


def test_those_called_read_whom_the_chain_calls_next() -> None:
    screen = screens.incident_screen(CARD, CHEN, "")
    assert screen.text.endswith(
        "inspector 蔡勇 got it at the same time. If nobody has taken it by 10:57, I call you and 周建华."
    )
    assert labels(screen) == ["Take", "Ask", "Close", "See the shop", "Navigate"]


@pytest.mark.parametrize(
    ("card", "reader", "buttons"),
    [
        (TAKEN, DU, []),
        (TAKEN, CHEN, ["Close", "Ask", "See the shop", "Navigate"]),
        (replace(TAKEN, successors=(ZHOU,)), CHEN, ["Close", "Ask", "Hand over", "See the shop", "Navigate"]),
        (TAKEN, ZHOU, ["See the shop", "Navigate"]),
        (replace(CARD, may_take=False, may_see_shop=False), CAI, ["Navigate"]),
        (CLOSED, DU, ["Good to know", "Not solved"]),
        (CLOSED, CHEN, ["See the shop", "Navigate"]),
        (now_is(CLOSED, Event(at("12:00"), "M01", "seen")), DU, []),
        (now_is(CARD, Event(at("10:44"), "M01", "withdrawn"), state=IncidentState.WITHDRAWN), DU, []),
    ],
)
def test_buttons_are_those_that_would_work(card: IncidentCard, reader: Person, buttons: list[str]) -> None:
    assert labels(screens.incident_screen(card, reader, "")) == buttons


def test_how_it_went_is_told_to_both() -> None:
    for reader in (DU, CHEN):
        text = screens.incident_screen(CLOSED, reader, "").text
        assert "陈市场 took it, 10:44\nClosed 11:50, 陈市场: 专卖已到店核实" in text
    assert "陈市场 took it, 10:44, to be closed by 12:42" in screens.incident_screen(TAKEN, DU, "").text


def test_a_group_learns_nothing_of_shop_owner_or_words() -> None:
    called = now_is(CARD, Event(at("10:57"), "D01", "escalated"), rung=1)
    screen = calls.group_screen(called, None, "")
    assert screen.text == "⚠️ <b>counterfeit</b> · 前川 · 10:57, nobody took it for 15 minutes. Who will?"
    assert labels(screen) == ["Take"]
    assert calls.group_screen(TAKEN, None, "") == Screen("⚠️ <b>counterfeit</b> · 前川 · 陈市场 took it, 10:44")


@pytest.mark.parametrize("card", [CARD, TAKEN, CLOSED], ids=lambda card: card.incident.state.value)
def test_no_state_shows_a_group_more(card: IncidentCard) -> None:
    text = calls.group_screen(card, None, "").text
    assert not any(secret in text for secret in ("顺意", "孔福海", "1320000", "没见过", "121"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"next_at": at("8:00", 25)}, "After hours: 陈市场 and inspector 蔡勇 received it"),
        ({"rung": -1, "next_at": at("7:00", 25), "events": INCIDENT.events[:1]}, "It is night: "),
        ({"events": INCIDENT.events[:1], "rung": 3}, "Nobody can be reached just now"),
    ],
)
def test_it_is_never_just_waiting(changes: dict[str, object], words: str) -> None:
    card = replace(CARD, incident=replace(INCIDENT, **changes))  # type: ignore[arg-type]
    text = screens.incident_screen(card, DU, "").text
    assert words in text


def test_passing_over_names_who_has_it_instead() -> None:
    events = (
        INCIDENT.events[0],
        Event(at("10:42"), "S01", "passed", "leave"),
        Event(at("10:42"), "D01", "notified"),
        Event(at("10:42"), "I01", "notified"),
    )
    card = replace(CARD, incident=replace(INCIDENT, events=events, rung=1))
    assert "陈市场 is on leave today; it went straight to 周建华." in screens.incident_screen(card, DU, "").text


def test_a_call_up_the_chain_says_how_long_and_how_late() -> None:
    event = Event(at("11:22"), "D01", "escalated", "25", id=17)
    again = Event(at("11:22"), "S01", "escalated", "25", id=16)
    call = Call(now_is(CARD, again, event, rung=1), again, quote=300)
    screen = calls.ring_screen(call, CHEN, "")
    assert screen.text == "⚠️ Nobody took it for 40 minutes; 周建华 received it too. (25 minutes late)"
    assert (screen.quote, labels(screen)) == (300, ["Take"])
    assert calls.ring_screen(replace(call, card=TAKEN), CHEN, "").rows == ()


def test_without_a_card_to_quote_a_call_names_the_matter() -> None:
    call = Call(CARD, Event(at("10:50"), "S01", "asked", "几条？"))
    assert calls.ring_screen(call, DU, "").text == "counterfeit 顺意名烟名酒\n陈市场 asks: 几条？"


def test_one_question_at_a_time_the_shop_before_the_category() -> None:
    unclear = replace(CARD, incident=replace(INCIDENT, category=Category.OTHER, shop=""), shop=None, choices=(SHOP,))
    assert labels(screens.incident_screen(unclear, DU, ""))[0] == "顺意名烟名酒"
    settled = replace(unclear, incident=replace(unclear.incident, shop="K1"), shop=SHOP)
    assert len(labels(screens.incident_screen(settled, DU, ""))) == 10
    chosen = now_is(settled, Event(at("10:43"), "M01", "renamed", "category"))
    assert labels(screens.incident_screen(chosen, DU, "")) == ["Withdraw"]


def test_a_place_becomes_a_way_there() -> None:
    event = Event(at("10:44"), "M01", "added", "", Kind.PLACE.value, "30.87,114.37")
    screen = calls.evidence_screen(Call(CARD, event), CHEN, "")
    assert screen is not None
    assert "position=114.370000,30.870000" in screen.rows[0][0].name


LONG = now_is(
    replace(CARD, incident=replace(INCIDENT, events=(Event(at("10:42"), "M01", "reported", "烟" * 4000),))),
    *(Event(at("10:45"), "M01", "added", "说" * 4000) for _ in range(30)),
    Event(at("11:00"), "S01", "closed", "办" * 4000),
    state=IncidentState.CLOSED,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_keeps_the_limits(language: str) -> None:
    with speaking(language, ZONE):
        photo = Event(at("10:45"), "M01", "added", "说" * 4000, "photo", "f")
        drawn = [
            screens.incident_screen(card, reader, page)
            for card in (CARD, TAKEN, CLOSED, LONG, replace(TAKEN, successors=(ZHOU, CAI) * 10))
            for reader in (DU, CHEN)
            for page in ("", "ask", "hand", "full0", "full1")
        ]
        drawn.append(calls.ring_screen(Call(LONG, Event(at("11:00"), "S01", "asked", "问" * 4000)), DU, ""))
        drawn.append(screens.matters_screen(Matters(at("11:00"), (CARD,) * 60), CHEN, "1"))
        drawn += [screens.categories(SHOP, DU, ""), screens.which_shop([SHOP] * 3)]
        picture = calls.evidence_screen(Call(LONG, photo), CHEN, "")
    assert all(len(one.text) <= MESSAGE_UNITS for one in drawn)
    assert all(len(one.rows) <= 6 and all(len(row) <= 5 for row in one.rows) for one in drawn)
    assert picture is not None
    assert len(picture.text) <= CAPTION_UNITS


def test_the_whole_of_a_long_report_can_be_read() -> None:
    parts = [screens.incident_screen(LONG, CHEN, f"full{n}").text for n in range(2)]
    assert "".join(parts) == "烟" * 4000
    assert "Full text" in labels(screens.incident_screen(LONG, CHEN, ""))


def test_the_list_says_what_each_waits_for() -> None:
    taken = replace(TAKEN, incident=replace(TAKEN.incident, id=6))
    screen = screens.matters_screen(Matters(at("10:42") + timedelta(minutes=25), (CARD, taken)), CHEN, "")
    assert screen.text.splitlines() == [
        "2 matters not closed:",
        "1 counterfeit 顺意名烟名酒, nobody took it for 25 minutes",
        "2 counterfeit 顺意名烟名酒, 陈市场 has it, 25 minutes",
    ]
    assert labels(screen) == ["1", "2"]
    assert screens.matters_screen(Matters(at("11:00")), CHEN, "").text == "Nothing is open."


@pytest.mark.parametrize(
    ("incident", "toast"),
    [
        (TAKEN.incident, "陈市场 took it first"),
        (CLOSED.incident, "It is closed"),
        (INCIDENT, "That does not go just now"),
    ],
)
def test_a_tap_that_came_too_late_is_told_why(incident: Incident, toast: str) -> None:
    assert screens.refused_toast(incident, "陈市场") == toast
