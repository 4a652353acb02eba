"""The rows of the export's sheets, in the words of the language being drawn."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from html import unescape

from domain.district_layout import Cell
from domain.exports import (
    INCIDENT_STATES,
    LOG_STATES,
    MEDIA,
    NEWS_STATES,
    REVIEW_STATES,
    SAID_AS,
    LogLine,
    NewsLine,
    ReviewLine,
    SpokenLine,
)
from domain.understanding.sentence import MISSED
from domain.visits import Missed
from screens.terms import category_word, channel_word, chip_word, missed_word, quantity_words
from screens.words import _, local

Row = tuple[Cell, ...]


def _when(at: datetime | None) -> str | None:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def log_row(line: LogLine) -> Row:
    """One row of 拜访, in the order of `VISIT_HEADER`."""
    log = line.log
    return (
        _when(log.at),
        line.manager.code,
        line.manager.name,
        log.shop or None,
        line.shop.name or None,
        channel_word(log.channel),
        _outcome(line) or None,
        log.words or None,
        _day(log.next_day),
        LOG_STATES[log.state],
    )


def _outcome(line: LogLine) -> str:
    """The answer that was given, or why nobody was met, then the figures."""
    if line.log.outcome == MISSED:
        said = [_("Did not go"), missed_word(line.missed) if line.missed else ""]
    else:
        said = [chip_word(line.log.outcome)]
    figures = [unescape(quantity_words(one)) for one in line.log.quantities]
    return "；".join(part for part in (*said, *figures) if part)


def spoken_row(line: SpokenLine) -> Row:
    """One row of 异常, in the order of `INCIDENT_HEADER`."""
    return (
        line.incident,
        _when(line.at),
        line.manager.code,
        line.manager.name,
        line.shop.code or None,
        line.shop.name or None,
        category_word(line.category),
        line.by or None,
        SAID_AS[line.what],
        line.words or None,
        MEDIA.get(line.media),
        line.taker or None,
        _when(line.taken_at),
        _when(line.closed_at),
        INCIDENT_STATES[line.state],
    )


def review_row(line: ReviewLine) -> Row:
    """One row of 复盘, in the order of `REVIEW_HEADER`; figures are empty until it is finished."""
    review, figures = line.review, line.review.figures
    return (
        review.day.isoformat(),
        line.manager.code,
        line.manager.name,
        figures.planned if figures else None,
        figures.done if figures else None,
        len(figures.missed) if figures else None,
        _reasons(line) or None,
        figures.carried if figures else None,
        review.words or None,
        review.reply or None,
        _when(review.closed_at),
        REVIEW_STATES[review.state],
    )


def _reasons(line: ReviewLine) -> str:
    """How often each reason was given, then those in words."""
    figures = line.review.figures
    counted = Counter(one.reason for one in figures.missed if one.reason) if figures else {}
    counts = [f"{missed_word(Missed(reason))} {count}" for reason, count in counted.items()]
    return "；".join((*counts, *(f"{shop} {words}".strip() for shop, words in line.reasons)))


def news_row(line: NewsLine) -> Row:
    """One row of 政策, in the order of `NEWS_HEADER`."""
    return (
        line.number,
        line.kind.value,
        _when(line.at),
        line.author,
        line.words,
        line.to or None,
        line.read,
        line.readers,
        line.told,
        line.shops,
        NEWS_STATES[line.state],
    )
