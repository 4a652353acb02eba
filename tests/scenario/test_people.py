"""Coming in, going away and coming back, and a group that is bound or left: lived against the simulator."""

from __future__ import annotations

from pathlib import Path

from bot.demo import stories
from tests.conftest import TUESDAY
from tests.scenario.harness import world


def test_people_come_in_go_away_and_come_back(district: Path) -> None:
    with world(district, TUESDAY) as here:
        admin = here.joins("A01", "en")
        admin.expects("hello", "You are administrator")
        chen = here.joins("S01", "en")
        chen.expects("You lead")
        stranger = here.stranger(language_code="en")
        stranger.says("/start 12345")
        stranger.expects("can't be used")
        stranger.says("anybody there?")
        stranger.expects("registered colleagues only")
        stranger.says("hello?")
        stranger.expects_nothing()
        admin.says("/invite M01")
        admin.expects("t.me")
        chen.says("/help")
        chen.expects("/team")
        chen.taps("Language")
        chen.taps("中文")
        chen.says("/help")
        chen.blocks()
        admin.expects("S01", "can't be reached")
        here.forward(hours=50)
        chen.unblocks()
        chen.expects("2")


def test_a_group_is_bound_and_another_left(district: Path) -> None:
    with world(district, TUESDAY) as here:
        admin = here.joins("A01", "en")
        chen = here.joins("S01", "en")
        wanted, other = here.group("前川零售户群", chen), here.group("别的群", chen)
        wanted.adds_bot(chen.phone)
        here.settle()
        admin.expects("前川零售户群")
        admin.taps("Bind to 前川市场部")
        admin.sees("前川零售户群", "is bound to")
        other.adds_bot(chen.phone)
        here.settle()
        admin.expects("别的群")
        here.forward(minutes=11)
        admin.sees("别的群", "not in the group")
        assert wanted.has_bot
        assert not other.has_bot
        assert not [one for one in wanted.messages() if one.by_bot and one.text]


def test_pictures_follow_a_change_of_language_too(district: Path) -> None:
    with world(district, TUESDAY.replace(hour=9)) as here:
        chen, du = here.joins("S01", "en"), here.joins("M01", "en")
        du.says(f"/abnormal {stories.COUNTERFEIT.name} 柜台下有三条没见过的假烟")
        du.sends_photo()
        chen.expects("counterfeit")
        picture = next(one for one in reversed(chen.phone.messages()) if one.media)
        chen.says("/language")
        chen.taps("中文")
        turned = next(one for one in reversed(chen.phone.messages()) if one.media)
        assert turned.id == picture.id
        assert turned.text != picture.text
