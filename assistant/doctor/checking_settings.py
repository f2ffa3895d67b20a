"""Whether the settings can be read, and what was left over beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.doctor.findings import Finding, fault, fine, note
from assistant.errors import UsageError
from assistant.settings import Settings, config_path, origins

CHECK = "settings"


def check_settings(settings: Settings, progress: Callable[[str, int, int], None]) -> Iterator[Finding]:
    """Yield what is to be said of the settings file and the environment."""
    path = config_path()
    faults: list[UsageError] = []
    origins(faults=faults)
    for error in faults:
        yield fault(CHECK, error.message, error.hint)
    if not faults:
        yield fine(CHECK, str(path) if path.exists() else f"no file {path}: the defaults hold")
    left = path.with_name(path.name + ".new")
    if left.exists():
        yield note(CHECK, f"{left} was left over by a change that was interrupted", "delete it", lambda: _delete(left))


def _delete(path: Path) -> str:
    path.unlink(missing_ok=True)
    return f"{path} is deleted"
