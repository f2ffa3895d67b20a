"""Authors in words: "papers by Ada Smith", "what did Vaswani write?", "Vaswani's papers on attention"."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.patterns import lazy_re
from assistant.questions import left_out, typed_filters

_PAPERS = (
    r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?|anything|something|everything)"
)
_ENDS = r"(?=,?\s+(?:on|about|that|which|who|with|in|for|from|since|before|after|until|et\s+al)\b|\W*$)"
_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?:,?\s+(?:&\s+)?[^\W\d_][\w.'’-]*){0,9}?)"
_PROPER = r"(?P<name>[A-Z][\w.’-]*(?:\s+(?:(?:van|von|de|der|den|di|da|la)\s+)*[A-Z][\w.’-]*){0,4}?)"
_AL = r"(?:\s+et\s+al\.?)?"
_WROTE = (
    r"(?:write|wrote|written|publish(?:ed)?|author(?:ed)?|propose[ds]?|introduced?|work(?:ed)?\s+on|stud(?:y|ied)|find"
    r"|found|show[ns]?|contributed?|(?=\W*$))"
)
_PATTERNS = (
    lazy_re(rf"(?<=\s)(?:written\s+|authored\s+|published\s+)?by\s+{_NAME}{_ENDS}{_AL}", re.IGNORECASE),
    lazy_re(rf"\b(?i:did|does|has|have)\s+{_PROPER}{_AL}\s+{_WROTE}"),
    lazy_re(rf"\b{_PROPER}{_AL}['’]s?(?=\s+(?:\w+\s+)?{_PAPERS}\b)"),
)
_ABOUT_PAPERS = lazy_re(rf"\b{_PAPERS}\b", re.IGNORECASE)
_SEVERAL = lazy_re(r"\s*(?:,|/|&|,?\s+(?:or|and))\s+", re.IGNORECASE)
_SHORTEST = 4
"""Letters of a name in small letters that stands alone; "he" and "an" are names too."""


def take(text: str, is_author: Callable[[str], bool]) -> tuple[str, str | None, str]:
    """Return a question without the author whose papers it asks for, the name, and a note.

    Those who are left out, and several, stay words, of which the note tells.

    Args:
        is_author: whether a paper is by somebody of this name; other names stay words.
    """
    note = ""
    for place, pattern in enumerate(_PATTERNS):
        if place == 0 and not _ABOUT_PAPERS.search(text):
            continue
        found = pattern.search(text)
        if not found:
            continue
        name = found["name"].rstrip(".'’")
        first = _SEVERAL.split(name)[0]
        if not (first[:1].isupper() or len(first) >= _SHORTEST) or not is_author(first):
            continue
        begin = left_out.start(text, found.start())
        if begin is not None:
            note = left_out.note(text[begin : found.end()])
        elif first != name:
            one = typed_filters.written("author", first)
            note = f"“{found[0].strip()}” is searched as words; a filter takes one of them, as in {one}"
        else:
            return f"{text[: found.start()]} {text[found.end() :]}", name, note
    return text, None, note
