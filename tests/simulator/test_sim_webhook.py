"""Webhooks: what is posted where, and again until it is taken."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from simulator.files import Upload
from simulator.history import Fate
from simulator.phones import Phone, Telegram
from simulator.refusals import Misuse
from simulator.webhook import set_webhook

Api = Callable[..., dict[str, Any]]
Decide = Callable[[dict[str, Any]], tuple[int, dict[str, str]] | None]
SECRET = "s3cret_-"
SECONDS = 5.0


class Endpoint:
    """A bot's webhook: keeps what is posted and answers as `decide` says; None cuts the connection."""

    def __init__(self) -> None:
        self.decide: Decide = lambda _: (200, {})
        self.posts: list[tuple[float, dict[str, Any], str]] = []
        self.open = 0
        self.most_open = 0
        self._lock = threading.Lock()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = endpoint.take(body, self.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer[0])
                for name, value in (answer[1] | {"Content-Length": "0"}).items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def take(self, body: dict[str, Any], secret: str) -> tuple[int, dict[str, str]] | None:
        with self._lock:
            self.open += 1
            self.most_open = max(self.most_open, self.open)
            self.posts.append((time.monotonic(), body, secret))
        try:
            return self.decide(body)
        finally:
            with self._lock:
                self.open -= 1

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for _, body, _ in self.posts]

    @property
    def pauses(self) -> list[float]:
        times = [at for at, _, _ in self.posts]
        return [later - earlier for earlier, later in pairwise(times)]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(SECONDS)


@pytest.fixture(autouse=True)
def conforming(telegram: Telegram) -> Iterator[None]:
    yield
    assert telegram.world.problems == []


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never comes true"
        time.sleep(0.002)


def test_updates_are_posted_with_the_secret_and_confirmed_by_2xx(
    telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint
) -> None:
    lan.says("先")
    assert api("setWebhook", url=endpoint.url, secret_token=SECRET)["result"] is True
    lan.says("后")
    until(telegram.quiet)
    assert endpoint.texts == ["先", "后"]
    assert {secret for _, _, secret in endpoint.posts} == {SECRET}
    ids = [body["update_id"] for _, body, _ in endpoint.posts]
    assert telegram.history.updates(Fate.CONFIRMED)[-2:] == ids


def test_what_is_refused_comes_again_after_growing_pauses_and_keeps_its_chat_in_order(
    telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint
) -> None:
    telegram.switch(haste=50)
    refusals = iter([500, 301, 404, 503])
    endpoint.decide = lambda _: (next(refusals, 200), {})
    api("setWebhook", url=endpoint.url)
    lan.says("一")
    lan.says("二")
    assert not telegram.quiet()
    until(telegram.quiet)
    assert endpoint.texts == ["一"] * 5 + ["二"]
    at_once, two, four, eight, _ = endpoint.pauses
    assert at_once < 2 / 50 <= two < 4 / 50 <= four < 8 / 50 <= eight


def test_a_bad_chat_does_not_hold_up_the_others(telegram: Telegram, api: Api, endpoint: Endpoint) -> None:
    good, bad = telegram.crowd(2)
    endpoint.decide = lambda body: (500 if body["message"]["chat"]["id"] == bad.id else 200, {})
    api("setWebhook", url=endpoint.url)
    bad.says("坏")
    for number in range(5):
        good.says(str(number))
    until(lambda: endpoint.texts.count("4") == 1)
    assert [text for text in endpoint.texts if text != "坏"] == list("01234")
    assert not telegram.quiet()
    assert api("getWebhookInfo")["result"]["pending_update_count"] == 1


def test_retry_after_is_obeyed_and_a_cut_connection_is_a_refusal(
    telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint
) -> None:
    telegram.switch(haste=20)
    answers = iter([None, (429, {"Retry-After": "8"}), (200, {})])
    endpoint.decide = lambda _: next(answers)
    api("setWebhook", url=endpoint.url)
    lan.says("一")
    until(telegram.quiet)
    assert endpoint.texts == ["一"] * 3
    assert endpoint.pauses[1] >= 8 / 20


def test_no_more_posts_at_once_than_were_asked_for(telegram: Telegram, api: Api, endpoint: Endpoint) -> None:
    people = telegram.crowd(12)

    def slowly(_: dict[str, Any]) -> tuple[int, dict[str, str]]:
        time.sleep(0.02)
        return 200, {}

    endpoint.decide = slowly
    api("setWebhook", url=endpoint.url, max_connections=3)
    telegram.load(people, 36)
    until(telegram.quiet)
    assert endpoint.most_open == 3
    said = [(body["message"]["chat"]["id"], body["update_id"]) for _, body, _ in endpoint.posts]
    for phone in people:
        own = [number for chat, number in said if chat == phone.id]
        assert own == sorted(own)
        assert len(own) == 3


def test_an_update_expires_unposted_when_its_day_is_over(
    telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint
) -> None:
    telegram.switch(haste=50)
    endpoint.decide = lambda _: (500, {})
    api("setWebhook", url=endpoint.url)
    lan.says("一")
    until(lambda: len(endpoint.posts) > 2)
    telegram.clock.forward(hours=24)
    assert telegram.quiet()
    endpoint.decide = lambda _: (200, {})
    lan.says("二")
    until(telegram.quiet)
    assert endpoint.texts[-1] == "二"
    assert len(telegram.history.updates(Fate.EXPIRED)) == 1


def test_polling_and_a_webhook_exclude_each_other(telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint) -> None:
    telegram.switch(haste=100)
    got: list[dict[str, Any]] = []
    poll = threading.Thread(target=lambda: got.append(api("getUpdates", timeout=30)))
    poll.start()
    until(telegram.quiet)
    api("setWebhook", url=endpoint.url, allowed_updates=["callback_query"])
    poll.join(SECONDS)
    assert got[0]["description"] == "Conflict: terminated by setWebhook request"
    assert api("getUpdates")["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    lan.says("没人听")
    assert api("deleteWebhook")["result"] is True
    assert api("getUpdates")["result"] == []
    api("getUpdates", allowed_updates=[])
    lan.says("听见了")
    assert len(api("getUpdates")["result"]) == 1


def test_the_info_tells_what_is_set_and_what_went_wrong(
    telegram: Telegram, lan: Phone, api: Api, endpoint: Endpoint
) -> None:
    nothing = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    assert api("getWebhookInfo")["result"] == nothing
    endpoint.decide = lambda _: (503, {})
    api("setWebhook", url=endpoint.url, max_connections=7, allowed_updates=["message"])
    lan.says("一")
    until(lambda: endpoint.posts)
    until(lambda: "last_error_message" in api("getWebhookInfo")["result"])
    assert api("getWebhookInfo")["result"] == {
        "url": endpoint.url,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "max_connections": 7,
        "last_error_date": int(telegram.clock.now.timestamp()),
        "last_error_message": "Wrong response from the webhook: 503 Service Unavailable",
        "allowed_updates": ["message"],
    }
    assert api("setWebhook", url="", drop_pending_updates=True)["result"] is True
    assert api("getWebhookInfo")["result"] == nothing | {"allowed_updates": ["message"]}
    assert len(telegram.history.updates(Fate.FORGOTTEN)) == 1


@pytest.mark.parametrize(
    ("wish", "local", "description"),
    [
        ({"url": "http://bot.example/hook"}, True, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "http://127.0.0.1:80/"}, False, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "bot.example:9999"}, True,
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://127.0.0.1"}, False, "bad webhook: IP address 127.0.0.1 is reserved"),
        ({"url": "https://bot.example:x/"}, True, "invalid webhook URL specified"),
        ({"url": "https://bot.example", "secret_token": "a b"}, True,
         "secret token contains unallowed characters"),
        ({"url": "https://bot.example", "secret_token": "a" * 257}, True, "secret token is too long"),
    ],
)  # fmt: skip
def test_a_webhook_telegram_would_not_take_is_refused(
    telegram: Telegram, api: Api, wish: dict[str, Any], local: bool, description: str
) -> None:
    telegram.switch(local=local)
    assert api("setWebhook", **wish)["description"] == f"Bad Request: {description}"
    assert api("getWebhookInfo")["result"]["url"] == ""
    assert len(telegram.world.problems) == 1
    telegram.world.problems.clear()


def test_a_certificate_of_ones_own_is_refused(telegram: Telegram) -> None:
    wish = {"url": "https://bot.example", "certificate": Upload("bot.pem", b"-----BEGIN")}
    with pytest.raises(Misuse, match="not simulated"):
        telegram.act(lambda world: set_webhook(world, wish))


def test_a_method_in_the_answer_is_named_as_a_problem(telegram: Telegram, lan: Phone, api: Api) -> None:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"method": "sendMessage", "chat_id": lan.id, "text": "a"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        api("setWebhook", url=f"http://127.0.0.1:{server.server_address[1]}")
        lan.says("一")
        until(telegram.quiet)
        server.shutdown()
        thread.join(SECONDS)
    assert telegram.world.problems == ["webhook: a method in the answer to an update is not simulated"]
    telegram.world.problems.clear()
