"""Changes of segment: listed, agreed to one by one or all together, left as they are."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming
from domain.people import Person
from domain.proposals import ProposalState
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, segments


def listed(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("segments", f"segments:{person.code}"),))


def agree(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _decided(tx, person, incoming, ProposalState.AGREED, _("It is agreed"), now)


def decline(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _decided(tx, person, incoming, ProposalState.DECLINED, _("Left as it is"), now)


def _decided(tx: Tx, person: Person, incoming: Incoming, state: ProposalState, toast: str, now: datetime) -> Reply:
    """The list comes back, shorter by one."""
    done = segments.decide(tx, person, int(incoming.object.partition(":")[2]), state, now)
    if done is None:
        return Reply(into=Show("proposal", incoming.object, fresh=False), toast=_("This screen is old"))
    return reply_to(done, into=Show("segments", f"segments:{person.code}", fresh=False), toast=toast)


def agree_all(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    done = segments.agree_all(tx, person, int(incoming.args[0]), now)
    toast = _("It is agreed") if done.value else _("This screen is old")
    return reply_to(done, into=Show("segments", f"segments:{person.code}", fresh=False), toast=toast)
