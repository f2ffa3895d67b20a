"""The settings in force as a config.toml, which loads as the same settings when it is saved."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant import diagnostics
from assistant.addresses import without_login
from assistant.errors import ExitCode, UsageError
from assistant.sanitizing import sanitize_line
from assistant.settings import AUTO, KEYS, Origin, config_path, described, origins, read_keys
from assistant.settings_file import toml_text

SECRET = "openai_key"
_EXAMPLE_KEY = '"question.send" = "ctrl+g"'


def run(arguments: argparse.Namespace) -> int:
    """Show what is set, whatever cannot be read, and tell the faults beside it."""
    faults: list[UsageError] = []
    found, keys = origins(vars(arguments), faults), {}
    try:
        keys = read_keys()
    except UsageError as error:
        if str(error) not in map(str, faults):
            faults.append(error)
    for line in as_toml(found, keys):
        print(line)
    diagnostics.narrate(f"the settings file is {config_path()}")
    for fault in faults:
        diagnostics.report(fault)
    return ExitCode.USAGE if faults else ExitCode.ANSWERED


def as_toml(found: Mapping[str, Origin], keys: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a settings file; what is not set is a comment, and so is what is secret.

    Args:
        found: each setting with its place.
        keys: those that the chat was given.
    """
    yield "# What can be set, and what is; a line that begins with # is the default: take the mark away to set it."
    for name, origin in found.items():
        is_set, place = origin.place != "default", sanitize_line(origin.place)
        yield f"# {described(name)}"
        is_secret = name == SECRET or (isinstance(origin.value, str) and without_login(origin.value) != origin.value)
        if is_secret and is_set:
            yield f"# {name} is set, and not shown # {place}"
        elif not _is_unicode(origin.value):
            yield f"# {name} is a name that is no UTF-8, which no settings file can hold # {place}"
        else:
            yield f"{'' if is_set else '# '}{name} = {_value(origin.value)} # {place}"
    yield "# keys of the chat, by the names that F1 shows there"
    yield f"{'' if keys else '# '}[{KEYS}]"
    for name, key in keys.items():
        yield f"{toml_text(name)} = {toml_text(key)}"
    if not keys:
        yield f"# {_EXAMPLE_KEY}"


def _is_unicode(value: Any) -> bool:
    """Whether a value has no bytes of a path or a variable that are no text."""
    return not any("\ud800" <= character <= "\udfff" for character in str(value))


def _value(value: Any) -> str:
    """Return a value as TOML; the numbers and switches of JSON are those of TOML too."""
    if value is None:
        return toml_text(AUTO)
    return toml_text(str(value)) if isinstance(value, str | Path) else json.dumps(value)
