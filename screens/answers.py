"""Answers to the few questions that can be asked in words: what is left today, the last visit, who was not visited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.days import StopLine
from domain.shops import Shop
from domain.understanding.questions import Period
from domain.unvisited import Missing, Unvisited
from screens.screen import Button, Screen, show
from screens.terms import button_name, day_words, shop_name, since_words
from screens.words import _, ngettext

NAMED = 8
"""Shops named in a line; the rest is counted."""
OPENED = 4
"""Shops that can be opened from the answer."""


def left_today(left: int, calls: int, planned: int, next_line: StopLine | None) -> Screen:
    """How many visits and calls are left today."""
    if not left and not calls:
        return Screen(_("Nothing is left today."))
    parts = []
    if left:
        parts.append(ngettext("{n} of {all} shop", "{n} of {all} shops", left).format(n=left, all=planned))
    if calls:
        parts.append(ngettext("{n} call", "{n} calls", calls).format(n=calls))
    text = _("Left today: {parts}.").format(parts=_(", ").join(parts))
    return Screen(text, ((_stop_button(next_line),),) if next_line else ())


def last_visits(shops: Sequence[Shop], today: date) -> Screen:
    """When a shop was visited last; of several that may be meant each has its line."""
    lines = [_last_visit(shop, today) for shop in shops]
    buttons = tuple((show(button_name(shop.name), "shop", f"shop:{shop.code}"),) for shop in shops)
    return Screen("\n".join(lines), buttons)


def _last_visit(shop: Shop, today: date) -> str:
    name = shop_name(shop.name)
    if shop.last_visit is None:
        return _("{shop}: {since}").format(shop=name, since=since_words(None))
    if shop.last_visit == today:
        return _("{shop}: {since}").format(shop=name, since=_("visited today"))
    since = since_words(max(0, (today - shop.last_visit).days))
    when = day_words(shop.last_visit, today)
    return _("{shop}: last visited {day}, {since}").format(shop=name, day=when, since=since)


def _stop_button(line: StopLine) -> Button:
    return show(button_name(line.shop.name, line.stop.number), "stop", f"stop:{line.stop.id}")


def unvisited(answer: Unvisited) -> Screen:
    """Planned shops without a visit: those missed, those still ahead; the first of them can be opened."""
    without = [*answer.missed, *answer.ahead]
    when = _period_words(answer.period)
    if not answer.planned:
        return Screen(_("{when}: nothing was planned.").format(when=when))
    if not without:
        text = ngettext("{when}: visited, {n} of {n} shop.", "{when}: all {n} shops visited.", answer.planned)
        return Screen(text.format(when=when, n=answer.planned))
    text = ngettext(
        "{when} not visited yet: {n} of {all} shop.", "{when} not visited yet: {n} of {all} shops.", len(without)
    )
    lines = [text.format(when=when, n=len(without), all=answer.planned)]
    if answer.missed:
        lines.append(_("Missed: {shops}").format(shops=_named(answer.missed, answer.today)))
    if answer.ahead:
        lines.append(_("Still planned: {shops}").format(shops=_named(answer.ahead, answer.today)))
    buttons = [show(button_name(one.shop.name), "shop", f"shop:{one.shop.code}") for one in without[:OPENED]]
    return Screen("\n".join(lines), tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))


def _period_words(period: Period) -> str:
    return {
        Period.THIS_WEEK: _("This week"),
        Period.LAST_WEEK: _("Last week"),
        Period.THIS_MONTH: _("This month"),
    }[period]


def _named(missing: tuple[Missing, ...], today: date) -> str:
    """Names with their days, the first few; the rest counted."""
    words = [
        _("{shop} {day}").format(shop=shop_name(one.shop.name), day=day_words(one.stop.day, today))
        for one in missing[:NAMED]
    ]
    rest = len(missing) - NAMED
    if rest > 0:
        words.append(ngettext("{n} more", "{n} more", rest).format(n=rest))
    return _(", ").join(words)
