"""Who works with the bot, in what role, and who may do what about which object (`allow`, deny by default)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.chat import Place


class Role(StrEnum):
    """Roles of METHOD; the value is what is stored."""

    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    DEPUTY = "deputy"
    HEAD = "head"
    ADMIN = "admin"
    INSPECTOR = "inspector"


ROLE_WORDS = {
    "客户经理": Role.MANAGER,
    "市场经理": Role.SUPERVISOR,
    "副经理": Role.DEPUTY,
    "营销部主任": Role.HEAD,
    "营销部管理员": Role.ADMIN,
    "专卖": Role.INSPECTOR,
}
"""How the people sheet names each role (the contract's six words)."""

CHIEFS = frozenset({Role.SUPERVISOR, Role.DEPUTY, Role.HEAD})
ABOVE_MANAGER = CHIEFS | {Role.ADMIN, Role.INSPECTOR}


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff. `user_id` is 0 until joined; `superior` is a code or ''."""

    code: str
    name: str
    role: Role
    department: str = ""
    superior: str = ""
    start: Place | None = None
    user_id: int = 0
    language: str = "zh_CN"
    reachable: bool = True
    active: bool = True

    @property
    def joined(self) -> bool:
        return self.user_id != 0


class Action(StrEnum):
    """Everything a person can ask the bot to do or show; each command and button declares one."""

    HELP = "help"
    SEE_DAY = "see_day"
    SEE_SHOP = "see_shop"
    LOG_VISIT = "log_visit"
    CORRECT_LOG = "correct_log"
    OWN_NAMES = "own_names"
    PLAN = "plan"
    LEAVE = "leave"
    SET_FOCUS = "set_focus"
    REPORT = "report"
    SEE_INCIDENT = "see_incident"
    TAKE_INCIDENT = "take_incident"
    ADD_TO_INCIDENT = "add_to_incident"
    WITHDRAW_INCIDENT = "withdraw_incident"
    LIST_INCIDENTS = "list_incidents"
    REVIEW = "review"
    SEE_REVIEW = "see_review"
    SEE_TEAM = "see_team"
    BROADCAST = "broadcast"
    SEE_BROADCAST = "see_broadcast"
    READ_NEWS = "read_news"
    INVITE = "invite"
    CONFIRM_INVITE = "confirm_invite"
    BIND_GROUP = "bind_group"
    SEE_PEOPLE = "see_people"
    CHECK = "check"
    RELEASE = "release"
    WHY = "why"
    IMPORT = "import"
    SEGMENT = "segment"
    GIVE_TASK = "give_task"
    DO_TASK = "do_task"
    SEE_TASKS = "see_tasks"
    REMIND = "remind"
    WEEKLY = "weekly"
    SEE_WEEKLY = "see_weekly"
    SEE_STATS = "see_stats"
    SEE_DIGEST = "see_digest"
    REPLAN = "replan"
    SEE_REPLAN = "see_replan"


class Owned(Protocol):
    """An object with an owner: the manager's code and the department it belongs to."""

    @property
    def manager(self) -> str: ...

    @property
    def department(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Scope:
    """An `Owned` for things that have no class of their own, and for "my own" commands."""

    manager: str = ""
    department: str = ""
    addressed: frozenset[str] = frozenset()


Rule = Callable[[Person, Owned | None], bool]


def _own(person: Person, thing: Owned | None) -> bool:
    return thing is not None and person.role is Role.MANAGER and thing.manager == person.code


def _team(person: Person, thing: Owned | None) -> bool:
    if thing is None:
        return False
    if person.role is Role.SUPERVISOR:
        return bool(thing.department) and thing.department == person.department
    return person.role in {Role.DEPUTY, Role.HEAD}


def _addressed(person: Person, thing: Owned | None) -> bool:
    return person.code in getattr(thing, "addressed", frozenset())


def _admin(person: Person, thing: Owned | None) -> bool:
    return person.role is Role.ADMIN


def _anyone(person: Person, thing: Owned | None) -> bool:
    return True


def _one_of(*roles: Role) -> Rule:
    return lambda person, thing: person.role in roles


def _any(*rules: Rule) -> Rule:
    return lambda person, thing: any(rule(person, thing) for rule in rules)


def _all(*rules: Rule) -> Rule:
    return lambda person, thing: all(rule(person, thing) for rule in rules)


POLICY: dict[Action, Rule] = {
    Action.HELP: _anyone,
    Action.SEE_DAY: _any(_own, _team),
    Action.SEE_SHOP: _any(_own, _team, _admin, _addressed),
    Action.LOG_VISIT: _own,
    Action.CORRECT_LOG: _own,
    Action.OWN_NAMES: _own,
    Action.PLAN: _own,
    Action.LEAVE: _any(_own, _team),
    Action.SET_FOCUS: _any(_team, _admin),
    Action.REPORT: _own,
    Action.SEE_INCIDENT: _any(_own, _team, _addressed, _admin),
    Action.TAKE_INCIDENT: _any(_team, _addressed),
    Action.ADD_TO_INCIDENT: _any(_own, _team, _addressed),
    Action.WITHDRAW_INCIDENT: _own,
    Action.LIST_INCIDENTS: _anyone,
    Action.REVIEW: _own,
    Action.SEE_REVIEW: _any(_own, _team),
    Action.SEE_TEAM: _addressed,
    Action.BROADCAST: _one_of(Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.ADMIN),
    Action.SEE_BROADCAST: _any(_own, _team, _addressed, _admin),
    Action.READ_NEWS: _anyone,
    Action.INVITE: _admin,
    Action.CONFIRM_INVITE: _admin,
    Action.BIND_GROUP: _admin,
    Action.SEE_PEOPLE: _admin,
    Action.CHECK: _admin,
    Action.RELEASE: _admin,
    Action.WHY: _admin,
    Action.IMPORT: _admin,
    Action.SEGMENT: _any(_team, _admin),
    Action.GIVE_TASK: _all(_addressed, _one_of(Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.ADMIN)),
    Action.DO_TASK: _own,
    Action.SEE_TASKS: _addressed,
    Action.REMIND: _addressed,
    Action.WEEKLY: _own,
    Action.SEE_WEEKLY: _any(_own, _team),
    Action.SEE_STATS: _own,
    Action.SEE_DIGEST: _addressed,
    Action.REPLAN: _any(_own, _team),
    Action.SEE_REPLAN: _any(_own, _team, _addressed),
}


def allow(person: Person | None, action: Action, thing: Owned | None = None) -> bool:
    """Whether `person` may do `action` about `thing`; nobody, the inactive and unlisted actions: no."""
    if person is None or not person.active:
        return False
    rule = POLICY.get(action)
    return rule is not None and rule(person, thing)
