"""Read the text of an answer out of the server-sent events of the OpenAI chat API."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.endpoint import ADDRESS_HINT, LONGEST_ANSWER, complaint, excerpt
from assistant.patterns import lazy_re
from assistant.records import Usage

_FIELDS = (":", "event:", "id:", "retry:")
"""Lines of an event stream that hold no data; the first is a comment."""
_THOUGHTS = ("reasoning_content", "reasoning")
_CALLS = ("tool_calls", "function_call")
_ENDS = frozenset({"", "stop", "end", "eos", "eos_token", "stop_sequence", "end_turn", "complete", "completed"})
"""Reasons for which a model ends its answer by itself, beside a call; any other has cut it short."""
_FAILURES = lazy_re(r"abort|error|cancel|fail|insufficient|timeout|unavailable|overload")
"""Of reasons that are those of a server that could not go on."""
_LONGEST_TEXT = 1 << 18
"""Characters of answer and thought together; a model that is to stop after some hundred tokens writes no book."""

_LINE = 64
"""Characters for which a line counts beside its own; it costs more time than they do."""


class EventStream:
    """What is known of a stream beside its text.

    Args:
        patience: seconds to wait for text or thought while other signs of life come.

    Attributes:
        is_cut: the answer was ended by its limit of tokens, or by anything but the model.
        is_silent: nothing at all has come.
        has_text: some of the answer has come.
    """

    def __init__(self, patience: float = float("inf")) -> None:
        self._patience = patience
        self._last = time.monotonic()  # when there was text or thought
        self._idle = 0  # characters since then
        self._length = 0  # of text and thought
        self._is_fault = False  # what comes next is said to be an error
        self.usage = Usage()
        self.is_cut = False
        self.is_silent = True
        self.has_text = False
        self._reason = ""  # why the answer has ended, once it has
        self._has_thought = self._has_called = False
        self._refusal = ""
        self._strays: list[str] = []  # lines that are none of an event stream

    def pieces(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield the text in the events.

        Raises:
            EndpointError: the events are none, report a fault, or end before the answer does.
        """
        has_events, self._last = False, time.monotonic()
        for line in lines:
            self._hold(line)
            data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
            if data == "[DONE]":
                return
            if not data:
                self._note(line, is_stray=not has_events)
                continue
            has_events = True
            if piece := self._piece(self._parsed(data)):
                self.has_text = True
                yield piece
                self._last = time.monotonic()  # whoever reads may take their time
            if self._length > _LONGEST_TEXT:
                self.is_cut = True
                return
        if not has_events and self._strays:
            yield self._whole("\n".join(self._strays))
        elif not self._reason:
            where = "before" if self.is_silent else "in the midst of"
            error = EndpointError(f"the server broke off {where} its answer", "ask again, or look at its log")
            error.status = 200
            raise error

    def _hold(self, line: str) -> None:
        """Refuse a stream that goes on and says nothing."""
        self.is_silent = self.is_silent and not line.strip()
        self._idle += len(line) + _LINE
        if self._idle > LONGEST_ANSWER:
            raise EndpointError("the server sends no end of what is no answer", ADDRESS_HINT)
        if time.monotonic() - self._last > self._patience:
            what = f"the server sent signs of life and nothing else for {self._patience:g} s"
            raise EndpointError(what, "raise --timeout, or look at the server's log")

    def _note(self, line: str, *, is_stray: bool) -> None:
        if not line.strip():
            self._is_fault = False
        elif line.startswith("event:"):
            self._is_fault = line.removeprefix("event:").strip() == "error"
        elif is_stray and not line.startswith(_FIELDS):
            self._strays.append(line)

    def _parsed(self, data: str) -> dict[str, Any]:
        """Return an event; raise what it reports."""
        try:
            event = json.loads(data, strict=False)
        except (ValueError, RecursionError):
            raise EndpointError(f"the server sent what is not JSON: {excerpt(data)}", ADDRESS_HINT) from None
        if self._is_fault or not isinstance(event, dict) or event.get("error"):
            raise _reported(event)
        return event

    def _whole(self, text: str) -> str:
        """Return the answer of a server that sends it in one piece, though it was asked for a stream."""
        try:
            event = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            event = None
        if isinstance(event, dict) and event.get("error"):
            raise _reported(event)
        if not mapping(first(mapping(event).get("choices")).get("message")):
            raise EndpointError(f"the server sends no stream of events: {excerpt(text)}", ADDRESS_HINT)
        return self._piece(mapping(event))

    def _piece(self, event: dict[str, Any]) -> str:
        usage = mapping(event.get("usage"))
        prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
        if isinstance(prompt, int) and isinstance(completion, int):
            self.usage = Usage(prompt, completion)
        choice = first(event.get("choices"))
        if (reason := choice.get("finish_reason")) is not None:
            self._note_end(str(reason).lower())
        delta = mapping(choice["delta"] if "delta" in choice else choice.get("message"))
        thought = "".join(_text(delta.get(name)) for name in _THOUGHTS)
        self._has_thought = self._has_thought or bool(thought)
        self._has_called = self._has_called or any(delta.get(name) for name in _CALLS)
        self._refusal += _text(delta.get("refusal"))
        text = _text(delta["content"] if "content" in delta else choice.get("text"))
        if text or thought:
            self._last, self._idle = time.monotonic(), 0
            self._length += len(text) + len(thought)
        return text

    def _note_end(self, reason: str) -> None:
        """Note why the answer has ended; raise what is a failure of the server."""
        if _FAILURES.search(reason):
            raise EndpointError(f"the server broke off its answer: {excerpt(reason)}", "ask again, or look at its log")
        self._reason = reason or "stop"
        self.is_cut = self.is_cut or reason not in (*_ENDS, *_CALLS)

    def emptiness(self, *, is_thinking: bool) -> EndpointError:
        """Return the error for a stream that has ended without a sentence, with what came instead.

        Args:
            is_thinking: the text ended within a thought.
        """
        what, hint = "sent no text", "ask again, or look at the server's log"
        if self._refusal:
            what, hint = f"refused: {excerpt(self._refusal)}", "ask in other words, or take another model"
        elif self._reason == "content_filter":
            what, hint = "was stopped by the server's filter before it wrote anything", "ask in other words"
        elif is_thinking or (self._has_thought and not self.has_text):
            what = "thought until its end and did not come to an answer"
            hint = "raise --max-tokens, or switch the model's thinking off"
        elif self._has_called:
            what, hint = "called a tool instead of answering", "take a model, or a chat template, that calls none"
        elif self.is_cut:
            what, hint = "was cut before it wrote a sentence", "raise --max-tokens"
        elif self.has_text:
            what = "wrote something else than the sentences that it was asked for"
            hint = "try --openai-constraint never, or take another model"
        return EndpointError(f"the server's model {what}", hint)


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def first(value: Any) -> dict[str, Any]:
    """Return the first object of a JSON array, else an empty one."""
    return mapping(value[0]) if isinstance(value, list) and value else {}


def _text(content: Any) -> str:
    """Return the text of a message, which may come in parts."""
    if isinstance(content, list):
        return "".join(_text(mapping(part).get("text")) for part in content)
    return content if isinstance(content, str) else ""


def _reported(event: Any) -> EndpointError:
    error = EndpointError(f"the server reports: {complaint(event)}", "look at the server's log")
    error.said = json.dumps(event)
    return error
