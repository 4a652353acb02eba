"""The Bot API as data: which methods and types exist, their fields, what is required, what comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_FILE = Path(__file__).with_name("bot_api.json")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method or one field of a type; `only` is the single value it may have, if any."""

    types: tuple[str, ...]
    required: bool
    only: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """A method's canonical name, its parameters by name, and the types it may return."""

    name: str
    fields: dict[str, Field]
    required: tuple[str, ...]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A type has either fields or, as a union, subtypes; some have neither and hold nothing."""

    fields: dict[str, Field]
    required: tuple[str, ...]
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All methods by lower-case name (the Bot API ignores case), all types by name."""

    version: str
    methods: dict[str, Method]
    types: dict[str, Type]
    reactions: frozenset[str]


def _fields(entry: Json) -> dict[str, Field]:
    return {
        name: Field(tuple(raw["types"]), raw.get("required", False), raw.get("is"))
        for name, raw in entry.get("fields", {}).items()
    }


def _required(fields: dict[str, Field]) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if field.required)


def _method(name: str, entry: Json) -> Method:
    fields = _fields(entry)
    return Method(name, fields, _required(fields), tuple(entry["returns"]))


def _type(entry: Json) -> Type:
    fields = _fields(entry)
    return Type(fields, _required(fields), tuple(entry.get("subtypes", ())))


@cache
def load() -> Facts:
    """The facts, read once a process from the file beside this module."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    return Facts(
        version=raw["version"],
        methods={name.lower(): _method(name, entry) for name, entry in raw["methods"].items()},
        types={name: _type(entry) for name, entry in raw["types"].items()},
        reactions=frozenset(raw["reactions"]),
    )
