"""Numbers and names of a claim that the papers it cites do not have: they are made up."""

from __future__ import annotations

from assistant.language.quantities import Numbers, quantities
from assistant.language.words import words
from assistant.patterns import lazy_re

_NAME = lazy_re(r"\b(?:[A-Z][\w]*[A-Z\d][\w]*|[a-z]+[A-Z]\w*|[A-Za-z]+-?\d[\w.]*|[A-Z]{2,}s?)(?:-[A-Z\d]\w*)*\b")


def stranger(claim: str, source: str) -> str:
    """Return which numbers or names of a claim its papers do not have, in words; nothing if they have all."""
    numbers = Numbers(source)
    missing = dict.fromkeys(filter(None, map(numbers.missing, quantities(claim))))
    if missing:
        return f"the cited abstract does not say {', '.join(missing)}"
    known = set(words(source))
    strangers = [name for name in _NAME.findall(claim) if not _is_named(name, known)]
    return f"the cited abstract does not name {', '.join(strangers)}" if strangers else ""


def _is_named(name: str, known: set[str]) -> bool:
    """Whether all parts of a name are among the words of a source, in either number."""
    return all(part in known or part.removesuffix("s") in known or part + "s" in known for part in words(name))
