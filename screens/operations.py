"""What administrators read of the bot's own work: what it found undone, and what is held since a backup was brought back."""

from __future__ import annotations

from datetime import datetime

from domain.audits import Report, Suspicion, Trouble
from domain.people import Person
from domain.quarantine import Held, Quarantine
from screens.screen import Rows, Screen, do, show
from screens.terms import dated, time_words
from screens.words import _, local, ngettext, safe

SHOWN = 10


def job_word(kind: str) -> str:
    """A job of the clock."""
    return {
        "climb": _("the call up the chain"),
        "reopen": _("the reopening"),
        "plan": _("the plan of two weeks"),
        "morning": _("the morning list"),
        "calendar": _("the word about public holidays"),
        "review": _("the evening review"),
        "review_close": _("the close of the review"),
        "review_wake": _("the review put off"),
        "review_remind": _("the reminder of the review"),
        "review_tell": _("the summary for the supervisor"),
        "news": _("the news"),
        "news_reminder": _("the reminder of the news"),
        "task": _("a task"),
        "task_reminder": _("the reminder of a task"),
        "task_overdue": _("the word that a task is over"),
        "task_talk": _("the words about a task"),
        "reminder": _("a reminder"),
        "replan": _("a proposal of moves"),
        "digest": _("the morning digest"),
        "weekly": _("the draft of a weekly report"),
        "weekly_documents": _("the documents of a weekly report"),
        "weekly_remind": _("the reminder of a weekly report"),
        "week_picture": _("the picture of a week"),
        "group_leave": _("the leaving of a group"),
        "absence": _("the word about my absence"),
        "audit": _("the look at myself"),
        "import_fetch": _("getting a file to import"),
        "import_check": _("the check of an import"),
        "import_take": _("the taking in of an import"),
        "import_plan": _("the plan after an import"),
        "import_end": _("the end of an import"),
        "import_expire": _("the end of an import"),
    }.get(kind, safe(kind))


def moment(instant: datetime) -> str:
    return _("{day} {time}").format(day=dated(local(instant).date()), time=time_words(instant))


def audit_screen(report: Report, reader: Person | None, page: str) -> Screen:
    """What should have been done and was not; the same card says later that all is in order."""
    rows = ((show(_("Refresh"), "audit", "audit:office"),),)
    if not report.findings:
        return Screen(_("Nothing is left undone."), rows)
    lines = [_finding(report, one) for one in report.findings[:SHOWN]]
    if len(report.findings) > SHOWN:
        lines.append(_("and {n} more").format(n=len(report.findings) - SHOWN))
    return Screen("\n".join([_("I found something that should have been done:"), *lines]), rows)


def _finding(report: Report, one: Suspicion) -> str:
    at = moment(one.at)
    match one.trouble:
        case Trouble.OVERDUE:
            return _("{what}, {who}: due {at}, not done").format(what=job_word(one.what), who=_who(report, one), at=at)
        case Trouble.GAVE_UP:
            return _("{what}, {who}: failed too often, last {at}").format(
                what=job_word(one.what), who=_who(report, one), at=at
            )
        case Trouble.NO_NEXT_STEP:
            return _("{who}: open since {at}, and nobody would be called next").format(who=_who(report, one), at=at)
        case Trouble.RESULT_LATE:
            return _("{who}: was to be closed by {at} and is not open again").format(who=_who(report, one), at=at)
        case Trouble.INBOX_WAITS:
            return _("Update {row}, received {at}, waits to be handled").format(row=safe(one.about), at=at)
        case Trouble.SENDING_LONG:
            return _("Message {row}, written {at}, is being sent for too long").format(row=_row(one), at=at)
        case Trouble.ALERT_WAITS:
            return _("Alert {row}, written {at}, waits to be sent").format(row=_row(one), at=at)


def _row(one: Suspicion) -> str:
    return safe(one.about.partition(".")[0])


def _who(report: Report, one: Suspicion) -> str:
    """A person by name and code; an object by what it is and its number."""
    name = one.about.partition("@")[0]
    kind, _colon, number = name.partition(":")
    if kind == "incident":
        return _("abnormal situation {n}").format(n=safe(number))
    if kind == "group":
        return _("a group")
    known = report.name(name)
    return safe(name) if known == name else f"{safe(known)} ({safe(name)})"


def held_words(count: int) -> str:
    return ngettext(
        "{n} message is held since a backup was brought back",
        "{n} messages are held since a backup was brought back",
        count,
    ).format(n=count)


def quarantine_screen(facts: Quarantine, reader: Person | None, page: str) -> Screen:
    """What is held, and the decision about it."""
    back = (show(_("Back"), "check", "people:office"),)
    if not facts.held:
        return Screen(_("Nothing is held back."), (back,))
    lines = [held_words(sum(one.count for one in facts.held)), *map(_held, facts.held), *_restored(facts)]
    lines.append(_("They may have been sent before the loss. If they go now, each says that it is sent again."))
    rows: Rows = (
        (do(_("Send them"), "release_held", "quarantine:office"),),
        back,
        (do(_("Never send them"), "drop_held", "quarantine:office", danger=True),),
    )
    return Screen("\n".join(lines), rows)


def _restored(facts: Quarantine) -> list[str]:
    if facts.copied is None:
        return []
    return [_("The backup was of {at}.").format(at=moment(facts.copied))]


def kind_word(kind: str) -> str:
    """What sort of message an outbox row is."""
    return {
        "alert": _("alert"),
        "answer": _("answer"),
        "list": _("list or review"),
        "news": _("news"),
        "hint": _("small sign"),
    }.get(kind, safe(kind))


def _held(one: Held) -> str:
    return _("{kind}: {n}, written {first} to {last}").format(
        kind=kind_word(one.kind), n=one.count, first=moment(one.first), last=moment(one.last)
    )
