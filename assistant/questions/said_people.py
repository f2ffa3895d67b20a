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
_TOGETHER = lazy_re(r",|/|&|\band\b", re.IGNORECASE)
_SEVERAL = lazy_re(r"\s*(?:,|/|&|,?\s+(?:or|and|nor))\s+(?:by\s+)?", re.IGNORECASE)
_SHORTEST = 4
"""Letters of a name in small letters that stands alone; "he" and "an" are names too."""


def take(text: str, is_author: Callable[[str], bool]) -> left_out.Named:
    """Return a question without the authors whose papers it asks for, or leaves out.

    Two whose papers are asked for may have written together, or either; which of them, only "or" says.

    Args:
        is_author: whether a paper is by somebody of this name; other names stay words.
    """
    excluded: list[str] = []
    note = ""
    for place, pattern in enumerate(_PATTERNS):
        if place == 0 and not _ABOUT_PAPERS.search(text):
            continue
        start = 0
        while found := pattern.search(text, start):
            start = found.end()
            name = found["name"].rstrip(".'’")
            several = tuple(filter(None, _SEVERAL.split(name)))
            first = several[0]
            if not (first[:1].isupper() or len(first) >= _SHORTEST) or not is_author(first):
                continue
            begin = left_out.start(text, found.start())
            either = (name,) if is_author(name) else several
            is_clear = all(map(is_author, either)) and (
                begin is not None or not _TOGETHER.search(name) or len(either) == 1
            )
            if begin is not None and is_clear:
                excluded.extend(either)
                text, start = left_out.cut(text, begin, found.end()), begin
            elif is_clear and (perhaps := left_out.start_perhaps(text, found.start())) is None:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return left_out.Named(rest, " or ".join(either), tuple(excluded), note)
            elif is_clear:
                note = note or typed_filters.note(text[perhaps : found.end()], "author", first, is_left_out=True)
            else:
                note = note or typed_filters.note(found[0], "author", first)
    return left_out.Named(text, None, tuple(excluded), note)
