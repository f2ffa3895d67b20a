"""Regular expressions that are compiled when they are first used.

The program has some six hundred; compiling all of them took half of the time of a question at the command line, which
uses less than half of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


def lazy_re(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would, but compiled when it is first used; a mistake in it is raised then."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy(Generic[AnyStr]):
    """Takes on the methods of the compiled pattern at the first call of one, and costs nothing from then on."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
