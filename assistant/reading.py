"""Read for a question: how many of the papers found, which of their sentences answer, and whether any of them does.

One paper is quoted for a fact, several with a sentence each for a theme; a paper that the question calls by its name is
quoted alone, or, if others are asked for, left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from assistant import abstention, evidence, findings, stated_counts, untold
from assistant.abstention import Stand
from assistant.citations import escape_markers
from assistant.dialogue import followups
from assistant.language.sentences import sentences_of
from assistant.language.words import Stemmer, content_words, has_content
from assistant.premises import Denied, denied_premise
from assistant.questions import paper_names, question_parts
from assistant.questions.understand import Understanding
from assistant.reader import Reader
from assistant.records import Evidence, Paper, Task
from assistant.search import spelling
from assistant.search.retrieval import Found
from assistant.storage.library import Library
from assistant.summarizing import outlining
from assistant.turned_premises import turned_premise

PAPERS, SENTENCES = 5, 8
"""Papers whose sentences are read for a question, and sentences that a generator is given."""
LEAST_WORDS = 2
"""With fewer words that carry meaning ("By how much exactly?") a later question is read with the one before it."""
BROAD_PAPERS, NEAR_SHARE = 6, {Task.ANSWER: 0.5, Task.SUMMARY: 0.4, Task.OVERVIEW: 0.4}
"""Papers that a summary, or the answer to a broad question, quotes with a sentence each, and the share of the best
one's score that each of them has at least."""
THEME, RIVAL = 0.5, 0.3
"""How far the papers of a broad answer may be behind the most relevant one (`evidence.behind_the_best`), and how far
another paper is if a question that does not sound broad is one that several papers answer."""
ASKED_OF_IT = 0.5
"""Share of the rarity of a question's words that a paper holds from which on it is about this paper."""
FEW_RIVALS = 3
"""So many papers answer together; more are a theme."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an answer is to be written from.

    Attributes:
        found: the papers, ranked again by what they say.
        is_broad: whether each of several papers gives a sentence.
        is_doubted: whether none of the papers seems to answer.
        doubt: the line that says so, where they may answer or not.
        denied: what the question takes for granted and the paper does without, or turns round; it is doubted then.
        parts: what stands over each sentence, as a brief has it.
        refusal: the answer where there is no evidence, if it is known why.
        notes: what a person should know of how a name was understood, a sentence each.
    """

    evidence: tuple[Evidence, ...]
    found: Found
    is_broad: bool
    is_doubted: bool
    doubt: str = ""
    denied: Denied | None = None
    parts: tuple[str, ...] = ()
    refusal: str = ""
    notes: tuple[str, ...] = ()


def choose(
    asked: Understanding,
    found: Found,
    task: Task,
    library: Library,
    reader: Reader,
    is_word: Callable[[str], bool],
    stemmer: Stemmer,
    named: Set[int] = frozenset(),
) -> Chosen:
    """Read the best papers for a question and choose the sentences that answer it.

    Args:
        is_word: tells the common words, which are not misspelt.
        named: numbers of papers that the question calls by a name that their titles may not have.
    """
    near = len(found.hits) if asked.wants_all else _near_the_best(found, NEAR_SHARE[task])
    is_broad = near > 1 and (task is Task.SUMMARY or asked.is_broad)
    papers = near if is_broad else PAPERS
    if not has_content(found.question):  # nothing to read for but, it may be, filters
        is_doubted = abstention.stand_to(asked, found, evidence.Read((), {}), library, stemmer) is Stand.IS_BEYOND
        return Chosen(_centres(found, papers, library), found, is_broad, is_doubted)
    question = own = found.question
    if asked.topic:  # it names the paper, or one that others are to be like, not what is asked of them
        question = own = spelling.read(asked.text, library, is_word).text
        if len(content_words(question)) < LEAST_WORDS:
            question = f"{asked.before} {question}"
        if not (is_broad or asked.seen) and found.hits and found.hits[0].paper.title == asked.topic:
            papers = 1
    read = first = evidence.read(question, found, library, reader, papers)
    is_settled = asked.topic and not asked.seen
    reranked = found if is_settled else evidence.rerank(found, read, asked.seen)
    ranked = evidence.rank_sentences(read, reranked)
    if task is Task.ANSWER and not asked.asks_for_papers:
        ranked = findings.before_aims(ranked, question)
    behind = evidence.behind_the_best(read, found)
    rivals = {number for number, far in behind.items() if far >= -RIVAL}
    named = (named or _named(found, asked)) & behind.keys()
    is_compared = len(named) > 1 and not (asked.asks_for_papers or asked.is_elsewhere)
    is_broad = (is_broad or len(rivals) > FEW_RIVALS) and not is_compared
    if not is_broad:
        if is_compared:
            rivals |= named
            ranked = sorted(ranked, key=lambda item: item.candidate.number not in named)
        elif not asked.asks_for_papers:
            ranked = _as_named(ranked, named, asked)
        chosen = evidence.with_each_paper(ranked, rivals, SENTENCES)
        if chosen and (parts := question_parts.asked_besides(question)):
            chosen = evidence.with_each_part(chosen, ranked, parts, reader)
    else:
        if task is Task.ANSWER and not asked.wants_all:
            ranked = [item for item in ranked if behind[item.candidate.number] >= -THEME]
        chosen = evidence.best_of_each_paper(ranked)
    stand = abstention.stand_to(asked, found, read, library, stemmer)
    if stand is Stand.IS_BEYOND and asked.topic:  # "what does it reach?" and "and for Danish?" say too little
        read = evidence.read(found.question, found, library, reader, papers)
        stand = abstention.stand_to(asked, found, read, library, stemmer)
    is_alone = is_settled and not is_broad and has_content(followups.without_filling(own))
    if is_alone and stand is not Stand.IS_BEYOND:
        alone = first if question == own else evidence.read(own, found, library, reader, 1)
        if judgement := alone.judgements.get(found.numbers[0]):
            stand = min(stand, abstention.stand_alone_to(judgement.answers))
    if is_compared:  # neither paper names the other, but each tells of itself
        stand = max(stand, Stand.MAY_ANSWER)
    count = stated_counts.read(question)
    if stating := [item for item in ranked if count and count.is_stated(item.candidate.text, stemmer)]:
        chosen, stand = stating[:SENTENCES], Stand.ANSWERS
    cited = evidence.numbered(chosen)
    doubt, is_of_its_own = "", not (is_compared or asked.asks_for_papers or asked.is_elsewhere)
    if is_of_its_own:
        stand, doubt = untold.stand_without(stand, question, cited, library, is_word, stemmer)
    is_of_one = is_of_its_own and not is_broad
    denied = _denied(question, cited[0].paper, library, stemmer) if is_of_one and chosen else None
    is_doubted = stand is Stand.IS_BEYOND or denied is not None
    is_unsure = stand is Stand.MAY_ANSWER and not is_doubted
    return Chosen(cited, reranked, is_broad, is_doubted, abstention.words_of_doubt(doubt) if is_unsure else "", denied)


def outline(paper: Paper, found: Found, library: Library) -> Chosen:
    """Return what one paper states: its problem, its method and its result, as far as it does."""
    candidates = evidence.read_sentences([library.number(paper)], [paper], library)
    stated, missing = outlining.outline([item.text for item in candidates])
    cited = evidence.numbered([evidence.Scored(candidates[part.place], -part.place) for part in stated])
    parts = (*(part.name for part in stated), *missing)
    return Chosen(cited, found, is_broad=False, is_doubted=False, parts=parts)


def unquoted(paper: Paper, answers: Sequence[str], library: Library) -> tuple[Evidence, ...]:
    """Return the sentences of a paper that stand in none of some answers, in their order."""
    candidates = evidence.read_sentences([library.number(paper)], [paper], library)
    rest = [item for item in candidates if not any(escape_markers(item.text) in answer for answer in answers)]
    return evidence.numbered([evidence.Scored(item, -place) for place, item in enumerate(rest)])


def _denied(question: str, paper: Paper, library: Library, stemmer: Stemmer) -> Denied | None:
    """Return what a question takes for granted that the paper which it is about does without, or turns round."""
    held, total = evidence.word_mass(question, paper, library, stemmer)
    if held < ASKED_OF_IT * total:  # of another paper it may well hold
        return None
    said = sentences_of(paper.abstract)
    denied = denied_premise(question, paper.title, said, stemmer)
    return denied or turned_premise(question, paper.title, said, stemmer)


def _named(found: Found, asked: Understanding) -> set[int]:
    """Return the numbers of the papers that the question calls by their names."""
    papers = [hit.paper for hit in found.hits]
    pairs = zip(found.numbers, papers, strict=True)
    return {number for number, paper in pairs if paper_names.names(asked.text, paper, papers)}


def _as_named(ranked: list[evidence.Scored], named: Set[int], asked: Understanding) -> list[evidence.Scored]:
    """Return the sentences of the papers that the question names, or of the others if it asks for these, if any."""
    return [item for item in ranked if (item.candidate.number in named) is not asked.is_elsewhere] or ranked


def _centres(found: Found, papers: int, library: Library) -> tuple[Evidence, ...]:
    """Return the most central sentence of each of the best papers."""
    sentences = evidence.read_sentences(found.numbers[:papers], [hit.paper for hit in found.hits], library)
    by_paper = {number: [item for item in sentences if item.number == number] for number in found.numbers[:papers]}
    return evidence.numbered([item for own in by_paper.values() for item in evidence.centre(own)])


def _near_the_best(found: Found, share: float) -> int:
    """Return how many papers, at most `BROAD_PAPERS`, are about as relevant as the best; a named one stands out."""
    best = found.hits[0].score if found.hits else 0.0
    return sum(hit.score >= share * best for hit in found.hits[:BROAD_PAPERS])
