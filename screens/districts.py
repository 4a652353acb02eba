"""What is wrong with an imported row or file, and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.districts import ProblemCode, RowError
from domain.workbooks import Limit, WorkbookProblem
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
    ProblemCode.TWO_MANAGERS: lambda: (
        _("is the name of several customer managers ({codes})"),
        _("give the manager's code in a column 客户经理编号"),
    ),
    ProblemCode.UNKNOWN_SHOP: lambda: (
        _("is no shop that is known"),
        _("import the shop first, or correct the code"),
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
        _("neither an Excel workbook nor a table of text"),
        _("save it as .xlsx or .csv and send it again"),
    ),
    WorkbookProblem.OLD_FORMAT: lambda: (_("the old .xls format"), _("save it as .xlsx and send it again")),
    WorkbookProblem.ENCRYPTED: lambda: (
        _("locked with a password"),
        _("remove the password, save it as .xlsx and send it again"),
    ),
    WorkbookProblem.MACROS: lambda: (_("with macros"), _("save it as .xlsx and send it again")),
    WorkbookProblem.LINKED: lambda: (
        _("with links to other files, or files inside"),
        _("break the links, take out what is embedded, save it as .xlsx and send it again"),
    ),
    WorkbookProblem.ENCODING: lambda: (
        _("its characters can't be read"),
        _("save it as .xlsx, or as CSV in UTF-8, and send it again"),
    ),
    WorkbookProblem.TOO_LARGE: lambda: (
        _("too large"),
        _("keep to 5,000 rows and 40 columns a sheet, and leave out other sheets and pictures"),
    ),
    WorkbookProblem.GONE: lambda: (_("Telegram does not have it any more"), _("send it again")),
    WorkbookProblem.BROKEN: lambda: (
        _("damaged"),
        _("open it in Excel, save it as .xlsx and send it again"),
    ),
}


_LIMITS: Mapping[Limit, Callable[[], Pair]] = {
    Limit.FILE: lambda: (_("more than 20 MB"), _("leave out pictures and other sheets and send it again")),
    Limit.UNPACKED: lambda: (_("more than 50 MB unpacked"), _("copy the rows into a new workbook and send that")),
    Limit.RATIO: lambda: (
        _("packed more than a hundredfold, as no list of shops is"),
        _("copy the rows into a new workbook and send that"),
    ),
    Limit.PARTS: lambda: (_("more than 200 parts inside"), _("copy the rows into a new workbook and send that")),
    Limit.NESTED: lambda: (_("with another file inside"), _("take the embedded file out and send it again")),
    Limit.SHEETS: lambda: (_("more than 20 sheets"), _("leave out other sheets and send it again")),
    Limit.ROWS: lambda: (_("more than 5,000 rows in a sheet"), _("split it into several files")),
    Limit.COLUMNS: lambda: (_("more than 40 columns in a sheet"), _("leave out columns that are not needed")),
    Limit.CELL: lambda: (_("a cell of more than 32,767 characters"), _("shorten it and send it again")),
    Limit.MEMORY: lambda: (
        _("it took more memory than is allowed for reading"),
        _("copy the rows into a new workbook and send that"),
    ),
    Limit.CPU: lambda: (
        _("it took more computing time than is allowed for reading"),
        _("copy the rows into a new workbook and send that"),
    ),
    Limit.TIME: lambda: (
        _("reading it took longer than is allowed"),
        _("copy the rows into a new workbook and send that"),
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


def file_words(problem: WorkbookProblem | None, limit: Limit | None = None) -> Pair:
    """(why a file could not be opened, what to do) as plain text; None: it can't even be read."""
    if problem is None:
        return _("there is no such file, or it can't be read"), _("check the name and where it lies")
    return _LIMITS[limit]() if limit is not None else _FILES[problem]()


def workbook_words(problem: WorkbookProblem | None, limit: Limit | None = None) -> str:
    """The same as one plain sentence."""
    reason, fix = file_words(problem, limit)
    return _("This file can't be opened ({reason}): {fix}.").format(reason=reason, fix=fix)
