"""Turn a brief into the tokens of a prompt that fits, in which data cannot act as control tokens.

The chat template is filled with placeholders. What it puts around them is read with control tokens, the messages
themselves without, so no text of a paper or a question can open or close a turn, whatever the model's tokens are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from assistant.errors import ModelError
from assistant.generation.fitting import fit
from assistant.generation.thinking import closing_of
from assistant.patterns import lazy_re
from assistant.prompting import Message, digest, messages
from assistant.records import Brief, Task

_PLACEHOLDER = "\ue000{}\ue001"  # of the private use area: survives trimming, stands in no template
_PLACEHOLDERS = lazy_re("\ue000(\\d+)\ue001")


def shared_length(rows: Sequence[Sequence[int]]) -> int:
    """Return how many tokens all rows have in common from their beginning."""
    columns = zip(*rows, strict=False)
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))


class TemplateModel(Protocol):
    """What is needed of a model."""

    template: str | None

    @property
    def beginning(self) -> int | None:
        """The token that every prompt begins with."""
        ...

    def tokenize(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of a text."""
        ...

    def render(self, conversation: Sequence[dict[str, str]]) -> str:
        """Fill the chat template."""
        ...


@dataclass(frozen=True, slots=True)
class ChatPrompt:
    """What the model will read.

    Attributes:
        closing: what closes the thought that the template has opened; nothing if it has opened none.
        is_plain: there was no template, so nothing tells the model to end its turn.
    """

    tokens: tuple[int, ...]
    closing: str
    is_plain: bool

    @property
    def is_thinking(self) -> bool:
        """The template has opened a thought."""
        return bool(self.closing)


@dataclass(frozen=True, slots=True)
class Prompt(ChatPrompt):
    """What the model will read to write an answer.

    Attributes:
        brief: what of the brief fitted.
        sha256: of its messages.
    """

    brief: Brief
    sha256: str


def build_prompt(model: TemplateModel, brief: Brief, room: int) -> Prompt:
    """Return the prompt for as much of `brief` as fits: earlier turns go first, then the weakest evidence.

    Args:
        room: tokens that the prompt may have.

    Raises:
        ModelError: not even one sentence of evidence fits.
    """
    made: list[Prompt] = []

    def fits(part: Brief) -> bool:
        chat = messages(part)
        prompt = chat_prompt(model, chat, "Answer:")
        made.append(Prompt(prompt.tokens, prompt.closing, prompt.is_plain, part, digest(chat)))
        return len(prompt.tokens) <= room

    fitted = fit(brief, fits)
    if fitted is None:
        what = f"a prompt of {len(made[-1].tokens)} tokens does not fit into the {max(room, 0)} that are left for it"
        raise ModelError(what, "raise --context or lower --max-tokens")
    return next(prompt for prompt in reversed(made) if prompt.brief is fitted)


def chat_prompt(model: TemplateModel, chat: Sequence[Message], cue: str) -> ChatPrompt:
    """Return the prompt for a system message and one of the user.

    Args:
        cue: what stands behind them where there is no template.
    """
    parts = _template_parts(model, chat)
    is_plain = parts is None
    if parts is None:
        parts = [("\n\n".join(message.content for message in chat), False), (f"\n\n{cue}", False)]
    tokens = [token for text, special in parts if text for token in model.tokenize(text, special=special)]
    if model.beginning is not None and tokens[:1] != [model.beginning]:
        tokens.insert(0, model.beginning)
    closing = closing_of(parts[-1][0])
    return ChatPrompt(tuple(tokens), closing, is_plain)


def fixed_part(model: TemplateModel, task: Task) -> tuple[int, ...]:
    """Return the tokens that every prompt for a task begins with, whatever is asked."""
    system = messages(Brief(task, "", ()))[0]
    one, other = (chat_prompt(model, [system, Message("user", text)], "").tokens for text in ("Evidence", "1"))
    return one[: shared_length([one, other])]


def next_turn(model: TemplateModel, content: str, cue: str, *, is_plain: bool) -> ChatPrompt | None:
    """Return what stands between an answer and the one after it, when `content` is said by the user.

    Args:
        is_plain: whether the prompt before was made without a template.

    Returns:
        None if the template shows no earlier answers.
    """
    tail = [(f"\n\n{content}", False), (f"\n\n{cue}", False)] if is_plain else _turn_parts(model, content)
    if tail is None:
        return None
    tokens = [token for text, special in tail if text for token in model.tokenize(text, special=special)]
    return ChatPrompt(tuple(tokens), closing_of(tail[-1][0]), is_plain)


def _turn_parts(model: TemplateModel, content: str) -> list[tuple[str, bool]] | None:
    before = [Message("user", "-"), Message("assistant", "-")]
    for chat in ([Message("system", "-"), *before], before):
        parts = _filled(model, [*chat, Message("user", content)])
        if parts is not None:
            return parts[2 * len(chat) :]
    return None


def _template_parts(model: TemplateModel, chat: Sequence[Message]) -> list[tuple[str, bool]] | None:
    """Return the texts of the prompt, each with whether it comes from the template; None without a usable template.

    Some templates refuse a system message or leave it out; there it goes to the beginning of the user's.
    """
    system, user = chat
    for shape in ([system, user], [Message("user", f"{system.content}\n\n{user.content}")]):
        parts = _filled(model, shape) if model.template else None
        if parts is not None:
            return parts
    return None


def _filled(model: TemplateModel, chat: list[Message]) -> list[tuple[str, bool]] | None:
    conversation = [{"role": item.role, "content": _PLACEHOLDER.format(i)} for i, item in enumerate(chat)]
    try:
        pieces = _PLACEHOLDERS.split(model.render(conversation))
    except ValueError:
        return None
    if [int(number) for number in pieces[1::2]] != list(range(len(chat))):
        return None
    return [(chat[int(piece)].content, False) if index % 2 else (piece, True) for index, piece in enumerate(pieces)]
