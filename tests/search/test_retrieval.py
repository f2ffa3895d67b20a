"""The right paper comes first, and no question, however odd, is an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import pipeline
from assistant.embedding import CrossEncoderReranker, OnnxEmbedder
from assistant.errors import MissingError
from assistant.indexing import index_files
from assistant.search import retrieval
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import ExactIndex
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.conftest import BREAD, BRIDGES, CHESS, FIVE, PENGUINS, RIVERS, Write

Search = Callable[..., Found]

QUESTIONS = {
    "Do features from a distant task still help when networks are retrained?": "How transferable are features in deep",
    "skills named in Danish vacancies": "Kompetencer: Fine-grained Skill Classification",
    "How much quicker can a concept be removed from an image generator?": "Erasing Concepts from Text-to-Image",
    "comparing ways to tell which alarms of a plant belong together": "Analytical Derivation and Comparison of Alarm",
    "Which language models fall for red herrings in a wall of clue words?": "Large Language Models are Fixated by Red",
    "ocean emulators when CO2 rises": "Transfer Learning for Emulating Ocean Climate Variability",
    "Does RL teach a model f(g(x)) once it can do f and g?": "From $f(x)$ and $g(x)$ to $f(g(x))$",
    "Can a small model be taught to be funny by a critic?": "Small But Funny",
    "tendon driven hand that turns a ball": "Getting the Ball Rolling",
    "What does better prompting or tool use after training save in compute?": "AI capabilities can be significantly",
    "self improving web agents that hone APIs": "SkillWeaver",
    "hair styles moved from one photo to another": "What to Preserve and What to Transfer",
}


@pytest.fixture(scope="module")
def search(seeds_library: Library, embedder: OnnxEmbedder) -> Search:
    """Return a function that searches the bundled papers."""
    index = ExactIndex(seeds_library)
    return lambda question, count=10, **more: retrieve(question, count, seeds_library, embedder, index, **more)


@pytest.fixture(scope="module")
def search_five(small_library: Library, embedder: OnnxEmbedder) -> Search:
    """Return a function that searches the five papers."""
    index = ExactIndex(small_library)
    return lambda question, count=10, **more: retrieve(question, count, small_library, embedder, index, **more)


@pytest.mark.parametrize(("question", "title"), QUESTIONS.items())
def test_right_paper_comes_first(search: Search, question: str, title: str) -> None:
    """For questions that one abstract of the seeds answers."""
    assert search(question).hits[0].paper.title.startswith(title)


@pytest.mark.parametrize(
    ("question", "paper"),
    [
        ("mathcal L arge networks", CHESS),
        ("$\\pi_{0}$ drones", RIVERS),
        ("pi_0-drones", RIVERS),
        ("look ahead", CHESS),
        ("look-ahead", CHESS),
        ("81.5 %", PENGUINS),
        ("81.5\\%", PENGUINS),
        ("SOURSIM", BREAD),
        ("crack bridge microphone", BRIDGES),
        ("penguinz", PENGUINS),
        ("recogintion of neigbours", PENGUINS),
        ("neighbors", PENGUINS),
        ("sour dough", BREAD),
        ("Sour-Sim", BREAD),
        ("lookahead", CHESS),
        ("Gravelbars", RIVERS),
        ("π0 drones", RIVERS),
        ("190 M parametres", CHESS),
        ("fermantation", BREAD),
    ],
)
def test_spelling_does_not_matter(search_five: Search, question: str, paper: tuple[str, str]) -> None:
    """LaTeX, hyphens, case and number of words, for the lexical ranking alone."""
    best = min(search_five(question).hits, key=lambda hit: hit.lexical_rank or 99)
    assert best.paper.title == paper[0]


@pytest.mark.parametrize(
    "question",
    [
        'penguins AND OR NOT NEAR("a" b)',
        "title:penguins -abstract:* ^x + y",
        '"""',
        "'; DROP TABLE papers; --",
        "((((",
        "what is it and who are they",
        "?",
        "🐧🐧🐧",
        "企鹅认得脸吗",
        "هل تتذكر البطاريق الوجوه؟",
        "penguin\0face",
        "p" * 4000,
        "penguins remember " * 222,
        "\\mathbb{R}^{n \\times",
    ],
)
def test_no_question_is_an_error(search_five: Search, question: str) -> None:
    """Each gets a ranking of all papers."""
    assert len(search_five(question).hits) == len(FIVE)


def test_hits_say_why_they_were_found(search_five: Search) -> None:
    """Both scores, both ranks, and they fall together with the ranking."""
    hits = search_five("penguins that remember faces").hits
    assert (hits[0].lexical_rank, hits[0].dense_rank) == (1, 1)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_paper_without_a_word_of_the_question_has_no_lexical_score(search_five: Search) -> None:
    """It is found by its meaning."""
    best = search_five("birds that do not forget visages").hits[0]
    assert (best.paper.title, best.lexical, best.lexical_rank) == (PENGUINS[0], None, None)


def test_dense_score_is_the_cosine(search_five: Search, embedder: OnnxEmbedder) -> None:
    """Between the question and the passage, whichever ranking found the paper."""
    question = "sourdough"
    hit = search_five(question, 1).hits[0]
    (made,) = embedder.embed_papers([hit.paper])
    assert hit.dense == pytest.approx(
        float(made.passage_vectors[0] @ embedder.embed_questions([question])[0]), abs=1e-3
    )


@pytest.mark.parametrize("count", [1, 3, 5, 50])
def test_no_more_papers_than_asked_for(search_five: Search, count: int) -> None:
    """And no more than there are."""
    assert len(search_five("bridges", count).hits) == min(count, 5)


def test_found_says_how_the_question_was_searched(search_five: Search) -> None:
    """With what was corrected in it."""
    found = search_five("Do pengiuns remember?")
    assert (found.question, [str(item) for item in found.corrections]) == (
        "Do penguins remember?",
        ["searched also for “penguins” (pengiuns)"],
    )


def test_word_that_was_typed_outweighs_its_other_spelling(
    tmp_path: Path, embedder: OnnxEmbedder, write_papers: Write
) -> None:
    """Of two papers that are alike but for the spelling."""
    texts = [(f"On the {word} of crowds", "A short text on what many do.") for word in ("behavior", "behaviour")]
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [write_papers(tmp_path / "two.txt", texts)], lambda: embedder, embedder.name)
        for spelling, title in (("behavior", texts[0][0]), ("behaviour", texts[1][0])):
            hits = retrieve(spelling, 2, library, embedder, ExactIndex(library)).hits
            assert min(hits, key=lambda hit: hit.lexical_rank or 99).paper.title == title
            assert all(hit.lexical for hit in hits)


@pytest.mark.parametrize("typed", ["Bread, and Bread", "bread and bread?"])
def test_paper_with_the_question_for_its_title_comes_first(
    typed: str, tmp_path: Path, embedder: OnnxEmbedder, write_papers: Write
) -> None:
    """However often others say these words, as far as it passes the filters."""
    said = "Bread and bread and bread, and how bread is baked of bread and bread."
    texts = [("Bread and Bread", "Rye."), *((f"Bread of {word} and bread", said) for word in ("rye", "oats", "spelt"))]
    with Library(tmp_path / "library", create=True) as library:
        index_files(library, [write_papers(tmp_path / "few.txt", texts)], lambda: embedder, embedder.name)
        index = ExactIndex(library)
        assert "Bread and Bread" == retrieve(typed, 2, library, embedder, index).hits[0].paper.title
        (own,) = (library.number(paper) for paper in library.papers_titled("bread and bread"))
        others = [number for number in library.papers() if number != own]
        assert own not in retrieve(typed, 4, library, embedder, index, allowed=others).numbers


def test_common_words_alone_find_no_candidates_of_a_large_library(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They only score what rarer words found, and the best paper stays the best."""
    question = "self improving web agents that hone APIs in language models"
    expected = search(question)
    monkeypatch.setattr(retrieval, "SCORED", 20)
    found = search(question)
    assert found.hits[0].paper == expected.hits[0].paper
    assert sum(hit.lexical is not None for hit in search(question, 300).hits) < 300


@pytest.mark.torch
def test_cross_encoder_deals_out_the_same_scores(search_five: Search, tiny_cross_encoder: Path) -> None:
    """To the same papers in another order, the best first."""
    reranker = CrossEncoderReranker(str(tiny_cross_encoder))
    question = "what do penguins and bridges remember"
    plain, ranked = search_five(question), search_five(question, reranker=reranker)
    assert [hit.score for hit in ranked.hits] == [hit.score for hit in plain.hits]
    assert {hit.paper.id for hit in ranked.hits} == {hit.paper.id for hit in plain.hits}


@pytest.mark.torch
def test_cross_encoder_can_lift_a_paper(
    search_five: Search, tiny_cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With enough weight the first paper is the one that it likes best."""
    reranker = CrossEncoderReranker(str(tiny_cross_encoder))
    monkeypatch.setattr(retrieval, "RERANK_WEIGHT", 1000.0)
    hits = search_five("penguins", reranker=reranker).hits
    liked = reranker.score("penguins", [hit.paper for hit in hits])
    assert liked.tolist() == sorted(liked.tolist(), reverse=True)


@pytest.mark.torch
def test_setting_names_the_cross_encoder(small_library: Library, tiny_cross_encoder: Path) -> None:
    """It is loaded with all else that a question needs, and asked for each."""
    settings = Settings(library=small_library.folder, generator="quotes", rerank=str(tiny_cross_encoder))
    resources = pipeline.open_resources(settings, lambda _: None)
    assert resources.reranker is not None
    assert resources.reranker.name == str(tiny_cross_encoder)
    assert len(pipeline.search("penguins", resources, 10)[1].hits) == len(FIVE)
    resources.close()


@pytest.mark.torch
def test_cross_encoder_that_is_not_there_is_missing(small_library: Library) -> None:
    """Before anything is searched."""
    settings = Settings(library=small_library.folder, generator="quotes", rerank="no/such-model")
    with pytest.raises(MissingError, match="cross-encoder 'no/such-model'"):
        pipeline.open_resources(settings, lambda _: None)


@pytest.mark.torch
def test_only_the_first_papers_are_read_again(
    search_five: Search, tiny_cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others keep their places behind them."""
    monkeypatch.setattr(retrieval, "RERANKED", 2)
    monkeypatch.setattr(retrieval, "RERANK_WEIGHT", 1000.0)
    reranker = CrossEncoderReranker(str(tiny_cross_encoder))
    plain, ranked = search_five("penguins"), search_five("penguins", reranker=reranker)
    assert plain.numbers[2:] == ranked.numbers[2:]
    assert {*plain.numbers[:2]} == {*ranked.numbers[:2]}


def test_numbers_belong_to_the_hits(search_five: Search, small_library: Library) -> None:
    """In the same order."""
    found = search_five("bridges")
    assert list(small_library.papers(found.numbers).values()) == [hit.paper for hit in found.hits]


def test_only_allowed_papers_are_found(search_five: Search, small_library: Library) -> None:
    """Filters come before the ranking."""
    allowed = list(small_library.papers())[1:3]
    assert sorted(search_five("penguins", allowed=allowed).numbers) == allowed


def test_no_allowed_paper_gives_no_hit(search_five: Search) -> None:
    """A filter that nothing passes is no error."""
    assert search_five("penguins", allowed=[]).hits == ()


def test_seen_papers_go_behind_all_others(search_five: Search) -> None:
    """Who asks for other papers is not shown the same ones first."""
    titles = [hit.paper.title for hit in search_five("penguins", last=frozenset({PENGUINS[0]})).hits]
    assert titles[-1] == PENGUINS[0]


def test_library_without_vectors_is_searched_by_words(
    tmp_path_factory: pytest.TempPathFactory, small_library: Library, embedder: OnnxEmbedder
) -> None:
    """As after an interrupted indexing."""
    with Library(tmp_path_factory.mktemp("words") / "library", create=True) as library:
        for paper in small_library.papers().values():
            library.put_paper(paper, paper.title)
        found = retrieve("sourdough", 5, library, embedder, ExactIndex(library))
    assert [hit.paper.title for hit in found.hits] == [BREAD[0]]


@pytest.mark.parametrize("title", [paper[0] for paper in FIVE])
def test_paper_that_is_not_embedded_yet_ranks_by_its_words(
    tmp_path: Path, small_library: Library, embedder: OnnxEmbedder, title: str
) -> None:
    """Before those that have vectors and none of the words, as while a library is being indexed."""
    papers = list(small_library.papers().values())
    with Library(tmp_path / "library", create=True) as library:
        for paper, vectors in zip(papers, embedder.embed_papers(papers), strict=True):
            number, _ = library.put_paper(paper, paper.title)
            if paper.title != title:
                library.put_vectors(number, vectors)
        first, *others = retrieve(title, 5, library, embedder, ExactIndex(library)).hits
    assert (title, None, None) == (first.paper.title, first.dense, first.dense_rank)
    assert all(hit.dense is not None for hit in others)


def test_same_question_gives_the_same_answer(search: Search) -> None:
    """To the last bit."""
    first, second = search("robot skills"), search("robot skills")
    assert first.hits == second.hits
