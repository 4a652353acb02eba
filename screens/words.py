"""The language of what is being drawn: set by the worker alone, read by every screen through `_` and `ngettext`."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from functools import cache
from html import escape
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
DOMAIN = "visitbot"
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="zh_CN")
_zone: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE, [language], fallback=language == "en")


@contextmanager
def speaking(language: str, zone: tzinfo) -> Iterator[None]:
    """Draw in `language` (unknown ones: Chinese) and in the office's zone inside the block."""
    spoken = _language.set(language if language in LANGUAGES else LANGUAGES[0])
    local = _zone.set(zone)
    try:
        yield
    finally:
        _language.reset(spoken)
        _zone.reset(local)


def local(instant: datetime) -> datetime:
    """An instant in the office's zone."""
    return instant.astimezone(_zone.get())


def language() -> str:
    """The language being drawn in: `zh_CN` or `en`."""
    return _language.get()


def _(text: str) -> str:
    """`text` in the present language."""
    return _catalogue(_language.get()).gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The right form of a counted phrase."""
    return _catalogue(_language.get()).ngettext(one, many, n)


def N_(text: str) -> str:  # noqa: N802
    """`text` as it is: marks words that stand in a table, for `_` to translate when they are drawn."""
    return text


def safe(value: object) -> str:
    """`value` as HTML text: everything that came from people or workbooks passes here."""
    return escape(str(value), quote=False)
