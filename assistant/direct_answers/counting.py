"""Count the papers that say a thing: "how many papers mention Minecraft?", "how many are about Danish or Dutch?"."""

from __future__ import annotations

import re

from assistant.citations import escape_markers
from assistant.direct_answers.told import Told, counted, titled
from assistant.language.otherwise import ways_to_write
from assistant.language.words import has_content, words
from assistant.narrowing import unknown_counts
from assistant.questions.understand import Understanding
from assistant.records import Filters
from assistant.storage.library import Library

MOST = 10
"""Papers whose titles are told."""
_WEIGHTS = (1.0, 1.0)
_SAY = (
    r"(?:mention|say|name|contain|discuss|cover|address|study|investigate|examine|use|employ|concern|treat|consider"
    r"|deal with|talk about|speak (?:of|about)|(?:are|is|were) (?:about|on)|(?:work|focus) on"
    r"|(?:report|give|show|present)(?: any)?(?: results?| numbers?| scores?)? (?:on|for)"
    r"|(?:evaluate|test|train|experiment)(?: \w+)? (?:on|with)"
    r"|(?:are|is|were) (?:evaluated|tested|trained) (?:on|with))"
)
_QUESTION = re.compile(
    rf"(?:and )?how many (?:of (?:the|these|your) )?(?:papers|abstracts|articles|publications)"
    rf"(?: in (?:the|this|your) (?:library|collection|corpus|database))?"
    rf"(?: (?:are|were) there| do you (?:have|know|hold))? (?:that |which )?"
    rf"(?:(?:do|does|did|have) )?{_SAY} (?P<thing>\S.*)",
    re.IGNORECASE,
)
_OR = re.compile(r",? or ", re.IGNORECASE)


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return how many papers say a thing, and the titles of the first; None if that is not asked."""
    found = _QUESTION.fullmatch(asked.text.strip(" ?.!"))
    thing = found["thing"].strip(" \"'“”") if found else ""
    if asked.topic or not has_content(thing):
        return None
    numbers, says = saying(thing, asked.filters, library)
    which = f" {asked.filters}" if asked.filters else ""
    quoted = quoted_parts(thing)
    if not numbers:
        begin = f"No paper{which} in the library says {quoted} in its title or abstract."
    else:
        typed = " OR ".join(_quoted(part) for part in _OR.split(thing) if words(part))
        is_so_spelt = len(numbers) == len(holding(typed, asked.filters, library, len(numbers))) or "all" in says
        spelt = "" if is_so_spelt else ", however it is spelt,"
        begin = f"{counted(len(numbers), 'paper')}{which} in the library {says} {quoted}{spelt} in title or abstract:"
    papers = tuple(library.papers(numbers[:MOST]).values())
    lines = [f"{titled(paper)} [{place}]" for place, paper in enumerate(papers, 1)]
    more = [f"and {len(numbers) - MOST:,} more"] if len(numbers) > MOST else []
    rest = [said] if (said := not_counted(asked.filters, library)) else []
    return Told("\n\n".join([begin, *lines, *more, *rest]), papers)


def saying(thing: str, filters: Filters, library: Library) -> tuple[list[int], str]:
    """Return the numbers of the papers that say a thing, or if none does, have all of its words; and a verb for it.

    However they spell it: "tumour" is said by "tumor", too.
    """
    every = library.paper_count()
    numbers = holding(phrase_of(thing), filters, library, every)
    if numbers or len(words(thing)) < 2 or _OR.search(thing):
        return numbers, "says" if len(numbers) == 1 else "say"
    numbers = holding(" AND ".join(map(_quoted, words(thing))), filters, library, every)
    return numbers, f"{'has' if len(numbers) == 1 else 'have'} all words of"


def quoted_parts(thing: str) -> str:
    """Return a thing as an answer shows it, or several with an "or" between them."""
    return " or ".join(f"“{escape_markers(part)}”" for part in _OR.split(thing))


def not_counted(filters: Filters, library: Library) -> str:
    """Return of which papers it is not known whether they pass the filters, as a sentence; nothing if of none."""
    unknown = unknown_counts(filters, library)
    return f"Not counted, since it is not known of them: {', '.join(unknown)}." if unknown else ""


def phrase_of(thing: str) -> str:
    """Return the FTS5 expression of a thing as a phrase in any spelling, or of several with an "or" between them."""
    ways = [way for part in _OR.split(thing) if words(part) for way in ways_to_write(part)]
    return " OR ".join(map(_quoted, ways))


def _quoted(text: str) -> str:
    return '"' + " ".join(words(text)) + '"'


def holding(expression: str, filters: Filters, library: Library, most: int) -> list[int]:
    """Return the numbers of the papers that pass the filters and match an FTS5 expression, the best `most` of them."""
    allowed = library.numbers_matching(filters) if filters else None
    return [number for number, _ in library.match_words(expression, _WEIGHTS, most, allowed)]
