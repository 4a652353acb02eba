"""What administrators read of the bot's own work, with many of everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from domain.absences import AbsenceNote
from domain.audits import Report, Suspicion, Trouble
from domain.incidents import Event
from domain.people import Role
from domain.quarantine import Held, Quarantine
from domain.whys import ListState, Push, Sending, Why
from screens import absences, operations, pacing, whys
from tests.screens import test_incidents as incident_samples
from tests.screens.fullest.samples import CHEN, DU, NAME, SHOP, WHO, WORDS, Called

NOW = incident_samples.at("18:00")
STATES = ("queued", "sending", "sent", "failed", "unknown", "dropped", "held")
REASONS = ("", "429", "a newer version waits", WORDS)


def operations_drawn() -> Iterator[Called]:
    for page, role in ((_page(0), Role.MANAGER), (_page(1), Role.SUPERVISOR), (_page(48), Role.ADMIN)):
        yield absences.absence_screen, f"{role} {page}", (replace(DU, role=role), None, page)
    yield pacing.one_by_one, "", ()
    yield operations.audit_screen, "clean", (Report(NOW), CHEN, "")
    found = tuple(Suspicion(trouble, _about(trouble), NOW, "morning") for trouble in Trouble for _ in range(9))
    yield operations.audit_screen, "many", (Report(NOW, found, (("M" * 32, WHO),)), CHEN, "")
    for one in found:
        yield operations.audit_screen, one.key, (Report(NOW, (one,), (("M" * 32, WHO),)), CHEN, "")
    yield operations.quarantine_screen, "nothing", (Quarantine(), CHEN, "")
    held = tuple(
        Held(kind, 9_999, NOW - timedelta(days=400), NOW) for kind in ("alert", "answer", "list", "news", "hint")
    )
    yield operations.quarantine_screen, "much", (Quarantine(held, NOW), CHEN, "")
    yield whys.usage, "", ()
    yield whys.why_screen, "nothing", (Why(WORDS, NOW),)
    for state in ListState:
        yield whys.why_screen, str(state), (_much(state, NOW),)


def _page(hours: float) -> str:
    kept = NOW - timedelta(hours=24) if hours > 24 else None
    return AbsenceNote(NOW - timedelta(hours=hours, minutes=30), NOW, kept, 99).page


def _about(trouble: Trouble) -> str:
    return "incident:5" if trouble in {Trouble.NO_NEXT_STEP, Trouble.RESULT_LATE} else f"{'M' * 32}@2026-11-24"


def _much(state: ListState, now: datetime) -> Why:
    sendings = tuple(
        Sending(
            n,
            now,
            WHO,
            "alert",
            STATES[n % len(STATES)],
            REASONS[n % len(REASONS)],
            now,
            "incident_ring",
            "climb",
            WHO,
            now,
        )
        for n in range(8)
    )
    pushes = tuple(Push("review_remind", WORDS, word, WORDS, now) for word in ("done", "skipped", "failed") * 2)
    events = tuple(
        Event(now + timedelta(minutes=n), "S01", what, "leave" if what == "passed" else "")
        for n, what in enumerate(("notified", "passed", "escalated", "taken", "reopened", "closed", "asked"))
    )
    people = {"M01": DU, "S01": CHEN}
    card = replace(
        incident_samples.CARD, shop=SHOP, people=people, incident=replace(incident_samples.INCIDENT, events=events)
    )
    return Why(f"{NAME} (K1)", now, state, sendings, pushes, (card,) * 3)
