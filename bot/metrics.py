"""`/metrics` for Prometheus: queues and ages from the database, outcomes and latencies from this process; nothing of anybody."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.wire import Outcome, Result
from domain.chat import Priority
from storage.database import Database
from storage.figures import Figures, answer_seconds
from storage.outbox import Claimed

MOST_REMEMBERED = 20_000
"""Sent messages whose latency is looked up at the next scrape, and updates whose answer was counted."""
BUCKETS_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3600)


class Metrics:
    """What one process counts, and what it finds in the database when it is asked."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._sent: deque[int] = deque(maxlen=MOST_REMEMBERED)
        self._answered: deque[int] = deque(maxlen=MOST_REMEMBERED)
        self._outcomes = Counter(
            "visitbot_requests",
            "Requests to Telegram by their outcome and by the priority of the message.",
            ("outcome", "priority"),
            registry=self._registry,
        )
        for outcome in Outcome:
            for priority in Priority:
                self._outcomes.labels(outcome.value, priority.name.lower())
        self._answer = Histogram(
            "visitbot_answer_seconds",
            "From the receipt of an update to its first answer sent.",
            buckets=BUCKETS_SECONDS,
            registry=self._registry,
        )
        self._polls = self._counter("visitbot_polls", "Polls that Telegram answered.")
        self._passed_over = self._counter("visitbot_strangers_passed_over", "Updates of strangers beyond their limit.")
        self._counted = (0, 0)
        self._up = self._gauge("visitbot_database_up", "Whether the database answered this question.")
        self._contact = self._gauge("visitbot_last_contact_seconds", "Since Telegram last answered a receiver.")
        self._waiting = self._gauge("visitbot_inbox_waiting", "Updates that wait to be handled.")
        self._waiting_age = self._gauge("visitbot_inbox_oldest_seconds", "Age of the oldest of them.")
        self._aside = self._gauge("visitbot_inbox_put_aside", "Updates that could not be handled.")
        self._queued = self._gauge("visitbot_outbox_queued", "Messages that wait to be sent.", "priority")
        self._queued_age = self._gauge("visitbot_outbox_oldest_seconds", "Age of the oldest of them.", "priority")
        self._sending = self._gauge("visitbot_outbox_sending", "Messages on their way.")
        self._ended = self._gauge(
            "visitbot_outbox_ended", "Messages that ended badly, as long as they are kept.", "state"
        )
        self._held = self._gauge("visitbot_outbox_held", "Messages held since a restore.")
        self._roles = self._gauge("visitbot_role_held", "Whether somebody has the role.", "role")
        self._own_roles = self._gauge("visitbot_role_here", "Whether this process has the role.", "role")
        self._bytes = self._gauge("visitbot_database_bytes", "Size of the database.")
        self._findings = self._gauge("visitbot_audit_findings", "What the last audit found undone.")
        self._backup = self._gauge("visitbot_last_backup_timestamp_seconds", "When the last backup was made, 0 never.")

    def observed(self, row: Claimed, result: Result) -> None:
        """One request to Telegram is over."""
        self._outcomes.labels(result.outcome.value, Priority(row.priority).name.lower()).inc()
        if result.outcome is Outcome.SENT and row.kind == "answer":
            self._sent.append(row.id)

    async def learn_latencies(self, db: Database) -> None:
        """Look up how long the answers took that were sent since the last time."""
        rows = list(self._sent)
        found = await db.aread(answer_seconds, rows) if rows else []
        for _row in rows:
            self._sent.popleft()
        for update, seconds in found:
            if update not in self._answered:
                self._answered.append(update)
                self._answer.observe(max(0.0, seconds))

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)

    def away(self) -> None:
        """The database did not answer: what it would have told is left as it was."""
        self._up.set(0)

    def tell_process(self, polls: int, passed_over: int, contact_seconds: float | None, roles: dict[str, bool]) -> None:
        """What this process knows by itself; None: Telegram has not answered it yet."""
        self._polls.inc(polls - self._counted[0])
        self._passed_over.inc(passed_over - self._counted[1])
        self._counted = (polls, passed_over)
        self._contact.set(float("nan") if contact_seconds is None else contact_seconds)
        for role, here in roles.items():
            self._own_roles.labels(role).set(here)

    def tell_database(self, found: Figures, now: datetime, machine: datetime) -> None:
        """How the queues are. Ages of messages are in trade time, of updates in machine time."""
        self._up.set(1)
        self._waiting.set(found.updates)
        self._waiting_age.set(_age(found.oldest_update, machine))
        self._aside.set(found.aside)
        for priority in Priority:
            row = found.queued.get(priority)
            self._queued.labels(priority.name.lower()).set(row.count if row else 0)
            self._queued_age.labels(priority.name.lower()).set(_age(row.oldest if row else None, now))
        self._sending.set(found.sending)
        self._ended.labels("failed").set(found.failed)
        self._ended.labels("unknown").set(found.unknown)
        self._bytes.set(found.bytes)
        for role in ("poller", "sender", "hours"):
            self._roles.labels(role).set(role in found.leases)

    def tell_care(self, findings: int, held: int, backed_up: datetime | None) -> None:
        """What an operator has to look after."""
        self._findings.set(findings)
        self._held.set(held)
        self._backup.set(backed_up.timestamp() if backed_up else 0)

    def _counter(self, name: str, words: str) -> Counter:
        return Counter(name, words, registry=self._registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
