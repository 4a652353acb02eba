"""How a log reads in one line: its outcome, its figures, its words."""

from __future__ import annotations

from dataclasses import replace

from domain.understanding import Thing
from domain.understanding.sentence import MISSED
from domain.visits import Log, Quantity
from screens.terms import chip_word, joined
from screens.words import _, safe

WORDS_SHOWN = 60


def outcome_word(log: Log) -> str:
    """The outcome's words, '' for none."""
    return _("did not go") if log.outcome == MISSED else chip_word(log.outcome)


def said_briefly(log: Log) -> str:
    """The first of the words that were written, or the outcome. Escaped."""
    words = " ".join(log.words.split())
    if words:
        return safe(words if len(words) <= WORDS_SHOWN else words[: WORDS_SHOWN - 1] + "…")
    return outcome_word(log)


def thing_word(thing: str) -> str:
    """What a figure counts, in the reader's language; unknown things as they are."""
    return {
        Thing.STOCK.value: _("stock"),
        Thing.SOLD.value: _("sold"),
        Thing.ORDERED.value: _("ordered"),
        Thing.NEW_BRAND.value: _("new on the shelf"),
        Thing.DISPLAY.value: _("on display"),
    }.get(thing, thing)


def unit_word(unit: str) -> str:
    """A unit as it is kept (in Chinese), in the reader's language."""
    return {
        "条": _("cartons"),
        "包": _("packs"),
        "盒": _("boxes"),
        "箱": _("cases"),
        "个": _("pieces"),
        "品规": _("brands"),
        "元": _("yuan"),
    }.get(unit, unit)


def figure_words(one: Quantity) -> str:
    """`about 20 cartons`."""
    figure = f"{one.value:g}"
    figure = _("about {figure}").format(figure=figure) if one.about else figure
    return f"{figure} {safe(unit_word(one.unit))}".strip()


def quantity_line(figures: tuple[Quantity, ...]) -> str:
    """All figures with what they count."""
    return joined([_counted(one) for one in figures])


def _counted(one: Quantity) -> str:
    if not one.thing:
        return figure_words(one)
    thing, figure = safe(thing_word(one.thing)), figure_words(replace(one, about=False))
    return (_("{thing} about {figure}") if one.about else _("{thing} {figure}")).format(thing=thing, figure=figure)
