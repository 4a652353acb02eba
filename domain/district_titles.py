"""What sheets and columns are called: the names that people give them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a sheet lists."""

    SHOPS = "shops"
    PEOPLE = "people"
    SALES = "sales"


class Column(StrEnum):
    """Columns that are understood, of either sheet."""

    CODE = "code"
    LICENCE = "licence"
    NAME = "name"
    OWNER = "owner"
    PHONE = "phone"
    STREET = "street"
    ADDRESS = "address"
    LAT = "lat"
    LON = "lon"
    CARTONS = "cartons"
    SKUS = "skus"
    DISPLAY = "display"
    WILLINGNESS = "willingness"
    AGE = "age"
    TRADE = "trade"
    SETTLEMENT = "settlement"
    ORDERING = "ordering"
    LAST_VISIT = "last_visit"
    MANAGER = "manager"
    MANAGER_NAME = "manager_name"
    REMARK = "remark"
    ROLE = "role"
    DEPARTMENT = "department"
    SUPERIOR = "superior"


Names = Mapping[Column, tuple[str, ...]]

SHOP_COLUMNS: Names = {
    Column.CODE: (
        "客户编码",
        "客户代码",
        "客户编号",
        "零售户编码",
        "零售户代码",
        "商户编码",
        "编码",
        "代码",
        "shop code",
        "code",
    ),
    Column.LICENCE: (
        "许可证号",
        "许可证号码",
        "专卖证号",
        "烟草证号",
        "烟草专卖许可证号",
        "专卖许可证号",
        "证号",
        "licence",
        "license",
    ),
    Column.NAME: (
        "店名",
        "客户名称",
        "门店名称",
        "店铺名称",
        "商户名称",
        "企业名称",
        "店招",
        "字号",
        "名称",
        "shop name",
        "shop",
        "name",
    ),
    Column.OWNER: (
        "经营者",
        "负责人",
        "老板",
        "店主",
        "经营人",
        "法人",
        "法定代表人",
        "持证人",
        "经营者姓名",
        "负责人姓名",
        "owner",
    ),
    Column.PHONE: (
        "电话",
        "联系电话",
        "手机",
        "手机号",
        "手机号码",
        "电话号码",
        "联系方式",
        "订货电话",
        "phone",
        "mobile",
    ),
    Column.STREET: (
        "街道",
        "乡镇",
        "街道乡镇",
        "街镇",
        "所属街道",
        "所在街道",
        "所属乡镇",
        "片区",
        "street",
        "town",
    ),
    Column.ADDRESS: ("地址", "经营地址", "店铺地址", "门店地址", "详细地址", "住址", "address"),
    Column.LAT: ("纬度", "店铺纬度", "北纬", "lat", "latitude"),
    Column.LON: ("经度", "店铺经度", "东经", "lon", "lng", "longitude"),
    Column.CARTONS: (
        "月均销量(条)",
        "月均销量",
        "月销量",
        "月均销售量",
        "月均条数",
        "月均购进量",
        "月均进货量",
        "销量",
        "cartons a month",
        "cartons",
    ),
    Column.SKUS: (
        "在销品规数",
        "品规数",
        "在销品规",
        "品规",
        "经营品规数",
        "品牌数",
        "在销品牌数",
        "brands",
        "skus",
    ),
    Column.DISPLAY: ("陈列评分", "陈列", "陈列分", "出样", "出样评分", "陈列水平", "陈列得分", "display"),
    Column.WILLINGNESS: ("成长意愿", "意愿", "成长意愿评分", "意愿评分", "发展意愿", "willingness"),
    Column.AGE: ("年龄", "经营者年龄", "负责人年龄", "店主年龄", "age"),
    Column.TRADE: ("业态", "零售业态", "经营业态", "店铺类型", "门店类型", "trade"),
    Column.SETTLEMENT: (
        "电子结算",
        "是否电子结算",
        "电子结算户",
        "开通电子结算",
        "electronic settlement",
        "settlement",
    ),
    Column.ORDERING: (
        "网上订货",
        "是否网上订货",
        "网订",
        "是否网订",
        "网上订货户",
        "online ordering",
        "ordering",
    ),
    Column.LAST_VISIT: (
        "上次拜访",
        "上次拜访日期",
        "最近拜访",
        "最近拜访日期",
        "上次拜访时间",
        "最后拜访",
        "last visit",
    ),
    Column.MANAGER: (
        "客户经理编号",
        "客户经理工号",
        "客户经理编码",
        "客户经理代码",
        "经理编号",
        "经理工号",
        "工号",
        "manager code",
    ),
    Column.MANAGER_NAME: ("客户经理", "客户经理姓名", "经理姓名", "客户经理名称", "责任客户经理", "manager"),
    Column.REMARK: ("备注", "说明", "备注信息", "其他", "其它", "remark", "note"),
}
"""Titles of the shops sheet; the first of each is ours, in the order of our own export."""

PERSON_COLUMNS: Names = {
    Column.CODE: (
        "编号",
        "工号",
        "人员编号",
        "员工编号",
        "编码",
        "人员编码",
        "客户经理编号",
        "客户经理工号",
        "code",
    ),
    Column.NAME: ("姓名", "名字", "人员姓名", "员工姓名", "name"),
    Column.ROLE: ("角色", "岗位", "职务", "职位", "岗位名称", "role"),
    Column.DEPARTMENT: ("市场部", "部门", "所属部门", "所属市场部", "单位", "department"),
    Column.SUPERIOR: ("上级", "上级编号", "上级工号", "直接上级", "直属上级", "领导", "superior"),
    Column.LAT: ("出发点纬度", "出发纬度", "起点纬度", "纬度", "start lat", "lat"),
    Column.LON: ("出发点经度", "出发经度", "起点经度", "经度", "start lon", "lon"),
}
"""Titles of the people sheet; the first of each is ours, in the order of our own export."""

SALES_COLUMNS: Names = {
    Column.CODE: SHOP_COLUMNS[Column.CODE],
    Column.NAME: SHOP_COLUMNS[Column.NAME],
    Column.CARTONS: (
        "销量(条)",
        "销量",
        "本月销量",
        "当月销量",
        "月销量",
        "销售量",
        "本月销售量",
        "购进量",
        "购进条数",
        "条数",
        "合计条数",
        "cartons",
        "cartons sold",
    ),
}
"""Titles of a month's sales sheet; a title such as 11月销量 is known as well."""

COLUMNS: Mapping[Kind, Names] = {
    Kind.SHOPS: SHOP_COLUMNS,
    Kind.PEOPLE: PERSON_COLUMNS,
    Kind.SALES: SALES_COLUMNS,
}
REQUIRED: Mapping[Kind, tuple[Column, ...]] = {
    Kind.SHOPS: (Column.CODE, Column.NAME),
    Kind.PEOPLE: (Column.CODE, Column.NAME, Column.ROLE),
    Kind.SALES: (Column.CODE, Column.CARTONS),
}
NAMING: Mapping[Kind, tuple[Column, ...]] = {
    Kind.SHOPS: (Column.CODE, Column.NAME),
    Kind.PEOPLE: (Column.CODE, Column.NAME),
    Kind.SALES: (Column.CODE,),
}
"""What says whose row it is: where all of these are blank, the row is a total or nothing."""
SHOP_FACTS = frozenset(SHOP_COLUMNS) - {
    Column.CODE,
    Column.NAME,
    Column.LICENCE,
    Column.OWNER,
    Column.STREET,
    Column.CARTONS,
    Column.REMARK,
}
"""Columns that only a list of shops has: none of them stands in a month's sales."""
SHEET_NAMES: Mapping[str, Kind] = {
    "零售客户": Kind.SHOPS,
    "客户": Kind.SHOPS,
    "零售户": Kind.SHOPS,
    "客户信息": Kind.SHOPS,
    "shops": Kind.SHOPS,
    "销量": Kind.SALES,
    "销量表": Kind.SALES,
    "月销量": Kind.SALES,
    "销售": Kind.SALES,
    "sales": Kind.SALES,
    "人员": Kind.PEOPLE,
    "人员信息": Kind.PEOPLE,
    "员工": Kind.PEOPLE,
    "people": Kind.PEOPLE,
}
TOTALS_WORDS = frozenset({"合计", "总计", "小计", "本页合计", "合计:", "总计:", "小计:", "total", "total:"})
OTHER_UNITS = ("箱", "万支", "件", "万元", "元")
"""A title in another unit than ours is not taken for a synonym: figures would be silently wrong."""
