"""Every screen about people, invitations and groups, with the longest names and the fullest lists there can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.people import Person, Role
from domain.people_cards import (
    CheckUp,
    GroupCard,
    GroupState,
    Invitation,
    InvitationState,
    NewInvite,
    PersonCard,
    Returned,
    Roster,
    Standing,
    Welcome,
)
from screens import groups, people, roster
from screens.people import Offer
from screens.screen import Screen

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = NOW + timedelta(days=60)
WHO = "欧阳<b>&{}" + "娜" * 32
DEPARTMENT = "<前川>&{}市场部" * 8
CODE = "M" + "1" * 31
DU = Person(CODE, WHO, Role.MANAGER, DEPARTMENT, "S01", user_id=11)
HE = Person("A01", WHO, Role.ADMIN, DEPARTMENT, user_id=6)
MANY = 100
OFFERS = [Offer(f"command{n}", "what it does " * 3, "Key", "/command <SHOP> & WORDS") for n in range(20)]

Called = tuple[Callable[..., Screen | None], str, tuple[Any, ...]]


def card(standing: Standing = Standing.JOINED, person: Person = DU, until: datetime | None = None) -> PersonCard:
    return PersonCard(person, standing, NOW, WHO, until)


def crowd(standing: Standing = Standing.JOINED, many: int = MANY) -> Roster:
    return Roster(tuple(card(standing, replace(DU, code=f"M{n:031}"), LATER) for n in range(many)))


def invitation(state: InvitationState) -> Invitation:
    return Invitation(replace(DU, role=Role.DEPUTY), state, NOW, LATER, "0" * 12, HE.code, WHO, (WHO,) * 3)


def drawings() -> Iterator[Called]:
    yield from _own()
    yield from _of_administrators()
    yield from _of_invitations()
    for state in GroupState:
        for departments in ((), (DEPARTMENT, "横店市场部", "前川市场部")):
            shown = GroupCard(-100200, "群<b>" * 50, state, DEPARTMENT if departments else "", departments)
            yield groups.group_screen, f"{state} {len(departments)}", (shown, HE, WHO if departments else "")


def _own() -> Iterator[Called]:
    for role in Role:
        person = replace(DU, role=role)
        for facts in (Welcome(person, 142, 20, WHO, WHO), Welcome(replace(person, department=""))):
            yield people.welcome_screen, f"{role} {facts.admin}", (facts, person, "")
        yield people.welcome_screen, f"{role} language", (Welcome(person), person, people.LANGUAGE)
        yield people.again, str(role), (person,)
        for waiting in (0, 1, 99):
            yield people.back, f"{role} {waiting}", (person, Returned(timedelta(days=400), waiting))
        yield people.help_screen, str(role), (person, OFFERS)
    yield people.language_screen, "", (DU, DU, "")
    yield people.stranger, "", ()
    yield people.bad_code, "", ()
    for words in ("", "王记 库存20条", "长" * 4000):
        yield people.unknown_command, words[:9], (DU, OFFERS[:2], words)
    yield people.unknown_command, "none", (DU, [], "")
    yield people.meant, "", (OFFERS[0],)


def _of_administrators() -> Iterator[Called]:
    for page in ("", "0", "3", "99", "new", "new0", "new5", "new99"):
        for standing in Standing:
            yield roster.people_screen, f"{standing} {page}", (crowd(standing), HE, page)
    yield roster.people_screen, "nobody", (Roster(), HE, "")
    for standing in Standing:
        shown = card(standing, replace(DU, user_id=0 if standing is Standing.NOT_JOINED else 11))
        yield roster.person_screen, str(standing), (shown, HE, "")
        yield roster.person_screen, f"{standing} himself", (shown, DU, "")
        yield roster.lost_screen, str(standing), (shown, HE, "")
    yield roster.no_person, "", ("X<99>" * 1000,)
    full = (DU,) * 30
    yield roster.check_screen, "bad", (CheckUp("", 7, 12, 3, 1, full, full, (2026, 2027)), HE, "")
    yield roster.check_screen, "well", (CheckUp("visit_bot", 7), HE, "")


def _of_invitations() -> Iterator[Called]:
    for state in InvitationState:
        for reader in (HE, replace(HE, code="A02")):
            yield roster.invitation_screen, f"{state} {reader.code}", (invitation(state), reader, "")
        yield roster.invitation_screen, f"{state} office", (replace(invitation(state), inviter=""), HE, "")
    for person in (DU, replace(DU, user_id=0)):
        for url in ("", "https://t.me/visit_bot?start=" + "c" * 22):
            new = NewInvite("c" * 22, url, LATER)
            yield roster.link_screen, f"{person.user_id} {url}", (person, new, NOW)
