"""A database for the bench: many managers with the sample's shops, their two weeks planned, today's list still to be pushed."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.demo.make_district import people as sample_people
from bot.demo.make_district import shops as sample_shops
from bot.opening import open_database
from bot.settings import Settings
from domain.people import Role
from domain.shops import Shop
from domain.visits import Channel, Objective, Reason
from services.plans import PLAN, to_plan
from storage import people, plans, pushes, shops
from storage.database import Tx
from storage.plans import Day, NewStop
from tests import postgres

STOPS = 20
SHOPS_EACH = 140


def prepare(url: str, users: list[int], now: datetime) -> list[list[str]]:
    """One manager a user, each with 140 shops and twenty stops today; the names of each one's shops, stops first."""
    Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    db = open_database(Settings(_env_file=None, database_url=url))  # type: ignore[call-arg]
    sample = [shop for shop in sample_shops() if shop.manager == "M02"][:SHOPS_EACH]
    chief = next(person for person in sample_people() if person.role is Role.SUPERVISOR)
    try:
        db.write(people.put, chief).result()
        names = [db.write(_manager, number, user, sample, now).result() for number, user in enumerate(users)]
        db.write(_planned, now).result()
        return names
    finally:
        db.close()


def prepared(kind: str, folder: Path, users: list[int], now: datetime, stack: ExitStack) -> tuple[str, list[str]]:
    """The same on `sqlite` or `postgresql` (a server for as long as the stack is open): its URL, and a manager's shops."""
    file = f"sqlite:///{folder / 'bench.db'}"
    names = prepare(file, users, now)[0]
    if kind == "sqlite":
        return file, names
    os.environ[postgres.REQUIRED] = "1"
    server = stack.enter_context(postgres.server(durable=True))
    url = server.create(server.template)
    postgres.copy_rows(file, url)
    return url, names


def _manager(tx: Tx, number: int, user: int, sample: list[Shop], now: datetime) -> list[str]:
    model = next(person for person in sample_people() if person.role is Role.MANAGER)
    code = f"B{number:04d}"
    people.put(tx, replace(model, code=code, name=f"{model.name}{number}"))
    people.join(tx, code, user, "zh_CN", now)
    own = [
        replace(shop, code=f"{code}-{n}", manager=code, department=model.department) for n, shop in enumerate(sample)
    ]
    shops.add(tx, own)
    plans.add_many(tx, [_stop(code, shop, n, now.date()) for n, shop in enumerate(own[:STOPS], 1)])
    plans.put_day(tx, Day(code, now.date(), None, 12, "fixed"))
    return [shop.name for shop in own]


def _planned(tx: Tx, now: datetime) -> None:
    """Nobody's two weeks are to be planned any more: the search would take the processor from what is measured."""
    for one in to_plan(tx, now):
        pushes.done(tx, PLAN, one.manager, one.slot, "done", "", now)


def _stop(manager: str, shop: Shop, number: int, day: date) -> NewStop:
    reason = Reason("weekly", 7)
    return NewStop(manager, shop.department, day, shop.code, Channel.ONSITE, reason, Objective.UPKEEP, number, number)
