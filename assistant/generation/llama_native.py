"""One model with one context, spoken to through llama.cpp's own C functions.

The high-level `Llama` class is not used: it redirects the file descriptors 1 and 2 while it loads (or prints on
standard error), and it lays out a buffer of batch x vocabulary scores that nothing here reads. Native messages go to
a file or nowhere. An object belongs to one thread at a time; `past` is what the model has read.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import ModelBroken, ModelError
from assistant.generation import Cancelled, never
from assistant.generation.llama_library import Messages, open_library
from assistant.generation.llama_prompt import shared_length
from assistant.generation.sampling import Logits
from assistant.generation.stopping import POLL, Leave, Stopped, run_stoppable
from assistant.generation.thinking import TAG_TOKENS
from assistant.models.running import RunPlan

if TYPE_CHECKING:
    from assistant.generation.chat_templates import ChatTemplate

GGML_TYPES = {"f16": 1, "q8_0": 8}
SHORT = 8  # tokens that are read without a question whether to stop
SILENT = 1 | 8  # attributes "unknown" and "control"


class NativeModel:
    """A loaded model.

    Attributes:
        context: tokens that fit, prompt and answer together.
        template: the chat template in the file, if there is one.
    """

    def __init__(self, path: Path, plan: RunPlan, *, log: Path | None, cancelled: Cancelled) -> None:
        """Load the file, to be run as planned.

        Raises:
            ModelError: llama.cpp refuses it.
            Stopped: `cancelled()` became true.
        """
        native = self._native = open_library()
        self._path = path
        self._model: Any = None
        self._context: Any = None
        self._chat_template: ChatTemplate | None = None
        self._cancelled: Cancelled = never
        self._left: Leave | None = None  # what was to stop, and has perhaps not yet
        self.past: list[int] = []
        self._messages = Messages(log)
        self._messages.send_here(native)
        native.llama_backend_init()
        with contextlib.ExitStack() as when_it_fails:
            when_it_fails.callback(self.close)
            run_stoppable(lambda stop: self._load(plan.gpu_layers, stop), cancelled)
            run_stoppable(lambda stop: self._open_context(plan), cancelled)
            when_it_fails.pop_all()

    def _load(self, gpu_layers: int, stop: Cancelled) -> None:
        params = self._native.llama_model_default_params()
        params.n_gpu_layers = gpu_layers if gpu_layers >= 0 else 2**31 - 1
        go_on = self._native.llama_progress_callback(lambda progress, data: not stop())
        params.progress_callback = go_on
        self._model = self._native.llama_model_load_from_file(os.fsencode(self._path), params)
        if not self._model and stop():
            raise Stopped
        if not self._model:
            reason = self._messages.fault or "llama.cpp gives no reason"
            raise self._error(f"cannot be loaded: {reason}", "it may be damaged, or too new for this llama-cpp-python")

    def _open_context(self, plan: RunPlan) -> None:
        native = self._native
        if not native.llama_model_has_decoder(self._model) or native.llama_model_has_encoder(self._model):
            raise self._error("is not a model that writes text", "'assistant models' names some that do")
        params = native.llama_context_default_params()
        trained = native.llama_model_n_ctx_train(self._model)
        params.n_ctx = min(plan.context, trained) if trained > 0 else plan.context
        params.n_batch = self._batch = min(plan.batch_size, params.n_ctx)
        params.n_ubatch = min(plan.micro_batch_size, params.n_batch)
        params.n_threads, params.n_threads_batch = plan.threads, plan.prompt_threads
        params.flash_attn_type = {"on": 1, "off": 0}.get(plan.flash_attention, -1)
        params.type_k = params.type_v = GGML_TYPES[plan.cache_type]
        params.no_perf = True
        self._context = native.llama_init_from_model(self._model, params)
        if not self._context:
            raise self._error(f"does not run with a context of {params.n_ctx} tokens", "lower --context")
        self.context = min(params.n_ctx, native.llama_n_ctx(self._context))
        self._vocabulary = native.llama_model_get_vocab(self._model)
        self._size = native.llama_vocab_n_tokens(self._vocabulary)
        self._memory = native.llama_get_memory(self._context)
        self._adds_space = b"".join(map(self.piece, self.tokenize("a", special=False))) == b" a"
        template = native.llama_model_chat_template(self._model, None)
        self.template = template.decode("utf-8", "replace") if template else None

    def _error(self, what: str, hint: str) -> ModelError:
        return ModelError(f"the model {self._path.name} {what}", hint)

    # --------------------------------------------------------------- tokens

    def tokenize(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of `text`, without a beginning-of-sequence token.

        Args:
            special: whether the names of control tokens in it are read as those tokens; never for data.
        """
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        while True:
            tokens = (ctypes.c_int32 * room)()
            count = self._native.llama_tokenize(self._vocabulary, data, len(data), tokens, room, False, special)
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def continuation(self, text: str) -> list[int]:
        """Return the tokens of `text` as it stands behind other text; some tokenizers set a space before any text."""
        is_doubled = self._adds_space and text.startswith(" ")
        return self.tokenize(text[1:] if is_doubled else text, special=False)

    def piece(self, token: int) -> bytes:
        """Return the bytes that `token` writes; control tokens write nothing, but for those around a thought."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = self._native.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, True)
            if count >= 0:
                break
            size = -count
        is_silent = self._native.llama_vocab_get_attr(self._vocabulary, token) & SILENT
        return buffer.raw[:count] if not is_silent or buffer.raw[:count] in TAG_TOKENS else b""

    def is_end(self, token: int) -> bool:
        """Say whether the model ends its turn with `token`."""
        return bool(self._native.llama_vocab_is_eog(self._vocabulary, token))

    @property
    def beginning(self) -> int | None:
        """The token that every prompt of this model begins with, if there is one."""
        if not self._native.llama_vocab_get_add_bos(self._vocabulary):
            return None
        token = int(self._native.llama_vocab_bos(self._vocabulary))
        return token if token >= 0 else None

    def render(self, conversation: Sequence[dict[str, str]]) -> str:
        """Return what the model's chat template makes of the conversation, up to the answer.

        Raises:
            ValueError: the template refuses it or is broken.
            Stopped: what is heeded became true.
        """
        from assistant.generation.chat_templates import ChatTemplate

        if self._chat_template is None:
            ends = (self._native.llama_vocab_eos, self._native.llama_vocab_bos)
            self._chat_template = ChatTemplate(self.template or "", *(self._name(f(self._vocabulary)) for f in ends))
        return self._chat_template.render(conversation, self._cancelled)

    @contextlib.contextmanager
    def heeding(self, cancelled: Cancelled) -> Iterator[None]:
        """Begin to use the model, and stop meanwhile what takes the chat template long once `cancelled()` is true.

        Raises:
            Stopped: it became true while what was stopped before had not ended.
        """
        while self._left and not self._left(POLL):
            if cancelled():
                raise Stopped
        self._left, self._cancelled = None, cancelled
        try:
            yield
        finally:
            self._cancelled = never

    def settle(self) -> None:
        """Wait until what was to stop has stopped."""
        left, self._left = self._left, None
        if left:
            left(None)

    def _name(self, token: int) -> str:
        name = self._native.llama_vocab_get_text(self._vocabulary, token) if token >= 0 else b""
        return (name or b"").decode("utf-8", "replace")

    # -------------------------------------------------------------- reading

    def read_prompt(self, tokens: Sequence[int], cancelled: Cancelled) -> None:
        """Make `tokens` all that the model has read, reading only what differs from before.

        Raises:
            Stopped: `cancelled()` became true; what was read until then is kept. llama.cpp may need seconds to stop,
                which are waited for when the model is next used.
        """
        shared = shared_length([self.past, tokens[:-1]])
        if not self.rewind(shared):
            self._native.llama_memory_clear(self._memory, True)
            self.past = []
        rest = tokens[len(self.past) :]
        if len(rest) <= SHORT:
            return self.read(rest)
        return run_stoppable(lambda stop: self._read_stoppable(rest, stop), cancelled, self._leave)

    def _leave(self, left: Leave) -> None:
        self._left = left

    def _read_stoppable(self, tokens: Sequence[int], stop: Cancelled) -> None:
        callback = self._native.ggml_abort_callback(lambda data: stop())
        self._native.llama_set_abort_callback(self._context, callback, None)
        try:
            for start in range(0, len(tokens), self._batch):
                if stop():
                    raise Stopped
                self.read(tokens[start : start + self._batch])
        finally:
            # asked at every node of the graph it would cost milliseconds a token, so it is there for prompts only
            self._native.llama_set_abort_callback(self._context, self._native.ggml_abort_callback(0), None)

    def read(self, tokens: Sequence[int]) -> None:
        """Read at most one batch of tokens on top of `past`."""
        batch = (ctypes.c_int32 * len(tokens))(*tokens)
        status = self._native.llama_decode(self._context, self._native.llama_batch_get_one(batch, len(tokens)))
        if status == 0:
            self.past += tokens
            return
        self.rewind(len(self.past))
        if status == 2:
            raise Stopped
        what = f"the model {self._path.name} failed while it read (llama_decode returned {status})"
        raise (ModelBroken if status < 0 else ModelError)(what, "lower --context or take another")

    def rewind(self, length: int) -> bool:
        """Forget all but the first `length` tokens, and say whether this model can; recurrent ones cannot."""
        if not self._native.llama_memory_seq_rm(self._memory, 0, length, -1):
            return False
        del self.past[length:]
        return True

    @contextlib.contextmanager
    def past_kept(self) -> Iterator[None]:
        """Put back afterwards what was read until now, so that a prompt that begins alike need not be read again."""
        past, state = list(self.past), self.state()
        try:
            yield
        finally:
            if state and self._context:
                self.restore(state, past)

    def state(self) -> bytes:
        """Return what the model remembers of what it has read; nothing if it has read nothing."""
        native = self._native
        size = native.llama_state_seq_get_size(self._context, 0) if self.past else 0
        state = (ctypes.c_uint8 * size)()
        size = native.llama_state_seq_get_data(self._context, state, size, 0) if size else 0
        return bytes(memoryview(state)[:size])

    def restore(self, state: bytes, past: Sequence[int]) -> bool:
        """Make a state that was returned after reading `past` the model's own, and say whether it fits."""
        self.settle()
        self._native.llama_memory_clear(self._memory, True)
        data = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        is_back: bool = self._native.llama_state_seq_set_data(self._context, data, len(state), 0) == len(state)
        if not is_back:
            self._native.llama_memory_clear(self._memory, True)
        self.past = list(past) if is_back else []
        return is_back

    def read_last_again(self) -> None:
        """Bring back the scores that were there before something was forgotten."""
        last = self.past[-1]
        if self.rewind(len(self.past) - 1):
            self.read([last])

    def logits(self) -> Logits:
        """Return the scores of the next token, float32, valid until the next reading; a view, not a copy."""
        pointer = self._native.llama_get_logits_ith(self._context, -1)
        if not pointer:
            what = f"the model {self._path.name} gives no scores"
            raise ModelBroken(what, "'assistant models' names some that do")
        return np.ctypeslib.as_array(pointer, shape=(self._size,))

    def close(self) -> None:
        """Free the memory; calling it twice does no harm."""
        self.settle()
        context, self._context = self._context, None
        model, self._model = self._model, None
        if context:
            self._native.llama_free(context)
        if model:
            self._native.llama_model_free(model)
