"""Look at everything that the program stands on, say what is wrong, and mend what can be mended.

Each check yields findings and stops for nothing: what it cannot look at is a finding too. A fix never throws away what
cannot be had again: a damaged library is set aside under another name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from assistant.doctor.checking_chroma import check_chroma
from assistant.doctor.checking_library import check_library
from assistant.doctor.checking_machine import check_machine
from assistant.doctor.checking_models import check_models
from assistant.doctor.checking_settings import check_settings
from assistant.doctor.findings import Finding, Level, fault
from assistant.errors import AssistantError
from assistant.settings import Settings

__all__ = ["Finding", "Level", "attempt", "examine", "mend"]

Progress = Callable[[str, int, int], None]
CHECKS = (check_settings, check_library, check_chroma, check_models, check_machine)


def examine(settings: Settings, progress: Progress) -> Iterator[Finding]:
    """Yield what each check finds, as it finds it."""
    for check in CHECKS:
        try:
            yield from check(settings, progress)
        except AssistantError as error:
            yield fault(_name_of(check), error.message, error.hint)
        except OSError as error:  # such as a folder that may not be entered
            yield fault(
                _name_of(check), f"it cannot be looked at: {error}", "see whose it is, and that its disk is there"
            )


def _name_of(check: Callable[..., object]) -> str:
    return check.__name__.removeprefix("check_")


def mend(finding: Finding) -> str:
    """Apply the remedy of a finding and return in words what was done, or why it could not be."""
    return attempt(finding)[0]


def attempt(finding: Finding) -> tuple[str, bool]:
    """Do as `mend`, and return also whether it was done."""
    if finding.fix is None:
        return "", False
    try:
        return finding.fix(), True
    except (AssistantError, OSError, sqlite3.Error) as error:
        return f"could not be mended: {error}", False
