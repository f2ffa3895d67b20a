"""Change one setting in the person's file and leave every other byte of it as it is."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

from assistant.errors import UsageError
from assistant.patterns import lazy_re

_TABLE = lazy_re(r"^[ \t]*\[", re.M)


def write_setting(path: Path, name: str, value: str) -> None:
    """Set `name` to a text in the settings file, which is made if there is none.

    The file is edited as text, then read again: what comes out must differ in this setting only.

    Raises:
        UsageError: the file cannot be read, or the setting is written in a way that is better changed by hand.
    """
    path = path.resolve()  # the file that a link means, as people have who keep their settings elsewhere
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        before = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the settings file {path} cannot be read: {error}", "correct it or move it away") from error
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    for changed in (_replaced(text, name, line), _added(text, line)):
        if _read(changed) == before | {name: value}:
            _write(path, changed)
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


def _read(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
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
