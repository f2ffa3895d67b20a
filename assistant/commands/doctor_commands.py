"""What `assistant doctor` prints, and what it exits with."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

from assistant import diagnostics, doctor, output
from assistant.doctor import Finding, Level
from assistant.errors import ExitCode, UsageError
from assistant.sanitizing import sanitize_line
from assistant.settings import PREFIX, Settings, origins

Arguments = argparse.Namespace
MARKS = {Level.OK: "✓", Level.NOTE: "!", Level.FAULT: "✗"}


def run(arguments: Arguments, narrate: Callable[[str], None]) -> int:
    """Look at everything, mend it if that is wanted, and exit with 1 if a fault is left."""
    settings, is_sure = _settings(arguments)
    is_quiet = narrate is diagnostics.silent
    with diagnostics.Progress(is_quiet=is_quiet) as progress:
        findings = list(doctor.examine(settings, progress))
    done: list[dict[str, str]] = []
    has_failed = False
    if arguments.fix and not is_sure:
        narrate("nothing is mended, as it is not sure which library these settings mean: name it with --library")
    elif arguments.fix:
        for finding in _fixable(findings):
            narrate(f"mending {finding.check}: {finding.message}")
            said, is_done = doctor.attempt(finding)
            has_failed |= not is_done
            done.append({"check": finding.check, "done": said})
            narrate(done[-1]["done"])
        with diagnostics.Progress(is_quiet=is_quiet) as progress:
            findings = list(doctor.examine(settings, progress)) if done else findings
    is_well = not has_failed and all(finding.level is not Level.FAULT for finding in findings)
    if arguments.json:
        output.print_json({"ok": is_well, "findings": [_as_json(finding) for finding in findings], "mended": done})
    else:
        output.print_lines(line for finding in findings for line in _lines(finding))
    return ExitCode.ANSWERED if is_well else ExitCode.FAILED


def _settings(arguments: Arguments) -> tuple[Settings, bool]:
    """Return the settings as far as they can be read, and whether the library is the one that is meant.

    What cannot be read, which the doctor says, may have named another than the default one.
    """
    faults: list[UsageError] = []
    found = origins(vars(arguments), faults)
    settings = Settings(**{name: origin.value for name, origin in found.items()})
    place, variable = found["library"].place, f"{PREFIX}LIBRARY"
    is_named = place in ("flag", variable) or (place != "default" and variable not in os.environ)
    return settings, is_named or not faults


def _fixable(findings: list[Finding]) -> list[Finding]:
    """Return the findings to mend, one for several with the same remedy."""
    fixes: dict[str, Finding] = {}
    for finding in findings:
        if finding.fix is not None:
            fixes.setdefault(getattr(finding.fix, "func", finding.fix).__qualname__, finding)
    return list(fixes.values())


def _lines(finding: Finding) -> list[str]:
    head = f"{MARKS[finding.level]} {finding.check}: {sanitize_line(finding.message)}"
    return [head, f"    {sanitize_line(finding.remedy)}"] if finding.remedy else [head]


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "level": finding.level.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "can_be_mended": finding.fix is not None,
    }
