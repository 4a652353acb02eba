"""The morning list: important matters on top, then every stop in route order, two lines each; two messages at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.mornings import Morning, MorningLine, Stretched
from domain.people import Person
from domain.talking import one_line
from domain.visits import Channel, Reason
from screens.screen import Rows, Screen, show
from screens.task_lists import own_line
from screens.terms import dated, day_words, distance_words, distinct_names, joined, segment_word, shop_name
from screens.words import _, language, ngettext, safe

SPLIT_CHARACTERS = 3_800
KEY_SHARE_SHOWN = 3
"""The key-shop mark is left out when more than one in so many stops has it."""
NEWS_SHOWN = 3
TASKS_SHOWN = 6
PROMISED_SHOWN = 5
PROMISE_CHARACTERS = 40
MATTERS_SHOWN = 9
"""On top; in the list every important one has its mark."""


def morning_screen(morning: Morning, reader: Person | None, page: str) -> Screen:
    """The first message: what comes first, what is new, and the stops that fit."""
    head = _head(morning)
    entries = entries_of(morning)
    count = _fitting(head, entries)
    text = "\n".join([*head, "", *entries[:count]])
    return Screen(text, _rows(morning, reader))


def rest_screen(morning: Morning, reader: Person | None, page: str) -> Screen | None:
    """The second message, None when the first holds everything."""
    entries = entries_of(morning)
    count = _fitting(_head(morning), entries)
    if count == len(entries):
        return None
    last = morning.lines[-1].line.stop.number
    first = morning.lines[count].line.stop.number
    lead = _("Continued: {first}–{last}").format(first=first, last=last)
    return Screen("\n".join([lead, "", *_within(entries[count:])]), silent=True)


def _within(entries: Sequence[str]) -> Sequence[str]:
    """What the last message holds: when both lines of every stop are too many, the first ones."""
    whole = sum(len(entry) + 1 for entry in entries) <= SPLIT_CHARACTERS
    return entries if whole else [entry.partition("\n")[0] for entry in entries]


def _fitting(head: Sequence[str], entries: Sequence[str]) -> int:
    """How many stops the first message holds; the cut is between stops."""
    room = SPLIT_CHARACTERS - sum(len(line) + 1 for line in head)
    for count, entry in enumerate(entries):
        room -= len(entry) + 1
        if room < 0:
            return count
    return len(entries)


def _rows(morning: Morning, reader: Person | None) -> Rows:
    if reader is None or reader.code != morning.view.manager.code or not morning.lines:
        return ()
    first = morning.lines[0].line.stop
    day = f"day:{morning.view.manager.code}@{morning.day:%Y-%m-%d}"
    return (
        (show(_("Open stop {n}").format(n=first.number), "stop", f"stop:{first.id}"),),
        (show(_("Something came up"), "plan", day, "change"),),
    )


def _head(morning: Morning) -> list[str]:
    blocks = [
        [_greeting(morning), *_reach(morning), *_stretched(morning)],
        _tasks(morning),
        _matters(morning),
        _news(morning),
    ]
    return [line for i, block in enumerate(one for one in blocks if one) for line in ([""] if i else []) + block]


def _greeting(morning: Morning) -> str:
    count = len(morning.lines)
    streets = list(dict.fromkeys(line.line.shop.street for line in morning.lines if line.line.shop.street))
    where = joined([safe(street) for street in streets[:3]])
    first = ngettext("Good morning. {day}: {n} shop", "Good morning. {day}: {n} shops", count)
    parts = [first.format(day=dated(morning.day), n=count)]
    if where:
        parts.append(_("in {streets}").format(streets=where))
    if morning.km:
        parts.append(_("about {distance} of road (straight line)").format(distance=distance_words(1000 * morning.km)))
    return _("{parts}.").format(parts=_(", ").join(parts))


def _reach(morning: Morning) -> list[str]:
    if morning.reach is None:
        return []
    words = ngettext(
        "Counting from now there is time for about {n} shop; the rest is decided in the evening.",
        "Counting from now there is time for about {n} shops; the rest is decided in the evening.",
        morning.reach,
    )
    return [words.format(n=morning.reach)]


def _stretched(morning: Morning) -> list[str]:
    return [stretched_words(morning.stretched)] if morning.stretched else []


def stretched_words(stretched: Sequence[Stretched]) -> str:
    """Which cadences the two weeks could not keep, and what they became."""
    parts = [
        _("{segment} every {given} days instead of {wanted}").format(
            segment=segment_word(one.segment), given=one.given_days, wanted=one.wanted_days
        )
        for one in stretched
    ]
    return _("More shops than days, so for two weeks: {parts}.").format(parts=joined(parts))


def _matters(morning: Morning) -> list[str]:
    important = [line for line in morning.lines if line.important]
    if not important:
        return []
    names = _names(morning)
    entry = _("{n} {shop} (stop {stop}): {what}")
    return [
        _("❗ First"),
        *(
            entry.format(n=n, shop=names[line.line.shop.code], stop=line.line.stop.number, what=_thing(line))
            for n, line in enumerate(important[:MATTERS_SHOWN], 1)
        ),
    ]


def _tasks(morning: Morning) -> list[str]:
    """Tasks by quadrant, then what was promised for today at shops that are not on the list."""
    lines = [own_line(line) for line in morning.tasks[:TASKS_SHOWN]]
    if lines:
        lines.insert(0, _("Tasks"))
    left = len(morning.tasks) - TASKS_SHOWN
    if left > 0:
        lines.append(ngettext("and {n} more, see /tasks", "and {n} more, see /tasks", left).format(n=left))
    for one in morning.promised[:PROMISED_SHOWN]:
        words = _("🔁 {shop}: {what} (promised for {day}, not on the list)")
        what = one.what if len(one.what) <= PROMISE_CHARACTERS else one.what[: PROMISE_CHARACTERS - 1] + "…"
        lines.append(words.format(shop=shop_name(one.shop.name), what=safe(what), day=day_words(one.day, morning.day)))
    return lines


def _news(morning: Morning) -> list[str]:
    lines = []
    for one in morning.news[:NEWS_SHOWN]:
        words = ngettext(
            "To pass on: {news} ({n} shop of today does not know it yet)",
            "To pass on: {news} ({n} shops of today don't know it yet)",
            one.shops,
        )
        lines.append(words.format(news=safe(one.news.text), n=one.shops))
    if morning.focus:
        lines.append(_("This month's focus: {lines}").format(lines=joined([safe(line) for line in morning.focus])))
    return lines


def entries_of(morning: Morning) -> list[str]:
    """Two lines a stop: who and why today; the one thing that differs here."""
    names = _names(morning)
    keys = sum(line.line.shop.key for line in morning.lines)
    marked = keys * KEY_SHARE_SHOWN <= len(morning.lines)
    return [f"{_first_line(line, names, marked, morning.day)}\n  {_thing(line)}" for line in morning.lines]


def _names(morning: Morning) -> dict[str, str]:
    return distinct_names(line.line.shop for line in morning.lines)


def _thing(line: MorningLine) -> str:
    return safe(one_line(line.facts, line.line.stop.objective, language()))


def _first_line(line: MorningLine, names: dict[str, str], keys_marked: bool, day: date) -> str:
    stop, shop = line.line.stop, line.line.shop
    mark = "❗" if line.important else ""
    star = "⭐" if shop.key and keys_marked else ""
    parts = [f"{stop.number} {mark}{names[shop.code]}{star}", segment_word(shop.segment)]
    if stop.channel is Channel.CALL_INSTEAD:
        parts.append(_("📞 by phone"))
    why = reason_words(stop.reason, day)
    parts.append(f"📞 {why}" if stop.channel is Channel.CALL_BETWEEN else why)
    return " ".join(part for part in parts if part)


def reason_words(reason: Reason, day: date) -> str:
    """Why this shop on this day, as short as people say it."""
    match reason.kind:
        case "promise":
            return _("promised for this day")
        case "moved":
            return _("moved from {day}").format(day=day_words(reason.on, day)) if reason.on else _("moved here")
        case "early":
            return ngettext("on the way, {n} day early", "on the way, {n} days early", reason.days).format(
                n=reason.days
            )
        case "call":
            return _("call in between")
        case "task":
            return _("task")
        case "never":
            return _("no visit on record yet")
        case _:
            return _often(reason)


def _often(reason: Reason) -> str:
    often = {"weekly": _("weekly"), "biweekly": _("fortnightly")}.get(reason.kind, "")
    since = ngettext("last visit {n} day ago", "last visit {n} days ago", reason.days).format(n=reason.days)
    return _("{often}, {since}").format(often=often, since=since) if often else since
