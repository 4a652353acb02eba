"""The language sets, our own sentences and a fuzz; figures and their error analysis: docs/benchmarks.md."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from domain.understanding.shop_index import index_of
from domain.understanding.shop_mentions import Mention, find_shop
from domain.understanding.wording import normalise
from tests.language.fuzzing import sentences
from tests.language.scoring import HERE, cases, our_dates, ours, score_dates, shops, tally

MONDAY = datetime(2026, 11, 23, 10)


@pytest.mark.parametrize(("name", "share"), [("recognizers_zh", 0.96), ("jionlp_zh", 0.93)])
def test_foreign_suites(name: str, share: float) -> None:
    count, found, missed = score_dates(our_dates, name)
    known = json.loads((HERE / "disagreements.json").read_text(encoding="utf-8"))
    assert found >= share * count
    assert set(missed) <= known.keys()


def test_few_foreign_golds_are_against_our_conventions() -> None:
    known = json.loads((HERE / "disagreements.json").read_text(encoding="utf-8"))
    assert len(known) <= 0.03 * (len(cases("recognizers_zh")) + len(cases("jionlp_zh")))


def test_field_sentences_are_all_understood() -> None:
    for field, counts in tally(cases("field_logs")).items():
        assert counts.total() == counts["right"], field


@pytest.mark.parametrize("name", ["own", "fresh"])
def test_our_own_sentences(name: str) -> None:
    counts = tally(cases(name))
    due = counts["due"]
    assert due["right"] >= 0.97 * due.total()
    assert due["wrong"] <= 0.02 * due.total()
    assert counts["shop"]["wrong"] == 0
    for field in ("shop", "numbers", "channels", "abnormal", "intent"):
        assert counts[field]["right"] >= 0.97 * counts[field].total(), field


def _found(text: str) -> Mention:
    return find_shop(text, index_of(shops(), text), index_of((), text))


def test_shop_mentions_are_first_and_ambiguous_ones_are_asked() -> None:
    for case in cases("shop_mentions"):
        found = _found(normalise(case["mention"]))
        if case["type"] == "ambiguous":
            assert found.shop is None
            assert set(case["gold"]) <= set(found.candidates)
        else:
            assert found.candidates[0] in case["gold"]


def test_negated_and_supposed_alarms_are_never_raised() -> None:
    for case in cases("own"):
        if {"negation", "hypothetical"} & set(case["tags"]) and not case["abnormal"]:
            assert ours(case["text"], MONDAY)["abnormal"] == [], case["text"]


def test_nothing_breaks_and_every_field_stands_in_the_text() -> None:
    for text in sentences(2_000):
        said = ours(text, MONDAY)
        for one in (said, *said["more"]):
            for field, spans in one["spans"].items():
                assert all(0 <= start < end <= len(text) for start, end in spans), (text, field)
            assert len(one["spans"]["numbers"]) == len(one["numbers"])
            assert len(one["spans"]["channels"]) == len(one["channels"])
            assert len(one["spans"]["abnormal"]) == len(one["abnormal"])
            assert bool(one["spans"]["due"]) == (one["due"] is not None)
