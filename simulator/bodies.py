"""Request bodies: the query string, JSON, urlencoded and multipart forms become one dictionary."""

from __future__ import annotations

import json

from aiohttp import BodyPartReader, web

from .facts import Json
from .files import Upload
from .refusals import Misuse

_ATTACHED = "attach://"


async def read(request: web.Request) -> Json:
    """Parameters by name as they came; uploads are in the place of the parameter that names them."""
    params: Json = dict(request.query)
    if not request.body_exists:
        return params
    match request.content_type:
        case "application/json":
            return params | await _json(request)
        case "multipart/form-data":
            return params | await _multipart(request)
        case _:
            return params | dict(await request.post())


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise Misuse("Bad Request: can't parse request: invalid JSON") from None
    if not isinstance(body, dict):
        raise Misuse("Bad Request: can't parse request: JSON object expected")
    return body


async def _multipart(request: web.Request) -> Json:
    params: Json = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = content.decode("utf-8", errors="replace")
        else:
            params[part.name] = Upload(part.filename, content)
    return _attached(params)


def _attached(params: Json) -> Json:
    """`attach://name` stands for the part of that name, which then is no parameter of its own."""
    named = {
        name: value.removeprefix(_ATTACHED)
        for name, value in params.items()
        if isinstance(value, str) and value.startswith(_ATTACHED)
    }
    parts = set(named.values())
    kept = {name: value for name, value in params.items() if name not in parts}
    return kept | {name: params[part] for name, part in named.items() if part in params}
