"""Policy news: what readers get, and the author's card from the choice of readers to who has not read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from domain.broadcasts import (
    WORDS_UNITS,
    Broadcast,
    BroadcastState,
    Choice,
    Chosen,
    NewsFace,
    Refusal,
    Room,
    SenderFace,
    title,
    units,
)
from domain.people import Person
from screens.screen import Button, Rows, Screen, do, show
from screens.terms import time_words
from screens.words import _, language, local, ngettext, safe

T = TypeVar("T")

PLACES_A_PAGE = 4
PEOPLE_A_PAGE = 8
UNREAD_SHOWN = 60
LABEL = 10
PEOPLE = "people"
UNREAD = "unread"
WITHDRAW = "withdraw"


def news_screen(face: NewsFace, reader: Person | None, page: str) -> Screen:
    """What a reader gets; `page` is a group's index, '' in a private chat."""
    news = face.news
    if news.state is BroadcastState.WITHDRAWN:
        return Screen(_("This news was withdrawn."))
    text = f"{_body(news)}\n{_signed(face)}"
    button = _reader_button(face) if reader else _group_button(face, page)
    return Screen(text, ((button,),) if button else ())


def reminder_screen(face: NewsFace, reader: Person | None, page: str) -> Screen:
    """Once more, for a reader who has not read it; without a button when that is settled."""
    news = face.news
    if news.state is BroadcastState.WITHDRAWN:
        return Screen(_("This news was withdrawn."))
    if face.read_at is not None:
        return Screen(_("Read: {title}").format(title=safe(title(news.words))))
    return Screen(_("Not read yet: {words}").format(words=_body(news)), ((_read(news),),))


def media_screen(face: NewsFace, reader: Person | None, page: str) -> Screen | None:
    """The picture or document that goes ahead of the words; it never changes. None when there is none."""
    return Screen("", media=face.news.media) if face.news.media else None


def _body(news: Broadcast) -> str:
    return "\n".join((safe(news.words), *_corrections(news)))


def _corrections(news: Broadcast) -> list[str]:
    sent = local(news.sent_at or news.made_at).date()
    lines = []
    for one in news.corrections:
        when = time_words(one.at) if local(one.at).date() == sent else f"{local(one.at):%m-%d %H:%M}"
        lines.append(_("Correction {time}: {words}").format(time=when, words=safe(one.words)))
    return lines


def _signed(face: NewsFace) -> str:
    day = f"{local(face.news.sent_at or face.news.made_at):%m-%d}"
    return _("{name}, {date}").format(name=safe(face.author), date=day)


def _read(news: Broadcast, *args: object) -> Button:
    return do(_("Read"), "news_read", f"news:{news.id}", *args)


def _group_button(face: NewsFace, page: str) -> Button | None:
    """In a group: how many people, no names; it can be pressed by many. None when it is not one of its groups."""
    if not page.isdecimal() or int(page) >= len(face.group_reads):
        return None
    button = _read(face.news, page)
    count = face.group_reads[int(page)]
    label = _("Read {n}").format(n=count) if count else button.label
    return Button(label, button.kind, button.name, button.object, button.args)


def _reader_button(face: NewsFace) -> Button | None:
    news = face.news
    if face.own:
        return show(_("Read"), "news", f"news:{news.id}") if news.state is BroadcastState.DRAFT else None
    if face.read_at is None:
        return _read(news)
    return show(_("Read {when}").format(when=_when(news, face.read_at)), "news", f"news:{news.id}")


def _when(news: Broadcast, read_at: datetime) -> str:
    """The time on the day of sending, else the date."""
    same = local(read_at).date() == local(news.sent_at or news.made_at).date()
    return time_words(read_at) if same else f"{local(read_at):%m-%d}"


def card_screen(face: SenderFace, reader: Person | None, page: str) -> Screen:
    """The author's card: choosing, then counting."""
    news = face.news
    match news.state:
        case BroadcastState.DRAFT:
            return _people_page(face, _page_of(page, PEOPLE)) if page.startswith(PEOPLE) else _places_page(face, page)
        case BroadcastState.DROPPED:
            return Screen(_("Not sent: {title}").format(title=f"<b>{safe(title(news.words))}</b>"))
        case BroadcastState.WITHDRAWN:
            return Screen("\n".join((_counted(face), _("This news was withdrawn."))))
        case BroadcastState.SENT:
            return _sent_page(face, page)


def _sent_page(face: SenderFace, page: str) -> Screen:
    if page == UNREAD:
        return _unread_page(face)
    if page == WITHDRAW:
        return _withdraw_page(face)
    card = _card_object(face.news)
    first = (show(_("Unread"), "news_card", card, UNREAD),) if face.unread else ()
    correct = do(_("Correct"), "news_correct", f"news:{face.news.id}")
    return Screen(_counted(face), ((*first, correct, show(_("Withdraw"), "news_card", card, WITHDRAW)),))


def _counted(face: SenderFace) -> str:
    """Who read it, how many shops were told, who still waits for it."""
    news = face.news
    sent = local(news.sent_at or news.made_at)
    parts = [
        _("{title}, sent {when}.").format(
            title=f"<b>{safe(title(news.words))}</b>", when=f"{sent:%m-%d} {sent.hour}:{sent:%M}"
        )
    ]
    if face.readers:
        read = face.readers - len(face.unread)
        parts.append(_("Read by {read}/{all}.").format(read=read, all=face.readers))
    if face.group_readers:
        parts.append(
            ngettext("{n} person read it in a group.", "{n} people read it in a group.", face.group_readers).format(
                n=face.group_readers
            )
        )
    if news.shops_total:
        parts.append(_("Told to {told}/{all} shops.").format(told=face.told, all=news.shops_total))
    lines = [_sentences(parts)]
    if news.waiting:
        lines.append(_waiting_words(len(news.waiting)))
    return "\n".join(lines)


def _waiting_words(count: int) -> str:
    return ngettext(
        "{n} recipient gets it later: at rest, on leave or not joined yet.",
        "{n} recipients get it later: at rest, on leave or not joined yet.",
        count,
    ).format(n=count)


def _sentences(parts: Sequence[str]) -> str:
    """Sentences in a row; Chinese ones have no space between them."""
    return ("" if language() == "zh_CN" else " ").join(parts)


def _unread_page(face: SenderFace) -> Screen:
    """Who has not read it, by code."""
    count = len(face.unread)
    if not count:
        return Screen(_("Everyone has read it."), ((_back(face.news),),))
    lines = [ngettext("{n} has not read it yet:", "{n} have not read it yet:", count).format(n=count)]
    lines += [_unread_line(one) for one in face.unread[:UNREAD_SHOWN]]
    more = count - UNREAD_SHOWN
    if more > 0:
        lines.append(ngettext("and {n} more person", "and {n} more people", more).format(n=more))
    return Screen("\n".join(lines), ((_back(face.news),),))


def _unread_line(person: Person) -> str:
    joined = "" if person.joined else _(" (not joined yet)")
    return f"{safe(person.code)} {safe(person.name)}{joined}"


def _withdraw_page(face: SenderFace) -> Screen:
    text = _(
        "Withdraw “{title}”? Every message of it will only say that it was withdrawn, and no shop is told it any more."
    )
    withdraw = do(_("Withdraw"), "news_withdraw", f"news:{face.news.id}", danger=True)
    return Screen(text.format(title=safe(title(face.news.words))), ((_back(face.news),), (withdraw,)))


def _card_object(news: Broadcast) -> str:
    return f"newscard:{news.id}"


def _back(news: Broadcast) -> Button:
    return show(_("Back"), "news_card", _card_object(news))


def _places_page(face: SenderFace, page: str) -> Screen:
    """Departments and groups to choose from, the way to single people, and sending."""
    news, chosen = face.news, face.chosen
    toggles = [
        *(_department(news, face.choice, chosen, name) for name in face.choice.departments),
        *(_group(news, chosen, room) for room in face.choice.rooms),
    ]
    index, shown, pages = _slice(toggles, _page_of(page, "places"), PLACES_A_PAGE)
    people = show(_("By person"), "news_card", _card_object(news), f"{PEOPLE}.0")
    rows = [*_pairs(shown), (people, *_turning(news, "places", index, pages))]
    if chosen.count:
        label = ngettext("Send to {n} place", "Send to {n} places", chosen.count).format(n=chosen.count)
        rows.append((do(label, "news_send", f"news:{news.id}"),))
    rows.append((do(_("Don't send"), "news_drop", f"news:{news.id}"),))
    return Screen(_question(face), tuple(rows))


def _question(face: SenderFace) -> str:
    chosen = face.chosen
    people = ngettext("{n} person", "{n} people", len(chosen.people)).format(n=len(chosen.people))
    groups = ngettext("{n} group", "{n} groups", len(chosen.groups)).format(n=len(chosen.groups))
    lines = [_("Who gets it? Chosen now: {people}, {groups}").format(people=people, groups=groups)]
    if face.not_joined:
        lines.append(
            ngettext(
                "{n} of them has not joined yet and gets it after joining.",
                "{n} of them have not joined yet and get it after joining.",
                face.not_joined,
            ).format(n=face.not_joined)
        )
    return "\n".join(lines)


def _people_page(face: SenderFace, page: int) -> Screen:
    """People to take in or out, by code."""
    news, chosen = face.news, face.chosen
    toggles = [
        _toggle(news, one.code in chosen.people, f"{one.code} {one.name}", "person", one.code)
        for one in face.choice.people
    ]
    index, shown, pages = _slice(toggles, page, PEOPLE_A_PAGE)
    return Screen(_question(face), (*_pairs(shown), (_back(news), *_turning(news, PEOPLE, index, pages))))


def _department(news: Broadcast, choice: Choice, chosen: Chosen, name: str) -> Button:
    return _toggle(news, choice.of(name) <= chosen.people, name, "dept", name)


def _group(news: Broadcast, chosen: Chosen, room: Room) -> Button:
    return _toggle(news, room.chat_id in chosen.groups, room.title, "group", str(room.chat_id))


def _toggle(news: Broadcast, on: bool, name: str, what: str, which: str) -> Button:
    """A choice with its mark; long names are cut in the middle."""
    short = name if len(name) <= LABEL else f"{name[:5]}…{name[-4:]}"
    label = _("✅ {name}").format(name=short) if on else short
    return do(label, "news_toggle", f"news:{news.id}", what, which)


def _page_of(page: str, kind: str) -> int:
    """The number in `people.2`; 0 for anything else."""
    name, _dot, number = page.partition(".")
    return int(number) if name == kind and number.isdecimal() else 0


def _slice(things: Sequence[T], page: int, size: int) -> tuple[int, Sequence[T], int]:
    """(page within bounds, its things, how many pages)."""
    pages = max(1, -(-len(things) // size))
    index = min(page, pages - 1)
    return index, things[index * size : (index + 1) * size], pages


def _turning(news: Broadcast, kind: str, index: int, pages: int) -> tuple[Button, ...]:
    card = _card_object(news)
    before = (show(_("Previous"), "news_card", card, f"{kind}.{index - 1}"),) if index else ()
    after = (show(_("Next"), "news_card", card, f"{kind}.{index + 1}"),) if index + 1 < pages else ()
    return before + after


def _pairs(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def question_screen(question: str, reader: Person | None, page: str) -> Screen:
    """The open question for words (`broadcast_words`), for words to a picture (`media`), for a correction; '' is closed."""
    asked = {
        "broadcast_words": _("Send what the news is: words, a photo or a file, in the next 15 minutes."),
        "media": _("Got it. Now the words that go with it: they are what the shops are told."),
        "broadcast_correction": _("What is to be corrected? One sentence; it is added to every message of this news."),
    }
    code = reader.code if reader else ""
    if question not in asked:
        return Screen(_("This question is closed."))
    return Screen(asked[question], ((do(_("Never mind"), "news_never_mind", f"newsask:{code}"),),))


def too_long(words: str, most: int = WORDS_UNITS) -> Screen:
    """Said when the words don't fit one message."""
    over = units(words) - most
    return Screen(
        ngettext(
            "That is {n} character too long: {most} fit. Send a shorter one.",
            "That is {n} characters too long: {most} fit. Send a shorter one.",
            over,
        ).format(n=over, most=most)
    )


def refusal_words(refusal: Refusal) -> str:
    """A toast for what was not done."""
    return {
        Refusal.NOT_YOURS: _("Only its author can"),
        Refusal.TOO_LATE: _("Too late for that"),
        Refusal.NOBODY: _("Nobody is chosen"),
        Refusal.EMPTY: _("There are no words"),
        Refusal.TOO_LONG: _("Too long"),
    }[refusal]
