"""The settings in force as a config.toml, which loads as the same settings when it is saved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.addresses import without_login
from assistant.settings import AUTO, KEYS, Origin, described

SECRET = "openai_key"
_EXAMPLE_KEY = '"question.send" = "ctrl+g"'


def as_toml(found: Mapping[str, Origin], keys: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a settings file; what is not set is a comment, and so is what is secret.

    Args:
        found: each setting with its place.
        keys: those that the chat was given.
    """
    yield "# What can be set, and what is; a line that begins with # is the default: take the mark away to set it."
    for name, origin in found.items():
        is_set = origin.place != "default"
        yield f"# {described(name)}"
        is_secret = name == SECRET or (isinstance(origin.value, str) and without_login(origin.value) != origin.value)
        if is_secret and is_set:
            yield f"# {name} is set, and not shown # {origin.place}"
        else:
            yield f"{'' if is_set else '# '}{name} = {_value(origin.value)} # {origin.place}"
    yield "# keys of the chat, by the names that F1 shows there"
    yield f"{'' if keys else '# '}[{KEYS}]"
    for name, key in keys.items():
        yield f"{json.dumps(name)} = {json.dumps(key)}"
    if not keys:
        yield f"# {_EXAMPLE_KEY}"


def _value(value: Any) -> str:
    """Return a value as TOML; the texts of JSON are texts of TOML too."""
    if value is None:
        return json.dumps(AUTO)
    return json.dumps(str(value) if isinstance(value, Path) else value)
