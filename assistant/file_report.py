"""What became of the records of one file: what was read, what is new, and what was skipped, with the lines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields

from assistant.errors import AssistantError
from assistant.records import Gap

MAX_GAPS = 1000
"""So many gaps of a file are remembered; more are counted."""


@dataclass(slots=True)
class FileReport:
    """What became of the records of one file.

    Attributes:
        read: records that were understood; each is of a paper that is new, updated, merged or unchanged, or is skipped.
        updated: papers of this file alone that it says something else of now.
        merged: papers that stand elsewhere too.
        skipped: records without an abstract, and stretches that were not understood.
        kept_out: those of the skipped that were removed from the library on purpose.
        gaps: the first of what was skipped or cut, with the lines.
    """

    file: str
    formats: list[str] = field(default_factory=list)
    read: int = 0
    new: int = 0
    updated: int = 0
    merged: int = 0
    unchanged: int = 0
    skipped: int = 0
    gaps: list[Gap] = field(default_factory=list)
    errors: list[AssistantError] = field(default_factory=list)
    kept_out: int = 0

    def add_gap(self, gap: Gap) -> None:
        """Count a gap, and keep it unless there are too many."""
        self.skipped += not gap.is_kept
        if len(self.gaps) < MAX_GAPS:
            self.gaps.append(gap)

    def to_text(self) -> str:
        """Return the report on a file that was read without an error, for `from_text`."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> FileReport | None:
        """Return the report that `to_text` wrote; None if what stands there is none."""
        try:
            parts = json.loads(text)
            report = cls(**{**parts, "gaps": [Gap(**gap) for gap in parts["gaps"]]})
        except (ValueError, TypeError, KeyError):
            return None
        is_sound = _is_like(report, cls("")) and all(_is_like(gap, Gap("", 0, 0, "")) for gap in report.gaps)
        return report if is_sound and not report.errors else None


def _is_like(found: FileReport | Gap, other: FileReport | Gap) -> bool:
    """Whether each field of two is of the same type."""
    return all(type(getattr(found, one.name)) is type(getattr(other, one.name)) for one in fields(other))
