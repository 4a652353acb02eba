"""Screens of the evening review: one message that goes from step to step, the supervisor's copy, the answer, the list."""

from __future__ import annotations

from datetime import date

from domain.people import Person
from domain.reviews import (
    MANY_MISSED,
    Asked,
    Matter,
    NextDay,
    Option,
    Review,
    ReviewState,
    ReviewView,
    Step,
    minutes_needed,
    steps_left,
)
from domain.visits import Missed
from screens.review_words import REASON_SHOWN, cut, incident_line, kind_screen, seen_lines, summary_of, walked
from screens.screen import Button, Rows, Screen, do, show
from screens.terms import (
    button_name,
    dated,
    day_words,
    distance_words,
    joined,
    missed_word,
    segment_word,
    shop_name,
    since_words,
    time_words,
    two,
)
from screens.words import _, ngettext, safe

__all__ = ["kind_screen", "review_screen"]

ON_THE_WAY_METRES = 1000
"""A detour up to this is called on the way."""
MATTERS_SHOWN = 8
MATTER_SHOWN = 24
PROMISES_SHOWN = 3
STREETS_SHOWN = 2
LIST_SHOWN = 40


def review_screen(view: ReviewView, reader: Person | None, page: str) -> Screen:
    """The manager's one message. Pages: '' | remind | say | list | m<matter> | change."""
    review = view.review
    if review.finished and (page != "change" or review.state is ReviewState.CONFIRMED):
        return _ended(view)
    if page == "change" and review.step is Step.SUMMARY:
        return _changes(view)
    if review.state is ReviewState.PUT_OFF:
        return _put_off(view)
    if page == "remind":
        return _reminder(view)
    return _step(view, page)


def _step(view: ReviewView, page: str) -> Screen:
    match view.review.step:
        case Step.OPENING:
            return _opening(view)
        case Step.MISSED:
            return _missed(view, page)
        case Step.MATTERS:
            return _matter(view, page) or _matters(view)
        case Step.TOMORROW:
            return _tomorrow(view, page)
        case Step.WORDS:
            return Screen(
                _("Anything to add? Type it, or send a voice note."),
                ((do(_("Nothing more"), "review_nothing", view.review.name),),),
            )
        case Step.SUMMARY:
            return Screen(summary_of(view), _confirm_rows(view.review))


# --- opening, putting off, reminding


def _opening(view: ReviewView) -> Screen:
    review, left = view.review, view.left
    first = walked(view.figures, review.day, view.today)
    lines = [_("{time} {walked}").format(time=time_words(review.begun_at), walked=first)]
    if view.before_evening and left.missed:
        lines.append(_("The day is not over; whatever is left gets its day now, or you come back later."))
    parts = []
    if left.missed:
        parts.append(ngettext("{n} missed shop", "{n} missed shops", left.missed).format(n=left.missed))
    if left.matters:
        parts.append(ngettext("{n} open matter", "{n} open matters", left.matters).format(n=left.matters))
    minutes = minutes_needed(left)
    about = ngettext("About {n} minute.", "About {n} minutes.", minutes).format(n=minutes)
    to_decide = _("To decide: {parts}.").format(parts=_(", ").join(parts)) if parts else _("Nothing to decide.")
    lines.append(two(to_decide, about))
    rows: Rows = ((do(_("Start"), "review_start", review.name),), *_snooze_rows(view))
    return Screen("\n".join(lines), (*rows, *_earlier_row(view)))


def _snooze_rows(view: ReviewView) -> Rows:
    buttons = tuple(
        do(_("In {n} min").format(n=minutes), "review_snooze", view.review.name, minutes) for minutes in view.snoozes
    )
    return (buttons,) if buttons else ()


def _earlier_row(view: ReviewView) -> Rows:
    if view.earlier is None:
        return ()
    label = _("Review of {day}").format(day=f"{view.earlier.day:%m-%d}")
    return ((show(label, "review", view.earlier.name),),)


def _put_off(view: ReviewView) -> Screen:
    at = view.review.wake_at
    text = _("Fine, I'll call you at {time}.").format(time=time_words(at)) if at else _("Put off.")
    return Screen(text, ((do(_("Start now"), "review_resume", view.review.name),),))


def _reminder(view: ReviewView) -> Screen:
    n = steps_left(view.review.step, view.left)
    text = ngettext("{n} step left in the review.", "{n} steps left in the review.", n).format(n=n)
    name = view.review.name
    return Screen(text, ((do(_("Go on"), "review_resume", name),), (do(_("Leave it at that"), "review_finish", name),)))


# --- missed stops


def _missed(view: ReviewView, page: str) -> Screen:
    asked = view.asked
    if asked is None:
        return Screen(_("Nothing left to decide here."))
    if page == "say":
        return Screen(_("Why not? One sentence, typed."), ((show(_("Back"), "review", view.review.name),),))
    return _where_to(view, asked) if asked.reason else _why(view, asked)


def _first_line(asked: Asked) -> str:
    shop = asked.line.shop
    days = (asked.line.stop.day - shop.last_visit).days if shop.last_visit else None
    star = "⭐" if shop.key else ""
    return _("{index}/{total} <b>{shop}</b>{star}, {segment}, {since}").format(
        index=asked.index,
        total=asked.total,
        shop=shop_name(shop.name),
        star=star,
        segment=segment_word(shop.segment),
        since=since_words(days),
    )


def _why(view: ReviewView, asked: Asked) -> Screen:
    name, stop = view.review.name, asked.line.stop.id

    def reason(why: Missed) -> Button:
        return do(missed_word(why), "review_reason", name, stop, why.value)

    rows: Rows = (
        (reason(Missed.NO_TIME), reason(Missed.CLOSED), reason(Missed.OWNER_AWAY)),
        (reason(Missed.ROAD), reason(Missed.ERRAND), do(_("Own words"), "review_say", name, stop)),
    )
    text = "\n".join((_first_line(asked), _("Why was it missed?")))
    return Screen(text, (*rows, *_rest_row(view, asked)))


def _where_to(view: ReviewView, asked: Asked) -> Screen:
    name, stop = view.review.name, asked.line.stop.id
    said = next((one.words for one in view.figures.missed if one.stop == stop), "")
    why = cut(said, REASON_SHOWN) if said else missed_word(Missed(asked.reason))
    text = "\n".join((_first_line(asked), _("{reason}. Which day?").format(reason=why)))
    days = [
        (do(option_label(one, view.today), "review_place", name, stop, one.day.isoformat())) for one in asked.options
    ]
    other = (
        do(_("Phone instead"), "review_place", name, stop, "call"),
        do(_("Not this time"), "review_place", name, stop, "drop"),
    )
    rows: Rows = (*((one,) for one in days), other)
    return Screen(text, (*rows, *_rest_row(view, asked)))


def option_label(option: Option, today: date) -> str:
    """`周四 11-26，顺路 450 米` when it is on the way, else the day and how many shops it has."""
    day = day_words(option.day, today)
    if option.metres is not None and option.metres <= ON_THE_WAY_METRES:
        return _("{day} (+{distance})").format(day=day, distance=distance_words(option.metres))
    return ngettext("{day}, {n} shop", "{day}, {n} shops", option.stops).format(day=day, n=option.stops)


def _rest_row(view: ReviewView, asked: Asked) -> Rows:
    if asked.total <= MANY_MISSED or asked.left < 2:
        return ()
    return ((do(_("Rest: nearest days"), "review_rest", view.review.name),),)


# --- open matters


def _matters(view: ReviewView) -> Screen:
    shown = view.matters[:MATTERS_SHOWN]
    n = len(view.matters)
    lines = [ngettext("{n} matter open", "{n} matters open", n).format(n=n)]
    lines += [_matter_line(number, one, view.today) for number, one in enumerate(shown, 1)]
    if n > len(shown):
        more = n - len(shown)
        lines.append(
            ngettext("{n} more, the day of the next visit", "{n} more, the days of the next visits", more).format(
                n=more
            )
        )
    lines += [incident_line(one) for one in view.incidents]
    name = view.review.name
    changes = [
        show(_("Change {n}").format(n=number), "review", name, f"m{one.id}") for number, one in enumerate(shown, 1)
    ]
    rows = tuple(tuple(changes[at : at + 3]) for at in range(0, len(changes), 3))
    return Screen("\n".join(lines), ((do(_("Agreed"), "review_matters", name),), *rows))


def _matter_line(number: int, one: Matter, today: date) -> str:
    mark = "❗" if one.important else ""
    to = _("done") if one.done else day_words(one.to, today) if one.to else _("no day")
    return _("{number} {mark}{shop}, {what} → {to}").format(
        number=number, mark=mark, shop=shop_name(one.shop), what=cut(one.what, MATTER_SHOWN) or _("follow-up"), to=to
    )


def _matter(view: ReviewView, page: str) -> Screen | None:
    """Other days for one matter; None when the page names none."""
    found = next((one for one in view.matters if page == f"m{one.id}"), None)
    if found is None:
        return None
    name = view.review.name

    def to(label: str, choice: str) -> Button:
        return do(label, "review_matter", name, found.id, choice)

    days = tuple(to(day_words(day, view.today), day.isoformat()) for day in view.days)
    text = "\n".join((shop_name(found.shop), cut(found.what, 100), _("Which day?")))
    return Screen(
        text,
        (days, (to(_("No fixed day"), "none"), to(_("It is done"), "done")), (show(_("Back"), "review", name),)),
    )


# --- tomorrow


def _tomorrow(view: ReviewView, page: str) -> Screen:
    ahead, name = view.tomorrow, view.review.name
    agree = do(_("That's it"), "review_tomorrow", name)
    if ahead is None:
        return Screen(_("No list for the next day yet."), ((agree,),))
    if page == "list":
        return Screen(_list(ahead, view.today), ((agree,), (show(_("Back"), "review", name),)))
    lines = [_tomorrow_line(ahead, view.today)]
    lines += [
        _("Promised: {shop} {what}").format(shop=shop_name(shop), what=cut(what, MATTER_SHOWN))
        for shop, what in ahead.promises[:PROMISES_SHOWN]
    ]
    more = len(ahead.promises) - PROMISES_SHOWN
    if more > 0:
        lines.append(ngettext("{n} more promised", "{n} more promised", more).format(n=more))
    return Screen("\n".join(lines), ((agree,), (show(_("See the list"), "review", name, "list"),)))


def _tomorrow_line(ahead: NextDay, today: date) -> str:
    n = len(ahead.visits)
    shops = ngettext("{n} shop", "{n} shops", n).format(n=n)
    streets = joined([safe(street) for street in ahead.streets[:STREETS_SHOWN]])
    calls = len(ahead.stops) - n
    parts = [_day_name(ahead.day, today), shops, streets]
    if calls:
        parts.append(ngettext("{n} call", "{n} calls", calls).format(n=calls))
    return _(", ").join(part for part in parts if part)


def _day_name(day: date, today: date) -> str:
    near = day_words(day, today)
    return near if f"{day:%m-%d}" in near else f"{near} {dated(day)}"


def _list(ahead: NextDay, today: date) -> str:
    lines = [_tomorrow_line(ahead, today)]
    lines += [f"{shop_name(line.shop.name)} {segment_word(line.shop.segment)}" for line in ahead.stops[:LIST_SHOWN]]
    more = len(ahead.stops) - LIST_SHOWN
    if more > 0:
        lines.append(ngettext("{n} more", "{n} more", more).format(n=more))
    return "\n".join(lines)


# --- the summary


def _confirm_rows(review: Review) -> Rows:
    return (
        (do(_("Confirm"), "review_confirm", review.name),),
        (show(_("Change something"), "review", review.name, "change"),),
    )


def _ended(view: ReviewView) -> Screen:
    review = view.review
    lines = [_closed_line(view)] if review.state is ReviewState.CLOSED else []
    lines.append(summary_of(view))
    lines += seen_lines(view)
    return Screen("\n".join(lines), () if review.state is ReviewState.CONFIRMED else _confirm_rows(review))


def _closed_line(view: ReviewView) -> str:
    moved = sum(bool(one.to) for one in view.figures.missed)
    if not moved:
        return _("Closed with what is known. You can still change it tomorrow morning.")
    return ngettext(
        "Closed with what is known: {n} missed shop went to the nearest free day. You can still change it tomorrow morning.",
        "Closed with what is known: {n} missed shops went to the nearest free days. You can still change it tomorrow morning.",
        moved,
    ).format(n=moved)


def _changes(view: ReviewView) -> Screen:
    """What of the summary can be changed."""
    name = view.review.name
    stops = [
        do(button_name(one.shop), "review_change", name, "stop", one.stop)
        for one in view.figures.missed[:MATTERS_SHOWN]
    ]
    rows: list[tuple[Button, ...]] = [tuple(stops[at : at + 2]) for at in range(0, len(stops), 2)][:3]
    other = [do(_("Add a word"), "review_change", name, "words")]
    if view.review.draft.matters or view.left.matters:
        other.insert(0, do(_("Matters not done"), "review_change", name, "matters"))
    return Screen(_("Change what?"), (*rows, tuple(other), (show(_("Back"), "review", name),)))


def no_review() -> Screen:
    """There was no day to look back on."""
    return Screen(_("There is no worked day to review yet."))
