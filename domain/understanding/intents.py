"""What a sentence is for: a log, a reminder, a task, a question, a correction, a report; a bare shop name opens its card."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.understanding.questions import asked, asks_about_shop, others_ask
from domain.understanding.shop_mentions import Mention
from domain.understanding.wording import PUNCTUATION


class Intent(StrEnum):
    LOG = "log"
    REMINDER = "reminder"
    TASK = "task"
    QUESTION = "question"
    CORRECTION = "correction"
    INCIDENT = "incident"
    SHOP = "shop"
    OTHER = "other"


_CORRECTION = re.compile(
    r"^(?:[啊哦呃嗯,， ]*)(?:不对|错了|记错|搞错|弄错|写错|打错|(?:刚才|上面|上条|前面)?(?:说|写|记|打|报)错|更正|纠正|改成|改为|改一下|应该是|不是[^。;；]{1,12}(?:是|，是)|上一[条笔家个].*(?:改|错)|刚才(?:那[条家个]|说的).*(?:改|错|应该|不是)"
    r"|(?:wrong|correction|sorry,? (?:it|that)|no,|not [^,]{1,20}, (?:it's |but )|actually|i meant)\b)|^把[^，,。]{1,14}(?:改|挪|推|换)(?:到|成|为)", re.I,
)  # fmt: skip
_INCIDENT = re.compile(
    r"^(?:异常|报异常|上报异常|报告异常|有异常|发现异常|举报|紧急|上报|报告|情况异常|报警|incident\b|report:|abnormal\b|urgent\b)",
    re.I,
)
_REMINDER = re.compile(
    r"提醒我|提醒一下我|叫我|喊我|催我|通知我|别忘了?|别让我忘|记得|到时候(?:喊|叫)|设(?:一)?个?(?:提醒|闹钟)|定个?(?:提醒|闹钟)|remind me|reminder|don'?t (?:let me )?forget|wake me",
    re.I,
)
_TASK = re.compile(
    r"^(?:派任务|派个?活|任务[:：]|新任务|建任务|加个?任务|布置|交办|下达|安排(?:给)?[一-龥]{2,4}(?:去|做|送|查|在|明|后|今|周|下)|[让叫请派](?!我)(?:小|老)?[一-龥]{1,3}(?:去|把|做|负责|送|查|在|明天|后天|今天|周[一二三四五六日]|下周)|task:|assign |ask [a-z]+ to )",
    re.I,
)
_QUESTION = re.compile(
    r"(?:\?|吗|呢|么|没有|多少[家户条个]?|几家|几户|几点|几号|没去|没跑|哪[家些](?:店|户)?|哪里|怎么样|如何|什么时候)\s*[。.]?$|^(?:怎么|哪家|哪些|多少|什么时候|几点|有没有|有哪些|谁|为什么|为啥|今天还剩|还剩|查一下(?!.*库存\d)|查查|帮我查|告诉我|how |what |which |when |who |where |why |is there |are there |do i |did i |have i |show )|(?:上次|最近|多久|什么时候)[^，,。;；\d]{0,6}(?:什么时候|几号|哪天|没去|去的|拜访的|多久|何时)|(?:谁|哪家|哪些|哪几家)[^，,。;；]{0,8}(?:没|还|该|要|需要)", re.I,
)  # fmt: skip
_TELLS = re.compile(
    r"刚[到从在去]|没(?:说|碰|见|谈|遇)|去过|来过|看过|看了|库存|上柜|上架|出样|陈列|价签|老板|订货|订单|订了|送了|讲了|说了|卖|正常|拜访|上门|到店|打了|微信|开门|关门|新品|要货|补货|缺货|断货|客户|换货|visit|stock|owner|order|cartons|called",
    re.I,
)
_PLAN = re.compile(
    r"^(?:[^，,。;；\d]{0,4})(?:去|给|跟|和|约|到|陪|带|把|送|打|拜访|看|查|交|开|办|取|收|做|写|发|回访|复查|visit|call|go|see|meet|send|check|text)",
    re.I,
)
_ENGLISH_PLAN = re.compile(r"(?:please )?(?:meet|call|see|visit|go to|send|bring|text|check|pick up|drop by)\b", re.I)
_AFTER_SHOP = re.compile(r"(?:的店|那家店?|这家店?|老板|的?资料|的?情况|看一下|看看|查一下|查查|查|家|店)*")
_BARE_LEAD = re.compile(r"^(?:查一下|查查|查|看看|看一下|看|打开)+")


def _bare(text: str, mention: Mention) -> bool:
    """Nothing is said but the shop's name."""
    if not mention.candidates:
        return False
    before = _BARE_LEAD.sub("", text[: mention.start].strip(PUNCTUATION))
    behind = text[mention.end :].strip(PUNCTUATION)
    return not before and _AFTER_SHOP.fullmatch(behind) is not None


def _planned(text: str, mention: Mention, due: tuple[int, int] | None) -> bool:
    """The sentence begins with the moment to act on (明天上午去…), or with a plan that ends in it."""
    if due is None:
        return False
    if _ENGLISH_PLAN.match(text):
        return True
    if not text[: due[0]].strip(PUNCTUATION + "那就我大概差不多请麻烦帮我"):
        return True
    if mention.candidates and mention.start <= 1:
        return False
    return _PLAN.match(text) is not None and not _TELLS.search(text[: due[0]])


def intent_of(text: str, words: str, mention: Mention, due: tuple[int, int] | None, tells: bool) -> Intent:
    """What `text` is for; `words` are the same with the shop masked. An exact name in front makes a log whatever follows it,
    unless it is a question."""
    if _bare(text, mention):
        return Intent.SHOP
    if mention.exact and mention.start == 0:
        return Intent.QUESTION if asks_about_shop(words) else Intent.LOG
    for pattern, intent in (
        (_INCIDENT, Intent.INCIDENT), (_CORRECTION, Intent.CORRECTION), (_TASK, Intent.TASK), (_REMINDER, Intent.REMINDER),
        (_QUESTION, Intent.QUESTION),
    ):  # fmt: skip
        said = pattern.search(words) or (intent is Intent.QUESTION and asked(words) and not tells)
        said = said or (intent is Intent.TASK and mention.shop is None and pattern.search(text))
        if said and not (intent is Intent.QUESTION and mention.candidates and others_ask(words)):
            return intent
    if _planned(words, mention, due):
        return Intent.REMINDER
    return Intent.LOG if tells or mention.candidates else Intent.OTHER


def tells_of_a_visit(words: str) -> bool:
    return _TELLS.search(words) is not None
