"""The catalogues hold every word of the sources, say it with the same placeholders and tags, and keep the voice of SCREENS 1."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po

from screens.screen import TOAST_CHARACTERS
from screens.words import DOMAIN, LANGUAGES, LOCALE, speaking
from screens.words import _ as translated
from simulator.html_text import parse
from tests.screens.limits import TOAST
from tests.screens.test_visits import ZONE

ROOT = Path(__file__).parents[2]
ROOMS = ("screens", "handlers", "bot")
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""How many msgids each mark takes."""
FORBIDDEN = (
    "尊敬的",
    "特此",
    "务必",
    "督促",
    "落实到位",
    "高度重视",
    "相关人员",
    "完成率",
    "排名",
    "考核",
    "打卡",
    "逾期",
    "您",
    "！",
    "亲",
    "她",
    "(?<!其)他",
    "(?<![邀不])请(?!假)",
    "[哦呢]",
    "进行.{0,6}操作",
)
"""Patterns; 其他, 请假 and 邀请 are words of the trade."""
TAG = r"</?[a-z][^>]*>"
NARROW = re.compile(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]")


def calls(room: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a mark in a room's sources."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield path, node


def msgids(node: ast.Call) -> tuple[str, ...]:
    """The literals of a call, () when its words come from a table."""
    assert isinstance(node.func, ast.Name)
    words = node.args[: MARKS[node.func.id]]
    return tuple(one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str))


MARKED = {msgids(node) for room in ROOMS for _path, node in calls(room)} - {()}


def catalogue(language: str) -> Any:
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def messages(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(msgids, msgstrs) of every entry."""
    return [(_tuple(one.id), _tuple(one.string)) for one in catalogue(language) if one.id]


def _tuple(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def spoken(language: str) -> list[tuple[str, str]]:
    """(msgid, what is said for it): Chinese has one form, an empty English one is the msgid itself."""
    said = [(ids, forms if all(forms) else ids) for ids, forms in messages(language)]
    return [pair for ids, forms in said for pair in zip(ids[-len(forms) :], forms, strict=True)]


CHINESE = [form for _msgid, form in spoken("zh_CN")]


def placeholders(words: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_words_are_literals_or_stand_in_a_table(room: str) -> None:
    built = [
        f"{path.name}:{node.lineno}"
        for path, node in calls(room)
        if any(not isinstance(one, ast.Constant | ast.Attribute | ast.Name) for one in node.args[:1])
    ]
    assert built == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_words_of_the_sources_and_no_others(language: str) -> None:
    """Words inside an f-string are not collected on every Python: take them out of it."""
    held = {ids for ids, _forms in messages(language)}
    firsts = {ids[0]: ids for ids in MARKED if len(ids) > 1}
    wanted = {firsts.get(ids[0], ids) for ids in MARKED}
    assert sorted(wanted - held) == []
    assert sorted(held - wanted) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_obsolete_or_half_translated(language: str) -> None:
    read = catalogue(language)
    assert list(read.obsolete) == []
    assert [one.id for one in read if one.id and one.fuzzy] == []
    counted = [ids for ids, forms in messages(language) if len(ids) > 1 and not all(forms)]
    assert counted == []


def test_everything_is_said_in_chinese() -> None:
    assert [ids[0] for ids, forms in messages("zh_CN") if not all(forms)] == []


def test_the_template_is_what_make_words_collects(tmp_path: Path) -> None:
    new = tmp_path / "visitbot.pot"
    how = ["-q", "extract", "-F", "babel.cfg", "--no-location", "--sort-output", "--omit-header", "--no-wrap"]
    run = [sys.executable, "-m", "babel.messages.frontend", *how, "-o", str(new), "."]
    subprocess.run(run, cwd=ROOT, check=True)
    assert new.read_text() == (LOCALE / "visitbot.pot").read_text(), "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_msgid(language: str) -> None:
    wrong = [form for msgid, form in spoken(language) if placeholders(form) != placeholders(msgid)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_balanced_and_those_of_the_msgid(language: str) -> None:
    for msgid, form in spoken(language):
        parse(form)
        assert re.findall(TAG, form) == re.findall(TAG, msgid), form


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_chinese_keeps_the_voice(pattern: str) -> None:
    assert [words for words in CHINESE if re.search(pattern, words)] == []


def test_chinese_punctuation_is_full_width() -> None:
    assert [words for words in CHINESE if NARROW.search(words)] == []


def toasts() -> set[str]:
    """What handlers say without a screen."""
    found: set[str] = set()
    for path in sorted((ROOT / "handlers").glob("*.py")):
        tree = ast.parse(path.read_text())
        screens = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "Screen"]
        inside = {id(node) for screen in screens for node in ast.walk(screen)}
        found |= {ids[0] for node in ast.walk(tree) if id(node) not in inside and (ids := _marked(node))}
    return found


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _marked(node: ast.AST) -> tuple[str, ...]:
    return msgids(node) if isinstance(node, ast.Call) and _called(node) == "_" else ()


@pytest.mark.parametrize("toast", sorted(toasts()))
def test_the_answer_to_a_tap_is_short(toast: str) -> None:
    assert len(toast) <= TOAST_CHARACTERS
    with speaking("zh_CN", ZONE):
        assert len(translated(toast)) <= TOAST
