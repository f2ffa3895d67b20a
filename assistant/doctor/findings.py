"""What a check of the doctor says: all is well, something to know, or a fault, with its remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check has ended."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report.

    Attributes:
        check: what was looked at, such as "library: words".
        remedy: what a person can do about it.
        fix: does it, and says in words what was done; None if the doctor cannot.
    """

    check: str
    level: Level
    message: str
    remedy: str = ""
    fix: Callable[[], str] | None = None


def fine(check: str, message: str) -> Finding:
    """Return that all is well."""
    return Finding(check, Level.OK, message)


def note(check: str, message: str, remedy: str = "", fix: Callable[[], str] | None = None) -> Finding:
    """Return something that is no fault but should be known."""
    return Finding(check, Level.NOTE, message, remedy, fix)


def fault(check: str, message: str, remedy: str, fix: Callable[[], str] | None = None) -> Finding:
    """Return something that is wrong."""
    return Finding(check, Level.FAULT, message, remedy, fix)
