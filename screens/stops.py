"""The card of a stop or a shop: who, why, what to talk about, and the chips that log it in one tap."""

from __future__ import annotations

from datetime import date, timedelta

from domain.days import leg_metres
from domain.incidents import Category
from domain.people import Person
from domain.stop_cards import DayChoice, LoggedLine, StopCard
from domain.talking import Talk, choose, one_line
from domain.talking.headline import shorten
from domain.understanding.sentence import MISSED
from domain.visits import AS_PLANNED, CHIPS, PROPOSES_INCIDENT, Channel, LogState, Missed, Reason, StopState
from screens.screen import Button, Rows, Screen, do, link, show
from screens.stop_pages import INNER_PAGES
from screens.terms import (
    button_name,
    category_word,
    channel_word,
    chip_word,
    day_words,
    distance_words,
    map_link,
    missed_word,
    phone_words,
    segment_word,
    shop_name,
    since_words,
    time_words,
)
from screens.visit_words import outcome_word, said_briefly
from screens.words import _, language, ngettext, safe

ROWS_AT_MOST = 5
OPEN_MATTER = 30
POINT = 100
"""Characters of a talking point: a promise may be a long sentence of the manager's own."""


def stop_screen(card: StopCard, reader: Person | None, page: str) -> Screen:
    """Pages: '' | more | history | copy | difficulty | willingness | closing | missed | phone | onsite | after:<log> |
    undone:<log> | moved:<stop>. Only the shop's own manager gets buttons that change something."""
    if reader is None or reader.code != card.manager.code:
        return Screen(_lines(_facts(card, own=False)), _read_only(card))
    if card.stop is None and card.today is not None and page in {"", "phone"}:
        undo = (do(_("Undo"), "undo", f"log:{card.today.id}"), do(_("Add a word"), "add_words", f"log:{card.today.id}"))
        return _open(card, [], [undo], channel=_channel_of_page(page))
    if page in INNER_PAGES:
        return INNER_PAGES[page](card)
    if page == "missed" and not card.settled:
        return _why_missed(card)
    name, _colon, number = page.partition(":")
    line = _line(card, number) if name in {"after", "undone"} else None
    if line is not None and name == "after" and line.log.state is LogState.ACTIVE:
        return _after(card, line)
    if line is not None and name == "undone" and line.log.state is LogState.UNDONE:
        head = _("The record of {number}{shop} is undone, the words are kept.")
        first = head.format(number=_numbered(line.number), shop=shop_name(line.shop.name))
        again = (do(_("Log again"), "redo", f"log:{line.log.id}"),)
        return _open(card, [first], [again])
    if name == "moved":
        return _open(card, _gone_lines(card, number), _gone_rows(card, number))
    if card.settled:
        return _settled(card)
    return _open(card, [], [], channel=_channel_of_page(page))


def _channel_of_page(page: str) -> Channel | None:
    return {"phone": Channel.CALL_INSTEAD, "onsite": Channel.ONSITE}.get(page)


def _line(card: StopCard, number: str) -> LoggedLine | None:
    return next((one for one in card.logged if str(one.log.id) == number), None)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines)


def _numbered(number: int) -> str:
    return f"{number} " if number else ""


def talk_of(card: StopCard) -> Talk:
    return choose(card.facts, card.goal, language())


def _open(
    card: StopCard, first: list[str], rows: list[tuple[Button, ...]], *, channel: Channel | None = None
) -> Screen:
    """The card with its chips; `first` and `rows` stand above (what happened to the stop before)."""
    head = [*first, ""] if first else []
    if card.settled:
        return Screen(_lines([*head, *_settled_lines(card)]), (*rows, *_settled_rows(card))[:ROWS_AT_MOST])
    way = channel or (card.stop.channel if card.stop else Channel.ONSITE)
    hint = [_("By phone: tap what came of it.")] if channel is Channel.CALL_INSTEAD else []
    body = [*head, *_facts(card, own=True), *hint]
    chips = _chip_rows(card, way, explicit=channel)
    room = ROWS_AT_MOST - len(rows)
    tail = _phone_rows(card) if channel is Channel.CALL_INSTEAD else _tail_rows(card, compact=room < 4)
    return Screen(_lines(body), (*rows, *chips, *tail))


def _chip_rows(card: StopCard, way: Channel, explicit: Channel | None) -> list[tuple[Button, ...]]:
    """The three answers to the objective; then all told, and the same as last time."""
    args = (way.value,) if explicit or way is Channel.CALL_INSTEAD else ()
    row = tuple(do(chip_word(chip), "log", card.name, chip, *args) for chip in CHIPS[card.goal])
    second = [do(_("All told, as usual"), "log", card.name, AS_PLANNED, *args)]
    last = card.last
    if last is not None and last.outcome in CHIPS[card.goal]:
        label = _("Same: {outcome}").format(outcome=chip_word(last.outcome))
        second.append(do(label, "log", card.name, last.outcome, *args, "again"))
    return [row, tuple(second)]


def _tail_rows(card: StopCard, *, compact: bool) -> list[tuple[Button, ...]]:
    wrong = do(_("Abnormal"), "report", f"shop:{card.shop.code}")
    more = show(_("More"), "stop" if card.stop else "shop", card.name, "more")
    calls = card.stop is not None and card.stop.channel in {Channel.CALL_INSTEAD, Channel.CALL_BETWEEN}
    way = (
        show(_("Went there"), _view(card), card.name, "onsite")
        if calls
        else show(_("Call instead"), _view(card), card.name, "phone")
    )
    gone = (show(_("Did not go"), _view(card), card.name, "missed"),) if card.stop else ()
    if compact:
        return [(*gone, wrong, more)]
    place = card.shop.place
    map_row = (link(_("Navigate"), map_link(place, card.shop.name)), more) if place else (more,)
    return [(way, *gone, wrong), map_row]


def _phone_rows(card: StopCard) -> list[tuple[Button, ...]]:
    back = show(_("Back"), _view(card), card.name)
    return [(do(_("No answer"), "no_answer", card.name), back)] if card.stop else [(back,)]


def _view(card: StopCard) -> str:
    return "stop" if card.stop else "shop"


def _read_only(card: StopCard) -> Rows:
    place = card.shop.place
    return ((link(_("Navigate"), map_link(place, card.shop.name)),),) if place else ()


def _facts(card: StopCard, *, own: bool) -> list[str]:
    """The text of the card; `own`: the reader is the shop's manager, who alone sees the private hint."""
    shop, talk = card.shop, talk_of(card)
    lines = [_head(card), _who(card), _figures(card), _purpose(card), *_said(card), *_today(card), *_matters(card)]
    points = [f"{i} {safe(shorten(line.text, POINT))}" for i, line in enumerate(talk.points, 1)]
    if points:
        lines += ["", _("To talk about"), *points]
    if talk.hint is not None and own:
        lines += ["", _("Note (for you only): {hint}").format(hint=_bare_hint(talk.hint.text))]
    lines += ["", _whereabouts(card)]
    if shop.phone:
        lines.append(safe(phone_words(shop.phone)))
    return [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]


def _bare_hint(text: str) -> str:
    """The hint without the word that the line begins with already."""
    for lead in ("留意：", "Mind: "):
        text = text.removeprefix(lead)
    return safe(text)


def _head(card: StopCard) -> str:
    number = f"{card.stop.number} · " if card.stop and card.stop.number else ""
    marks = _("  ⭐key shop") if card.shop.key else ""
    return f"{number}<b>{safe(card.shop.name)}</b>{marks}"


def _who(card: StopCard) -> str:
    shop = card.shop
    owner = safe(shop.owner)
    if owner and shop.age:
        owner = ngettext("{owner}, {n} year old", "{owner}, {n} years old", shop.age).format(owner=owner, n=shop.age)
    kind = _("{segment} type").format(segment=segment_word(shop.segment))
    closed = _("closed for good") if shop.closed else ""
    return " · ".join(part for part in (owner, kind, safe(shop.trade), closed) if part)


def _figures(card: StopCard) -> str:
    shop = card.shop
    volume = _("{n} cartons a month").format(n=f"{shop.cartons:g}") if shop.cartons else ""
    if shop.capped:
        return _("🔺above ceiling · {volume}").format(volume=volume)
    brands = ngettext("{n} brand", "{n} brands", shop.skus).format(n=shop.skus) if shop.skus else ""
    display = _("display {n} of 5").format(n=shop.display) if shop.display else ""
    return " · ".join(part for part in (volume, brands, display) if part)


def _purpose(card: StopCard) -> str:
    what = safe(one_line(card.facts, card.goal, language()))
    return _("For: {what} ({why})").format(what=what, why=reason_line(card))


def reason_line(card: StopCard) -> str:
    """Why today, or how long since the last visit."""
    today, shop = card.now.date(), card.shop
    if shop.last_visit == today:
        return _("visited today")
    since = since_words(None if shop.last_visit is None else max(0, (today - shop.last_visit).days))
    if card.stop is None:
        return since
    reason = card.stop.reason
    match reason.kind:
        case "promise":
            return _("promised for today") if card.stop.day == today else _("promised")
        case "moved" if reason.on:
            return _("moved from {day}").format(day=day_words(reason.on, today))
        case "early":
            return _early(reason)
        case "call":
            return channel_word(Channel.CALL_BETWEEN)
        case "task":
            return _("task")
        case _:
            return since


def _early(reason: Reason) -> str:
    return ngettext("on the way, {n} day early", "on the way, {n} days early", reason.days).format(n=reason.days)


def _said(card: StopCard) -> list[str]:
    """What was said last time, in one line."""
    last = card.last
    if last is None:
        return []
    words = said_briefly(last)
    return [_("Last time {date}: {words}").format(date=f"{last.day:%m-%d}", words=words)] if words else []


def _today(card: StopCard) -> list[str]:
    """What was logged today, on the card of a shop that was looked up."""
    log = card.today
    if log is None or card.stop is not None:
        return []
    return [_("Today {time}: {words}").format(time=time_words(log.at), words=said_briefly(log) or _("logged"))]


def _matters(card: StopCard) -> list[str]:
    """What was promised and is still open."""
    open_ones = [safe(one.words[:OPEN_MATTER]) for one in card.facts.promises if one.words]
    return [_("🔁 Still open: {words}").format(words=words) for words in open_ones[:2]]


def _whereabouts(card: StopCard) -> str:
    shop = card.shop
    if shop.place is None:
        return _("Place missing: send me a location when you are there")
    address = safe(shop.address or shop.street)
    metres = leg_metres(card.previous, shop)
    if metres is None:
        return address
    way = _("{distance} from the stop before").format(distance=distance_words(metres))
    return _("{address}, {way}").format(address=address, way=way) if address else way


def _after(card: StopCard, line: LoggedLine) -> Screen:
    """The next stop's card, with the log of the one before on top."""
    rows: list[tuple[Button, ...]] = [_undo_row(line)]
    extra = _proposal_row(card, line)
    if extra:
        rows.append(extra)
    first = [logged_line(line), *_proposal_lines(card, line)]
    if card.stop is not None and card.stop.id == line.log.stop:
        return Screen(_lines([*first, "", *_nothing_left(card)]), tuple(rows))
    return _open(card, first, rows)


def logged_line(line: LoggedLine) -> str:
    what = outcome_word(line.log) or _("logged")
    mark = "⏭" if line.log.outcome == MISSED else "✅"
    phone = " 📞" if line.log.channel is not Channel.ONSITE else ""
    return (
        f"{mark} {_numbered(line.number)}{shop_name(line.shop.name)} {time_words(line.log.at)} {what}{phone}".rstrip()
    )


def _undo_row(line: LoggedLine) -> tuple[Button, ...]:
    name = f"log:{line.log.id}"
    if line.reviewed:
        return (do(_("Correct"), "correct_log", name), do(_("Add a word"), "add_words", name))
    row = [do(_("Undo the last"), "undo", name), do(_("Add a word"), "add_words", name)]
    if line.untold:
        row.append(do(_("News told"), "tell_news", name))
    return tuple(row)


def _proposal_lines(card: StopCard, line: LoggedLine) -> list[str]:
    lines = [_("The news is not told yet.")] if line.untold else []
    today = card.now.date()
    for one in line.follow_ups:
        if one.day is not None:
            lines.append(_("{day}: look again.").format(day=day_words(one.day, today)))
    if line.log.outcome == "appointed" and line.log.next_day is None:
        lines.append(_("Which day was agreed?"))
    category = PROPOSES_INCIDENT.get(line.log.outcome)
    if category:
        lines.append(_("Report it as {category}?").format(category=_category(category)))
    return lines


def _category(name: str) -> str:
    return category_word(Category(name))


def _proposal_row(card: StopCard, line: LoggedLine) -> tuple[Button, ...]:
    """One more row at most: the day of a follow-up, the day that was agreed, or an incident."""
    name = f"log:{line.log.id}"
    if line.follow_ups:
        follow = f"follow:{line.follow_ups[0].id}"
        return (do(_("Change the day"), "follow_day", follow), do(_("Not needed"), "follow_drop", follow))
    if line.log.outcome == "appointed" and line.log.next_day is None:
        days = [do(day_words(choice, card.now.date()), "pick_day", name, choice) for choice in _near_days(card)]
        return (*days, do(_("Write the date"), "ask_day", name))
    category = PROPOSES_INCIDENT.get(line.log.outcome)
    if category:
        return (do(_("Report"), "report", f"shop:{line.shop.code}", category),)
    return ()


def _near_days(card: StopCard) -> list[date]:
    """Tomorrow and the same weekday of next week."""
    today = card.now.date()
    return [today + timedelta(days=1), today + timedelta(days=7)]


def _nothing_left(card: StopCard) -> list[str]:
    missed = [line for line in card.day.stops if line.stop.state is StopState.MISSED] if card.day else []
    if missed:
        return [
            ngettext(
                "The list is through, {n} shop is to be decided in the evening.",
                "The list is through, {n} shops are to be decided in the evening.",
                len(missed),
            ).format(n=len(missed))
        ]
    return [_("That was the last one today.")]


def _settled(card: StopCard) -> Screen:
    return Screen(_lines(_settled_lines(card)), tuple(_settled_rows(card)))


def _settled_lines(card: StopCard) -> list[str]:
    """A stop that is not open any more: what became of it."""
    assert card.stop is not None
    head = f"{_numbered(card.stop.number)}<b>{safe(card.shop.name)}</b>"
    match card.stop.state:
        case StopState.DONE:
            return _done_lines(card, head)
        case StopState.MOVED if card.stop.moved_to:
            return [
                "⏭ " + _("{shop} moved to {day}").format(shop=head, day=day_words(card.stop.moved_to, card.now.date()))
            ]
        case StopState.DROPPED if card.shop.closed:
            return [_("{shop}: closed for good").format(shop=head)]
        case StopState.DROPPED:
            return [_("{shop}: not this time").format(shop=head)]
        case _:
            return _missed_lines(card, head)


def _done_lines(card: StopCard, head: str) -> list[str]:
    lines = [f"✅ {head}"]
    assert card.stop is not None
    for log in reversed([one for one in card.history if one.stop == card.stop.id]):
        words = said_briefly(log)
        lines.append(f"{time_words(log.at)} {channel_word(log.channel)} {words}".rstrip())
    return lines


def _missed_lines(card: StopCard, head: str) -> list[str]:
    assert card.stop is not None
    why = missed_word(card.stop.missed) if card.stop.missed else ""
    lines = ["⏭ " + _("{shop} {why}. Put it on:").format(shop=head, why=why)]
    if card.stop.missed is Missed.CLOSED and card.closed_times >= 3:
        count = card.closed_times
        lines.append(
            ngettext(
                "Closed {n} time in a row. Has it closed for good?",
                "Closed {n} times in a row. Has it closed for good?",
                count,
            ).format(n=count)
        )
    return lines


def _settled_rows(card: StopCard) -> list[tuple[Button, ...]]:
    assert card.stop is not None
    onward = _onward(card)
    match card.stop.state:
        case StopState.DONE:
            return [*_done_rows(card), *onward]
        case StopState.MISSED:
            return [*_place_rows(card), *_closing_row(card)]
        case _:
            return [(do(_("Take back"), "take_back", card.name),), *onward]


def _done_rows(card: StopCard) -> list[tuple[Button, ...]]:
    assert card.stop is not None
    line = next((one for one in reversed(card.logged) if one.log.stop == card.stop.id), None)
    log = next((one for one in card.history if one.stop == card.stop.id), None)
    if line is not None and line.log.state is LogState.ACTIVE:
        return [_undo_row(line)]
    if log is None:
        return []
    return [(do(_("Undo"), "undo", f"log:{log.id}"), do(_("Add a word"), "add_words", f"log:{log.id}"))]


def _onward(card: StopCard) -> list[tuple[Button, ...]]:
    """The way to the next stop."""
    if card.next is None:
        return []
    label = button_name(card.next.shop.name, card.next.stop.number)
    return [(show(label, "stop", f"stop:{card.next.stop.id}"),)]


def _place_rows(card: StopCard) -> list[tuple[Button, ...]]:
    first = [do(choice_label(one, card.now.date(), card), "move_stop", card.name, one.day) for one in card.choices]
    later = (
        show(_("Decide tonight"), "stop", f"stop:{card.next.stop.id}")
        if card.next
        else do(_("Decide tonight"), "decide_later", card.name)
    )
    rest = (do(_("Call them"), "call_stop", card.name), later)
    return [tuple(first[:1]), (*first[1:2], *rest)] if first else [rest]


def choice_label(choice: DayChoice, today: date, card: StopCard) -> str:
    """`Thu 11-26, on the way` for a day with little extra way, else the day alone."""
    day = day_words(choice.day, today)
    on_the_way = choice.metres is not None and choice.metres < 1000
    return _("{day}, en route").format(day=day) if on_the_way else day


def _closing_row(card: StopCard) -> list[tuple[Button, ...]]:
    assert card.stop is not None
    if card.stop.missed is not Missed.CLOSED or card.closed_times < 3:
        return []
    shop = f"shop:{card.shop.code}"
    return [(do(_("Report closing"), "report", shop, "closing"), do(_("It has not"), "not_closed", card.name))]


def _why_missed(card: StopCard) -> Screen:
    text = _("{shop}: why was it missed?").format(shop=_head(card))
    buttons = [do(missed_word(why), "missed", card.name, why.value) for why in Missed if why is not Missed.OTHER]
    written = do(_("Write it"), "missed_words", card.name)
    return Screen(
        text,
        (tuple(buttons[:3]), (*buttons[3:], written), (show(_("Back"), "stop", card.name),)),
    )


def _gone(card: StopCard, number: str) -> tuple[str, StopState, date | None, int] | None:
    lines = card.day.stops if card.day else ()
    line = next((one for one in lines if str(one.stop.id) == number), None)
    if line is None:
        return None
    return line.shop.name, line.stop.state, line.stop.moved_to, line.stop.number


def _gone_lines(card: StopCard, number: str) -> list[str]:
    """What became of the stop before, when it was moved or put off till the evening."""
    gone = _gone(card, number)
    if gone is None:
        return []
    name, state, to, place = gone
    shop = f"{_numbered(place)}{shop_name(name)}"
    if state is StopState.MOVED and to:
        return ["⏭ " + _("{shop} moved to {day}").format(shop=shop, day=day_words(to, card.now.date()))]
    return ["⏭ " + _("{shop}: decided tonight").format(shop=shop)] if state is StopState.MISSED else []


def _gone_rows(card: StopCard, number: str) -> list[tuple[Button, ...]]:
    gone = _gone(card, number)
    movable = gone is not None and gone[1] in {StopState.MOVED, StopState.MISSED}
    return [(do(_("Take back"), "take_back", f"stop:{number}"),)] if movable else []
