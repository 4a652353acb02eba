"""The inner pages of a stop's card: more, history, ready texts, difficulty, willingness, closed for good."""

from __future__ import annotations

from collections.abc import Callable

from domain.shop_texts import WRITTEN
from domain.stop_cards import StopCard
from domain.visits import Channel
from screens.screen import Button, Screen, do, link, show
from screens.terms import channel_word, dated, map_link
from screens.visit_words import outcome_word, quantity_line
from screens.words import _, safe

SHOWN_WORDS = 380
REMARK = 800


def _back(card: StopCard, page: str = "") -> Button:
    return show(_("Back"), _view(card), card.name, page)


def _view(card: StopCard) -> str:
    return "stop" if card.stop else "shop"


def _title(card: StopCard) -> str:
    number = f"{card.stop.number} · " if card.stop and card.stop.number else ""
    return f"{number}<b>{safe(card.shop.name)}</b>"


def more(card: StopCard) -> Screen:
    name, view = card.name, _view(card)
    place = card.shop.place
    way = (link(_("Navigate"), map_link(place, card.shop.name)),) if place else ()
    phone = () if card.settled else (show(_("Call instead"), view, name, "phone"),)
    closed = (
        do(_("It is open again"), "reopen_shop", f"shop:{card.shop.code}")
        if card.shop.closed
        else show(_("Closed for good"), view, name, "closing")
    )
    return Screen(
        _title(card),
        (
            (
                show(_("History"), view, name, "history"),
                show(_("Texts to copy"), "shop_texts", f"shop:{card.shop.code}", _texts_page(card)),
                *way,
            ),
            (
                show(_("Difficulty"), view, name, "difficulty"),
                show(_("Willingness"), view, name, "willingness"),
                *phone,
            ),
            (closed, _back(card)),
        ),
    )


def history(card: StopCard) -> Screen:
    """The remark and the latest logs in full."""
    lines = [_title(card)]
    if card.shop.remark:
        lines.append(_("Remark: {words}").format(words=safe(card.shop.remark[:REMARK])))
    for log in card.history:
        told = " · ".join(part for part in (outcome_word(log), quantity_line(log.quantities)) if part)
        lines.append(f"\n{dated(log.day)} {channel_word(log.channel)} {told}".rstrip())
        if log.words:
            lines.append(f"<blockquote expandable>{safe(log.words[:SHOWN_WORDS])}</blockquote>")
    if not card.history:
        lines.append(_("Nothing is logged here yet."))
    return Screen("\n".join(lines), ((_back(card, "more"),),))


def _texts_page(card: StopCard) -> str:
    """The page of the texts' view that comes back to this card."""
    return f"{Channel.TEXT.value}.{card.stop.id if card.stop else 0}"


def texts(card: StopCard) -> Screen:
    """Where the text is to go: each way has its own."""
    ways = tuple(
        show(
            channel_word(one), "shop_texts", f"shop:{card.shop.code}", f"{one.value}.{card.stop.id if card.stop else 0}"
        )
        for one in WRITTEN
    )
    return Screen(_title(card), (ways, (_back(card, "more"),)))


def _grades(card: StopCard, question: str, action: str, most: int, now: int) -> Screen:
    grades = tuple(
        do(f"· {grade} ·" if grade == now else str(grade), action, f"shop:{card.shop.code}", grade)
        for grade in range(1, most + 1)
    )
    return Screen(f"{_title(card)}\n{question}", (grades, (_back(card, "more"),)))


def difficulty(card: StopCard) -> Screen:
    question = _("How hard is this shop (the owner, the road)? 3 is hardest. Your supervisor sees only the totals.")
    return _grades(card, question, "difficulty", 3, card.shop.difficulty)


def willingness(card: StopCard) -> Screen:
    return _grades(card, _("How much does the owner want to grow? 5 is most."), "willingness", 5, card.shop.willingness)


def closing(card: StopCard) -> Screen:
    text = _("{shop}: closed for good? It will not be planned any more.").format(shop=_title(card))
    sure = do(_("It has closed"), "close_shop", f"shop:{card.shop.code}", danger=True)
    return Screen(text, ((_back(card, "more"),), (sure,)))


INNER_PAGES: dict[str, Callable[[StopCard], Screen]] = {
    "more": more,
    "history": history,
    "copy": texts,
    "difficulty": difficulty,
    "willingness": willingness,
    "closing": closing,
}
