"""The week by chat: the report's draft, its additions and signature, its reading, one's own figures, the morning's digest."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming, Kind
from domain.people import Action, Person, Role, allow
from domain.understanding import Intent
from domain.weekly import Part, Report
from handlers import reviews
from screens import digests as digest_screens
from screens import weekly as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, digests, review_asked, stats, teams
from services import weekly as verbs
from services import weekly_delivery as delivery
from services.review_steps import Dialog

KEPT = "✍"
ELSEWHERE = frozenset({Intent.INCIDENT, Intent.SHOP})
"""What words may be meant as though a report asks for a sentence: they go their own way, and the question stays."""


def weekly(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/weekly`: the manager's own latest report, or the team's of last week."""
    if person.role is not Role.MANAGER:
        return Reply(show=(screens.team_screen(verbs.team_week(tx, person, now)),))
    report = verbs.newest(tx, person)
    return Reply(show=(Show("weekly", report.name) if report else screens.no_report(),))


def _report(tx: Tx, object: str) -> Report | None:
    return verbs.find_report(tx, object.partition(":")[2])


def _old(incoming: Incoming) -> Reply:
    return Reply(into=Show("weekly", incoming.object, fresh=False), toast=_("This screen is old"))


def say(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`+ Market` and its like: asks for the sentence; the button may be used again."""
    report, part = _report(tx, incoming.object), Part(incoming.args[0])
    if report is None or not verbs.ask_words(tx, person, report, part, now):
        return _old(incoming)
    return Reply(show=(screens.ask_screen(part),), refused=True)


def words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The sentence itself; a log, an alarm or what is no words goes its usual way, and the question stays."""
    report = _report(tx, dialog.object)
    if report is None or not _is_sentence(tx, person, incoming):
        return None
    try:
        done = verbs.add_words(tx, person, report, Part(dialog.data["part"]), incoming.text)
    except verbs.TooLong:
        return Reply(show=(screens.too_long(len(incoming.text.strip())),))
    return None if done is None else reply_to(done, Show("weekly", report.name), react=KEPT)


def _is_sentence(tx: Tx, person: Person, incoming: Incoming) -> bool:
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        return False
    heard = incoming.understood
    meant = heard is None or heard.intent not in ELSEWHERE
    return meant and not review_asked.begins_with_shop(tx, person.code, incoming.text)


def sign(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Sign`, once; a draft that the records have left behind is drawn anew instead."""
    report = _report(tx, incoming.object)
    done = verbs.sign(tx, person, report, now) if report else None
    if done is None:
        return _old(incoming)
    into = Show("weekly", incoming.object, fresh=False)
    if not done.value.signed:
        reply = reply_to(done, screens.changed_screen(), into=into)
        return Reply(reply.show, reply.into, changed=reply.changed, refused=True)
    return reply_to(done, into=into, toast=_("Signed"))


def seen(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Read it`: the manager's report says so."""
    report = _report(tx, incoming.object)
    if report is None:
        return Reply(toast=_("This screen is old"))
    return reply_to(delivery.see(tx, person, report, now), into=Show("weekly_read", incoming.object, fresh=False))


def answer(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Write back`: asks for the sentence; that counts as read, and can be done again."""
    report = _report(tx, incoming.object)
    if report is None:
        return Reply(toast=_("This screen is old"))
    done = delivery.ask_reply(tx, person, report, now)
    asked = reply_to(done, screens.answer_question(verbs.manager_name(tx, report)))
    return Reply(asked.show, changed=asked.changed, refused=True)


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The sentence for the manager, from one who may still read the report."""
    report = _report(tx, dialog.object)
    if report is None or not allow(person, Action.SEE_WEEKLY, report):
        return None
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        return None
    return reply_to(delivery.reply(tx, person, report, incoming.text, now), react=KEPT)


def own_week(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/stats`: the figures at once, the picture behind them."""
    week = stats.week_to_show(tx, person, now)
    name = f"{person.code}@{week:%Y-%m-%d}"
    found = stats.load(tx, name, person, now)
    if found is not None and not found.empty:
        stats.ask_picture(tx, found, now)
    return Reply(show=(Show("stats", f"stats:{name}"),))


def digest(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/digest`: the working day before, as it came in the morning."""
    if not teams.managers_of(tx, person):
        return Reply(show=(digest_screens.nobody(),))
    return Reply(show=(Show("digest", digests.digest_object(tx, person.code, now)),))


def digest_reviews(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`See reviews`: all of the team's on one screen, which marks them read; may be pressed again."""
    reply = reviews.review(tx, person, incoming, now)
    return Reply(reply.show, changed=reply.changed, refused=True)


def digest_reports(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Reports`: who has signed; may be pressed again."""
    return Reply(show=(screens.team_screen(verbs.team_week(tx, person, now)),), refused=True)
