"""A photo and a voice note to send when nobody has a real one at hand."""

from __future__ import annotations

import struct
import zlib
from functools import cache

_WIDTH, _HEIGHT = 640, 480
_SHELF_PIXELS = 96
_PACK_PIXELS = 40
_COLOURS = ((178, 58, 46), (214, 160, 60), (62, 104, 148), (88, 130, 84), (196, 196, 188), (120, 72, 110))
_WOOD = (112, 84, 60)
_OPUS_SILENCE = b"\xf8\xff\xfe"
_FRAMES_PER_SECOND = 50
_SAMPLES_PER_FRAME = 960
_FRAMES_PER_PAGE = 200


@cache
def photo() -> bytes:
    """A PNG of 640×480: shelves with packs in rows."""
    rows = (_shelf_row(y) for y in range(_HEIGHT))
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 6)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _shelf_row(y: int) -> bytes:
    shelf, within = divmod(y, _SHELF_PIXELS)
    if within >= _SHELF_PIXELS - 10:
        return bytes(_WOOD) * _WIDTH
    packs = []
    for number in range(_WIDTH // _PACK_PIXELS):
        colour = _COLOURS[(number * 3 + shelf * 2) % len(_COLOURS)]
        label = (245, 240, 226) if 30 <= within < 46 else colour
        packs.append(bytes(_WOOD) * 2 + bytes(label) * (_PACK_PIXELS - 4) + bytes(_WOOD) * 2)
    return b"".join(packs)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def voice(seconds: int) -> bytes:
    """An Ogg Opus file of that many seconds of silence."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 9) + b"simulator" + struct.pack("<I", 0)
    pages = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    left, done = max(1, seconds * _FRAMES_PER_SECOND), 0
    while left:
        frames = min(left, _FRAMES_PER_PAGE)
        left, done = left - frames, done + frames
        flags = 0 if left else 4
        pages.append(_page(flags, done * _SAMPLES_PER_FRAME, len(pages), [_OPUS_SILENCE] * frames))
    return b"".join(pages)


def _page(flags: int, granule: int, number: int, packets: list[bytes]) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, granule, 1, number, 0) + bytes([len(lacing)]) + lacing
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_crc(page)) + page[26:]


@cache
def _crc_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        remainder = value << 24
        for _ in range(8):
            remainder = (remainder << 1) ^ (0x04C11DB7 if remainder & 0x80000000 else 0)
        table.append(remainder & 0xFFFFFFFF)
    return tuple(table)


def _ogg_crc(page: bytes) -> int:
    table, remainder = _crc_table(), 0
    for byte in page:
        remainder = ((remainder << 8) & 0xFFFFFFFF) ^ table[(remainder >> 24) ^ byte]
    return remainder
