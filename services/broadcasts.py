"""Policy news: drafted, addressed, sent, read, corrected and withdrawn. Only its author changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.broadcasts import (
    Broadcast,
    BroadcastState,
    Choice,
    Chosen,
    Correction,
    NewsFace,
    Read,
    Refusal,
    Room,
    SenderFace,
    check_words,
    choice_of,
    first_choice,
    may_become,
    room_for_correction,
    still_allowed,
    units,
    with_department,
    with_group,
    with_person,
)
from domain.chat import Done, Media
from domain.people import Owned, Person, Scope
from services.news_delivery import can_ring, notices_for
from storage import broadcasts, dialogs, people, shops, visits
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["Dialog"]

ASK_WORDS = "broadcast_words"
ASK_CORRECTION = "broadcast_correction"
QUESTION_LIFE = timedelta(minutes=15)
GROUP = "group:"


def news_owned(tx: Tx, number: str) -> Owned | None:
    """The news as its readers may see it."""
    return _found(tx, number)


def _found(tx: Tx, number: str) -> Broadcast | None:
    return broadcasts.find(tx, int(number)) if number.isdecimal() else None


def card_owned(tx: Tx, number: str) -> Owned | None:
    """The same for the author's card, which is not for the readers."""
    news = _found(tx, number)
    return None if news is None else Scope("", news.department, frozenset({news.author}))


def question_owned(tx: Tx, code: str) -> Owned | None:
    """An author's open question; it is nobody else's."""
    person = people.by_code(tx, code)
    return None if person is None else Scope("", "", frozenset({person.code}))


def number_of(name: str) -> int:
    """The id in `news:5`."""
    return int(name.partition(":")[2])


def _names(number: int) -> tuple[str, ...]:
    return (f"news:{number}", f"newsnote:{number}", f"newscard:{number}")


def ask(tx: Tx, person: Person, kind: str, about: str, now: datetime, media: Media | None = None) -> Done[str]:
    """Open the question for the words of news or of a correction; its value is the object that shows it."""
    data = {"media": media.kind.value, "file_id": media.file_id} if media else {}
    dialogs.ask(tx, Dialog(person.code, kind, about, now + QUESTION_LIFE, data))
    return Done(f"newsask:{person.code}")


def asked(tx: Tx, code: str, now: datetime) -> Dialog | None:
    """The author's open question about news."""
    dialog = dialogs.current(tx, code, now)
    return dialog if dialog is not None and dialog.kind in {ASK_WORDS, ASK_CORRECTION} else None


def never_mind(tx: Tx, person: Person, now: datetime) -> Done[None]:
    """Close the question unanswered."""
    if asked(tx, person.code, now) is not None:
        dialogs.close(tx, person.code)
    return Done(None, changed=(f"newsask:{person.code}",))


def choice_for(tx: Tx, author: Person) -> Choice:
    """Whom the author may choose at this moment."""
    rooms = [Room(group.chat_id, group.title, group.department) for group in people.groups(tx, "bound")]
    return choice_of(author, people.everyone(tx), rooms)


def draft(tx: Tx, person: Person, words: str, media: Media | None, origin: int, now: datetime) -> Done[int | Refusal]:
    """Keep the words as a draft, addressed to all whom the author may choose by department and group."""
    refused = check_words(words)
    if refused is not None:
        return Done(refused)
    chosen = first_choice(choice_for(tx, person))
    new = Broadcast(
        0,
        person.code,
        person.department,
        words.strip(),
        media,
        BroadcastState.DRAFT,
        tuple(chosen.people),
        tuple(chosen.groups),
        now,
    )
    number = broadcasts.add(tx, new, origin)
    never_mind(tx, person, now)
    return Done(number, changed=(f"newsask:{person.code}",))


def _own(tx: Tx, person: Person, number: int, to: BroadcastState | None = None) -> Broadcast | Refusal:
    """The author's own news in a state from which it can become `to` (None: a draft)."""
    news = broadcasts.find(tx, number)
    if news is None or news.author != person.code:
        return Refusal.NOT_YOURS
    fits = news.state is BroadcastState.DRAFT if to is None else may_become(news.state, to)
    return news if fits else Refusal.TOO_LATE


def toggle(tx: Tx, person: Person, number: int, what: str, name: str, now: datetime) -> Done[Refusal | None]:
    """Take a department (`dept`), a `group` (chat id) or a `person` (code) into the draft's readers, or out."""
    news = _own(tx, person, number)
    if isinstance(news, Refusal):
        return Done(news)
    choice = choice_for(tx, person)
    chosen = still_allowed(_chosen(news), choice)
    match what:
        case "dept":
            chosen = with_department(chosen, choice, name)
        case "group":
            chosen = with_group(chosen, choice, int(name))
        case _:
            chosen = with_person(chosen, choice, name)
    broadcasts.choose(tx, number, chosen.people, chosen.groups)
    return Done(None, changed=(f"newscard:{number}",))


def _chosen(news: Broadcast) -> Chosen:
    return Chosen(frozenset(news.to_people), frozenset(news.to_groups))


def drop(tx: Tx, person: Person, number: int, now: datetime) -> Done[Refusal | None]:
    """Give a draft up."""
    news = _own(tx, person, number, BroadcastState.DROPPED)
    if isinstance(news, Refusal):
        return Done(news)
    broadcasts.end(tx, number, BroadcastState.DROPPED)
    return Done(None, changed=_names(number))


def send(tx: Tx, person: Person, number: int, now: datetime) -> Done[Refusal | None]:
    """Send a draft to everyone chosen; those who may not be rung now get it later."""
    news = _own(tx, person, number, BroadcastState.SENT)
    if isinstance(news, Refusal):
        return Done(news)
    chosen = still_allowed(_chosen(news), choice_for(tx, person))
    if not chosen.count:
        return Done(Refusal.NOBODY, changed=(f"newscard:{number}",))
    broadcasts.choose(tx, number, chosen.people, chosen.groups)
    targets = [*sorted(chosen.people), *(f"{GROUP}{chat}" for chat in sorted(chosen.groups))]
    waiting = [target for target in targets if not can_ring(tx, target, now)]
    broadcasts.send(tx, number, now, _shops_of(tx, chosen), waiting)
    sent = broadcasts.find(tx, number)
    assert sent is not None
    notices = [notice for target in targets if target not in waiting for notice in notices_for(sent, target)]
    return Done(None, tuple(notices), _names(number))


def _shops_of(tx: Tx, chosen: Chosen) -> int:
    """How many shops are in the hands of those chosen."""
    return sum(not shop.closed and shop.manager in chosen.people for shop in shops.every(tx))


def withdraw(tx: Tx, person: Person, number: int, now: datetime) -> Done[Refusal | None]:
    """Take sent news back: every message of it says so, and shops are told no more of it."""
    news = _own(tx, person, number, BroadcastState.WITHDRAWN)
    if isinstance(news, Refusal):
        return Done(news)
    broadcasts.end(tx, number, BroadcastState.WITHDRAWN)
    return Done(None, changed=_names(number))


def may_correct(tx: Tx, person: Person, number: int) -> Refusal | None:
    """Why the author can't correct this news; None when it can be."""
    news = _own(tx, person, number, BroadcastState.WITHDRAWN)
    return news if isinstance(news, Refusal) else None


def correct(tx: Tx, person: Person, number: int, words: str, now: datetime) -> Done[int | Refusal]:
    """Add a line to sent news, in every message of it. The value is how many units were allowed, or a refusal."""
    news = _own(tx, person, number, BroadcastState.WITHDRAWN)
    if isinstance(news, Refusal):
        never_mind(tx, person, now)
        return Done(news, changed=(f"newsask:{person.code}",))
    room = room_for_correction(news)
    if not words.strip():
        return Done(Refusal.EMPTY)
    if units(words) > room:
        return Done(Refusal.TOO_LONG)
    broadcasts.set_corrections(tx, number, (*news.corrections, Correction(now, words.strip())))
    never_mind(tx, person, now)
    return Done(room, changed=(*_names(number), f"newsask:{person.code}"))


def correction_room(tx: Tx, number: int) -> int:
    """How many units a further correction may have."""
    news = broadcasts.find(tx, number)
    return 0 if news is None else room_for_correction(news)


def read(tx: Tx, person: Person, number: int, group: int | None, at: datetime) -> Done[Refusal | None]:
    """Note that the person has read it. `group` is the index in `to_groups`, None in a private chat, where only
    those addressed count; in a group anyone does, enrolled or not (code `user:<id>`)."""
    news = broadcasts.find(tx, number)
    if news is None or news.state is not BroadcastState.SENT:
        return Done(Refusal.TOO_LATE)
    if group is None and person.code not in news.to_people:
        return Done(Refusal.NOT_YOURS)
    if group is not None and not 0 <= group < len(news.to_groups):
        return Done(Refusal.NOT_YOURS)
    chat = 0 if group is None else news.to_groups[group]
    fresh = broadcasts.note_read(tx, number, Read(person.code, chat, at))
    return Done(None, changed=_names(number) if fresh else ())


def face_of(tx: Tx, number: str, reader: Person | None, now: datetime) -> NewsFace | None:
    """What a reader's (or, None, a group's) message of this news shows."""
    news = _found(tx, number)
    author = people.by_code(tx, news.author) if news else None
    if news is None or author is None:
        return None
    seen = broadcasts.reads(tx, news.id)
    mine = [one.at for one in seen if reader is not None and one.reader == reader.code]
    groups = tuple(sum(one.group == chat for one in seen) for chat in news.to_groups)
    own = reader is not None and reader.code == news.author
    return NewsFace(news, author.name, own, min(mine, default=None), groups)


def sender_face(tx: Tx, number: str, reader: Person | None, now: datetime) -> SenderFace | None:
    """What the author's card shows in the news' present state."""
    news = _found(tx, number)
    author = people.by_code(tx, news.author) if news else None
    if news is None or author is None:
        return None
    if news.state is BroadcastState.DRAFT:
        return _draft_face(tx, news, author)
    return _sent_face(tx, news)


def _draft_face(tx: Tx, news: Broadcast, author: Person) -> SenderFace:
    choice = choice_for(tx, author)
    chosen = still_allowed(_chosen(news), choice)
    absent = [one for one in choice.people if one.code in chosen.people and not one.joined]
    return SenderFace(news, choice, chosen, len(absent))


def _sent_face(tx: Tx, news: Broadcast) -> SenderFace:
    seen = broadcasts.reads(tx, news.id)
    known = {one.reader for one in seen}
    addressed = _addressed(tx, news)
    unread = tuple(one for one in addressed if one.code not in known)
    return SenderFace(
        news,
        not_joined=sum(not one.joined for one in addressed),
        readers=len(addressed),
        unread=unread,
        group_readers=len({one.reader for one in seen if one.group}),
        told=visits.how_many_told(tx, f"news:{news.id}"),
    )


def _addressed(tx: Tx, news: Broadcast) -> Sequence[Person]:
    """Those addressed who are still with us, by code."""
    return [person for person in people.everyone(tx) if person.code in news.to_people]
