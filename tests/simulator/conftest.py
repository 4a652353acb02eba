"""A simulator with one person, and a plain HTTP caller in the place of a bot."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from simulator.phones import Phone, Telegram

Api = Callable[..., dict[str, Any]]
TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram(now=TUESDAY) as running:
        yield running


@pytest.fixture
def api(telegram: Telegram) -> Api:
    """Call a method with JSON parameters; the whole answer."""
    address = telegram.url.removeprefix("http://")

    def call(method: str, **params: Any) -> dict[str, Any]:
        connection = http.client.HTTPConnection(address, timeout=10)
        try:
            headers = {"Content-Type": "application/json"}
            body = json.dumps(params).encode()
            connection.request("POST", f"/bot{telegram.token}/{method}", body, headers)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
            return answer
        finally:
            connection.close()

    return call


@pytest.fixture
def sim(telegram: Telegram) -> Api:
    """Call the control API: GET without a wish, POST with one; the answer with its status as "status"."""
    address = telegram.url.removeprefix("http://")

    def call(path: str, wish: dict[str, Any] | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(address, timeout=10)
        try:
            headers = {"Content-Type": "application/json"}
            body = json.dumps(wish).encode() if wish is not None else None
            connection.request("GET" if wish is None else "POST", path, body, headers)
            response = connection.getresponse()
            return {"status": response.status, "body": json.loads(response.read())}
        finally:
            connection.close()

    return call


@pytest.fixture
def lan(telegram: Telegram, api: Api) -> Phone:
    """Somebody who has started the bot; the bot has taken that update."""
    phone = telegram.person("杜兰枝")
    phone.starts()
    api("getUpdates", offset=-1)
    last = api("getUpdates")["result"][-1]["update_id"]
    api("getUpdates", offset=last + 1)
    return phone
