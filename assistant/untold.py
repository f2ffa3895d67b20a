"""What the sentences that are cited do not tell of what a question asks for, which makes an answer of them less sure.

Nothing of a name that it says, or of whom it is limited to (`scoping`); not what a name stands for, though they use it;
no number or length of time, where one is asked for. A reader of meaning does not see it: all other words match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.abstention import MISSING, Stand
from assistant.language.definitions import unexplained
from assistant.language.numerals import tells_a_length, tells_a_number
from assistant.language.sentences import sentences_of
from assistant.language.words import Stemmer
from assistant.patterns import lazy_re
from assistant.questions import gist_questions
from assistant.questions.gist_questions import Part
from assistant.records import Evidence, Paper
from assistant.scoping import unheld
from assistant.storage.library import Library

_OPENING = r"(?:\W*(?:and |so )?(?:about )?|.*[,:] )(?:(?:in|on|over|for|from|to|by|at|with|after|within) )?"
_COUNT = lazy_re(
    rf"{_OPENING}(?:how many\b|what (?:number|percentage|proportion|fraction) of\b|(?<=by )how much\b)", re.IGNORECASE
)
_LENGTH = lazy_re(rf"{_OPENING}how long\b", re.IGNORECASE)
_QUANTITY = lazy_re(
    rf"{_OPENING}(?:how (?:much|old|large|big)\b|(?:what|which) (?:[\w@-]+ ){{0,3}}(?:accuracy|rate|score|error|value"
    r"|percentage|percent|fraction|share|proportion|number|factor|ratio|probability|speed-?up|gain|improvement|increase"
    r"|reduction|cost|size|precision|recall|perplexity|bleu|f1|map|fid|psnr|iou|auc|threshold|temperature)\b)",
    re.IGNORECASE,
)
"""What may be told without a number, too ("how large?" "an order of magnitude larger")."""


def stand_without(
    stand: Stand,
    question: str,
    cited: Sequence[Evidence],
    library: Library,
    is_word: Callable[[str], bool],
    stemmer: Stemmer,
) -> tuple[Stand, str]:
    """Return how papers stand to a question, in view of what is not told, and what that is, in words.

    What seemed unsure before is beyond them if they say nothing of a name, or tell no number or length of time where
    one is asked for; for anything else there may be other words.

    Args:
        cited: the sentences that would answer, the nearest first.
    """
    papers = list({item.paper.id: item.paper for item in cited}.values())
    missing = unheld(question, papers, library, is_word, stemmer)
    reasons = []
    if missing.words:
        stand = _lowered(stand) if missing.is_named else min(stand, Stand.MAY_ANSWER)
        words = " and ".join(f"“{word}”" for word in missing.words[:MISSING])
        reasons.append(f"no paper that is cited mentions {words}")
    if used := _unexplained(question, papers):
        stand = min(stand, Stand.MAY_ANSWER)
        reasons.append(f"no paper that is cited says what “{used}” is")
    if untold := _unmeasured(question, cited[0].text if cited else "", is_unsure=stand is Stand.MAY_ANSWER):
        stand = _lowered(stand)
        reasons.append(f"the sentence that comes nearest tells no {untold}")
    return stand, reasons[-1] if reasons else ""


def _lowered(stand: Stand) -> Stand:
    return Stand(max(stand - 1, Stand.IS_BEYOND))


def _unmeasured(question: str, nearest: str, *, is_unsure: bool) -> str:
    """Return what is asked for and not told: a "number" or a "length of time"; empty if it may be told."""
    if _LENGTH.match(question) and not tells_a_length(nearest):
        return "length of time"
    is_asked = _COUNT.match(question) or (is_unsure and _QUANTITY.match(question))
    return "number" if is_asked and not tells_a_number(nearest) else ""


def _unexplained(question: str, papers: Sequence[Paper]) -> str:
    """Return the first name of which a question asks what it is and that the cited papers only use, if any."""
    names = [name for part, name in gist_questions.read(question) if part is Part.WHAT]
    if not names:
        return ""
    said = [sentence for paper in papers for sentence in (paper.title, *sentences_of(paper.abstract))]
    return next(filter(None, (unexplained(name, said) for name in names)), "")
