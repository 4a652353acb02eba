"""What administrators read of people: who has joined, one person, an invitation, who was lost, how the bot is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain.people import Person
from domain.people_cards import CheckUp, Invitation, InvitationState, NewInvite, PersonCard, Roster, Standing
from screens.operations import held_words
from screens.people import names
from screens.screen import COPY_CHARACTERS, Button, Rows, Screen, copy, do, show
from screens.terms import BUTTON_NAME, day_words, joined, role_word, time_words
from screens.words import _, local, ngettext, safe

EVERYBODY = "people:all"
A_PAGE, A_ROW = 12, 3
NEWCOMERS_A_PAGE, NEWCOMERS_A_ROW = 8, 2
NEW = "new"
"""Pages of those who have not joined begin with this."""


def people_screen(roster: Roster, reader: Person | None, page: str) -> Screen:
    """Everybody by code, a button each; or those who have not joined, each with a button that invites."""
    if page.startswith(NEW):
        return _newcomers(roster, _number(page.removeprefix(NEW)))
    shown, pages = _cut(roster.cards, _number(page), A_PAGE)
    lines = [_counts(roster), "", *(_line(card) for card in shown)]
    buttons = [show(card.person.code[:BUTTON_NAME], "person", f"person:{card.person.code}") for card in shown]
    return Screen("\n".join(lines), (*_in_rows(buttons, A_ROW), *_turning(pages, _number(page), "")))


def _number(page: str) -> int:
    return int(page) if page.isdecimal() else 0


def _cut(cards: Sequence[PersonCard], page: int, size: int) -> tuple[Sequence[PersonCard], int]:
    pages = max(1, -(-len(cards) // size))
    start = min(page, pages - 1) * size
    return cards[start : start + size], pages


def _in_rows(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _turning(pages: int, page: int, prefix: str) -> Rows:
    earlier = [show(_("Earlier"), "people", EVERYBODY, f"{prefix}{page - 1}")] if page > 0 else []
    later = [show(_("Later"), "people", EVERYBODY, f"{prefix}{page + 1}")] if page < pages - 1 else []
    return ((*earlier, *later),) if earlier or later else ()


def _counts(roster: Roster) -> str:
    have = len(roster.cards) - roster.count(Standing.NOT_JOINED)
    parts = [_("{n} of {total} have joined").format(n=have, total=len(roster.cards))]
    if lost := roster.count(Standing.UNREACHABLE):
        parts.append(_("{n} can't be reached").format(n=lost))
    if away := roster.count(Standing.ON_LEAVE):
        parts.append(_("{n} on leave").format(n=away))
    return joined(parts)


def _line(card: PersonCard) -> str:
    person = card.person
    return _("{code} {name}: {standing}").format(
        code=safe(person.code), name=safe(person.name), standing=_standing(card)
    )


def _standing(card: PersonCard) -> str:
    match card.standing:
        case Standing.JOINED:
            return _("joined")
        case Standing.ON_LEAVE:
            return _("on leave today")
        case Standing.UNREACHABLE:
            return _("can't be reached")
        case Standing.NOT_JOINED:
            if card.invited_until is None:
                return _("not joined")
            return _("not joined, invited until {when}").format(when=_until(card.invited_until, card.now))
        case _:
            assert_never(card.standing)


def _until(instant: datetime, now: datetime) -> str:
    day = day_words(local(instant).date(), local(now).date())
    return _("{day} {time}").format(day=day, time=time_words(instant))


def _newcomers(roster: Roster, page: int) -> Screen:
    waiting = [card for card in roster.cards if card.standing is Standing.NOT_JOINED]
    if not waiting:
        return Screen(_("Everybody has joined."), ((show(_("People"), "people", EVERYBODY),),))
    shown, pages = _cut(waiting, page, NEWCOMERS_A_PAGE)
    lines = [_("Whom to invite? These have not joined yet:"), *(_line(card) for card in shown)]
    buttons = [
        do(f"{card.person.code} {card.person.name}"[:BUTTON_NAME], "invite", f"person:{card.person.code}")
        for card in shown
    ]
    return Screen("\n".join(lines), (*_in_rows(buttons, NEWCOMERS_A_ROW), *_turning(pages, page, NEW)))


def person_screen(card: PersonCard, reader: Person | None, page: str) -> Screen:
    """One person: who, how it stands, and what can be done about it."""
    person = card.person
    first = _("<b>{name}</b>, {role}").format(name=safe(person.name), role=role_word(person.role))
    place = [safe(person.department), _superior(card)]
    lines = [first, joined([part for part in place if part]), _line(card)]
    return Screen("\n".join(line for line in lines if line), _person_rows(card, reader))


def _superior(card: PersonCard) -> str:
    return _("superior {name}").format(name=safe(card.superior)) if card.superior else ""


def _person_rows(card: PersonCard, reader: Person | None) -> Rows:
    person = card.person
    name = f"person:{person.code}"
    label = _("Invite again") if person.joined else _("Invite")
    rows = [(do(label, "invite", name),), (show(_("Back"), "people", EVERYBODY),)]
    if person.joined and (reader is None or reader.code != person.code):
        rows.append((do(_("Remove from phone"), "unbind", name, danger=True),))
    return tuple(rows)


def no_person(word: str) -> Screen:
    """Said to an administrator who names nobody we know."""
    known = _("There is nobody with the code “{word}”. The codes stand in the sheet of people.")
    return Screen(known.format(word=safe(word[:40])), ((show(_("People"), "people", EVERYBODY),),))


def link_screen(person: Person, new: NewInvite, now: datetime) -> Screen:
    """An invitation to hand on: the link, or the message to send while the bot's name is unknown."""
    what = new.link or f"/start {new.code}"
    lines = [
        _("Invitation for <b>{name}</b> ({role}), good once, until {when}:").format(
            name=safe(person.name), role=role_word(person.role), when=_until(new.expires, now)
        ),
        f"<code>{safe(what)}</code>",
        _("Hand it to this person only. An earlier one is void."),
    ]
    if person.joined:
        lines.append(_("With it the account moves to the phone that opens it."))
    rows = ((copy(_("Copy"), what),),) if len(what) <= COPY_CHARACTERS else ()
    return Screen("\n".join(lines), rows)


def invited_enough(free: datetime, now: datetime) -> Screen:
    """Said to an administrator who has invited enough people for a day."""
    return Screen(
        _("That was enough invitations for a day. The next one is free {when}.").format(when=_until(free, now))
    )


def invitation_screen(card: Invitation, reader: Person | None, page: str) -> Screen:
    """An invitation that needs a second administrator, for the one who asked and for those who may agree."""
    asks = reader is not None and reader.code == card.inviter
    name = f"invitee:{card.person.code}"
    first = _asked(card) if asks else _asking(card)
    match card.state:
        case InvitationState.WAITING if asks:
            return Screen(first)
        case InvitationState.WAITING:
            agree = (do(_("Agree"), "agree_invite", name, card.mark),)
            return Screen(first, (agree, (do(_("Don't agree"), "decline_invite", name, card.mark),)))
        case InvitationState.AGREED if asks:
            until = _("It is agreed, and good until {when}.").format(when=_until(card.expires, card.now))
            return Screen(f"{first}\n{until}", ((do(_("Get the link"), "take_link", name, card.mark),),))
        case InvitationState.AGREED:
            return Screen("\n".join((first, _("It is agreed."))))
        case InvitationState.DECLINED:
            return Screen("\n".join((first, _("It was not agreed to."))))
        case InvitationState.USED:
            return Screen("\n".join((first, _("The invitation was used."))))
        case InvitationState.OVER:
            return Screen("\n".join((first, _("The time for it is over."))))
        case _:
            assert_never(card.state)


def _asking(card: Invitation) -> str:
    inviter = safe(card.inviter_name) or _("The office")
    return _("{inviter} invites {name} as {role}.").format(
        inviter=inviter, name=f"<b>{safe(card.person.name)}</b>", role=role_word(card.person.role)
    )


def _asked(card: Invitation) -> str:
    name, role = f"<b>{safe(card.person.name)}</b>", role_word(card.person.role)
    if card.state is not InvitationState.WAITING:
        return _("Your invitation of {name} as {role}.").format(name=name, role=role)
    return _("I asked {admins} whether {name} may join as {role}. The link follows when it is agreed.").format(
        admins=joined([safe(one) for one in card.asked]), name=name, role=role
    )


def lost_screen(card: PersonCard, reader: Person | None, page: str) -> Screen:
    """Tells the administrators once that somebody can't be reached, and later how that stands."""
    person = card.person
    who = _("{name} ({code}, {role})").format(
        name=safe(person.name), code=safe(person.code), role=role_word(person.role)
    )
    if card.standing is not Standing.UNREACHABLE:
        return Screen(_("{who}: {standing}").format(who=who, standing=_standing(card)))
    return Screen(
        _(
            "{who} can't be reached: the bot is blocked there. Abnormal situations go on to the next in the chain."
        ).format(who=who)
    )


def check_screen(facts: CheckUp, reader: Person | None, page: str) -> Screen:
    """How the bot is, in plain words."""
    troubles = _troubles(facts)
    first = _("I am @{name}.").format(name=safe(facts.bot_name)) if facts.bot_name else ""
    lines = [first, *(troubles or [_("All is well.")]), _years(facts)]
    more = [
        *([show(_("What is undone"), "audit", "audit:office")] if facts.findings else []),
        *([show(_("What is held"), "quarantine", "quarantine:office")] if facts.held else []),
    ]
    rows = ((show(_("Refresh"), "check", "people:office"),), *((button,) for button in more))
    return Screen("\n".join(line for line in lines if line), rows)


def _troubles(facts: CheckUp) -> list[str]:
    found = [
        "" if facts.bot_name else _("I don't know my own name yet: Telegram has not answered."),
        _undone(facts.findings) if facts.findings else "",
        held_words(facts.held) if facts.held else "",
        _counted_troubles(facts),
        _("Can't be reached: {names}").format(names=names(facts.unreachable)) if facts.unreachable else "",
        _("Have shops but no plan: {names}").format(names=names(facts.planless)) if facts.planless else "",
    ]
    return [line for line in found if line]


def _undone(count: int) -> str:
    return ngettext(
        "{n} thing should have been done and was not", "{n} things should have been done and were not", count
    ).format(n=count)


def _counted_troubles(facts: CheckUp) -> str:
    counted = [
        (facts.undelivered, _undelivered(facts.undelivered)),
        (facts.uncertain, _uncertain(facts.uncertain)),
        (facts.put_aside, _put_aside(facts.put_aside)),
    ]
    lines = [words for count, words in counted if count]
    if not lines:
        return ""
    heading = ngettext("In the last day:", "In the last {n} days:", facts.days).format(n=facts.days)
    return "\n".join([heading, *lines])


def _undelivered(count: int) -> str:
    return ngettext("{n} message could not be delivered", "{n} messages could not be delivered", count).format(n=count)


def _uncertain(count: int) -> str:
    return ngettext(
        "{n} message of which nobody knows whether it arrived",
        "{n} messages of which nobody knows whether they arrived",
        count,
    ).format(n=count)


def _put_aside(count: int) -> str:
    return ngettext(
        "{n} message from a person failed and was put aside; its words are kept",
        "{n} messages from people failed and were put aside; their words are kept",
        count,
    ).format(n=count)


def _years(facts: CheckUp) -> str:
    if not facts.unknown_years:
        return ""
    years = joined([str(year) for year in facts.unknown_years])
    return _(
        "The public holidays of {years} are not known yet: until an update only weekends are days off there."
    ).format(years=years)
