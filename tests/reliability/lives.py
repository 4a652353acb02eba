"""The scenario that is killed at each of its steps: a list, a log, an undo, an alarm that climbs and is taken, news, a review."""

from __future__ import annotations

from collections.abc import Callable

from tests.reliability.stage import MortalWorld

Act = Callable[[MortalWorld], object]


def _at(reading: str) -> Act:
    return lambda world: world.at(reading)


def _says(code: str, words: str) -> Act:
    return lambda world: world.has(code).says(words)


def _taps(code: str, label: str) -> Act:
    return lambda world: world.has(code).taps(label)


LIFE: tuple[Act, ...] = (
    _at("7:31"),
    _at("9:00"),
    _says("M01", "秋霞小店 上柜3个新品，库存20条，下周三再来"),
    _taps("M01", "撤销"),
    _taps("M01", "打开第 1 家"),
    _taps("M01", "见到了"),
    _says("M01", "异常 渡口烟酒行 柜台下三条没见过的烟"),
    _at("9:30"),
    _taps("S01", "受理"),
    _taps("S01", "办结"),
    _says("S01", "专卖已到店核实"),
    _says("A01", "/broadcast 12月1日起，订货截止提前到16:00"),
    _taps("A01", "发 "),
    _taps("M01", "已阅"),
    _at("17:31"),
    _taps("M01", "开始"),
    _taps("M01", "没来得及"),
    _taps("M01", "明天"),
    _taps("M01", "其余都放到最近的空档"),
)


def live(world: MortalWorld) -> None:
    """The whole scenario; each act begins when the bot has come to rest after the one before."""
    world.settle()
    for act in LIFE:
        act(world)
