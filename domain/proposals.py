"""A change of segment that the figures call for: proposed with its reasons, applied when somebody agrees (METHOD, Segments)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.shops import Segment, Shop

ASKED_AGAIN_AFTER = timedelta(days=25)
"""A change that was declined is not proposed again before the next month's figures."""


class ProposalState(StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`cartons_was`: a month, before the figures that call for the change."""

    id: int
    shop: Shop
    was: Segment
    becomes: Segment
    cartons_was: float
    state: ProposalState = ProposalState.OPEN
    manager: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """The open ones that a reader may decide, by shop's code."""

    reader: str
    open: tuple[Proposal, ...] = ()
