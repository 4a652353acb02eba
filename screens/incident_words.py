"""The story of an incident in words: who has it, what was said, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from domain.escalation import NOT_DELIVERED, REMINDER_WAIT
from domain.incident_cards import IncidentCard
from domain.incidents import Category, Event, IncidentState
from domain.people import Role
from screens.terms import age_words, category_word, day_words, joined, role_word, shop_name, time_words
from screens.words import _, local, ngettext, safe

WORDS_SHOWN = 600
LINE_SHOWN = 200
CLOSING_SHOWN = 1000
"""Of the sentence that ends it, which its reporter is to read."""
LINES_SHOWN = 10


def when_words(instant: datetime, now: datetime) -> str:
    """`10:42`, another day with its day in front; a morning to come: `tomorrow morning 08:00`."""
    day, today = local(instant).date(), local(now).date()
    if day == today:
        return time_words(instant)
    if (day - today).days == 1 and local(instant).hour < 12:
        return _("tomorrow morning {time}").format(time=time_words(instant))
    return _("{day} {time}").format(day=day_words(day, today), time=time_words(instant))


def names_words(names: Sequence[str]) -> str:
    """`A, B and C`; already escaped names."""
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=joined(list(names[:-1])), last=names[-1])


def person_words(card: IncidentCard, code: str) -> str:
    """A colleague's name; inspectors with their role in front."""
    person = card.people.get(code)
    if person is not None and person.role is Role.INSPECTOR:
        return _("{role} {name}").format(role=role_word(person.role), name=safe(person.name))
    return safe(card.name(code))


def people_words(card: IncidentCard, codes: Sequence[str], reader: str = "") -> str:
    """Several names, the reader's own first as `you`."""
    own = [_("you")] if reader in codes else []
    return names_words([*own, *(person_words(card, code) for code in codes if code != reader)])


def where(card: IncidentCard) -> str:
    return shop_name(card.shop.name) if card.shop else _("shop not settled yet")


def heading(card: IncidentCard) -> str:
    """Category and shop: what a line about it begins with."""
    return f"{category_word(card.incident.category)} {where(card)}"


def said_words(card: IncidentCard, event: Event) -> str:
    """What was said, without the lead-in and the shop's name (the card has them); as written, not escaped."""
    words = event.words.strip()
    if event.what == "reported":
        for known in ("异常", card.shop.name if card.shop else ""):
            words = words.removeprefix(known).lstrip(" ，,：:、")
    return words


def report_words(card: IncidentCard) -> str:
    """The whole of what was reported, without escaping."""
    return next((said_words(card, event) for event in card.incident.events if event.what == "reported"), "")


def report_line(card: IncidentCard) -> str:
    words = report_words(card)
    return _says(card, card.incident.manager, _short(words, WORDS_SHOWN)) if words else ""


def attached_line(card: IncidentCard) -> str:
    """`＋ 2 photos · 1 voice note`: what came with it."""
    count = Counter(event.media_kind for event in card.incident.events if event.media_kind)
    parts = [
        ngettext("{n} photo", "{n} photos", count["photo"]).format(n=count["photo"]) if count["photo"] else "",
        ngettext("{n} voice note", "{n} voice notes", count["voice"]).format(n=count["voice"])
        if count["voice"]
        else "",
        ngettext("{n} place", "{n} places", count["place"]).format(n=count["place"]) if count["place"] else "",
        ngettext("{n} file", "{n} files", count["document"]).format(n=count["document"]) if count["document"] else "",
    ]
    return "＋ " + " · ".join(part for part in parts if part) if any(parts) else ""


def story_lines(card: IncidentCard) -> list[str]:
    """What happened since the report, oldest first; a long story keeps its end."""
    lines = [line for event in card.incident.events if (line := _story_line(card, event))]
    calls = _called_line(card)
    if calls:
        lines.append(calls)
    return lines[-LINES_SHOWN:]


def _says(card: IncidentCard, code: str, words: str) -> str:
    return _("{name}: {words}").format(name=person_words(card, code), words=safe(words))


def _short(words: str, most: int = LINE_SHOWN) -> str:
    return words if len(words) <= most else f"{words[:most]}…"


def _story_line(card: IncidentCard, event: Event) -> str:
    name, at, words = person_words(card, event.who), when_words(event.at, card.now), safe(_short(event.words))
    match event.what:
        case "added":
            return _says(card, event.who, _short(event.words)) if event.words else ""
        case "answered":
            return _("{name} answers: {words}").format(name=name, words=words) if event.words else ""
        case "asked":
            return _("{name} asks: {words}").format(name=name, words=words)
        case "passed":
            return passed_words(card, event)
        case "taken":
            return _taken_line(card, event)
        case "handed":
            to = person_words(card, event.words)
            return _("{name} carries on, {time} (handed over by {by})").format(name=to, time=at, by=name)
        case "reopened":
            return reopened_words(card, event)
        case "closed":
            ending = safe(_short(event.words, CLOSING_SHOWN))
            return _("Closed {time}, {name}: {words}").format(time=at, name=name, words=ending)
        case "withdrawn":
            return _("{name} withdrew it, {time}").format(name=name, time=at)
        case _:
            return ""


def _taken_line(card: IncidentCard, event: Event) -> str:
    """Who took it when; the one who still has it with the time to close it by."""
    took = _("{name} took it, {time}").format(name=person_words(card, event.who), time=when_words(event.at, card.now))
    incident = card.incident
    holds = incident.state is IncidentState.TAKEN and incident.taken_by == event.who and event == _last_taken(card)
    if not holds:
        return took
    return _("{took}, to be closed by {due}").format(took=took, due=when_words(incident.respond_by, card.now))


def _last_taken(card: IncidentCard) -> Event | None:
    return next((event for event in reversed(card.incident.events) if event.what == "taken"), None)


def passed_words(card: IncidentCard, event: Event) -> str:
    """Why somebody was not called, and who was instead."""
    calls = [one for one in card.incident.events if one.what in {"notified", "escalated"} and one.at == event.at]
    instead = people_words(card, [one.who for one in calls if not _is_inspector(card, one.who)])
    why = _why_passed(event.words).format(name=person_words(card, event.who))
    return (
        _("{why}; it went straight to {names}.").format(why=why, names=instead)
        if instead
        else _("{why}.").format(why=why)
    )


def _why_passed(reason: str) -> str:
    match reason:
        case "leave":
            return _("{name} is on leave today")
        case "not_joined":
            return _("{name} has not joined yet")
        case "unreachable":
            return _("{name} can't be reached here")
        case _:
            return _("{name} has left")


def reopened_words(card: IncidentCard, event: Event) -> str:
    if not event.who:
        due = when_words(event.at, card.now)
        return _("{time}: not closed in time, open again.").format(time=due)
    return _("{name} says it is not solved; open again.").format(name=person_words(card, event.who))


def _called_line(card: IncidentCard) -> str:
    """The last call up the chain, while nobody has it."""
    calls = [event for event in card.incident.events if event.what == "escalated" and event.at >= card.incident.since()]
    if not calls or card.incident.state is not IncidentState.OPEN:
        return ""
    return called_words(card, calls[-1])


def called_words(card: IncidentCard, event: Event) -> str:
    """`15 minutes without anyone taking it; 周建华 has it now too`, with how late the call was."""
    incident = card.incident
    age = age_words(event.at - incident.since(event.at))
    together = [one.who for one in incident.events if one.what == "escalated" and one.at == event.at]
    before = {one.who for one in incident.events if one.what in {"notified", "escalated"} and one.at < event.at}
    new = [code for code in together if code not in before]
    if new:
        text = _("Nobody took it for {age}; {names} received it too.").format(age=age, names=people_words(card, new))
    else:
        text = _("Nobody took it for {age}.").format(age=age)
    if not event.words:
        return text
    late = ngettext("({n} minute late)", "({n} minutes late)", int(event.words)).format(n=event.words)
    return _("{text} {late}").format(text=text, late=late)


def whereabouts(card: IncidentCard) -> str:
    """Who has it now, for the one who reported it: never "waiting" without a name."""
    incident = card.incident
    names = people_words(card, _holders(card))
    if incident.rung == NOT_DELIVERED and incident.next_at is not None:
        called = people_words(card, card.next_called)
        return _("It is night: {names} will get it {time}.").format(
            names=called or _("the office"), time=when_words(incident.next_at, card.now)
        )
    if not names:
        return _("Nobody can be reached just now; I try again every hour.")
    if _after_hours(card):
        assert incident.next_at is not None
        return _("After hours: {names} received it; if nobody takes it I call again {time}.").format(
            names=names, time=when_words(incident.next_at, card.now)
        )
    return _("{names} received it.").format(names=names)


def _holders(card: IncidentCard) -> list[str]:
    """Who was called since it is open, in the order of the calls."""
    called = [event.who for event in card.incident.events if event.what in {"notified", "escalated"}]
    return list(dict.fromkeys(called))


def _after_hours(card: IncidentCard) -> bool:
    """The last call was made in the evening or on a day off: the next waits for a morning."""
    incident = card.incident
    calls = [event.at for event in incident.events if event.what in {"notified", "escalated"}]
    if incident.next_at is None or not calls:
        return False
    waits = incident.next_at - calls[-1]
    return waits > REMINDER_WAIT or local(incident.next_at).date() != local(calls[-1]).date()


def outlook(card: IncidentCard, reader: str) -> str:
    """For those called: who has it at the same time, and whom the chain calls next."""
    others = [code for code in _holders(card) if code != reader]
    inspectors = [code for code in others if _is_inspector(card, code)]
    parts = []
    if inspectors and not _is_inspector(card, reader):
        parts.append(_("{names} got it at the same time.").format(names=people_words(card, inspectors)))
    if card.next_called and card.incident.next_at is not None:
        parts.append(
            _("If nobody has taken it by {time}, I call {names}.").format(
                time=when_words(card.incident.next_at, card.now), names=people_words(card, card.next_called, reader)
            )
        )
    return _join(parts)


def _join(sentences: list[str]) -> str:
    return (
        _("{first} {second}").format(first=sentences[0], second=sentences[1])
        if len(sentences) > 1
        else "".join(sentences)
    )


def _is_inspector(card: IncidentCard, code: str) -> bool:
    person = card.people.get(code)
    return person is not None and person.role is Role.INSPECTOR


def category_label(category: Category) -> str:
    """A category on a button."""
    word = category_word(category)
    return word[:1].upper() + word[1:]
