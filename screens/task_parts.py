"""A task as its manager sees it: accept, ask, done; put its reminder off."""

from __future__ import annotations

from domain.people import Person
from domain.tasks import SNOOZES, PartState, TaskLine, TaskState
from screens.screen import Button, Rows, Screen, do, show
from screens.tasks import SAID_SHOWN, due_words, mark, what_words, with_shop
from screens.terms import shop_name, time_words
from screens.words import _, ngettext

REMIND = "remind."


def task_screen(line: TaskLine, reader: Person | None, page: str) -> Screen:
    """The card of one part; page `remind.N`: N minutes before it is due."""
    task, part = line.task, line.part
    if task.state is not TaskState.SENT:
        return Screen(
            _("{name} took this task back: {what}").format(name=shop_name(line.giver), what=what_words(task.words, 40))
        )
    lines = [*_reminding(line, page), _first(line)]
    if part.question:
        lines.append(_("You asked: {words}").format(words=what_words(part.question, SAID_SHOWN)))
    if part.answer:
        lines.append(
            _("{name} answers: {words}").format(name=shop_name(line.giver), words=what_words(part.answer, SAID_SHOWN))
        )
    if part.state is PartState.ACCEPTED:
        lines.append(_("Accepted; {name} sees it.").format(name=shop_name(line.giver)))
    if not part.open:
        lines.append(_done(line))
    return Screen("\n".join(lines), _rows(line, page))


def _reminding(line: TaskLine, page: str) -> list[str]:
    """How long there is, while it is open."""
    minutes = page.removeprefix(REMIND) if page.startswith(REMIND) else ""
    if not line.part.open or not minutes.isdecimal() or len(minutes) > 6 or int(minutes) <= 0:
        return []
    n = int(minutes)
    if n >= 120:
        return [_("⏰ Not long until it is due")]
    return [ngettext("⏰ {n} minute left", "⏰ {n} minutes left", n).format(n=n)]


def _first(line: TaskLine) -> str:
    return _("Task {mark} from {name}: {what}, {due}").format(
        mark=mark(line.task),
        name=shop_name(line.giver),
        what=with_shop(line.task.words, line.shop),
        due=due_words(line.task.due_at),
    )


def _done(line: TaskLine) -> str:
    part = line.part
    when = time_words(part.changed_at) if part.changed_at else ""
    if not part.words and part.media is None:
        return _("Done {time}. A sentence or a photo, if you like.").format(time=when)
    said = what_words(part.words, SAID_SHOWN) if part.words else _("photo")
    return _("Done {time}: {words}").format(time=when, words=said)


def _rows(line: TaskLine, page: str) -> Rows:
    task, part = line.task, line.part
    name = f"part:{part.id}"
    shop: tuple[tuple[Button, ...], ...] = ((show(_("The shop"), "shop", f"shop:{task.shop}"),),) if task.shop else ()
    if not part.open:
        return ()
    ask = do(_("A question"), "task_ask", name)
    done = do(_("Done"), "task_finish", name)
    first = (done, ask) if part.state is PartState.ACCEPTED else (do(_("Got it"), "task_accept", name), ask, done)
    later = tuple(do(_later(n), "task_snooze", name, n) for n in SNOOZES) if page.startswith(REMIND) else ()
    return (first, *((later,) if later else ()), *shop)


def _later(minutes: int) -> str:
    if minutes % 60:
        return ngettext("In {n} minute", "In {n} minutes", minutes).format(n=minutes)
    return ngettext("In {n} hour", "In {n} hours", minutes // 60).format(n=minutes // 60)


def asked_question(line: TaskLine) -> Screen:
    return Screen(_("Your question to {name}? One sentence.").format(name=shop_name(line.giver)))
