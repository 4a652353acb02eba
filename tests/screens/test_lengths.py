"""Every screen keeps Telegram's limits and the house's, in both languages, with the longest names and words there can be."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

import pytest

import screens
from screens.words import LANGUAGES, speaking
from tests.screens.fullest import Drawing, drawings
from tests.screens.limits import broken_limits
from tests.screens.test_visits import ZONE


@cache
def drawn_in(language: str) -> list[Drawing]:
    with speaking(language, ZONE):
        return drawings()


DRAWN = {drawing.function for drawing in drawn_in(LANGUAGES[0])}


def screen_functions() -> Iterator[Callable[..., object]]:
    """Everything public in the room that returns a screen."""
    for module in pkgutil.iter_modules(screens.__path__, "screens."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            returned = str(inspect.get_annotations(function).get("return", ""))
            if function.__module__ == module.name and not name.startswith("_") and returned.startswith("Screen"):
                yield function


def test_every_screen_function_is_drawn() -> None:
    assert [f"{one.__module__}.{one.__name__}" for one in screen_functions() if one not in DRAWN] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted({function.__qualname__ for function in DRAWN}))
def test_a_screen_keeps_the_limits(name: str, language: str) -> None:
    broken = []
    with speaking(language, ZONE):
        for drawing in drawn_in(language):
            screen = drawing.draw() if drawing.function.__qualname__ == name else None
            broken += [f"{drawing.what}: {limit}" for limit in broken_limits(screen)] if screen else []
    assert not broken, "\n".join(broken)
