"""Tasks with the longest words and names, for many managers, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.chat import Kind, Media
from domain.tasks import Part, PartState, Task, TaskBook, TaskCard, TaskLine, TaskRefusal, TaskState
from screens import task_lists, task_parts, tasks
from tests.screens.fullest.samples import CHEN, DU, NAME, WHO, WORDS, Called

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MANAGERS = tuple(replace(DU, code=f"M{n:02}") for n in range(1, 31))
TASK = Task(
    12345, "S01", "前川市场部", WORDS, True, True, NOW + timedelta(days=400), "420116100001", TaskState.DRAFT,
    tuple(one.code for one in MANAGERS), NOW, NOW,
)  # fmt: skip
PART = Part(12345, 12345, "M01", "S01", "前川市场部", PartState.SENT, NOW, WORDS, WORDS, WORDS, None, NOW)


def tasks_drawn() -> Iterator[Called]:
    names = tuple((one.code, one.name) for one in MANAGERS)
    parts = tuple(
        replace(PART, id=n, person=one.code, state=list(PartState)[n % 4], answer="") for n, one in enumerate(MANAGERS)
    )
    days = tuple(NOW + timedelta(days=n) for n in range(5))
    for state in TaskState:
        card = TaskCard(replace(TASK, state=state), names, parts, MANAGERS, days, NAME, overdue=True)
        for page in ("", "who.0", "who.3", "weight", "due", "withdraw"):
            yield tasks.card_screen, f"{state} {page}", (card, CHEN, page)
    nobody = TaskCard(replace(TASK, due_at=None), (), (), MANAGERS, days, NAME)
    yield tasks.card_screen, "nobody chosen", (nobody, CHEN, "")
    lines = []
    for part_state in PartState:
        for state in (TaskState.SENT, TaskState.WITHDRAWN):
            for answer in ("", WORDS):
                part = replace(PART, state=part_state, answer=answer)
                line = TaskLine(replace(TASK, state=state), part, WHO, WHO, NAME)
                lines.append(line)
                yield task_lists.result_screen, f"{part_state} {state} {bool(answer)}", (line, CHEN, "")
                for page in ("", "remind.59", "remind.4000"):
                    yield task_parts.task_screen, f"{part_state} {state} {bool(answer)} {page}", (line, DU, page)
    told = tuple(replace(PART, id=n, person=one.code, state=PartState.DONE) for n, one in enumerate(MANAGERS))
    asked = tuple(replace(PART, id=n, answer="") for n in range(8))
    for parts_ in (told, (*asked, *told)):
        card = TaskCard(replace(TASK, state=TaskState.SENT), names, parts_, (), (), NAME, overdue=True)
        yield tasks.card_screen, f"{len(parts_)} told", (card, CHEN, "")
    shown = replace(lines[0], part=replace(PART, media=Media(Kind.PHOTO, "f"), answer=""))
    yield task_lists.result_screen, "with a photo", (shown, CHEN, "")
    photo = replace(lines[0], part=replace(PART, media=Media(Kind.PHOTO, "f")))
    yield task_lists.photo_screen, "", (photo, CHEN, "")
    given = tuple(TaskCard(replace(TASK, state=TaskState.SENT), names, parts, (), (), NAME) for _n in range(20))
    yield task_lists.book_screen, "", (TaskBook("S01", tuple(lines * 3), given), CHEN, "")
    yield task_lists.book_screen, "empty", (TaskBook("S01"), CHEN, "")
    yield tasks.asked_words, "", ()
    yield tasks.asked_due, "", ()
    yield task_lists.asked_answer, "", ()
    yield tasks.not_for_you, "", ()
    yield tasks.noted, "", (("M99",) * 30, WORDS, True)
    yield task_parts.asked_question, "", (lines[0],)
    for refusal in TaskRefusal:
        assert tasks.refusal_words(refusal)
