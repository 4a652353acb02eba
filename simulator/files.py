"""Files that people and the bot send: kept in memory, known by file_id, fetched by path."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from enum import StrEnum

from .limits import PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES
from .refusals import bad


class Kind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came over the wire."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file at the simulator; for a photo each size is a file of its own with the same content."""

    file_id: str
    unique_id: str
    kind: Kind
    path: str
    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0


class FileStore:
    """All files by file_id and by path; ids never repeat within a simulator."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._sizes: dict[str, tuple[StoredFile, ...]] = {}

    def keep(self, kind: Kind, upload: Upload) -> tuple[StoredFile, ...]:
        """Store it; a photo comes back in its sizes, smallest first, anything else as one file."""
        if kind is Kind.PHOTO:
            return self._keep_photo(upload)
        return (self._add(kind, upload),)

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def sizes(self, file: StoredFile) -> tuple[StoredFile, ...]:
        """All sizes of the photo that this file is one size of; of other kinds the file itself."""
        return self._sizes.get(file.file_id, (file,))

    def _keep_photo(self, upload: Upload) -> tuple[StoredFile, ...]:
        if len(upload.content) > PHOTO_BYTES:
            raise bad("file is too big")
        width, height = picture_size(upload.content)
        if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        longest = max(width, height)
        sides = [side for side in (90, 320, 800) if side < longest] + [min(longest, 1280)]
        sizes = tuple(
            self._add(Kind.PHOTO, upload, round(width * side / longest), round(height * side / longest))
            for side in sides
        )
        self._sizes |= {size.file_id: sizes for size in sizes}
        return sizes

    def _add(self, kind: Kind, upload: Upload, width: int = 0, height: int = 0) -> StoredFile:
        number = len(self._by_id) + 1
        digest = hashlib.sha256(f"{kind}/{number}/{upload.name}".encode()).hexdigest()
        ending = upload.name.rpartition(".")[2].lower() if "." in upload.name else "bin"
        file = StoredFile(
            file_id=f"AgAC{digest[:56]}",
            unique_id=f"AQAD{digest[56:]}{number}",
            kind=kind,
            path=f"{_FOLDERS[kind]}/file_{number}.{ending}",
            name=upload.name,
            mime=_mime(kind, upload.name),
            content=upload.content,
            width=max(width, 1) if kind is Kind.PHOTO else 0,
            height=max(height, 1) if kind is Kind.PHOTO else 0,
        )
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file


_FOLDERS = {Kind.PHOTO: "photos", Kind.VOICE: "voice", Kind.DOCUMENT: "documents"}


def _mime(kind: Kind, name: str) -> str:
    if kind is Kind.VOICE:
        return "audio/ogg"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; refused as Telegram refuses what is no picture."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    raise bad("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise bad("IMAGE_PROCESS_FAILED")
