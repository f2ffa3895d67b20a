"""The sentences that answer come first, and each is cut out of its abstract to the character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import OnnxEmbedder
from assistant.evidence import (
    Candidate,
    Scored,
    behind_the_best,
    best_of_each_paper,
    centre,
    holds_all,
    numbered,
    rank_sentences,
    rarity,
    read,
    read_sentences,
    rerank,
    with_each_paper,
    with_each_part,
)
from assistant.indexing import index_files
from assistant.language.headings import Section
from assistant.language.sentences import split_sentences
from assistant.language.words import Stemmer
from assistant.reader import Reader
from assistant.records import Paper, Span
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import ExactIndex
from assistant.storage.library import Library, PaperVectors
from tests.conftest import BREAD, PENGUINS, Write

Ask = Callable[[str, int], tuple[Found, list[Scored]]]

ANSWERS = {
    "How many trials did penguins get right?": "81.5%",
    "How large is the error of SourSim?": "4 mm",
    "Where are microphones mounted?": "under 12 bridges",
    "How accurately can the best move be read off?": "92%",
    "How much river do drones map in a day?": "40 km",
}


@pytest.fixture(scope="module")
def ask(small_library: Library, embedder: OnnxEmbedder, reader: Reader) -> Ask:
    """Return a function that ranks the sentences of the best papers for a question."""
    index = ExactIndex(small_library)

    def ask(question: str, papers: int) -> tuple[Found, list[Scored]]:
        found = retrieve(question, 5, small_library, embedder, index)
        read_papers = read(found.question, found, small_library, reader, papers)
        return found, rank_sentences(read_papers, rerank(found, read_papers))

    return ask


@pytest.fixture
def candidates(small_library: Library) -> list[Candidate]:
    """Return all sentences of the five papers."""
    papers = small_library.papers()
    return read_sentences(list(papers), list(papers.values()), small_library)


@pytest.mark.parametrize(("question", "part"), ANSWERS.items())
def test_sentence_that_answers_comes_first(ask: Ask, question: str, part: str) -> None:
    """Among all sentences of the three best papers."""
    assert part in ask(question, 3)[1][0].candidate.text


def test_only_the_best_papers_are_read(ask: Ask) -> None:
    """As many as asked for, the first of the ranking."""
    found, ranked = ask("penguins", 2)
    assert {item.candidate.number for item in ranked} == set(found.numbers[:2])


def test_all_sentences_of_a_paper_are_ranked(ask: Ask) -> None:
    """Best first."""
    scores = [item.score for item in ask("penguins", 1)[1]]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)


def test_sentences_are_those_of_the_splitter(candidates: list[Candidate]) -> None:
    """With their places, in order."""
    first = [item for item in candidates if item.paper.title == PENGUINS[0]]
    assert [item.span for item in first] == split_sentences(PENGUINS[1])
    assert [item.place for item in first] == [0, 1, 2, 3]


def test_text_is_cut_out_of_the_abstract(ask: Ask) -> None:
    """Offsets of the evidence hold to the character."""
    for item in numbered(ask("Which birds remember faces?", 5)[1]):
        assert item.text == item.paper.abstract[item.start : item.end]
        assert Span(item.start, item.end) in split_sentences(item.paper.abstract)


def test_offsets_of_the_seeds_hold(seeds_library: Library) -> None:
    """Every stored sentence begins and ends where the splitter says."""
    papers = seeds_library.papers()
    for number, (spans, vectors) in seeds_library.sentences(list(papers)).items():
        assert spans == split_sentences(papers[number].abstract)
        assert len(spans) == len(vectors)


def test_papers_are_numbered_as_they_come(candidates: list[Candidate]) -> None:
    """From 1, in the order of their first sentences; a second sentence keeps the number."""
    chosen = [Scored(candidates[place], 0.0) for place in (9, 0, 10, 1, 13)]
    assert [item.n for item in numbered(chosen)] == [1, 2, 1, 2, 3]
    assert numbered([]) == ()


def test_best_of_each_paper_keeps_the_ranking(ask: Ask) -> None:
    """One sentence a paper, its best."""
    ranked = ask("bread and bridges", 5)[1]
    best = best_of_each_paper(ranked)
    assert len({item.candidate.number for item in best}) == len(best) == 5
    assert best == [item for item in ranked if item in best]


def test_each_rival_has_its_sentence_first(ask: Ask) -> None:
    """The best of each, then others near the best, none twice, at most as many as asked for."""
    ranked = ask("bread and bridges", 5)[1]
    rivals = {ranked[0].candidate.number, ranked[-1].candidate.number}
    chosen = with_each_paper(ranked, rivals, 6)
    assert [item.candidate.number for item in chosen[:2]] == [ranked[0].candidate.number, ranked[-1].candidate.number]
    assert chosen[:2] == [item for item in best_of_each_paper(ranked) if item.candidate.number in rivals]
    assert 2 < len(chosen) <= 6
    assert len({(item.candidate.number, item.candidate.place) for item in chosen}) == len(chosen)


def test_each_part_of_a_question_has_its_sentence(ask: Ask, reader: Reader) -> None:
    """Behind the first one, from the same paper; what was chosen besides follows, none twice, no more than before."""
    _, ranked = ask("What does SourSim predict, and how large is its error?", 3)
    chosen = [item for item in ranked if item.candidate.paper.title == BREAD[0] and "4 mm" not in item.candidate.text]
    parted = with_each_part(chosen, ranked, ["how large is its error?"], reader)
    assert parted[0] == chosen[0]
    assert "4 mm" in parted[1].candidate.text
    assert parted[2:] == chosen[1:-1]


def test_paper_is_behind_by_search_and_by_reading(
    reader: Reader, small_library: Library, embedder: OnnxEmbedder
) -> None:
    """One that answers leads, others are clearly behind; with equal scores what was read decides alone."""
    found = retrieve("Which birds remember faces?", 5, small_library, embedder, ExactIndex(small_library))
    said = read(found.question, found, small_library, reader, 5)
    behind = behind_the_best(said, found)
    assert set(behind) == set(found.numbers)
    assert behind[found.numbers[0]] == 0
    assert max(far for number, far in behind.items() if number != found.numbers[0]) < -0.3
    flat = replace(found, hits=tuple(replace(hit, score=1.0) for hit in found.hits))
    answers = {number: judgement.answers for number, judgement in said.judgements.items()}
    assert behind_the_best(said, flat) == pytest.approx(
        {n: (a - max(answers.values())) / 10 for n, a in answers.items()}
    )


def test_centre_is_the_sentence_that_the_others_are_about(candidates: list[Candidate]) -> None:
    """Not a stranger among them; of nothing there is none."""
    penguins = [item for item in candidates if item.paper.title == PENGUINS[0]]
    stranger = next(item for item in candidates if item.paper.title == BREAD[0])
    (central,) = centre([stranger, *penguins])
    assert central.candidate.paper.title == PENGUINS[0]
    assert centre([]) == []


def test_papers_that_answer_come_first_again(reader: Reader, small_library: Library, embedder: OnnxEmbedder) -> None:
    """Whatever the search thought of them; those that were seen before stay behind."""
    found = retrieve("Which birds remember faces?", 5, small_library, embedder, ExactIndex(small_library))
    turned = replace(found, hits=found.hits[::-1], numbers=found.numbers[::-1])
    flat = replace(turned, hits=tuple(replace(hit, score=0.0) for hit in turned.hits))
    said = read(flat.question, flat, small_library, reader, 5)
    assert rerank(flat, said).hits[0].paper.title == PENGUINS[0]
    assert rerank(flat, said, {PENGUINS[0]}).hits[-1].paper.title == PENGUINS[0]
    scores = [hit.score for hit in rerank(flat, said).hits]
    assert scores == sorted(scores, reverse=True)


def test_papers_that_were_not_read_keep_their_scores(
    reader: Reader, small_library: Library, embedder: OnnxEmbedder
) -> None:
    """None is lost, and each number stays with its paper."""
    found = retrieve("Which birds remember faces?", 5, small_library, embedder, ExactIndex(small_library))
    again = rerank(found, read(found.question, found, small_library, reader, 2))
    pairs = dict(zip(found.numbers, found.hits, strict=True))
    assert {number: hit.paper for number, hit in zip(again.numbers, again.hits, strict=True)} == {
        number: hit.paper for number, hit in pairs.items()
    }
    assert [hit for number, hit in zip(again.numbers, again.hits, strict=True) if number in found.numbers[2:]] == [
        pairs[number] for number in again.numbers if number in found.numbers[2:]
    ]


def test_rare_stems_weigh_more(small_library: Library) -> None:
    """A stem that no paper has weighs most."""
    weights = rarity(["the", "penguin", "zebra"], small_library)
    assert weights["the"] < weights["penguin"] < weights["zebra"]


def test_abstracts_without_words_have_nothing_to_quote(embedder: OnnxEmbedder, reader: Reader, tmp_path: Path) -> None:
    """As of signs alone; nothing is divided by their length."""
    with Library(tmp_path, create=True) as library:
        number, _ = library.put_paper(Paper("a", "Signs", "!!! ??? …"), "signs")
        library.put_vectors(number, next(embedder.embed_papers([Paper("a", "Signs", "!!! ??? …")])))
        found = retrieve("signs", 1, library, embedder, ExactIndex(library))
        ranked = rank_sentences(read(found.question, found, library, reader, 1), found)
    assert ranked == []


def test_paper_without_an_abstract_gives_no_evidence(
    embedder: OnnxEmbedder, reader: Reader, tmp_path: Path, write_papers: Write
) -> None:
    """The other papers still do."""
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [write_papers(tmp_path / "a.txt", [BREAD])], lambda: embedder, embedder.name)
        number, _ = library.put_paper(Paper("a", "Sourdough Bread", ""), "sourdough bread")
        library.put_vectors(number, next(embedder.embed_papers([Paper("a", "Sourdough Bread", "")])))
        found = retrieve("sourdough bread", 2, library, embedder, ExactIndex(library))
        ranked = rank_sentences(read(found.question, found, library, reader, 2), found)
    assert {item.candidate.paper.title for item in ranked} == {BREAD[0]}


def test_a_paper_that_is_not_embedded_yet_is_read_too(tmp_path: Path) -> None:
    """As while a library is being indexed: what is found by its words can answer."""
    paper = Paper("p", "Penguins", "Penguins swim. They remember stones for six months.")
    with Library(tmp_path, create=True) as library:
        number, _ = library.put_paper(paper, "penguins")
        found = read_sentences([number], [paper], library)
    assert [paper.abstract[item.span.start : item.span.end] for item in found] == [
        "Penguins swim.",
        "They remember stones for six months.",
    ]


def test_headings_and_what_holds_no_word_are_not_quoted(tmp_path: Path) -> None:
    """A quotation begins behind the heading, to the character; what stands under it is known."""
    abstract = "OBJECTIVE To see whether mice sleep. RESULTS They do. 12 of 14 did. Conclusions. Mice sleep. 2001;3"
    with Library(tmp_path, create=True) as library:
        number, _ = library.put_paper(Paper("p", "Mice", abstract), "mice")
        found = read_sentences([number], [Paper("p", "Mice", abstract)], library)
    assert [(item.text, item.section) for item in found] == [
        ("To see whether mice sleep.", Section.AIM),
        ("They do.", Section.RESULTS),
        ("12 of 14 did.", Section.RESULTS),
        ("Mice sleep. 2001;3", Section.RESULTS),
    ]
    with Library(tmp_path / "none", create=True) as library:
        number, _ = library.put_paper(Paper("q", "Numbers", "1."), "numbers")
        assert read_sentences([number], [Paper("q", "Numbers", "1.")], library) == []


def test_a_library_that_was_cut_otherwise_is_read_as_sentences_are_cut_now(tmp_path: Path) -> None:
    """Of two that were one, each has its direction; of one that was two, the direction between theirs."""
    paper = Paper("p", "Mice", "They slept in troponin T. We woke them. 1. Rats sang.")
    stored = (Span(0, 39), Span(40, 42), Span(43, 53))
    with Library(tmp_path, create=True) as library:
        number, _ = library.put_paper(paper, "mice")
        vectors = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], np.float32)
        library.put_vectors(number, PaperVectors((Span(0, 53),), vectors[:1], stored, vectors))
        found = read_sentences([number], [paper], library)
    assert [item.text for item in found] == ["They slept in troponin T.", "We woke them.", "1. Rats sang."]
    np.testing.assert_allclose([item.vector[0] for item in found[:2]], [1, 1], atol=0.05)
    np.testing.assert_allclose(found[2].vector, np.array([0, 2, 10, 0]) / np.sqrt(104), atol=0.05)


def test_paper_holds_all_of_its_own_words(seeds_library: Library) -> None:
    """Whatever the order of what is added up: the sum of what is held is the whole to the last bit."""
    stemmer = Stemmer()
    for paper in list(seeds_library.papers().values())[:20]:
        assert holds_all(paper.abstract, paper, seeds_library, stemmer)
        assert not holds_all(f"{paper.abstract} risotto", paper, seeds_library, stemmer)
    assert not holds_all("what is it about?", paper, seeds_library, stemmer)
