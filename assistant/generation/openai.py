"""The generator that asks an OpenAI-compatible server: llama-server, vLLM, Ollama or any other.

Nothing is sent before an answer is asked for, nowhere but to the given address, and past every proxy. What may not fit
into the server's context is shortened, and once more when the server refuses it as too long. The server is made to
cite by a grammar or a JSON schema where it takes one and that costs it little. Whatever it sends, its stream is
rewritten: markers that name no evidence are dropped, and a sentence without one is given that of the paper whose
evidence shares most of its words. What it says is checked later, as always.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from assistant.errors import EndpointError
from assistant.generation import Cancelled
from assistant.generation.cited_json import CitedJson
from assistant.generation.endpoint import Endpoint
from assistant.generation.event_stream import EventStream
from assistant.generation.fitting import fit, shorter
from assistant.generation.markers import CitedText
from assistant.generation.server_constraint import Constraint, constraint_of, is_refused, request_of
from assistant.generation.server_context import SMALLEST, USUAL, Budget, estimate, is_exceeded, told_context
from assistant.generation.server_dialect import Dialect
from assistant.generation.server_models import first_writer, model_names
from assistant.generation.stopping import Stopped
from assistant.generation.thinking import HeldThinking, Thinking, first_line
from assistant.language.words import content_words
from assistant.prompting import ABSTENTION, Message, digest, in_json, messages
from assistant.records import Brief, Evidence, Usage
from assistant.settings import Settings

_PATIENCE = 10
"""Times the time-out for which a server may send signs of life before it sends words."""
_LETTERS = 8
"""Of an answer for each of the tokens that it may have; a server that sends more does not heed their number."""


class OpenAIGenerator:
    """Writes answers with a server's model.

    Args:
        url: base URL, such as http://127.0.0.1:8080/v1.
        model: name on the server; empty takes the first that it offers to write with.
        timeout: seconds to wait for the connection and for the next sign of life; ten times as long for words.
        context: tokens of prompt and answer of a server that does not tell how many it takes.
        constraint: what makes the server cite; None is what suits it.
    """

    name = "openai"

    def __init__(
        self,
        url: str,
        *,
        model: str = "",
        key: str = "",
        timeout: float = 60.0,
        max_tokens: int = 400,
        temperature: float = 0.0,
        seed: int = 0,
        context: int = USUAL,
        constraint: Constraint | None = None,
    ) -> None:
        self.model: str | None = model or None
        self._is_named = bool(model)
        self._endpoint = Endpoint(url, key, timeout)
        self._sampling = {"max_tokens": max_tokens, "temperature": temperature, "seed": seed}
        self._max_tokens = max_tokens
        self._patience = _PATIENCE * timeout
        self._assumed = context
        self._budget: Budget | None = None
        self._constraint = constraint
        self._dialect = Dialect()
        self._thinks_aloud = False  # it has closed a thought that only its prompt had opened
        self._listed: Any = None  # the server's models, once they were asked for
        self._is_closed = threading.Event()

    @classmethod
    def of(cls, settings: Settings) -> OpenAIGenerator:
        """Return the generator for the server that the settings name."""
        return cls(
            settings.openai_url,
            model=settings.openai_model,
            key=settings.openai_key,
            timeout=settings.timeout,
            max_tokens=settings.max_tokens,
            temperature=settings.temperature,
            seed=settings.seed,
            context=settings.context or USUAL,
            constraint=None if settings.openai_constraint == "auto" else Constraint(settings.openai_constraint),
        )

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the answer piece by piece and return what it cost; stop soon after `cancelled()` becomes true.

        Raises:
            EndpointError: the server cannot be reached, refuses, or breaks off.
        """
        if not brief.markers:
            yield ABSTENTION
            return Usage()
        stream, read = EventStream(self._patience), brief
        with suppress(Stopped):
            read = yield from self._answer(brief, stream, lambda: self._is_closed.is_set() or cancelled())
        return replace(stream.usage, prompt_sha256=digest(self._chat(read)))

    def complete(self, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
        """Return the likeliest line that goes on a chat; empty if there is none, or `cancelled()` became true.

        Raises:
            EndpointError: the server cannot be reached, refuses, or breaks off.
        """

        def is_over() -> bool:
            return self._is_closed.is_set() or cancelled()

        with suppress(Stopped):
            request = self._request(chat, is_over) | {"max_tokens": most, "temperature": 0.0}
            stream = EventStream(self._patience)
            thinking = HeldThinking(is_wary=True) if self._thinks_aloud else Thinking()
            return first_line(self._pieces(request, stream, is_over), thinking)
        return ""

    def close(self) -> None:
        """Stop what is being written; calling it twice does no harm."""
        self._is_closed.set()

    def _answer(self, brief: Brief, stream: EventStream, is_over: Cancelled) -> Generator[str, None, Brief]:
        """Yield the answer to as much of a brief as fits, and return that; without a constraint if that is refused."""
        if self._constraint is None:
            self._constraint = constraint_of(self._models(is_over))
        try:
            return (yield from self._attempt(brief, stream, is_over))
        except EndpointError as error:
            if stream.has_text or self._constraint is Constraint.NEVER or not is_refused(error):
                raise
        self._constraint = Constraint.NEVER
        return (yield from self._attempt(brief, stream, is_over))

    def _models(self, is_over: Cancelled) -> Any:
        """Return the server's list of models, None if it has none."""
        if self._listed is None:
            try:
                self._listed = self._endpoint.get("/models", is_over)
            except EndpointError as error:
                if error.status is None:
                    raise
        return self._listed

    def _chat(self, brief: Brief) -> list[Message]:
        chat = messages(brief)
        return in_json(chat) if self._constraint is Constraint.SCHEMA else chat

    def _attempt(self, brief: Brief, stream: EventStream, is_over: Cancelled) -> Generator[str, None, Brief]:
        fitted = self._fitted(brief, is_over)
        try:
            yield from self._write(fitted, stream, is_over)
        except EndpointError as error:
            is_dropped = stream.is_silent and error.status == 200  # llama_cpp.server says no more of what is too long
            if stream.has_text or not (is_dropped or is_exceeded(error.said)):
                raise self._explained(error, is_over) from error
            budget = self._budget or Budget(self._assumed)
            self._budget = budget.corrected(error.said, self._chat(fitted), self._max_tokens)
            shortened = self._fitted(brief, is_over)
            if shortened == fitted and self._budget.answer(self._max_tokens) == budget.answer(self._max_tokens):
                raise (error if is_dropped else _too_long(error)) from error
            try:
                yield from self._write(shortened, stream, is_over)
            except EndpointError as second:
                self._budget = None if is_dropped else self._budget  # it was not the length
                raise (_too_long(second) if is_exceeded(second.said) else second) from second
            return shortened
        return fitted

    def _fitted(self, brief: Brief, is_over: Cancelled) -> Brief:
        """Return as much of a brief as the server can read, its best sentence at least."""
        if self._budget is None:
            if estimate(self._chat(brief)) + self._max_tokens <= SMALLEST:
                return brief
            self._budget = Budget(
                told_context(self._endpoint, self._models(is_over), self._chosen(is_over), is_over) or self._assumed
            )
        budget = self._budget
        fitted = fit(brief, lambda part: budget.holds(self._chat(part), self._max_tokens))
        return fitted or [brief, *shorter(brief)][-1]

    def _explained(self, error: EndpointError, is_over: Cancelled) -> EndpointError:
        """Return an error, with the models that there are if it may be about the one that was asked."""
        is_chosen = not self._is_named
        if error.status in (400, 404, 422) and (is_chosen or "model" in error.said.lower()):
            with suppress(EndpointError):
                names = model_names(self._endpoint.get("/models", is_over))
                others = ", ".join([name for name in names if name != self.model][:10])
                if others and self.model not in names:
                    error.hint = f"name one of its models with --openai-model: {others}"
                elif others and is_chosen:
                    error.hint += f"; or name another of its models with --openai-model: {others}"
        return error

    def _write(self, brief: Brief, stream: EventStream, is_over: Cancelled) -> Generator[str, None, None]:
        text = CitedText(brief.markers, lambda uncited: nearest_paper(uncited.text, brief.evidence))
        is_bound = self._constraint is Constraint.GRAMMAR
        thinking = HeldThinking(is_wary=self._thinks_aloud, is_bound=is_bound)
        unpacked = CitedJson(is_expected=self._constraint is Constraint.SCHEMA)
        request = self._request(self._chat(brief), is_over) | request_of(
            self._constraint or Constraint.NEVER, brief.markers
        )
        for piece in self._pieces(request, stream, is_over):
            said = thinking.feed(piece)
            if thinking.has_stray:
                self._hold_thoughts(thinking)
            if shown := text.feed(unpacked.feed(said)):
                yield shown
            if text.done:
                return
            if thinking.size > _LETTERS * self._max_tokens:
                stream.is_cut = True
                break
        rest = text.feed(unpacked.feed(thinking.finish()) + unpacked.finish())
        if not text.has_begun and not unpacked.is_empty:
            raise stream.emptiness(is_thinking=thinking.is_open)
        if shown := rest + text.finish(is_cut=stream.is_cut):
            yield shown

    def _hold_thoughts(self, thinking: HeldThinking) -> None:
        """Hold back from now on what comes before the end of a thought; raise if part of one was shown as an answer."""
        self._thinks_aloud = True
        if thinking.is_late:
            hint = "ask again, which holds its thoughts back, or start the server with a parser for its reasoning"
            raise EndpointError("the server's model thinks within its answer", hint)

    def _pieces(self, request: dict[str, Any], stream: EventStream, is_over: Cancelled) -> Iterator[str]:
        """Send a request, again without what the server refuses by name, and yield the text of what it answers."""
        while True:
            try:
                sent = self._dialect.put(request)
                yield from stream.pieces(self._endpoint.post("/chat/completions", sent, is_over))
                return
            except EndpointError as error:
                if not self._dialect.learns(error):
                    raise

    def _chosen(self, is_over: Cancelled) -> str:
        """Return the name of the model to ask."""
        if self.model is None:
            self.model = first_writer(self._listed or self._endpoint.get("/models", is_over))
        return self.model

    def _request(self, chat: Sequence[Message], is_over: Cancelled) -> dict[str, Any]:
        return {
            "model": self._chosen(is_over),
            "messages": [{"role": message.role, "content": message.content} for message in chat],
            "stream": True,
            "stream_options": {"include_usage": True},
            **self._sampling,
            "max_tokens": self._budget.answer(self._max_tokens) if self._budget else self._max_tokens,
        }


def nearest_paper(sentence: str, evidence: Sequence[Evidence]) -> int:
    """Return the number of the paper whose evidence holds most of the sentence's words, or the best if none does."""
    said = set(content_words(sentence))

    def shared(item: Evidence) -> tuple[int, float]:
        return len(said & set(content_words(f"{item.paper.title} {item.text}"))), item.score

    return max(evidence, key=shared).n


def _too_long(error: EndpointError) -> EndpointError:
    hint = "start the server with a larger context (llama-server -c, vLLM --max-model-len), or lower --max-tokens"
    return EndpointError(f"the prompt is too long for the server's context: {error.message}", hint)
