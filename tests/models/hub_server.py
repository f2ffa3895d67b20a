"""A hub on 127.0.0.1 that speaks as the real one does, and can be told to do each download badly.

`GET /api/models/REPO?blobs=true` tells the files with their sizes and digests; `/REPO/resolve/REVISION/FILE` sends on
to `/cdn/FILE`, which serves it and understands `Range`.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REPO, REVISION = "ada/tiny-GGUF", "f" * 40


class Hub(ThreadingHTTPServer):
    """The server.

    Attributes:
        files: what it holds, by name.
        told: entries of the list of files that replace the true ones, such as {"size": 1}.
        faults: what the next downloads do wrong, one after the other; then they are done right.
        api: what it answers instead of the list of files: a status, or a body.
        ranges: the `Range` of each download that was asked for.
        authorised: the `Authorization` of each request to the CDN.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.told: dict[str, Any] = {}
        self.licence = "license:apache-2.0"
        self.faults: list[Fault | int] = []
        self.api: int | bytes | None = None
        self.ranges: list[str | None] = []
        self.authorised: list[str | None] = []

    @property
    def address(self) -> str:
        """What HF_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def entry(self, name: str) -> dict[str, Any]:
        """Return what the list says of a file."""
        data = self.files[name]
        digest = hashlib.sha256(data).hexdigest()
        said = {"lfs": {"sha256": digest, "size": len(data), "pointerSize": 134}, "size": len(data), "blobId": "b" * 40}
        return {"rfilename": name, **said, **self.told}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over those who have hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        if self.path.startswith("/cdn/"):
            data = self.server.files[self.path.removeprefix("/cdn/")]
            head = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": REVISION}
            self.start(200, {"Content-Length": str(len(data)), **head})
        else:
            self._resolve()

    def do_GET(self) -> None:
        if self.path.startswith("/api/models/"):
            self._api()
        elif self.path.startswith("/cdn/"):
            self._download(self.server.files[self.path.removeprefix("/cdn/")])
        else:
            self._resolve()

    def start(self, status: int, headers: dict[str, str]) -> None:
        """Send the head of an answer, after which the connection is closed."""
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def send(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send a whole answer."""
        self.start(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _api(self) -> None:
        if isinstance(self.server.api, int):
            self.send(self.server.api)
            return
        if self.path.partition("?")[0].partition("/revision/")[2] not in ("", "main", REVISION):
            self.send(404, headers={"X-Error-Code": "RevisionNotFound"})
            return
        siblings = [{"rfilename": "README.md", "size": 9}, *map(self.server.entry, self.server.files)]
        said = {"id": REPO, "sha": REVISION, "tags": ["gguf", self.server.licence], "siblings": siblings}
        self.send(200, self.server.api or json.dumps(said).encode())

    def _resolve(self) -> None:
        name = self.path.partition(f"/resolve/{REVISION}/")[2]
        data = self.server.files[name]
        self.start(
            302,
            {
                "Location": f"/cdn/{name}",
                "Content-Length": "0",
                "X-Repo-Commit": REVISION,
                "X-Linked-Size": str(len(data)),
                "X-Linked-Etag": f'"{hashlib.sha256(data).hexdigest()}"',
            },
        )

    def _download(self, data: bytes) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        self.server.authorised.append(self.headers.get("Authorization"))
        found = re.fullmatch(r"bytes=(\d+)-", asked or "")
        place = int(found[1]) if found else 0
        fault = self.server.faults.pop(0) if self.server.faults else honest
        if isinstance(fault, int):
            self.send(fault)
        else:
            fault(self, data, place)


Fault = Callable[[_Handler, bytes, int], None]


def honest(handler: _Handler, data: bytes, place: int) -> None:
    """Send what was asked for."""
    if place >= len(data):
        handler.send(416, headers={"Content-Range": f"bytes */{len(data)}"})
    elif place:
        handler.send(206, data[place:], {"Content-Range": f"bytes {place}-{len(data) - 1}/{len(data)}"})
    else:
        handler.send(200, data)


def breaks_off(handler: _Handler, data: bytes, place: int) -> None:
    """Send half of the rest and close the connection."""
    rest = data[place:]
    status = 206 if place else 200
    head = {"Content-Length": str(len(rest)), "Content-Range": f"bytes {place}-{len(data) - 1}/{len(data)}"}
    handler.start(status, head if place else {"Content-Length": str(len(rest))})
    handler.wfile.write(rest[: max(len(rest) // 2, 1)])


def breaks_off_at_once(handler: _Handler, data: bytes, place: int) -> None:
    """Close the connection without an answer."""
    handler.close_connection = True


def ignores_range(handler: _Handler, data: bytes, place: int) -> None:
    """Send all of it whatever was asked for."""
    handler.send(200, data)


def ignores_range_and_breaks_off(handler: _Handler, data: bytes, place: int) -> None:
    """Begin anew each time, and never come to the end."""
    breaks_off(handler, data, 0)


def announces_less(handler: _Handler, data: bytes, place: int) -> None:
    """Say that it ends sooner, and end there."""
    handler.send(200, data[: len(data) // 2])


def announces_more(handler: _Handler, data: bytes, place: int) -> None:
    """Say that more comes than does."""
    handler.start(200, {"Content-Length": str(len(data) + 999)})
    handler.wfile.write(data)


def sends_more(handler: _Handler, data: bytes, place: int) -> None:
    """Announce no length and send more than the file has."""
    handler.start(200, {})
    handler.wfile.write(data + data)


def says_nothing_of_the_length(handler: _Handler, data: bytes, place: int) -> None:
    """Send all of it without announcing its length."""
    handler.start(200, {})
    handler.wfile.write(data)


def sends_other_bytes(handler: _Handler, data: bytes, place: int) -> None:
    """Send as many bytes as were asked for, one of them changed."""
    changed = bytearray(data)
    changed[-1] ^= 1
    honest(handler, bytes(changed), place)


def sends_another_part(handler: _Handler, data: bytes, place: int) -> None:
    """Send the beginning as if it had been asked for."""
    handler.send(206, data[: len(data) - place], {"Content-Range": f"bytes 0-{len(data) - place - 1}/{len(data)}"})


def sends_on_to_no_host(handler: _Handler, data: bytes, place: int) -> None:
    """Send on to a name that no host can have."""
    handler.send(302, headers={"Location": "http://a..b/"})


def sends_a_part_at_no_place(handler: _Handler, data: bytes, place: int) -> None:
    """Say that the part begins at a number that nobody reads."""
    handler.send(206, data[place:], {"Content-Range": f"bytes {'9' * 5000}-1/*"})


def shows_a_login_page(handler: _Handler, data: bytes, place: int) -> None:
    """Send what a network in a hotel sends."""
    handler.send(200, b"<html>Welcome! Please log in.</html>")


@contextmanager
def running_hub() -> Iterator[Hub]:
    """Give a hub that answers until the end of the block."""
    hub = Hub()
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
