"""Numbers of authors in words: "with at least twenty authors", "by 3 or more authors", "single-author papers"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.language.said_numbers import NUMBER, number
from assistant.patterns import lazy_re
from assistant.records import Filters

PATTERN = lazy_re(
    rf"(?:\b|(?=[<>≥≤]))(?:with|by|has|have|having|lists?|of)?\s*(?:only|just|exactly)?\s*"
    rf"(?P<bound>more\s+than|over|above|fewer\s+than|less\s+than|under|below|at\s+least|at\s+most|up\s+to"
    rf"|no\s+more\s+than|no\s+fewer\s+than|>=|≥|<=|≤|>|<|a\s+minimum\s+of|a\s+maximum\s+of|(?P<between>between))?\s*"
    rf"(?:(?<![\d.,])\b(?P<low>{NUMBER})(?:\s+(?:to|or)\s+"
    rf"|\s+and\s+(?(between)|(?<!hundred and )(?<!thousand and ))|\s*[-–]\s*(?=\d)))?"
    rf"(?<![\d.,])\b(?P<number>{NUMBER})"
    rf"(?P<plus>\+)?(?:\s+or\s+(?P<open>more|fewer))?[\s-]+(?:different\s+)?(?:co-?)?author(?:s|ed)?\b(?:\s+or\s+(?P<more>more|fewer))?",
    re.IGNORECASE,
)
_ABOVE = ("more than", "over", "above", ">")
_BELOW = ("fewer than", "less than", "under", "below", "<")
_FROM = ("at least", "no fewer than", "a minimum of", ">=", "≥")
_TO = ("at most", "up to", "no more than", "a maximum of", "<=", "≤")


def count(found: re.Match[str], filters: Filters) -> Filters:
    """Return the filters with the number of authors that a match of `PATTERN` says."""
    said = number(found["number"])
    bound = re.sub(r"\s+", " ", found["bound"] or "").lower()
    is_open = (found["open"] or found["more"] or ("more" if found["plus"] else "")).lower()
    if found["low"]:
        first, last = sorted((number(found["low"]), said))
        return replace(filters, authors_from=first, authors_to=last)
    if is_open == "more" or bound in _FROM:
        return replace(filters, authors_from=said)
    if is_open == "fewer" or bound in _TO:
        return replace(filters, authors_to=said)
    if bound in _ABOVE:
        return replace(filters, authors_from=said + 1)
    if bound in _BELOW:
        return replace(filters, authors_to=said - 1)
    return replace(filters, authors_from=said, authors_to=said)
