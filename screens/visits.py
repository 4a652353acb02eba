"""Receipts of sentences with the one question that is open, what was sent beside, the choice of a shop, short answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from domain.chat import Kind
from domain.days import StopLine
from domain.hearings import HearingState
from domain.incidents import Category
from domain.people import Person, Role
from domain.shops import Shop
from domain.stop_cards import Ask, Kept, Question, Receipt, ShopChoice
from domain.understanding.quantities import quantities
from domain.understanding.wording import normalise
from domain.visits import Channel, LogState
from screens.screen import LABEL_WIDTH, Button, Rows, Screen, do, share_a_row, show
from screens.terms import button_name, category_word, channel_word, dated, day_words, shop_name, two
from screens.visit_words import figure_words, outcome_word, quantity_line, thing_word, unit_word
from screens.voices import got_voice, spoken_screen
from screens.words import _, safe

NUMBERS_A_ROW = 5
OWNER = 4
"""Characters of an owner's name on a button."""
LEAD = 2
"""Characters that “is” needs before a shop's name on a button."""
CHANNELS = (Channel.ONSITE, Channel.CALL_INSTEAD, Channel.CALL_BETWEEN)


def receipt_screen(receipt: Receipt, reader: Person | None, page: str) -> Screen:
    """Pages: '' | edit | day | channel."""
    if receipt.log.state is LogState.UNDONE:
        return _undone(receipt)
    if receipt.log.state is LogState.CORRECTED:
        return Screen(_("{shop}: corrected, both records are kept.").format(shop=_shop(receipt)))
    if reader is None or reader.code != receipt.log.manager:
        return Screen(summary(receipt))
    match page:
        case "edit":
            return _edit(receipt)
        case "day":
            return _days(receipt)
        case "channel":
            return _channels(receipt)
        case _:
            return _plain(receipt)


def _undone(receipt: Receipt) -> Screen:
    text = _("The record of {shop} is undone, the words are kept.").format(shop=_shop(receipt))
    rows: Rows = () if receipt.reviewed else ((do(_("Log again"), "redo", receipt.name),),)
    return Screen(text, rows)


def _shop(receipt: Receipt) -> str:
    return shop_name(receipt.shop.name) if receipt.shop else _("no shop yet")


def _plain(receipt: Receipt) -> Screen:
    ask = receipt.asked
    if ask is None:
        return Screen(summary(receipt), _base_rows(receipt))
    lines = [question_words(receipt, ask)]
    if receipt.shop is not None and ask.what is not Question.NOT_TODAY:
        lines.insert(0, summary(receipt))
    rows = question_rows(receipt, ask)
    return Screen("\n".join(lines), (*rows, *_base_rows(receipt)) if receipt.shop else rows)


def _base_rows(receipt: Receipt) -> Rows:
    if receipt.shop is None:
        return ((do(_("Put it to a shop"), "ask_shop", receipt.name), do(_("Undo"), "undo", receipt.name)),)
    if receipt.reviewed:
        return ((do(_("Correct"), "correct_log", receipt.name),),)
    listen = (do(_("Listen"), "listen", receipt.name),) if receipt.voices else ()
    return ((show(_("Change"), "receipt", receipt.name, "edit"), do(_("Undo"), "undo", receipt.name), *listen),)


def summary(receipt: Receipt) -> str:
    """Shop, what, figures, next: always in this order."""
    log = receipt.log
    if receipt.shop is None:
        return _("Kept, without a shop.")
    name = shop_name(receipt.shop.name)
    if log.unplanned:
        name = _("{shop} (unplanned)").format(shop=name)
    parts = [name, *_what(receipt)]
    return _("Noted: {parts}.").format(parts=_comma().join(parts))


def _comma() -> str:
    return _(", ")


def _what(receipt: Receipt) -> list[str]:
    log = receipt.log
    parts = []
    if log.channel is not Channel.ONSITE:
        parts.append(channel_word(log.channel))
    if log.outcome:
        parts.append(outcome_word(log))
    parts += [quantity_line((one,)) for one in log.quantities]
    if log.next_day is not None:
        parts.append(_("again {day}").format(day=day_words(log.next_day, receipt.now.date())))
    return parts


def question_words(receipt: Receipt, ask: Ask) -> str:
    """The one question that is open."""
    match ask.what:
        case Question.SHOP:
            return _("Kept. Which shop is it?")
        case Question.UNCLEAR:
            return _("I did not understand this, it is kept.")
        case Question.CANT_ANSWER:
            return cant_answer_words()
        case Question.COLLEAGUE:
            return _colleague_words(receipt, ask)
        case Question.NOT_TODAY:
            return _not_today(receipt)
        case Question.DAY:
            return _("On which day?")
        case Question.BAD_DATE:
            return _("There is no {date}.").format(date=safe(ask.words))
        case Question.ALARM:
            return _("Sounds like “{category}”. Report it?").format(category=category_word(Category(ask.words)))
        case Question.LATER:
            day = receipt.later.day if receipt.later else receipt.now.date()
            planned = day_words(day, receipt.now.date())
            return _("It was planned for {day}. This one counts: leave that out?").format(day=planned)
        case Question.EDITED:
            return _edited_words(receipt, ask)
        case _:
            assert_never(ask.what)


def cant_answer_words() -> str:
    return _("I can't answer this. You can ask: how many are left today, when a shop was last visited.")


def _colleague_words(receipt: Receipt, ask: Ask) -> str:
    shop = receipt.shops.get(ask.shops[0])
    name = shop_name(shop.name) if shop else ""
    who = safe(receipt.colleague.name) if receipt.colleague else "?"
    return _("{shop} is not yours, {manager} looks after it. The words are kept.").format(shop=name, manager=who)


def _not_today(receipt: Receipt) -> str:
    shop = receipt.shop
    where = _comma().join(part for part in ((shop.street, shop.owner) if shop else ()) if part)
    text = _("Noted for {shop} ({where}), which is not on today's list.")
    return text.format(shop=_shop(receipt), where=safe(where))


def _edited_words(receipt: Receipt, ask: Ask) -> str:
    """The first figure that reads differently now, when there is one."""
    new = quantities(normalise(ask.words)).found
    pairs = zip(receipt.log.quantities, new, strict=False)
    changed = next(((a, b) for a, b in pairs if a.unit == b.unit and a.value != b.value), None)
    if changed is None:
        return _("You changed your words. Take the new ones?")
    old, now = changed
    figure = f"{thing_word(now.thing)} {old.value:g}→{now.value:g} {unit_word(now.unit)}".strip()
    return _("You changed your words: {figure}. Take the new ones?").format(figure=safe(figure))


def question_rows(receipt: Receipt, ask: Ask) -> Rows:
    name, today = receipt.name, receipt.now.date()
    match ask.what:
        case Question.SHOP | Question.NOT_TODAY:
            return _shop_rows(receipt, ask)
        case Question.UNCLEAR | Question.CANT_ANSWER:
            return ((do(_("Put it to a shop"), "ask_shop", name), do(_("Undo"), "undo", name)),)
        case Question.COLLEAGUE:
            return ((do(_("Another shop"), "ask_shop", name),),)
        case Question.DAY | Question.BAD_DATE:
            days = tuple(do(day_label(day, today), "pick_day", name, day) for day in ask.days)
            none = do(_("No day"), "pick_day", name, "none")
            return (days, (none,)) if days else ((do(_("Write the date"), "ask_day", name), none),)
        case Question.ALARM:
            shop = receipt.shop.code if receipt.shop else ""
            keep = do(_("Only note it"), "keep_log", name, ask.what.value)
            return ((do(_("Report"), "report", f"shop:{shop}", ask.words), keep),)
        case Question.LATER:
            keep = do(_("Keep it"), "keep_log", name, ask.what.value)
            return ((do(_("Leave it out"), "drop_later", name), keep),)
        case Question.EDITED:
            keep = do(_("Keep the old"), "keep_log", name, ask.what.value)
            return ((do(_("Take the new"), "take_edited", name), keep),)
        case _:
            assert_never(ask.what)


def day_label(day: date, today: date) -> str:
    """A day on a button: tomorrow with its date, else date and weekday."""
    if day == today + timedelta(days=1):
        return f"{day_words(day, today)} {day:%m-%d}"
    return dated(day)


def _shop_rows(receipt: Receipt, ask: Ask) -> Rows:
    rows: list[tuple[Button, ...]] = []
    found = [receipt.shops[code] for code in ask.shops if code in receipt.shops]
    if not found:
        return ((do(_("Put it to a shop"), "ask_shop", receipt.name), do(_("Undo"), "undo", receipt.name)),)
    named = [shop.name for shop in found]
    for shop in found:
        certain = ask.what is Question.NOT_TODAY
        most = LABEL_WIDTH - LEAD if certain else LABEL_WIDTH
        label = choice_label(shop, receipt.numbers.get(shop.code, 0), alone=named.count(shop.name) == 1, most=most)
        label = _("Is {shop}").format(shop=label) if certain else label
        rows.append((do(label, "settle", receipt.name, shop.code),))
    other = (
        do(_("It is right"), "keep_log", receipt.name, ask.what.value)
        if ask.what is Question.NOT_TODAY
        else do(_("None of them"), "settle", receipt.name, "none")
    )
    return (*rows, (other,))


def choice_label(shop: Shop, number: int, *, alone: bool, most: int = LABEL_WIDTH) -> str:
    """A shop on a button; shops of one name are told apart by their owners."""
    if alone or not shop.owner:
        return button_name(shop.name, number, most)
    owner = button_name(shop.owner, most=OWNER)
    return f"{button_name(shop.name, number, most - 1 - len(owner))}·{owner}"


def _edit(receipt: Receipt) -> Screen:
    log, name = receipt.log, receipt.name
    figures = [show(figure_words(one), "correct", name, spot) for spot, one in enumerate(log.quantities[:3])]
    day = f"{log.next_day:%m-%d}" if log.next_day else _("Day")
    fields: tuple[Button, ...] = (show(day, "receipt", name, "day"),)
    a_row = 3 if share_a_row(figures) else 2
    rows: list[tuple[Button, ...]] = [tuple(figures[at : at + a_row]) for at in range(0, len(figures), a_row)]
    rows.append((*fields, show(_("Shop"), "correct", name, "shop")))
    rows.append((show(_("Channel"), "receipt", name, "channel"), show(_("Outcome"), "correct", name, "outcome")))
    return Screen(summary(receipt), (*rows, (show(_("Back"), "receipt", name),)))


def _days(receipt: Receipt) -> Screen:
    today, name = receipt.now.date(), receipt.name
    choices = tuple(
        do(day_label(day, today), "pick_day", name, day) for day in (today + timedelta(1), today + timedelta(7))
    )
    rest = (do(_("Write the date"), "ask_day", name), do(_("No day"), "pick_day", name, "none"))
    text = "\n".join((summary(receipt), _("On which day?")))
    return Screen(text, (choices, rest, (show(_("Back"), "receipt", name, "edit"),)))


def _channels(receipt: Receipt) -> Screen:
    choices = tuple(do(channel_word(one), "set_channel", receipt.name, one.value) for one in CHANNELS)
    back = show(_("Back"), "receipt", receipt.name, "edit")
    return Screen(summary(receipt), (choices[:2], (*choices[2:], back)))


def pick_screen(choice: ShopChoice, reader: Person | None, page: str) -> Screen:
    """Which shop to log: the next one, those logged last, or (page `all`) any that is left today."""
    if page == "all":
        return _pick_all(choice)
    rows: list[tuple[Button, ...]] = []
    if choice.next is not None:
        rows.append((_stop_button(choice.next),))
    if choice.recent:
        rows.append(tuple(show(button_name(shop.name), "shop", f"shop:{shop.code}") for shop in choice.recent))
    if choice.left and reader is not None:
        rows.append((show(_("Another shop"), "pick", f"day:{reader.code}@{choice.day:%Y-%m-%d}", "all"),))
    return Screen(_("Which shop? You can also just type it: the shop and a sentence."), tuple(rows))


def _pick_all(choice: ShopChoice) -> Screen:
    left = choice.left[: NUMBERS_A_ROW * 5]
    lines = [f"{line.stop.number} {shop_name(line.shop.name)}" for line in left]
    buttons = [show(str(line.stop.number), "stop", f"stop:{line.stop.id}") for line in left]
    rows = tuple(tuple(buttons[i : i + NUMBERS_A_ROW]) for i in range(0, len(buttons), NUMBERS_A_ROW))
    return Screen("\n".join([_("Which shop? A shop that is not on the list: type its name."), *lines]), rows)


def _stop_button(line: StopLine) -> Button:
    return show(button_name(line.shop.name, line.stop.number), "stop", f"stop:{line.stop.id}")


def kept_screen(kept: Kept, reader: Person | None, page: str) -> Screen:
    """Something sent: where it lies, or the question where it belongs; page `where` asks again. Of a voice note that is being
    heard nothing is asked, and nothing twice of one whose words stand in a log."""
    if page != "where" and kept.hearing in {HearingState.WAITING, HearingState.HEARD}:
        return spoken_screen(kept)
    if kept.shop is None or page == "where":
        return Screen(_received(kept) + _("Which shop is it for?"), _where_rows(kept))
    lines = [_received(kept) + _("It is with {shop}.").format(shop=shop_name(kept.shop.name))]
    if kept.where:
        lines.append(where_word(kept.where))
    rows: list[tuple[Button, ...]] = []
    if kept.takes_place:
        lines = [_("Use it as the place of {shop}?").format(shop=shop_name(kept.shop.name))]
        rows.append((do(_("Use it"), "use_place", kept.name), do(_("Don't use it"), "leave_place", kept.name)))
    rows.append((show(_("Another shop"), "kept", kept.name, "where"),))
    return Screen("\n".join(lines), tuple(rows))


def _received(kept: Kept) -> str:
    if kept.kind == Kind.VOICE:
        if kept.hearing is HearingState.FAILED:
            return _("I could not make out the words; your voice is kept. ")
        return got_voice(kept.seconds)
    words = {
        Kind.PHOTO.value: _("Got the photo. "),
        Kind.PLACE.value: _("Got the place. "),
        Kind.DOCUMENT.value: _("I keep this file. "),
    }
    return words.get(kept.kind, "")


def where_word(where: str) -> str:
    return _("at the shop") if where == "at_shop" else _("not near the shop")


def _where_rows(kept: Kept) -> Rows:
    codes: list[Button] = []
    for shop in kept.choice.recent:
        codes.append(do(button_name(shop.name), "put_attachment", kept.name, shop.code))
    line = kept.choice.next
    if line is not None:
        codes.append(do(button_name(line.shop.name, line.stop.number), "put_attachment", kept.name, line.shop.code))
    return (*((one,) for one in codes), (do(_("Type the shop"), "ask_where", kept.name),))


def say_it() -> Screen:
    return Screen(_("Go ahead: words, a photo or voice."))


def which_shop() -> Screen:
    return Screen(_("Which shop? Type its name."))


def which_day() -> Screen:
    return Screen(_("Which day? For example 12-02, or next Wednesday."))


def how_many() -> Screen:
    return Screen(_("How many? Just the figure."))


def why_words() -> Screen:
    return Screen(_("Why was it missed? One sentence is enough."))


def correct_words() -> Screen:
    return Screen(_("It is in the review already. Write it as it should be: the old record stays beside it."))


def not_readable() -> Screen:
    return Screen(_("Kept, but I can't read this. Add a sentence."))


def long_kept() -> Screen:
    return Screen(_("That is long: all of it is kept, the card shows the beginning."))


def role_hint(person: Person) -> Screen:
    """What somebody who logs no visits can do."""
    if person.role is Role.ADMIN:
        return Screen(_("I log visits for managers only. /help shows what you can do."))
    if person.role is Role.INSPECTOR:
        return Screen(_("I tell you of reports that are yours. /help shows what you can do."))
    return Screen(_("To look at a shop: /shop and its name. /help shows what else you can do."))


def no_shop(words: str, like: list[Shop]) -> Screen:
    """Nothing has that name; the likeliest ones."""
    if not words:
        return Screen(_("Which shop? For example: /shop Wang's Store"))
    text = _("No shop found for “{words}”.").format(words=safe(words[:30]))
    text = (
        _("{text} Like it:").format(text=text)
        if like
        else two(text, _("Two or three characters of its name are enough."))
    )
    rows = tuple((show(choice_label(shop, 0, alone=False), "shop", f"shop:{shop.code}"),) for shop in like)
    return Screen(text, rows)
