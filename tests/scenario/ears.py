"""A speech-to-text service on this machine: takes a posted sound as such services do, and says what it was told to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STARTED_SECONDS = 30.0


@dataclass
class Ears:
    """`answers`: words, or a status to refuse with, one a request, the last one for ever; `sounds`: what was posted.

    While `open` is not set an answer is held back; `asked` tells that a request came."""

    url: str = ""
    answers: list[str | int] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    open: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> str | int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def ears(*answers: str | int) -> Iterator[Ears]:
    """A running service."""
    here = Ears(answers=list(answers))
    here.open.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = _form(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
            here.sounds.append(form.pop("file"))
            here.fields = {name: value.decode() for name, value in form.items()}
            here.asked.set()
            here.open.wait(STARTED_SECONDS)
            said = here.answer()
            body = json.dumps({"text": said} if isinstance(said, str) else {"error": said}).encode()
            try:
                self.send_response(200 if isinstance(said, str) else said)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    here.url = f"http://127.0.0.1:{server.server_port}/inference"
    try:
        yield here
    finally:
        here.open.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _form(headers: Message, body: bytes) -> dict[str, bytes]:
    """The fields of a multipart form."""
    whole = BytesParser().parsebytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    parts = whole.get_payload()
    assert isinstance(parts, list)
    return {
        str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True))
        for part in parts
        if isinstance(part, Message)
    }
