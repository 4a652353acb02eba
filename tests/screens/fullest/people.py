"""Screens about people and groups, and with them the whole command table, many departments and many who are lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.features import broadcasts, imports, incidents, plans, reviews, visits
from bot.features import people as people_feature
from domain.people import Role
from domain.people_cards import CheckUp, GroupCard, GroupState
from screens import groups, people, roster
from screens.people import Offer
from screens.words import _
from tests.scenario.running import ZONE
from tests.screens import people_drawings
from tests.screens.fullest.samples import CHEN, DU, WHO, Called

FEATURES = (people_feature, plans, visits, incidents, reviews, broadcasts, imports)
NOON = datetime(2026, 11, 24, 12, tzinfo=ZONE)


def offers() -> tuple[Offer, ...]:
    """The whole command table, as no role has it."""
    table = [command for feature in FEATURES for command in feature.COMMANDS]
    return tuple(
        Offer(one.name, *(_(words) if words else "" for words in (one.words, one.key, one.example))) for one in table
    )


def people_drawn() -> Iterator[Called]:
    yield from people_drawings.drawings()
    for role in Role:
        yield people.keyed, str(role), ("你好", role)
        yield people.help_screen, f"{role} everything", (replace(DU, role=role), offers())
    for offer in offers():
        yield people.meant, offer.name, (offer,)
    yield roster.invited_enough, "", (NOON + timedelta(days=400), NOON)
    many = tuple(replace(DU, code=f"M{n:03}") for n in range(120))
    yield roster.check_screen, "many", (CheckUp("x" * 32, 7, 999, 999, 999, many, many, (2027, 2028)), CHEN, "")
    departments = tuple(f"第{n}" + "市场部" * 12 for n in range(20))
    for few in range(0, 20, 3):
        card = GroupCard(-1001234567890, "群" * 128, GroupState.PENDING, "", departments[:few])
        yield groups.group_screen, f"{few} departments", (card, CHEN, WHO)
