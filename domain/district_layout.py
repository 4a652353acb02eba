"""The export: its sheets and headers, and rows of 零售客户 and 人员 that import back without a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.district_titles import PERSON_COLUMNS, SHOP_COLUMNS, Column
from domain.people import ROLE_WORDS, Person
from domain.shops import Shop

Cell = str | int | float | None

SHOPS_SHEET = "零售客户"
PEOPLE_SHEET = "人员"
VISITS_SHEET = "拜访"
INCIDENTS_SHEET = "异常"
TASKS_SHEET = "任务"
REVIEWS_SHEET = "复盘"
NEWS_SHEET = "政策"

SHOP_HEADER = tuple(names[0] for names in SHOP_COLUMNS.values())
PERSON_HEADER = tuple(names[0] for names in PERSON_COLUMNS.values())
VISIT_HEADER = (
    "时间",
    "客户经理编号",
    "客户经理",
    "客户编码",
    "店名",
    "方式",
    "结果",
    "内容",
    "下次",
    "状态",
)
INCIDENT_HEADER = (
    "编号",
    "时间",
    "客户经理编号",
    "客户经理",
    "客户编码",
    "店名",
    "类别",
    "说的人",
    "说的事",
    "内容",
    "附件",
    "受理人",
    "受理时间",
    "办结时间",
    "状态",
)
TASK_HEADER = (
    "编号",
    "派出时间",
    "派出人",
    "客户经理编号",
    "客户经理",
    "内容",
    "要紧",
    "急",
    "截止",
    "办结时间",
    "结果",
    "状态",
)
REVIEW_HEADER = (
    "日期",
    "客户经理编号",
    "客户经理",
    "计划",
    "完成",
    "未访",
    "未访原因",
    "结转",
    "小结",
    "上级回复",
    "确认时间",
    "状态",
)
NEWS_HEADER = ("编号", "种类", "时间", "发布人", "内容", "对象", "已阅", "应阅", "已讲", "应讲", "状态")

_WORD_OF_ROLE = {role: word for word, role in ROLE_WORDS.items()}


def _figure(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def _known(value: int) -> int | None:
    """0 stands for "not known" in ages and display scores: an empty cell."""
    return value or None


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def shop_row(shop: Shop, manager_name: str) -> tuple[Cell, ...]:
    """One row of 零售客户, in the order of `SHOP_HEADER`."""
    cells: Mapping[Column, Cell] = {
        Column.CODE: shop.code,
        Column.LICENCE: shop.licence,
        Column.NAME: shop.name,
        Column.OWNER: shop.owner,
        Column.PHONE: shop.phone,
        Column.STREET: shop.street,
        Column.ADDRESS: shop.address,
        Column.LAT: shop.place.lat if shop.place else None,
        Column.LON: shop.place.lon if shop.place else None,
        Column.CARTONS: _figure(shop.cartons),
        Column.SKUS: shop.skus,
        Column.DISPLAY: _known(shop.display),
        Column.WILLINGNESS: shop.willingness,
        Column.AGE: _known(shop.age),
        Column.TRADE: shop.trade,
        Column.SETTLEMENT: _yes(shop.settlement),
        Column.ORDERING: _yes(shop.ordering),
        Column.LAST_VISIT: _iso(shop.last_visit),
        Column.MANAGER: shop.manager,
        Column.MANAGER_NAME: manager_name,
        Column.REMARK: shop.remark,
    }
    return tuple(None if cells[column] == "" else cells[column] for column in SHOP_COLUMNS)


def person_row(person: Person) -> tuple[Cell, ...]:
    """One row of 人员, in the order of `PERSON_HEADER`."""
    return (
        person.code,
        person.name,
        _WORD_OF_ROLE[person.role],
        person.department or None,
        person.superior or None,
        person.start.lat if person.start else None,
        person.start.lon if person.start else None,
    )
