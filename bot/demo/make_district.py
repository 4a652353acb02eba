"""Makes `district.xlsx`: six managers and their shops around Huangpi, the same from the seed every time.

Run `python -m bot.demo.make_district`; the file is written only when its contents change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.demo import stories
from bot.demo.names import (
    GIVEN,
    REMARKS,
    SHOP_WORDS,
    SUFFIXES,
    SURNAMES,
    TOWN_ROADS,
    VILLAGE_ENDS,
    VILLAGE_ROADS,
)
from domain.chat import Place
from domain.district_layout import (
    PEOPLE_SHEET,
    PERSON_HEADER,
    SHOP_HEADER,
    SHOPS_SHEET,
    Cell,
    person_row,
    shop_row,
)
from domain.people import Person, Role
from domain.shops import Segment, Shop, segment
from storage.workbooks import read_sheets, write_sheets

SEED = 20261124
FILE = Path(__file__).parent / "district.xlsx"
DEPARTMENT = "前川市场部"
OFFICE = "黄陂营销部"
START = Place(30.882, 114.376)
METRES_PER_DEGREE = 111_320.0
COS_LATITUDE = 0.859
FIRST_VISIT, LAST_VISIT = date(2026, 11, 2), date(2026, 11, 21)
NEVER_VISITED = 0.10
WEEKDAYS = ((0, 1), (3, 2), (4, 2))
"""Weekdays (Monday 0) of a manager's round by town: the first on Monday and Tuesday, and so on."""
PHONE_STARTS = ("132", "135", "136", "138", "151", "158", "177", "186", "189", "199")

Weights = dict[Segment, float]
Figures = tuple[int, int, int, int]
"""Cartons, brands on sale, display, willingness."""
USUAL: Weights = {Segment.DEVELOP: 0.20, Segment.RETAIN: 0.25, Segment.GUIDE: 0.30, Segment.WATCH: 0.25}
BUSY: Weights = {Segment.DEVELOP: 0.18, Segment.RETAIN: 0.28, Segment.GUIDE: 0.36, Segment.WATCH: 0.18}
"""More weekly shops than five days of 25 stops hold."""


@dataclass(frozen=True, slots=True)
class Town:
    """A street office or town: its name, how addresses write it, and its centre."""

    name: str
    suffix: str
    centre: Place


@dataclass(frozen=True, slots=True)
class Round:
    """One manager's part of the district."""

    code: str
    name: str
    towns: tuple[str, ...]
    shops: int
    weights: Weights


TOWNS = {
    town.name: town
    for town in (
        Town("前川", "街", Place(30.882, 114.376)),
        Town("横店", "街", Place(30.752, 114.283)),
        Town("祁家湾", "街", Place(30.885, 114.226)),
        Town("滠口", "街", Place(30.703, 114.345)),
        Town("天河", "街", Place(30.791, 114.213)),
        Town("武湖", "街", Place(30.729, 114.432)),
        Town("六指", "街", Place(30.831, 114.462)),
        Town("三里桥", "街", Place(30.772, 114.402)),
        Town("王家河", "街", Place(30.966, 114.470)),
        Town("蔡家榨", "街", Place(30.968, 114.518)),
        Town("长轩岭", "街", Place(31.051, 114.401)),
        Town("木兰", "乡", Place(31.092, 114.488)),
        Town("姚家集", "街", Place(31.101, 114.286)),
        Town("李家集", "街", Place(30.981, 114.262)),
        Town("罗汉寺", "街", Place(30.931, 114.331)),
    )
}
ROUNDS = (
    Round("M01", "杜兰枝", ("前川", "横店", "祁家湾"), 140, USUAL),
    Round("M02", "罗书平", ("滠口", "天河"), 160, BUSY),
    Round("M03", "柯晓琴", ("武湖", "六指", "三里桥"), 138, USUAL),
    Round("M04", "程立安", ("王家河", "蔡家榨"), 132, USUAL),
    Round("M05", "阮素芬", ("长轩岭", "木兰", "姚家集"), 160, BUSY),
    Round("M06", "钟启明", ("李家集", "罗汉寺"), 136, USUAL),
)
CHAIN = (
    Person("A01", "何静", Role.ADMIN, OFFICE),
    Person("H01", "吴敏", Role.HEAD, OFFICE),
    Person("D01", "周建华", Role.DEPUTY, OFFICE, "H01"),
    Person("I01", "蔡勇", Role.INSPECTOR, OFFICE),
    Person("S01", "陈市场", Role.SUPERVISOR, DEPARTMENT, "D01", START),
)


def people() -> tuple[Person, ...]:
    """Everybody of the sample, chiefs first."""
    return CHAIN + tuple(Person(r.code, r.name, Role.MANAGER, DEPARTMENT, "S01", START) for r in ROUNDS)


def shops() -> tuple[Shop, ...]:
    """All shops, manager by manager; the story shops stand first in M01's list."""
    dice = random.Random(SEED)  # noqa: S311 (invents a sample, keeps no secret)
    found = list(_story_shops())
    numbers = iter(range(len(found) + 1, 10_000))
    taken = {shop.name for shop in found}
    for part in ROUNDS:
        own = [shop for shop in found if shop.manager == part.code]
        wanted = _segments(dice, part, own)
        found += [_invented(dice, part, kind, next(numbers), taken) for kind in wanted]
    numbered = enumerate(found, start=1)
    return tuple(replace(shop, phone=_phone(index), licence=_licence(index)) for index, shop in numbered)


def _segments(dice: random.Random, part: Round, own: list[Shop]) -> list[Segment]:
    """The segments still to be invented so that the manager's shares come out, shuffled."""
    wanted: list[Segment] = []
    for kind, share in part.weights.items():
        wanted += [kind] * (round(part.shops * share) - sum(1 for shop in own if _segment(shop) is kind))
    wanted += [Segment.GUIDE] * (part.shops - len(own) - len(wanted))
    dice.shuffle(wanted)
    return wanted[: part.shops - len(own)]


def _segment(shop: Shop) -> Segment:
    return segment(shop.cartons, shop.skus, shop.display, shop.willingness)


def _invented(dice: random.Random, part: Round, kind: Segment, number: int, taken: set[str]) -> Shop:
    town = TOWNS[dice.choice(part.towns)]
    in_village = dice.random() < (0.75 if kind is Segment.WATCH else 0.35)
    village = dice.choice(SURNAMES) + "家" + dice.choice(VILLAGE_ENDS)
    owner = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2, 2))))
    name, trade = _shop_name(dice, kind, owner, village if in_village else town.name, taken)
    road = village + dice.choice(VILLAGE_ROADS) if in_village else town.name + dice.choice(TOWN_ROADS)
    shop = Shop(
        code=f"420116{number:04d}",
        name=name,
        manager=part.code,
        owner=owner,
        street=town.name,
        address=f"武汉市黄陂区{town.name}{town.suffix}{road}{dice.randint(1, 298)}号",
        place=_place(dice, town, in_village),
        age=min(max(round(dice.gauss(49, 12)), 21), 78),
        trade=trade,
        settlement=dice.random() < (0.85 if kind in {Segment.DEVELOP, Segment.GUIDE} else 0.55),
        ordering=dice.random() < (0.9 if kind in {Segment.DEVELOP, Segment.RETAIN} else 0.65),
        last_visit=_last_visit(dice, kind, part.towns.index(town.name)),
        remark=_remark(dice, kind, in_village),
    )
    return _with_figures(dice, shop, kind)


def _with_figures(dice: random.Random, shop: Shop, kind: Segment) -> Shop:
    """Draws figures until METHOD's score puts the shop where it is wanted."""
    capable = kind in {Segment.DEVELOP, Segment.RETAIN}
    strong = kind in {Segment.DEVELOP, Segment.GUIDE}
    while True:
        cartons = dice.lognormvariate(5.85, 0.4) if capable else dice.lognormvariate(4.2, 0.6)
        if kind is Segment.WATCH:
            cartons *= 0.6
        drawn = replace(
            shop,
            cartons=float(max(round(cartons), 6)),
            skus=max(round(dice.gauss(38, 6) if capable else dice.gauss(24, 5)), 8),
            display=dice.choices((1, 2, 3, 4, 5), (0, 1, 4, 6, 3) if capable else (2, 5, 6, 2, 0))[0],
            willingness=dice.choices((3, 4, 5), (4, 4, 2))[0] if strong else dice.choices((1, 2), (1, 3))[0],
        )
        if _segment(drawn) is kind and drawn.cartons < 980:
            return drawn


def _shop_name(dice: random.Random, kind: Segment, owner: str, where: str, taken: set[str]) -> tuple[str, str]:
    """A name and its trade; a few names are met twice in the district, as in life, but no story's."""
    big = kind in {Segment.DEVELOP, Segment.RETAIN}
    reserved = {story.name for story in stories.STORIES}
    while True:
        suffix, trade = dice.choice(SUFFIXES["big" if big else "small"])
        given = owner[1:] if len(owner) == 3 else owner
        lead = dice.choice((dice.choice(SHOP_WORDS), dice.choice(SHOP_WORDS), owner[0] + "记", where, given))
        name = lead + suffix
        doubled = name in taken and dice.random() < 0.15
        if name in reserved or len(name) > 9 or lead.startswith("清河") or (name in taken and not doubled):
            continue
        taken.add(name)
        return name, trade


def _place(dice: random.Random, town: Town, in_village: bool) -> Place:
    spread = 2_200.0 if in_village else 450.0
    return _shifted(town.centre, dice.gauss(0, spread), dice.gauss(0, spread))


def _shifted(place: Place, north: float, east: float) -> Place:
    """`place` moved by so many metres, to six decimals."""
    lat = place.lat + north / METRES_PER_DEGREE
    lon = place.lon + east / (METRES_PER_DEGREE * COS_LATITUDE)
    return Place(round(lat, 6), round(lon, 6))


def _last_visit(dice: random.Random, kind: Segment, town: int) -> date | None:
    """A day of the three weeks before on which the manager's round passed the town; one shop in ten never was visited."""
    if dice.random() < NEVER_VISITED:
        return None
    weekly = kind in {Segment.RETAIN, Segment.GUIDE}
    weekday = dice.choice(WEEKDAYS[town])
    weeks_ago = dice.choices((1, 2, 3), (12, 2, 0.5) if weekly else (5, 6, 1))[0]
    return FIRST_VISIT + timedelta(days=weekday, weeks=3 - weeks_ago)


def _remark(dice: random.Random, kind: Segment, in_village: bool) -> str:
    if dice.random() < 0.5:
        return ""
    common = REMARKS["any"] + REMARKS[kind.value]
    return dice.choice(common + REMARKS["village"] * 2 if in_village else common)


def _phone(index: int) -> str:
    """A well-formed number that nobody has: zeros in the middle."""
    return f"{PHONE_STARTS[index % len(PHONE_STARTS)]}0000{index * 7 % 10_000:04d}"


def _licence(index: int) -> str:
    return f"420116{index * 337 % 1_000_000:06d}"


def _story(story: stories.StoryShop, owner: str, road: str, figures: Figures, north: float, east: float) -> Shop:
    """A shop of M01 in 前川, so many metres from its centre, not visited for two weeks: it stands on the first day's list."""
    cartons, skus, display, willingness = figures
    return Shop(
        code=story.code,
        name=story.name,
        manager=stories.MANAGER,
        owner=owner,
        street="前川",
        address=f"武汉市黄陂区前川街{road}",
        place=_shifted(TOWNS["前川"].centre, north, east),
        cartons=float(cartons),
        skus=skus,
        display=display,
        willingness=willingness,
        trade="烟酒店",
        settlement=True,
        ordering=True,
        last_visit=stories.FIRST_DAY - timedelta(days=14),
    )


def _story_shops() -> Iterator[Shop]:
    quitting = _story(stories.QUITTING, "方启林", "前川大道88号", (420, 36, 4, 2), 380, -260)
    keen = _story(stories.KEEN_NEIGHBOUR, "易秋霞", "前川大道93号", (64, 22, 2, 5), 425, -220)
    found = _story(stories.COUNTERFEIT, stories.COUNTERFEIT_OWNER, "渡口路17号", (310, 34, 4, 2), -520, 310)
    ceiling = _story(stories.ABOVE_CEILING, "喻国梁", "大桥北路6号", (920, 52, 5, 4), 640, 480)
    heir = _story(stories.SUCCESSION, "彭汉林", "前川老街41号", (355, 37, 4, 1), 90, -150)
    yield replace(quitting, age=54, remark="想转行做餐饮")
    yield replace(keen, age=33, trade="便利店", ordering=False, remark="想多上几个品规，问过陈列怎么摆")
    yield replace(found, age=47, remark="对价格敏感")
    yield replace(ceiling, age=45, trade="超市", last_visit=stories.FIRST_DAY - timedelta(days=21))
    yield _narrow_road()
    yield replace(heir, age=68, trade="食杂店", ordering=False, remark="儿子准备接手")
    yield from _alike_shops()


def _narrow_road() -> Shop:
    shop = _story(stories.NARROW_ROAD, "柏青云", "", (38, 19, 2, 4), 0, 0)
    return replace(
        shop,
        street="横店",
        address="武汉市黄陂区横店街柏树湾18号",
        place=_shifted(TOWNS["横店"].centre, 2_900, -1_700),
        age=61,
        trade="食杂店",
        settlement=False,
        last_visit=stories.RAINY_DAY - timedelta(days=7),
        remark="进村路窄，雨天难走",
    )


def _alike_shops() -> Iterator[Shop]:
    first, second, third = stories.ALIKE
    later = stories.FIRST_DAY - timedelta(days=8)
    yield replace(_story(first, "夏清明", "清河路12号", (48, 21, 3, 3), -900, 700), age=40, last_visit=later)
    yield replace(_story(second, "夏卫东", "清河路72号", (96, 27, 3, 4), -650, 700), age=46)
    shop = _story(third, "夏金娥", "清河路132号", (31, 18, 2, 2), -400, 700)
    yield replace(shop, trade="食杂店", age=52, last_visit=later)


def sheets() -> list[tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]]:
    """The two sheets of the workbook, as the import reads them."""
    names = {person.code: person.name for person in people()}
    return [
        (SHOPS_SHEET, SHOP_HEADER, [shop_row(shop, names[shop.manager]) for shop in shops()]),
        (PEOPLE_SHEET, PERSON_HEADER, [person_row(person) for person in people()]),
    ]


def make(path: Path = FILE) -> bool:
    """Writes the workbook; False when `path` already says the same and was left alone."""
    fresh = path.with_suffix(".new.xlsx")
    write_sheets(fresh, sheets())
    if path.exists() and read_sheets(path) == read_sheets(fresh):
        fresh.unlink()
        return False
    fresh.replace(path)
    return True


if __name__ == "__main__":
    make()
