"""Regular expressions that are compiled when they are first used.

The program has some six hundred; compiling all of them took half of the time of a question at the command line, which
uses less than half of them. Who has time, as the chat has while its first question is typed, calls `compile_all`.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast
from weakref import WeakSet


def lazy_re(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would, but compiled when it is first used; a mistake in it is raised then."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


def compile_all() -> None:
    """Compile what is not compiled yet."""
    for pattern in list(_made):
        pattern.compile()


class _Lazy(Generic[AnyStr]):
    """Takes on the methods of the compiled pattern at the first call of one, and costs nothing from then on."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags
        self._compiled: re.Pattern[AnyStr] | None = None
        _made.add(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compile(), name)

    def compile(self) -> re.Pattern[AnyStr]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
            for method in ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"):
                setattr(self, method, getattr(self._compiled, method))
        return self._compiled


_made: WeakSet[_Lazy[Any]] = WeakSet()
