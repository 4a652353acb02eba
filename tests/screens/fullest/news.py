"""News of the greatest length, with many to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from domain.broadcasts import BroadcastState, Choice, Chosen, Correction, NewsFace, Room, SenderFace, first_choice
from domain.chat import Kind, Media
from screens import broadcasts
from tests.screens import test_broadcasts as news_samples
from tests.screens.fullest.samples import (
    CHEN,
    DU,
    WHO,
    WORDS,
    Called,
)


def news_drawn() -> Iterator[Called]:
    longest = "<&{}" + "新" * 3590
    people = tuple(
        replace(DU, code=f"M{n:02}", department=f"第{n % 9}" + "市场部" * 12, user_id=n % 2) for n in range(120)
    )
    whom = Choice(people, tuple(Room(-n, f"横店{n}" + "群" * 100, "前川市场部") for n in range(1, 9)))
    correction = Correction(news_samples.SENT_AT + timedelta(days=1), "改" * 250)
    for state in BroadcastState:
        news = replace(news_samples.SENT, words=longest, state=state, corrections=(correction,), waiting=("M01",) * 99)
        for read in (None, news_samples.SENT_AT):
            for own in (False, True):
                face = NewsFace(news, WHO, own, read, (0, 12345))
                yield broadcasts.news_screen, str(state), (face, DU, "")
                yield broadcasts.news_screen, f"{state} in a group", (face, None, "1")
                yield broadcasts.reminder_screen, str(state), (face, DU, "")
        for chosen in (first_choice(whom), Chosen()):
            card = SenderFace(news, whom, chosen, 60, 120, people, 12345, 999)
            for page in ("", "places.1", "people.0", "people.7", "unread", "withdraw"):
                yield broadcasts.card_screen, f"{state} {page}", (card, CHEN, page)
    picture = replace(news_samples.SENT, media=Media(Kind.PHOTO, "f"))
    yield broadcasts.media_screen, "", (NewsFace(picture, WHO), DU, "")
    for question in ("broadcast_words", "media", "broadcast_correction", ""):
        yield broadcasts.question_screen, question, (question, CHEN, "")
    yield broadcasts.too_long, "", (WORDS,)
