"""Speak HTTP to one address, so that waiting can be stopped, and say in plain words what went wrong.

httpx is imported when something is sent. Each request has a connection and a thread
of its own: waiting for a server that thinks cannot be interrupted from within, but its socket can be shut down.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from assistant.addresses import without_login
from assistant.errors import EndpointError
from assistant.generation import Cancelled
from assistant.generation.stopping import stream_stoppable
from assistant.patterns import lazy_re
from assistant.sanitizing import sanitize_line

if TYPE_CHECKING:
    import httpx

ADDRESS_HINT = "check the address; it usually ends in /v1"
LONGEST_LINE = 1 << 20  # characters; a server that ends no line does not fill the memory
LONGEST_ANSWER = 16 << 20  # characters of an answer in one piece
_KEY = lazy_re(r"[!-~]*")
_SECRET = 8  # letters; what is shorter is a word that servers without keys are given, such as "none"
_SHOWN = 200  # characters of a server's complaint
_HINTS = {
    401: "set ASSISTANT_OPENAI_KEY to the right key",
    403: "set ASSISTANT_OPENAI_KEY to the right key",
    404: "check the address, which usually ends in /v1, and the model's name",
    429: "wait a moment and ask again",
    503: "the server may still be loading its model: wait a moment and ask again",
}


class Endpoint:
    """An address, the key for it, and how many seconds to wait for its next words."""

    def __init__(self, url: str, key: str, timeout: float) -> None:
        self._url = url.strip().rstrip("/")
        self._shown = without_login(self._url)
        self._key = key.strip()
        self._timeout = timeout

    def at_root(self) -> Endpoint:
        """Return the place of what the server offers beside the OpenAI API."""
        return Endpoint(self._url.removesuffix("/v1"), self._key, self._timeout)

    def get(self, path: str, cancelled: Cancelled) -> Any:
        """Return the JSON that stands at `path`.

        Raises:
            EndpointError: it cannot be had.
            Stopped: `cancelled()` became true.
        """
        text = ""
        for chunk in self._chunks("GET", path, None, cancelled):
            text += chunk
            if len(text) > LONGEST_ANSWER:
                break
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            error = EndpointError(f"{self._shown}{path} is not JSON: {excerpt(text)}", ADDRESS_HINT)
            error.status = 200
            raise error from None

    def post(self, path: str, body: dict[str, Any], cancelled: Cancelled) -> Iterator[str]:
        """Send `body` and yield the lines of the answer as they come; raises as `get` does."""
        rest = ""
        for chunk in self._chunks("POST", path, body, cancelled):
            *lines, rest = (rest + chunk).split("\n")
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise EndpointError(f"{self._shown} sends a line without an end", ADDRESS_HINT)
        yield rest

    def _chunks(self, method: str, path: str, body: dict[str, Any] | None, cancelled: Cancelled) -> Iterator[str]:
        connection = _Connection()
        chunks = self._request(method, path, body, connection.follow)
        return stream_stoppable(chunks, cancelled, connection.shut_down)

    def _request(
        self, method: str, path: str, body: dict[str, Any] | None, follow: Callable[[str, dict[str, Any]], None]
    ) -> Generator[str, None, None]:
        import httpx

        if not _KEY.fullmatch(self._key):
            raise EndpointError("the key holds letters that no key can have", "check ASSISTANT_OPENAI_KEY")
        with self._translated():
            headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
            with (
                httpx.Client(timeout=self._timeout, headers=headers, trust_env=False) as client,
                client.stream(method, self._url + path, json=body, extensions={"trace": follow}) as response,
            ):
                _settle_encoding(response)
                if response.status_code != 200:
                    raise _refused(response, self._key)
                yield from response.iter_text()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what httpx raises into errors that say what to do."""
        import httpx

        url = self._shown
        try:
            yield
        except httpx.ConnectError as error:
            raise EndpointError(
                f"{url} cannot be reached: {error}", "start the server, or check its address"
            ) from error
        except httpx.TimeoutException as error:
            hint = "raise --timeout, or take a smaller model"
            raise EndpointError(f"{url} sent nothing for {self._timeout:g} s", hint) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:  # the last for a name of no host
            why = f": {error}" if url == self._url else ""  # which may be a part of the password
            raise EndpointError(f"'{url}' is no address{why}", "give one like http://127.0.0.1:8080/v1") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            what = str(error) or type(error).__name__
            raise EndpointError(f"{url} broke off: {what}", "ask again, or look at the server's log") from error


class _Connection:
    """Knows the socket of a request, by the trace that httpx offers, to shut it down from another thread."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._is_unwanted = False

    def follow(self, event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info.get("return_value")
            if self._is_unwanted:
                self.shut_down()

    def shut_down(self) -> None:
        self._is_unwanted = True
        if self._stream is not None:
            with suppress(OSError):  # it was closed already
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def complaint(fault: Any) -> str:
    """Return in a few words what a server says of a fault, in the shapes in which servers say it."""
    for key in ("error", "message", "detail"):
        fault = (isinstance(fault, dict) and fault.get(key)) or fault
    return excerpt(str(fault or ""))


def excerpt(text: str) -> str:
    """Return the beginning of a foreign text, on one line."""
    line = sanitize_line(text[: 4 * _SHOWN])
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _settle_encoding(response: httpx.Response) -> None:
    """Read as UTF-8 what a server says to be encoded in what is no encoding of text, such as "hex"."""
    try:
        "".encode(response.encoding or "utf-8")
    except LookupError:
        response.encoding = "utf-8"


def _refused(response: httpx.Response, key: str) -> EndpointError:
    code = response.status_code
    text = next(response.iter_text(4 * _SHOWN), "")
    if len(key) >= _SECRET:
        text = text.replace(key, "…")
    try:
        said = complaint(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        said = excerpt(text)
    hint = _HINTS.get(code, "look at the server's log" if code >= 500 else ADDRESS_HINT)
    if response.is_redirect:
        place = excerpt(response.headers.get("location", ""))
        hint = f"nothing was sent on; if {place or 'where that leads'} is right, give its address"
    elif wait := response.headers.get("retry-after", ""):
        hint = f"the server asks to wait: {excerpt(wait)}{' s' if wait.isdecimal() else ''}"
    error = EndpointError(f"{without_login(str(response.url))} answered {code}{': ' if said else ''}{said}", hint)
    error.status, error.said = code, text
    return error
