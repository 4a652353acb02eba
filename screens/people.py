"""What people read of themselves: the welcome with its keyboard, help, the language, and the one sentence for strangers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from domain.people import Person, Role
from domain.people_cards import Returned, Welcome
from screens.screen import COPY_CHARACTERS, Button, Screen, copy, do, show
from screens.terms import age_words, joined, role_word
from screens.words import _, language, ngettext, safe

LANGUAGE = "language"
"""The page of the welcome that only brings the keyboard in another language."""
NAMED = 10
"""How many people a line names."""
ENGLISH, CHINESE = "English", "中文"
"""Languages are called by their own names, whatever is being spoken."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as its user reads it: already in the present language; `key` '' when the keyboard has none."""

    name: str
    words: str
    key: str = ""
    example: str = ""

    @property
    def label(self) -> str:
        return self.key or f"/{self.name}"


def keyboard(role: Role) -> tuple[tuple[str, ...], ...]:
    """The keys of a role, row by row; each is the key of a command."""
    match role:
        case Role.MANAGER:
            return ((_("Today"), _("Log")), (_("Abnormal"), _("Review")))
        case Role.SUPERVISOR | Role.DEPUTY | Role.HEAD:
            return ((_("Team"), _("Open matters")), (_("Send news"), _("Review")))
        case Role.ADMIN:
            return ((_("Import"), _("People")), (_("Send news"), _("Check")))
        case Role.INSPECTOR:
            return ((_("Open matters"),),)
        case _:
            assert_never(role)


def keyed(text: str, role: Role) -> Screen:
    """A message that brings the keyboard of a role."""
    hint = _("a shop + one sentence logs it") if role is Role.MANAGER else ""
    return Screen(text, keyboard=keyboard(role), placeholder=hint)


def welcome_screen(facts: Welcome, reader: Person | None, page: str) -> Screen:
    """The first message after joining; the page `language` is the short one after a change of language."""
    role = facts.person.role
    if page == LANGUAGE:
        return keyed(_("From now on I speak English."), role)
    blocks = [f"{_hello(facts)}\n{_position(facts)}", _not_you(facts), _rhythm(facts)]
    return keyed("\n\n".join(block for block in blocks if block), role)


def _hello(facts: Welcome) -> str:
    name = f"<b>{safe(facts.person.name)}</b>"
    if facts.person.role is Role.MANAGER:
        return _(
            "{name}, hello. I am your visit helper: I plan the way, keep your visits, go through the day with you."
        ).format(name=name)
    return _("{name}, hello. I am the visit helper.").format(name=name)


def _position(facts: Welcome) -> str:
    person = facts.person
    match person.role:
        case Role.MANAGER:
            return _manager(facts)
        case Role.SUPERVISOR:
            return ngettext(
                "You lead {department} with {n} customer manager. What is reported as abnormal comes to you at once.",
                "You lead {department} with {n} customer managers. What is reported as abnormal comes to you at once.",
                facts.managers,
            ).format(department=safe(person.department), n=facts.managers)
        case Role.DEPUTY | Role.HEAD:
            return _("You are {role}. What nobody takes in time comes to you.").format(role=role_word(person.role))
        case Role.INSPECTOR:
            return _("You are inspector. Counterfeit, unlicensed and bulk dealing come to you at once.")
        case Role.ADMIN:
            return _("You are administrator: you invite people, send news and see what went wrong.")
        case _:
            assert_never(person.role)


def _manager(facts: Welcome) -> str:
    department, superior, n = safe(facts.person.department), safe(facts.superior), facts.shops
    if not (department and superior):
        return ngettext("You look after {n} shop.", "You look after {n} shops.", n).format(n=n)
    return ngettext(
        "You are in {department}, look after {n} shop, and your superior is {superior}.",
        "You are in {department}, look after {n} shops, and your superior is {superior}.",
        n,
    ).format(department=department, n=n, superior=superior)


def _not_you(facts: Welcome) -> str:
    if facts.admin:
        return _("Not you? Tell administrator {name}, who ends this link.").format(name=safe(facts.admin))
    return "" if facts.person.role is Role.ADMIN else _("Not you? Tell your administrator, who ends this link.")


def _rhythm(facts: Welcome) -> str:
    if facts.person.role is not Role.MANAGER:
        return ""
    return _("On working days the list comes at {time}.").format(time=f"{facts.morning_at:%H:%M}")


def again(person: Person) -> Screen:
    """Said to a member who starts the bot once more."""
    return keyed(
        _("Good to see you again, {name}. The keys below are up to date.").format(name=safe(person.name)), person.role
    )


def back(person: Person, found: Returned) -> Screen:
    """Said when somebody lets the bot in again."""
    return keyed("\n".join((_("Welcome back."), _waited(found))), person.role)


def _waited(found: Returned) -> str:
    away = age_words(found.away)
    if not found.waiting:
        return _("In the {age} without you nothing was left open.").format(age=away)
    return ngettext(
        "In the {age} without you {n} matter was left open:",
        "In the {age} without you {n} matters were left open:",
        found.waiting,
    ).format(age=away, n=found.waiting)


def stranger() -> Screen:
    """Said once a day to whoever is not registered; tells nothing of people, shops or the company."""
    return Screen(
        _(
            "Hello. This is for registered colleagues only. If you are one, ask your administrator for an invitation link."
        )
    )


def bad_code() -> Screen:
    """The same words for a used, expired, void, waiting or unknown code."""
    return Screen(_("This invitation code can't be used. Ask your administrator for another one."))


def help_screen(reader: Person, offers: Sequence[Offer]) -> Screen:
    """What this person can do here, from the command table."""
    lines = [_("{name}, this is what you can do here:").format(name=f"<b>{safe(reader.name)}</b>")]
    if reader.role is Role.MANAGER:
        lines.append(_("A shop's name and one sentence log a visit; photos and voice are kept too."))
    lines += ["", *(_offer(offer) for offer in offers)]
    return Screen("\n".join(lines), ((show(_("Language"), "language", f"own:{reader.code}"),),))


def _offer(offer: Offer) -> str:
    name = _("{key} or {command}").format(key=offer.key, command=f"/{offer.name}") if offer.key else f"/{offer.name}"
    line = _("{command}: {what}").format(command=name, what=offer.words)
    return f"{line}\n<code>{safe(offer.example)}</code>" if offer.example else line


def language_screen(reader: Person, person: Person | None, page: str) -> Screen:
    """The two languages as buttons."""
    name = f"own:{reader.code}"
    choices = (do(CHINESE, "set_language", name, "zh_CN"), do(ENGLISH, "set_language", name, "en"))
    now = CHINESE if language() == "zh_CN" else ENGLISH
    text = _("Which language? Now: {language}.").format(language=now)
    return Screen(text, (choices, (show(_("Back"), "help", name),)))


def unknown_command(reader: Person, likely: Sequence[Offer], words: str) -> Screen:
    """The likeliest commands and help; words that came with the command are copied with the right one, not lost."""
    own = f"own:{reader.code}"
    buttons = tuple(_likely(own, offer, words) for offer in likely)
    rows = tuple(row for row in (buttons, (show(_("Help"), "help", own),)) if row)
    return Screen(_("There is no such command. Did you mean:"), rows)


def _likely(own: str, offer: Offer, words: str) -> Button:
    whole = f"/{offer.name} {words}"
    if words and len(whole) <= COPY_CHARACTERS:
        return copy(_("Copy {command}").format(command=f"/{offer.name}"), whole)
    return do(offer.label, "run_command", own, offer.name)


def meant(offer: Offer) -> Screen:
    """What becomes of the question once a command was chosen."""
    return Screen(_("{command}: {what}").format(command=offer.label, what=offer.words))


def names(people: Sequence[Person]) -> str:
    """People by name and code, the first ones and how many more."""
    named = [_("{name} ({code})").format(name=safe(one.name), code=safe(one.code)) for one in people[:NAMED]]
    more = len(people) - NAMED
    if more > 0:
        named.append(ngettext("and {n} more person", "and {n} more people", more).format(n=more))
    return joined(named)
