"""What a voice note says, once its words are known: a sentence like any other, but nothing is reported without a tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.chat import Incoming, Kind, Media
from domain.hearings import HearingState
from domain.people import Person
from domain.understanding import Intent, Understood
from handlers import sentences
from screens.screen import Reply, Show
from screens.voices import voice_screen
from services import Tx, hearings, lookups
from services.hearings import Spoken
from services.sentences import understood_of, write_sentence

AT_ITS_OWN_SHOP = frozenset({Intent.LOG, Intent.OTHER, Intent.INCIDENT, Intent.REMINDER, Intent.TASK})
"""Of words that name no shop, what is meant of the shop that the voice was sent for."""


def ended(tx: Tx, spoken: Spoken, now: datetime) -> Reply:
    """The reply to a voice note that was heard, or could not be: the words as they were heard, and what follows from them."""
    kept = Show("kept", f"attachment:{spoken.note.id}", fresh=False)
    changed = (f"attachment:{spoken.note.id}",)
    if spoken.hearing.state is HearingState.FAILED:
        return Reply(show=(replace(kept, fresh=True),), changed=changed)
    reply = _said(tx, spoken, now)
    hearings.lay_to_its_words(tx, spoken)
    alone = not reply.show
    return replace(reply, show=(replace(kept, fresh=alone), *reply.show), changed=(*reply.changed, *changed))


def _said(tx: Tx, spoken: Spoken, now: datetime) -> Reply:
    incoming = _incoming(spoken, now)
    understood = understood_of(tx, spoken.person, incoming.text, incoming.at) or Understood()
    if understood.intent is Intent.INCIDENT:
        understood = replace(understood, intent=Intent.LOG)
    incoming = replace(incoming, understood=understood)
    named = understood.shop or understood.shop_candidates
    if named or understood.intent not in AT_ITS_OWN_SHOP or not (spoken.log or spoken.shop):
        return sentences.text(tx, spoken.person, incoming, now)
    if spoken.log is not None:
        done = lookups.write_beside(tx, spoken.person, spoken.log, incoming, understood, now)
    else:
        done = write_sentence(tx, spoken.person, incoming, understood, now, spoken.shop)
    return sentences.receipt(tx, spoken.person, done, incoming, now)


def _incoming(spoken: Spoken, now: datetime) -> Incoming:
    """The words as if they had been typed when the voice came."""
    user = spoken.person.user_id
    return Incoming(
        update_id=0,
        kind=Kind.TEXT,
        chat_id=user,
        user_id=user,
        at=spoken.note.at.astimezone(now.tzinfo),
        message_id=spoken.hearing.message_id,
        text=spoken.hearing.words,
        update_row=spoken.hearing.origin,
    )


def listen(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """The voice notes of a log below; the button can be pressed again."""
    notes = hearings.voices_of(tx, incoming.object)
    return Reply(
        show=tuple(voice_screen(one.at, Media(Kind.VOICE, one.file_id, one.seconds)) for one in notes), refused=True
    )
