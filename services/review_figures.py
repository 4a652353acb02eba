"""What a day came to: the figures of a review and the facts that its last line can lean on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from domain.days import DayView, is_visit, tally
from domain.incidents import Incident, IncidentState
from domain.people import Person
from domain.review_lines import KIND_REST, OBJECTIVE_OF, TELLING, DayFacts, kind_line, moved_up
from domain.reviews import Figures, IncidentLine, MissedLine, OutcomeCount, Review
from domain.visits import Channel, Log, LogState, Stop, StopState
from services import incidents
from services.days import working_calendar
from services.talks import news_of
from storage import people, plans, reviews, shops, visits
from storage.database import Tx

LEDGER = 6
"""How many earlier logs of a shop are looked at for the answer given before."""


def figures_of(tx: Tx, view: DayView, review: Review, now: datetime) -> Figures:
    """The figures of the day as it stands now, without a last line."""
    count = tally(view)
    active = _active(view)
    told, told_of = _told(tx, view, active)
    return Figures(
        planned=count.planned,
        done=count.done,
        onsite=count.onsite,
        calls=count.calls,
        unplanned=count.unplanned,
        missed=_missed(tx, view),
        outcomes=_outcomes(active),
        told=told,
        told_of=told_of,
        news_told=reviews.news_told_on(tx, view.manager.code, view.day),
        incidents=tuple(_incident(tx, one) for one in incidents.of_day(tx, view.manager.code, view.day)),
        carried=sum(choice != "done" for choice in review.draft.matters.values()),
        minutes=_minutes(review, now),
        next_day=working_day_after(tx, view.manager.code, view.day).isoformat(),
    )


def final_figures(tx: Tx, view: DayView, review: Review, now: datetime) -> Figures:
    """The figures to keep, with the kind last line chosen."""
    figures = figures_of(tx, view, review, now)
    first = view.day
    for _ in range(KIND_REST):
        first = working_calendar(tx).previous_working(first)
    earlier = reviews.before(tx, review.manager, review.day, KIND_REST)
    lately = [one.figures.kind for one in earlier if one.figures and one.day >= first]
    kind, words = kind_line(day_facts(tx, view, figures, earlier), lately)
    return replace(figures, kind=kind.value, kind_words=words)


def working_day_after(tx: Tx, manager: str, day: date) -> date:
    """The next working day after `day` on which the manager is not on leave (a long leave ends the search after 30)."""
    calendar = working_calendar(tx)
    leaves = plans.leaves_of(tx, manager, day)
    ahead = [calendar.next_working(day, n) for n in range(1, 31)]
    free = (one for one in ahead if not any(leave.first_day <= one <= leave.last_day for leave in leaves))
    return next(free, ahead[0])


def _active(view: DayView) -> list[Log]:
    return [log for log in view.logs if log.state is LogState.ACTIVE]


def _minutes(review: Review, now: datetime) -> int:
    started = review.draft.started
    return max(1, round((now - started).total_seconds() / 60)) if started else 0


def _missed(tx: Tx, view: DayView) -> tuple[MissedLine, ...]:
    said = reviews.why_missed(tx, view.manager.code, view.day)
    return tuple(
        MissedLine(
            stop=line.stop.id,
            shop=line.shop.name,
            owner=line.shop.owner,
            reason=line.stop.missed.value if line.stop.missed else "",
            words=said.get(line.stop.id, ""),
            to=_whereto(tx, line.stop),
        )
        for line in view.stops
        if is_visit(line.stop) and line.stop.state is not StopState.DONE
    )


def _whereto(tx: Tx, stop: Stop) -> str:
    """Where a missed stop went: a day (ISO), `call`, `drop` or ''."""
    if stop.state is StopState.DROPPED:
        return "drop"
    if stop.moved_to is None:
        return ""
    later = plans.of_shop(tx, stop.shop, stop.moved_to)
    called = any(one.day == stop.moved_to and one.channel is Channel.CALL_INSTEAD for one in later)
    return "call" if called else stop.moved_to.isoformat()


def _outcomes(active: list[Log]) -> tuple[OutcomeCount, ...]:
    counted = Counter(log.outcome for log in active if log.outcome in TELLING)
    return tuple(OutcomeCount(OBJECTIVE_OF[chip].value, chip, n) for chip, n in counted.most_common())


def _told(tx: Tx, view: DayView, active: list[Log]) -> tuple[int, int]:
    """Of the shops visited, how many know every piece of valid news; (0, 0) when there is none."""
    wanted = {one.id for one in news_of(tx, view.manager.code, view.day)}
    seen = {log.shop for log in active if log.shop}
    if not wanted or not seen:
        return 0, 0
    known = visits.told_to_many(tx, seen)
    return sum(wanted <= known[shop] for shop in seen), len(seen)


def _incident(tx: Tx, one: Incident) -> IncidentLine:
    what = "closed" if one.state is IncidentState.CLOSED else "taken"
    moment = next((event for event in reversed(one.events) if event.what == what), None)
    held = moment is not None and one.state in {IncidentState.TAKEN, IncidentState.CLOSED}
    who = people.by_code(tx, moment.who) if moment and held else None
    shop = shops.by_code(tx, one.shop)
    return IncidentLine(
        category=one.category.value,
        shop=shop.name if shop else "",
        state=one.state.value,
        who=who.name if who else "",
        at=moment.at.isoformat() if moment and held else "",
    )


def open_incidents(tx: Tx, manager: Person) -> tuple[IncidentLine, ...]:
    """The manager's incidents that are not closed, as lines."""
    return tuple(_incident(tx, one) for one in incidents.open_of(tx, manager.code))


def day_facts(tx: Tx, view: DayView, figures: Figures, earlier: list[Review]) -> DayFacts:
    """The records of the day that a kind line may speak of."""
    visited = [line for line in view.stops if is_visit(line.stop)]
    done = [line for line in visited if line.stop.state is StopState.DONE]
    before = next((one.figures.news_told for one in earlier if one.figures), 0)
    return DayFacts(
        planned=figures.planned,
        done=figures.done,
        moved_up=_moved_up(tx, view),
        promise_kept=_first_name(tx, reviews.promises_kept(tx, view.manager.code, view.day)),
        long_unseen=_long_unseen(tx, _active(view)),
        important=sum(line.stop.important for line in visited),
        important_done=sum(line.stop.important for line in done),
        incident_closed=next((one.shop for one in figures.incidents if one.state == IncidentState.CLOSED), ""),
        key=sum(line.shop.key for line in visited),
        key_done=sum(line.shop.key for line in done),
        news_told=figures.news_told,
        news_told_before=before,
        hard_road=next((line.shop.name for line in done if line.shop.difficulty == 3), ""),
    )


def _first_name(tx: Tx, codes: list[str]) -> str:
    shop = shops.by_code(tx, codes[0]) if codes else None
    return shop.name if shop else ""


def _moved_up(tx: Tx, view: DayView) -> tuple[str, str, str] | None:
    """(shop, outcome before, outcome today) of the first shop whose answer got better."""
    for log in _active(view):
        if not log.shop or log.outcome not in TELLING:
            continue
        past = [one.outcome for one in visits.of_shop(tx, log.shop, LEDGER) if one.day < log.day]
        goal = OBJECTIVE_OF[log.outcome]
        last = next((outcome for outcome in past if OBJECTIVE_OF.get(outcome) is goal), "")
        shop = shops.by_code(tx, log.shop)
        if shop is not None and moved_up(last, log.outcome):
            return shop.name, last, log.outcome
    return None


def _long_unseen(tx: Tx, active: list[Log]) -> tuple[str, int] | None:
    """The visited shop with the longest interval before today, with its days."""
    days: dict[str, int] = {}
    for log in active:
        before = visits.before(tx, log.id).get("last_visit")
        if log.shop and before:
            days[log.shop] = (log.day - date.fromisoformat(before)).days
    if not days:
        return None
    longest = max(days, key=lambda code: (days[code], code))
    shop = shops.by_code(tx, longest)
    return (shop.name, days[longest]) if shop else None
