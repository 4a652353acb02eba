"""The life of an abnormal situation: reported, added to, taken, asked about, closed, handed over, withdrawn, reopened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.chat import Done, Kind, Media, Notice, Place
from domain.escalation import NOT_DELIVERED, answer_due, chain_for, first_sending, next_sending
from domain.incidents import CATEGORY_RULES, Category, Event, IllegalMove, Incident, IncidentState, move
from domain.people import Action, Person, Role, allow
from domain.shops import Shop
from domain.visits import StopState
from services.climbing import add_inspectors, call, person_unreachable, restart
from services.incident_story import Refused, done, evidence_for, hours, keep, note, ring_name, staff
from storage import dialogs, incidents, people, plans, shops, visits
from storage.database import Tx
from storage.dialogs import Dialog

__all__ = ["Dialog", "Refused", "Report", "Said", "of_day", "open_of", "person_unreachable", "report"]

LISTENS = timedelta(minutes=10)
"""How long what the reporter says after filing is added to the incident."""
ANSWERS = timedelta(minutes=30)
"""How long an open question about an incident takes the next words as its answer."""
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said or sent, `at` by Telegram's clock."""

    at: datetime
    words: str = ""
    media: Media | None = None
    place: Place | None = None

    @property
    def empty(self) -> bool:
        return not self.words.strip() and self.media is None and self.place is None

    def event(self, who: str, what: str) -> Event:
        """As a line of the story; a place is kept as `lat,lon`."""
        if self.place is not None:
            return Event(self.at, who, what, self.words, Kind.PLACE.value, f"{self.place.lat},{self.place.lon}")
        kind, file = (self.media.kind.value, self.media.file_id) if self.media else ("", "")
        return Event(self.at, who, what, self.words, kind, file)


@dataclass(frozen=True, slots=True)
class Report:
    """A new report. `shop` '' while not settled (`candidates` may be meant); `sure`: the category was chosen, not guessed."""

    category: Category
    said: Said
    shop: str = ""
    sure: bool = True
    candidates: tuple[str, ...] = ()
    origin: int = 0


def open_of(tx: Tx, manager: str) -> list[Incident]:
    """A manager's incidents that are not closed, oldest first."""
    return incidents.live_of(tx, manager)


def of_day(tx: Tx, manager: str, day: date) -> list[Incident]:
    """What a manager reported on a day of the office's zone."""
    start = datetime.combine(day, time(), tx.office.zone)
    return incidents.between(tx, manager, start, datetime.combine(day + timedelta(days=1), time(), tx.office.zone))


def own_shop(tx: Tx, person: Person, code: str) -> Shop | None:
    """The shop, if this person may report about it."""
    shop = shops.by_code(tx, code) if code else None
    return shop if shop is not None and allow(person, Action.REPORT, shop) else None


def suggested_shops(tx: Tx, manager: str, day: date) -> tuple[Shop, ...]:
    """Where the manager most likely stands: the shops logged last, then the next stop."""
    recent = [log.shop for log in visits.latest(tx, manager, SUGGESTED - 1) if log.shop]
    ahead = [stop.shop for stop in plans.of_day(tx, manager, day) if stop.state is StopState.PLANNED][:1]
    codes = list(dict.fromkeys((*ahead, *recent)))
    found = shops.some(tx, codes)
    return tuple(found[code] for code in codes if code in found)


def ask_shop(tx: Tx, person: Person, candidates: tuple[str, ...], now: datetime) -> tuple[Shop, ...]:
    """Open the question which shop it is about; returns the shops to choose from."""
    dialogs.ask(tx, Dialog(person.code, "incident_shop", "", now + LISTENS))
    meant = tuple(shop for code in candidates if (shop := own_shop(tx, person, code)) is not None)
    return meant or suggested_shops(tx, person.code, now.date())


def ask_category(tx: Tx, person: Person, shop: Shop, now: datetime) -> None:
    """Open the question what is wrong at this shop."""
    dialogs.ask(tx, Dialog(person.code, "incident_category", f"shop:{shop.code}", now + LISTENS))


def ask_about(tx: Tx, person: Person, incident: Incident, kind: str, now: datetime) -> None:
    """Open a question to this person about an incident (`incident_ask`, `incident_close`)."""
    dialogs.ask(tx, Dialog(person.code, kind, incident.name, now + ANSWERS))


def stop_asking(tx: Tx, person: Person) -> None:
    """Close the open question of this person."""
    dialogs.close(tx, person.code)


def shop_of(tx: Tx, object_name: str) -> str:
    """The shop's code behind `shop:<code>` or `stop:<id>`; '' when there is none."""
    kind, _colon, id = object_name.partition(":")
    if kind == "stop":
        stop = plans.stop(tx, int(id))
        return stop.shop if stop else ""
    return id if kind == "shop" else ""


def find(tx: Tx, object_name: str) -> Incident | None:
    """The incident behind `incident:<id>`, `ring:<event>` or `evidence:<event>`."""
    kind, _colon, id = object_name.partition(":")
    if not id.isdecimal():
        return None
    if kind == "incident":
        return incidents.incident(tx, int(id))
    found = incidents.event(tx, int(id)) if kind in {"ring", "evidence"} else None
    return incidents.incident(tx, found[0]) if found else None


def report(tx: Tx, person: Person, new: Report, now: datetime) -> Done[Incident]:
    """File an incident: it is delivered at once, or after the quiet hours; what the reporter says next is added to it."""
    shop = own_shop(tx, person, new.shop)
    rule = CATEGORY_RULES[new.category]
    incident = Incident(
        id=0,
        category=new.category,
        manager=person.code,
        department=person.department,
        shop=shop.code if shop else "",
        state=IncidentState.OPEN,
        reported_at=new.said.at,
        respond_by=answer_due(now, rule, hours(tx)),
        rung=NOT_DELIVERED,
        next_at=first_sending(now, rule, hours(tx)),
        chain=chain_for(people.everyone(tx), person.department),
    )
    incident = replace(incident, id=incidents.add(tx, incident, new.origin))
    incident = note(tx, incident, new.said.event(person.code, "reported"))
    if new.sure:
        incident = note(tx, incident, Event(now, person.code, "renamed", "category"))
    _listen(tx, incident, now, new.candidates)
    incident, notices = _deliver(tx, incident, now)
    return done(incident, now, notices)


def _listen(tx: Tx, incident: Incident, now: datetime, candidates: tuple[str, ...] = ()) -> None:
    data = {"candidates": list(candidates)}
    dialogs.ask(tx, Dialog(incident.manager, "incident_more", incident.name, now + LISTENS, data))


def _deliver(tx: Tx, incident: Incident, now: datetime) -> tuple[Incident, tuple[Notice, ...]]:
    if incident.next_at is None or incident.next_at > now:
        return incident, ()
    return call(tx, incident, staff(tx, now), now)


def settle_shop(tx: Tx, person: Person, incident: Incident, shop: str, now: datetime) -> Done[Incident]:
    """Say at last which shop it is about; Refused when it is over or the shop is not the reporter's."""
    _check(person, Action.WITHDRAW_INCIDENT, incident)
    if not incident.live or own_shop(tx, person, shop) is None:
        raise Refused(incident)
    incident = note(tx, replace(incident, shop=shop), Event(now, person.code, "renamed", "shop"))
    return done(keep(tx, incident), now)


def recategorise(tx: Tx, person: Person, incident: Incident, category: Category, now: datetime) -> Done[Incident]:
    """Give it another category with that one's time and readers."""
    _check(person, Action.ADD_TO_INCIDENT, incident)
    if not incident.live:
        raise Refused(incident)
    incident = note(tx, replace(incident, category=category), Event(now, person.code, "renamed", "category"))
    incident = replace(incident, respond_by=answer_due(now, incident.rule, hours(tx)))
    if incident.rung == NOT_DELIVERED:
        incident = replace(incident, next_at=first_sending(now, incident.rule, hours(tx)))
        incident, notices = _deliver(tx, incident, now)
        return done(keep(tx, incident), now, notices)
    if incident.state is IncidentState.OPEN:
        due = next_sending(now, incident.rung, len(incident.chain), incident.rule, hours(tx))
        incident = replace(incident, next_at=min(due, incident.next_at or due))
    incident, notices = add_inspectors(tx, incident, now)
    return done(keep(tx, incident), now, notices)


def add(tx: Tx, person: Person, incident: Incident, said: Said, now: datetime) -> Done[Incident]:
    """Add what somebody said; the reporter's words after a question are its answer, and ring for the one who asked."""
    _check(person, Action.ADD_TO_INCIDENT, incident)
    if not incident.live or said.empty:
        raise Refused(incident)
    asked = incident.unanswered() if person.code == incident.manager else None
    incident = note(tx, incident, said.event(person.code, "answered" if asked else "added"))
    others = sorted((incident.addressed | {incident.manager}) - {person.code})
    notices = evidence_for(incident, others, incident.events[-1:])
    if asked is not None:
        notices.insert(0, Notice(asked.who, "incident_ring", ring_name(incident.events[-1])))
        _end_dialog(tx, person.code, "incident_answer", incident, now)
    return done(incident, now, notices)


def _end_dialog(tx: Tx, code: str, kind: str, incident: Incident, now: datetime) -> None:
    open_one = dialogs.current(tx, code, now)
    if open_one is not None and open_one.kind == kind and open_one.object == incident.name:
        dialogs.close(tx, code)


def said_all(tx: Tx, incident: Incident, now: datetime) -> Done[Incident]:
    """The reporter has nothing to add."""
    _end_dialog(tx, incident.manager, "incident_more", incident, now)
    return done(incident, now)


def take(tx: Tx, person: Person, incident: Incident, now: datetime, *, private: bool = True) -> Done[Incident]:
    """Take it: the climb ends. Refused when somebody was faster. From a group, the details go to the taker in private."""
    _check(person, Action.TAKE_INCIDENT, incident)
    if incident.state is not IncidentState.OPEN:
        raise Refused(incident)
    late = incident.respond_by <= now
    pictures = [] if person.code in incident.addressed else evidence_for(incident, [person.code])
    incident = replace(
        incident,
        state=move(incident.state, IncidentState.TAKEN),
        taken_by=person.code,
        next_at=None,
        respond_by=answer_due(now, incident.rule, hours(tx)) if late else incident.respond_by,
        addressed=incident.addressed | {person.code},
    )
    details = () if private else (Notice(person.code, "incident", incident.name), *pictures)
    incident = note(tx, keep(tx, incident), Event(now, person.code, "taken"))
    return done(incident, now, details)


def ask(tx: Tx, person: Person, incident: Incident, words: str, now: datetime) -> Done[Incident]:
    """Ask the reporter; it rings there, and the next words that fit are the answer."""
    _in_hand(person, incident)
    if not words.strip():
        raise Refused(incident)
    incident = note(tx, incident, Event(now, person.code, "asked", words))
    _end_dialog(tx, person.code, "incident_ask", incident, now)
    waiting = dialogs.current(tx, incident.manager, now)
    if waiting is None or waiting.kind in {"incident_more", "incident_answer"}:
        dialogs.ask(tx, Dialog(incident.manager, "incident_answer", incident.name, now + ANSWERS))
    return done(incident, now, (Notice(incident.manager, "incident_ring", ring_name(incident.events[-1])),))


def close(tx: Tx, person: Person, incident: Incident, words: str, now: datetime) -> Done[Incident]:
    """End it with a sentence on what was done, which the reporter reads; Refused without one."""
    _in_hand(person, incident)
    if not words.strip():
        raise Refused(incident)
    incident = replace(
        incident,
        state=move(incident.state, IncidentState.CLOSED),
        taken_by=incident.taken_by or person.code,
        closing_words=words,
        closed_at=now,
        next_at=None,
    )
    incident = note(tx, keep(tx, incident), Event(now, person.code, "closed", words))
    _end_dialog(tx, person.code, "incident_close", incident, now)
    _end_dialog(tx, incident.manager, "incident_more", incident, now)
    _end_dialog(tx, incident.manager, "incident_answer", incident, now)
    return done(incident, now)


def hand_over(tx: Tx, person: Person, incident: Incident, to: str, now: datetime) -> Done[Incident]:
    """Give what one has taken to somebody who may take it; it rings there."""
    if incident.state is not IncidentState.TAKEN or incident.taken_by != person.code:
        raise Refused(incident)
    if to not in {one.code for one in successors(tx, incident, now)}:
        raise Refused(incident)
    known_to = to in incident.addressed
    incident = replace(
        incident,
        state=move(incident.state, IncidentState.TAKEN),
        taken_by=to,
        addressed=incident.addressed | {to},
    )
    incident = note(tx, keep(tx, incident), Event(now, person.code, "handed", to))
    pictures = () if known_to else evidence_for(incident, [to])
    return done(incident, now, (Notice(to, "incident", incident.name), *pictures))


def successors(tx: Tx, incident: Incident, now: datetime) -> tuple[Person, ...]:
    """Who may take it from its taker and can be called today, by code."""
    known = staff(tx, now)
    return tuple(
        one
        for one in known.everyone
        if one.code != incident.taken_by
        and known.hears(one.code)
        and (one.role is Role.INSPECTOR or allow(one, Action.TAKE_INCIDENT, incident))
    )


def withdraw(tx: Tx, person: Person, incident: Incident, now: datetime) -> Done[Incident]:
    """Take a report back, as long as nobody has ever taken it."""
    _check(person, Action.WITHDRAW_INCIDENT, incident)
    if any(event.what == "taken" for event in incident.events):
        raise Refused(incident)
    incident = _moved(incident, IncidentState.WITHDRAWN)
    incident = note(tx, keep(tx, replace(incident, next_at=None)), Event(now, person.code, "withdrawn"))
    _end_dialog(tx, person.code, "incident_more", incident, now)
    return done(incident, now)


def reopen(tx: Tx, person: Person, incident: Incident, now: datetime) -> Done[Incident]:
    """The reporter says that it is not solved: open again, from the first rung; what he says next is added."""
    _check(person, Action.WITHDRAW_INCIDENT, incident)
    if incident.state is not IncidentState.CLOSED:
        raise Refused(incident)
    opened = restart(tx, incident, Event(now, person.code, "reopened"), now)
    _listen(tx, opened.value, now)
    return opened


def acknowledge(tx: Tx, person: Person, incident: Incident, now: datetime) -> Done[Incident]:
    """The reporter has read how it ended."""
    _check(person, Action.WITHDRAW_INCIDENT, incident)
    if incident.state is not IncidentState.CLOSED:
        raise Refused(incident)
    return done(note(tx, incident, Event(now, person.code, "seen")), now)


def _check(person: Person, action: Action, incident: Incident) -> None:
    """Refused unless the person may do this about this very incident."""
    if not allow(person, action, incident):
        raise Refused(incident)


def in_hand(person: Person, incident: Incident) -> bool:
    """Whether this person may ask about it and close it: nobody has it yet, or this person does."""
    if not allow(person, Action.TAKE_INCIDENT, incident):
        return False
    return incident.state is IncidentState.OPEN or (
        incident.state is IncidentState.TAKEN and incident.taken_by == person.code
    )


def _in_hand(person: Person, incident: Incident) -> None:
    if not in_hand(person, incident):
        raise Refused(incident)


def _moved(incident: Incident, to: IncidentState) -> Incident:
    try:
        return replace(incident, state=move(incident.state, to))
    except IllegalMove as error:
        raise Refused(incident) from error
