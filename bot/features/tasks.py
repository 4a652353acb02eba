"""Tasks in the routing table."""

from __future__ import annotations

from bot.routing import EVERYONE, Answer, Command, Press
from bot.views import ObjectOf, View
from domain.people import Action
from domain.tasks import GIVERS
from handlers import tasks as handle
from screens import task_lists as list_screens
from screens import task_parts as part_screens
from screens import tasks as screens
from screens.words import N_
from services import task_parts, tasks

COMMANDS: tuple[Command, ...] = (
    Command(
        "task",
        handle.task,
        Action.GIVE_TASK,
        GIVERS,
        N_("Give managers a task"),
        example=N_("/task ask M03 to check price tags tomorrow morning, urgent"),
    ),
    Command("tasks", handle.book, Action.SEE_TASKS, EVERYONE, N_("Open tasks")),
)

PRESSES: dict[str, Press] = {
    "task_send": Press(handle.send, Action.GIVE_TASK),
    "task_drop": Press(handle.drop, Action.GIVE_TASK),
    "task_who": Press(handle.who, Action.GIVE_TASK),
    "task_weight": Press(handle.weight, Action.GIVE_TASK),
    "task_due": Press(handle.due, Action.GIVE_TASK),
    "task_say_due": Press(handle.say_due, Action.GIVE_TASK),
    "task_withdraw": Press(handle.withdraw, Action.GIVE_TASK),
    "task_reply": Press(handle.reply, Action.GIVE_TASK),
    "task_accept": Press(handle.accept, Action.DO_TASK),
    "task_ask": Press(handle.ask, Action.DO_TASK),
    "task_finish": Press(handle.finish, Action.DO_TASK),
    "task_snooze": Press(handle.snooze, Action.DO_TASK),
}

DIALOGS: dict[str, Answer] = {
    tasks.ASK_WORDS: handle.answer_words,
    tasks.ASK_DUE: handle.answer_due,
    task_parts.ASK_QUESTION: handle.answer_question,
    task_parts.ASK_ANSWER: handle.answer_reply,
    task_parts.ASK_DONE: handle.answer_done,
}

VIEWS: dict[str, View] = {
    "task": View("part", task_parts.load_part, Action.DO_TASK, part_screens.task_screen),
    "task_result": View("part", task_parts.load_part, Action.GIVE_TASK, list_screens.result_screen),
    "task_photo": View("partphoto", task_parts.load_part, Action.GIVE_TASK, list_screens.photo_screen),
    "task_card": View("task", tasks.load_card, Action.GIVE_TASK, screens.card_screen),
    "tasks": View("taskbook", task_parts.load_book, Action.SEE_TASKS, list_screens.book_screen, place="tasks"),
}

OBJECTS: dict[str, ObjectOf] = {
    "task": tasks.task_owned,
    "part": task_parts.part_owned,
    "partphoto": task_parts.part_owned,
    "taskbook": tasks.book_owned,
}
