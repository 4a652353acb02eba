"""Abnormal situations in the chat: reporting, adding, taking, asking, closing (SCREENS 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.chat import Done, Incoming, Kind
from domain.incidents import Category, Incident, likeliest
from domain.people import Person
from domain.shops import Shop
from domain.understanding import Intent
from domain.understanding.wording import normalise
from screens import incidents as screens
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, incident_cards
from services import incidents as verbs
from services.incidents import Dialog, Refused, Report, Said

KEPT, QUESTION_FOLLOWS = "✍", "👀"
SENT = frozenset({Kind.TEXT, Kind.PHOTO, Kind.VOICE, Kind.PLACE, Kind.DOCUMENT})
CHATTING = frozenset({Intent.LOG, Intent.OTHER, Intent.CORRECTION, Intent.QUESTION})
"""What words may be meant as when they are added to an incident; the others have a purpose of their own."""


def abnormal(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/abnormal SHOP WORDS`, `/abnormal SHOP`, or the key alone."""
    words = incoming.text.strip() if incoming.kind is Kind.COMMAND else ""
    return _reported(tx, person, incoming, now) if words else _which_shop(tx, person, (), now)


def report_sentence(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """File what a sentence (or a captioned photo) reports, whether its shop and category are clear or not."""
    heard = incoming.understood
    category = likeliest(heard.alarms) if heard else None
    new = Report(
        category=category or Category.OTHER,
        said=_said(incoming),
        shop=(heard.shop or "") if heard else "",
        sure=category is not None,
        candidates=heard.shop_candidates if heard else (),
        origin=incoming.update_row,
    )
    done = verbs.report(tx, person, new, now)
    clear = bool(done.value.shop) and category is not None
    return reply_to(done, _card(done.value), react=KEPT if clear else QUESTION_FOLLOWS)


def added_by_reply(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply | None:
    """Add a reply to the card (or to a call or picture) of an incident; None when it is none, or adds nothing."""
    incident = verbs.find(tx, incoming.reply_object)
    if incident is None or incoming.kind not in SENT:
        return None
    return _added(tx, person, incident, incoming, now)


def matters(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/matters`: what is not closed."""
    return Reply(show=(Show("matters", f"matters:{person.code}"),))


def report(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A tap on a shop or stop: files at once when the button names a category, else asks for it."""
    shop = verbs.own_shop(tx, person, verbs.shop_of(tx, incoming.object))
    if shop is None:
        return Reply(toast=_("That shop is not yours"), refused=True)
    category = incoming.args[0] if incoming.args else ""
    if not category:
        typed = incoming.object.startswith("shop:") and not incoming.card_place
        into = screens.chosen(shop) if typed else None
        return replace(_ask_category(tx, person, shop, now), into=into, refused=True)
    new = Report(Category(category), Said(incoming.at), shop.code, origin=incoming.update_row)
    done = verbs.report(tx, person, new, now)
    return reply_to(done, _card(done.value), into=_answered(tx, done.value, person, incoming, now))


def _answered(tx: Tx, incident: Incident, person: Person, incoming: Incoming, now: datetime) -> Screen | None:
    """The question that was tapped loses its buttons; a stop's card keeps its own."""
    card = incident_cards.card(tx, str(incident.id), person, now)
    return screens.filed(card) if card is not None and incoming.card_place in {"", "report"} else None


def no_report(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    verbs.stop_asking(tx, person)
    return Reply(into=screens.not_reported())


def recategory(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    category = Category(incoming.args[0])
    return _verb(tx, person, incoming, now, lambda one: verbs.recategorise(tx, person, one, category, now))


def settle_shop(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _verb(tx, person, incoming, now, lambda one: verbs.settle_shop(tx, person, one, incoming.args[0], now))


def said_all(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _verb(tx, person, incoming, now, lambda one: verbs.said_all(tx, one, now), _("Good"))


def take(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    private = incoming.private
    return _verb(
        tx, person, incoming, now, lambda one: verbs.take(tx, person, one, now, private=private), _("You have it")
    )


def withdraw(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _verb(tx, person, incoming, now, lambda one: verbs.withdraw(tx, person, one, now), _("Withdrawn"))


def hand(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    to = incoming.args[0]
    return _verb(tx, person, incoming, now, lambda one: verbs.hand_over(tx, person, one, to, now), _("Handed over"))


def know(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _verb(tx, person, incoming, now, lambda one: verbs.acknowledge(tx, person, one, now), _("Good"))


def reopen(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Open again at once; the sentence that is asked for is added when it comes."""
    reply = _verb(tx, person, incoming, now, lambda one: verbs.reopen(tx, person, one, now), _("Open again"))
    return reply if reply.refused else replace(reply, show=(screens.what_is_missing(),))


def ask(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A ready question goes at once; `words` opens the question what to ask."""
    wanted = incoming.args[0]
    if wanted == "words":
        return _asking(tx, person, incoming, "incident_ask", now)
    words = screens.ready_question(wanted)
    return _verb(tx, person, incoming, now, lambda one: verbs.ask(tx, person, one, words, now), _("Asked"))


def close(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _asking(tx, person, incoming, "incident_close", now)


def _asking(tx: Tx, person: Person, incoming: Incoming, kind: str, now: datetime) -> Reply:
    """Open a question about the incident; the button stays good, for the answer may never come."""
    incident = verbs.find(tx, incoming.object)
    if incident is None:
        return Reply(toast=_("This screen is old"), refused=True)
    if not verbs.in_hand(person, incident):
        return _refusal(tx, person, incoming, incident, now)
    verbs.ask_about(tx, person, incident, kind, now)
    card = incident_cards.card(tx, str(incident.id), person, now)
    assert card is not None
    reporter = card.name(incident.manager)
    screen = screens.ask_words(reporter) if kind == "incident_ask" else screens.close_words(reporter)
    return Reply(show=(screen,), into=_card(incident, fresh=False), refused=True)


def answer_which_shop(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The shop typed (with or without more words), or something sent while the shop is asked for."""
    if incoming.kind not in SENT or incoming.reply_object:
        return None
    heard = incoming.understood
    sounds_right = heard is not None and bool(heard.shop or heard.shop_candidates or heard.alarms)
    if incoming.kind is Kind.TEXT and not sounds_right:
        return None
    return _reported(tx, person, incoming, now)


def answer_category(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """Words or a picture instead of a tapped category: filed, the category guessed or asked for."""
    shop = verbs.own_shop(tx, person, verbs.shop_of(tx, dialog.object))
    if shop is None or not _fits(tx, incoming, shop):
        return None
    heard = incoming.understood
    category = likeliest(heard.alarms) if heard else None
    new = Report(
        category or Category.OTHER, _said(incoming), shop.code, category is not None, origin=incoming.update_row
    )
    done = verbs.report(tx, person, new, now)
    return reply_to(done, _card(done.value), react=KEPT if category else QUESTION_FOLLOWS)


def answer_more(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """What the reporter says after filing or being asked is added; a bare shop name settles the shop."""
    incident = verbs.find(tx, dialog.object)
    if incident is None or not incident.live:
        return None
    heard = incoming.understood
    if heard is not None and heard.intent is Intent.SHOP and heard.shop and not incident.shop:
        done = verbs.settle_shop(tx, person, incident, heard.shop, now)
        return reply_to(done, react=KEPT)
    card = incident_cards.card(tx, str(incident.id), person, now)
    if card is None or not _fits(tx, incoming, card.shop, incident):
        return None
    return _added(tx, person, incident, incoming, now)


def answer_ask(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The question that the supervisor writes."""
    incident = verbs.find(tx, dialog.object)
    if incident is None or incoming.kind is not Kind.TEXT or not _is_for(tx, incoming, incident):
        return None
    return _told(tx, person, incoming, incident, now, lambda: verbs.ask(tx, person, incident, incoming.text, now))


def answer_close(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The sentence on what was done; a voice note or picture is added and does not replace it."""
    incident = verbs.find(tx, dialog.object)
    if incident is None or not _is_for(tx, incoming, incident):
        return None
    if incoming.kind is not Kind.TEXT:
        added = _added(tx, person, incident, incoming, now)
        return added and replace(added, show=(*added.show, screens.still_a_sentence()))
    return _told(tx, person, incoming, incident, now, lambda: verbs.close(tx, person, incident, incoming.text, now))


def _reported(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """A shop's name alone asks for the category; anything more is filed as it is."""
    heard = incoming.understood
    if heard is None or heard.intent is not Intent.SHOP or incoming.media is not None:
        return report_sentence(tx, person, incoming, now)
    shop = verbs.own_shop(tx, person, heard.shop or "")
    return _ask_category(tx, person, shop, now) if shop else _which_shop(tx, person, heard.shop_candidates, now)


def _which_shop(tx: Tx, person: Person, candidates: tuple[str, ...], now: datetime) -> Reply:
    return Reply(show=(screens.which_shop(verbs.ask_shop(tx, person, candidates, now)),))


def _ask_category(tx: Tx, person: Person, shop: Shop, now: datetime) -> Reply:
    verbs.ask_category(tx, person, shop, now)
    return Reply(show=(Show("report", f"shop:{shop.code}"),))


def _fits(tx: Tx, incoming: Incoming, shop: Shop | None, incident: Incident | None = None) -> bool:
    """Whether what a reporter says is about this matter: no other card was answered, no other shop or purpose is named."""
    if not _is_for(tx, incoming, incident):
        return False
    heard = incoming.understood
    if heard is None or incoming.reply_object:
        return True
    if heard.intent not in CHATTING:
        return False
    if heard.shop is None:
        return not (heard.shop_candidates and heard.quantities)
    return shop is not None and heard.shop == shop.code and not _begins_with(incoming.text, shop)


def _is_for(tx: Tx, incoming: Incoming, incident: Incident | None) -> bool:
    """Whether it was said into the chat, or as an answer to this very incident's card, call or picture."""
    if incoming.kind not in SENT:
        return False
    if not incoming.reply_object:
        return True
    answered = verbs.find(tx, incoming.reply_object)
    return incident is not None and answered is not None and answered.id == incident.id


def _begins_with(text: str, shop: Shop) -> bool:
    """A sentence that begins with a shop's exact name is a visit's log, whatever is being asked."""
    return normalise(text).startswith(normalise(shop.name))


def _added(tx: Tx, person: Person, incident: Incident, incoming: Incoming, now: datetime) -> Reply | None:
    try:
        done = verbs.add(tx, person, incident, _said(incoming), now)
    except Refused:
        return None
    return reply_to(done, react=KEPT)


def _said(incoming: Incoming) -> Said:
    return Said(incoming.at, incoming.text, incoming.media, incoming.place)


def _card(incident: Incident, *, fresh: bool = True) -> Show:
    return Show("incident", incident.name, fresh=fresh)


def _verb(
    tx: Tx,
    person: Person,
    incoming: Incoming,
    now: datetime,
    run: Callable[[Incident], Done[Incident]],
    toast: str = "",
) -> Reply:
    """Run a verb on the pressed incident and draw its card where the tap was."""
    incident = verbs.find(tx, incoming.object)
    if incident is None:
        return Reply(toast=_("This screen is old"), refused=True)
    try:
        done = run(incident)
    except Refused as refused:
        return _refusal(tx, person, incoming, refused.incident, now)
    on_card = incoming.private and incoming.card_place == done.value.name
    return reply_to(done, into=_card(done.value, fresh=False) if on_card else None, toast=toast)


def _refusal(tx: Tx, person: Person, incoming: Incoming, incident: Incident, now: datetime) -> Reply:
    """Say what it is now, and show it where the tap was."""
    card = incident_cards.card(tx, str(incident.id), person, now)
    taker = card.name(incident.taken_by) if card else ""
    on_card = incoming.private and incoming.card_place == incident.name
    into = _card(incident, fresh=False) if on_card else None
    return Reply(into=into, toast=screens.refused_toast(incident, taker), refused=True)


def _told(
    tx: Tx,
    person: Person,
    incoming: Incoming,
    incident: Incident,
    now: datetime,
    run: Callable[[], Done[Incident]],
) -> Reply:
    """Run a verb with typed words; when it came too late, the words are still added where that is possible."""
    try:
        return reply_to(run(), react=KEPT)
    except Refused as refused:
        verbs.stop_asking(tx, person)
        card = incident_cards.card(tx, str(incident.id), person, now)
        taker = card.name(refused.incident.taken_by) if card else ""
        added = _added(tx, person, incident, incoming, now) or Reply()
        return replace(added, show=(Screen(screens.refused_toast(refused.incident, taker)),))
