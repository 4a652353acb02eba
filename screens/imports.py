"""What an import came to, as plain text for a terminal."""

from __future__ import annotations

from itertools import groupby

from domain.districts import RowError
from domain.intake import NOTHING_USABLE, Outcome, Tally
from screens.districts import error_line
from screens.words import _, language, ngettext


def outcome_lines(outcome: Outcome, *, dry_run: bool, planned: int) -> list[str]:
    """Counts of each sheet, then every bad row below the name of its sheet; `planned`: managers planned anew."""
    lines = [_tally(_("Shops"), outcome.shops), _tally(_("People"), outcome.people), *_rejected(outcome.errors)]
    if outcome.status == NOTHING_USABLE:
        lines.append(_("There was nothing to take in, so nothing was changed."))
    elif dry_run:
        lines.append(_("Only checked: nothing was changed."))
    elif planned:
        form = ngettext("Two weeks planned for {n} manager.", "Two weeks planned for {n} managers.", planned)
        lines.append(form.format(n=planned))
    return lines


def _tally(title: str, tally: Tally) -> str:
    counts = (
        (tally.added, _("added {n}")),
        (tally.updated, _("updated {n}")),
        (tally.unchanged, _("unchanged {n}")),
        (tally.rejected, _("can't be taken {n}")),
    )
    form = ngettext("{title}, {n} row: {counts}", "{title}, {n} rows: {counts}", tally.rows)
    comma = "，" if language() == "zh_CN" else ", "
    said = comma.join(words.format(n=count) for count, words in counts if count)
    return form.format(title=title, n=tally.rows, counts=said or "–")


def _rejected(errors: tuple[RowError, ...]) -> list[str]:
    lines: list[str] = []
    for (sheet, of_rows), found in groupby(errors, key=lambda error: (error.sheet, error.row > 0)):
        if of_rows:
            lines.append(_("Can't be taken from {sheet}:").format(sheet=sheet))
        lines += [error_line(error) for error in found]
    return lines


def planning_line(name: str, n: int, of: int) -> str:
    """Progress, while managers are planned one after the other."""
    return _("Planning {name} ({n} of {all}) …").format(name=name, n=n, all=of)
