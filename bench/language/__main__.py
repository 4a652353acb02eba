"""Side by side on the same sentences in one run: our understanding, dateparser, and ms-recognizers where it is installed."""

from __future__ import annotations

import importlib
import resource
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from domain.understanding.warming import warm
from domain.understanding.wording import normalise
from tests.language.scoring import cases, judged, our_dates, ours, score_dates, shops, tally

Parse = Callable[[str, datetime], list[dict[str, Any]]]
NOW = datetime(2026, 11, 23, 10)


def _span(start: datetime | None, end: datetime | None, timed: bool) -> dict[str, Any]:
    return {"start": start and start.isoformat(), "end": end and end.isoformat(), "has_time": timed}


def by_dateparser(text: str, now: datetime) -> list[dict[str, Any]]:
    from dateparser.search import search_dates

    settings: Any = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
    found = search_dates(text, languages=["zh"], settings=settings) or []
    return [_span(moment, None, moment.time() != now.time()) for _words, moment in found]


def by_recognizers() -> Parse | None:
    """ms-recognizers, whose answers are taken in their future reading; None when it is not installed."""
    try:
        library = importlib.import_module("ms_recognizers_date_time")
        culture = importlib.import_module("ms_recognizers_text").Culture.Chinese
    except ImportError:
        return None

    def parse(text: str, now: datetime) -> list[dict[str, Any]]:
        results = library.recognize_datetime(normalise(text), culture, reference=now)
        return [span for one in results if (span := _resolved(one.resolution, now)) is not None]

    return parse


def _resolved(resolution: Any, now: datetime) -> dict[str, Any] | None:
    values = (resolution or {}).get("values") or [{}]
    value = values[-1]

    def moment(words: str | None) -> datetime | None:
        if not words or words == "not resolved":
            return None
        return datetime.fromisoformat(words if "-" in words else f"{now:%Y-%m-%d} {words}")

    try:
        kind = value.get("type", "")
        if "value" in value:
            start = moment(value["value"])
            return _span(start, None, "time" in kind) if start else None
        start, end = moment(value.get("start")), moment(value.get("end"))
        return _span(start, end, "time" in kind) if start or end else None
    except ValueError:
        return None


def by_us(text: str, now: datetime) -> list[dict[str, Any]]:
    return our_dates(text, now)


def _due_of(parse: Parse) -> tuple[int, int, int]:
    """Of the sentences with a moment to act on: right, wrong, nothing; the last day that lies ahead is taken, as a caller would."""
    right = wrong = nothing = 0
    for row in [*cases("field_logs"), *cases("own")]:
        if row["due"] is None or row.get("due_ask"):
            continue
        now = datetime.fromisoformat(row["now"])
        found = [span["start"] or span["end"] for span in parse(row["text"], now)]
        ahead = [words[:10] for words in found if words and words[:10] >= f"{now:%Y-%m-%d}"]
        wanted = row["due"].get("accept", [row["due"]["date"]])
        nothing += not ahead
        right += bool(ahead) and ahead[-1] in wanted
        wrong += bool(ahead) and ahead[-1] not in wanted
    return right, wrong, nothing


def _our_due() -> tuple[int, int, int]:
    """The same by what the bot would act on; what it asks counts as nothing."""
    counts = Counter(
        judged(row, ours(row["text"], datetime.fromisoformat(row["now"])))["due"]
        for row in [*cases("field_logs"), *cases("own")]
        if row["due"] is not None and not row.get("due_ask")
    )
    return counts["right"], counts["wrong"], counts["asked"]


def _timed(parse: Parse) -> float:
    took = []
    for row in [*cases("recognizers_zh"), *cases("jionlp_zh")]:
        start = perf_counter()
        parse(row["text"], datetime.fromisoformat(row["reference_datetime"]))
        took.append(perf_counter() - start)
    return median(took) * 1000


def _quietly(parse: Parse) -> Parse:
    def careful(text: str, now: datetime) -> list[dict[str, Any]]:
        try:
            return parse(text, now)
        except Exception:
            return []

    return careful


def side_by_side() -> None:
    """Dates: the foreign suites, the moment to act on, the time of a parse."""
    print(f"{'parser':<16}{'recognizers 221':>17}{'jionlp 152':>12}{'due right/wrong/none':>24}{'ms median':>11}")
    recognizers = by_recognizers()
    rows: list[tuple[str, Parse | None]] = [
        ("visitbot", by_us),
        ("dateparser", by_dateparser),
        ("ms-recognizers", recognizers),
    ]
    for name, parse in rows:
        if parse is None:
            print(f"{name:<16}{'not installed':>17}")
            continue
        careful = _quietly(parse)
        scores = [score_dates(careful, suite) for suite in ("recognizers_zh", "jionlp_zh")]
        shares = [f"{found}/{count}" for count, found, _missed in scores]
        due = "/".join(map(str, _our_due() if parse is by_us else _due_of(careful)))
        print(f"{name:<16}{shares[0]:>17}{shares[1]:>12}{due:>24}{_timed(careful):>11.2f}")


def whole_sentences() -> None:
    """All fields of the sentences: right, asked, wrong."""
    for name in ("field_logs", "own"):
        for field, counts in tally(cases(name)).items():
            print(
                f"{name:<12}{field:<10}{counts['right']:>5} right {counts['asked']:>3} asked {counts['wrong']:>3} wrong"
            )


def speed(rounds: int = 5) -> None:
    """A sentence with 200 shops, each sentence in each round."""
    texts = [row["text"] for name in ("field_logs", "own") for row in cases(name)]
    for round_ in range(rounds):
        took = []
        for text in texts:
            start = perf_counter()
            ours(text, NOW)
            took.append((perf_counter() - start) * 1000)
        took.sort()
        print(
            f"round {round_ + 1}: median {median(took):.2f} ms, p99 {took[int(len(took) * 0.99)]:.2f} ms, longest {took[-1]:.1f} ms"
        )


def main() -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    warm(shops())
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"warming: {timedelta(seconds=perf_counter() - start).total_seconds():.2f} s, {grown:.0f} MB")
    speed()
    whole_sentences()
    side_by_side()


if __name__ == "__main__":
    main()
