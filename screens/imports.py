"""What an import came to, as plain text for a terminal."""

from __future__ import annotations

from itertools import groupby

from domain.districts import Note, NoteCode, RowError
from domain.intake import NOTHING_USABLE, Outcome, Tally
from screens.districts import error_line
from screens.terms import joined
from screens.words import _, language, ngettext

ALL_NAMES = 100
CODES = 4
"""How many codes of one name are shown."""


def outcome_lines(outcome: Outcome, *, dry_run: bool, planned: int) -> list[str]:
    """Counts of each sheet, then every bad row below the name of its sheet; `planned`: managers planned anew."""
    lines = [tally_line(_("Shops"), outcome.shops), tally_line(_("People"), outcome.people)]
    lines += [*note_lines(outcome, ALL_NAMES), *_rejected(outcome.errors)]
    if outcome.status == NOTHING_USABLE:
        lines.append(_("There was nothing to take in, so nothing was changed."))
    elif dry_run:
        lines.append(_("Only checked: nothing was changed."))
    elif planned:
        form = ngettext("Two weeks planned for {n} manager.", "Two weeks planned for {n} managers.", planned)
        lines.append(form.format(n=planned))
    return lines


def note_lines(outcome: Outcome, names: int) -> list[str]:
    """What is worth knowing of the rows that are taken, as plain text; at most so many of the names that shops share."""
    by_code = {code: [note for note in outcome.notes if note.code is code] for code in NoteCode}
    lines: list[str] = []
    if n := len(by_code[NoteCode.PLACE_OPEN]):
        lines.append(
            ngettext(
                "The place of {n} shop is open: planned by the middle of its street, asked for at the next visit.",
                "The places of {n} shops are open: planned by the middle of their street, asked for at the next visit.",
                n,
            ).format(n=n)
        )
    if exchanged := by_code[NoteCode.EXCHANGED]:
        people = joined([note.name for note in exchanged])
        lines.append(_("Latitude and longitude exchanged back where the day starts: {names}").format(names=people))
    if same := by_code[NoteCode.SAME_NAME]:
        form = ngettext("{n} name is borne by several shops", "{n} names are borne by several shops", len(same))
        more = ["…"] if same[names:] else []
        shown = joined([*map(_bearers, same[:names]), *more])
        lines.append(_("{title}: {names}").format(title=form.format(n=len(same)), names=shown))
    if outcome.proposals:
        form = ngettext(
            "{n} shop calls for another segment; it is only proposed.",
            "{n} shops call for another segment; they are only proposed.",
            outcome.proposals,
        )
        lines.append(form.format(n=outcome.proposals))
    return lines


def _bearers(note: Note) -> str:
    """A name with the codes of the shops that bear it."""
    more = ["…"] if note.args[CODES:] else []
    return _("{name} ({codes})").format(name=note.name, codes=joined([*note.args[:CODES], *more]))


def tally_line(title: str, tally: Tally) -> str:
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
