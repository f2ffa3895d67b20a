"""The generator that runs a GGUF with llama.cpp, on the CPU or a GPU.

The file is looked at when the generator is made, and loaded in the background from `prepare` on, at the latest with
the first answer. One answer is written at a time: a second call waits until the first has ended or was closed. What
the model has read is not read again: the fixed part of the prompt is kept in a folder, also for other processes, and
the next turn of a dialogue goes on where the last one ended.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import platformdirs

from assistant.errors import ModelError
from assistant.generation import Cancelled, never
from assistant.generation.prompt_states import PromptStates
from assistant.models import check_gguf, check_model, model_at
from assistant.models.machine import look_at_machine
from assistant.models.running import RunPlan, Wishes, plan_run
from assistant.prompting import ABSTENTION, Message
from assistant.records import Brief, Task, Usage
from assistant.settings import APP, Settings

if TYPE_CHECKING:
    from assistant.generation.llama_dialogue import Exchange
    from assistant.generation.llama_loading import Loading
    from assistant.generation.llama_native import NativeModel
    from assistant.generation.llama_prompt import Prompt
    from assistant.generation.llama_writing import Writing

FEW_TOKENS = 32  # which are read as quickly as their state
POLL = 0.05  # seconds between two questions whether to stop waiting


class LlamaGenerator:
    """Writes answers with a local model.

    Args:
        wishes: how to run it, as far as that is not to be chosen for this machine when it is loaded.
        max_tokens: tokens of the longest answer, its markers included.
        log: where llama.cpp's messages go; without it they are dropped.
        cache: where the state of the fixed part of the prompt is kept; without it nowhere.

    Raises:
        ModelMissing: there is no such file.
        ModelError: the file is no sound GGUF.
    """

    name = "llama"

    def __init__(
        self,
        path: Path,
        *,
        wishes: Wishes = Wishes(),  # noqa: B008 - frozen
        max_tokens: int = 400,
        temperature: float = 0.0,
        seed: int = 0,
        log: Path | None = None,
        cache: Path | None = None,
    ) -> None:
        check_gguf(path)
        self.model: str | None = path.name
        self._path = path
        self._wishes, self._log, self._cache = wishes, log, cache
        self._max_tokens, self._temperature, self._seed = max_tokens, temperature, seed
        self._native: NativeModel | None = None
        self._loading: Loading | None = None
        self._states: PromptStates | None = None
        self._last: Exchange | None = None
        self._laid_aside: tuple[bytes, list[int]] | None = None  # what was read before it was asked for a judgement
        self._border = threading.Lock()  # held while it is decided whether to load
        self._is_closed = threading.Event()
        self._turn = threading.Lock()  # held while an answer is written
        self._step = threading.Lock()  # held while llama.cpp is at work

    @classmethod
    def of(cls, settings: Settings, path: Path) -> LlamaGenerator:
        """Return the generator for the model at `path` as the settings want it run."""
        return cls(
            path,
            wishes=Wishes.of(settings),
            max_tokens=settings.max_tokens,
            temperature=settings.temperature,
            seed=settings.seed,
            log=Path(platformdirs.user_log_dir(APP)) / "llama.log",
            cache=Path(platformdirs.user_cache_dir(APP)) / "prompts",
        )

    def plan(self) -> RunPlan:
        """Return how the model would be run now, with the reasons.

        Raises:
            ModelError: the file is no sound GGUF any more.
        """
        from assistant.generation.llama_library import find_gpus

        model = model_at(self._path)
        headers = check_model(model)
        return plan_run(headers, model.size, look_at_machine(with_gpus=False), find_gpus(), self._wishes)

    def prepare(self) -> None:
        """Begin to load the model in the background, if that was not begun; what fails is told by the next call."""
        if not self._is_closed.is_set():
            self._begin()

    def load(self, cancelled: Cancelled = never) -> None:
        """Wait until the model is loaded; come back without it if `cancelled()` becomes true, and it goes on loading.

        Raises:
            ModelError: llama.cpp refuses the file, or the generator is closed.
        """
        from assistant.generation.stopping import Stopped

        with suppress(Stopped):
            self._loaded(cancelled)

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the answer piece by piece and return what it cost; stop soon after `cancelled()` becomes true.

        Raises:
            ModelError: the model fails, or the question does not fit into its context.
        """
        from assistant.generation.llama_dialogue import begun, followed
        from assistant.generation.llama_writing import Writing
        from assistant.generation.sampling import Sampler
        from assistant.generation.stopping import Stopped

        if not brief.markers:
            yield ABSTENTION
            return Usage()

        def is_over() -> bool:
            return self._is_closed.is_set() or cancelled()

        try:
            with self._waited_turn(is_over):
                begin = perf_counter()
                native = self._loaded(is_over)
                waited = perf_counter() - begin
                with self._step, native.heeding(is_over):
                    self._bring_back(native)
                    prompt, exchange = self._prompt(native, brief, is_over)
                    writing = Writing(native, prompt, Sampler(self._temperature, self._seed), self._max_tokens)
                text = yield from self._steps(writing, is_over)
                if text and not is_over():
                    self._last = followed(exchange, prompt, text) if exchange else begun(prompt, text)
                return replace(writing.usage, load_ms=round(waited * 1000, 1))
        except Stopped:
            return Usage()

    def complete(self, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
        """Return the likeliest line that goes on a chat; empty if there is none, or `cancelled()` became true.

        What the last answer has left in the model's context stays there, for the next one that begins alike.

        Raises:
            ModelError: the model fails, or the chat does not fit into its context.
        """
        from assistant.generation.llama_writing import write_line
        from assistant.generation.stopping import Stopped

        def is_over() -> bool:
            return self._is_closed.is_set() or cancelled()

        with suppress(Stopped), self._waited_turn(is_over):
            native = self._loaded(is_over)
            with self._step, native.heeding(is_over):
                if not self._is_closed.is_set():
                    self._bring_back(native)
                    with native.past_kept():
                        return write_line(native, chat, most, is_over)
        return ""

    def weigh(self, chat: Sequence[Message], words: Sequence[str], cancelled: Cancelled) -> tuple[float, ...]:
        """Return how likely each of some words is to go on a chat, together 1; nothing once `cancelled()` is true.

        What the last answer has left in the model's context is laid aside until something is to be written again, so
        that one judgement after another reads only in what their chats differ.

        Raises:
            ModelError: the model fails, the chat does not fit into its context, or the words begin alike.
        """
        from assistant.generation.llama_judging import weigh
        from assistant.generation.stopping import Stopped

        def is_over() -> bool:
            return self._is_closed.is_set() or cancelled()

        with suppress(Stopped), self._waited_turn(is_over):
            native = self._loaded(is_over)
            with self._step, native.heeding(is_over):
                if not is_over():
                    if self._laid_aside is None:
                        self._laid_aside = native.state(), list(native.past)
                    return weigh(native, chat, words, is_over)
        return ()

    def close(self) -> None:
        """Stop what is being loaded or written and free the model; calling it twice does no harm."""
        with self._border:
            self._is_closed.set()
        loaded = self._loading.leave() if self._loading else None
        with self._step:
            self._native = None
            if loaded is not None:
                loaded.close()

    @contextmanager
    def _waited_turn(self, is_over: Cancelled) -> Iterator[None]:
        from assistant.generation.stopping import Stopped

        while not self._turn.acquire(timeout=POLL):
            if is_over():
                raise Stopped
        try:
            yield
        finally:
            self._turn.release()

    def _begin(self) -> Loading:
        from assistant.generation.llama_loading import Loading

        with self._border:
            if self._is_closed.is_set():
                raise ModelError("the model is closed", "open it again")
            if self._loading is None:
                self._loading = Loading(self._load, self._is_closed)
            return self._loading

    def _loaded(self, is_over: Cancelled) -> NativeModel:
        loading = self._begin()
        try:
            self._native = loading.wait(is_over)
        except ModelError:
            self._loading = None  # the next call tries again
            raise
        return self._native

    def _load(self) -> NativeModel:
        """Load the model and let it read what every answer's prompt begins with."""
        from assistant.generation.stopping import Stopped

        native = self._open(self._is_closed.is_set)
        try:
            with suppress(Stopped), native.heeding(self._is_closed.is_set):
                self._read_fixed_part(native, Task.ANSWER, self._is_closed.is_set)
            native.settle()  # the process may end once this has
        except BaseException:
            native.close()
            raise
        return native

    def _open(self, is_over: Cancelled) -> NativeModel:
        """Load the model as planned; without the GPU if that does not take what it was thought to hold."""
        from assistant.generation.llama_native import NativeModel

        plan = self.plan()
        try:
            native = NativeModel(self._path, plan, log=self._log, cancelled=is_over)
        except ModelError:
            if not plan.gpu_layers or self._wishes.gpu_layers is not None:
                raise
            self._wishes = replace(self._wishes, gpu_layers=0)
            plan = self.plan()
            native = NativeModel(self._path, plan, log=self._log, cancelled=is_over)
        if self._cache and plan.gpu_layers != -1:  # a GPU reads as quickly as a disk
            self._states = PromptStates(self._cache, self._key(plan))
        return native

    def _key(self, plan: RunPlan) -> list[object]:
        """Return what the state of a prompt depends on beside its tokens."""
        from assistant.generation.llama_library import build_name

        parts = [(part.resolve(), part.stat()) for part in model_at(self._path).parts]
        files = [(str(path), status.st_size, status.st_mtime_ns) for path, status in parts]
        return [build_name(), plan.memory, *files]

    def _read_fixed_part(self, native: NativeModel, task: Task, is_over: Cancelled) -> None:
        """Make what every prompt for a task begins with the beginning of what the model has read."""
        from assistant.generation.llama_prompt import fixed_part

        if self._states is None:
            return
        fixed = fixed_part(native, task)
        if len(fixed) < FEW_TOKENS or native.past[: len(fixed)] == list(fixed):
            return
        state = self._states.read(fixed)
        if state is None or not native.restore(state, fixed):
            native.read_prompt(fixed, is_over)
            self._states.write(fixed, native.state())

    def _bring_back(self, native: NativeModel) -> None:
        """Make what the model had read before it was asked for judgements its own again."""
        aside, self._laid_aside = self._laid_aside, None
        if aside and aside[0] and not self._is_closed.is_set():
            native.restore(*aside)

    def _prompt(self, native: NativeModel, brief: Brief, is_over: Cancelled) -> tuple[Prompt, Exchange | None]:
        """Return the prompt, and the turn that it goes on from, if it does."""
        from assistant.generation.llama_dialogue import go_on
        from assistant.generation.llama_prompt import build_prompt
        from assistant.generation.llama_writing import RESERVE
        from assistant.generation.stopping import Stopped

        if self._is_closed.is_set():
            raise Stopped
        room = native.context - self._max_tokens - RESERVE
        exchange, self._last = self._last, None
        if exchange and (prompt := go_on(native, exchange, brief, room)):
            return prompt, exchange
        prompt = build_prompt(native, brief, room)
        self._read_fixed_part(native, brief.task, is_over)
        return prompt, None

    def _steps(self, writing: Writing, is_over: Cancelled) -> Generator[str, None, str]:
        """Yield the pieces and return all of them, holding the model only while it works, so that it can be closed."""
        pieces, text = writing.run(is_over), ""
        while True:
            with self._step:
                piece = None if self._native is None else next(pieces, None)
            if piece is None:
                return text
            text += piece
            yield piece
