"""A rain of made-up updates: nothing breaks, nothing malformed goes out, and who has no right changes nothing.

`make fuzz` pours a hundred times as many."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.fuzzing import NOT_PEOPLE, STRANGERS, rain
from tests.reliability.ground import PEOPLE
from tests.reliability.runs import a_seed

UPDATES = 1_000


def test_two_thousand_made_up_updates_break_nothing_and_strangers_change_nothing(
    template: Path, tmp_path: Path
) -> None:
    seed = a_seed()
    print(f"seed {seed}")
    with rain(template, tmp_path) as pouring:
        pouring.pour(seed, UPDATES, [*PEOPLE.values(), *STRANGERS])
        before = pouring.trade()
        pouring.pour(seed + 1, UPDATES, [*STRANGERS, *NOT_PEOPLE])
        assert pouring.trade() == before
        assert pouring.found.wrong == []
        assert pouring.found.unreadable < pouring.found.updates / 10
