"""What outside monitoring sees: health, metrics, the heartbeat; and that nothing of anybody is in any of it, nor in the logs."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import urllib.error
import urllib.request
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot import logs
from bot.heartbeat import Heartbeat, heartbeat_file
from bot.metrics import Metrics
from bot.settings import Settings
from bot.status import run_status
from bot.wire import Outcome, Result
from domain.chat import Priority
from services import audits
from storage import inbox, outbox
from storage.database import Database, DatabaseAway
from storage.outbox import Claimed, Letter
from tests.conftest import TUESDAY
from tests.scenario.harness import world

SECRET = "9f2c4b6ad1e83f7750cc64be0a31d2f8"
WORDS = "金丝雀库存二十条"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def figures(text: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    return {
        sample.name + "".join(f",{value}" for _name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def claimed(row: int, priority: Priority = Priority.ANSWER) -> Claimed:
    return Claimed(row, 11, "", "say", {}, "answer", int(priority), 1, False, 0)


def test_a_day_is_seen_in_figures_and_nobody_in_them(district: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The canaries: a token, a secret, names, words, a shop, chat ids."""
    port, hook = free_port(), free_port()
    how: dict[str, Any] = {
        "http_listen": f"127.0.0.1:{port}",
        "webhook_url": f"http://127.0.0.1:{hook}/hook",
        "webhook_listen": f"127.0.0.1:{hook}",
        "webhook_secret": SECRET,
    }
    heard: list[dict[str, Any]] = []
    with world(district, TUESDAY, **how) as here, capture_logs() as caught:
        manager = here.joins("M01", "en")
        here.at("07:30")
        manager.says(f"/log 廖记生活超市 {WORDS}")
        status, health = asked(port, "/health")
        assert (status, json.loads(health)["ok"]) == (200, True)
        assert json.loads(health)["roles_here"] == ["hours", "poller", "sender"]
        _status, text = asked(port, "/metrics")
        found = figures(text)
        assert found["visitbot_database_up"] == 1
        assert found["visitbot_requests_total,sent,answer"] >= 2
        assert found["visitbot_requests_total,sent,list"] >= 1
        assert found["visitbot_requests_total,unknown,alert"] == 0
        assert found["visitbot_answer_seconds_count"] >= 2
        assert found["visitbot_inbox_waiting"] == 0
        assert found["visitbot_role_here,sender"] == 1
        assert found["visitbot_database_bytes"] > 100_000
        assert (
            figures(asked(port, "/metrics")[1])["visitbot_answer_seconds_count"]
            == found["visitbot_answer_seconds_count"]
        )
        with closing(Database(here.url)) as db:
            run_status(db, here.now, as_json=False)
            run_status(db, here.now, as_json=True)
        here.bot.stop()
        here.bot.start()
        here.settle()
        heard += map(dict, caught)
        name, chat, token = "杜", manager.phone.id, here.telegram.token
    seen = "\n".join(
        [
            health,
            text,
            capsys.readouterr().out.partition('"errors": []')[2],
            json.dumps(heard, default=str, ensure_ascii=False),
        ]
    )
    assert heard
    for canary in (token, token.partition(":")[2], SECRET, WORDS, "金丝雀", "廖记", "前川", name, "何静"):
        assert canary not in seen, canary
    assert not re.search(rf"\b{chat}\b", seen)


def test_a_database_that_is_away_is_told_and_ends_nothing(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    with world(district, TUESDAY, http_listen=f"127.0.0.1:{port}") as here:

        async def away(*_: Any) -> None:
            raise DatabaseAway("gone")

        app = here.bot.app  # type: ignore[attr-defined]
        monkeypatch.setattr(app.health._db, "aread", away)
        assert asked(port, "/health") == (503, '{"ok": false, "database": "away"}')
        assert figures(asked(port, "/metrics")[1])["visitbot_database_up"] == 0
        monkeypatch.undo()
        assert asked(port, "/health")[0] == 200


def test_queues_and_ages_are_told(empty: Database) -> None:
    from storage.figures import figures as read

    empty.write(inbox.keep, [{"update_id": 1, "message": {"chat": {"id": 1}}}], TUESDAY, TUESDAY).result()
    for priority in (Priority.ALERT, Priority.NEWS, Priority.NEWS):
        letter = Letter(11, "say", {"text": "x"}, "news", priority, "update:1")
        empty.write(outbox.post, letter, TUESDAY).result()
    metrics = Metrics()
    found = empty.read(read)
    metrics.tell_database(found, TUESDAY + timedelta(seconds=30), TUESDAY + timedelta(seconds=40))
    metrics.tell_process(5, 2, None, {"poller": True})
    metrics.tell_process(7, 2, 3.0, {"poller": False})
    told = figures(metrics.text().decode())
    assert told["visitbot_inbox_waiting"] == 1
    assert told["visitbot_inbox_oldest_seconds"] == 40
    assert told["visitbot_outbox_queued,news"] == 2
    assert told["visitbot_outbox_oldest_seconds,alert"] == 30
    assert told["visitbot_outbox_queued,answer"] == 0
    assert told["visitbot_polls_total"] == 7
    assert told["visitbot_strangers_passed_over_total"] == 2
    assert told["visitbot_role_here,poller"] == 0


def test_every_outcome_is_counted_by_its_class() -> None:
    metrics = Metrics()
    for outcome in Outcome:
        metrics.observed(claimed(1, Priority.ALERT), Result(outcome))
    told = figures(metrics.text().decode())
    assert all(told[f"visitbot_requests_total,{outcome},alert"] == 1 for outcome in Outcome)


@pytest.mark.parametrize(
    ("given", "where"),
    [("", "/srv/visitbot/heartbeat"), ("off", None), ("/run/visitbot/beat", "/run/visitbot/beat")],
)
def test_the_file_lies_beside_the_database_unless_it_is_named(given: str, where: str | None) -> None:
    class Known:
        shared = False

        class url:  # noqa: N801
            database = "/srv/visitbot/visits.db"

    settings = Settings(_env_file=None, heartbeat=given)  # type: ignore[call-arg]
    assert heartbeat_file(settings, Known) == (None if where is None else Path(where))  # type: ignore[arg-type]


def test_the_heart_beats_only_while_all_is_well(empty: Database, tmp_path: Path) -> None:
    file, asks = tmp_path / "beat", []

    async def test() -> None:
        async def ping(request: web.Request) -> web.Response:
            asks.append(request.path)
            return web.Response()

        app = web.Application()
        app.router.add_get("/ping/secret", ping)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping/secret"
        settings = Settings(_env_file=None, heartbeat=str(file), heartbeat_url=url)  # type: ignore[call-arg]
        ages = [1.0]
        heart = Heartbeat(empty, settings, lambda: ages[0])
        try:
            assert not await heart.beat()
            assert not file.exists()
            await empty.awrite(lambda tx: audits.audit(tx, [], TUESDAY))
            ages[0] = 500.0
            assert not await heart.beat()
            ages[0] = 1.0
            assert await heart.beat()
            assert await heart.beat()
            assert file.exists()
            assert asks == ["/ping/secret"]
        finally:
            await runner.cleanup()

    asyncio.run(test())


def test_a_heartbeat_that_nobody_hears_is_told_without_its_address(empty: Database, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/ping/secret"
    settings = Settings(_env_file=None, heartbeat="off", heartbeat_url=url)  # type: ignore[call-arg]
    empty.write(lambda tx: audits.audit(tx, [], TUESDAY)).result()
    with capture_logs() as heard:
        assert asyncio.run(Heartbeat(empty, settings, lambda: 1.0).beat())
    assert [event["event"] for event in heard] == ["heartbeat is not heard"]
    assert "ping" not in str(heard)


def test_an_exception_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    import structlog

    logs.set_up()
    try:
        raise ValueError(f"{WORDS} 123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    except ValueError:
        structlog.get_logger().exception("update failed", row=5)
    line = json.loads(capsys.readouterr().err)
    structlog.reset_defaults()
    assert line["cause"] == "ValueError"
    assert line["row"] == 5
    assert WORDS not in str(line)
    assert "AAAA" not in str(line)
