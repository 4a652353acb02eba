"""A voice note: kept, with the words that were heard, played back."""

from __future__ import annotations

from datetime import datetime

from domain.chat import Media
from domain.hearings import HearingState
from domain.stop_cards import Kept
from screens.screen import Screen, do
from screens.terms import dated, shop_name, time_words
from screens.words import _, local, ngettext, safe

SHOWN = 300
"""Characters of what was heard that are shown."""


def voice_screen(at: datetime, note: Media) -> Screen:
    """A voice note with the moment at which it was said."""
    return Screen(_("{day}, {time}").format(day=dated(local(at).date()), time=time_words(at)), media=note)


def got_voice(seconds: int) -> str:
    return ngettext("Got your voice, {n} second. ", "Got your voice, {n} seconds. ", seconds).format(n=seconds)


def spoken_screen(kept: Kept) -> Screen:
    """A voice note with its words, or that they are being made out."""
    if kept.hearing is HearingState.WAITING:
        return Screen(got_voice(kept.seconds) + _("I am listening to it."))
    words = kept.heard if len(kept.heard) <= SHOWN else kept.heard[: SHOWN - 1] + "…"
    lines = [_("I heard: “{words}”").format(words=safe(words))]
    if kept.shop is not None:
        lines.append(_("It is with {shop}.").format(shop=shop_name(kept.shop.name)))
    return Screen("\n".join(lines), ((do(_("Listen"), "listen", kept.name),),))
