"""Save the receipt of an answer (`--receipt`), and `assistant verify`, which checks receipts again."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import diagnostics, output
from assistant.checking import receipt_files
from assistant.checking.rechecking import Recheck
from assistant.errors import AssistantError, ExitCode
from assistant.records import Answer, Turn
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.checking.checkers import Checker
    from assistant.storage.library import Library

Arguments = argparse.Namespace
Narrate = Callable[[str], None]

NOT_HELD, UNUSABLE = ExitCode.FAILED, ExitCode.USAGE
"""Exit codes of `verify`: something in a receipt does not hold, a file cannot be used."""


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
    from assistant.checking.receipts import receipt_of

    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        receipt = receipt_of(answer, settings, library, history=history, progress=progress)
    place = receipt_files.save(receipt, path)
    narrate(f"the receipt is in {place}")
    return place


def verify(arguments: Arguments, settings: Settings) -> int:
    """Check receipts again and say of each what holds; the exit code is that of the worst."""
    from assistant.checking.receipt_reading import read_receipt
    from assistant.checking.rechecking import recheck
    from assistant.language.words import Stemmer
    from assistant.storage.library import Library

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
    from assistant.checking.checkers import LANGUAGE_MODEL, CrossEncoderChecker, LanguageModelChecker, check_judge
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
