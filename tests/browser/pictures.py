"""Takes the pictures of the README from a running demo: `python -m tests.browser.pictures [FOLDER]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, expect

from bot.demo.cast import MANAGER, SUPERVISOR, Actor
from bot.demo.running import prepare
from bot.demo.script import Pair, pair
from tests.browser.running import browser, chromium, running
from tests.browser.visiting import STEPS, Visitor

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures"
LANGUAGES = ("zh", "en")
WIDE = (1600, 820)
TALL = (1600, 1040)
PHONE_SCALE = 1.5
AFTER_TOASTS_MS = 6_000

PHONES: dict[str, tuple[str, Actor, Pair]] = {
    "list": ("morning", MANAGER, pair("先办", "First")),
    "log": ("stop", MANAGER, pair("留意（只给你看）", "Note (for you only)")),
    "ask": ("incident", SUPERVISOR, pair("严重", "serious")),
    "review": ("review", MANAGER, pair("没去成 3", "3 missed")),
}
"""Pictures of one phone: the step after which it is taken → its name, whose phone, words of the message on top."""
PAGE_BEFORE = "take"


def main(arguments: Sequence[str]) -> int:
    if not chromium():
        print("No Chromium. On Debian or Ubuntu: apt-get install -y chromium fonts-noto-cjk fonts-noto-color-emoji")
        return 1
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as prepared, browser() as opened:
        prepare(Path(prepared))
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as here, running(Path(prepared) / "demo.db", Path(here)) as demo:
                _take(opened, demo.address, language, folder)
    return 0


def _take(opened: Browser, address: str, language: str, folder: Path) -> None:
    visitor = Visitor(opened, address, language, WIDE, pace=0, device_scale_factor=PHONE_SCALE, reduced_motion="reduce")
    for step in STEPS[:-1]:
        visitor.at_step(step)
        if step == PAGE_BEFORE:
            _save(visitor.page.locator("#app"), visitor, folder / f"page.{language}.png", scale="css")
        visitor.lets_do(step)
        if step in PHONES:
            name, actor, words = PHONES[step]
            _phone(visitor, actor, words[language], folder / f"{name}.{language}.png")
    visitor.page.close()


def _phone(visitor: Visitor, actor: Actor, words: str, file: Path) -> None:
    """One phone without the guide's marks, the message with these words on top."""
    switch = visitor.page.locator("[data-film-switch]")
    switch.click()
    visitor.resize(TALL)
    text = visitor.phone(actor).locator(".bubble > .text", has_text=words).last
    text.evaluate(
        "(text) => { const row = text.closest('.message'); row.closest('.scroller').scrollTop = row.offsetTop - 8; }"
    )
    _save(visitor.phone(actor).locator(".device"), visitor, file)
    visitor.resize(WIDE)
    switch.click()


def _save(what: Locator, visitor: Visitor, file: Path, scale: Literal["css", "device"] = "device") -> None:
    """When nothing moves any more."""
    expect(visitor.page.locator(".toast, .changed")).to_have_count(0, timeout=AFTER_TOASTS_MS)
    what.screenshot(path=file, animations="disabled", scale=scale)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
