"""Answers that go wrong on the wire: cut, hung, halved, junk, or drop by drop."""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web

from .faults import Fault, What

_GATEWAY_PAGE = "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_PORTAL_PAGE = "<html><head><title>Welcome</title></head><body>Please sign in to this network.</body></html>"
_DROPS = 20
_RESET = struct.pack("ii", 1, 0)


async def spoilt(request: web.Request, fault: Fault, status: int, body: bytes) -> web.StreamResponse:
    """What goes out instead of this answer, whose status and body are the truth or Telegram's refusal."""
    match What(fault.what):
        case What.REFUSE | What.RESET_BEFORE | What.RESET_AFTER:
            return _reset(request)
        case What.HANG | What.HANG_AFTER:
            await asyncio.Event().wait()
            return _reset(request)
        case What.HTML | What.HTML_AFTER:
            return web.Response(status=502, text=_GATEWAY_PAGE, content_type="text/html")
        case What.JUNK | What.JUNK_AFTER:
            return web.Response(text=_PORTAL_PAGE, content_type="text/html")
        case What.HALF:
            return await _half(request, status, body)
        case What.DRIP:
            return await _drip(request, status, body, fault.seconds)
        case What.CLOSE:
            return await _close(request, status, body)
        case _:
            return answer(status, body)


def answer(status: int, body: bytes) -> web.Response:
    """JSON, as Telegram answers."""
    return web.Response(body=body, status=status, content_type="application/json")


def _reset(request: web.Request) -> web.StreamResponse:
    """Cut the connection with a reset; what is returned goes nowhere."""
    if request.transport is not None:
        line = request.transport.get_extra_info("socket")
        if line is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        request.transport.abort()
    return web.Response()


async def _begin(request: web.Request, status: int, length: int) -> web.StreamResponse:
    begun = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
    begun.content_length = length
    await begun.prepare(request)
    return begun


async def _half(request: web.Request, status: int, body: bytes) -> web.StreamResponse:
    begun = await _begin(request, status, len(body))
    await begun.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return begun


async def _drip(request: web.Request, status: int, body: bytes, seconds: float) -> web.StreamResponse:
    begun = await _begin(request, status, len(body))
    size = max(1, -(-len(body) // _DROPS))
    for at in range(0, len(body), size):
        await asyncio.sleep(seconds / _DROPS)
        await begun.write(body[at : at + size])
    return begun


async def _close(request: web.Request, status: int, body: bytes) -> web.StreamResponse:
    whole = answer(status, body)
    await whole.prepare(request)
    await whole.write_eof()
    if request.transport is not None:
        request.transport.close()
    return whole
