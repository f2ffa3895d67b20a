"""What names a paper in the world: DOI, arXiv id, address; each in one spelling."""

from __future__ import annotations

import re

from assistant.text import clean

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ARXIV = re.compile(r"(?<![\d./])(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?![\d/])")
_URL = re.compile(r"https?://[^\s<>\"]+")
_MAX = 2000


def doi(text: str) -> str | None:
    """Return the DOI in a text such as "https://doi.org/10.1000/X1", in lower case, as DOIs mean the same in both."""
    found = _DOI.search(clean(text[:_MAX]).replace("\\_", "_"))
    return found[0].rstrip(".,;)}]>").lower() if found else None


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id in a text such as "arXiv:2403.01234v2 [cs]", without version; None if there is none."""
    found = _ARXIV.search(clean(text[:_MAX]))
    return found[1] if found else None


def url(text: str) -> str | None:
    """Return the first web address in a text."""
    found = _URL.search(clean(text[:_MAX]).replace("\\_", "_").replace("\\%", "%").replace("\\&", "&"))
    return found[0].rstrip(".,;)") if found else None
