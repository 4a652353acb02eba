"""The zip container of an untrusted workbook, looked at before anything in it is parsed."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from domain.workbooks import Limit, UnreadableWorkbook, WorkbookProblem, too_large

MAX_FILE_BYTES = 20 * 1024 * 1024
"""What Telegram hands to a bot at most."""
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM_BYTES = 1024 * 1024
"""Below this a high ratio harms nobody (an empty style sheet packs well)."""
MAX_ENTRIES = 200

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK_BYTES = 256 * 1024
_MACROS = ("vbaproject.bin", ".xlm")
_FILES = (".zip", ".xlsx", ".xlsm", ".xls", ".docx")
_LINKED = ("xl/externallinks/", "xl/embeddings/", "xl/activex/", "xl/querytables/", "xl/connections.xml")


def is_package(content: bytes) -> bool:
    """Whether this is a zip or one of Microsoft's older containers, by its first bytes."""
    return content.startswith((b"PK", _OLE))


def check(content: bytes) -> None:
    """Raises `UnreadableWorkbook` for all but a plain workbook within the limits, whatever its directory says."""
    if len(content) > MAX_FILE_BYTES:
        raise too_large(Limit.FILE)
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        raise UnreadableWorkbook(WorkbookProblem.ENCRYPTED if locked else WorkbookProblem.OLD_FORMAT)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_entries(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableWorkbook(WorkbookProblem.NOT_A_WORKBOOK, type(error).__name__) from error


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MAX_ENTRIES:
        raise too_large(Limit.PARTS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableWorkbook(WorkbookProblem.ENCRYPTED)
    if any(name.endswith(_MACROS) or "/macrosheets/" in name for name in names):
        raise UnreadableWorkbook(WorkbookProblem.MACROS)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableWorkbook(WorkbookProblem.NOT_A_WORKBOOK)
    if any(name.endswith(_FILES) for name in names):
        raise too_large(Limit.NESTED)
    if any(name.startswith(_LINKED) for name in names):
        raise UnreadableWorkbook(WorkbookProblem.LINKED)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise too_large(Limit.UNPACKED)
    room = MAX_UNPACKED_BYTES
    for entry in entries:
        room -= _unpacked_size(package, entry, room)


def _unpacked_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """Bytes that really come out of one part; stops at the first chunk beyond `room` or the allowed ratio."""
    size = 0
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > room:
                raise too_large(Limit.UNPACKED)
            if size > RATIO_COUNTS_FROM_BYTES and size > MAX_RATIO * max(entry.compress_size, 1):
                raise too_large(Limit.RATIO)
    return size
