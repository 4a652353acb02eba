"""The day and the plan by chat: today, two weeks, leave, the period's focus, the team."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.chat import Incoming
from domain.leave_words import half_of, leave_words
from domain.people import Person
from handlers import reviews, sentences
from handlers.replans import proposed
from screens import day_card
from screens import plans as screens
from screens.screen import Reply, Screen, Show, reply_to
from screens.words import _
from services import Tx, focuses, leaves, mornings, plans, replan_asking, two_weeks
from services.days import day_object, parse_day_id, today_of, working_calendar

DAYS_OFFERED = 3


def today(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The day card: a line that points up to it, or the card anew; other days say when the next list comes."""
    day = now.date()
    view = today_of(tx, person, day)
    if view is None or not view.fixed:
        plan = two_weeks.load_plan(tx, f"{person.code}@{day:%Y-%m-%d}", person, now)
        ahead = next((one for one in plan.days if one.day >= day), None) if plan else None
        return Reply(show=(screens.no_list(day, mornings.works_today(tx, person.code, now), ahead),))
    above = mornings.card_above(tx, person, day)
    if above:
        return Reply(show=(Screen(day_card.today_line(view), quote=above),))
    return Reply(show=(Show("day", day_object(person.code, day)),))


def plan(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("plan", day_object(person.code, now.date())),))


def unplanned(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Unplanned visit` on the day card: which shop? The button may be used again."""
    reply = sentences.ask_which(tx, person, now)
    return Reply(show=reply.show, refused=True)


def review_now(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return reviews.review(tx, person, incoming, now)


def leave(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/leave 2026-11-26 2`: done at once, with a way back and a proposal for what stood there; `/leave 2026-11-26 下午` only
    proposes; without a day it asks which."""
    if not incoming.text.strip():
        return Reply(
            show=(screens.leave_help(person.code, working_calendar(tx).working_days(now.date(), DAYS_OFFERED)),)
        )
    half, words = half_of(incoming.text)
    asked = leave_words(words, now.date())
    if asked is None or asked.first is None:
        near = asked.near if asked else ()
        return Reply(show=(screens.bad_date(incoming.text, [day for day in near if day >= now.date()], person.code),))
    if half:
        return proposed(replan_asking.ask_half(tx, person, asked.first, half, now))
    return _take(tx, person, asked.first, asked.days, now)


def _take(tx: Tx, person: Person, first: date, days: int, now: datetime) -> Reply:
    if first > now.date() + timedelta(days=366):
        return Reply(show=(screens.bad_date(f"{first:%Y-%m-%d}", (), person.code),))
    try:
        done = leaves.take_leave(tx, person, first, days, now)
    except leaves.PastLeave:
        return Reply(show=(screens.past_day(first),))
    moves = replan_asking.ask_leave(tx, person, done.value, now)
    if moves is None:
        return reply_to(done, screens.leave_screen(done.value))
    return reply_to(done, screens.leave_screen(done.value, proposed=True), *proposed(moves).show)


def take_leave(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """One day off by a tap."""
    named = parse_day_id(incoming.object.partition(":")[2])
    if named is None:
        return Reply(toast=_("This screen is old"), refused=True)
    return _take(tx, person, named[1], 1, now)


def give_up_leave(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    taken = leaves.find_leave(tx, incoming.object.partition(":")[2])
    if taken is None:
        return Reply(toast=_("Already done"))
    done = leaves.give_up(tx, taken)
    plans.forget(tx, taken.manager, now)
    return reply_to(done, into=screens.leave_given_up(taken), toast=_("Undone"))


def focus(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/focus WORDS` sets it, `/focus` tells what holds."""
    if not incoming.text.strip():
        return Reply(show=(screens.focus_now(focuses.present(tx, person)),))
    try:
        done = focuses.set_focus(tx, person, incoming.text, now)
    except focuses.BadFocus:
        return Reply(show=(screens.focus_too_long(),))
    return reply_to(done, screens.focus_screen(done.value.lines, done.value.id))


def undo_focus(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    found = focuses.find_focus(tx, incoming.object.partition(":")[2])
    if found is None:
        return Reply(toast=_("Already done"))
    return reply_to(focuses.take_back(tx, found), into=screens.focus_taken_back(), toast=_("Undone"))


def team(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return Reply(show=(Show("team", f"team:{person.code}"),))
