"""Cards and receipts escape what people wrote, keep to a message's length, and are complete in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.chat import Place
from domain.people import Person, Role
from domain.shops import Segment, Shop
from domain.stop_cards import Ask, Question, Receipt, StopCard
from domain.talking import Facts, News
from domain.visits import Channel, Log, Objective, Quantity, Reason, Stop, StopState
from screens import stops as stop_screens
from screens import visits as screens
from screens.screen import MESSAGE_UNITS, Screen
from screens.words import LANGUAGES, speaking

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=ZONE)
DU = Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", user_id=11)
SHOP = Shop(
    "A3",
    "顺意<b>名烟&名酒",
    manager="M01",
    owner="孔<福海>",
    address="钱家口路口121号",
    phone="13200004265",
    place=Place(30.87, 114.37),
    cartons=143,
    skus=35,
    display=5,
    segment=Segment.RETAIN,
    key=True,
    remark="想转行做餐饮" + "说" * 5000,
)
STOP = Stop(3, "M01", "前川市场部", NOW.date(), 3, "A3", Channel.ONSITE, Reason("never"), Objective.STAYING)
LOG = Log(7, "M01", "前川市场部", "A3", NOW.date(), NOW, Channel.ONSITE, words="<i>" + "长" * 5000)
NEWS = (News("news:5", "12 月 1 日起订货截止提前到 16:00"),)


def card(**changes: object) -> StopCard:
    facts = Facts(SHOP, NOW.date(), "杜兰枝", news=NEWS)
    made = StopCard(SHOP, STOP, DU, facts, Objective.STAYING, NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def plain(screen: Screen) -> str:
    assert units(screen.text) <= MESSAGE_UNITS
    assert "顺意<b>名烟" not in screen.text
    assert "孔<福海>" not in screen.text
    assert len(screen.rows) <= 5
    return screen.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "page", ["", "more", "history", "copy", "difficulty", "willingness", "closing", "missed", "phone"]
)
def test_every_page_of_a_card_is_safe_and_short(language: str, page: str) -> None:
    history = tuple(replace(LOG, id=n, day=date(2026, 11, n)) for n in range(1, 7))
    with speaking(language, ZONE):
        plain(stop_screens.stop_screen(card(history=history), DU, page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(StopState))
def test_a_card_says_what_became_of_its_stop(language: str, state: StopState) -> None:
    moved = date(2026, 11, 26) if state is StopState.MOVED else None
    with speaking(language, ZONE):
        shown = stop_screens.stop_screen(card(stop=replace(STOP, state=state, moved_to=moved), history=(LOG,)), DU, "")
    assert plain(shown)


def test_a_budget_of_500_characters_holds_for_a_usual_card() -> None:
    with speaking("zh_CN", ZONE):
        text = stop_screens.stop_screen(card(), DU, "").text
    assert len(text) <= 500


def test_the_private_hint_is_for_the_shops_own_manager() -> None:
    supervisor = Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部")
    with speaking("en", ZONE):
        shown = stop_screens.stop_screen(card(), supervisor, "")
    assert "for you only" not in shown.text
    assert all(button.kind == "url" for row in shown.rows for button in row)


ASKS = [
    Ask(Question.SHOP, ("A3",)),
    Ask(Question.SHOP),
    Ask(Question.UNCLEAR),
    Ask(Question.CANT_ANSWER),
    Ask(Question.COLLEAGUE, ("A3",)),
    Ask(Question.NOT_TODAY, ("A3",)),
    Ask(Question.DAY, days=(date(2026, 11, 25), date(2026, 12, 2))),
    Ask(Question.BAD_DATE, words="11-31<"),
    Ask(Question.ALARM, words="out_of_stock"),
    Ask(Question.LATER, stop=3),
    Ask(Question.EDITED, words="库存30条"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: str(ask.what))
@pytest.mark.parametrize("settled", [True, False])
def test_every_question_can_be_asked(language: str, ask: Ask, settled: bool) -> None:
    log = replace(LOG, quantities=(Quantity(20, "条", "stock"),), shop="A3" if settled else "")
    receipt = Receipt(log, SHOP if settled else None, NOW, (ask,), {"A3": SHOP}, {"A3": 3}, DU)
    with speaking(language, ZONE):
        shown = screens.receipt_screen(receipt, DU, "")
    assert plain(shown)
    assert shown.rows


def test_a_receipt_says_shop_what_figures_and_next_in_this_order() -> None:
    log = replace(
        LOG, outcome="will_try", quantities=(Quantity(20, "条", "stock", about=True),), next_day=date(2026, 12, 2)
    )
    with speaking("en", ZONE):
        text = screens.summary(Receipt(log, SHOP, NOW))
    assert text == "Noted: 顺意&lt;b&gt;名烟&amp;名酒, will try, stock about 20 cartons, again Wed 12-02."
