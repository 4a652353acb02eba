"""Voice notes and their words: queued when they are kept, laid to the log that the words make, given up with a clear word."""

from __future__ import annotations

from dataclasses import dataclass

from domain.chat import Incoming, Kind
from domain.hearings import HELD, TRIES, Hearing, HearingState, pause_after
from domain.people import Person
from domain.visits import Log, LogState
from storage import hearings, people, visit_changes, visits
from storage.database import Tx
from storage.visits import Attachment

AT_ONCE = 4
"""How many voice notes are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice note whose words are known: where it lies (`log` standing, or `shop` without a log yet), who said it."""

    hearing: Hearing
    note: Attachment
    person: Person
    log: Log | None
    shop: str


def queue(tx: Tx, person: Person, incoming: Incoming, attachment: int) -> None:
    """Have the words of a voice note made out, where the office has ears; words beside it say enough."""
    if tx.office.hears and incoming.kind is Kind.VOICE and not incoming.text.strip():
        hearings.add(tx, attachment, person.code, incoming.message_id, incoming.update_row)


def begin(tx: Tx) -> list[tuple[Hearing, str]]:
    """The notes to be tried now, each with its file; the try counts before it begins, so that a crash in it is one."""
    found = []
    for hearing in hearings.due(tx, AT_ONCE):
        note = visits.attachment(tx, hearing.attachment)
        later = tx.machine_now() + HELD
        if note is not None and hearing.tries < TRIES and hearings.count_try(tx, hearing.id, later):
            found.append((hearing, note.file_id))
    return found


def take_over(tx: Tx) -> None:
    """Whoever listened before is gone: what was held is free."""
    hearings.free(tx)


def rest(tx: Tx, hearing: Hearing) -> None:
    """A try failed that may work later: the note rests."""
    hearings.put_off(tx, hearing.id, tx.machine_now() + pause_after(hearing.tries + 1))


def end(tx: Tx, number: int, words: str) -> Spoken | None:
    """The words are known ('': they could not be made out); None when that was settled before, or nobody is there to be told."""
    to = HearingState.HEARD if words else HearingState.FAILED
    if not hearings.end(tx, number, to, words):
        return None
    hearing = hearings.one(tx, number)
    note = visits.attachment(tx, hearing.attachment) if hearing else None
    person = people.by_code(tx, hearing.manager) if hearing else None
    if hearing is None or note is None or person is None or not person.active:
        return None
    log = visits.log(tx, note.log) if note.log else None
    standing = log if log is not None and log.state is LogState.ACTIVE and log.shop else None
    return Spoken(hearing, note, person, standing, visit_changes.waits_for(tx, note.id))


def lay_to_its_words(tx: Tx, spoken: Spoken) -> None:
    """The voice goes with the log that its words made, when they made one."""
    made = visit_changes.by_message(tx, spoken.person.code, spoken.hearing.message_id)
    if made is not None and spoken.hearing.message_id:
        visits.put_attachment(tx, spoken.note.id, made.id)
        visit_changes.wait_for(tx, spoken.note.id, "")


def voices_of(tx: Tx, object: str) -> list[Attachment]:
    """The voice notes of `log:<id>`, or the one that `attachment:<id>` names."""
    kind, _colon, id = object.partition(":")
    one = visits.attachment(tx, int(id)) if kind == "attachment" else None
    found = [one] if one else visits.attachments_of(tx, int(id)) if kind == "log" else []
    return [note for note in found if note.kind == Kind.VOICE.value]
