"""Write the receipt of an answer into a file: as a whole or not at all, over no file that is no receipt."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from assistant.checking.receipts import FORMAT, JSON
from assistant.errors import UsageError
from assistant.patterns import lazy_re
from assistant.sanitizing import json_text

_BEGINNING = lazy_re(b"(?:\xef\xbb\xbf)?" + rf'\s*{{\s*"format": "{FORMAT}"'.encode())


def check_target(path: Path) -> None:
    """Check, before an answer is asked for, that its receipt can be saved.

    Raises:
        UsageError: there is a file that is no receipt, or no folder to put one in.
    """
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        what, do = ("cannot be written", "change its permissions") if folder.is_dir() else ("does not exist", "make it")
        raise UsageError(f"the folder {folder} for the receipt {what}", f"{do}, or name another after --receipt")
    if path.is_dir() or not os.path.lexists(path):
        return
    if not _is_receipt(path):
        raise UsageError(f"{path} exists and is no receipt: it is left as it is", "name another file after --receipt")


def check_folder(path: Path) -> None:
    """Check, before a batch is asked, that the receipts of its answers can be saved; raises UsageError if not."""
    if not path.is_dir():
        what = f"{path} is no folder, and a batch has many answers"
        raise UsageError(what, "make a folder, and name it after --receipt: each answer gets a receipt in it")
    check_target(path)


def save(receipt: JSON, path: Path) -> Path:
    """Write a receipt into a file, or into a file of its own in a folder, and return which.

    It is there as a whole or not at all, readable by its owner only.

    Raises:
        UsageError: it cannot be written, or what stands there is no receipt.
    """
    check_target(path)
    is_folder = path.is_dir()
    folder = path if is_folder else path.parent
    staged = ""
    try:
        number, staged = tempfile.mkstemp(prefix=".receipt-", dir=folder)  # with mode 0600
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(json_text(receipt) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if is_folder:
            return _place_new(Path(staged), folder, str(receipt["question"]))
        Path(staged).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", "name another file after --receipt") from error
    finally:
        if staged:
            Path(staged).unlink(missing_ok=True)
    return path


def _is_receipt(path: Path) -> bool:
    """Whether a file says of itself that it is a receipt, of whichever version, whole or not."""
    with suppress(OSError, UnicodeDecodeError):
        if path.is_file():
            with path.open("rb") as file:
                return _BEGINNING.match(file.read(200)) is not None
    return False


def _place_new(staged: Path, folder: Path, question: str) -> Path:
    """Give a file a name that no other one has, with the time and the first words of the question."""
    words = "-".join(re.findall(r"[a-z0-9]+", question.lower())[:6])[:48]
    name = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%SZ')}-{words or 'answer'}"
    for number in range(1, 10_000):
        path = folder / f"{name}{'' if number == 1 else f'-{number}'}.json"
        with suppress(FileExistsError):
            _name(staged, path)
            return path
    raise UsageError(f"the folder {folder} holds too many receipts of this second", "name a file after --receipt")


def _name(staged: Path, path: Path) -> None:
    """Give a file a second name that is not there yet; where files have one only, a name is taken and then its own."""
    try:
        path.hardlink_to(staged)
    except FileExistsError:
        raise
    except OSError:
        path.touch(mode=0o600, exist_ok=False)
        staged.replace(path)
