"""Name themes by their most telling words: those that most papers of one hold and few of the others.

A word counts once a paper, twice if it stands in the title; a pair of words that stand together tells more than either.
Words that stand in no title of a theme do not name it, since abstracts share many that name nothing. A word behind
which the same one follows most of the time is half a name, and is named with it: "reinforcement learning".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from assistant.language.words import STOP_WORDS, Stemmer
from assistant.patterns import lazy_re
from assistant.records import Paper
from assistant.storage.library import Library
from assistant.summarizing.plain_words import PLAIN

WORDS = 3
TITLE_WEIGHT, PAIR_WEIGHT, SMOOTHING = 1.0, 1.3, 0.5
LEAST_SHARE = 0.2
"""Of the papers of a theme that hold a word which names it; two at least, if it has two."""
COMPLETES, LEAST_SEEN = 0.6, 3
"""Share of a word's occurrences in a theme in which the same word follows, so that both are one name, and how many."""
_WORD = lazy_re(r"[^\W\d_][\w-]{2,}")
_OF_THEMES = lazy_re(r".*(?:ly|able|ible|ful|ous|ive|ed|est|ity)$", re.IGNORECASE)
"""How words end that qualify and do not name, in English; as part of a pair they may stand."""


def names(themes: Sequence[Sequence[Paper]], topic: str, library: Library, stemmer: Stemmer) -> list[str]:
    """Return a name for each theme, such as "student, logits, layers"; words of the topic tell nothing."""
    taken = set(stemmer.stems([topic])[0])
    counted = [[_terms(paper, taken, stemmer) for paper in theme] for theme in themes]
    sums = [_sum(papers) for papers in counted]
    forms = _forms(papers for theme in counted for papers in theme)
    rarities = _rarities({stem for total in sums for term in total for stem in term}, library)
    found = []
    for place, theme in enumerate(themes):
        others = sum(len(other) for i, other in enumerate(themes) if i != place)
        rest = _sum([total for i, total in enumerate(sums) if i != place])
        scores = {
            term: _telling(count / len(theme), rest.get(term, 0.0) / others if others else 0.0)
            * (PAIR_WEIGHT if len(term) > 1 else 1.0)
            * min(rarities[stem] for stem in term)
            for term, count in sums[place].items()
        }
        titled = {term: score for term, score in scores.items() if _is_named(term, counted[place])}
        words = _distinct(titled, forms) or _distinct(scores, forms)
        known = taken | {stem for stems in stemmer.stems(words) for stem in stems}
        found.append(", ".join(_completed(word, theme, known, stemmer) for word in words) or "other papers")
    return found


def _is_named(term: tuple[str, ...], papers: Sequence[Terms]) -> bool:
    """Whether a term can name a theme of some papers."""
    holding = sum(term in paper for paper in papers)
    in_title = any(paper.get(term, 0.0) > 1 for paper in papers)
    return in_title and holding >= max(min(2, len(papers)), LEAST_SHARE * len(papers))


def _telling(share: float, elsewhere: float) -> float:
    return max(0.0, share - elsewhere) * math.log((share + SMOOTHING) / (elsewhere + SMOOTHING) + 1)


class Terms(dict[tuple[str, ...], float]):
    """The weights of the stems and pairs of stems of a paper.

    Attributes:
        forms: how each of them is written.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[tuple[str, ...], Counter[str]] = {}

    def note(self, term: tuple[str, ...], form: str, weight: float) -> None:
        """Note a term; it counts once in a text."""
        self[term] = max(self.get(term, 0.0), weight)
        self.forms.setdefault(term, Counter())[form] += 1


def _terms(paper: Paper, taken: set[str], stemmer: Stemmer) -> Terms:
    terms = Terms()
    for text, weight in ((paper.abstract, 1.0), (paper.title, 1.0 + TITLE_WEIGHT)):
        written = _WORD.findall(text)
        stems = stemmer.stems([word.replace("-", "") for word in written])
        kept = [
            (stem[0], word)
            if len(stem) == 1 and stem[0] not in taken and word.lower() not in PLAIN and word.lower() not in STOP_WORDS
            else None
            for stem, word in zip(stems, written, strict=True)
        ]
        for item in filter(None, kept):
            if not _OF_THEMES.match(item[1]):
                terms.note((item[0],), _form(item[1]), weight)
        for one, other in pairwise(kept):
            if one and other and f"{one[1]} {other[1]}" in text:
                terms.note((one[0], other[0]), f"{_form(one[1])} {_form(other[1])}", weight)
    return terms


def _form(word: str) -> str:
    """Return a word as it stands within a sentence: names and abbreviations keep their capitals."""
    return word.lower() if all(part[1:].islower() for part in word.split("-")) else word


def _completed(word: str, papers: Sequence[Paper], taken: set[str], stemmer: Stemmer) -> str:
    """Return a word with the one that follows it most of the time, unless that stands in the topic."""
    if " " in word:
        return word
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?:(?![\w-]) ?([^\W\d_][\w-]{{2,}})?)", re.IGNORECASE)
    behind = [match[1] for paper in papers for match in pattern.finditer(f"{paper.title}. {paper.abstract}")]
    counted = Counter(_form(item) for item in behind if item)
    following, count = counted.most_common(1)[0] if counted else ("", 0)
    is_one_name = count >= max(LEAST_SEEN, COMPLETES * len(behind))
    if not is_one_name or following in STOP_WORDS or set(stemmer.stems([following])[0]) & taken:
        return word
    return f"{word} {following}"


def _sum(papers: Sequence[Mapping[tuple[str, ...], float]]) -> dict[tuple[str, ...], float]:
    total: dict[tuple[str, ...], float] = {}
    for paper in papers:
        for term, weight in paper.items():
            total[term] = total.get(term, 0.0) + weight
    return total


def _forms(papers: Iterable[Terms]) -> dict[tuple[str, ...], str]:
    every: dict[tuple[str, ...], Counter[str]] = {}
    for paper in papers:
        for term, forms in paper.forms.items():
            every.setdefault(term, Counter()).update(forms)
    return {term: min(forms, key=lambda form: (-forms[form], form)) for term, forms in every.items()}


def _rarities(stems: set[str], library: Library) -> dict[str, float]:
    total, counts = library.paper_count(), library.document_frequencies(sorted(stems))
    return {stem: math.log(1 + total / (1 + counts.get(stem, 0))) for stem in stems}


def _distinct(scores: Mapping[tuple[str, ...], float], forms: Mapping[tuple[str, ...], str]) -> list[str]:
    """Return the best terms, as they are written, none of which stands in another."""
    chosen: list[tuple[str, ...]] = []
    written: list[str] = []
    for term in sorted(scores, key=lambda term: (-scores[term], term)):
        form = forms[term]
        is_new = not any(form.lower() in other.lower() or other.lower() in form.lower() for other in written)
        if scores[term] > 0 and is_new and not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
            written.append(form)
        if len(chosen) == WORDS:
            break
    return written
