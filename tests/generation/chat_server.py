"""A real HTTP server on this machine that speaks the OpenAI chat API, or replies as a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]
DONE = "data: [DONE]\n\n"


class Handler(BaseHTTPRequestHandler):
    """Notes what is asked and leaves the reply to the test."""

    server: Server

    def do_GET(self) -> None:
        """Offer models, and whatever other pages there are."""
        self.server.asked.append((self.path, dict(self.headers), None))
        page = self.server.models if self.path == "/v1/models" else self.server.pages.get(self.path)
        self.send(404 if page is None else 200, page or "")

    def do_POST(self) -> None:
        """Reply as the test wants."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        self.server.reply(self)

    def send(self, code: int, text: str, *, announced: int = 0, **headers: str) -> None:
        """Send a whole reply, or one that is shorter than announced."""
        data = text.encode()
        self.send_response(code)
        self.send_header("Content-Length", str(announced or len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """A server whose reply can be set.

    Attributes:
        asked: path, headers and body of each request.
        pages: what can be had beside the models, by path.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.models = json.dumps({"object": "list", "data": [{"id": "first"}, {"id": "second"}]})
        self.pages: dict[str, str] = {}
        self.reply: Reply = lambda handler: handler.send(200, stream("It gains [2].") + DONE)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when a client hangs up."""


def event(content: str | None = None, **more: Any) -> str:
    """Return one event of a stream."""
    choice = {"index": 0, "delta": {"content": content} if content else {}, "finish_reason": more.pop("reason", None)}
    return f"data: {json.dumps({'choices': [choice], **more})}\n\n"


def stream(text: str, reason: str = "stop") -> str:
    """Return a stream of events, three characters each, up to the end of the answer."""
    pieces = "".join(event(text[i : i + 3]) for i in range(0, len(text), 3))
    return event() + pieces + event(reason=reason)


@contextmanager
def running() -> Iterator[Server]:
    """Yield a server that runs meanwhile."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
