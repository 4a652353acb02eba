"""The sentences of a weekly report and the records behind them, as plain text: chat, Word and PDF say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, assert_never

from domain.incidents import Category
from domain.reviews import ReviewState
from domain.shops import Segment
from domain.visits import Missed, Objective, StopState
from domain.weekly import Line, LineKind, Part, Record
from screens.terms import (
    age_words,
    category_word,
    chip_word,
    dated,
    missed_word,
    objective_word,
    segment_word,
    time_words,
)
from screens.words import _, local, ngettext

PROMISE_SHOWN = 40
RECORD_SHOWN = 60


def shortened(words: str, most: int) -> str:
    """On one line, at most so many characters; not escaped."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def line_words(line: Line) -> str:
    """One sentence in the present language, not escaped."""
    told = line.figures
    match line.kind:
        case LineKind.AWAY:
            return ngettext("On leave for {n} day", "On leave for {n} days", told["days"]).format(n=told["days"])
        case LineKind.NOTHING:
            return _nothing(told)
        case LineKind.VISITED:
            return _visited(told)
        case LineKind.SEGMENTS:
            return _(", ").join(f"{segment_word(Segment(kind))} {done}/{all}" for kind, done, all in told["counts"])
        case LineKind.OUTCOMES:
            return _outcomes(told)
        case LineKind.NEWS:
            n = told["shops"]
            return ngettext("News passed on in {n} shop", "News passed on in {n} shops", n).format(n=n)
        case LineKind.INCIDENTS:
            return _incidents(told)
        case LineKind.MISSED:
            return _missed(told)
        case LineKind.REVIEWED:
            return _reviewed(told)
        case LineKind.AHEAD:
            return _ahead(told)
        case _:
            assert_never(line.kind)


def _nothing(told: Mapping[str, Any]) -> str:
    n = told["planned"]
    if not n:
        return _("There is no visit on record for this week")
    return ngettext(
        "There is no visit on record for this week; {n} shop was on the lists",
        "There is no visit on record for this week; {n} shops were on the lists",
        n,
    ).format(n=n)


def _visited(told: Mapping[str, Any]) -> str:
    parts = [_("Visited {done}/{planned} shops").format(done=told["visited"], planned=told["planned"])]
    if told["calls"]:
        parts.append(_("{n} of them by phone").format(n=told["calls"]))
    if told["unplanned"]:
        parts.append(_("{n} more unplanned").format(n=told["unplanned"]))
    return _(", ").join(parts)


def _outcomes(told: Mapping[str, Any]) -> str:
    return _(", ").join(
        ngettext("{objective} {outcome}: {n} shop", "{objective} {outcome}: {n} shops", n).format(
            objective=objective_word(Objective(objective)), outcome=chip_word(outcome), n=n
        )
        for objective, outcome, n in told["counts"]
    )


def _incidents(told: Mapping[str, Any]) -> str:
    parts = [ngettext("{n} abnormal situation", "{n} abnormal situations", told["n"]).format(n=told["n"])]
    if told["closed"]:
        parts.append(_("{n} closed").format(n=told["closed"]))
    if told["open"]:
        parts.append(_("{n} not closed").format(n=told["open"]))
    if told["longest_minutes"]:
        longest = age_words(timedelta(minutes=told["longest_minutes"]))
        parts.append(_("the longest took {time}").format(time=longest))
    return _(", ").join(parts)


def _missed(told: Mapping[str, Any]) -> str:
    reasons = [f"{missed_word(Missed(reason))} {n}" for reason, n in told["reasons"]]
    unsaid = told["n"] - sum(n for _reason, n in told["reasons"])
    if unsaid:
        reasons.append(_("no reason given {n}").format(n=unsaid))
    return _("{n} missed: {shops}").format(n=told["n"], shops=_(", ").join(reasons))


def _reviewed(told: Mapping[str, Any]) -> str:
    parts = []
    if told["confirmed"]:
        n = told["confirmed"]
        parts.append(ngettext("{n} review confirmed", "{n} reviews confirmed", n).format(n=n))
    if told["by_itself"]:
        n = told["by_itself"]
        parts.append(ngettext("{n} review closed by itself", "{n} reviews closed by themselves", n).format(n=n))
    return _(", ").join(parts)


def _ahead(told: Mapping[str, Any]) -> str:
    parts = [
        _("{shop} {what} ({day})").format(
            shop=shop, what=shortened(what, PROMISE_SHOWN), day=dated(date.fromisoformat(day))
        )
        for shop, what, day in told["shown"]
    ]
    if told["more"]:
        parts.append(ngettext("{n} more", "{n} more", told["more"]).format(n=told["more"]))
    return _("The week after: {parts}").format(parts=_("; ").join(parts))


def part_word(part: Part) -> str:
    return {Part.MARKET: _("Market"), Part.TROUBLE: _("Difficulties"), Part.INTENT: _("Intentions")}[part]


def record_words(record: Record) -> str:
    """One record behind a sentence, not escaped: when, where, what."""
    when = dated(record.day) if record.day else dated(local(record.at).date()) if record.at else ""
    if record.at is not None and record.name.startswith(("log:", "incident:")):
        when = f"{when} {time_words(record.at)}"
    return " ".join(part for part in (when, record.shop, _what(record)) if part)


def _what(record: Record) -> str:
    words = shortened(record.words, RECORD_SHOWN)
    match record.name.partition(":")[0]:
        case "log":
            said = chip_word(record.key) or _("logged")
            return f"{said} “{words}”" if words else said
        case "stop":
            return _stop_word(record.key)
        case "incident":
            return " ".join(part for part in (category_word(Category(record.key)), words) if part)
        case "review":
            confirmed = record.key == ReviewState.CONFIRMED
            return _("review confirmed") if confirmed else _("review closed by itself")
        case "leave":
            n = int(record.key)
            return ngettext("On leave for {n} day", "On leave for {n} days", n).format(n=n)
        case _:
            return words


def _stop_word(key: str) -> str:
    if key in set(Missed):
        return _("missed, {reason}").format(reason=missed_word(Missed(key)))
    return _("visited") if key == StopState.DONE else _("not visited")
