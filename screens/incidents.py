"""Screens of abnormal situations: the reporter's card, the card of those who take it, the group's, calls and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from domain.incident_cards import IncidentCard, Matters
from domain.incidents import CATEGORY_RULES, Category, Incident, IncidentState, Severity
from domain.people import Person
from domain.shops import Shop
from screens.incident_words import (
    WORDS_SHOWN,
    attached_line,
    category_label,
    heading,
    outlook,
    person_words,
    report_line,
    report_words,
    story_lines,
    when_words,
    where,
    whereabouts,
)
from screens.screen import LABEL_WIDTH_OF_THREE, Button, Rows, Screen, do, link, page_number, show
from screens.terms import age_words, button_name, category_word, map_link, shop_name
from screens.words import _, language, ngettext, safe

FULL_PAGE = 3000
LISTED = 20
A_ROW = 5
SUCCESSORS = 12


def incident_screen(card: IncidentCard, reader: Person | None, page: str) -> Screen:
    """The one card of an incident, as its reader needs it. Pages: '' | ask | hand | full<n>."""
    if page.startswith("full") and report_words(card):
        return _full(card, page_number(page.removeprefix("full")))
    if reader is not None and reader.code == card.incident.manager:
        return _reporter(card)
    code = reader.code if reader else ""
    if page == "ask" and _in_hand(card, code):
        return _ask(card)
    if page == "hand" and card.successors:
        return _hand(card)
    return _taker(card, code)


def _reporter(card: IncidentCard) -> Screen:
    """What the reporter sees: who has it, what was said, how it ended."""
    incident = card.incident
    first = _("⚠️ Reported: <b>{category}</b>, {shop}, {time}").format(
        category=category_word(incident.category), shop=where(card), time=when_words(incident.reported_at, card.now)
    )
    lines = [first, *_status(card), report_line(card), attached_line(card), *story_lines(card)]
    return Screen(_text(lines, [_question(card)]), _reporter_rows(card))


def _status(card: IncidentCard) -> list[str]:
    """Who has it and by when a result is due, while it is open."""
    incident = card.incident
    if incident.state is not IncidentState.OPEN:
        return []
    has = whereabouts(card)
    if card.listening:
        follows = _("Words, photos, voice and places that you send now go with it.")
        has = _("{first} {second}").format(first=has, second=follows)
    return [has, _("A result is due by {time}.").format(time=when_words(incident.respond_by, card.now))]


def _question(card: IncidentCard) -> str:
    if not card.incident.live:
        return ""
    if not card.incident.shop:
        return _("Which shop? You can type it too.")
    return _("What kind is it?") if _category_open(card.incident) else ""


def _category_open(incident: Incident) -> bool:
    chosen = any(event.what == "renamed" and event.words == "category" for event in incident.events)
    return incident.category is Category.OTHER and not chosen


def _reporter_rows(card: IncidentCard) -> Rows:
    incident = card.incident
    rows: list[tuple[Button, ...]] = []
    match incident.state:
        case IncidentState.OPEN | IncidentState.TAKEN:
            rows += _question_rows(card)
            said = (do(_("That is all"), "incident_said", incident.name),) if card.listening else ()
            rows.append((*said, *_full_text(card)))
            if incident.state is IncidentState.OPEN and not _was_taken(incident):
                rows.append((do(_("Withdraw"), "withdraw_incident", incident.name, danger=True),))
        case IncidentState.CLOSED:
            if not _seen(incident):
                rows.append((do(_("Good to know"), "know_incident", incident.name),))
                rows.append((do(_("Not solved"), "reopen_incident", incident.name),))
            rows.append(_full_text(card))
        case IncidentState.WITHDRAWN:
            rows.append(_full_text(card))
        case _:
            assert_never(incident.state)
    return tuple(row for row in rows if row)


def _full_text(card: IncidentCard) -> tuple[Button, ...]:
    """The way to the whole of a report that is cut on the card."""
    if len(report_words(card)) <= WORDS_SHOWN:
        return ()
    return (show(_("Full text"), "incident", card.incident.name, "full0"),)


def _question_rows(card: IncidentCard) -> list[tuple[Button, ...]]:
    incident = card.incident
    if not incident.shop:
        return [(do(button_name(shop.name), "incident_shop", incident.name, shop.code),) for shop in card.choices]
    if _category_open(incident):
        return _rows_of(
            [
                do(category_label(one), "recategory", incident.name, one.value)
                for one in Category
                if one is not incident.category
            ],
            3,
        )
    return []


def _was_taken(incident: Incident) -> bool:
    return any(event.what == "taken" for event in incident.events)


def _seen(incident: Incident) -> bool:
    """Whether the reporter has read how it ended the last time."""
    ends = [event.what for event in incident.events if event.what in {"closed", "seen"}]
    return bool(ends) and ends[-1] == "seen"


def _taker(card: IncidentCard, reader: str) -> Screen:
    """What those who may take it see."""
    lines = [_first_line(card), _shop_line(card), report_line(card), attached_line(card)]
    ahead = outlook(card, reader) if card.incident.state is IncidentState.OPEN else ""
    return Screen(_text(lines, [*story_lines(card), ahead]), _taker_rows(card, reader))


def _first_line(card: IncidentCard) -> str:
    incident = card.incident
    parts = [f"⚠️ <b>{category_word(incident.category)}</b>"]
    if CATEGORY_RULES[incident.category].severity is Severity.SERIOUS:
        parts.append(_("serious"))
    return " · ".join([*parts, when_words(incident.reported_at, card.now)])


def _shop_line(card: IncidentCard) -> str:
    if card.shop is None:
        return where(card)
    parts = (card.shop.name, card.shop.owner, card.shop.street, card.shop.address)
    return ("，" if language() == "zh_CN" else ", ").join(safe(part) for part in parts if part)


def _in_hand(card: IncidentCard, reader: str) -> bool:
    """Whether this reader may ask and close now."""
    incident = card.incident
    if not card.may_take or not incident.live:
        return False
    return incident.state is IncidentState.OPEN or incident.taken_by == reader


def _taker_rows(card: IncidentCard, reader: str) -> Rows:
    incident = card.incident
    ask = show(_("Ask"), "incident", incident.name, "ask")
    close = do(_("Close"), "close_incident", incident.name)
    rows: list[tuple[Button, ...]] = []
    if _in_hand(card, reader) and incident.state is IncidentState.OPEN:
        rows += [(do(_("Take"), "take_incident", incident.name),), (ask, close)]
    elif _in_hand(card, reader):
        hand = (show(_("Hand over"), "incident", incident.name, "hand"),) if card.successors else ()
        rows += [(close,), (ask, *hand)]
    rows += [_looking_rows(card), _full_text(card)]
    return tuple(row for row in rows if row)


def _looking_rows(card: IncidentCard) -> tuple[Button, ...]:
    shop = card.shop
    if shop is None:
        return ()
    look = (show(_("See the shop"), "shop", f"shop:{shop.code}"),) if card.may_see_shop else ()
    way = (link(_("Navigate"), map_link(shop.place, shop.name)),) if shop.place else ()
    return (*look, *way)


def _ask(card: IncidentCard) -> Screen:
    name = card.incident.name
    rows = (
        (do(_("How many, what brand"), "ask_incident", name, "which"),),
        (do(_("Take a photo"), "ask_incident", name, "photo"), do(_("Write it"), "ask_incident", name, "words")),
        (show(_("Back"), "incident", name),),
    )
    return Screen(_("Ask {name} what?").format(name=person_words(card, card.incident.manager)), rows)


def _hand(card: IncidentCard) -> Screen:
    name = card.incident.name
    people = [
        do(button_name(one.name, most=LABEL_WIDTH_OF_THREE), "hand_incident", name, one.code)
        for one in card.successors[:SUCCESSORS]
    ]
    rows = (*_rows_of(people, 3), (show(_("Back"), "incident", name),))
    return Screen(_("Hand it over to whom? {what}").format(what=heading(card)), rows)


def _full(card: IncidentCard, page: int) -> Screen:
    """A part of a long report, as written."""
    words = report_words(card)
    part = words[page * FULL_PAGE : (page + 1) * FULL_PAGE]
    more = (show(_("Next page"), "incident", card.incident.name, f"full{page + 1}"),)
    rows = (more,) if len(words) > (page + 1) * FULL_PAGE else ()
    return Screen(safe(part), (*rows, (show(_("Back"), "incident", card.incident.name),)))


def matters_screen(matters: Matters, reader: Person | None, page: str) -> Screen:
    """What is not closed, a line and a numbered button each."""
    if not matters.cards:
        return Screen(_("Nothing is open."))
    start = page_number(page) * LISTED
    shown = matters.cards[start : start + LISTED]
    total = len(matters.cards)
    first = ngettext("{n} matter not closed:", "{n} matters not closed:", total).format(n=total)
    lines = [_("{n} {line}").format(n=n, line=_matter(matters, card)) for n, card in enumerate(shown, start + 1)]
    numbers = [show(str(n), "incident", card.incident.name) for n, card in enumerate(shown, start + 1)]
    rows = _rows_of(numbers, A_ROW)
    own = f"matters:{reader.code}" if reader else ""
    turn = [show(_("Back"), "matters", own, page_number(page) - 1)] if start else []
    turn += [show(_("Next page"), "matters", own, page_number(page) + 1)] if total > start + LISTED else []
    return Screen("\n".join([first, *lines]), (*rows, tuple(turn)) if turn else tuple(rows))


def _matter(matters: Matters, card: IncidentCard) -> str:
    incident = card.incident
    age = age_words(matters.now - incident.since())
    if incident.state is IncidentState.TAKEN:
        return _("{what}, {name} has it, {age}").format(
            what=heading(card), name=person_words(card, incident.taken_by), age=age
        )
    return _("{what}, nobody took it for {age}").format(what=heading(card), age=age)


def which_shop(choices: Sequence[Shop]) -> Screen:
    """Asked when something abnormal is to be reported and no shop is known."""
    rows = tuple((do(button_name(shop.name), "report", f"shop:{shop.code}"),) for shop in choices)
    return Screen(_("Something abnormal: at which shop? You can also just type it."), rows)


def categories(shop: Shop, reader: Person | None, page: str) -> Screen:
    """What kind of thing it is; one tap files it."""
    object_name = f"shop:{shop.code}"
    buttons = [
        do(category_label(one), "report", object_name, one.value) for one in Category if one is not Category.OTHER
    ]
    last = (
        do(category_label(Category.OTHER), "report", object_name, Category.OTHER.value),
        do(_("Don't report"), "no_report", object_name),
    )
    text = _("What is it? {shop}").format(shop=f"<b>{shop_name(shop.name)}</b>")
    return Screen(text, (*_rows_of(buttons, 3), last))


def chosen(shop: Shop) -> Screen:
    """What stays of the question which shop it is."""
    return Screen(_("Something abnormal: {shop}").format(shop=shop_name(shop.name)))


def filed(card: IncidentCard) -> Screen:
    """What stays of the question when the answer was tapped."""
    return Screen(_("Reported: {what}").format(what=heading(card)))


def not_reported() -> Screen:
    return Screen(_("Nothing reported."))


def ask_words(name: str) -> Screen:
    return Screen(_("Write your question; {name} gets it at once.").format(name=safe(name)))


def close_words(name: str) -> Screen:
    return Screen(_("What was done? One sentence; {name} will read it.").format(name=safe(name)))


def still_a_sentence() -> Screen:
    return Screen(_("Kept with it. One written sentence is still needed to close."))


def what_is_missing() -> Screen:
    return Screen(_("Open again. What is still wrong? One sentence; those who have it will read it."))


def ready_question(kind: str) -> str:
    """The words of a question that needs no typing, in the asker's language."""
    return _("How many? What brand?") if kind == "which" else _("Can you take a photo?")


def refused_toast(incident: Incident, taker: str) -> str:
    """Why a tap did nothing: what the incident is now."""
    match incident.state:
        case IncidentState.TAKEN:
            return _("{name} took it first").format(name=taker)
        case IncidentState.CLOSED:
            return _("It is closed")
        case IncidentState.WITHDRAWN:
            return _("It was withdrawn")
        case IncidentState.OPEN:
            return _("That does not go just now")
        case _:
            assert_never(incident.state)


def _rows_of(buttons: Sequence[Button], a_row: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + a_row]) for at in range(0, len(buttons), a_row)]


def _text(*paragraphs: Sequence[str]) -> str:
    """Paragraphs of lines; empty lines and paragraphs are left out."""
    written = ["\n".join(line for line in lines if line) for lines in paragraphs]
    return "\n\n".join(paragraph for paragraph in written if paragraph)
