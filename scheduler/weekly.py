"""The week's pushes: drafts, their one reminder, documents of what is signed, pictures asked for, the morning's digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from domain.chat import Done
from domain.digests import DIGEST_AT, DIGEST_LATE
from domain.weekly import REMIND_LATE, WEEKLY_AT
from scheduler.job import Due, Job, Skip
from screens import documents
from screens import stats as stats_screens
from screens import weekly as screens
from screens.words import speaking
from services import Tx, digests, stats, weekly
from services import weekly_delivery as delivery

EVERY = timedelta(seconds=30)
OFTEN = timedelta(seconds=2)
GONE = Skip("nobody waits for this any more")


def due_drafts(tx: Tx, now: datetime) -> Sequence[Due]:
    at = datetime.combine(now.date(), WEEKLY_AT, tx.office.zone)
    return [Due(code, f"{week:%Y-%m-%d}", at) for code, week in weekly.due_drafts(tx, now)]


def draft(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Draft a manager's week and send it, once."""
    return weekly.write_draft(tx, due.person, date.fromisoformat(due.slot), now) or Skip("nothing to write about")


def due_reminders(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.manager, f"{one.week:%Y-%m-%d}/{one.id}", at) for one, at in weekly.due_reminders(tx, now)]


def remind(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Remind once of a draft that is not signed."""
    return weekly.remind(tx, int(due.slot.partition("/")[2]), now) or Skip("signed, or on leave")


def due_documents(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.manager, str(one.id), one.signed_at or now) for one in delivery.due_documents(tx, now)]


@dataclass(frozen=True, slots=True)
class Papers:
    """The two documents of a report, each with its name."""

    docx: tuple[str, bytes]
    pdf: tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be made, and the office's zone for its times."""

    work: delivery.ToMake | stats.ToDraw
    zone: tzinfo


def read_report(tx: Tx, due: Due, now: datetime) -> Setting | None:
    found = delivery.to_make(tx, int(due.slot), now)
    return Setting(found, tx.office.zone) if found else None


def make_papers(problem: object) -> Papers | None:
    """Set the report in its reader's language; seconds, beside the event loop."""
    if not isinstance(problem, Setting) or not isinstance(problem.work, delivery.ToMake):
        return None
    with speaking(problem.work.language, problem.zone):
        view = problem.work.view
        paper = documents.paper_of(view)
        docx = screens.document_name(view, "docx"), documents.docx_of(paper)
        return Papers(docx, (screens.document_name(view, "pdf"), documents.pdf_of(paper)))


def deliver(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """Keep both and hand the report on; a report whose documents were lost in a crash makes them again."""
    if not isinstance(due.solved, Papers):
        return GONE
    return delivery.deliver(tx, int(due.slot), due.solved.docx, due.solved.pdf, now) or GONE


def due_pictures(tx: Tx, now: datetime) -> Sequence[Due]:
    return [Due(one.person, str(one.id), now) for one in stats.due_pictures(tx)]


def read_week(tx: Tx, due: Due, now: datetime) -> Setting | None:
    found = stats.to_draw(tx, int(due.slot), now)
    return Setting(found, tx.office.zone) if found else None


def draw(problem: object) -> tuple[str, bytes] | None:
    if not isinstance(problem, Setting) or not isinstance(problem.work, stats.ToDraw):
        return None
    with speaking(problem.work.language, problem.zone):
        week = problem.work.stats
        return stats_screens.picture_name(week), stats_screens.picture_of(week)


def send_picture(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    if not isinstance(due.solved, tuple):
        stats.give_up(tx, int(due.slot))
        return GONE
    name, content = due.solved
    return stats.drawn(tx, int(due.slot), name, content, now) or GONE


def due_digests(tx: Tx, now: datetime) -> Sequence[Due]:
    at = datetime.combine(now.date(), DIGEST_AT, tx.office.zone)
    return [Due(code, now.date().isoformat(), at) for code in digests.due_digests(tx, now)]


def tell(tx: Tx, due: Due, now: datetime) -> Done[object] | Skip:
    """The working day before, once a morning."""
    return digests.push(tx, due.person, now) or Skip("nobody to tell about")


JOBS: tuple[Job, ...] = (
    Job("weekly_documents", due_documents, deliver, OFTEN, read=read_report, solve=make_papers),
    Job("week_picture", due_pictures, send_picture, OFTEN, read=read_week, solve=draw),
    Job("digest", due_digests, tell, EVERY, late=DIGEST_LATE),
    Job("weekly", due_drafts, draft, EVERY),
    Job("weekly_remind", due_reminders, remind, EVERY, late=REMIND_LATE),
)
