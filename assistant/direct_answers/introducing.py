"""Whether a paper is in the library, and which has introduced a name, where that is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citations import escape_markers, titled
from assistant.direct_answers import origins
from assistant.direct_answers.told import Told
from assistant.language.text import title_key
from assistant.language.words import words
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.questions import gist_questions, paper_names
from assistant.questions.gist_questions import Part
from assistant.storage.library import Library

_LIBRARY = r"(?:the|this|your|my|our) (?:library|collection|corpus|database)"
_IS_THERE = tuple(
    lazy_re(pattern.replace("LIBRARY", _LIBRARY).replace("PAPER", r"(?P<paper>\S.*?)"), re.IGNORECASE)
    for pattern in (
        r"(?:is|are) (?:there )?PAPER (?:(?:there|contained|included|present|indexed|stored) )?(?:in|part of) LIBRARY",
        r"(?:does|do) LIBRARY (?:have|hold|contain|include) PAPER",
        r"do (?:you|we) (?:have|hold|know) PAPER(?: in LIBRARY)?",
        r"is there (?:a |the )?(?:paper|article) (?:called|titled|named|with the title) PAPER(?: in LIBRARY)?",
    )
)
_MARKS = " ,“”\"'"
_QUOTED = lazy_re(r"[“\"](?P<title>[^”\"]+)[”\"]")
_OF_PAPERS = lazy_re(r"(?:any|some|other|more|many|papers|works|studies|articles)\b", re.IGNORECASE)


def tell(text: str, library: Library, origin_of: origins.Find) -> Told | None:
    """Return whether a paper is in the library, or that none is known to have introduced a name; None if else is asked.

    Where one is known, what it says is quoted.
    """
    for pattern in _IS_THERE:
        if found := pattern.fullmatch(text):
            return _is_there(found["paper"], library, origin_of)
    asked = gist_questions.read(text)
    if len(asked) == 1 and asked[0][0] is Part.ORIGIN:
        return _unknown(origin_of(asked[0][1]))
    return _incomplete([name for _, name in asked], library, origin_of) if len(asked) > 1 else None


def _incomplete(names: Sequence[str], library: Library, origin_of: origins.Find) -> Told | None:
    """Return which of several papers that are to be compared is not there; None if none is known to be missing."""
    missing = [name for name in names if _is_missing(name, library, origin_of)]
    there = [paper for name in names if name not in missing for paper in origin_of(name).papers[:1]]
    if not (missing and there) or len(there) + len(missing) < len(names):
        return None
    lacks = " and ".join(f"“{escape_markers(name.strip(_MARKS))}”" for name in missing)
    holds = " and ".join(map(titled, there))
    said = f"{ABSTENTION} The library holds no paper called {lacks}; it holds {holds}."
    return Told(said, tuple(there), is_known=False)


def _is_missing(name: str, library: Library, origin_of: origins.Find) -> bool:
    """Whether a name is in no paper, or a title in quotation marks is of none."""
    bare = name.strip(_MARKS)
    if not words(bare) or origin_of(bare).papers:
        return False
    if bare != name.strip():
        return True
    is_name = all(re.search(r"[A-Z0-9]", word) for word in bare.split())
    return is_name and not library.has_match(f'"{" ".join(words(bare))}"')


def _is_there(words_of_it: str, library: Library, origin_of: origins.Find) -> Told | None:
    quoted = _QUOTED.search(words_of_it)
    name = quoted["title"] if quoted else words_of_it
    if not quoted and _OF_PAPERS.match(name):
        return None
    exact = next((found for form in paper_names.forms(name) if (found := library.papers_titled(title_key(form)))), [])
    if papers := tuple(exact) or origin_of(name).papers:
        held = " and ".join(f"{titled(paper)} [{n}]" for n, paper in enumerate(papers, 1))
        return Told(f"Yes: the library holds {held}.", papers)
    if quoted or re.match(r"(?:the )?(?:paper|article)\b", words_of_it, re.IGNORECASE):
        title = escape_markers(paper_names.forms(name)[-1])
        return Told(f"{ABSTENTION} No paper in the library is called “{title}”.", is_known=False)
    return None


def unknown(origin: origins.Origin) -> Told:
    """Return that papers use a name and none is known to have introduced it, beside one that is only called so."""
    said = origin.unknown
    return Told(f"{ABSTENTION} {said[0].upper()}{said[1:]}.", origin.namesakes[:1], is_known=False)


def _unknown(origin: origins.Origin) -> Told | None:
    """Return that papers use a name and none is known to have introduced it, None if one may have."""
    return None if origin.papers or not (origin.is_used or origin.beyond) else unknown(origin)
