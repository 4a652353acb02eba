"""The sentences of a review that several of its screens share: the summary, its parts, the kind last line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.incidents import Category, IncidentState
from domain.review_lines import KindLine
from domain.reviews import Figures, IncidentLine, MissedLine, Review, ReviewState, ReviewView
from domain.visits import Missed, Objective
from screens.screen import Screen
from screens.terms import (
    category_word,
    chip_word,
    dated,
    day_words,
    missed_word,
    objective_word,
    shop_name,
    time_words,
    two,
    weekday_word,
)
from screens.words import _, ngettext, safe

MISSED_SHOWN = 8
WORDS_SHOWN = 300
REASON_SHOWN = 20


def cut(words: str, most: int) -> str:
    """Words of a person, escaped, at most so many characters."""
    return safe(words if len(words) <= most else f"{words[: most - 1]}…")


def walked(figures: Figures, day: date, today: date) -> str:
    """`today 17/20 shops: 15 on-site, 2 by phone. 1 unplanned.`"""
    first = _("{day} {done}/{planned} shops: {onsite} on-site, {calls} by phone.").format(
        day=day_words(day, today),
        done=figures.done,
        planned=figures.planned,
        onsite=figures.onsite,
        calls=figures.calls,
    )
    extra = ngettext("{n} unplanned.", "{n} unplanned.", figures.unplanned).format(n=figures.unplanned)
    return two(first, extra) if figures.unplanned else first


def summary(review: Review, manager: str, figures: Figures, today: date) -> str:
    """What the manager confirms and the supervisor reads."""
    lines = [_heading(review, manager), _counts(figures)]
    if figures.missed:
        lines.append(_missed_line(figures.missed, review.day))
    if figures.outcomes:
        lines.append(_outcome_line(figures))
    if figures.told_of:
        told = _("News told in {told}/{of} shops")
        lines.append(told.format(told=figures.told, of=figures.told_of))
    lines += [incident_line(one) for one in figures.incidents]
    lines += _end_lines(review, figures)
    return "\n".join(lines)


def summary_of(view: ReviewView) -> str:
    """The summary of a loaded review."""
    return summary(view.review, view.manager, view.figures, view.today)


def seen_lines(view: ReviewView) -> list[str]:
    """Who read it and when, once somebody did."""
    at = view.review.read_at
    return (
        [_("{name} read it {time}").format(name=safe(view.reader), time=time_words(at))] if at and view.reader else []
    )


def _heading(review: Review, manager: str) -> str:
    first = _("{day}, <b>{manager}</b>").format(day=dated(review.day), manager=safe(manager))
    if review.state is ReviewState.CONFIRMED and review.closed_at:
        return _("{first} · confirmed {time}").format(first=first, time=time_words(review.closed_at))
    if review.by_itself:
        return _("{first} · closed by itself").format(first=first)
    return first


def _counts(figures: Figures) -> str:
    return _("{planned} planned, {done} visited ({onsite} on-site, {calls} by phone), {unplanned} unplanned").format(
        planned=figures.planned,
        done=figures.done,
        onsite=figures.onsite,
        calls=figures.calls,
        unplanned=figures.unplanned,
    )


def _missed_line(missed: Sequence[MissedLine], day: date) -> str:
    twice = {name for name, n in Counter(one.shop for one in missed).items() if n > 1}
    parts = [_missed_words(one, day, one.shop in twice) for one in missed[:MISSED_SHOWN]]
    more = len(missed) - MISSED_SHOWN
    if more > 0:
        parts.append(ngettext("{n} more", "{n} more", more).format(n=more))
    return _("{n} missed: {shops}").format(n=len(missed), shops=_("; ").join(parts))


def _missed_words(one: MissedLine, day: date, twice: bool) -> str:
    name = shop_name(one.shop) + (f"·{safe(one.owner)}" if twice and one.owner else "")
    why = cut(one.words, REASON_SHOWN) if one.words else missed_word(Missed(one.reason)) if one.reason else ""
    where = {"call": _("by phone"), "drop": _("not this time"), "": _("no day yet")}.get(one.to)
    where = where or day_words(date.fromisoformat(one.to), day)
    return f"{name} {why}→{where}" if why else f"{name}→{where}"


def _outcome_line(figures: Figures) -> str:
    parts = [
        ngettext("{objective} {outcome}: {n} shop", "{objective} {outcome}: {n} shops", one.shops).format(
            objective=objective_word(Objective(one.objective)), outcome=chip_word(one.outcome), n=one.shops
        )
        for one in figures.outcomes
    ]
    return _("Outcomes: {parts}").format(parts=_(", ").join(parts))


def incident_line(one: IncidentLine) -> str:
    """One abnormal situation and who has it."""
    what = _("Incident: {shop} {category}").format(
        shop=shop_name(one.shop), category=category_word(Category(one.category))
    )
    if not one.who:
        return _("{what}, nobody has taken it yet").format(what=what) if one.state == IncidentState.OPEN else what
    at = time_words(datetime.fromisoformat(one.at))
    closed = one.state == IncidentState.CLOSED
    sentence = _("{what}, closed {time} by {who}") if closed else _("{what}, taken {time} by {who}")
    return sentence.format(what=what, time=at, who=safe(one.who))


def _end_lines(review: Review, figures: Figures) -> list[str]:
    parts = []
    if figures.carried:
        parts.append(
            ngettext("{n} matter carried over", "{n} matters carried over", figures.carried).format(n=figures.carried)
        )
    if figures.minutes and review.finished and not review.by_itself:
        parts.append(ngettext("took {n} minute", "took {n} minutes", figures.minutes).format(n=figures.minutes))
    lines = [_(", ").join(parts)] if parts else []
    if review.words:
        lines.append(_("In addition: {words}").format(words=cut(review.words, WORDS_SHOWN)))
    voices = len(review.draft.voices)
    if voices:
        lines.append(ngettext("{n} voice note", "{n} voice notes", voices).format(n=voices))
    return lines


def kind_screen(review: Review) -> Screen:
    """The last line of the day, made of the manager's own figures."""
    figures = review.figures or Figures()
    return Screen(two(_kind(KindLine(figures.kind or KindLine.PLAIN), figures), _see_you(review, figures)))


def _kind(kind: KindLine, figures: Figures) -> str:
    words = [safe(word) for word in figures.kind_words]
    match kind:
        case KindLine.MOVED_UP:
            sentence = _("{shop}: last time “{before}”, today “{now}”.")
            return sentence.format(shop=words[0], before=chip_word(words[1]), now=chip_word(words[2]))
        case KindLine.PROMISE_KEPT:
            return _("{shop} was promised today, and you went.").format(shop=words[0])
        case KindLine.LONG_UNSEEN:
            return ngettext(
                "{shop} had waited {n} day; today you were there.",
                "{shop} had waited {n} days; today you were there.",
                int(words[1]),
            ).format(shop=words[0], n=words[1])
        case KindLine.MATTERS_DONE:
            return _("Every important matter of today is done.")
        case KindLine.INCIDENT_CLOSED:
            return _("{shop}: what you reported is closed. Good that you looked.").format(shop=words[0])
        case KindLine.KEY_SHOPS:
            n = int(words[0])
            return ngettext("Today's {n} key shop was reached.", "All {n} key shops of today were reached.", n).format(
                n=n
            )
        case KindLine.NEWS_TOLD:
            n = int(words[0])
            return ngettext(
                "The news was told {n} time today, more than yesterday.",
                "The news was told {n} times today, more than yesterday.",
                n,
            ).format(n=n)
        case KindLine.HARD_ROAD:
            return _("The hard road to {shop} is done.").format(shop=words[0])
        case KindLine.PLAIN:
            return _plain(figures)


def _plain(figures: Figures) -> str:
    if not figures.done:
        return _("That is all for today.")
    return ngettext("{n} shop today, well worked.", "{n} shops today, well worked.", figures.done).format(
        n=figures.done
    )


def _see_you(review: Review, figures: Figures) -> str:
    """Until the next working day, by its name."""
    if not figures.next_day:
        return ""
    day = date.fromisoformat(figures.next_day)
    if day == review.day + timedelta(days=1):
        return _("See you tomorrow.")
    if day - review.day <= timedelta(days=6):
        return _("See you on {weekday}.").format(weekday=weekday_word(day))
    return _("See you on {day}.").format(day=dated(day))
