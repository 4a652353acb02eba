"""A file that an administrator sent for import: what it would change, what can't be taken, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain.chat import Kind, Media
from domain.districts import RowError
from domain.imports import Import, ImportState
from domain.intake import NOTHING_USABLE, Outcome
from domain.people import Person
from screens.districts import error_line, problem_words, workbook_words
from screens.imports import note_lines, tally_line
from screens.screen import Button, Rows, Screen, do, page_number, show
from screens.terms import joined, time_words
from screens.words import _, ngettext, safe

FIRST_ERRORS = 3
FIRST_NAMES = 3
ERRORS_A_PAGE = 10
LINE_CHARACTERS = 220
MOVES = 8
ERRORS = "e"
"""Pages of bad cells begin with this."""


def usage() -> Screen:
    """What `/import` tells."""
    return Screen(
        _(
            "Send me the file here: .xlsx with the sheets 零售客户 and 人员, or one of them as .csv; or a month's sales "
            "(客户编码 and 销量). I check it first; nothing changes before you tap."
        )
    )


def too_often(free: datetime) -> Screen:
    """Said to who has sent enough files for now."""
    return Screen(
        _("That was enough files for this hour. Send the next one after {time}.").format(time=time_words(free))
    )


def no_workbook(name: str) -> Screen:
    """Said to an administrator who sends some other file."""
    form = _("{name} is neither .xlsx nor .csv, so I leave it. {usage}")
    return Screen(form.format(name=safe(name), usage=usage().text))


def import_screen(file: Import, reader: Person | None, page: str) -> Screen:
    """The card of one file, at whatever point it is."""
    if page.startswith(ERRORS) and file.report.outcome.errors:
        return _errors(file, page_number(page.removeprefix(ERRORS)))
    match file.state:
        case ImportState.FETCHING | ImportState.CHECKING:
            return Screen(_("Got {name}, checking it, about 10 seconds.").format(name=_named(file)))
        case ImportState.READY:
            return _preview(file)
        case ImportState.ACCEPTED | ImportState.PLANNING:
            n = _taken_rows(file.report.outcome)
            return Screen(_said(file, ngettext("Taking in {n} row …", "Taking in {n} rows …", n).format(n=n)))
        case ImportState.TAKEN:
            return _taken(file, reader)
        case ImportState.UNREADABLE:
            return Screen(_said(file, safe(workbook_words(file.report.problem, file.report.limit))))
        case ImportState.DROPPED:
            return Screen(_said(file, _("Not imported.")))
        case ImportState.REPLACED:
            return Screen(_said(file, _("You sent a newer file, so this one is over.")))
        case ImportState.EXPIRED:
            return Screen(
                _said(file, _("This is over, nothing was changed. Send the file again if you still want it."))
            )
        case ImportState.STUCK:
            return Screen(_said(file, _("I could not finish. What was taken in stays; send the file again.")))
        case _:
            assert_never(file.state)


def _named(file: Import) -> str:
    return f"<b>{safe(file.name or '.xlsx')}</b>"


def _said(file: Import, words: str) -> str:
    return f"{_named(file)}\n{words}"


def _taken_rows(outcome: Outcome) -> int:
    return outcome.shops.taken or outcome.people.taken


def _preview(file: Import) -> Screen:
    outcome = file.report.outcome
    lines = [
        _named(file),
        *_counts(outcome),
        *_moves(outcome),
        *(safe(line) for line in note_lines(outcome, FIRST_NAMES)),
    ]
    if file.shifted:
        lines.append(_("Degrees are taken as those of a Chinese map (GCJ-02)."))
    lines += _first_errors(outcome.errors)
    if outcome.status == NOTHING_USABLE:
        lines.append(_("There is nothing in it that I can take."))
    return Screen("\n".join(lines), _preview_rows(file))


def _counts(outcome: Outcome) -> list[str]:
    tallies = ((_("Shops"), outcome.shops), (_("People"), outcome.people))
    return [safe(tally_line(title, tally)) for title, tally in tallies if tally.rows]


def _moves(outcome: Outcome) -> list[str]:
    if not outcome.moves:
        return []
    some = [f"{safe(name)} {'+' if n > 0 else '−'}{abs(n)}" for name, n in outcome.moves[:MOVES]]
    more = ["…"] if outcome.moves[MOVES:] else []
    return [_("Shops of managers: {moves}").format(moves=joined(some + more))]


def _first_errors(errors: Sequence[RowError]) -> list[str]:
    if not errors:
        return []
    first = [_line(error) for error in errors[:FIRST_ERRORS]]
    return ["", _("Can't be taken, the first:") if errors[FIRST_ERRORS:] else _("Can't be taken:"), *first]


def _line(error: RowError) -> str:
    """One bad cell; what stands in it is set as code, where clients make no links of it."""
    words = error_line(error)
    line = safe(words if len(words) <= LINE_CHARACTERS else f"{words[: LINE_CHARACTERS - 1]}…")
    value = safe(error.value)
    return line.replace(f"“{value}”", f"<code>{value}</code>", 1) if value else line


def _preview_rows(file: Import) -> Rows:
    name, outcome = f"import:{file.id}", file.report.outcome
    rows: list[tuple[Button, ...]] = []
    if outcome.status != NOTHING_USABLE:
        accept = ngettext("Take {n} row", "Take {n} rows", _taken_rows(outcome)).format(n=_taken_rows(outcome))
        rows.append((do(accept, "take_import", name, file.version),))
    errors = (show(_("All errors"), "import", name, f"{ERRORS}0"),) if outcome.errors else ()
    rows.append((*errors, do(_("Don't import"), "drop_import", name, file.version)))
    if file.report.places:
        other = _("Degrees are GPS") if file.shifted else _("Degrees are Amap's")
        rows.append((do(other, "shift_import", name, file.version),))
    return tuple(rows)


def _errors(file: Import, page: int) -> Screen:
    errors = file.report.outcome.errors
    pages = -(-len(errors) // ERRORS_A_PAGE)
    page = min(page, pages - 1)
    n = file.report.bad_cells
    title = ngettext("{n} cell can't be taken", "{n} cells can't be taken", n).format(n=n)
    lines = [_named(file), _("{title}, page {page} of {pages}").format(title=title, page=page + 1, pages=pages)]
    sheet = ""
    for error in errors[page * ERRORS_A_PAGE :][:ERRORS_A_PAGE]:
        if error.sheet != sheet and error.row:
            sheet = error.sheet
            lines.append(f"<b>{safe(sheet)}</b>")
        lines.append(_line(error))
    if n > len(errors) and page == pages - 1:
        lines.append(_("The others stand in the workbook that comes back."))
    name = f"import:{file.id}"
    earlier = (show(_("Earlier"), "import", name, f"{ERRORS}{page - 1}"),) if page else ()
    later = (show(_("Later"), "import", name, f"{ERRORS}{page + 1}"),) if page + 1 < pages else ()
    turning = ((*earlier, *later),) if earlier or later else ()
    return Screen("\n".join(lines), (*turning, (show(_("Back"), "import", name),)))


def _taken(file: Import, reader: Person | None) -> Screen:
    outcome = file.report.outcome
    n = _taken_rows(outcome)
    lines = [_named(file), ngettext("{n} row is taken in.", "{n} rows are taken in.", n).format(n=n)]
    lines.append(_("The days ahead are planned by it; lists that were handed out stay as they are."))
    if file.report.rejects:
        lines.append(_("What could not be taken comes back as a workbook, below."))
    rows: Rows = ()
    if outcome.proposals and reader is not None:
        form = ngettext(
            "{n} shop calls for another segment; nothing changes before you agree.",
            "{n} shops call for another segment; nothing changes before you agree.",
            outcome.proposals,
        )
        lines.append(form.format(n=outcome.proposals))
        rows = ((show(_("Segments"), "segments", f"segments:{reader.code}"),),)
    return Screen("\n".join(lines), rows)


def rejects_screen(file: Import, reader: Person | None, page: str) -> Screen:
    """The workbook with the refused rows; what is wrong stands in its last column."""
    words = _("What could not be taken from {name}. Mend it and send this file again.").format(name=_named(file))
    return Screen(words, media=Media(Kind.DOCUMENT, file.report.rejects))


def rejects_name(rows: int) -> str:
    """The name of the workbook that comes back."""
    return ngettext("{n} row not taken.xlsx", "{n} rows not taken.xlsx", rows).format(n=rows)


def reason_title() -> str:
    return _("Reason")


def reasons(errors: Sequence[RowError]) -> dict[tuple[str, int], str]:
    """Of each refused row, by sheet and row: everything that is wrong with it."""
    found: dict[tuple[str, int], list[str]] = {}
    for error in errors:
        if error.row:
            problem, fix = problem_words(error)
            form = _("{column} {problem} → {fix}")
            said = form.format(column=error.column, problem=problem, fix=fix)
            found.setdefault((error.sheet, error.row), []).append(said)
    return {row: "；".join(said) for row, said in found.items()}
