"""One's own week: the figures as text, and the picture that shows the same."""

from __future__ import annotations

from datetime import date, timedelta

from domain.chat import Kind, Media
from domain.people import Person
from domain.shops import Segment
from domain.stats import DayStat, DrawnWeek, WeekStats
from screens.documents import png_of
from screens.screen import Screen, show
from screens.terms import segment_word, weekday_word
from screens.words import _, language, ngettext


def stats_screen(stats: WeekStats, reader: Person | None, page: str) -> Screen:
    """The figures, and a way to the weeks beside; the picture follows."""
    before, after = stats.week - timedelta(days=7), stats.week + timedelta(days=7)
    buttons = [show(_("Week before"), "stats", _object(stats, before))]
    if after <= stats.today:
        buttons.append(show(_("Week after"), "stats", _object(stats, after)))
    return Screen("\n".join([title(stats), *figure_lines(stats)]), (tuple(buttons),))


def _object(stats: WeekStats, week: date) -> str:
    return f"stats:{stats.manager}@{week:%Y-%m-%d}"


def title(stats: WeekStats) -> str:
    last = stats.days[-1].day if stats.days else stats.week
    return _("<b>Your week {first} to {last}</b>").format(first=f"{stats.week:%m-%d}", last=f"{last:%m-%d}")


def figure_lines(stats: WeekStats) -> list[str]:
    """Every figure of the picture in words."""
    if stats.empty:
        return [_("Nothing is recorded in this week.")]
    lines = [_("Visited {done}/{planned} shops").format(done=stats.visited, planned=stats.planned)]
    if stats.segments:
        lines.append(
            _(", ").join(f"{segment_word(Segment(one.segment))} {one.visited}/{one.planned}" for one in stats.segments)
        )
    lines.append(_("By day: {days}").format(days=_(", ").join(_day(one) for one in stats.days)))
    rest = _rest(stats)
    return [*lines, _(", ").join(rest)] if rest else lines


def _day(day: DayStat) -> str:
    if day.off and not day.visited:
        return _("{weekday} off").format(weekday=weekday_word(day.day))
    return f"{weekday_word(day.day)} {day.visited}/{day.planned}"


def _rest(stats: WeekStats) -> list[str]:
    parts = []
    if stats.calls:
        parts.append(_("{n} of them by phone").format(n=stats.calls))
    if stats.unplanned:
        parts.append(_("{n} more unplanned").format(n=stats.unplanned))
    if stats.told:
        parts.append(
            ngettext("news passed on in {n} shop", "news passed on in {n} shops", stats.told).format(n=stats.told)
        )
    if stats.incidents:
        n = stats.incidents
        parts.append(ngettext("{n} abnormal situation", "{n} abnormal situations", n).format(n=n))
    return parts


def picture_screen(drawn: DrawnWeek, reader: Person | None, page: str) -> Screen:
    """The picture; its figures are its caption."""
    text = "\n".join([title(drawn.stats), *figure_lines(drawn.stats)])
    return Screen(text, media=Media(Kind.PHOTO, drawn.file), silent=True)


def picture_name(stats: WeekStats) -> str:
    return f"week-{stats.week:%Y-%m-%d}.png"


def picture_of(stats: WeekStats) -> bytes:
    """The week as a PNG: a bar a day, a bar a segment, in the present language."""
    days = [
        {"name": weekday_word(one.day), "planned": one.planned, "visited": one.visited, "off": one.off}
        for one in stats.days
    ]
    segments = [
        {"name": segment_word(Segment(one.segment)), "planned": one.planned, "visited": one.visited, "off": False}
        for one in stats.segments
    ]
    told = {
        "language": "zh" if language() == "zh_CN" else "en",
        "title": title(stats).removeprefix("<b>").removesuffix("</b>"),
        "days_title": _("By day"),
        "segments_title": _("By segment"),
        "days": days,
        "segments": segments,
        "off": _("off"),
        "legend": _("Bar: shops visited; frame: on the list"),
        "rest": _(", ").join([figure_lines(stats)[0], *_rest(stats)]),
    }
    return png_of("week.typ", told)
