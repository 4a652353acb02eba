"""The people sheet: roles, departments, superiors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain import district_cells as cells
from domain.chat import Place
from domain.district_cells import BadCell, ProblemCode
from domain.district_places import Doubt, has_columns, spot_of
from domain.district_rows import Codes, Note, NoteCode, Row, Table
from domain.district_titles import Column
from domain.people import Person, Role


def read_people(tables: Sequence[Table], known: Mapping[str, Person]) -> tuple[list[Person], Codes]:
    codes = Codes()
    read = [
        (row, person)
        for table in tables
        for number, raw in table.rows()
        if (person := _person(row := Row(table, number, raw), codes, known))
    ]
    chain = {**known, **{person.code: person for _, person in read}}
    for row, person in read:
        _check_superior(row, person, chain, codes.seen.keys() | known.keys())
    people = [person for row, person in read if row.good]
    return [_with_department(person, chain) for person in people], codes


def _person(row: Row, codes: Codes, known: Mapping[str, Person]) -> Person | None:
    code = row.need(Column.CODE, cells.code)
    codes.note(row, code)
    name = row.need(Column.NAME, cells.text(40))
    if cells.is_blank(row.cell(Column.ROLE)):
        row.refuse(Column.ROLE, BadCell(ProblemCode.MISSING))
    role = row.take(Column.ROLE, cells.role, None, None)
    base = known.get(code) or Person(code, name, role or Role.MANAGER)
    person = replace(
        base,
        name=name,
        role=role or base.role,
        department=row.take(Column.DEPARTMENT, cells.text(40), "", base.department),
        superior=row.take(Column.SUPERIOR, cells.code, "", base.superior),
        start=_start(row, base.start, name),
    )
    if role is Role.SUPERVISOR and not person.department and cells.is_blank(row.cell(Column.DEPARTMENT)):
        row.refuse(Column.DEPARTMENT, BadCell(ProblemCode.MISSING))
    codes.take(row, code)
    return person if row.good else None


def _start(row: Row, known: Place | None, name: str) -> Place | None:
    """Where the person's days start; exchanged degrees are exchanged back, which is noted."""
    if not has_columns(row):
        return known
    spot = spot_of(row)
    if spot.doubt is Doubt.HALF:
        column = Column.LAT if cells.is_blank(row.cell(Column.LAT)) else Column.LON
        row.refuse(column, BadCell(ProblemCode.HALF_PLACE))
    if spot.doubt is Doubt.SWAPPED:
        row.table.notes.append(Note(NoteCode.EXCHANGED, name, row.table.sheet.name, row.number))
    return spot.place


def _check_superior(row: Row, person: Person, chain: Mapping[str, Person], codes: Iterable[str]) -> None:
    """A superior must be named somewhere; one whose own row was refused is a rung that the chain passes."""
    if person.superior and person.superior not in codes:
        row.refuse(Column.SUPERIOR, BadCell(ProblemCode.UNKNOWN_SUPERIOR))
        return
    above, passed = person.superior, {person.code}
    while above in chain and above not in passed:
        passed.add(above)
        above = chain[above].superior
    if above == person.code:
        row.refuse(Column.SUPERIOR, BadCell(ProblemCode.SUPERIOR_LOOP))


def _with_department(person: Person, chain: Mapping[str, Person]) -> Person:
    """A manager without a department belongs to his superior's."""
    if person.department or person.role is not Role.MANAGER or person.superior not in chain:
        return person
    return replace(person, department=chain[person.superior].department)
