"""Abnormal situations that a sentence reports; a denied, supposed, taught or settled one is none."""

from __future__ import annotations

import re

from domain.incidents import Category

_WORDS: dict[Category, str] = {
    Category.PRICE: r"价格(?:很|太|有点)?(?:乱|异常|混乱|倒挂|不对)|低价(?:卖|销|抛|倾)|乱价|抬价|压价卖|高价卖|price disorder|below the price",
    Category.COUNTERFEIT: r"假烟|假货|假私非|走私烟?|私烟|(?<!除)非烟(?!商品|销售|业务|经营|食品|类)|来路不明|来历不明|窜货|没见过的烟|counterfeit|fake cigarettes?|smuggled",
    Category.CLOSING: r"停业|歇业|关张|倒闭|转让|招租|关门了|店关了|不干了|不做了|清仓|closing down|shop for sale|closed for good",
    Category.OUT_OF_STOCK: r"断货|缺货|断供|卖断|货不够卖|out of stock|ran out|sold out",
    Category.BACKLOG: r"积压|压货|滞销|卖不动|backlog|overstocked",
    Category.COMPLAINT: r"投诉|complain(?:s|ed|t|ts)?\b",
    Category.LICENCE: r"(?:许可证|烟证|证照|证件|证)(?:[^，,。;；]{0,4})(?:过期|到期|丢|遗失|注销|不符|没挂|没亮)|没亮证|licen[cs]e (?:has )?(?:expired|is missing|lost)",
    Category.BULK: r"无证(?:经营|卖|户)|大户|(?:一次|一下)(?:子)?拉走|大量(?:买走|收烟|套购)|套购|unlicensed|bulk dealing|bulk buyer",
    Category.SAFETY: r"火灾|着火|起火|失火|电线老化|漏电|触电|消防|安全隐患|燃气泄漏|抢劫|被偷|fire hazard|robbed|on fire",
}
_PATTERNS = {category: re.compile(words, re.IGNORECASE) for category, words in _WORDS.items()}
_DENIED = re.compile(
    r"(?:没有?(?:再)?(?:发现|看到|听说|出现|查到|见到|收到)?|未(?:发现|见|出现|查到)?|无|不是|并非|不存在|不会|不|别|防(?:止)?|杜绝|排除)"
    r"(?:有|任何|什么|过|的|新的|卖|要|再|会|是|出现|存在|客户|情况|、|假烟|和|或|私烟|非烟|走私烟?|断货|积压|投诉|乱价){0,5}$"
    r"|(?:\bno|\bnot|n't|without|never)\b(?: \w+){0,3} $",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"会不会|是不是|有没有|有无|如果|要是|万一|假如|担心|怕|谣传|\bif\b|whether|afraid", re.IGNORECASE
)
_TAUGHT_BEFORE = re.compile(r"(?:宣传|讲了?|讲解|学习|培训|识别|辨别|鉴别|拒绝|抵制|打击|查)[^，,。;；]{0,4}$")
_OVER_BEHIND = re.compile(
    r"^[^，,。;；]{0,4}?(?:识别|鉴别|知识|宣传|危害|辨别|检查|演练|培训|电话|已?解决|解除|处理好|处理完|已补|补上|恢复|没有|没了|的?问题没有)|^(?:吗|么|\?|？)"
)
_CLAUSE_START = re.compile(r"[，,。;；!！?？\n]")


def _reported(text: str, match: re.Match[str]) -> bool:
    before = _CLAUSE_START.split(text[: match.start()])[-1]
    behind = text[match.end() :]
    said_no = _DENIED.search(before) or _SUPPOSED.search(before) or _TAUGHT_BEFORE.search(before)
    return not said_no and _OVER_BEHIND.match(behind) is None


def alarms(text: str) -> tuple[Category, ...]:
    """Categories reported in a normalised text whose shop is masked, in the catalogue's order."""
    return tuple(c for c, pattern in _PATTERNS.items() if any(_reported(text, m) for m in pattern.finditer(text)))
