"""Screens of the one who reads reviews: the copy, the question for an answer, the answer, the team's list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.chat import Media
from domain.people import Person
from domain.reviews import Review, ReviewView
from screens.review_words import cut, seen_lines, summary, summary_of
from screens.screen import Rows, Screen, do
from screens.terms import dated, day_words
from screens.words import _, ngettext, safe

TEAM_TEXT = 3500
TEAM_SHOWN = 60
TEAM_BUTTONS = 15


def read_screen(view: ReviewView, reader: Person | None, page: str) -> Screen:
    """The supervisor's copy; silent: it waits until it is looked at."""
    review, lines = view.review, [summary_of(view), *seen_lines(view)]
    if review.reply:
        lines.append(_("Your answer: {words}").format(words=cut(review.reply, 300)))
    if reader is not None and reader.code == review.manager:
        return Screen("\n".join(lines), silent=True)
    rows: Rows = () if review.read_by else ((do(_("Read it"), "review_seen", review.name),),)
    rows = (*rows, (do(_("Write back"), "review_answer", review.name),))
    if review.draft.voices:
        rows = (*rows, (do(_("Listen"), "review_listen", review.name),))
    return Screen("\n".join(lines), rows, silent=True)


def answer_question(manager: str) -> Screen:
    return Screen(_("What do you want to say to {name}? One sentence, typed.").format(name=safe(manager)))


def voice_screen(manager: str, day: date, note: Media) -> Screen:
    """A voice note that closed a review."""
    return Screen(_("{name}, {day}").format(name=safe(manager), day=dated(day)), media=note)


def reply_screen(view: ReviewView, reader: Person | None, page: str) -> Screen:
    """The supervisor's sentence in the manager's chat, quoting the review."""
    text = _("{name}: {words}").format(name=safe(view.reader), words=cut(view.review.reply, 1000))
    return Screen(text, quote=view.quote, silent=view.silent)


def team_screen(found: Sequence[tuple[Person, Review | None]], today: date) -> Screen:
    """Every manager's latest review, by code; buttons answer one of them."""
    if not found:
        return Screen(_("Nobody in your team yet."))
    blocks = [_block(manager, review, today) for manager, review in found]
    if sum(map(len, blocks)) > TEAM_TEXT:
        blocks = [_short(manager, review, today) for manager, review in found[:TEAM_SHOWN]]
        more = len(found) - TEAM_SHOWN
        if more > 0:
            blocks.append(ngettext("and {n} more person", "and {n} more people", more).format(n=more))
    ready = [(manager, review) for manager, review in found if review is not None][:TEAM_BUTTONS]
    buttons = [
        do(_("Write to {code}").format(code=manager.code), "review_answer", review.name) for manager, review in ready
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Screen("\n".join([_("<b>Reviews</b>"), *blocks]), rows)


def _block(manager: Person, review: Review | None, today: date) -> str:
    if review is None or review.figures is None:
        return _short(manager, review, today)
    text = summary(review, manager.name, review.figures, today)
    return f"{safe(manager.code)}\n<blockquote expandable>{text}</blockquote>"


def _short(manager: Person, review: Review | None, today: date) -> str:
    name = f"{safe(manager.code)} {safe(manager.name)}"
    if review is None or review.figures is None:
        return _("{name} no review yet").format(name=name)
    return _("{name} {day} {done}/{planned}").format(
        name=name, day=day_words(review.day, today), done=review.figures.done, planned=review.figures.planned
    )
