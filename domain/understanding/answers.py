"""What was understood, in the words of the `understand` command: every key always present."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.incidents import Category
from domain.understanding.sentence import Intent, Understood
from domain.understanding.when.reading import When

ABNORMAL: dict[Category, str] = {category: category.value for category in Category} | {
    Category.CLOSING: "closed",
    Category.OUT_OF_STOCK: "stockout",
}
_ASKS = {"shop": "shop", "day": "due", "quantities": "numbers", "intent": "intent"}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _date(when: When, text: str, span: tuple[int, int]) -> dict[str, Any]:
    start, end = _iso(when.start), _iso(when.end)
    return {"text": text[span[0] : span[1]], "start": start, "end": end, "has_time": when.has_time}


def _due(said: Understood) -> dict[str, Any] | None:
    if said.next_day is None:
        return None
    return {
        "date": said.next_day.isoformat(),
        "time": f"{said.next_time:%H:%M}" if said.next_time else None,
        "end": said.until.isoformat() if said.until else None,
        "kind": said.day_kind or "on",
    }


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 4)


def answer(text: str, said: Understood) -> dict[str, Any]:
    """The JSON object for a text and what was understood of it."""
    return _object(text, said) | {"more": [_object(text, one) | {"more": []} for one in said.more]}


def _object(text: str, said: Understood) -> dict[str, Any]:
    dates = [
        _date(when, text, span)
        for when, span in zip(said.dates, said.spans.get("dates", ()), strict=True)
        if not when.bad
    ]
    return {
        "text": text,
        "intent": Intent.OTHER.value if said.intent is Intent.SHOP else said.intent.value,
        "dates": dates,
        "due": _due(said),
        "shops": list(said.shop_candidates),
        "ask": [_ASKS[name] for name in said.doubtful],
        "numbers": [[_number(one.value), one.unit] for one in said.quantities],
        "channels": list(said.said_channels),
        "abnormal": [ABNORMAL[category] for category in said.abnormal],
        "spans": {name: [list(span) for span in spans] for name, spans in said.spans.items()},
    }


def refused(text: str, error: str) -> dict[str, Any]:
    """The object for a line that can't be read."""
    return answer(text, Understood()) | {"error": error}
