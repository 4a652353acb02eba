"""The table of views: who loads what, who may see it, who draws it, and at which place of a chat it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.people import Action, Owned, Person, allow
from screens.screen import Screen
from storage.database import Tx

Reader = Person | None
"""Who looks: a person, or None when the chat is a group."""

Load = Callable[[Tx, str, Reader, datetime], Any]
"""`(tx, id, reader, now)` → what the view shows (None when it is gone)."""

Draw = Callable[[Any, Reader, str], Screen | None]
"""`(what was loaded, reader, page)` → screen in the language of the reader, None when there is nothing to show."""


@dataclass(frozen=True, slots=True)
class View:
    """`kind` is the kind of object shown (`stop` of `stop:12`); `place` '' means one card for each object."""

    kind: str
    load: Load
    action: Action
    draw: Draw
    place: str = ""
    in_groups: bool = False
    pinned: bool = False
    silent: bool = False

    def place_of(self, object: str) -> str:
        return self.place or object


ObjectOf = Callable[[Tx, str], Owned | None]
"""`(tx, id)` → the object as one that policies can judge, None when there is no such object."""


def may_see(view: View, objects: dict[str, ObjectOf], tx: Tx, reader: Reader, object_name: str) -> bool:
    """Whether the reader may see this very object; a group sees only views made for groups."""
    if reader is None:
        return view.in_groups
    return may_do(view.action, objects, tx, reader, object_name)


def may_do(action: Action, objects: dict[str, ObjectOf], tx: Tx, person: Person | None, object_name: str) -> bool:
    """Whether the person may do the action about the object named `kind:id`; unknown objects: no."""
    kind, _, number = object_name.partition(":")
    find = objects.get(kind)
    thing = find(tx, number) if find else None
    return thing is not None and allow(person, action, thing)
