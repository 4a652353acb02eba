"""Changes of segment that figures call for: a list, one by one with its reasons, and what was decided."""

from __future__ import annotations

from typing import assert_never

from domain.people import Person
from domain.proposals import Proposal, Proposals, ProposalState
from domain.shops import capability
from screens.screen import Rows, Screen, do, page_number, show
from screens.terms import segment_word, shop_name
from screens.words import _, ngettext, safe

A_PAGE = 8
A_ROW = 4


def segments_screen(found: Proposals, reader: Person | None, page: str) -> Screen:
    """All that is open for the reader, a number each."""
    if not found.open:
        return Screen(_("No shop's figures call for another segment."))
    pages = -(-len(found.open) // A_PAGE)
    at = min(page_number(page), pages - 1)
    shown = found.open[at * A_PAGE :][:A_PAGE]
    n = len(found.open)
    form = ngettext("{n} shop calls for another segment:", "{n} shops call for another segment:", n)
    lines = [form.format(n=n), *(_line(number, one) for number, one in enumerate(shown, at * A_PAGE + 1))]
    buttons = [
        show(str(number), "proposal", f"proposal:{one.id}", at) for number, one in enumerate(shown, at * A_PAGE + 1)
    ]
    name = f"segments:{found.reader}"
    every = ngettext("Agree to {n}", "Agree to all {n}", n).format(n=n)
    newest = max(one.id for one in found.open)
    earlier = (show(_("Earlier"), "segments", name, at - 1),) if at else ()
    later = (show(_("Later"), "segments", name, at + 1),) if at + 1 < pages else ()
    rows: Rows = (
        *(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)),
        (do(every, "agree_segments", name, newest),),
        *(((*earlier, *later),) if earlier or later else ()),
    )
    return Screen("\n".join(lines), rows)


def _line(number: int, one: Proposal) -> str:
    return f"{number} {shop_name(one.shop.name)} {_change(one)}"


def _change(one: Proposal) -> str:
    form = _("{was} → {becomes}, cartons {before} → {now}")
    return form.format(
        was=segment_word(one.was),
        becomes=segment_word(one.becomes),
        before=f"{one.cartons_was:g}",
        now=f"{one.shop.cartons:g}",
    )


def proposal_screen(one: Proposal, reader: Person | None, page: str) -> Screen:
    """One change with the figures that call for it."""
    shop = one.shop
    score = capability(shop.cartons, shop.skus, shop.display)
    lines = [
        f"<b>{safe(shop.name)}</b>",
        _change(one),
        _(
            "{cartons} cartons a month, {skus} brand items, display {display}, willingness {will}; capability {score}"
        ).format(
            cartons=f"{shop.cartons:g}",
            skus=shop.skus,
            display=shop.display,
            will=shop.willingness,
            score=f"{score:.2f}",
        ),
    ]
    look = show(_("The shop"), "shop", f"shop:{shop.code}")
    back = (show(_("Back"), "segments", f"segments:{reader.code}", page),) if reader is not None else ()
    match one.state:
        case ProposalState.OPEN:
            name = f"proposal:{one.id}"
            decide = (do(_("Agree"), "agree_segment", name), do(_("Leave it"), "decline_segment", name))
            return Screen("\n".join(lines), (decide, (look, *back)))
        case ProposalState.AGREED:
            lines.append(_("Agreed. The plan follows in the night."))
        case ProposalState.DECLINED:
            lines.append(_("Left as it is."))
        case ProposalState.VOID:
            lines.append(_("Newer figures have come since."))
        case _:
            assert_never(one.state)
    return Screen("\n".join(lines), ((look, *back),))
