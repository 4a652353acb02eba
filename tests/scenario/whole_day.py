"""One Tuesday of the sample district, lived step by step: a manager, a supervisor, an administrator and a group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from simulator.phones import Group, Shown
from tests.scenario.harness import Person, World


class Day:
    """The people of the day; each step is a method, in the order of STEPS."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.du: Person
        self.chen: Person
        self.zhou: Person
        self.he: Person
        self.group: Group

    def everybody_joins(self) -> None:
        self.he = self.world.joins("A01")
        self.he.expects("何静", "管理员")
        self.chen = self.world.joins("S01")
        self.chen.expects("陈市场", "前川市场部", "6")
        self.zhou = self.world.joins("D01")
        self.du = self.world.joins("M01")
        self.du.expects("杜兰枝，你好", "140 家店", "陈市场")
        assert self.du.phone.keyboard() == [["今日", "记一笔"], ["异常", "复盘"]]
        assert "today" in self.du.phone.commands()

    def the_group_is_bound(self) -> None:
        self.group = self.world.group("前川零售户群", self.chen, self.du)
        self.group.adds_bot(self.chen.phone)
        self.world.settle()
        self.he.expects("前川零售户群")
        self.he.taps("前川市场部")
        assert self.group.has_bot

    def the_focus_is_set(self) -> None:
        self.chen.says("/focus 网上订货 电子结算").expects("本月重点", "网上订货", "电子结算")

    def the_list_comes_at_half_past_seven(self) -> None:
        self.du.expects_nothing()
        self.world.at("7:30")
        shown = self.du.phone.unread()
        morning, card = shown[-2], shown[-1]
        assert "先办" in morning.text
        assert "晨曦名烟名酒" in morning.text
        assert "本月重点：网上订货、电子结算" in morning.text
        assert "11-24 周二" in card.text
        assert self.du.phone.pinned() is not None
        self.du.phone.reads()
        self.chen.expects_nothing()

    def the_first_stop_is_logged_in_two_taps(self) -> None:
        self.world.at("8:40")
        self.du.taps("1 老彭副食").expects("老彭副食", "儿子准备接手", "可以聊")
        self.du.taps("见到了").expects("✅", "1/25")
        self.du.sees("✅ 1 老彭副食", "见到了", "2 · 晨曦名烟名酒", "转行", "秋霞小店")

    def the_owner_who_may_quit_is_asked(self) -> None:
        self.world.at("9:05")
        self.du.taps("还在想").expects("2/25")

    def a_tap_is_undone_and_logged_again(self) -> None:
        self.du.taps("撤销上一家").expects("1/25")
        self.du.sees("记录撤销了")
        self.du.taps("重新记").expects("2/25")

    def a_sentence_logs_the_next(self) -> None:
        self.world.at("9:25")
        self.du.says("秋霞小店 上柜3个新品，库存20条，下周三再来")
        self.du.sees("记下：秋霞小店", "3 个", "库存 20 条", "12-02")
        self.du.expects("3/25")

    def a_correction_changes_the_figure(self) -> None:
        self.du.says("不对，是30条")
        self.du.expects("库存 30 条")

    def a_doubtful_name_is_asked(self) -> None:
        self.world.at("9:50")
        self.du.says("清河的库存二十来条").expects("放到哪家")
        self.du.taps("15 清河烟酒店").expects("清河烟酒店", "约 20 条")

    def a_photo_goes_to_the_last_shop(self) -> None:
        self.du.sends_photo().expects("照片收下了")

    def a_closed_shop_gets_another_day(self) -> None:
        self.world.at("10:10")
        self.du.taps("今日").expects("今天 4/25 家")
        self.du.taps("4 和文铺子")
        self.du.taps("没去成").expects("为什么没去成")
        self.du.taps("店没开门").expects("放到")
        self.du.taps("明天").expects("改到明天")

    def a_call_stands_for_a_visit(self) -> None:
        self.world.at("10:20")
        self.du.taps("5 素进便民店")
        self.du.taps("电话代访")
        self.du.taps("愿意办").expects("电话 1")

    def counterfeits_reach_the_supervisor_at_once(self) -> None:
        self.world.at("10:42")
        self.du.says("异常 渡口烟酒行 柜台下三条没见过的烟").expects("已报：假私非烟", "渡口烟酒行", "陈市场")
        self.chen.expects("假私非烟", "渡口烟酒行", "三条没见过的烟")
        self.du.sends_photo()
        self.chen.expects("照片 1")
        self.zhou.never_sees("渡口烟酒行")

    def nobody_takes_it_and_it_climbs(self) -> None:
        self.world.at("10:58")
        self.zhou.expects("假私非烟", "没人受理，周建华也收到了")
        self.chen.sees("周建华也收到了")

    def the_supervisor_takes_it_and_asks(self) -> None:
        self.chen.taps("受理")
        self.du.expects("陈市场", "受理")
        self.zhou.sees("陈市场", "受理")
        self.chen.taps("追问")
        self.chen.taps("多少，什么牌")
        self.du.expects("陈市场问")
        self.du.says("三条，看不出牌子")
        self.chen.expects("杜兰枝答：三条，看不出牌子")

    def it_ends_with_a_sentence_that_the_reporter_reads(self) -> None:
        self.world.at("11:20")
        self.chen.taps("办结").expects("怎么处理的")
        self.chen.says("专卖已到店核实，三条先行登记，明天复查")
        self.du.expects("办结", "专卖已到店核实")
        self.du.taps("知道了")

    def news_go_to_people_and_the_group(self) -> None:
        self.world.at("11:40")
        self.he.says("/broadcast 12月1日起，订货截止提前到16:00").expects("发给谁")
        self.he.taps("发 11 处")
        self.du.expects("订货截止提前到16:00")
        assert any("订货截止提前" in shown.text for shown in self.group.messages())
        self.du.taps("已阅")
        self.he.expects("已阅 1/")

    def news_become_a_talking_point(self) -> None:
        self.world.at("13:40")
        self.du.taps("全部名单")
        self.du.taps("18", message=self.du.phone.pinned())
        self.du.sees("18 · 渡口烟酒行", "可以聊", "订货截止提前到16:00")
        self.du.taps("都讲了，照常")

    def an_unplanned_visit_counts_too(self) -> None:
        self.world.at("15:05")
        self.du.says("汉丽商贸 顺路看了下，一切照常").expects("汉丽商贸（计划外）")

    def the_team_is_seen(self) -> None:
        self.chen.taps("团队").expects("M01 杜兰枝", "M02")

    def the_review_comes_in_the_evening(self) -> None:
        self.du.phone.reads()
        self.world.at("17:30")
        self.du.expects("17:30", "要定的")
        self.du.taps("开始").expects("为什么没去成")

    def the_missed_ones_are_decided(self) -> None:
        self.du.taps("没来得及")
        self.du.taps("明天")
        self.du.taps("其余都放到最近的空档")

    def the_rest_is_confirmed(self) -> None:
        for label in ("就这么定", "就这样", "没有了"):
            if any(label in button for shown in self.du.phone.messages() for row in shown.buttons for button in row):
                self.du.taps(label)
        self.du.sees("杜兰枝", "计划", "走到")
        self.du.taps("确认")
        self.du.sees("已确认")

    def the_supervisor_reads_it(self) -> None:
        self.chen.expects("杜兰枝", "已确认")
        self.chen.taps("看过了")
        self.du.expects("陈市场")

    def the_next_morning_has_a_new_list(self) -> None:
        self.du.phone.reads()
        self.world.until(self.world.now.replace(hour=7, minute=30) + timedelta(days=1))
        self.du.expects("11-25 周三", "和文铺子")


STEPS: tuple[Callable[[Day], None], ...] = tuple(
    step for name, step in vars(Day).items() if callable(step) and not name.startswith("_")
)


def live(world: World) -> dict[str, list[tuple[str, str]]]:
    """The whole day; what every chat shows at its end: (text, buttons) of each message, oldest first."""
    day = Day(world)
    for step in STEPS:
        step(day)
    chats = {one.code: one.phone.messages() for one in (day.du, day.chen, day.zhou, day.he)}
    chats["group"] = day.group.messages()
    return {
        code: [_as_shown(message) for message in messages if not message.text.startswith("/start ")]
        for code, messages in chats.items()
    }


def _as_shown(message: Shown) -> tuple[str, str]:
    return message.text, " | ".join(label for row in message.buttons for label in row)
