"""How arXiv writes of papers wherever it does: announcements before abstracts, months in ids, places of authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.corpus import latex, names
from assistant.patterns import lazy_re

_ANNOUNCED = lazy_re(
    r"\s{0,99}arXiv:\S{1,40}\s{1,9}Announce Type:\s{0,9}[\w-]{1,30}\s{1,99}(?:Abstract:\s{0,99})?", re.IGNORECASE
)
_ID_IN_TITLE = lazy_re(r"\.?\s{1,9}\(arXiv:[^()]{5,80}\)(?:\s{1,9}UPDATED)?\s{0,99}$")
_MONTH = lazy_re(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])(?:\.\d|\d{3}$)")
_OWN_ID = lazy_re(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_OWN_FIELDS = frozenset(("categories", "submitter", "journal-ref", "report-no", "authors_parsed", "primary_category"))
"""Fields that records of arXiv have, under these names."""
_LISTED = lazy_re(r",|\band\b")
_FIRST_YEAR = 91


def title(text: str) -> str:
    """Return a title without the id that feeds put behind it, in characters."""
    return latex.plain(_ID_IN_TITLE.sub("", text[:10_000]))


def abstract(text: str) -> str:
    """Return an abstract without the announcement in front of it, in characters."""
    return latex.plain(_ANNOUNCED.sub("", text, count=1) if _ANNOUNCED.match(text) else text)


def own_id(key: str, names: Iterable[str]) -> str | None:
    """Return the key of a record, if it is an arXiv id and the fields have names that arXiv gives them."""
    return key if _OWN_ID.fullmatch(key.strip()) and not _OWN_FIELDS.isdisjoint(names) else None


def authors(text: str) -> tuple[str, ...]:
    """Return the names in a list as arXiv writes it, each as it is said, without their places."""
    return names.name_list(_LISTED.split(latex.plain(names.without_places(text))))


def date(arxiv_id: str | None, written: str | None) -> str | None:
    """Return the date of a paper's first version: the one that is written, unless the id is of quite another month.

    What arXiv gives as the date may be that of the newest version, or of an announcement.
    """
    found = _MONTH.match(arxiv_id) if arxiv_id else None
    if not found:
        return written
    year = int(found["year"])
    year += 1900 if year >= _FIRST_YEAR else 2000
    if written and len(written) >= len("2000-01"):
        months = 12 * int(written[:4]) + int(written[5:7])
        if abs(months - 12 * year - int(found["month"])) <= 1:
            return written
    return f"{year}-{found['month']}"
