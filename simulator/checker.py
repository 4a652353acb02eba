"""Requests and answers held against the facts: names, types, what is required."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import facts
from .facts import Field, Json, Method
from .files import Upload

_ARRAY = "Array of "
_INTEGER = re.compile(r"-?\d+")
_NOT_JSON = object()


def understood(method: Method, raw: Json) -> Json:
    """Parameters as typed values: forms carry everything as text, and JSON bodies may carry JSON in text.

    Text that can't be read as the parameter's type stays text; `request_flaws` then names it.
    """
    return {name: _read(method.fields.get(name), value) for name, value in raw.items()}


def _read(field: Field | None, value: Any) -> Any:
    if field is None or not isinstance(value, str) or field.types == ("String",):
        return value
    if "Integer" in field.types and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if "String" in field.types:
        return value
    if field.types == ("Boolean",):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    read = _from_json(value)
    return value if read is _NOT_JSON else read


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return _NOT_JSON


@dataclass(frozen=True, slots=True)
class Flaw:
    """One way in which JSON strays from the facts; `unknown_name` ones Telegram overlooks."""

    words: str
    unknown_name: bool = False


def request_flaws(method: Method, params: Json) -> list[Flaw]:
    """What the request has that the Bot API doesn't know, and what it lacks; empty when it conforms."""
    flaws = [
        Flaw(f"{method.name}: unknown parameter {name}", unknown_name=True)
        for name in params
        if name not in method.fields
    ]
    flaws += [Flaw(f"{method.name}: {name} is required") for name in method.required if name not in params]
    for name, value in params.items():
        field = method.fields.get(name)
        if field is not None:
            flaws += _field_flaws(field, value, f"{method.name}.{name}")
    return flaws


def result_flaws(method: Method, result: Any) -> list[Flaw]:
    """How an answer's `result` strays from what the method is said to return."""
    return _any_of(method.returns, result, f"{method.name} result")


def type_flaws(name: str, value: Any) -> list[Flaw]:
    """How a value strays from the type of that name, such as Update."""
    return list(_flaws(name, value, name))


def _field_flaws(field: Field, value: Any, where: str) -> list[Flaw]:
    if field.only is not None and value != field.only:
        return [Flaw(f"{where} must be {field.only!r}")]
    return _any_of(field.types, value, where)


def _any_of(names: tuple[str, ...], value: Any, where: str) -> list[Flaw]:
    """Empty when one of the types fits; else the flaws of the type that fits best."""
    best: list[Flaw] | None = None
    for name in names:
        found = list(_flaws(name, value, where))
        if not found:
            return []
        if best is None or len(found) < len(best):
            best = found
    return best or []


def _flaws(name: str, value: Any, where: str) -> Iterator[Flaw]:
    if name.startswith(_ARRAY):
        yield from _array_flaws(name[len(_ARRAY) :], value, where)
        return
    plain = _plain(name, value)
    if plain is not None:
        if not plain:
            yield Flaw(f"{where} must be {name}, not {type(value).__name__}")
        return
    yield from _object_flaws(name, value, where)


def _array_flaws(item: str, value: Any, where: str) -> Iterator[Flaw]:
    if not isinstance(value, list):
        yield Flaw(f"{where} must be an array, not {type(value).__name__}")
        return
    for number, one in enumerate(value):
        yield from _flaws(item, one, f"{where}[{number}]")


def _plain(name: str, value: Any) -> bool | None:
    """Whether the value is of a plain type; None when the type isn't a plain one."""
    match name:
        case "String":
            return isinstance(value, str)
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "InputFile":
            return isinstance(value, Upload)
        case "KeyboardButton" if isinstance(value, str):
            return True
    return None


def _object_flaws(name: str, value: Any, where: str) -> Iterator[Flaw]:
    described = facts.load().types[name]
    if described.subtypes:
        yield from _any_of(described.subtypes, value, where)
        return
    if not isinstance(value, dict):
        yield Flaw(f"{where} must be {name}, not {type(value).__name__}")
        return
    for required in described.required:
        if required not in value:
            yield Flaw(f"{where}.{required} is required")
    for key, inner in value.items():
        field = described.fields.get(key)
        if field is None:
            yield Flaw(f"{where}: {name} has no field {key}", unknown_name=True)
        else:
            yield from _field_flaws(field, inner, f"{where}.{key}")
