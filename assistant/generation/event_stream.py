"""Read the text of an answer out of the server-sent events of the OpenAI chat API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.endpoint import ADDRESS_HINT, complaint, excerpt
from assistant.records import Usage


class EventStream:
    """What is known of a stream beside its text.

    Attributes:
        is_cut: the answer was ended by its limit of tokens.
    """

    def __init__(self) -> None:
        self.usage = Usage()
        self.is_cut = False
        self._has_ended = False

    def pieces(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield the text in the events.

        Raises:
            EndpointError: the events are none, report a fault, or end before the answer does.
        """
        for line in lines:
            data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
            if data == "[DONE]":
                return
            if data and (piece := self._piece(_parsed(data))):
                yield piece
        if not self._has_ended:
            raise EndpointError("the server broke off in the midst of its answer", "ask again, or look at its log")

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
        raise EndpointError(f"the server reports: {complaint(event)}", "look at the server's log")
    return event
