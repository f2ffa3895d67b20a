"""Bring one file here over connections that break: go on where it ended, and never write more than was announced.

huggingface_hub's own download is not used. Version 2 writes to a file with a random name, which it deletes when the
connection fails for good or the person interrupts, so gigabytes are lost; and no version compares the SHA-256 of what
has arrived with the one that the hub tells.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DownloadError
from assistant.models.hub import RemoteFile, refused
from assistant.models.proxies import open_client

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 6
"""Connections in a row that bring nothing new, after which the person is told."""
PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before the second connection; each further pause is twice as long."""
TIMEOUT = 30.0  # seconds to wait for the next bytes
GO_ON = "the same command goes on where it ended"
_PASSING = (408, 425, 429, 500, 502, 503, 504)


class _Broken(Exception):
    """The connection ended before the file did; another may bring the rest."""

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.pause = pause


def fetch(file: RemoteFile, headers: dict[str, str], path: Path, progress: Callable[[int], None]) -> bool:
    """Make the file at `path` as long as the one on the hub, going on where it ends, and say whether it came in pieces.

    What is in it is not looked at.

    Args:
        progress: told how many bytes are there.

    Raises:
        DownloadError: the rest cannot be had; what has arrived is kept.
    """
    import httpx

    if _length(path) > file.size:
        path.unlink()
    furthest, failures = _length(path), 0
    in_pieces = furthest > 0
    with open_client(timeout=TIMEOUT, follow_redirects=True, headers=headers) as client:
        while _length(path) < file.size:
            try:
                _receive(client, file, path, progress)
                continue
            except _Broken as broken:
                fault, pause = str(broken), broken.pause
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last for a name of no host
                fault, pause = str(error) or type(error).__name__, 0.0
                if not isinstance(error, httpx.TransportError) or isinstance(error, httpx.UnsupportedProtocol):
                    raise DownloadError(f"{file.name} cannot be downloaded: {fault}", "check HF_ENDPOINT") from error
            in_pieces = True
            failures = 0 if _length(path) > furthest else failures + 1
            furthest = max(furthest, _length(path))
            if failures >= ATTEMPTS:
                raise DownloadError(f"{file.name} cannot be downloaded: {fault}", f"try again later: {GO_ON}")
            time.sleep(min(max(PAUSE * 2 ** max(failures - 1, 0), pause), LONGEST_PAUSE))
    return in_pieces


def _receive(client: httpx.Client, file: RemoteFile, path: Path, progress: Callable[[int], None]) -> None:
    """Write what one connection brings."""
    start = _length(path)
    wish = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    with client.stream("GET", file.url, headers=wish) as response:
        start = _place(response, file, path, start)
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and "Content-Encoding" not in response.headers and start + int(announced) != file.size:
            what = f"{response.url.host} sends {start + int(announced):,} bytes of {file.name} instead of {file.size:,}"
            raise DownloadError(what, "check that no login page stands between, and try again later")
        at = start
        with path.open("ab" if start else "wb") as written:
            for piece in response.iter_bytes():
                at += len(piece)
                if at > file.size:
                    what = f"{response.url.host} sends more than the {file.size:,} bytes of {file.name}"
                    raise DownloadError(what, "try again later, or take another file")
                written.write(piece)
                progress(at)
    if at < file.size:
        raise _Broken(f"it ended after {at:,} of {file.size:,} bytes")


def _place(response: httpx.Response, file: RemoteFile, path: Path, start: int) -> int:
    """Return the place in the file at which the answer begins: where it was wanted, or the beginning."""
    status = response.status_code
    if status == 200:
        return 0
    if status == 206 and start:
        place = re.fullmatch(r"bytes (\d{1,18})-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
        if place and int(place[1]) == start and place[2] in ("*", str(file.size)):
            return start
        path.unlink()  # the server speaks of another file, so what is here may be of another, too
        raise _Broken("the server sends another part than it was asked for")
    if status == 416 and start:
        path.unlink()
        raise _Broken("the server has no more than what is here already")
    if status in _PASSING:
        wait = response.headers.get("Retry-After", "")
        raise _Broken(f"{response.url.host} answered {status}", float(wait) if wait.isdecimal() else 0.0)
    raise refused(response.url.host, status)


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
