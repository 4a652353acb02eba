"""The pages on which a field of a log is corrected with one tap, and the names that were learned by it."""

from __future__ import annotations

from domain.corrections import Correcting, Taught
from domain.people import Person
from domain.understanding.sentence import MISSED
from screens.screen import LABEL_WIDTH, Button, Rows, Screen, do, show
from screens.terms import button_name, chip_word, shop_name
from screens.visit_words import quantity_line
from screens.visits import choice_label, summary
from screens.words import _, safe

LISTED = 10
"""Names on a page."""
WORDS = 5
"""Characters of a learned name on a button."""


def correct_screen(correcting: Correcting, reader: Person | None, page: str) -> Screen:
    """Pages: shop | outcome | the place of a figure, from 0."""
    text = summary(correcting.receipt)
    back = show(_("Back"), "receipt", correcting.receipt.name, "edit")
    if page == "outcome":
        return Screen("\n".join((text, _("What came of it?"))), (*_outcome_rows(correcting), (back,)))
    if page.isdecimal():
        return Screen(
            "\n".join((text, *_figure_lines(correcting, int(page)))), (*_figure_rows(correcting, int(page)), (back,))
        )
    return Screen("\n".join((text, _("Which shop is it?"))), _shop_rows(correcting, back))


def _shop_rows(correcting: Correcting, back: Button) -> Rows:
    name, named = correcting.receipt.name, [shop.name for shop in correcting.shops]
    numbers = correcting.numbers
    rows = [
        (do(choice_label(one, numbers.get(one.code, 0), alone=named.count(one.name) == 1), "settle", name, one.code),)
        for one in correcting.shops
    ]
    return (*rows, (do(_("Type the shop"), "ask_shop", name), back))


def _outcome_rows(correcting: Correcting) -> Rows:
    name, now = correcting.receipt.name, correcting.receipt.log.outcome
    choices = [do(chip_word(one), "set_outcome", name, one) for one in correcting.outcomes]
    if correcting.missable and now != MISSED:
        choices.append(do(_("did not go"), "set_outcome", name, MISSED))
    if now:
        choices.append(do(_("No outcome"), "set_outcome", name, ""))
    return tuple(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2))


def _figure_lines(correcting: Correcting, spot: int) -> tuple[str, ...]:
    figures = correcting.receipt.log.quantities
    return (quantity_line(figures[spot : spot + 1]),) if spot < len(figures) else ()


def _figure_rows(correcting: Correcting, spot: int) -> Rows:
    name = correcting.receipt.name
    return ((do(_("Another figure"), "ask_figure", name, spot), do(_("No figure"), "drop_figure", name, spot)),)


def names_screen(taught: Taught, reader: Person | None, page: str) -> Screen:
    """What this manager calls shops, each with a way to forget it."""
    if not taught.aliases:
        return Screen(_("No names of your own yet. When you correct the shop of a record, I keep what you called it."))
    here = taught.aliases[:LISTED]
    lines = [_("What you call your shops:")]
    for one in here:
        shop = taught.shops.get(one.shop)
        name = shop_name(shop.name) if shop else "?"
        lines.append(_("“{words}” is {shop}").format(words=safe(one.words), shop=name))
    if len(taught.aliases) > LISTED:
        lines.append(_("The older ones show when these are forgotten."))
    buttons: list[Button] = [
        do(_("Forget {words}").format(words=button_name(one.words, most=WORDS)), "forget_name", f"alias:{one.id}")
        for one in here
    ]
    return Screen("\n".join(lines), tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))


def learned_words(words: str, shop: str) -> str:
    """A toast: what the words mean from now on. Plain text."""
    return _("From now on “{words}” is {shop}").format(words=words, shop=button_name(shop, most=LABEL_WIDTH))
