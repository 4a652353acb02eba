"""What a member reads who writes faster than the bot handles one chat."""

from __future__ import annotations

from screens.screen import Screen
from screens.words import _


def one_by_one() -> Screen:
    """Once in a while: everything is kept."""
    return Screen(_("That is a lot at once. I take it one by one; nothing is lost."))
