"""The person's settings file: read it, write a text as TOML does, and change one setting.

A change leaves every other byte of the file as it is.
"""

from __future__ import annotations

import re
import shutil
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.patterns import lazy_re
from assistant.sanitizing import ACTING

_TABLE = lazy_re(r"^[ \t]*\[", re.M)
_MARK = "\ufeff"
"""What some editors begin a file with."""


def read_settings(path: Path) -> dict[str, Any]:
    """Return what a settings file says.

    Raises:
        FileNotFoundError: there is none.
        UsageError: it cannot be read.
    """
    return _read_file(path)[1]


def toml_text(text: str) -> str:
    """Return a text as TOML, on one line, with what is no plain character as an escape."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    code, kind = ord(character), unicodedata.category(character)
    if kind == "Cs" or (character.isprintable() and kind[0] != "M" and not ACTING.match(character)):
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _read_file(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8")
        return text, _parsed(text)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        what = "it nests too deeply" if isinstance(error, RecursionError) else error
        raise UsageError(f"the settings file {path} cannot be read: {what}", "correct it or move it away") from error


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n"))


def write_setting(path: Path, name: str, value: str) -> None:
    """Set `name` to a text in the settings file, which is made if there is none.

    The file is edited as text, then read again: what comes out must differ in this setting only.

    Raises:
        UsageError: the file cannot be read, or the setting is written in a way that is better changed by hand.
    """
    path = path.resolve()  # the file that a link means, as people have who keep their settings elsewhere
    try:
        whole, before = _read_file(path)
    except FileNotFoundError:
        whole, before = "", {}
    text = whole.removeprefix(_MARK)
    line = f"{name} = {toml_text(value)}"
    for changed in (_replaced(text, name, line), _added(text, line)):
        if _read(changed) == before | {name: value}:
            _write(path, whole[: len(whole) - len(text)] + changed)
            return
    raise UsageError(f"'{name}' in {path} is written in an unusual way", f"change it by hand to: {line}")


def _replaced(text: str, name: str, line: str) -> str:
    """Return the text with the line that sets `name` changed; a comment behind the value stays."""
    old = re.compile(rf"^[ \t]*[\"']?{name}[\"']?[ \t]*=[ \t]*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')", re.M)
    return old.sub(lambda _: line, text, count=1)


def _added(text: str, line: str) -> str:
    """Return the text with a new line, before the first table if there is one."""
    end = "\r\n" if "\r\n" in text else "\n"
    table = _TABLE.search(text)
    if table:
        return f"{text[: table.start()]}{line}{end}{text[table.start() :]}"
    return f"{text}{end if text and not text.endswith(chr(10)) else ''}{line}{end}"


def _read(text: str) -> dict[str, Any]:
    try:
        return _parsed(text)
    except (ValueError, RecursionError):
        return {}


def _write(path: Path, text: str) -> None:
    """Put the text in the place of the file, all of it or nothing."""
    staged = path.with_name(path.name + ".new")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"a name that is no UTF-8 cannot be written to the settings file {path}"
        raise UsageError(what, "rename the file or its folder") from error
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(data)
        if path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise UsageError(f"the settings file {path} cannot be written: {error.strerror}", "check its folder") from error
