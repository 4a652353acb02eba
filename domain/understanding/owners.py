"""What a sentence says of the owner: plans that change the shop, and the mood; they feed the shop's state and the next talk."""

from __future__ import annotations

import re

_PLANS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (plan, re.compile(words, re.IGNORECASE))
    for plan, words in (
        ("change_trade", r"(?:想|要|打算|准备|考虑|有意)(?:要|着)?(?:转行|改行|换行当)|转行(?:的想法|的意思)|change (?:the )?trade"),
        ("handover", r"(?:儿子|女儿|媳妇|儿媳|女婿|侄子|弟弟|妹妹|孩子)(?:要|来|准备|打算|已经?)?(?:接手|接班|接管|接了)|交给(?:儿子|女儿|媳妇|孩子)|son takes over|daughter takes over"),
        ("sell", r"(?:想|要|打算|准备)(?:把店)?(?:转让|盘出去|转出去)|wants to sell"),
        ("quit", r"(?:想|要|打算|准备|决定)(?:不做|不干|关店|关张|歇业|退休|退出)|做不下去|干不动|wants to (?:quit|close|retire)"),
        ("move", r"(?:想|要|打算|准备)(?:搬|换(?:个)?(?:地方|门面|店面))|move the shop"),
        ("expand", r"(?:想|要|打算|准备|考虑)(?:扩大|扩店|再开一家|开分店|装修|换柜台|加货架)|wants to (?:expand|renovate)"),
    )
)  # fmt: skip
_DENIED = re.compile(r"(?:不|没|没有|不再|放弃)$")
_BAD = re.compile(
    r"不高兴|生气|发火|抱怨|有意见|情绪(?:不好|大|激动)|不满|骂|冷淡|不耐烦|爱理不理|态度(?:差|不好|恶劣)|发牢骚|angry|annoyed|upset|complain",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"(?<!不)高兴|开心|满意(?!度)|热情|客气|态度(?:好|不错)|积极|夸|感谢|pleased|happy|friendly", re.IGNORECASE
)
_NOT_GOOD = re.compile(r"不(?:太|怎么|是很|大)?(?:高兴|开心|满意|热情|客气|积极)")


def plans_of(text: str) -> tuple[str, ...]:
    """The owner's plans in a normalised text; denied ones are none."""
    return tuple(
        plan
        for plan, pattern in _PLANS
        if any(_DENIED.search(text[: match.start()]) is None for match in pattern.finditer(text))
    )


def mood_of(text: str) -> str:
    """pleased | annoyed | ''."""
    if _BAD.search(text) or _NOT_GOOD.search(text):
        return "annoyed"
    return "pleased" if _GOOD.search(text) else ""
