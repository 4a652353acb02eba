"""A visitor walks through the day on the page: led, by hand, on a narrow screen, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from bot.demo.cast import ADMIN, COLLEAGUE, DEPUTY, GROUP_TITLE, MANAGER, SUPERVISOR
from tests.browser.running import Running
from tests.browser.visiting import STEP_MS, STEPS, Visitor

pytestmark = pytest.mark.browser

WIDE, LAPTOP, NARROW = (1440, 900), (1024, 768), (390, 844)


def test_the_whole_film_plays_in_chinese(browser: Browser, demo: Running) -> None:
    visitor = Visitor(browser, demo.address, "zh", WIDE)
    visitor.presses("play")
    over = "#film[data-film-state=ended], #film[data-film-state=late]"
    visitor.page.wait_for_selector(over, timeout=len(STEPS) * STEP_MS / 4)
    assert visitor.guide.get_attribute("data-film-state") == "ended", visitor.guide.inner_text()
    assert visitor.guide.get_attribute("data-film-step") == STEPS[-1]
    visitor.sees(MANAGER, "早上好。今天 11-25 周三")
    visitor.sees(SUPERVISOR, "杜兰枝 · 已确认 17:30")
    visitor.sees(DEPUTY, "假私非烟 · 严重")
    expect(visitor.page.locator("[data-clock]")).to_have_text("07:30")
    assert visitor.faults == []


def test_an_english_visitor_acts_with_own_hands_and_leaves_the_film(browser: Browser, demo: Running) -> None:
    visitor = Visitor(browser, demo.address, "en", LAPTOP, pace=0.05)
    expect(visitor.page).to_have_title("拜访助手 · Phones")
    visitor.sees(SUPERVISOR, "You lead 前川市场部")
    visitor.lets_do("join")
    visitor.at_step("focus")
    visitor.types(SUPERVISOR, "/focus online ordering; electronic settlement")
    visitor.sees_it_done("focus")
    visitor.at_step("group")
    visitor.phone(SUPERVISOR).get_by_role("tab", name=GROUP_TITLE).click()
    visitor.taps(SUPERVISOR, "Chat menu")
    visitor.taps(SUPERVISOR, "Add the bot to the group")
    visitor.taps(ADMIN, "Bind to 前川市场部")
    visitor.sees_it_done("group")
    visitor.lets_do("news")
    visitor.at_step("read")
    visitor.phone(MANAGER).get_by_role("tab", name="拜访助手").click()
    visitor.taps(MANAGER, "Read")
    visitor.taps(COLLEAGUE, "Read")
    visitor.sees_it_done("read")
    visitor.page.get_by_role("button", name="Morning 7:30", exact=True).click()
    visitor.sees_it_done("list")
    visitor.taps(MANAGER, "Open stop 1")
    visitor.sees_it_done("open")
    visitor.taps(MANAGER, "met")
    visitor.sees_it_done("log")
    visitor.page.get_by_role("button", name="Hide the guide").click()
    expect(visitor.guide).to_be_hidden()
    _plays_freely(visitor)
    assert visitor.faults == []


def _plays_freely(visitor: Visitor) -> None:
    """A photo, a place, blocking the bot and letting it in again; then everything in Chinese."""
    visitor.taps(MANAGER, "Send a photo, voice note, place or file")
    visitor.taps(MANAGER, "Sample photo")
    visitor.sees(MANAGER, "Got the photo.")
    visitor.taps(MANAGER, "Send a photo, voice note, place or file")
    visitor.taps(MANAGER, "Place…")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    visitor.sees(MANAGER, "Got the place.")
    visitor.taps(MANAGER, "Chat menu")
    visitor.taps(MANAGER, "Block the bot")
    visitor.taps(MANAGER, "Unblock the bot")
    visitor.sees(MANAGER, "Welcome back.")
    visitor.page.locator("[data-language]").click()
    visitor.sees(MANAGER, "以后我说中文")
    expect(visitor.phone(MANAGER)).to_contain_text("客户经理")
    visitor.sees(MANAGER, "下一站 2 晨曦名烟名酒")


def test_a_narrow_page_shows_one_phone_at_a_time(browser: Browser, demo: Running) -> None:
    visitor = Visitor(browser, demo.address, "zh", NARROW, pace=0.05, has_touch=True)
    for name in STEPS[:8]:
        visitor.lets_do(name)
    expect(visitor.phone(MANAGER)).to_be_visible()
    expect(visitor.phone(ADMIN)).to_be_hidden()
    pressed = visitor.phone(MANAGER).locator(".pulse")
    expect(pressed).to_be_in_viewport(ratio=1)
    _inside(visitor)
    visitor.page.locator(f"[data-phone-tab='{ADMIN.user}']").click()
    expect(visitor.phone(ADMIN)).to_be_visible()
    expect(visitor.phone(ADMIN).locator("textarea")).to_be_in_viewport(ratio=1)
    assert visitor.faults == []


def _inside(visitor: Visitor) -> None:
    """Nothing sticks out to the side, and the guide begins where the phone ends."""
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width == NARROW[0]
    phone, guide = visitor.phone(MANAGER).bounding_box(), visitor.guide.bounding_box()
    assert phone is not None
    assert guide is not None
    assert phone["y"] + phone["height"] <= guide["y"] + 1
    assert guide["y"] + guide["height"] <= NARROW[1]


def test_the_page_works_by_keyboard_alone(browser: Browser, demo: Running) -> None:
    visitor = Visitor(browser, demo.address, "zh", WIDE, pace=0.05, reduced_motion="reduce", color_scheme="dark")
    keyboard, focused = visitor.page.keyboard, visitor.page.locator(":focus")
    keyboard.press("Tab")
    expect(focused).to_have_text("去引导")
    keyboard.press("Enter")
    expect(focused).to_have_text("替我做")
    keyboard.press("Enter")
    visitor.sees_it_done("join")
    visitor.at_step("focus")
    assert focused.get_attribute("data-film") == "do", "the guide keeps the focus"
    chats = visitor.phone(MANAGER).get_by_role("tablist")
    chats.get_by_role("tab", selected=True).focus()
    keyboard.press("ArrowRight")
    expect(chats.get_by_role("tab", selected=True)).to_contain_text(GROUP_TITLE)
    keyboard.press("ArrowLeft")
    expect(chats.get_by_role("tab", selected=True)).to_be_focused()
    visitor.phone(MANAGER).locator("textarea").focus()
    keyboard.type("/help")
    keyboard.press("Enter")
    visitor.sees(MANAGER, "能做的")
    visitor.phone(MANAGER).get_by_role("button", name="命令").focus()
    keyboard.press("Enter")
    expect(focused).to_contain_text("/today")
    keyboard.press("Escape")
    expect(visitor.phone(MANAGER).get_by_role("button", name="命令")).to_be_focused()
    _named(visitor)
    assert visitor.faults == []


def _named(visitor: Visitor) -> None:
    """Everything that can be pressed has a name, ids are unique, and new messages are spoken."""
    nameless = visitor.page.evaluate(
        "[...document.querySelectorAll('button, a, textarea, input')]"
        ".filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.title)).length"
    )
    assert nameless == 0
    doubled = visitor.page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);"
        " return ids.filter((id, at) => ids.indexOf(id) !== at) })()"
    )
    assert doubled == []
    expect(visitor.phone(MANAGER).get_by_role("log")).to_have_attribute("aria-live", "polite")
