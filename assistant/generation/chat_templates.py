"""Fill the chat template of a model, which comes with its file from anywhere, in bounded time and memory.

Jinja's sandbox keeps a template from the machine, but not from loops within loops or from a string of ten billion
letters. So what it runs in Python is stopped after some seconds of the processor's time, and what it would have C make
in one step is held against what it is made from, before that is begun.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from types import BuiltinMethodType, FrameType
from typing import Any

from jinja2 import TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.generation import Cancelled, never
from assistant.generation.stopping import Stopped

SECONDS = 5.0
"""Of the processor; a usual template takes some hundredths."""
_POLL = 0.02  # seconds of the processor between two questions whether to stop
_MOST = 1 << 22
"""Characters, or items, that one step may make."""
_TODAY = datetime(2026, 1, 1, tzinfo=UTC)
"""The date that templates write into a prompt: the same every day, since the same question is to have the same answer
and what was read of its prompt is to be of use the next day. What a question calls recent is settled before."""
Conversation = tuple[tuple[tuple[str, str], ...], ...]
_TEMPLATE = "<template>"  # what Jinja calls the code that it makes
_FAULTS = (
    TemplateError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    SyntaxError,
    MemoryError,
)


class ChatTemplate:
    """A template that is read with its first use, and filled once for each conversation.

    Args:
        source: in Jinja.
        eos: the name of the token that ends a turn.
        bos: the name of the token that begins a prompt.
    """

    def __init__(self, source: str, eos: str, bos: str) -> None:
        self._source = source
        self._names = {"eos_token": eos, "bos_token": bos}
        self._template: Any = None
        self._is_late = False
        self._made: dict[Conversation, tuple[str, str]] = {}

    def render(self, conversation: Sequence[Mapping[str, str]], cancelled: Cancelled = never) -> str:
        """Return what the template makes of a conversation, up to the answer.

        Raises:
            ValueError: it refuses the conversation, is broken, or takes more time or memory than any should.
            Stopped: `cancelled()` became true.
        """
        key = tuple(tuple(message.items()) for message in conversation)
        if key not in self._made:
            try:
                self._made[key] = self._fill(conversation, cancelled), ""
            except ValueError as error:
                self._made[key] = "", str(error)
        text, fault = self._made[key]
        if fault:
            raise ValueError(fault)
        return text

    def _fill(self, conversation: Sequence[Mapping[str, str]], cancelled: Cancelled) -> str:
        if self._is_late:
            raise ValueError("the chat template takes too long")
        try:
            with _stopped_in_time(cancelled):
                self._template = self._template or _Environment().from_string(self._source)
                return str(self._template.render(messages=conversation, **self._names, **_GIVEN))
        except _LateError as error:
            self._is_late = True
            raise ValueError("the chat template takes too long") from error
        except _OverError:
            raise Stopped from None
        except _FAULTS as error:
            raise ValueError(f"the chat template fails: {error}") from error


class _LateError(BaseException):
    """The time is over; no Exception, since Jinja would take it for one of the template's."""


class _OverError(BaseException):
    """Nobody wants it any more."""


@contextmanager
def _stopped_in_time(cancelled: Cancelled) -> Iterator[None]:
    """Raise in whatever Python runs meanwhile once it has used up its time: at each call, in templates at each line."""
    begin = time.thread_time()
    asked = begin

    def look(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal asked
        now = time.thread_time()
        if now > begin + SECONDS:
            raise _LateError
        if now > asked + _POLL:
            asked = now
            if cancelled():
                raise _OverError
        return look if frame.f_code.co_filename == _TEMPLATE else None

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


# ------------------------------------------------------------ the environment


class _Generation(Extension):
    """Passes over `{% generation %}`, which marks for training what the model has said."""

    tags = {"generation"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return what stands between the tags."""
        parser.stream.skip(1)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class _Generator(CodeGenerator):
    """Writes code that joins the parts of `a ~ b` where their length is looked at."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - named by Jinja
        self.write("environment.concat((")
        for part in node.nodes:
            self.write("str(")
            self.visit(part, frame)
            self.write("), ")
        self.write("))")


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = _Generator

    def __init__(self) -> None:
        super().__init__(trim_blocks=True, lstrip_blocks=True, extensions=[_Generation, loopcontrols])
        self.filters["tojson"] = _to_json
        for name, function in self.filters.items():
            self.filters[name] = _held(function, is_format=name == "format")
        del self.globals["lipsum"], self.filters["random"]

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Return the parts in one."""
        return "".join(_counted(parts))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator makes of two values."""
        if operator == "+":
            list(_counted([left, right] if not isinstance(left, int) else []))
        else:
            _hold([left, right], is_format=operator == "%")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, function: Any, /, *args: Any, **named: Any) -> Any:
        """Return what a function makes of some values; those that the template defines are held by what they do."""
        method = getattr(function, "__wrapped__", function)
        if isinstance(method, BuiltinMethodType):
            _hold([method.__self__, *args, *named.values()], is_format=method.__name__.startswith("format"))
        return super().call(context, function, *args, **named)


def _held(function: Callable[..., Any], *, is_format: bool) -> Callable[..., Any]:
    """Return a filter that refuses to make too much."""

    @wraps(function)
    def held(*args: Any, **named: Any) -> Any:
        _hold([*args, *named.values()], is_format=is_format)
        return function(*(_counted(arg) if isinstance(arg, Iterator) else arg for arg in args), **named)

    return held


def _hold(values: Sequence[Any], *, is_format: bool = False) -> None:
    """Refuse a step whose result may be too long, which is at most the product of what it is made from."""
    product = 1
    for value in values:
        product *= max(_size(value), _width(value) if is_format else 1)
        if product > _MOST:
            raise SecurityError("a step of the template makes too much")


def _counted(values: Iterable[Any]) -> Iterator[Any]:
    """Yield some values, and refuse those that are together too long."""
    size = 0
    for value in values:
        size += _size(value)
        if size > _MOST:
            raise SecurityError("the template makes too much")
        yield value


def _size(value: Any) -> int:
    """Return how long a value is, at least 1; of a number how large, since it may say how often."""
    if isinstance(value, str):
        return len(value) + 1
    if isinstance(value, int):
        return abs(value) + 1
    size = 1
    if isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            size += 1 if isinstance(item, int) else _size(item)
            if size > _MOST:
                break
    return size


def _width(value: Any) -> int:
    """Return the largest number in a format, or in the values for it, which may be a width; at least 1."""
    if isinstance(value, str):
        return max((int(digits[:9]) for digits in re.findall(r"\d+", value)), default=1)
    if isinstance(value, int):
        return abs(value) + 1
    return max(map(_width, value), default=1) if isinstance(value, list | tuple) else 1


def _to_json(value: Any, ensure_ascii: bool = False, **options: Any) -> str:
    """Return JSON as Transformers' templates expect it, without escapes for HTML."""
    return json.dumps(value, ensure_ascii=ensure_ascii, **options)


def _refuse(message: str) -> None:
    raise TemplateError(message)


def _now(form: str) -> str:
    _hold([form], is_format=True)
    return _TODAY.strftime(form)


_GIVEN = {
    "add_generation_prompt": True,
    "enable_thinking": False,
    "thinking": False,
    "raise_exception": _refuse,
    "strftime_now": _now,
    **dict.fromkeys(("functions", "function_call", "tools", "tool_choice")),
}
