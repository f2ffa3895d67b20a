"""What is asked of a paper by its name, and any abstract tells: what it is, why, how it works, what came out.

"What is SLIM?", "which problem does UniSkill solve?". Whether such a question is answered needs no reading: the paper
is there. The sentences are those in which abstracts state problem, method and result (`summarizing/roles.py`). A
question is one of these only if all of its words say so; what is asked beyond ("how large is SLIM?") is read for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.direct_answers.origins import Origin
from assistant.evidence import Candidate, Scored
from assistant.language.definitions import Kind, defines, kind_of
from assistant.language.sentences import sentences_of
from assistant.language.text import title_key
from assistant.language.words import words
from assistant.patterns import lazy_re
from assistant.questions import gist_questions, paper_names
from assistant.questions.gist_questions import Part
from assistant.records import Paper
from assistant.summarizing import outlining, roles

MOST_NAMESAKES = 5
"""Papers of one name that are told side by side; of more, the best found."""
MOST_DEFINITIONS = 3
"""Papers whose definitions of one thing are told."""
MOST_OF_METHOD, MOST_RESULTS = 3, 3


@dataclass(frozen=True, slots=True)
class Gist:
    """What is asked of the papers that are called by a name, or that give it to what they have made.

    Attributes:
        is_bare: whether the name is all that was typed.
        papers: that are meant, once they are found.
        notes: what a person should know of how the name was understood, a sentence each.
    """

    part: Part
    name: str
    is_bare: bool = False
    papers: tuple[Paper, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, origin: Origin) -> Gist | None:
        """Return the same of the papers that a name is of, None if none is known; two bare words may be a topic."""
        papers = origin.papers[:MOST_NAMESAKES]
        if not papers or (self.is_bare and len(self.name.split()) > 1 and not origin.is_title):
            return None
        heading = papers[0].title.partition(": ")[0]
        is_heading = title_key(heading) in map(title_key, paper_names.forms(self.name))
        return replace(self, papers=papers, name=heading if is_heading else origin.name, notes=origin.notes)

    def explained(self, origin: Origin, paper: Paper, name: str) -> Gist:
        """Return the same of a paper that says what a name means which none is known to have made."""
        last = () if origin.namesakes else (origin.unknown,)
        notes = () if self.name == self.name.lower() else (*origin.notes, *last)
        return replace(self, papers=(paper,), part=Part.MEANING, name=name, notes=notes)

    def of_namesakes(self, origin: Origin) -> Gist | None:
        """Return the same of the papers that are called so though the name is older, None if there are none."""
        papers = origin.namesakes[:MOST_NAMESAKES]
        if not papers or self.name == self.name.lower() == origin.name:
            return None
        name = papers[0].title.partition(": ")[0]
        return replace(self, papers=papers, name=name, notes=(*origin.notes, *origin.before))

    def resolve(self, found: Sequence[Paper], topic: str | None = None) -> Gist | None:
        """Return the same of the papers found that are meant, in their order; None if none is.

        They are called so, or else say what the name is: of such only what it is is told, unless they have made it.
        Two bare words may be a topic.

        Args:
            topic: the title of the paper that the dialogue was last about, which "it" means.
        """
        called = paper_names.all_called(self.name, found, topic)[:MOST_NAMESAKES]
        is_one_word = len(self.name.split()) == 1
        if called and (is_one_word or not self.is_bare or title_key(self.name) == title_key(called[0].title)):
            return replace(self, papers=tuple(called), name=called[0].title.partition(": ")[0])
        if defined := self.defined(found):
            return defined
        if not is_one_word and (self.is_bare or not all(word[0].isupper() for word in self.name.split())):
            return None
        kinds = {paper.id: max(map(self._kind, sentences_of(paper.abstract)), default=Kind.NOTHING) for paper in found}
        best = max(kinds.values(), default=Kind.NOTHING)
        meant = tuple(paper for paper in found if kinds[paper.id] is best)[:MOST_NAMESAKES]
        if best is Kind.MAKES:
            return replace(self, papers=meant)
        is_told = best is Kind.EXPLAINS and self.part in (Part.WHAT, Part.ALL)
        return replace(self, papers=meant[:1], part=Part.MEANING) if is_told else None

    @property
    def is_of_topic(self) -> bool:
        """Whether the paper is meant that the dialogue was last about."""
        return paper_names.is_it(self.name)

    @property
    def is_all_told(self) -> bool:
        """Whether nothing else in an abstract answers: one that does not say where its code is leaves it open."""
        return self.part in (Part.CODE, Part.LIMITS)

    def defined(self, found: Sequence[Paper]) -> Gist | None:
        """Return the same of the papers that say what a thing is that has no name of its own."""
        if self.part is not Part.WHAT or self.name != self.name.lower():
            return None
        term = _ARTICLE.sub("", self.name)
        said = (paper for paper in found if any(defines(text, term) for text in sentences_of(paper.abstract)))
        meant = tuple(islice(said, MOST_DEFINITIONS))
        return replace(self, papers=meant, part=Part.MEANING) if meant else None

    def _kind(self, sentence: str) -> Kind:
        return kind_of(sentence, self.name)

    def choose(self, candidates: Sequence[Candidate]) -> list[Scored]:
        """Return the sentences of one of the papers that tell it, in the order to quote them; none if none does.

        Args:
            candidates: all sentences of its abstract, in order.
        """
        texts = [item.text for item in candidates]
        places = _PLACES[self.part](texts, self.name) if texts else []
        return [Scored(candidates[place], -float(rank)) for rank, place in enumerate(places)]


def read(text: str, *, follows: bool = False, is_plain: bool = True) -> list[Gist]:
    """Return what a question asks of papers as a whole, if they are called by the words that are taken for names.

    Args:
        follows: a paper was talked about, of which "the results" are asked without naming it.
        is_plain: as `gist_questions.read` has it.
    """
    found = gist_questions.read(text, follows=follows, is_plain=is_plain)
    name = text.strip(gist_questions.AROUND)
    return [Gist(part, name) for part, name in found] or [Gist(Part.ALL, name, is_bare=True)]


def _introducing(texts: Sequence[str], name: str) -> int:
    """Return the place of the sentence that says what was made, by its name if it has one."""
    said = f" {' '.join(words(name))} "
    scores = [
        method + _NAMED * (said in f" {' '.join(words(text))} ") + _TOLD * kind_of(text, name)
        for method, text in zip(roles.methods(texts), texts, strict=True)
    ]
    return scores.index(max(scores))


def _meaning(texts: Sequence[str], name: str) -> list[int]:
    term = _ARTICLE.sub("", name)
    kinds = [max(kind_of(text, name), Kind.EXPLAINS * defines(text, term)) for text in texts]
    return [kinds.index(max(kinds))]


def _what(texts: Sequence[str], name: str) -> list[int]:
    scores = roles.results(texts)
    best = max(_results(texts, name), key=lambda place: scores[place], default=None)
    return list(dict.fromkeys((_introducing(texts, name), *([] if best is None else [best]))))


def _all(texts: Sequence[str], name: str) -> list[int]:
    stated, _ = outlining.outline(texts)
    return sorted({_introducing(texts, name), *(part.place for part in stated if part.name != outlining.METHOD)})


def _problem(texts: Sequence[str], name: str) -> list[int]:
    stated, _ = outlining.outline(texts)
    problem = [part.place for part in stated if part.name in (outlining.PROBLEM, outlining.ABOUT)]
    return list(dict.fromkeys((*problem, _introducing(texts, name))))


def _method(texts: Sequence[str], name: str) -> list[int]:
    """Return the sentence that says what was made and those behind it, up to the results."""
    first = _introducing(texts, name)
    results = set(_results(texts, name))
    behind = [place for place in range(first + 1, len(texts)) if place not in results]
    return [first, *behind][:MOST_OF_METHOD]


def _results(texts: Sequence[str], name: str) -> list[int]:
    scores = roles.results(texts)
    best = sorted(range(len(texts)), key=lambda place: -scores[place])[:MOST_RESULTS]
    return sorted(place for place in best if scores[place] > 0)


def _code(texts: Sequence[str], name: str) -> list[int]:
    return [place for place, text in enumerate(texts) if roles.is_of_availability(text)]


def _tested(texts: Sequence[str], name: str) -> list[int]:
    return [place for place, text in enumerate(texts) if _ON.search(text)][:MOST_RESULTS]


def _limits(texts: Sequence[str], name: str) -> list[int]:
    return [place for place, text in enumerate(texts) if _FALLS_SHORT.search(text)]


_ARTICLE = lazy_re(r"^(?:an?|the) ", re.IGNORECASE)
_FALLS_SHORT = lazy_re(
    r"\bfuture (?:work|research|directions)\b|\blimitations remain\b"
    r"|\b(?:our|its|the proposed) (?:\w+ ){0,4}(?:limitations?|weakness(?:es)?|cannot|fails?|struggles?)\b"
    r"|\b(?:discuss|acknowledge|report) (?:\w+ ){0,3}limitations\b",
    re.IGNORECASE,
)
_ON = lazy_re(
    r"\b(?i:experiment(?:s|al results|ed)?|evaluat(?:e[sd]?|ing|ions?)|test(?:s|ed|ing)?|results|validat(?:e[sd]?|ion)"
    r"|verif(?:y|ied)|benchmarked|demonstrat(?:e[sd]?|ions?)|trained|performance|accuracy|outperforms?|improv\w+)\b"
    r"[^.;]{0,90}? on (?:(?:the|a|both|two|three|four|[a-z]+-[a-z]+|[a-z]+) ){0,4}\(?[A-Z0-9][\w-]*[A-Za-z]"
)
"""Says on what something was tried: it has a name."""
_NAMED, _TOLD = 3.0, 1.0
"""What a sentence gains that holds the name, as much as one that says "we propose"; and by what it is to the name."""
_PLACES = {
    Part.MEANING: _meaning,
    Part.ORIGIN: lambda texts, name: [_introducing(texts, name)],
    Part.WHAT: _what,
    Part.ALL: _all,
    Part.PROBLEM: _problem,
    Part.METHOD: _method,
    Part.RESULT: _results,
    Part.CODE: _code,
    Part.TESTED: _tested,
    Part.LIMITS: _limits,
}
