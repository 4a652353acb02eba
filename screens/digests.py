"""The supervisor's morning: yesterday in a few lines, a button for each open matter."""

from __future__ import annotations

from domain.digests import Digest, OpenOne
from domain.people import Person
from domain.visits import Missed
from screens.screen import Button, Screen, do, show
from screens.terms import age_words, button_name, category_word, day_words, missed_word, shop_name
from screens.words import _, ngettext, safe

OPEN_SHOWN = 2
BUTTONS = 3
"""Matters with a button of their own; with more, one button opens the whole list."""
AWAY_SHOWN = 3


def digest_screen(digest: Digest, reader: Person | None, page: str) -> Screen:
    """Five or six lines; what has no content has no line."""
    lines = [_heading(digest), _visits(digest), _incidents(digest), _news(digest), _reviews(digest), _decide(digest)]
    rows = [(_matter_button(one),) for one in digest.open[:BUTTONS]]
    last = []
    if len(digest.open) > BUTTONS:
        label = _("Open matters {n}").format(n=len(digest.open))
        last.append(show(label, "matters", f"matters:{digest.chief}"))
    if digest.segments:
        label = _("Segments {n}").format(n=digest.segments)
        last.append(show(label, "segments", f"segments:{digest.chief}"))
    if digest.unread:
        last.append(do(_("Reports {n}").format(n=digest.unread), "digest_reports", digest.name))
    if digest.confirmed or digest.by_itself:
        last.append(do(_("See reviews"), "digest_reviews", digest.name))
    pairs = [tuple(last[at : at + 2]) for at in range(0, len(last), 2)]
    return Screen("\n".join(line for line in lines if line), (*rows, *pairs))


def _heading(digest: Digest) -> str:
    day = day_words(digest.day, digest.now.date())
    where = safe(digest.department) if digest.department else _("all departments")
    return _("<b>{day}</b>, {where}").format(day=day, where=where)


def _visits(digest: Digest) -> str:
    if not digest.planned:
        return _("No lists were worked that day")
    parts = [_("Visited {done}/{planned} shops").format(done=digest.done, planned=digest.planned)]
    missed = sum(n for _reason, n in digest.missed)
    unsaid = _("no reason yet")
    if missed:
        reasons = [f"{missed_word(Missed(key)) if key else unsaid} {n}" for key, n in digest.missed]
        parts.append(_("{n} missed ({reasons})").format(n=missed, reasons=_(", ").join(reasons)))
    return _(", ").join(parts)


def _incidents(digest: Digest) -> str:
    if not digest.reported and not digest.open:
        return ""
    n, parts = digest.reported, []
    if n:
        parts.append(ngettext("{n} abnormal situation", "{n} abnormal situations", n).format(n=n))
    if digest.closed:
        parts.append(_("{n} closed").format(n=digest.closed))
    if digest.open:
        told = [_open_words(one, digest) for one in digest.open[:OPEN_SHOWN]]
        parts.append(_("{n} not closed now ({which})").format(n=len(digest.open), which=_("; ").join(told)))
    return _(", ").join(parts)


def _open_words(one: OpenOne, digest: Digest) -> str:
    age = age_words(digest.now - one.incident.reported_at)
    what = category_word(one.incident.category)
    return _("{shop} {what}, {manager}, {age}").format(
        shop=shop_name(one.shop), what=what, manager=safe(one.manager), age=age
    )


def _matter_button(one: OpenOne) -> Button:
    return show(button_name(f"{category_word(one.incident.category)} {one.shop}"), "incident", one.incident.name)


def _news(digest: Digest) -> str:
    if digest.news is None:
        return ""
    told, shops = digest.news.told, digest.news.shops
    reached = _("Latest news told to {told}/{shops} shops").format(told=told, shops=shops)
    if not digest.news.days:
        return reached
    left = ngettext("{n} of five working days left", "{n} of five working days left", digest.news.days)
    return _(", ").join((reached, left.format(n=digest.news.days)))


def _reviews(digest: Digest) -> str:
    parts = []
    if digest.confirmed:
        n = digest.confirmed
        parts.append(ngettext("{n} review confirmed", "{n} reviews confirmed", n).format(n=n))
    if digest.by_itself:
        n = digest.by_itself
        parts.append(ngettext("{n} review closed by itself", "{n} reviews closed by themselves", n).format(n=n))
    if digest.away:
        names = [safe(name) for name in digest.away[:AWAY_SHOWN]]
        more = len(digest.away) - AWAY_SHOWN
        if more > 0:
            names.append(ngettext("{n} more", "{n} more", more).format(n=more))
        parts.append(_("on leave: {names}").format(names=_(", ").join(names)))
    return _(", ").join(parts)


def _decide(digest: Digest) -> str:
    parts = []
    if digest.segments:
        n = digest.segments
        parts.append(ngettext("{n} change of segment", "{n} changes of segment", n).format(n=n))
    if digest.unread:
        n = digest.unread
        parts.append(ngettext("{n} weekly report to read", "{n} weekly reports to read", n).format(n=n))
    return _("For you: {parts}").format(parts=_(", ").join(parts)) if parts else ""


def nobody() -> Screen:
    """Asked by a chief without managers."""
    return Screen(_("There are no customer managers here yet."))
