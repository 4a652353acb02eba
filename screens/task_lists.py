"""What a giver hears of one manager's part, and the list of open tasks."""

from __future__ import annotations

from domain.people import Person
from domain.tasks import TaskBook, TaskCard, TaskLine, TaskState
from screens.screen import Rows, Screen, do, show
from screens.tasks import IN_A_LIST, SAID_SHOWN, due_words, mark, what_words
from screens.terms import shop_name, time_words
from screens.words import _, ngettext, safe

BOOK_SHOWN = 10


def result_screen(line: TaskLine, reader: Person | None, page: str) -> Screen:
    """One manager's part as the giver hears of it: a question to answer rings, that it is done comes silently."""
    part = line.part
    who = f"{safe(part.person)} {shop_name(line.name)}"
    lines = [f"{mark(line.task)} {what_words(line.task.words, SAID_SHOWN)}"]
    if not part.open:
        when = time_words(part.changed_at) if part.changed_at else ""
        lines.append(_("{who}: done {time}").format(who=who, time=when))
    if part.question:
        lines.append(_("{who} asks: {words}").format(who=who, words=what_words(part.question, SAID_SHOWN)))
    if part.answer:
        lines.append(_("Answer: {words}").format(words=what_words(part.answer, SAID_SHOWN)))
    if part.words:
        lines.append(_("Said: {words}").format(words=what_words(part.words, SAID_SHOWN)))
    waits = bool(part.open and part.question and not part.answer and line.task.state is TaskState.SENT)
    rows: Rows = ((do(_("Answer"), "task_reply", f"part:{part.id}"),),) if waits else ()
    photo = (show(_("The photo"), "task_photo", f"partphoto:{part.id}"),) if part.media else ()
    last = (*photo, show(_("The task"), "task_card", f"task:{part.task}"))
    return Screen("\n".join(lines), (*rows, last), silent=not waits)


def photo_screen(line: TaskLine, reader: Person | None, page: str) -> Screen | None:
    """The photo of what was done; None when there is none."""
    return Screen("", media=line.part.media) if line.part.media else None


def asked_answer() -> Screen:
    return Screen(_("Your answer? One sentence."))


def book_screen(book: TaskBook, reader: Person | None, page: str) -> Screen:
    """`/tasks`: what is mine to do, what I gave; heaviest first."""
    lines, buttons = [], []
    if book.own:
        n = len(book.own)
        lines.append(ngettext("To do, {n} task:", "To do, {n} tasks:", n).format(n=n))
    for number, line in enumerate(book.own[:BOOK_SHOWN], 1):
        lines.append(f"{number} {own_line(line)}")
        buttons.append(show(str(number), "task", f"part:{line.part.id}"))
    if book.given:
        n = len(book.given)
        lines.append(ngettext("Given, {n} task still open:", "Given, {n} tasks still open:", n).format(n=n))
    for number, card in enumerate(book.given[:BOOK_SHOWN], len(buttons) + 1):
        lines.append(f"{number} {_given_line(card)}")
        buttons.append(show(str(number), "task_card", f"task:{card.task.id}"))
    if not lines:
        return Screen(_("No open tasks."))
    return Screen("\n".join(lines), tuple(tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5)))


def own_line(line: TaskLine) -> str:
    """One task in a list: its mark, what, by when, who gave it."""
    return _("{mark} {what}, {due} ({giver})").format(
        mark=mark(line.task),
        what=what_words(line.task.words, IN_A_LIST),
        due=due_words(line.task.due_at),
        giver=shop_name(line.giver),
    )


def _given_line(card: TaskCard) -> str:
    return _("{mark} {what}, {due}: done {done}/{all}").format(
        mark=mark(card.task),
        what=what_words(card.task.words, IN_A_LIST),
        due=due_words(card.task.due_at),
        done=sum(not part.open for part in card.parts),
        all=len(card.parts),
    )
