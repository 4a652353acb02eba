"""Slips of typing and of speech-to-text in words of time: 下周山, 名天, 后田, 三天候; set right in place, so that spans hold."""

from __future__ import annotations

import re

_SOUNDS = {
    "一": "衣依伊壹医", "二": "尔而儿贰饵", "三": "山散伞叁删", "四": "似寺司死肆丝", "五": "武舞伍午无吴雾", "六": "溜刘陆流留", "日": "曰", "天": "田添甜填",
}  # fmt: skip
"""Characters that are heard for those of a weekday."""
_ZHOU, _MING, _HOU, _TIAN = "州粥洲舟邹", "名鸣铭茗冥", "候厚猴侯後", "田添甜填"
_WORDS: tuple[tuple[str, str], ...] = (
    (rf"[{_MING}明][{_TIAN}](?!水|点|蜜)", "明天"), (rf"[{_MING}]天", "明天"), (rf"(?<![一-龥])[{_HOU}]天", "后天"),
    (rf"(?<=[大再])[{_HOU}]天", "后天"), (rf"[{_HOU}后][{_TIAN}](?=[再去来送上下早晚，,。 ]|$)", "后天"), (r"[金斤津]天", "今天"), (rf"今[{_TIAN}]", "今天"),
    (r"[做作坐座]天(?!和尚)", "昨天"), (rf"昨[{_TIAN}]", "昨天"), (rf"(?<=[上下这本])[{_ZHOU}](?=[一二三四五六日天末])", "周"), (r"(?<=[下上这])(?:新期|行期|星其|星棋)", "星期"),
    (r"下[五舞武](?=[一二三四五六七八九十\d两])", "下午"), (r"夏午", "下午"), (r"[赏尚]午", "上午"), (r"月[抵低地](?=[前再去来之，,。]|$)", "月底"),
    (r"(?<=天)[候厚](?=[再去来])", "后"), (r"(?<=小时)[候厚](?!选)|(?<=分钟)[候厚]|(?<=个月)[候厚]", "后"), (r"(?<=[天时])之[厚候]", "之后"),
    (r"(?<=周[一二三四五六日])[钱乾]", "前"), (r"之[钱乾](?=[去来给把送交])", "之前"), (r"提[行形型]我", "提醒我"), (r"[兴星]期(?=[一二三四五六日天])", "星期"),
    (r"礼[败摆百](?=[一二三四五六天])", "礼拜"), (r"(?<=午[一二两三四五六七八九十])[典店](?=半|钟|[，,。 ]|$)", "点"), (r"工做日", "工作日"),
)  # fmt: skip
_TABLE = tuple((re.compile(pattern), right) for pattern, right in _WORDS)
_WEEKDAY = re.compile(
    rf"(?P<lead>[上下这本每][{_ZHOU}周]|下下[{_ZHOU}周]|(?:星期|礼拜))(?P<day>[{''.join(_SOUNDS.values())}])(?!边|区|店|姐|叔|老)"
)
_BARE_WEEKDAY = re.compile(rf"(?<![一-龥])周(?P<day>[{''.join(_SOUNDS.values())}])(?=[再去来前上下早晚之])")
_HEARD = {slip: right for right, slips in _SOUNDS.items() for slip in slips}
_CHANGED = re.compile(r"改明[天儿]")


def set_right(text: str) -> str:
    """The normalised text, of the same length, with slips in words of time set right."""
    for pattern, right in _TABLE:
        text = pattern.sub(lambda match, right=right: right if len(match[0]) == len(right) else match[0], text)  # type: ignore[misc]
    text = _WEEKDAY.sub(lambda m: m["lead"].translate(_TO_WEEK) + _HEARD[m["day"]], text)
    return _BARE_WEEKDAY.sub(lambda m: "周" + _HEARD[m["day"]], text)


_TO_WEEK = str.maketrans(dict.fromkeys(_ZHOU, "周"))
