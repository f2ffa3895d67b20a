"""Which fields of a request a server takes beside those that all do; what it refuses by name is not sent again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.server_context import is_exceeded
from assistant.patterns import lazy_re

_OTHERS = {"max_tokens": "max_completion_tokens", "stream_options": None, "seed": None, "temperature": None}
"""What is sent in the place of a field that is refused."""
_REFUSALS = frozenset({400, 422})
_UNKNOWN = lazy_re(r"unsupported|unknown|unrecogni[sz]ed|unexpected|extra|not (?:be )?(?:support|permit|allow)", re.I)


class Dialect:
    """What one server has refused until now."""

    def __init__(self) -> None:
        self._refused: set[str] = set()

    def put(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return a request as the server takes it."""
        names = {name: _OTHERS[name] if name in self._refused else name for name in request}
        return {names[name] or "": value for name, value in request.items() if names[name]}

    def learns(self, error: EndpointError) -> bool:
        """Whether an error names a field that is not to be sent again, so that the request is worth another try."""
        if error.status not in _REFUSALS or not _UNKNOWN.search(error.said) or is_exceeded(error.said):
            return False
        named = {name for name in _OTHERS if re.search(rf"\b{name}\b", error.said)} - self._refused
        self._refused |= named
        return bool(named)
