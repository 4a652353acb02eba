"""The living day card: how far the day is, what comes next, what is urgent; edited in place through the day."""

from __future__ import annotations

from domain.days import DayView, StopLine, last_done, leg_metres, next_stop, tally
from domain.incidents import IncidentState
from domain.people import Person
from domain.visits import StopState
from screens.screen import Button, Rows, Screen, do, show
from screens.terms import (
    button_name,
    category_word,
    dated,
    day_words,
    distance_words,
    distinct_names,
    segment_word,
    shop_name,
    time_words,
)
from screens.words import _, ngettext

NUMBERS_A_ROW = 5
NUMBERS_A_PAGE = 20
LIST = "list"
"""Pages of the whole list begin with this: `list`, then `list1` with the numbers that come after."""
INCIDENTS_SHOWN = 3
IMPORTANT_SHOWN = 3


def day_screen(view: DayView, reader: Person | None, page: str) -> Screen:
    """Pages: '' | list<n>. Only the manager of the day gets buttons."""
    own = reader is not None and reader.code == view.manager.code
    if page.startswith(LIST):
        turned = page.removeprefix(LIST)
        return _list(view, own, int(turned) if turned.isdecimal() else 0)
    lines = [*_counts(view), *_block(_next(view)), *_block(_settled(view))]
    return Screen("\n".join(lines), _rows(view) if own else _look_rows(view), silent=True)


def manager_day_screen(view: DayView, reader: Person | None, page: str) -> Screen:
    """The same for a chief: whose day it is stands above, with the whole list on a page of its own."""
    screen = day_screen(view, reader, page)
    return Screen(f"{view.manager.code} <b>{shop_name(view.manager.name)}</b>\n{screen.text}", screen.rows)


def today_line(view: DayView) -> str:
    """The one line that answers `/today` when the card lies above."""
    count = tally(view)
    return _("Today {done}/{planned} shops, the card is above.").format(done=count.done, planned=count.planned)


def _block(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _counts(view: DayView) -> list[str]:
    count = tally(view)
    head = ngettext("<b>{day}</b> · {done}/{n} shop", "<b>{day}</b> · {done}/{n} shops", count.planned)
    lines = [head.format(day=dated(view.day), done=count.done, n=count.planned)]
    if view.logs or count.missed:
        lines.append(
            _("on-site {onsite} · phone {calls} · missed {missed} · unplanned {unplanned}").format(
                onsite=count.onsite, calls=count.calls, missed=count.missed, unplanned=count.unplanned
            )
        )
    return lines


def _next(view: DayView) -> list[str]:
    line = next_stop(view.stops)
    lines = [_next_words(view, line)] if line else [_all_done(view)] if view.stops else [_("No shops today.")]
    important = [one for one in view.stops if one.stop.important and one.stop.state is StopState.PLANNED]
    shown = [one for one in important if line is None or one.stop.id != line.stop.id][:IMPORTANT_SHOWN]
    names = distinct_names(one.shop for one in view.stops)
    lines += [f"❗ {one.stop.number} {names[one.shop.code]}" for one in shown]
    return lines + _incidents(view)


def _next_words(view: DayView, line: StopLine) -> str:
    before = last_done(view)
    metres = leg_metres(before.shop if before else None, line.shop)
    name = f"{line.stop.number} {shop_name(line.shop.name)}"
    if metres is None:
        return _("Next {stop}").format(stop=name)
    return _("Next {stop}, {distance}").format(stop=name, distance=distance_words(metres))


def _all_done(view: DayView) -> str:
    count = tally(view)
    if count.done == count.planned:
        words = ngettext("{n} shop today, all visited.", "{n} shops today, all visited.", count.planned)
        return words.format(n=count.planned)
    waiting = sum(line.stop.state is StopState.MISSED for line in view.stops)
    if not waiting:
        return _("The list is through.")
    words = ngettext(
        "The list is through, {n} shop is to be decided in the evening.",
        "The list is through, {n} shops are to be decided in the evening.",
        waiting,
    )
    return words.format(n=waiting)


def _incidents(view: DayView) -> list[str]:
    lines = []
    for one in view.incidents[:INCIDENTS_SHOWN]:
        shop = shop_name(one.shop.name) if one.shop else _("no shop yet")
        what = f"⚠️ {shop} {category_word(one.incident.category)}"
        taken = one.incident.state is IncidentState.TAKEN and one.taker
        lines.append(_("{what}, {name} has it").format(what=what, name=shop_name(one.taker)) if taken else what)
    return lines


def _settled(view: DayView) -> list[str]:
    lines = []
    done = [str(line.stop.number) for line in view.stops if line.stop.state is StopState.DONE]
    gone = [line for line in view.stops if line.stop.state in {StopState.MISSED, StopState.MOVED, StopState.DROPPED}]
    left = [str(line.stop.number) for line in view.stops if line.stop.state is StopState.PLANNED]
    if done:
        lines.append("✅ " + " ".join(done))
    if gone:
        lines.append("⏭ " + _("; ").join(_gone(line, view) for line in gone))
    if left:
        lines.append(_("Left {numbers}").format(numbers=" ".join(left)))
    return lines


def _gone(line: StopLine, view: DayView) -> str:
    stop = line.stop
    if stop.state is StopState.MOVED and stop.moved_to:
        return _("{n} moved to {day}").format(n=stop.number, day=day_words(stop.moved_to, view.day))
    if stop.state is StopState.DROPPED:
        return _("{n} not this time").format(n=stop.number)
    return _("{n} decided tonight").format(n=stop.number)


def _object(view: DayView) -> str:
    return f"day:{view.manager.code}@{view.day:%Y-%m-%d}"


def _rows(view: DayView) -> Rows:
    line = next_stop(view.stops)
    rows: list[tuple[Button, ...]] = []
    if line is not None:
        rows.append((show(button_name(line.shop.name, line.stop.number), "stop", f"stop:{line.stop.id}"),))
    elif view.stops:
        rows.append((do(_("Review now"), "review_now", _object(view)),))
    more = (show(_("The whole list"), "day", _object(view), LIST),) if view.stops else ()
    rows.append((*more, do(_("Unplanned visit"), "unplanned", _object(view))))
    return tuple(rows)


def _look_rows(view: DayView) -> Rows:
    return ((show(_("The whole list"), "manager_day", _object(view), LIST),),) if view.stops else ()


def _list(view: DayView, own: bool, page: int) -> Screen:
    """Every stop with what became of it; those still open as numbers to tap, a page of them at a time."""
    names = distinct_names(line.shop for line in view.stops)
    lines = [_counts(view)[0], *(_list_line(line, names, view) for line in view.stops)]
    back = show(_("Back"), "day" if own else "manager_day", _object(view))
    if not own:
        return Screen("\n".join(lines), ((back,),))
    left = [line for line in view.stops if line.stop.state in {StopState.PLANNED, StopState.MISSED}]
    start = page * NUMBERS_A_PAGE if page * NUMBERS_A_PAGE < len(left) else 0
    shown = left[start : start + NUMBERS_A_PAGE]
    numbers = [show(str(line.stop.number), "stop", f"stop:{line.stop.id}") for line in shown]
    rows = [tuple(numbers[i : i + NUMBERS_A_ROW]) for i in range(0, len(numbers), NUMBERS_A_ROW)]
    return Screen("\n".join(lines), (*rows, (back, *_turning(view, start, len(left)))), silent=True)


def _turning(view: DayView, start: int, left: int) -> tuple[Button, ...]:
    """The numbers that come after, from the last page back to the first."""
    if left <= NUMBERS_A_PAGE:
        return ()
    after = start + NUMBERS_A_PAGE
    page = after // NUMBERS_A_PAGE if after < left else 0
    return (show(_("Other numbers"), "day", _object(view), f"{LIST}{page}"),)


def _list_line(line: StopLine, names: dict[str, str], view: DayView) -> str:
    name = f"{line.stop.number} {names[line.shop.code]} {segment_word(line.shop.segment)}"
    match line.stop.state:
        case StopState.DONE:
            times = [log.at for log in view.logs if log.stop == line.stop.id]
            return f"✅ {name} {time_words(min(times))}" if times else f"✅ {name}"
        case StopState.MOVED if line.stop.moved_to:
            return "⏭ " + _("{shop} → {day}").format(shop=name, day=day_words(line.stop.moved_to, view.day))
        case StopState.DROPPED | StopState.MISSED | StopState.MOVED:
            return f"⏭ {name}"
        case _:
            return f"{name} 📞" if line.stop.channel.value.startswith("call") else name
