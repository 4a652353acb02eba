"""What is wrong with an imported row or file, and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.districts import ProblemCode, RowError, WorkbookProblem
from screens.words import _

Pair = tuple[str, str]

_PROBLEMS: Mapping[ProblemCode, Callable[[], Pair]] = {
    ProblemCode.NO_SHEET: lambda: (
        _("there is no sheet of shops or of people in this file"),
        _("name the sheets 零售客户 and 人员"),
    ),
    ProblemCode.NO_HEADER: lambda: (
        _("no row with column titles among the first ten"),
        _("put the titles, such as 客户编码 and 店名, above the rows"),
    ),
    ProblemCode.NO_COLUMN: lambda: (_("the column {column} is missing"), _("add a column titled {column}")),
    ProblemCode.MISSING: lambda: (_("is empty"), _("fill it in")),
    ProblemCode.DUPLICATE: lambda: (
        _("stands already in row {row} of {sheet}"),
        _("keep one of the two rows, or correct the code"),
    ),
    ProblemCode.ROUNDED_CODE: lambda: (
        _("was rounded by Excel"),
        _("format the column as text and enter the code again"),
    ),
    ProblemCode.NOT_A_NUMBER: lambda: (_("is not a number"), _("write a figure only")),
    ProblemCode.NOT_WHOLE: lambda: (_("is not a whole number"), _("write a whole number")),
    ProblemCode.NEGATIVE: lambda: (_("is below zero"), _("write zero or more, or leave it empty")),
    ProblemCode.OUT_OF_RANGE: lambda: (
        _("is out of range"),
        _("write a figure from {low} to {high}, or leave it empty"),
    ),
    ProblemCode.SWAPPED_PLACE: lambda: (
        _("latitude and longitude are swapped"),
        _("exchange the two; around Wuhan the latitude is about 30, the longitude about 114"),
    ),
    ProblemCode.FAR_PLACE: lambda: (
        _("this place is not in China"),
        _("correct latitude and longitude (WGS-84 degrees), or leave both empty"),
    ),
    ProblemCode.HALF_PLACE: lambda: (
        _("only one of latitude and longitude is given"),
        _("fill in the other one too, or leave both empty"),
    ),
    ProblemCode.BAD_DATE: lambda: (_("is not a date"), _("write it as 2026-11-09, or leave it empty")),
    ProblemCode.FUTURE_DATE: lambda: (
        _("lies in the future"),
        _("write a day up to {today}, or leave it empty"),
    ),
    ProblemCode.BAD_PHONE: lambda: (
        _("is not one telephone number"),
        _("write the digits of one number, or leave it empty"),
    ),
    ProblemCode.NOT_YES_NO: lambda: (_("is neither yes nor no"), _("write 是 or 否")),
    ProblemCode.UNKNOWN_ROLE: lambda: (
        _("is not a role"),
        _("write one of 客户经理, 市场经理, 副经理, 营销部主任, 营销部管理员, 专卖"),
    ),
    ProblemCode.UNKNOWN_MANAGER: lambda: (
        _("is not a customer manager that is known"),
        _("add a row for this manager to the sheet 人员, or correct it here"),
    ),
    ProblemCode.MANAGER_REJECTED: lambda: (
        _("belongs to a row of the people that was not accepted"),
        _("first mend row {row} of {sheet}"),
    ),
    ProblemCode.NOT_A_MANAGER: lambda: (
        _("is somebody who is not a customer manager"),
        _("write the code of a customer manager of the sheet 人员"),
    ),
    ProblemCode.MANAGER_NAME: lambda: (
        _("does not go with the manager's code, which is {name}'s"),
        _("write {name}, or correct the code"),
    ),
    ProblemCode.UNKNOWN_SUPERIOR: lambda: (
        _("is nobody's code"),
        _("add a row for the superior to the sheet 人员, or leave it empty"),
    ),
    ProblemCode.SUPERIOR_LOOP: lambda: (
        _("leads back to the same person"),
        _("correct the superior, or leave it empty at the top"),
    ),
    ProblemCode.FORMULA: lambda: (_("is a formula, not a value"), _("write the value itself")),
    ProblemCode.TOO_LONG: lambda: (_("is too long"), _("shorten it to {limit} characters")),
}

_FILES: Mapping[WorkbookProblem, Callable[[], Pair]] = {
    WorkbookProblem.NOT_A_WORKBOOK: lambda: (
        _("not an Excel workbook"),
        _("save it as .xlsx and send it again"),
    ),
    WorkbookProblem.OLD_FORMAT: lambda: (_("the old .xls format"), _("save it as .xlsx and send it again")),
    WorkbookProblem.ENCRYPTED: lambda: (
        _("locked with a password"),
        _("remove the password, save it as .xlsx and send it again"),
    ),
    WorkbookProblem.MACROS: lambda: (_("with macros"), _("save it as .xlsx and send it again")),
    WorkbookProblem.TOO_LARGE: lambda: (
        _("too large"),
        _("keep to 5,000 rows and 40 columns a sheet, and leave out other sheets and pictures"),
    ),
    WorkbookProblem.BROKEN: lambda: (
        _("damaged"),
        _("open it in Excel, save it as .xlsx and send it again"),
    ),
}


def problem_words(error: RowError) -> Pair:
    """(what is wrong, what to do) as plain text: escape it where it goes into HTML."""
    args = dict(error.args)
    problem, fix = _PROBLEMS[error.problem]()
    if args.get("hint"):
        fix = _("write {figure}").format(figure=args["hint"])
    return problem.format(**args), fix.format(**args)


def error_line(error: RowError) -> str:
    """One bad cell as one line of plain text: row, column, what stands there, what is wrong, what to do."""
    problem, fix = problem_words(error)
    if not error.row:
        where = error.sheet or "–"
        return _("Sheet {sheet}: {problem} → {fix}").format(sheet=where, problem=problem, fix=fix)
    if not error.value:
        form = _("Row {row}: {column} {problem} → {fix}")
    else:
        form = _("Row {row}: {column} “{value}” {problem} → {fix}")
    return form.format(row=error.row, column=error.column, value=error.value, problem=problem, fix=fix)


def file_words(problem: WorkbookProblem | None) -> Pair:
    """(why a file could not be opened, what to do) as plain text; None: it can't even be read."""
    if problem is None:
        return _("there is no such file, or it can't be read"), _("check the name and where it lies")
    return _FILES[problem]()


def workbook_words(problem: WorkbookProblem | None) -> str:
    """The same as one plain sentence."""
    reason, fix = file_words(problem)
    return _("This file can't be opened ({reason}): {fix}.").format(reason=reason, fix=fix)
