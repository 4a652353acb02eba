"""The evening review by chat: the command, the steps of the manager, the reading and answering of the supervisor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.chat import Done, Incoming, Kind, Media
from domain.people import Person, Role
from domain.reviews import Review
from domain.understanding import Intent
from domain.visits import Missed
from screens import review_reading as reading_screens
from screens import reviews as screens
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx
from services import review_asked as asked
from services import review_reading as reading
from services import review_steps as steps
from services import reviews as life
from services.review_asked import OldStep
from services.review_steps import Dialog
from services.stops import Stale

KEPT = "✍"
CLOSING = frozenset({Intent.LOG, Intent.OTHER, Intent.CORRECTION})
"""What words may be meant as when they close a day; the others have a purpose of their own."""

Step = Callable[[], Done[Review]]


def review(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`/review`: the manager's own, or the team's latest ones."""
    if person.role is not Role.MANAGER:
        done = reading.team_reviews(tx, person, now)
        return reply_to(done, reading_screens.team_screen(done.value, now.date()))
    opened = life.open_review(tx, person, now)
    if opened.value is None:
        return Reply(show=(screens.no_review(),))
    return reply_to(opened, Show("review", opened.value.name))


def _number(incoming: Incoming) -> int:
    return int(incoming.object.partition(":")[2])


def _stepped(incoming: Incoming, step: Step, page: str = "", toast: str = "") -> Reply:
    """Take a step and draw the next one; a button of an older step only brings the message up to date."""
    try:
        done = step()
    except (OldStep, Stale):
        return Reply(into=Show("review", incoming.object), toast=_("This screen is old"), refused=True)
    return reply_to(done, into=Show("review", incoming.object, page), toast=toast)


def start(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.begin(tx, _number(incoming), now))


def resume(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.resume(tx, _number(incoming), now))


def snooze(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    minutes = int(incoming.args[0])
    return _stepped(incoming, lambda: steps.snooze(tx, _number(incoming), minutes, now))


def reason(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    stop, why = int(incoming.args[0]), Missed(incoming.args[1])
    return _stepped(incoming, lambda: steps.give_reason(tx, _number(incoming), stop, why, "", now))


def say_reason(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Ask for a reason in one's own words."""
    return _stepped(incoming, lambda: steps.ask_reason(tx, _number(incoming), int(incoming.args[0]), now), "say")


def place(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    stop, choice = int(incoming.args[0]), incoming.args[1]
    return _stepped(incoming, lambda: steps.place(tx, _number(incoming), stop, choice, now), toast=_("Noted"))


def rest(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.place_rest(tx, _number(incoming), now), toast=_("Noted"))


def matter(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    number, choice = int(incoming.args[0]), incoming.args[1]
    return _stepped(incoming, lambda: steps.change_matter(tx, _number(incoming), number, choice, now))


def matters(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.settle_matters(tx, _number(incoming), now))


def tomorrow(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.agree_tomorrow(tx, _number(incoming), now))


def nothing(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _stepped(incoming, lambda: steps.nothing_more(tx, _number(incoming), now))


def change(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """One thing of the summary again: `stop` and its id, `matters`, `words`."""
    what, *rest_of = incoming.args
    stop = int(rest_of[0]) if rest_of else 0
    return _stepped(incoming, lambda: steps.change(tx, _number(incoming), what, stop, now))


def confirm(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    return _confirmed(incoming, lambda: steps.confirm(tx, _number(incoming), now), now)


def finish(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Leave it at that`: confirmed with what is known."""
    return _confirmed(incoming, lambda: steps.finish(tx, _number(incoming), now), now)


def _confirmed(incoming: Incoming, step: Step, now: datetime) -> Reply:
    """The summary without buttons, and on the day itself the kind last line below it."""
    try:
        done = step()
    except (OldStep, Stale):
        return Reply(into=Show("review", incoming.object), toast=_("This screen is old"), refused=True)
    below = (screens.kind_screen(done.value),) if done.value.day == now.date() else ()
    return reply_to(done, *below, into=Show("review", incoming.object), toast=_("Confirmed"))


# --- answers


def closing_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """Words or a voice note for the end of the day; a sentence about a shop is a log as ever."""
    voice = incoming.media if incoming.kind is Kind.VOICE else None
    if voice is None and not _fits(tx, person, incoming):
        return None
    return _answered(dialog, lambda number: steps.add_words(tx, number, incoming.text, voice, now))


def reason_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """Why a stop was missed, in the manager's words."""
    if not _fits(tx, person, incoming):
        return None
    stop, words = int(dialog.data["stop"]), incoming.text.strip()
    return _answered(dialog, lambda number: steps.give_reason(tx, number, stop, Missed.OTHER, words, now))


def _fits(tx: Tx, person: Person, incoming: Incoming) -> bool:
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        return False
    heard = incoming.understood
    meant = heard is None or heard.intent in CLOSING
    return meant and not asked.begins_with_shop(tx, person.code, incoming.text)


def _answered(dialog: Dialog, step: Callable[[int], Done[Review]]) -> Reply | None:
    try:
        done = step(int(dialog.object.partition(":")[2]))
    except (OldStep, Stale):
        return None
    return reply_to(done, Show("review", dialog.object, fresh=False), react=KEPT)


# --- the supervisor


def seen(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Read it`: the manager's summary says so."""
    done = reading.see(tx, person, asked.review_of(tx, _number(incoming)), now)
    return reply_to(done, into=Show("review_read", incoming.object))


def answer(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """`Answer`: asks for the sentence; that counts as read."""
    found = asked.review_of(tx, _number(incoming))
    done = reading.ask_reply(tx, person, found, now)
    return reply_to(done, reading_screens.answer_question(asked.manager_name(tx, found)))


def answer_words(tx: Tx, person: Person, incoming: Incoming, dialog: Dialog, now: datetime) -> Reply | None:
    """The sentence for the manager."""
    found = asked.find_review(tx, dialog.object.partition(":")[2])
    if found is None or incoming.kind is not Kind.TEXT or not incoming.text.strip():
        return None
    return reply_to(reading.reply(tx, person, found, incoming.text, now), react=KEPT)


def listen(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The voice notes of the review, below; the button can be pressed again."""
    found = asked.review_of(tx, _number(incoming))
    name = asked.manager_name(tx, found)
    notes = tuple(
        reading_screens.voice_screen(name, found.day, Media(Kind.VOICE, file, seconds))
        for file, seconds in found.draft.voices
    )
    return Reply(show=notes, refused=True)
