"""The shops sheet: a shop's facts and figures, and whose shop it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain import district_cells as cells
from domain.chat import Place
from domain.district_cells import BadCell, ProblemCode
from domain.district_places import has_columns, spot_of
from domain.district_rows import Codes, Note, NoteCode, Row
from domain.district_titles import Column
from domain.people import Person, Role
from domain.shops import Shop, segment
from domain.streets import street_in

MAX_CARTONS = 100_000
MAX_SKUS = 1_000


def called_for(shop: Shop, before: Shop | None) -> Shop:
    """The shop with the segment that its figures call for; `before` is what is known of it."""
    kind = segment(shop.cartons, shop.skus, shop.display, shop.willingness, before.segment if before else None)
    return replace(shop, segment=kind)


def read_sale(row: Row, codes: Codes, shops: Mapping[str, Shop], known: Mapping[str, Shop]) -> Shop | None:
    """A month's figure of a shop that is known: its cartons, and the segment that they call for."""
    code = row.need(Column.CODE, cells.code)
    codes.note(row, code)
    sold = row.take(Column.CARTONS, cells.number(0, MAX_CARTONS, "条"), None, None)
    if row.good and sold is None:
        row.refuse(Column.CARTONS, BadCell(ProblemCode.MISSING))
    shop = shops.get(code)
    if code and shop is None:
        row.refuse(Column.CODE, BadCell(ProblemCode.UNKNOWN_SHOP))
    codes.take(row, code)
    if not row.good or shop is None or sold is None:
        return None
    return called_for(replace(shop, cartons=sold), known.get(code))


class ShopReader:
    """Reads shops' rows: `staff` are the people accepted or known, `listed` the rows of the people sheets."""

    def __init__(
        self,
        staff: Mapping[str, Person],
        listed: Mapping[str, tuple[str, int]],
        known: Mapping[str, Shop],
        today: date,
    ) -> None:
        self.staff, self.listed, self.known, self.today = staff, listed, known, today
        self.named: defaultdict[str, list[Person]] = defaultdict(list)
        for person in staff.values():
            if person.role is Role.MANAGER:
                self.named[person.name].append(person)

    def read(self, row: Row, codes: Codes) -> Shop | None:
        code = row.need(Column.CODE, cells.code)
        codes.note(row, code)
        name = row.need(Column.NAME, cells.text(40))
        base = self.known.get(code) or Shop(code, name)
        shop = self._facts(row, self._figures(row, replace(base, name=name)))
        manager = self._manager(row)
        codes.take(row, code)
        if not row.good or manager is None:
            return None
        return called_for(replace(shop, manager=manager.code, department=manager.department), self.known.get(code))

    def _place(self, row: Row, base: Shop) -> Place | None:
        """Where the shop lies; a place in doubt stays as it is known, else it is open, which is noted."""
        if not has_columns(row):
            return base.place
        spot = spot_of(row)
        if spot.doubt is None:
            return spot.place
        if base.place is None:
            sheet = row.table.sheet.name
            row.table.notes.append(Note(NoteCode.PLACE_OPEN, base.name, sheet, row.number, (spot.doubt.value,)))
        return base.place

    def _figures(self, row: Row, base: Shop) -> Shop:
        return replace(
            base,
            place=self._place(row, base),
            cartons=row.take(Column.CARTONS, cells.number(0, MAX_CARTONS, "条"), 0.0, base.cartons),
            skus=row.take(Column.SKUS, cells.whole(0, MAX_SKUS, "个"), 0, base.skus),
            display=row.take(Column.DISPLAY, cells.whole(1, 5, "分"), 0, base.display),
            willingness=row.take(Column.WILLINGNESS, cells.whole(1, 5, "分"), 3, base.willingness),
            age=row.take(Column.AGE, cells.whole(0, 120, "岁"), 0, base.age),
            last_visit=row.take(Column.LAST_VISIT, cells.past_day(self.today), None, base.last_visit),
        )

    def _facts(self, row: Row, base: Shop) -> Shop:
        address = row.take(Column.ADDRESS, cells.text(200), "", base.address)
        street = row.take(Column.STREET, cells.text(40), "", base.street)
        return replace(
            base,
            licence=row.take(Column.LICENCE, cells.code, "", base.licence),
            owner=row.take(Column.OWNER, cells.text(40), "", base.owner),
            phone=row.take(Column.PHONE, cells.phone, "", base.phone),
            street=street if row.has(Column.STREET) else street or street_in(address),
            address=address,
            trade=row.take(Column.TRADE, cells.text(20), "", base.trade),
            settlement=row.take(Column.SETTLEMENT, cells.yes_no, False, base.settlement),
            ordering=row.take(Column.ORDERING, cells.yes_no, False, base.ordering),
            remark=row.take(Column.REMARK, cells.text(500), "", base.remark),
        )

    def _manager(self, row: Row) -> Person | None:
        """The shop's manager by code, or by a name that only one manager has; what is doubtful is refused."""
        code = row.take(Column.MANAGER, cells.code, "", "")
        name = row.take(Column.MANAGER_NAME, cells.text(40), "", "")
        column = Column.MANAGER if row.has(Column.MANAGER) else Column.MANAGER_NAME
        if not code and not name:
            if cells.is_blank(row.cell(column)):
                row.refuse(column, BadCell(ProblemCode.MISSING))
            return None
        if not code:
            return self._by_name(row, name)
        person = self.staff.get(code)
        if person is None:
            row.refuse(Column.MANAGER, self._nobody(code))
        elif person.role is not Role.MANAGER:
            row.refuse(Column.MANAGER, BadCell(ProblemCode.NOT_A_MANAGER))
        elif name and name != person.name:
            row.refuse(Column.MANAGER_NAME, BadCell(ProblemCode.MANAGER_NAME, name=person.name))
        else:
            return person
        return None

    def _by_name(self, row: Row, name: str) -> Person | None:
        found = self.named.get(name, [])
        if len(found) == 1:
            return found[0]
        codes = ", ".join(sorted(person.code for person in found))
        bad = BadCell(ProblemCode.TWO_MANAGERS, codes=codes) if found else BadCell(ProblemCode.UNKNOWN_MANAGER)
        row.refuse(Column.MANAGER_NAME, bad)
        return None

    def _nobody(self, code: str) -> BadCell:
        if code in self.listed:
            sheet, number = self.listed[code]
            return BadCell(ProblemCode.MANAGER_REJECTED, sheet=sheet, row=number)
        return BadCell(ProblemCode.UNKNOWN_MANAGER)
