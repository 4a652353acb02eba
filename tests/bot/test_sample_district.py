"""The committed sample district is what its maker makes, imports cleanly, and tells its stories."""

from __future__ import annotations

import re
from collections import Counter
from math import cos, hypot, radians

import pytest

from bot.demo import make_district, stories
from domain.chat import Place
from domain.districts import District, compare, read_district
from domain.people import Role
from domain.shops import Segment, Shop
from storage.workbooks import read_sheets


@pytest.fixture(scope="module")
def district() -> District:
    return read_district(read_sheets(make_district.FILE), {}, {}, stories.FIRST_DAY)


@pytest.fixture(scope="module")
def shops(district: District) -> dict[str, Shop]:
    return {shop.code: shop for shop in district.shops}


def test_the_committed_file_is_what_the_maker_makes(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("made") / "district.xlsx"
    assert make_district.make(path)
    assert read_sheets(path) == read_sheets(make_district.FILE)
    assert not make_district.make(path)


def test_it_imports_without_a_word_and_again_without_a_change(district: District) -> None:
    assert (district.errors, district.ignored) == ((), ())
    first = compare({}, {}, district)
    people = {person.code: person for person in first.people.writes}
    shops = {shop.code: shop for shop in first.shops.writes}
    again = read_district(read_sheets(make_district.FILE), people, shops, stories.FIRST_DAY)
    second = compare(people, shops, again)
    assert (second.people.writes, second.shops.writes) == ((), ())
    assert len(second.shops.unchanged) == len(district.shops)


def test_every_role_is_there_and_the_chain_is_whole(district: District) -> None:
    people = {person.code: person for person in district.people}
    assert Counter(person.role for person in people.values()) == {
        Role.MANAGER: 6,
        Role.SUPERVISOR: 1,
        Role.DEPUTY: 1,
        Role.HEAD: 1,
        Role.ADMIN: 1,
        Role.INSPECTOR: 1,
    }
    chain = [people[code].superior for code in (stories.MANAGER, stories.SUPERVISOR, stories.DEPUTY)]
    assert chain == [stories.SUPERVISOR, stories.DEPUTY, stories.HEAD]


def test_each_manager_has_all_segments_and_two_have_more_than_a_week_holds(district: District) -> None:
    weekly = {Segment.RETAIN, Segment.GUIDE}
    overfull = []
    for part in make_district.ROUNDS:
        own = [shop for shop in district.shops if shop.manager == part.code]
        kinds = Counter(shop.segment for shop in own)
        assert len(own) == part.shops
        assert min(kinds[kind] / len(own) for kind in Segment) > 0.15
        if sum(1 if shop.segment in weekly else 0.5 for shop in own) > 5 * 25:
            overfull.append(part.code)
    assert tuple(overfull) == stories.OVERFULL_MANAGERS


def test_nobody_can_be_called_and_nothing_stands_twice(district: District) -> None:
    assert all(re.fullmatch(r"1[3-9][0-9]0000[0-9]{4}", shop.phone) for shop in district.shops)
    for field in ("code", "phone", "licence"):
        assert len({getattr(shop, field) for shop in district.shops}) == len(district.shops)


def test_last_visits_lie_in_the_three_weeks_before_and_one_in_ten_never_was(district: District) -> None:
    days = [shop.last_visit for shop in district.shops if shop.last_visit]
    assert (min(days), max(days)) >= (make_district.FIRST_VISIT, days[0])
    assert max(days) <= make_district.LAST_VISIT
    assert 0.07 < 1 - len(days) / len(district.shops) < 0.13


def metres(a: Place, b: Place) -> float:
    east = (a.lon - b.lon) * cos(radians(a.lat))
    return 111_320 * hypot(a.lat - b.lat, east)


def test_the_stories_stand_in_the_first_managers_list(shops: dict[str, Shop]) -> None:
    names = Counter(shop.name for shop in shops.values())
    for story in stories.STORIES:
        shop = shops[story.code]
        assert (shop.name, shop.manager, names[story.name]) == (story.name, stories.MANAGER, 1)


def test_the_stories_hold(shops: dict[str, Shop]) -> None:
    quitting, keen = shops[stories.QUITTING.code], shops[stories.KEEN_NEIGHBOUR.code]
    assert (quitting.segment, keen.segment, keen.willingness) == (Segment.RETAIN, Segment.GUIDE, 5)
    assert "转行" in quitting.remark
    assert quitting.place
    assert keen.place
    assert metres(quitting.place, keen.place) <= 100
    assert shops[stories.ABOVE_CEILING.code].capped
    narrow = shops[stories.NARROW_ROAD.code]
    assert narrow.street == "横店"
    assert "雨天难走" in narrow.remark
    assert narrow.segment is Segment.GUIDE
    assert narrow.last_visit
    assert (stories.RAINY_DAY - narrow.last_visit).days == 7
