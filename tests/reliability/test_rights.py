"""Who may do what: every command, button and view, pressed by every role on their own and on others' things.

What is expected stands here as data, told from the trade and not from the policy; RIGHTS.md beside it lists all cells."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.handling import handle_update
from bot.routes import ROUTES
from domain.chat import Incoming, Kind
from domain.people import Action, Person, Role, Scope, allow
from domain.reminders import Reminder, ReminderState
from domain.tasks import PartState, Task, TaskState
from storage import inbox, people, reminders, tasks, tokens
from storage.database import Database, Tx
from storage.tables import metadata
from tests.reliability.ground import EVENING
from tests.reliability.stage import MORNING

DEPARTMENT, ELSEWHERE = "前川市场部", "横店市场部"
OWN, TEAM, OTHER, NAMED, NOTHING = "own", "team", "other", "named", "nothing"
RELATIONS = (OWN, TEAM, OTHER, NAMED, NOTHING)
"""The thing is the person's own; of their department; of another; names the person; is nobody's."""

M, S, D, H, A = Role.MANAGER, Role.SUPERVISOR, Role.DEPUTY, Role.HEAD, Role.ADMIN
ALL_CHIEFS = {(S, OWN), (S, TEAM), *itertools.product((D, H), (OWN, TEAM, OTHER, NAMED))}
OWNER = {(M, OWN)}
NAMED_ONE = {(role, NAMED) for role in Role}
ANYONE = set(itertools.product(Role, RELATIONS))
ADMIN = set(itertools.product((A,), RELATIONS))
MAY: dict[Action, set[tuple[Role, str]]] = {
    Action.HELP: ANYONE,
    Action.SEE_DAY: OWNER | ALL_CHIEFS,
    Action.SEE_SHOP: OWNER | ALL_CHIEFS | ADMIN | NAMED_ONE,
    Action.LOG_VISIT: OWNER,
    Action.CORRECT_LOG: OWNER,
    Action.OWN_NAMES: OWNER,
    Action.PLAN: OWNER,
    Action.LEAVE: OWNER | ALL_CHIEFS,
    Action.SET_FOCUS: ALL_CHIEFS | ADMIN,
    Action.REPORT: OWNER,
    Action.SEE_INCIDENT: OWNER | ALL_CHIEFS | ADMIN | NAMED_ONE,
    Action.TAKE_INCIDENT: ALL_CHIEFS | NAMED_ONE,
    Action.ADD_TO_INCIDENT: OWNER | ALL_CHIEFS | NAMED_ONE,
    Action.WITHDRAW_INCIDENT: OWNER,
    Action.LIST_INCIDENTS: ANYONE,
    Action.REVIEW: OWNER,
    Action.SEE_REVIEW: OWNER | ALL_CHIEFS,
    Action.SEE_TEAM: NAMED_ONE,
    Action.BROADCAST: set(itertools.product((S, D, H, A), RELATIONS)),
    Action.SEE_BROADCAST: OWNER | ALL_CHIEFS | ADMIN | NAMED_ONE,
    Action.READ_NEWS: ANYONE,
    Action.INVITE: ADMIN,
    Action.CONFIRM_INVITE: ADMIN,
    Action.BIND_GROUP: ADMIN,
    Action.SEE_PEOPLE: ADMIN,
    Action.CHECK: ADMIN,
    Action.RELEASE: ADMIN,
    Action.WHY: ADMIN,
    Action.IMPORT: ADMIN,
    Action.SEGMENT: ALL_CHIEFS | ADMIN,
    Action.GIVE_TASK: set(itertools.product((S, D, H, A), (NAMED,))),
    Action.DO_TASK: OWNER,
    Action.SEE_TASKS: NAMED_ONE,
    Action.REMIND: NAMED_ONE,
    Action.WEEKLY: OWNER,
    Action.SEE_WEEKLY: OWNER | ALL_CHIEFS,
    Action.SEE_STATS: OWNER,
    Action.SEE_DIGEST: NAMED_ONE,
    Action.REPLAN: OWNER | ALL_CHIEFS,
    Action.SEE_REPLAN: OWNER | ALL_CHIEFS | NAMED_ONE,
}
LIST = Path(__file__).parent / "RIGHTS.md"


def _thing(person: Person, relation: str) -> Scope | None:
    match relation:
        case "own":
            return Scope(person.code, person.department)
        case "team":
            return Scope("X9", person.department)
        case "other":
            return Scope("X8", ELSEWHERE)
        case "named":
            return Scope("X8", ELSEWHERE, frozenset({person.code}))
        case _:
            return None


def cells() -> Iterator[tuple[Action, Role, str, bool]]:
    """Every action, role and relation, and whether it is to be allowed."""
    for action, role, relation in itertools.product(Action, Role, RELATIONS):
        yield action, role, relation, (role, relation) in MAY[action]


def test_the_policy_says_what_the_trade_says() -> None:
    strange = [
        f"{action} {role} {relation}: {'allowed' if not wanted else 'refused'}"
        for action, role, relation, wanted in cells()
        for person in [Person("P1", "某", role, DEPARTMENT)]
        if allow(person, action, _thing(person, relation)) is not wanted
    ]
    assert strange == []


@pytest.mark.parametrize("action", list(Action))
def test_nobody_and_who_has_left_may_do_nothing(action: Action) -> None:
    gone = Person("P1", "某", Role.ADMIN, DEPARTMENT, active=False)
    assert not allow(None, action, Scope("P1", DEPARTMENT, frozenset({"P1"})))
    assert not allow(gone, action, Scope("P1", DEPARTMENT, frozenset({"P1"})))


def test_every_way_in_names_an_action_with_a_rule() -> None:
    named = [
        *(command.action for command in ROUTES.commands),
        *(press.action for press in ROUTES.presses.values()),
        *(view.action for view in ROUTES.views.values()),
    ]
    assert set(named) <= MAY.keys()
    assert MAY.keys() == set(Action)
    assert {view.kind for view in ROUTES.views.values()} <= ROUTES.objects.keys()


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries a way in on a thing."""

    way: str
    name: str
    thing: str
    who: str


EVERYBODY = ("M01", "M02", "S01", "S02", "D01", "A01", "I01")
STRANGER = 5_900_000_001


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, district_file: Path) -> Iterator[Database]:
    """The district with somebody of every role, who all have joined."""
    path = Path(shutil.copy(district_file, tmp_path_factory.mktemp("rights") / "rights.db"))
    db = Database(f"sqlite:///{path}")
    known = {one.code: one for one in db.read(people.everyone)}
    for number, code in enumerate(EVERYBODY, 5_800_000_001):
        if code not in known:
            role = {"S": Role.SUPERVISOR, "I": Role.INSPECTOR, "M": Role.MANAGER}[code[0]]
            db.write(people.put, Person(code, code, role, ELSEWHERE)).result()
        db.write(people.join, code, number, "en", EVENING).result()
    db.write(_work).result()
    yield db
    db.close()


def _work(tx: Tx) -> None:
    """Two tasks of two supervisors, each with a manager's part, and two reminders."""
    for giver, manager, where in (("S01", "M01", DEPARTMENT), ("S02", "M04", ELSEWHERE)):
        task = Task(
            0, giver, where, "查价签", True, True, None, "", TaskState.SENT, (manager,), MORNING, MORNING,
        )  # fmt: skip
        tasks.add_part(tx, tasks.add(tx, task, 0), manager, PartState.SENT, None, MORNING)
        reminders.add(tx, Reminder(0, manager, "x", "x", MORNING, MORNING, "", ReminderState.WAITING, MORNING), 0)


def _things(tx: Tx) -> dict[str, list[str]]:
    """Two things of each kind that there is: of M01, and of somebody else."""
    found: dict[str, list[str]] = {}
    stops = metadata.tables["stops"]
    for kind, table, owner in (("stop", stops, stops.c.manager), ("shop", metadata.tables["shops"], None)):
        owner = owner if owner is not None else table.c.manager
        key = table.c.id if "id" in table.c else table.c.code
        for condition in (owner == "M01", owner != "M01"):
            found.setdefault(kind, []).append(
                f"{kind}:{tx.execute(select(key).where(condition).limit(1)).scalar_one()}"
            )
    for kind in ("day", "list"):
        found[kind] = [f"{kind}:M01@2026-11-24", f"{kind}:M04@2026-11-24"]
    found["person"] = ["person:M01", "person:M04"]
    found["invitee"] = ["invitee:M01", "invitee:M04"]
    found["own"] = ["own:M01", "own:M04"]
    for kind in ("task", "part", "partphoto", "reminder"):
        found[kind] = [f"{kind}:1", f"{kind}:2"]
    for kind in ("taskbook", "reminderlist"):
        found[kind] = [f"{kind}:M01", f"{kind}:S01"]
    return found


def attempts(things: dict[str, list[str]]) -> Iterator[Attempt]:
    """Every view and every button on things of its kind, or on any where its kind is not known, by everybody."""
    for who in (*EVERYBODY, "stranger"):
        for name, view in ROUTES.views.items():
            for thing in things.get(view.kind, [f"{view.kind}:1"]):
                yield Attempt("view", name, thing, who)
        for name in ROUTES.presses:
            for thing in (*things["stop"], *things["person"], *things["task"], *things["part"], *things["reminder"]):
                yield Attempt("press", name, thing, who)
        for command in ROUTES.commands:
            yield Attempt("command", command.name, "", who)


class Undone(Exception):
    """Takes an attempt back."""


def _refused_ways(tx: Tx, attempt: Attempt) -> bool:
    """Whether the policy, asked by hand, refuses this."""
    person = None if attempt.who == "stranger" else people.by_code(tx, attempt.who)
    if attempt.way == "command":
        command = next(one for one in ROUTES.commands if one.name == attempt.name)
        return person is None or person.role not in command.roles
    action = (ROUTES.views if attempt.way == "view" else ROUTES.presses)[attempt.name].action
    kind, _colon, number = attempt.thing.partition(":")
    thing = ROUTES.objects[kind](tx, number)
    return thing is None or not allow(person, action, thing)


def test_no_way_in_does_anything_for_those_without_the_right(office: Database) -> None:
    """What is to be refused writes to no table of the trade."""
    tried, refused, done = 0, 0, []
    for attempt in attempts(office.read(_things)):
        tried += 1
        if not office.read(_refused_ways, attempt):
            continue
        refused += 1
        if written := _written(office, attempt) - NOT_TRADE:
            done.append((attempt, written))
    print(f"{tried} attempts, {refused} to be refused, {len(done)} had an effect")
    assert done == []
    assert refused > 1_000


NOT_TRADE = frozenset({"inbox", "outbox", "cards", "tokens", "strangers"})
_CHANGE = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) (\w+)", re.IGNORECASE)


def _written(db: Database, attempt: Attempt) -> set[str]:
    """The tables that an attempt writes to, which is then taken back."""
    tables: set[str] = set()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if match := _CHANGE.match(statement):
            tables.add(match[1])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with pytest.raises(Undone):
            db.write(_try, attempt).result()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return tables


def _try(tx: Tx, attempt: Attempt) -> None:
    person = people.by_code(tx, attempt.who) if attempt.who != "stranger" else None
    user = person.user_id if person else STRANGER
    data = ""
    if attempt.way == "press":
        data = tokens.make(tx, user, attempt.name, attempt.thing, "", MORNING)
    elif attempt.way == "view":
        data = f"{attempt.name}:{attempt.thing.partition(':')[2]}:"
    incoming = Incoming(1, Kind.BUTTON if data else Kind.COMMAND, user, user, MORNING, message_id=7, button=data)
    if not data:
        incoming = dataclasses.replace(incoming, command=attempt.name, text="")
    inbox.keep(tx, [{"update_id": 1, "message": {"chat": {"id": user}}}], EVENING, EVENING)
    handle_update(tx, inbox.waiting(tx)[-1].id, incoming, ROUTES, MORNING + timedelta(hours=2))
    raise Undone


def test_the_list_of_rights_is_of_today() -> None:
    assert LIST.read_text(encoding="utf-8") == listed(), f"write it anew: python -m {__name__}"


def listed() -> str:
    """All cells as a table: + allowed, - refused; and the ways in by action."""
    lines = ["# Who may do what", ""]
    every = list(cells())
    lines += [f"{len(every)} cells: action × role × whose thing it is ({', '.join(RELATIONS)}, in this order).", ""]
    lines += [f"| action | {' | '.join(Role)} | ways in |", "| --- |" + " --- |" * (len(Role) + 1)]
    for action in Action:
        marks = [
            "".join("+" if wanted else "-" for one, by, _relation, wanted in every if (one, by) == (action, role))
            for role in Role
        ]
        ways = [f"/{one.name}" for one in ROUTES.commands if one.action is action]
        ways += [name for name, press in ROUTES.presses.items() if press.action is action]
        ways += [f"{name} (view)" for name, view in ROUTES.views.items() if view.action is action]
        lines.append(f"| {action} | {' | '.join(marks)} | {', '.join(ways)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    LIST.write_text(listed(), encoding="utf-8")
