"""Why something was sent or not, in plain sentences, newest first; never what it said."""

from __future__ import annotations

from typing import assert_never

from domain.incident_cards import IncidentCard
from domain.incidents import Event
from domain.whys import ListState, Push, Sending, Why
from screens.incident_words import called_words, heading, passed_words, people_words
from screens.operations import job_word, kind_word, moment
from screens.screen import Screen
from screens.terms import time_words
from screens.words import _, safe

REASON_SHOWN = 60
ABOUT_SHOWN = 60
EVENTS_SHOWN = 4


def usage() -> Screen:
    """`/why` without a word."""
    return Screen(_("Why what? Name a person, a shop, or words of a message: <code>/why M01</code>"))


def why_screen(facts: Why) -> Screen:
    """Everything that is known about one person, shop or text."""
    about = safe(facts.about[:ABOUT_SHOWN])
    if facts.empty:
        return Screen(
            _("I know of nothing about “{about}”: nobody, no shop, no alert and no news.").format(about=about)
        )
    lines = [f"<b>{about}</b>"]
    if facts.today is not None:
        lines.append(_list_line(facts.today))
    lines += _part(_("Messages, newest first:"), [_sending_line(one) for one in facts.sendings])
    lines += _part(_("By the clock:"), [_push_line(one) for one in facts.pushes])
    for card in facts.incidents:
        lines += ["", *_incident_lines(card)]
    return Screen("\n".join(lines))


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", title, *lines] if lines else []


def _list_line(state: ListState) -> str:
    match state:
        case ListState.NOT_JOINED:
            return _("No list: has not joined.")
        case ListState.UNREACHABLE:
            return _("No list today: can't be reached, the bot is blocked there.")
        case ListState.DAY_OFF:
            return _("No list today: a day off.")
        case ListState.ON_LEAVE:
            return _("No list today: on leave.")
        case ListState.HANDED_OVER:
            return _("Today's list was handed over.")
        case ListState.NO_STOPS:
            return _("No list today: the plan has no stop.")
        case ListState.TOO_EARLY:
            return _("Today's list is not due yet.")
        case ListState.WAITING:
            return _("Today's list is due and will be handed over.")
        case _:
            assert_never(state)


def _sending_line(one: Sending) -> str:
    to = _("to {name}").format(name=safe(one.to)) if one.to else _("to a chat that is nobody's any more")
    words = _("{at} {what} {to}: {state}").format(at=moment(one.written), what=_what(one), to=to, state=_state(one))
    cause = _cause(one)
    return _("{words} ({cause})").format(words=words, cause=cause) if cause else words


def _what(one: Sending) -> str:
    """The thing that it shows, else its sort."""
    return {
        "morning": _("morning list"),
        "morning_rest": _("morning list"),
        "day": _("day card"),
        "stop": _("stop card"),
        "incident": _("abnormal situation"),
        "incident_ring": _("call about an abnormal situation"),
        "incident_group": _("abnormal situation"),
        "review": _("review"),
        "news": _("news"),
        "news_reminder": _("reminder of news"),
    }.get(one.what) or kind_word(one.kind)


def _state(one: Sending) -> str:
    why = reason_words(one.reason)
    match one.state:
        case "sent":
            again = _(", marked as sent again") if one.again else ""
            return _("sent {time}").format(time=time_words(one.sent or one.written)) + again
        case "queued":
            return _("waits to be sent: {why}").format(why=why) if why else _("waits to be sent")
        case "sending":
            return _("is being sent")
        case "failed":
            return _("could not be delivered: {why}").format(why=why)
        case "unknown":
            return _("nobody knows whether it arrived: {why}").format(why=why)
        case "held":
            return _("held: {why}").format(why=why)
        case _:
            return _("not sent: {why}").format(why=why)


def _cause(one: Sending) -> str:
    if one.asked is not None:
        who = safe(one.by) or _("somebody")
        return _("because of what {who} sent {at}").format(who=who, at=moment(one.asked))
    if one.cause in {"", "update"}:
        return ""
    if one.cause == "lost":
        return _("because a chat was closed to the bot")
    return _("by the clock: {job}").format(job=job_word(one.cause))


def reason_words(reason: str) -> str:
    """A reason that the rows name, in the present language; what Telegram said as it was said."""
    known = {
        "": "",
        "a newer version waits": _("a newer version took its place"),
        "the chat is closed to us": _("the chat is closed to the bot"),
        "removed from this phone": _("removed from this phone"),
        "the chat's new id has one waiting": _("the group has a new number, where one waits already"),
        "no connection to Telegram": _("no connection to Telegram"),
        "429": _("Telegram asked for a pause"),
        "the process ended during the call": _("I was cut off while sending"),
        "another process sends": _("another process sends"),
        "TimedOut": _("Telegram did not answer"),
        "NetworkError": _("the connection broke"),
        "a backup was brought back": _("a backup was brought back"),
        "too late": _("it was too late for it"),
        "no list to hand over": _("there was no list to hand over"),
        "no review to offer": _("there was no review to offer"),
        "nothing to tell any more": _("there was nothing to tell any more"),
    }
    return known[reason] if reason in known else f"<code>{safe(reason[:REASON_SHOWN])}</code>"


def _push_line(one: Push) -> str:
    what = _("{job} {slot}").format(job=job_word(one.kind), slot=safe(one.slot[:REASON_SHOWN]))
    why = reason_words(one.reason)
    match one.state:
        case "done":
            state = _("done")
        case "skipped":
            state = _("left out: {why}").format(why=why)
        case _:
            state = _("failed: {why}").format(why=why)
    at = moment(one.at) if one.at else ""
    return _("{at} {what}: {state}").format(at=at, what=what, state=state).strip()


def _incident_lines(card: IncidentCard) -> list[str]:
    """Who was called about it, who was passed over and why."""
    first = _("{what}, reported {at}:").format(what=heading(card), at=moment(card.incident.reported_at))
    told = [line for event in card.incident.events if (line := _event_line(card, event))]
    return [first, *list(dict.fromkeys(told))[-EVENTS_SHOWN:]]


def _event_line(card: IncidentCard, event: Event) -> str:
    at = moment(event.at)
    match event.what:
        case "passed":
            return f"{at} {passed_words(card, event)}"
        case "escalated":
            return f"{at} {called_words(card, event)}"
        case "notified":
            together = [one.who for one in card.incident.events if one.what == "notified" and one.at == event.at]
            return _("{at} sent to {names}").format(at=at, names=people_words(card, together))
        case "taken":
            return _("{at} taken by {name}").format(at=at, name=people_words(card, [event.who]))
        case "closed":
            return _("{at} closed by {name}").format(at=at, name=people_words(card, [event.who]))
        case "reopened":
            return _("{at} open again").format(at=at)
        case _:
            return ""
