"""What people read of themselves and administrators of people: honest, short, escaped, with the right buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from domain.people import Person, Role
from domain.people_cards import CheckUp, InvitationState, NewInvite, Returned, Standing, Welcome
from screens import people, roster
from screens.screen import Screen
from screens.words import LANGUAGES, speaking
from tests.screens.limits import broken_limits
from tests.screens.people_drawings import HE, LATER, NOW, card, crowd, drawings, invitation

DU = Person("M01", "杜<兰>枝", Role.MANAGER, "前川市场部", "S01", user_id=11)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en", UTC):
        yield


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_keeps_the_limits(language: str) -> None:
    with speaking(language, UTC):
        broken = [
            f"{function.__name__} {what}: {limit}"
            for function, what, args in drawings()
            if (screen := function(*args)) is not None
            for limit in broken_limits(screen)
        ]
    assert broken == []


def test_names_are_escaped_and_the_welcome_is_whole() -> None:
    facts = Welcome(DU, 142, 0, "陈市场", "何静")
    screen = people.welcome_screen(facts, DU, "")
    assert screen.text.startswith("<b>杜&lt;兰&gt;枝</b>, hello.")
    assert "look after 142 shops" in screen.text
    assert "at 07:30" in screen.text
    assert screen.placeholder == "a shop + one sentence logs it"


def test_a_place_that_is_not_known_is_left_out() -> None:
    bare = Welcome(replace(DU, department="", superior=""), 1)
    screen = people.welcome_screen(bare, DU, "")
    assert "You look after 1 shop." in screen.text
    assert "None" not in screen.text
    assert "administrator" in screen.text


def test_a_first_administrator_is_not_sent_to_himself() -> None:
    screen = people.welcome_screen(Welcome(replace(DU, role=Role.ADMIN)), DU, "")
    assert "Not you?" not in screen.text


def test_coming_back_names_the_time_and_what_waits() -> None:
    two_days = timedelta(days=2, hours=3)
    assert "In the 2 days without you 3 matters were left open:" in people.back(DU, Returned(two_days, 3)).text
    assert "nothing was left open" in people.back(DU, Returned(two_days, 0)).text


def test_languages_are_called_by_their_own_names_in_both() -> None:
    for language in LANGUAGES:
        with speaking(language, UTC):
            assert labels(people.language_screen(DU, DU, ""))[:2] == ["中文", "English"]


def test_the_person_s_page_ends_a_binding_only_where_there_is_one() -> None:
    assert labels(roster.person_screen(card(Standing.NOT_JOINED, replace(DU, user_id=0)), HE, "")) == ["Invite", "Back"]
    screen = roster.person_screen(card(Standing.JOINED, DU), HE, "")
    assert screen.rows[-1][0].danger
    assert len(screen.rows[-1]) == 1


def test_pages_turn_both_ways_and_never_end_beyond_the_last() -> None:
    assert labels(roster.people_screen(crowd(many=30), HE, ""))[-1:] == ["Later"]
    assert labels(roster.people_screen(crowd(many=30), HE, "1"))[-2:] == ["Earlier", "Later"]
    assert labels(roster.people_screen(crowd(many=30), HE, "2"))[-1:] == ["Earlier"]
    assert "M" in roster.people_screen(crowd(many=30), HE, "9").text
    assert labels(roster.people_screen(crowd(many=12), HE, ""))[-1] not in {"Earlier", "Later"}


def test_only_the_others_are_asked_to_agree_and_only_the_inviter_gets_the_link() -> None:
    other = replace(HE, code="A02")
    waiting, agreed = invitation(InvitationState.WAITING), invitation(InvitationState.AGREED)
    assert labels(roster.invitation_screen(waiting, HE, "")) == []
    assert labels(roster.invitation_screen(waiting, other, "")) == ["Agree", "Don't agree"]
    assert labels(roster.invitation_screen(agreed, HE, "")) == ["Get the link"]
    assert labels(roster.invitation_screen(agreed, other, "")) == []


def test_without_the_bot_s_name_the_message_itself_is_handed_over() -> None:
    screen = roster.link_screen(DU, NewInvite("code", "", LATER), NOW)
    assert "<code>/start code</code>" in screen.text
    assert screen.rows[0][0].name == "/start code"


def test_all_is_well_is_only_said_when_it_is() -> None:
    assert "All is well." in roster.check_screen(CheckUp("bot", 7), HE, "").text
    for bad in (CheckUp("", 7), CheckUp("bot", 7, 1), CheckUp("bot", 7, 0, 2), CheckUp("bot", 7, planless=(DU,))):
        assert "All is well." not in roster.check_screen(bad, HE, "").text
    years = roster.check_screen(CheckUp("bot", 7, unknown_years=(2027,)), HE, "").text
    assert "All is well." in years
    assert "2027" in years
    assert "weekends" in years
