"""Read the text of an answer out of the server-sent events of the OpenAI chat API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.endpoint import ADDRESS_HINT, complaint, excerpt
from assistant.records import Usage

_FIELDS = (":", "event:", "id:", "retry:")
"""Lines of an event stream that hold no data; the first is a comment."""


class EventStream:
    """What is known of a stream beside its text.

    Attributes:
        is_cut: the answer was ended by its limit of tokens.
        is_silent: nothing at all has come.
        has_text: some of the answer has come.
    """

    def __init__(self) -> None:
        self.usage = Usage()
        self.is_cut = False
        self.is_silent = True
        self.has_text = False
        self._has_ended = False
        self._strays: list[str] = []  # lines that are none of an event stream

    def pieces(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield the text in the events.

        Raises:
            EndpointError: the events are none, report a fault, or end before the answer does.
        """
        has_events = False
        for line in lines:
            self.is_silent = self.is_silent and not line.strip()
            data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
            if data == "[DONE]":
                return
            if not data and not has_events:
                self._note(line)
            if data:
                has_events = True
                if piece := self._piece(_parsed(data)):
                    self.has_text = True
                    yield piece
        if not has_events and self._strays:
            yield self._whole("\n".join(self._strays))
        elif not self._has_ended:
            where = "before" if self.is_silent else "in the midst of"
            error = EndpointError(f"the server broke off {where} its answer", "ask again, or look at its log")
            error.status = 200
            raise error

    def _note(self, line: str) -> None:
        if line.strip() and not line.startswith(_FIELDS):
            self._strays.append(line)

    def _whole(self, text: str) -> str:
        """Return the answer of a server that sends it in one piece, though it was asked for a stream."""
        try:
            event = json.loads(text)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict) and event.get("error"):
            raise _reported(event)
        message = mapping(first(mapping(event).get("choices")).get("message"))
        if not isinstance(message.get("content"), str):
            raise EndpointError(f"the server sends no stream of events: {excerpt(text)}", ADDRESS_HINT)
        return self._piece(mapping(event) | {"choices": [first(mapping(event)["choices"]) | {"delta": message}]})

    def _piece(self, event: dict[str, Any]) -> str:
        usage = mapping(event.get("usage"))
        prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
        if isinstance(prompt, int) and isinstance(completion, int):
            self.usage = Usage(prompt, completion)
        choice = first(event.get("choices"))
        reason = choice.get("finish_reason")
        self._has_ended = self._has_ended or reason is not None
        self.is_cut = self.is_cut or reason == "length"
        content = mapping(choice.get("delta")).get("content")
        return content if isinstance(content, str) else ""


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def first(value: Any) -> dict[str, Any]:
    """Return the first object of a JSON array, else an empty one."""
    return mapping(value[0]) if isinstance(value, list) and value else {}


def _parsed(data: str) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        raise EndpointError(f"the server sent what is not JSON: {excerpt(data)}", ADDRESS_HINT) from None
    if not isinstance(event, dict) or event.get("error"):
        raise _reported(event)
    return event


def _reported(event: Any) -> EndpointError:
    error = EndpointError(f"the server reports: {complaint(event)}", "look at the server's log")
    error.said = json.dumps(event)
    return error
