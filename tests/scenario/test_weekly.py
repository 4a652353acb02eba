"""The week's end as people live it: drafts on Monday, signed with a tap, read by the supervisor; the morning's digest."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx

from domain.visits import LogState, StopState
from domain.weekly import WeeklyState
from services import weekly
from simulator.phones import Shown
from storage import files, people, plans, visits
from storage import weekly as kept
from storage.database import Tx
from tests.scenario.harness import Person, World, world
from tests.scenario.running import ZONE


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def documents(person: Person) -> list[Shown]:
    return [one for one in person.phone.messages() if one.by_bot and (one.media or {}).get("kind") == "document"]


def photos(person: Person) -> list[Shown]:
    return [one for one in person.phone.messages() if one.by_bot and (one.media or {}).get("kind") == "photo"]


def stored(here: World, ending: str) -> bytes:
    """The one document of that kind of the only report there is."""

    def find(tx: Tx) -> bytes:
        (report,) = [one for state in WeeklyState for one in kept.in_state(tx, state)]
        found = files.find(tx, report.docx if ending == "docx" else report.pdf)
        assert found is not None
        assert found.name == f"周报-杜兰枝-2026-11-23.{ending}"
        return found.content

    content: bytes = here.read(find)
    return content


def work_on_tuesday(here: World) -> tuple[Person, Person]:
    """One planned visit and one more; the list of that day stands."""
    du, chen = here.joins("M01"), here.joins("S01")
    du.taps("打开第 1 家")
    du.taps("都讲了，照常")
    du.says("秋霞小店 库存20条")
    return du, chen


def test_a_week_is_drafted_added_to_signed_and_read(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 7, 59))
        du.never_sees("草稿")
        here.at("8:01")
        du.expects("11-23 到 11-27", "草稿", "走到")
        du.taps("补：难处").expects("一句话")
        du.says("周四下雨，村里路难走")
        du.sees("草稿", "难处：周四下雨，村里路难走")
        du.taps("看出处").sees("出处", "秋霞小店")
        du.taps("返回").sees("草稿", "难处")
        chen.phone.reads()
        du.taps("签字")
        du.sees("签字", "已送到陈市场")
        chen.sees("杜兰枝", "走到", "难处：周四下雨")
        assert len(documents(chen)) == 2
        chen.taps("看过了")
        du.sees("陈市场", "看过了")
        chen.taps("回一句")
        chen.says("周五一起去看看路")
        du.expects("陈市场：周五一起去看看路")
        words = "\n".join(one.text for one in docx.Document(BytesIO(stored(here, "docx"))).paragraphs)
        assert "周四下雨，村里路难走" in words
        assert "秋霞小店" in words
        assert stored(here, "pdf").startswith(b"%PDF-")
        du.says("/weekly").sees("签字", "看过了")
        chen.says("/weekly").sees("周报", "M01 杜兰枝", "看过了")


def test_nothing_is_lost_or_doubled_when_the_bot_is_killed_after_every_step(district: Path) -> None:
    with world(district, at(24, 7, 31), own_process=True, kill_between=True) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.taps("补：打算")
        du.says("先走山后几家")
        du.taps("签字")
        du.sees("签字", "打算：先走山后几家", "已送到陈市场")
        assert len(documents(chen)) == 2
        assert here.restarts


def test_a_report_signed_just_before_a_kill_gets_its_documents_once(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        here.bot.kill()

        def sign(tx: Tx) -> None:
            person = people.by_code(tx, "M01")
            report = kept.latest(tx, "M01")
            assert person is not None
            assert report is not None
            done = weekly.sign(tx, person, report, here.now)
            assert done is not None
            assert done.value.signed
            assert weekly.sign(tx, person, done.value.report, here.now) is None

        here.write(sign)
        here.bot.start()
        here.settle()
        chen.sees("杜兰枝", "走到")
        assert len(documents(chen)) == 2
        here.forward(minutes=10)
        assert len(documents(chen)) == 2
        assert du.phone.messages()


def test_a_tap_on_an_old_draft_signs_nothing_twice(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.phone.taps("签字")
        du.phone.taps("签字")
        here.settle()
        assert len(documents(chen)) == 2


def test_a_record_taken_back_after_the_draft_is_seen_before_it_is_signed(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.sees("草稿", "走到 2/")

        def take_back(tx: Tx) -> None:
            (log,) = visits.latest(tx, "M01", 1)
            visits.set_state(tx, log.id, LogState.UNDONE)
            plans.set_state(tx, log.stop, StopState.MISSED)

        here.write(take_back)
        du.taps("签字")
        du.expects("改过")
        assert documents(chen) == []
        du.sees("草稿", "走到 1/")
        du.taps("签字")
        assert len(documents(chen)) == 2


def test_words_that_are_too_long_are_told_and_the_question_stays(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, _chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.taps("补：市场情况")
        du.says("长" * 1001).expects("1001", "1000")
        du.says("批发价有点乱")
        du.sees("草稿", "市场情况：批发价有点乱")


def test_a_log_or_an_alarm_in_between_is_not_taken_for_the_sentence(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.taps("补：市场情况")
        du.says("秋霞小店 库存18条").expects("记下：秋霞小店")
        du.says("批发价有点乱")
        du.sees("草稿", "市场情况：批发价有点乱")
        du.taps("补：难处")
        du.says("异常 渡口烟酒行 断货了")
        chen.sees("渡口烟酒行", "断货")
        du.taps("补：难处")
        du.says("进货慢")
        du.sees("草稿", "难处：进货慢", "市场情况：批发价有点乱")


def test_who_was_handed_lists_and_logged_nothing_gets_an_honest_draft(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du = here.joins("M01")
        here.until(at(30, 8, 1))
        du.expects("草稿", "这一周没有拜访记录，名单上有")


def test_who_has_no_records_gets_no_draft(district: Path) -> None:
    with world(district, at(29, 12)) as here:
        mao, chen = here.joins("M02"), here.joins("S01")
        here.until(at(30, 8, 1))
        mao.never_sees("草稿")
        mao.says("/weekly").expects("还没有周报")
        chen.says("/weekly").expects("M02", "那一周没有记录")


def test_on_leave_on_monday_the_draft_comes_on_the_first_day_back(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, _chen = work_on_tuesday(here)
        du.says("/leave 2026-11-30")
        here.until(at(30, 9))
        du.never_sees("草稿")
        here.until(at(1, 8, 1, month=12))
        du.expects("11-23 到 11-27", "草稿")


def test_after_a_holiday_the_draft_comes_on_the_first_working_day(district: Path) -> None:
    with world(district, at(30, 10, month=9)) as here:
        du = here.joins("M01")
        du.says("秋霞小店 库存20条")
        here.until(at(5, 9, month=10))
        du.never_sees("草稿")
        here.until(at(8, 8, 1, month=10))
        du.expects("09-28 到 09-30", "草稿", "计划外 1")


def test_a_make_up_saturday_belongs_to_its_week_and_to_mondays_digest(district: Path) -> None:
    with world(district, at(10, 10, month=10)) as here:
        du, chen = here.joins("M01"), here.joins("S01")
        du.says("秋霞小店 库存20条")
        here.until(at(12, 8, 1, month=10))
        du.expects("10-05 到 10-10", "草稿")
        chen.expects("10-10", "前川市场部")


def test_a_draft_left_alone_is_reminded_of_once(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, _chen = work_on_tuesday(here)
        here.until(at(30, 8, 1))
        du.phone.reads()
        here.at("16:01")
        du.expects("还没签字", "草稿")
        here.at("16:40")
        du.expects_nothing()


def test_the_digest_tells_yesterday_and_opens_what_is_not_closed(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        du.says("异常 渡口烟酒行 断货了")
        here.until(at(25, 7, 59))
        chen.phone.reads()
        here.at("8:01")
        shown = chen.expects("昨天", "前川市场部", "走到", "现在没办结 1")
        assert len(shown.text.splitlines()) <= 6
        chen.taps("断货 渡口烟酒行")
        chen.sees("渡口烟酒行", "杜兰枝")
        chen.says("/digest").expects("昨天")


def test_the_digest_is_silent_on_a_free_day_and_late_only_until_noon(district: Path) -> None:
    with world(district, at(27, 12)) as here:
        chen = here.joins("S01")
        here.until(at(28, 9))
        chen.never_sees("前川市场部", "名单")
        here.until(at(30, 12, 30))
        chen.never_sees("走到")


def test_ones_own_week_comes_as_text_and_picture(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = work_on_tuesday(here)
        du.says("/stats")
        (picture,) = photos(du)
        assert "你的一周" in picture.text
        assert "周二 2/" in picture.text
        du.sees("你的一周", "走到 2/")
        chen.says("/stats")
        assert photos(chen) == []


def test_everything_speaks_english(district: Path) -> None:
    with world(district, at(24, 7, 31)) as here:
        du, chen = here.joins("M01", "en"), here.joins("S01", "en")
        du.taps("Open stop 1")
        du.taps("met")
        here.until(at(30, 8, 1))
        du.expects("Week 11-23 to 11-27", "draft")
        du.taps("Sign")
        chen.sees("杜兰枝", "Visited")
        assert len(documents(chen)) == 2
