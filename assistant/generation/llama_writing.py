"""One answer, written token by token, in which the model itself names the marker of a sentence that came without.

The model writes freely. When `CitedText` finds that a sentence has ended without a marker, what the model has read is
taken back to the end of the last word, and the ways on (" [1].", " [2].", " [12].") are laid side by side: as far as
their tokens agree they are read at once, where they part the model's scores decide. Nothing is asked of the whole
vocabulary, so a token costs what it costs without markers.
"""

from __future__ import annotations

import codecs
from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from time import perf_counter

from assistant.errors import ModelError
from assistant.generation import Cancelled
from assistant.generation.llama_native import NativeModel
from assistant.generation.llama_prompt import Prompt, chat_prompt, shared_length
from assistant.generation.markers import CitedText, Uncited
from assistant.generation.sampling import Sampler, likeliest
from assistant.generation.stopping import Stopped
from assistant.generation.thinking import Thinking, first_line
from assistant.prompting import Message
from assistant.records import Usage

RESERVE = 32  # tokens of context for the last marker


class Writing:
    """An answer that is being written.

    Attributes:
        usage: what it has cost so far.
    """

    def __init__(self, model: NativeModel, prompt: Prompt, sampler: Sampler, most: int) -> None:
        self._model = model
        self._prompt = prompt
        self._sampler = sampler
        self._most = most
        self._text = CitedText(prompt.brief.markers, self._choose, rewinds=True)
        self._thinking = Thinking(is_open=prompt.is_thinking)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pieces: list[str] = []  # what each token behind the prompt gave to the text
        self._ends: list[int] = []  # characters that the text had been given up to its end
        self._given = 0
        self._written = 0
        self._is_forced = self._is_ending = False
        self._reused = 0
        self._read = self._wrote = 0.0  # seconds

    @property
    def usage(self) -> Usage:
        """Return the tokens that were read and written so far."""
        return Usage(
            len(self._prompt.tokens),
            self._written,
            self._prompt.sha256,
            reused=self._reused,
            read_ms=round(self._read * 1000, 1),
            write_ms=round(self._wrote * 1000, 1),
        )

    def run(self, cancelled: Cancelled) -> Generator[str, None, None]:
        """Yield the answer piece by piece; end early, in the midst of a sentence, when `cancelled()` becomes true.

        Raises:
            ModelError: the model fails, or it thinks until its tokens are spent.
        """
        begin = perf_counter()
        self._reused = shared_length([self._model.past, self._prompt.tokens[:-1]])
        try:
            self._model.read_prompt(self._prompt.tokens, cancelled)
            self._read = perf_counter() - begin
            is_over = False
            while not is_over:
                if cancelled():
                    return
                begin = perf_counter()
                shown, is_over = self._step()
                self._wrote += perf_counter() - begin  # without what is done with the text between two steps
                if shown:
                    yield shown
        except Stopped:
            return

    def _step(self) -> tuple[str, bool]:
        """Write a token; return what can be shown now, and whether that was the end."""
        if self._written >= self._most or self._text.done:
            return self._finish(), True
        token = self._sampler.pick(self._model.logits())
        if self._model.is_end(token) or self._is_at_blank_line():
            return self._finish(), True
        return self._take(token), False

    def _take(self, token: int) -> str:
        """Give the token's text to the answer, and the token to the model, unless a marker took its place."""
        self._written += 1
        self._is_forced = False
        shown = self._give(self._thinking.feed(self._decoder.decode(self._model.piece(token))))
        if not self._is_forced and not self._text.done:
            self._model.read([token])
        return shown

    def _give(self, text: str) -> str:
        self._pieces.append(text)
        self._given += len(text)
        self._ends.append(self._given)
        return self._text.feed(text)

    def _is_at_blank_line(self) -> bool:
        """Say whether a model that has no turns has come to the end of its answer."""
        return self._prompt.is_plain and self._text.has_begun and "".join(self._pieces[-2:]).endswith("\n\n")

    def _finish(self) -> str:
        is_cut = self._written >= self._most
        if self._thinking.is_open and not self._text.has_begun:
            hint = "raise --max-tokens, or take a model that answers without thinking"
            raise ModelError(f"the model thought for {self._written} tokens and did not come to an answer", hint)
        self._is_ending = True
        shown = self._give(self._thinking.feed(self._decoder.decode(b"", final=True)) + self._thinking.finish())
        return shown + self._text.finish(is_cut=is_cut)

    # ------------------------------------------------------------ the marker

    def _choose(self, uncited: Uncited) -> int:
        """Let the model name a marker, and leave it where the next sentence begins."""
        self._is_forced = True
        head, is_rewound = self._rewind(uncited.end)
        closing = uncited.closing if is_rewound else ""
        ways = {n: self._model.continuation(f"{head} [{n}]{closing}") for n in self._prompt.brief.markers}
        if len(self._model.past) + max(map(len, ways.values())) > self._model.context:
            self._most = 0  # the context is full, which ends the answer
            return min(ways)
        return self._walk(ways, has_scores=not is_rewound)

    def _rewind(self, end: int) -> tuple[str, bool]:
        """Take the model back to the end of the last word.

        Returns:
            What it must read again of a token that went beyond the word, and whether it could be taken back.
        """
        start = len(self._prompt.tokens)
        first = bisect_left(self._ends, end)
        keep = min(first + (self._ends[first] == end), len(self._model.past) - start)
        is_rewound = self._model.rewind(start + keep)
        head = "".join(self._pieces[keep:])[: end - (self._ends[keep - 1] if keep else 0)]
        keep = len(self._model.past) - start
        del self._pieces[keep:], self._ends[keep:]
        return (head, True) if is_rewound else ("", False)

    def _walk(self, ways: dict[int, list[int]], *, has_scores: bool) -> int:
        """Read along the ways until one is left, and return its number."""
        while len(ways) > 1 and any(ways.values()):
            shared = shared_length(list(ways.values()))
            if shared:
                self._force(next(iter(ways.values()))[:shared])
                ways = {n: way[shared:] for n, way in ways.items()}
            elif not has_scores:
                self._model.read_last_again()
            has_scores = True
            token = likeliest(self._model.logits(), [way[0] for way in ways.values() if way])
            ways = {n: way for n, way in ways.items() if way[:1] == [token]}
        number, rest = min(ways.items())
        if rest and not self._is_ending:
            self._force(rest)
        return number

    def _force(self, tokens: Sequence[int]) -> None:
        self._model.read(tokens)
        self._written += len(tokens)
        self._pieces += [""] * len(tokens)
        self._ends += [self._given] * len(tokens)


def write_line(model: NativeModel, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
    """Return the likeliest line that goes on a chat.

    Raises:
        ModelError: the model fails, or the chat does not fit into its context.
        Stopped: `cancelled()` became true.
    """
    prompt = chat_prompt(model, chat, "")
    if len(prompt.tokens) + most > model.context:
        what = f"a prompt of {len(prompt.tokens)} tokens does not fit into a context of {model.context}"
        raise ModelError(what, "raise --context")
    model.read_prompt(prompt.tokens, cancelled)
    return first_line(_likeliest(model, most, cancelled), Thinking(is_open=prompt.is_thinking))


def _likeliest(model: NativeModel, most: int, cancelled: Cancelled) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sampler = Sampler(0.0, 0)
    for _ in range(most):
        if cancelled():
            raise Stopped
        token = sampler.pick(model.logits())
        if model.is_end(token):
            return
        yield decoder.decode(model.piece(token))
        model.read([token])
