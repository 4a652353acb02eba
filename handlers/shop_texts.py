"""The tap that notes a text as sent."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Incoming
from domain.people import Person
from screens.screen import Reply, Show, reply_to
from screens.words import _
from services import Tx, shop_texts


def sent(tx: Tx, person: Person, incoming: Incoming, now: datetime) -> Reply:
    """Note the sending; its receipt can take it back."""
    code = incoming.object.partition(":")[2]
    channel = shop_texts.channel_of(incoming.args[0] if incoming.args else "")
    try:
        done = shop_texts.note_sent(tx, person, code, channel, incoming.update_row, incoming.at, now)
    except shop_texts.AlreadySent as error:
        return Reply(show=(Show("receipt", f"log:{error.log.id}"),), toast=_("Already noted"))
    except shop_texts.NothingToSay:
        return Reply(toast=_("There is nothing to pass on now."), refused=True)
    return reply_to(done, Show("receipt", f"log:{done.value.id}"), toast=_("Noted"))
