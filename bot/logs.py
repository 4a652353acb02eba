"""Logs as events on stderr: constant sentences with fields, never a token, a name, a phone number or someone's words."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "alembic", "sqlalchemy", "asyncio")


class _NoTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(record.getMessage())
        record.args = ()
        return True


def without_tokens(text: str) -> str:
    """`text` with bot tokens blotted out."""
    return TOKEN.sub("<token>", text)


def _blot(_logger: Any, _name: str, event: EventDict) -> EventDict:
    return {key: without_tokens(value) if isinstance(value, str) else value for key, value in event.items()}


def _where_only(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """An exception as its type and places, without its text (which may hold what a person wrote)."""
    if not event.pop("exc_info", None):
        return event
    kind, _error, trace = sys.exc_info()
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {**event, "cause": kind.__name__ if kind else "?", "places": " ".join(places[-6:])}


def set_up(*, plain: bool = False) -> None:
    """One line an event on stderr: JSON for machines, `plain` for a terminal."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_NoTokens())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a look while one goes on is left out by design
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _where_only,
            _blot,
            structlog.dev.ConsoleRenderer(colors=False)
            if plain
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
