"""Scores an understanding against the language sets of this folder, by the rules under which libraries were measured."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from domain.calendar import WorkingCalendar
from domain.understanding import Known, understand
from domain.understanding.answers import answer

HERE = Path(__file__).parent
Case = dict[str, Any]
Parse = Callable[[str, datetime], list[Case]]
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_CALENDAR = WorkingCalendar()


def cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def shops() -> tuple[Known, ...]:
    rows = json.loads((HERE / "shops.json").read_text(encoding="utf-8"))
    return tuple(Known(row["id"], row["name"], row["owner"], row["place"]) for row in rows)


def ours(text: str, now: datetime) -> Case:
    """What `visitbot understand --shops shops.json` prints."""
    return answer(text, understand(text, shops(), now, _CALENDAR))


def our_dates(text: str, now: datetime) -> list[Case]:
    found: list[Case] = answer(text, understand(text, (), now, _CALENDAR))["dates"]
    return found


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def _same(left: datetime, right: datetime) -> bool:
    return left.replace(second=0, microsecond=0) == right.replace(second=0, microsecond=0)


def fits(gold: Case, span: Case) -> bool:
    """Whether a span has the value of one expected expression."""
    start, end = _moment(span.get("start")), _moment(span.get("end"))
    rule = {
        "date": _date,
        "datetime": _datetime,
        "time": _time,
        "daterange": _days,
        "datetimerange": _moments,
        "timerange": _times,
    }
    return rule[gold["type"]](gold, start, end, bool(span.get("has_time")))


def _date(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    said = date.fromisoformat(gold["resolution"]["date"])
    return start is not None and start.date() == said and (end is None or end - start <= _DAY)


def _datetime(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    values = [gold["resolution"]["datetime"], *gold["resolution"].get("alternatives", [])]
    return start is not None and any(_same(start, datetime.fromisoformat(value)) for value in values)


def _time(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    values = [gold["resolution"]["time"], *gold["resolution"].get("alternatives", [])]
    return start is not None and timed and f"{start:%H:%M}" in values


def _days(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    first, last = (date.fromisoformat(v[:10]) if (v := gold["resolution"].get(k)) else None for k in ("start", "end"))
    mod = gold.get("mod")
    if mod in {"before", "until"} or first is None:
        assert last is not None
        return (end is not None and end.date() in {last, last + _DAY}) or (
            start is not None and end is None and start.date() == last
        )
    if mod in {"after", "since"} or last is None:
        return start is not None and start.date() in {first, first + _DAY}
    return start is not None and end is not None and start.date() == first and end.date() in {last, last + _DAY}


def _moments(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    first, last = (_moment(gold["resolution"].get(k)) for k in ("start", "end"))
    mod = gold.get("mod")
    if mod in {"before", "until"} or first is None:
        assert last is not None
        return (end is not None and abs(end - last) <= _HOUR) or (start is not None and _same(start, last))
    if mod in {"after", "since"} or last is None:
        return start is not None and abs(start - first) <= _MINUTE
    if gold.get("part_of_day"):
        near = start is not None and timed and start.date() == first.date()
        return near and start is not None and first - 3 * _HOUR <= start < max(last, first + _HOUR)
    return start is not None and end is not None and _same(start, first) and abs(end - last) <= _MINUTE


def _times(gold: Case, start: datetime | None, end: datetime | None, timed: bool) -> bool:
    said = gold["resolution"]
    if any(_times({**gold, "resolution": one}, start, end, timed) for one in said.get("alternatives", [])):
        return True
    first, last = (int(v[:2]) * 60 + int(v[3:]) if (v := said.get(k)) else None for k in ("start", "end"))
    begin, finish = (None if m is None else m.hour * 60 + m.minute for m in (start, end))
    if first is None:
        return last in {begin, finish}
    if last is None:
        return begin == first
    if gold.get("part_of_day"):
        return begin is not None and timed and first - 180 <= begin < last
    return begin == first and finish is not None and abs(finish - last) <= 1


def score_dates(parse: Parse, name: str) -> tuple[int, int, list[str]]:
    """Cases, cases in which every expected value is found (a negative one: nothing), ids of the others."""
    rows = cases(name)
    missed = [
        row["id"]
        for row in rows
        if not _found(row, parse(row["text"], datetime.fromisoformat(row["reference_datetime"])))
    ]
    return len(rows), len(rows) - len(missed), missed


def _found(row: Case, spans: Iterable[Case]) -> bool:
    spans = list(spans)
    if not row["expected"]:
        return not spans
    return all(any(fits(gold, span) for span in spans) for gold in row["expected"])


def judged(row: Case, said: Case) -> dict[str, str]:
    """Per field of a sentence: right | wrong | asked."""
    gold, due = row["due"], said["due"]
    right = _due_fits(gold, due)
    asked = "due" in said["ask"] or (due is None and gold is not None)
    found = {"due": "asked" if asked else "right" if right else "wrong"}
    if row.get("due_ask"):
        found["due"] = "right" if asked else "wrong"
    found |= {"shop": _shop(row, said)} if _wanted(row) else {}
    found["numbers"] = _verdict(_numbers_fit(row, said))
    found["channels"] = _verdict(set(said["channels"]) == set(row["channels"]))
    spare = set(row.get("abnormal_optional", []))
    found["abnormal"] = _verdict(set(said["abnormal"]) - spare == set(row["abnormal"]) - spare)
    found["intent"] = _verdict(said["intent"] == row["intent"])
    return found


def _verdict(right: bool) -> str:
    return "right" if right else "wrong"


def _due_fits(gold: Case | None, due: Case | None) -> bool:
    if gold is None or due is None:
        return gold is due
    fits_day = due["date"] in gold.get("accept", [gold["date"]])
    return (
        fits_day
        and (gold["kind"] != "range" or due["end"] == gold["end"])
        and ("time" not in gold or due["time"] == gold["time"])
    )


def _wanted(row: Case) -> list[str]:
    one = row.get("shop_id")
    return row.get("shop_ids") or ([one] if one else [])


def _shop(row: Case, said: Case) -> str:
    wanted, asked = _wanted(row), "shop" in said["ask"]
    if row.get("ambiguous"):
        return _verdict(asked and set(wanted) <= set(said["shops"]))
    if said["shops"][:1] == wanted[:1]:
        return "right"
    return "asked" if asked else "wrong"


def _numbers_fit(row: Case, said: Case) -> bool:
    gold = Counter((float(one["value"]), one["unit"]) for one in row["numbers"])
    spare = Counter((float(one["value"]), one["unit"]) for one in row.get("numbers_optional", []))
    found = Counter((float(value), unit) for value, unit in said["numbers"])
    return not gold - found and not found - gold - spare


def tally(rows: Iterable[Case]) -> dict[str, Counter[str]]:
    """How often each field of the sentences is right, wrong or asked."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for field, verdict in judged(row, ours(row["text"], datetime.fromisoformat(row["now"]))).items():
            counts.setdefault(field, Counter())[verdict] += 1
    return counts
