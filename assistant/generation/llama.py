"""The generator that runs a GGUF with llama.cpp, on the CPU or a GPU.

The file is looked at when the generator is made and loaded when the first answer is asked for, so that what was
retrieved can be shown before. One answer is written at a time: a second call waits until the first has ended or was
closed. A new prompt that begins like the last one reads only what differs.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from assistant.errors import ModelError
from assistant.generation import Cancelled
from assistant.models import check_gguf, check_model, model_at
from assistant.models.machine import look_at_machine
from assistant.models.running import RunPlan, Wishes, plan_run
from assistant.prompting import ABSTENTION, Message
from assistant.records import Brief, Usage
from assistant.settings import APP, Settings

if TYPE_CHECKING:
    from assistant.generation.llama_native import NativeModel
    from assistant.generation.llama_writing import Writing

POLL = 0.05  # seconds between two questions whether to stop waiting


class LlamaGenerator:
    """Writes answers with a local model.

    Args:
        wishes: how to run it, as far as that is not to be chosen for this machine when it is loaded.
        max_tokens: tokens of the longest answer, its markers included.
        log: where llama.cpp's messages go; without it they are dropped.

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
    ) -> None:
        check_gguf(path)
        self.model: str | None = path.name
        self._path = path
        self._wishes, self._log = wishes, log
        self._max_tokens, self._temperature, self._seed = max_tokens, temperature, seed
        self._native: NativeModel | None = None
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

    def load(self, cancelled: Cancelled = lambda: False) -> None:
        """Load the model now instead of with the first answer; come back without it if `cancelled()` becomes true.

        Raises:
            ModelError: llama.cpp refuses the file, or the generator is closed.
        """
        from assistant.generation.stopping import Stopped

        with self._step, suppress(Stopped):
            self._loaded(cancelled)

    def generate(self, brief: Brief, cancelled: Cancelled) -> Generator[str, None, Usage]:
        """Yield the answer piece by piece and return what it cost; stop soon after `cancelled()` becomes true.

        Raises:
            ModelError: the model fails, or the question does not fit into its context.
        """
        from assistant.generation.stopping import Stopped

        if not brief.markers:
            yield ABSTENTION
            return Usage()

        def is_over() -> bool:
            return self._is_closed.is_set() or cancelled()

        try:
            with self._waited_turn(is_over):
                with self._step:
                    writing = self._writing(brief, is_over)
                yield from self._steps(writing, is_over)
                return writing.usage
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

        with suppress(Stopped), self._waited_turn(is_over), self._step:
            native = self._loaded(is_over)
            with native.past_kept():
                return write_line(native, chat, most, is_over)
        return ""

    def close(self) -> None:
        """Stop what is being written and free the model; calling it twice does no harm."""
        self._is_closed.set()
        with self._step:
            if self._native is not None:
                self._native.close()
                self._native = None

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

    def _loaded(self, is_over: Cancelled) -> NativeModel:
        if self._is_closed.is_set():
            raise ModelError("the model is closed", "open it again")
        if self._native is None:
            self._native = self._open(is_over)
        return self._native

    def _open(self, is_over: Cancelled) -> NativeModel:
        """Load the model as planned; without the GPU if that does not take what it was thought to hold."""
        from assistant.generation.llama_native import NativeModel

        plan = self.plan()
        try:
            return NativeModel(self._path, plan, log=self._log, cancelled=is_over)
        except ModelError:
            if not plan.gpu_layers or self._wishes.gpu_layers is not None:
                raise
        self._wishes = replace(self._wishes, gpu_layers=0)
        return NativeModel(self._path, self.plan(), log=self._log, cancelled=is_over)

    def _writing(self, brief: Brief, is_over: Cancelled) -> Writing:
        from assistant.generation.llama_prompt import build_prompt
        from assistant.generation.llama_writing import RESERVE, Writing
        from assistant.generation.sampling import Sampler

        native = self._loaded(is_over)
        prompt = build_prompt(native, brief, native.context - self._max_tokens - RESERVE)
        return Writing(native, prompt, Sampler(self._temperature, self._seed), self._max_tokens)

    def _steps(self, writing: Writing, is_over: Cancelled) -> Generator[str, None, None]:
        """Yield the pieces, holding the model only while it works, so that it can be closed between two of them."""
        pieces = writing.run(is_over)
        while True:
            with self._step:
                piece = None if self._native is None else next(pieces, None)
            if piece is None:
                return
            yield piece
