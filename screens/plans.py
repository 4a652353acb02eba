"""The two weeks ahead by day, one day of them in full, leave, the period's focus, and the calendar's unknown years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.leaves import TakenLeave
from domain.people import Person
from domain.two_weeks import PlannedDay, TwoWeeks
from domain.visits import StopState
from screens.mornings import reason_words, stretched_words
from screens.screen import Screen, do, show
from screens.terms import dated, distance_words, distinct_names, joined, segment_word, shop_name
from screens.words import _, ngettext, safe

DAYS_A_ROW = 5
PROMISED_SHOWN = 5


def plan_screen(plan: TwoWeeks, reader: Person | None, page: str) -> Screen:
    """Pages: '' (all days) | day (the chosen one in full) | change (what may come up today)."""
    match page:
        case "day":
            return _day(plan)
        case "change":
            return _change(plan)
        case _:
            return _days(plan)


def _name(plan: TwoWeeks, day: date) -> str:
    return f"day:{plan.manager.code}@{day:%Y-%m-%d}"


def _days(plan: TwoWeeks) -> Screen:
    lines = [_("<b>Two weeks ahead</b>"), *(_day_line(one, plan.today) for one in plan.days)]
    if not plan.days:
        lines.append(_("Nothing is planned yet. The plan is made in the night, and after every import."))
    if plan.off:
        lines.append(_("On leave: {days}").format(days=joined([f"{day:%m-%d}" for day in plan.off])))
    if plan.stretched:
        lines += ["", stretched_words(plan.stretched)]
    if plan.overdue:
        words = ngettext("{n} shop is past its interval.", "{n} shops are past their interval.", plan.overdue)
        lines.append(words.format(n=plan.overdue))
    if plan.waiting:
        words = ngettext("{n} shop waits for the weeks after.", "{n} shops wait for the weeks after.", plan.waiting)
        lines.append(words.format(n=plan.waiting))
    buttons = [show(f"{one.day:%m-%d}", "plan", _name(plan, one.day), "day") for one in plan.days]
    rows = [tuple(buttons[i : i + DAYS_A_ROW]) for i in range(0, len(buttons), DAYS_A_ROW)]
    return Screen("\n".join(lines), tuple(rows))


def _day_line(one: PlannedDay, today: date) -> str:
    count = ngettext("{n} shop", "{n} shops", one.visits).format(n=one.visits)
    parts = [_("{day}: {count}").format(day=_("today") if one.day == today else dated(one.day), count=count)]
    if one.calls:
        parts.append(ngettext("{n} call", "{n} calls", one.calls).format(n=one.calls))
    if one.streets:
        parts.append(joined([safe(street) for street in one.streets]))
    if one.km:
        parts.append(distance_words(1000 * one.km))
    return _(", ").join(parts)


def _day(plan: TwoWeeks) -> Screen:
    back = show(_("Back"), "plan", _name(plan, plan.today))
    view = plan.chosen
    if view is None:
        return Screen(_("Nothing is planned for this day."), ((back,),))
    left = [line for line in view.stops if line.stop.state is StopState.PLANNED]
    names = distinct_names(line.shop for line in left)
    head = ngettext("<b>{day}</b>: {n} shop", "<b>{day}</b>: {n} shops", len(left))
    lines = [head.format(day=dated(view.day), n=len(left)), ""]
    for n, line in enumerate(left, 1):
        number = line.stop.number or n
        phone = " 📞" if line.stop.channel.value.startswith("call") else ""
        why = reason_words(line.stop.reason, view.day)
        lines.append(f"{number} {names[line.shop.code]} {segment_word(line.shop.segment)}{phone} {why}")
    return Screen("\n".join(lines), ((back,),))


def _change(plan: TwoWeeks) -> Screen:
    off = do(_("Leave today"), "take_leave", _name(plan, plan.today))
    wet = do(_("Rain today"), "rain_on", _name(plan, plan.today))
    back = show(_("Back"), "plan", _name(plan, plan.today))
    text = _("What came up? Single shops can be moved from their own card.")
    return Screen(text, ((off, wet), (back,)))


def no_list(today: date, works: bool, next_day: PlannedDay | None) -> Screen:
    """Said instead of the day card on a day without a list."""
    first = _("The list of today comes in the morning.") if works else _("Today is not a working day for you.")
    if next_day is None:
        return Screen(first)
    line = _("Next: {line}").format(line=_day_line(next_day, today))
    return Screen(f"{first}\n{line}")


def leave_screen(taken: TakenLeave, proposed: bool = False) -> Screen:
    """What a leave did, with the way back; `proposed`: where what stood there goes is a card of its own."""
    if taken.first == taken.last:
        span = _("{day}: off. I stay silent that day.").format(day=dated(taken.first))
    else:
        span = _("{first} to {last}: off. I stay silent on those days.").format(
            first=dated(taken.first), last=dated(taken.last)
        )
    lines = [span]
    if proposed:
        lines.append(_("Where the shops of those days go: below. Unanswered, the plan of the night decides."))
    elif taken.stops:
        words = ngettext(
            "{n} shop stood there; it is planned on other days, none is lost: /plan",
            "{n} shops stood there; they are planned on other days, none is lost: /plan",
            taken.stops,
        )
        lines.append(words.format(n=taken.stops))
    if taken.promised and not proposed:
        names = joined([shop_name(name) for name in taken.promised[:PROMISED_SHOWN]])
        lines.append(_("Promised for those days, now on the first day after: {shops}").format(shops=names))
    return Screen("\n".join(lines), ((do(_("Not off after all"), "give_up_leave", taken.name),),))


def leave_given_up(taken: TakenLeave) -> Screen:
    return Screen(
        _("{first} to {last}: not off, the days are planned again.").format(
            first=dated(taken.first), last=dated(taken.last)
        )
    )


def leave_help(manager: str, days: Sequence[date]) -> Screen:
    """`/leave` without a day: the next working days to tap, and how to write it."""
    text = _(
        "Which day off? Tap, or write /leave 2026-11-26 2 (two working days from that day on), /leave 2026-11-26 afternoon."
    )
    buttons = tuple(do(dated(day), "take_leave", f"day:{manager}@{day:%Y-%m-%d}") for day in days)
    return Screen(text, (buttons,))


def bad_date(said: str, near: Sequence[date], manager: str) -> Screen:
    """A day that does not exist, with the days that may have been meant."""
    text = _("{said}: there is no such day. Write it like 2026-11-26.").format(said=safe(said[:20]))
    buttons = tuple(do(dated(day), "take_leave", f"day:{manager}@{day:%Y-%m-%d}") for day in near)
    return Screen(text, (buttons,) if buttons else ())


def past_day(day: date) -> Screen:
    return Screen(_("{day} is past; leave begins today at the earliest.").format(day=dated(day)))


def focus_screen(lines: Sequence[str], number: int) -> Screen:
    """The focus was set; it holds from the next morning list on."""
    text = _("This month's focus: {lines}").format(lines=joined([safe(line) for line in lines]))
    done = _("Changed; it holds from tomorrow morning's lists on.")
    return Screen(f"{text}\n{done}", ((do(_("Undo"), "undo_focus", f"focus:{number}"),),))


def focus_now(lines: Sequence[str]) -> Screen:
    """What holds now, and how to change it."""
    first = (
        _("This month's focus: {lines}").format(lines=joined([safe(line) for line in lines]))
        if lines
        else _("No focus is set for this month.")
    )
    return Screen(first + "\n" + _("To change it: /focus online ordering; electronic settlement"))


def focus_too_long() -> Screen:
    return Screen(_("Two or three short lines, please: /focus online ordering; electronic settlement"))


def focus_taken_back() -> Screen:
    return Screen(_("Taken back, the focus before holds again."))


def calendar_screen(year: int, reader: Person | None, page: str) -> Screen:
    """To administrators: the holidays of a year that is being planned are not known."""
    text = _(
        "The public holidays of {year} are not known to this version yet. Until it is updated I count Monday to Friday as "
        "working days, without make-up days."
    )
    return Screen(text.format(year=year))
