"""A proposal when the day breaks: its few moves with reasons, the days before and after; what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain.people import Person, Role
from domain.replans import Replan, ReplanCard, ReplanKind, ReplanState
from domain.shops import Shop
from screens.replan_parts import named, part_lines, person_name, stays_line, summary
from screens.screen import Button, Screen, do, page_number, show
from screens.terms import dated, day_words, distinct_names, joined, shop_name, time_words
from screens.words import _, ngettext, safe

MANAGERS_SHOWN = 6
"""On one page of a proposal that touches many."""
CANDIDATES_SHOWN = 3
SAID_SHOWN = 20
OF_ONE = "m."
"""A page that shows one manager's part."""


def replan_screen(card: ReplanCard, reader: Person | None, page: str) -> Screen:
    """Pages: '' or a number (all of it), `m.<code>` (one manager's part)."""
    ask = card.replan
    match ask.state:
        case ReplanState.THINKING:
            return Screen("\n".join([_head(card), _renewed(ask) or _("Looking for the days with room …")]))
        case ReplanState.NOTHING:
            return Screen("\n".join([_head(card), _nothing(card)]))
        case ReplanState.OVER:
            return Screen("\n".join([_head(card), _("That does not hold any more; nothing was moved.")]))
        case _:
            return _proposal(card, page)


def told_screen(card: ReplanCard, reader: Person | None, page: str) -> Screen | None:
    """To a manager whose days were changed by somebody else: their part, without buttons."""
    ask = card.replan
    mine = [part for part in ask.parts if reader is not None and part.manager == reader.code]
    if not mine or ask.state is not ReplanState.ACCEPTED:
        return None
    who = card.people.get(ask.decided_by)
    by = _("{who} has changed your days; the list follows.").format(
        who=safe(person_name(who) if who else ask.decided_by)
    )
    return Screen("\n".join([_head(card), by, "", *part_lines(card, mine[0])]))


def _proposal(card: ReplanCard, page: str) -> Screen:
    ask = card.replan
    shown = [part for part in ask.parts if page == OF_ONE + part.manager] or list(ask.parts)
    if len(shown) == 1:
        body = part_lines(card, shown[0])
        above = [show(_("Back"), "replan", ask.name)] if len(ask.parts) > 1 else []
        whose = [named(card, shown[0].manager)] if len(ask.managers) > 1 else []
        return Screen("\n".join([_head(card), *_outcome(card), "", *whose, *body]), _rows(ask, [above]))
    first = min(page_number(page), (len(shown) - 1) // MANAGERS_SHOWN) * MANAGERS_SHOWN
    here = shown[first : first + MANAGERS_SHOWN]
    lines = [_head(card), *_outcome(card), "", *(summary(card, part) for part in here)]
    buttons = [show(part.manager[:12], "replan", ask.name, OF_ONE + part.manager) for part in here]
    turns = _turns(ask.name, first // MANAGERS_SHOWN, len(shown))
    return Screen("\n".join(lines), _rows(ask, [*_threes(buttons), turns]))


def _turns(name: str, page: int, count: int) -> list[Button]:
    before = [show(_("Before"), "replan", name, page - 1)] if page else []
    more = (page + 1) * MANAGERS_SHOWN < count
    return [*before, *([show(_("More"), "replan", name, page + 1)] if more else [])]


def _threes(buttons: Sequence[Button]) -> list[list[Button]]:
    return [list(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]


def _rows(ask: Replan, rows: Iterable[Sequence[Button]]) -> tuple[tuple[Button, ...], ...]:
    asked = (
        [
            (do(_("Agreed"), "replan_accept", ask.name, ask.version),),
            (do(_("Leave it as it is"), "replan_refuse", ask.name, ask.version),),
        ]
        if ask.state is ReplanState.OPEN
        else []
    )
    kept = [tuple(row) for row in rows if row]
    return (*asked[:1], *kept, *asked[1:])


def _head(card: ReplanCard) -> str:
    ask = card.replan
    days = dated(ask.days[0])
    if len(ask.days) > 1:
        days = _("{first} to {last}").format(first=days, last=dated(ask.days[-1]))
    if ask.kind is ReplanKind.MOVE:
        shop = card.shops.get(ask.shop)
        name = shop_name(shop.name if shop else ask.shop)
        return _("<b>{shop}</b>: promised for {days}").format(shop=name, days=days)
    if ask.kind is ReplanKind.LEAVE:
        return _("<b>Leave</b> {days}: what stood there").format(days=days)
    if ask.kind is ReplanKind.HALF:
        morning = _("<b>Half a day off</b>, {days} in the morning")
        return (morning if ask.half == "morning" else _("<b>Half a day off</b>, {days} in the afternoon")).format(
            days=days
        )
    where = safe(ask.street) if ask.street else _("everywhere")
    who = _people_words(card)
    return _("<b>Rain</b> {days}, {where}: {who}").format(days=days, where=where, who=who)


def _people_words(card: ReplanCard) -> str:
    ask = card.replan
    if len(ask.managers) > 1:
        return ngettext("{n} manager", "{n} managers", len(ask.managers)).format(n=len(ask.managers))
    return named(card, ask.managers[0])


def _renewed(ask: Replan) -> str:
    return _("The plan has changed meanwhile; looking for the days anew …") if ask.renewed else ""


def _nothing(card: ReplanCard) -> str:
    stays = [one for part in card.replan.parts for one in part.stays]
    if stays:
        return "\n".join([_("Nothing can be moved."), stays_line(card, stays)])
    return _("No stop stands there on those days, nothing has to move.")


def _outcome(card: ReplanCard) -> list[str]:
    """What has become of it, or that nothing has moved yet."""
    ask = card.replan
    who = card.people.get(ask.decided_by)
    if ask.decided_at is None or who is None:
        asked = _("Nothing has moved yet.")
        return [_("The plan has changed meanwhile, this is the new proposal.") if ask.renewed else asked]
    by = {"who": safe(person_name(who)), "time": time_words(ask.decided_at)}
    if ask.state is ReplanState.REFUSED:
        return [_("{who} left it as it was, {time}.").format(**by)]
    return [_("{who} agreed {time}, the days are changed.").format(**by)]


def rain_help(person: Person, days: Sequence[date], today: date) -> Screen:
    """`/rain` without words: the next days to tap, and how to write it."""
    example = (
        _("Which day? Tap, or write /rain Thursday Hengdian (a day, then a street).")
        if person.role is Role.MANAGER
        else _("Which day? Tap for the whole department, or write /rain Thursday M03, /rain Thursday Hengdian.")
    )
    buttons = tuple(do(day_words(day, today), "rain_on", f"day:{person.code}@{day:%Y-%m-%d}") for day in days)
    return Screen(example, (buttons,))


def move_help() -> Screen:
    return Screen(_("Which shop, which day? Write /move Qiuxia Store Thursday."))


def refused(why: str, said: str, candidates: Sequence[Shop]) -> Screen:
    """Why nothing is proposed, and how to say it."""
    words = safe(said[:SAID_SHOWN])
    match why:
        case "bad_date":
            text = _("{said}: there is no such day. Write it like 2026-11-26.").format(said=words)
        case "no_work":
            text = _("Nobody works on those days, or they are over, or they are further than two weeks ahead.")
        case "unknown":
            text = _("I don't know “{said}”. Write a day and a manager or a street: /rain Thursday M03.").format(
                said=words
            )
        case "no_shop" if candidates:
            names = joined(list(distinct_names(candidates[:CANDIDATES_SHOWN]).values()))
            text = _("Which shop is it: {shops}? Write the whole name.").format(shops=names)
        case "no_shop":
            text = _("I find no shop of yours there. Write /move Qiuxia Store Thursday.")
        case _:
            text = _("Which day? One that you work, after today, within two weeks: /move Qiuxia Store Thursday.")
    return Screen(text)


def toast_words(why: str) -> str:
    """The answer to a tap that changed nothing."""
    match why:
        case "renewed":
            return _("Plan changed, looking anew")
        case "over":
            return _("These days are over")
        case _:
            return _("Already done")
