"""The fields of a receipt and what each may hold; what does not fit is told with the place of the field.

A receipt of this version has these fields and no others: one more is one more version.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from assistant.checking.receipts import JSON, MOMENT
from assistant.generation.quotes import QuotesGenerator
from assistant.records import FROM_LIBRARY, Remedy, Task, Verdict

WITH_MODEL = ("llama", "openai")
"""The generators that write with a language model."""

Check = Callable[[Any, str], None]
"""Raises Misfit if a value does not fit; told the place of the value, such as "claims[2].verdict"."""

_SHOWN = 40  # characters of a value


class Misfit(ValueError):
    """A field of a receipt that is missing, unknown or holds what it may not."""


def check(receipt: JSON) -> None:
    """Check that a receipt has the fields of one, each with a value of its kind.

    Raises:
        Misfit: with the place of the first that does not fit.
    """
    _RECEIPT(receipt, "")
    generator, model = receipt["generator"], receipt["model"]
    if (model is None) == (generator in WITH_MODEL):
        raise Misfit(f"model is {_shown(model)}, and generator {_shown(generator)}")


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        return "an array" if isinstance(value, list) else "an object"
    return f"“{value:.{_SHOWN}}”" if isinstance(value, str) else f"{value!r:.{_SHOWN}}"


def _kind(what: str, fits: Callable[[Any], bool]) -> Check:
    def check(value: Any, place: str) -> None:
        if not fits(value):
            raise Misfit(f"{place or 'it'} is {_shown(value)}, and must be {what}")

    return check


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_moment(value: Any) -> bool:
    try:
        return bool(datetime.strptime(value, MOMENT))
    except (TypeError, ValueError):
        return False


def _one_of(names: Sequence[str]) -> Check:
    return _kind(f"one of {', '.join(names)}", lambda value: isinstance(value, str) and value in names)


def _optional(check: Check) -> Check:
    return lambda value, place: None if value is None else check(value, place)


def _many(check: Check) -> Check:
    is_array = _kind("an array", lambda value: isinstance(value, list))

    def check_all(values: Any, place: str) -> None:
        is_array(values, place)
        for number, value in enumerate(values):
            check(value, f"{place}[{number}]")

    return check_all


def _named(check: Check) -> Check:
    """Return what checks an object that may have any names."""

    def check_all(values: Any, place: str) -> None:
        _OBJECT(values, place)
        for name, value in values.items():
            check(value, f"{place}.{name:.{_SHOWN}}")

    return check_all


def _record(fields: dict[str, Check], optional: Sequence[str] = ()) -> Check:
    def check_all(value: Any, place: str) -> None:
        _OBJECT(value, place)
        prefix = f"{place}." if place else ""
        for name, check in fields.items():
            if name in value:
                check(value[name], f"{prefix}{name}")
            elif name not in optional:
                raise Misfit(f"{prefix}{name} is missing")
        for name in value:
            if name not in fields:
                raise Misfit(f"{prefix}{name:.{_SHOWN}} is no field of a receipt")

    return check_all


def _anything(value: Any, place: str) -> None:
    """Accept any value: nothing is read off it."""


_TEXT = _kind("a text", lambda value: isinstance(value, str))
_FLAG = _kind("true or false", lambda value: isinstance(value, bool))
_WHOLE = _kind("a whole number from 0", lambda value: _is_number(value) and isinstance(value, int) and value >= 0)
_INTEGER = _kind("a whole number", lambda value: _is_number(value) and isinstance(value, int))
_NUMBER = _kind("a number", lambda value: _is_number(value) and abs(value) <= sys.float_info.max)
_OBJECT = _kind("an object", lambda value: isinstance(value, dict))
_SCALAR = _kind("a text, a number or null", lambda value: not isinstance(value, list | dict))
_VERDICT = _one_of(list(Verdict))

_PAPER = {"paper": _TEXT, "title": _TEXT, "abstract_sha256": _TEXT}
_STRETCH = {"text": _TEXT, "start": _INTEGER, "end": _INTEGER}
_REPAIR = {"remedy": _one_of(list(Remedy)), "original": _TEXT, "verdict": _VERDICT, "reason": _TEXT}
_CLAIM = _record(
    {
        "text": _TEXT,
        "citations": _many(_WHOLE),
        "verdict": _VERDICT,
        "reason": _TEXT,
        "repair": _optional(_record(_REPAIR)),
    }
)
_MODEL = _record(
    {"name": _TEXT, "server": _TEXT, "files": _many(_record({"name": _TEXT, "size": _WHOLE, "sha256": _TEXT}))},
    optional=("server", "files"),
)
_RECEIPT = _record(
    {
        "format": _TEXT,
        "version": _WHOLE,
        "created": _kind("a time such as 2025-01-31T12:00:00Z", _is_moment),
        "task": _one_of(list(Task)),
        "question": _TEXT,
        "standalone": _TEXT,
        "notes": _many(_TEXT),
        "filters": _named(_anything),
        "history": _many(_record({"question": _TEXT, "answer_sha256": _TEXT})),
        "searched": _WHOLE,
        "retrieved": _many(
            _record(_PAPER | {"score": _NUMBER, "lexical": _optional(_NUMBER), "dense": _optional(_NUMBER)})
        ),
        "evidence": _many(_record(_PAPER | _STRETCH | {"n": _WHOLE, "score": _NUMBER, "sha256": _TEXT})),
        "prompt_sha256": _optional(_TEXT),
        "generator": _one_of([QuotesGenerator.name, *WITH_MODEL, FROM_LIBRARY]),
        "model": _optional(_MODEL),
        "sampling": _optional(_named(_SCALAR)),
        "seed": _optional(_INTEGER),
        "text": _TEXT,
        "draft": _optional(_TEXT),
        "abstained": _FLAG,
        "would_abstain": _FLAG,
        "unsure": _FLAG,
        "claims": _many(_CLAIM),
        "withheld": _many(_CLAIM),
        "citations": _many(_record(_PAPER | {"n": _WHOLE, "quotes": _many(_record(_STRETCH))})),
        "tokens": _record({"prompt": _WHOLE, "completion": _WHOLE}),
        "versions": _named(_TEXT),
        "library": _record({"id": _TEXT, "papers": _WHOLE, "passages": _WHOLE, "newest_passage": _WHOLE}),
        "sha256": _TEXT,
    },
    optional=("unsure", "withheld"),
)
