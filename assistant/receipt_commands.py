"""Save the receipt of an answer (`--receipt`), and `assistant verify`, which checks receipts again."""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import diagnostics, output
from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.receipts import FORMAT, JSON
from assistant.rechecking import Recheck
from assistant.records import Answer, Turn
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.checkers import Checker
    from assistant.library import Library

Arguments = argparse.Namespace
Narrate = Callable[[str], None]

NOT_HELD, UNUSABLE = ExitCode.FAILED, ExitCode.USAGE
"""Exit codes of `verify`: something in a receipt does not hold, a file cannot be used."""
_BEGINNING = re.compile(rf'\s*{{\s*"format": "{FORMAT}"'.encode())


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
            file.write(output.json_text(receipt) + "\n")
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


def check_folder(path: Path) -> None:
    """Check, before a batch is asked, that the receipts of its answers can be saved; raises UsageError if not."""
    if not path.is_dir():
        what = f"{path} is no folder, and a batch has many answers"
        raise UsageError(what, "make a folder, and name it after --receipt: each answer gets a receipt in it")
    check_target(path)


def keep(
    answer: Answer,
    settings: Settings,
    library: Library,
    path: Path,
    narrate: Narrate,
    history: Sequence[Turn] = (),
) -> Path:
    """Save the receipt of an answer that was just given, and return where it is; raises as `save` does.

    Args:
        history: the earlier turns of its dialogue.
    """
    from assistant.receipts import receipt_of

    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        receipt = receipt_of(answer, settings, library, history=history, progress=progress)
    place = save(receipt, path)
    narrate(f"the receipt is in {place}")
    return place


def verify(arguments: Arguments, settings: Settings) -> int:
    """Check receipts again and say of each what holds; the exit code is that of the worst."""
    from assistant.library import Library
    from assistant.receipt_reading import read_receipt
    from assistant.rechecking import recheck
    from assistant.words import Stemmer

    code, results = ExitCode.ANSWERED, []
    with closing(Library(settings.library)) as library, ExitStack() as opened:
        reader = cache(partial(_checker, settings, opened))
        for path in arguments.receipts:
            try:
                result = recheck(read_receipt(path), library, Stemmer(), reader, settings.check)
            except AssistantError as error:
                code = UNUSABLE
                results.append({"file": str(path), "error": error.as_json()})
                if not arguments.json:
                    diagnostics.report(error)
                continue
            if not result.holds:
                code = max(code, NOT_HELD)
            results.append({"file": str(path), **result.as_json()})
            if not arguments.json:
                output.print_lines(_as_lines(path, result))
    if arguments.json:
        output.print_json(results)
    return code


def _checker(settings: Settings, opened: ExitStack) -> Checker:
    """Return who checks sentences, closed with `opened`."""
    from assistant.checkers import LANGUAGE_MODEL, CrossEncoderChecker, LanguageModelChecker, check_judge
    from assistant.generation.choosing import choose
    from assistant.reader import Reader

    if settings.check != LANGUAGE_MODEL:
        return CrossEncoderChecker(settings.check) if settings.check else Reader()
    choice = choose(settings, diagnostics.silent)
    check_judge(settings.check, choice.name)
    generator = opened.enter_context(closing(choice.open()))
    return LanguageModelChecker(lambda: generator)


def _as_lines(path: Path, result: Recheck) -> list[str]:
    counts = (
        f"{result.quotes} {'sentence' if result.quotes == 1 else 'sentences'} of papers, {result.claims} of the answer"
        + (f", {result.withheld} withheld" if result.withheld else "")
    )
    lines = [f"{path}: {'holds' if result.holds else 'does not hold'} (checked again: {counts})"]
    lines += [f"  ✗ {fault.message}" for fault in result.faults]
    lines += [f"  since then: {change}" for change in result.changes]
    return lines


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
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        staged.replace(path)
        return path
    raise UsageError(f"the folder {folder} holds too many receipts of this second", "name a file after --receipt")
