"""What indexing did, file by file: in lines for a person, as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.indexing import FileReport, Report
from assistant.records import Gap

SHOWN = 10
"""So many gaps of a file are told; a report has more of them."""


def as_lines(report: Report) -> Iterator[str]:
    """Yield what became of each file that was read, and why something in it was skipped."""
    for file in report.files:
        if not file.formats and not file.gaps:
            continue
        counts = ((file.new, "new"), (file.updated, "updated"), (file.merged, "merged"), (file.unchanged, "unchanged"))
        done = [f"{count:,} {word}" for count, word in (*counts, (file.skipped, "skipped")) if count]
        formats = ", ".join(file.formats) or "as it was"
        yield f"{file.file} ({formats}): {file.read:,} read: {', '.join(done) or 'no papers in it'}"
        for gap in file.gaps[:SHOWN]:
            lines = (
                f"lines {gap.first_line}-{gap.last_line}"
                if gap.last_line > gap.first_line
                else f"line {gap.first_line}"
            )
            yield f"  {gap.file}, {lines}: {gap.reason}"
        if (more := max(file.skipped, len(file.gaps)) - SHOWN) > 0:
            yield f"  … and {more:,} more; --report FILE.json writes them down"
    if sum(file.kept_out for file in report.files):
        yield "what was removed from the library stays out; --take-removed takes it in again"


def write_report(report: Report, path: Path) -> None:
    """Write the report as JSON.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        path.write_text(json.dumps(as_json(report), indent=2) + "\n", encoding="ascii")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", "name another file after --report") from error


def as_json(report: Report) -> dict[str, Any]:
    """Return the report in its stable JSON form."""
    return {
        "papers": report.papers,
        "new": report.papers_new,
        "embedded": report.embedded,
        "files_unchanged": report.files_unchanged,
        "files": [_file_as_json(file) for file in report.files],
    }


def _file_as_json(file: FileReport) -> dict[str, Any]:
    return {
        "file": file.file,
        "formats": file.formats,
        "read": file.read,
        "new": file.new,
        "updated": file.updated,
        "merged": file.merged,
        "unchanged": file.unchanged,
        "skipped": file.skipped,
        "gaps": [_gap_as_json(gap) for gap in file.gaps],
        "errors": [error.as_json() for error in file.errors],
    }


def _gap_as_json(gap: Gap) -> dict[str, Any]:
    return {
        "file": gap.file,
        "first_line": gap.first_line,
        "last_line": gap.last_line,
        "reason": gap.reason,
        "kept": gap.is_kept,
    }
