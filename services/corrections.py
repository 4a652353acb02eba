"""Corrections of a log by one tap: what its shop and outcome can be instead, and what a new shop teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Done
from domain.corrections import Correcting
from domain.people import Person
from domain.shops import Shop
from domain.stop_cards import OBJECTIVE_OF
from domain.understanding import Understood
from domain.understanding.sentence import MISSED
from domain.visits import AS_PLANNED, CHIPS, Log, Objective
from services import aliases, undo
from services.sentences import Written, settle_sentence, understood_of
from services.stop_cards import choice_of, may_log, receipt
from services.talks import facts_of
from services.visit_effects import changed_by, goal_of
from storage import plans, shops, visit_changes, visits
from storage.database import Tx

SHOPS_OFFERED = 4


def correcting(tx: Tx, id: str, reader: Person | None, now: datetime) -> Correcting | None:
    """A log of the reader with what can be tapped instead; None when it is gone."""
    shown = receipt(tx, id, reader, now)
    if shown is None or reader is None:
        return None
    outcomes = tuple(one for one in _outcomes(tx, reader, shown.log, shown.shop, now) if one != shown.log.outcome)
    numbers = {stop.shop: stop.number for stop in plans.of_day(tx, reader.code, shown.log.day) if stop.number}
    return Correcting(shown, _shops(tx, reader, shown.log, now), outcomes, numbers, missable=shown.log.stop != 0)


def _shops(tx: Tx, person: Person, log: Log, now: datetime) -> tuple[Shop, ...]:
    """The shops that the words may mean, then where the manager may be."""
    understood = understood_of(tx, person, log.words, log.at) if log.words else None
    around = choice_of(tx, person.code, now)
    codes = [*(understood.shop_candidates if understood else ()), *(shop.code for shop in around.recent)]
    codes += [line.shop.code for line in (around.next, *around.left) if line is not None]
    wanted = list(dict.fromkeys(code for code in codes if code != log.shop))
    found = shops.some(tx, wanted)
    return tuple(found[code] for code in wanted if may_log(person, found.get(code)))[:SHOPS_OFFERED]


def _outcomes(tx: Tx, person: Person, log: Log, shop: Shop | None, now: datetime) -> tuple[str, ...]:
    """The chips of what the visit was for, and that all went as planned."""
    if shop is None:
        return ()
    stop = plans.stop(tx, log.stop) if log.stop else None
    goal = Objective(visits.objective(tx, log.id) or (stop.objective if stop else _goal(tx, person, shop, now)))
    return (*CHIPS[goal], AS_PLANNED)


def _goal(tx: Tx, person: Person, shop: Shop, now: datetime) -> Objective:
    return goal_of(tx, facts_of(tx, shop, person, now), person)


def set_outcome(tx: Tx, person: Person, log: Log, outcome: str, now: datetime) -> Done[Log]:
    """Say what came of it (a chip, missed, or '' for nothing). NotActive when it was undone, Reviewed after the review."""
    done = undo.change_outcome(tx, person, log, outcome, now)
    goal = OBJECTIVE_OF.get(outcome)
    if goal is not None:
        visit_changes.set_objective(tx, log.id, goal.value)
    return done


def drop_figure(tx: Tx, log: Log, index: int) -> Done[Log]:
    """A figure was none: take it out of the log; an index that is gone changes nothing."""
    figures = tuple(one for spot, one in enumerate(log.quantities) if spot != index)
    visits.set_facts(tx, replace(log, quantities=figures))
    return Done(replace(log, quantities=figures), changed=changed_by(log))


def is_outcome(word: str) -> bool:
    """Whether a word from a button names an outcome."""
    return word in {"", MISSED, AS_PLANNED, *OBJECTIVE_OF}


def settle_and_learn(tx: Tx, person: Person, log: Log, shop: Shop, now: datetime) -> tuple[Done[Written], str]:
    """Settle a log at a shop; also returns the words that mean this shop from now on, '' when nothing is learned."""
    understood = (understood_of(tx, person, log.words, log.at) if log.words else None) or Understood()
    done = settle_sentence(tx, person, log, shop, now)
    return done, aliases.learn(tx, person, log, shop, understood, now)
