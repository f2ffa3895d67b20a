"""Vectors have length 1, depend on their text alone, and mean what the published model means."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import (
    AHEAD,
    BUNDLED_FOLDER,
    MAX_TOKENS,
    QUESTIONS,
    CrossEncoderReranker,
    OnnxEmbedder,
    open_embedder,
)
from assistant.errors import MissingError
from assistant.language.sentences import split_sentences
from assistant.records import Paper
from assistant.storage.library import Library, PaperVectors, Vectors
from tests.conftest import PENGUINS
from tests.tiny_bert import save_classifier

SENTENCE = "This is a sentence of exactly ten words, number nine. "


def embed_abstract(embedder: OnnxEmbedder, abstract: str, title: str = "A Title") -> PaperVectors:
    """Return the vectors of one paper."""
    return next(embedder.embed_papers([Paper("id", title, abstract)]))


def test_vectors_agree_with_the_published_model(embedder: OnnxEmbedder) -> None:
    """The first values that all-MiniLM-L6-v2 gives in float32 for the sentences of its model card."""
    expected = [
        [0.0677, 0.0635, 0.0487, 0.0793, 0.0374, 0.0027, 0.0394, -0.0071, 0.0594],
        [0.0864, 0.1028, 0.0054, 0.0020, -0.0100, 0.0254, 0.0493, -0.0306, 0.0687],
    ]
    actual = embedder.embed(["This is an example sentence", "Each sentence is converted"])
    np.testing.assert_allclose(actual[:, :9], expected, atol=0.015)


def test_paraphrase_is_nearer_than_a_stranger(embedder: OnnxEmbedder) -> None:
    """Without a word in common."""
    question, paraphrase, stranger = embedder.embed(
        ["Who bakes bread?", "A baker makes loaves of dough.", "Steel bridges crack under load."]
    )
    assert question @ paraphrase > 0.3 > 0.1 > question @ stranger


def test_vectors_have_length_one(embedder: OnnxEmbedder) -> None:
    """Whatever the text: empty, very long, in another script."""
    vectors = embedder.embed(["", " ", "word", "word " * 5000, "跨具身机器人技能迁移", "🦜" * 1000, "nul\0", "‮"])
    assert vectors.shape == (8, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_text_has_one_vector_whatever_its_neighbours(embedder: OnnxEmbedder) -> None:
    """To the last bit, so that indexing in another order gives the same library."""
    alone = embedder.embed(["Penguins remember faces."])[0]
    among = embedder.embed(["x", "Penguins remember faces.", "A much longer text " * 50])[1]
    assert alone.tobytes() == among.tobytes()


def test_paper_has_one_vector_whatever_its_neighbours(embedder: OnnxEmbedder) -> None:
    """Papers are embedded several at a time, and come in their order."""
    papers = [Paper(str(place), f"Title {place}", PENGUINS[1] * (1 + place % 3)) for place in range(12)]
    together = list(embedder.embed_papers(papers))
    alone = [next(embedder.embed_papers([paper])) for paper in papers]
    assert [item.passage_vectors.tobytes() for item in alone] == [item.passage_vectors.tobytes() for item in together]


def test_who_stops_does_not_wait_for_papers_ahead(embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C is answered at once: of the papers that were taken in advance only those under way are embedded."""
    run = embedder._run
    embedded: list[list[int]] = []

    def counted(ids: list[int]) -> Vectors:
        embedded.append(ids)
        return run(ids)

    monkeypatch.setattr(embedder, "_run", counted)
    made = embedder.embed_papers([Paper(str(number), "Skills", SENTENCE * 30) for number in range(AHEAD)])
    next(made)
    assert isinstance(made, Generator)
    made.close()
    assert len(embedded) < AHEAD / 2


def test_usual_abstract_is_one_passage(embedder: OnnxEmbedder) -> None:
    """With a vector for each sentence, all of length 1."""
    made = embed_abstract(embedder, PENGUINS[1])
    assert [(span.start, span.end) for span in made.passages] == [(0, len(PENGUINS[1]))]
    assert np.linalg.norm(made.sentence_vectors, axis=1) == pytest.approx([1] * 4, abs=1e-5)


def test_title_is_part_of_the_passage(embedder: OnnxEmbedder) -> None:
    """Two papers of one abstract differ."""
    first, second = (embed_abstract(embedder, PENGUINS[1], title).passage_vectors[0] for title in ("Birds", "Bread"))
    assert first @ second < 0.999


def test_sentence_is_the_mean_of_its_own_tokens(embedder: OnnxEmbedder) -> None:
    """Read in its context, behind title and the sentence before, without the token that ends the text."""
    made = embed_abstract(embedder, "Penguins swim. Bread rises slowly.")
    tokens = embedder._run(
        embedder._tokenizer.encode("A Title. Penguins swim. Bread rises slowly.", add_special_tokens=False).ids
    )
    expected = tokens[-5:-1].mean(axis=0)  # bread, rises, slowly and the full stop
    np.testing.assert_allclose(made.sentence_vectors[1], expected / np.linalg.norm(expected), atol=1e-6)


def test_long_abstract_has_several_passages(embedder: OnnxEmbedder) -> None:
    """They follow each other without a gap, and each begins and ends with a sentence."""
    abstract = (SENTENCE * 200).strip()
    spans, sentences = embed_abstract(embedder, abstract).passages, split_sentences(abstract)
    assert len(spans) > 3
    assert {span.start for span in spans} <= {span.start for span in sentences}
    assert [span.end + 1 for span in spans] == [*(span.start for span in spans[1:]), len(abstract) + 1]


def test_every_sentence_of_a_long_abstract_has_a_vector(embedder: OnnxEmbedder) -> None:
    """Of length 1, also those in later passages."""
    made = embed_abstract(embedder, SENTENCE * 200)
    assert len(made.sentences) == 200
    assert np.linalg.norm(made.sentence_vectors, axis=1) == pytest.approx([1] * 200, abs=1e-5)


def test_later_passage_is_found_by_its_own_words(embedder: OnnxEmbedder) -> None:
    """What stands at the end of a long abstract is not lost."""
    made = embed_abstract(embedder, SENTENCE * 120 + "Gentoo penguins remember the faces of neighbours. " * 30)
    cosines = made.passage_vectors @ embedder.embed(["Do penguins remember faces?"])[0]
    assert int(np.argmax(cosines)) == len(made.passages) - 1


@pytest.mark.parametrize("title", ["A Title", "", "word " * 1000])
def test_empty_abstract_is_found_by_its_title(embedder: OnnxEmbedder, title: str) -> None:
    """One passage, no sentence."""
    made = embed_abstract(embedder, "", title)
    assert (len(made.passages), made.passage_vectors.shape, made.sentence_vectors.shape) == (1, (1, 384), (0, 384))


def test_endless_sentence_is_one_passage(embedder: OnnxEmbedder) -> None:
    """The model reads as much of it as it can."""
    made = embed_abstract(embedder, "word " * 3 * MAX_TOKENS)
    assert (len(made.passages), len(made.sentences)) == (1, 1)


def test_endless_sentence_among_others_keeps_all_sentences(embedder: OnnxEmbedder) -> None:
    """It stands alone; those around it keep their places."""
    abstract = f"{SENTENCE}{'Word ' * 900}ends. {SENTENCE}".strip()
    made = embed_abstract(embedder, abstract)
    assert [len(split_sentences(abstract[span.start : span.end])) for span in made.passages] == [1, 1, 1]
    assert len(made.sentences) == len(made.sentence_vectors) == 3


def test_sentence_of_nothing_readable_has_a_vector(embedder: OnnxEmbedder) -> None:
    """As one of characters that the tokeniser drops."""
    made = embed_abstract(embedder, "First one. \u0001\u0002. Last one.")
    assert np.isfinite(made.sentence_vectors).all()
    assert len(made.sentences) == len(made.sentence_vectors)


def test_seeds_are_one_passage_each(seeds_library: Library) -> None:
    """Their longest abstract fits into the model."""
    assert seeds_library.passage_state()[0] == seeds_library.paper_count() == 352


def test_questions_are_turned_towards_the_passages_that_answer(embedder: OnnxEmbedder) -> None:
    """A little, which is enough for the one that answers to be nearer than one that only shares the subject."""
    texts = ["who won games against itself?", "Self-play made a program win.", "Games have rules that winners know."]
    (question, answer, other), turned = embedder.embed(texts), embedder.embed_questions(texts[:1])[0]
    assert np.linalg.norm(turned) == pytest.approx(1, abs=1e-5)
    assert 0.8 < turned @ question < 0.99
    assert turned @ (answer - other) != pytest.approx(question @ (answer - other), abs=1e-3)


def test_model_without_the_matrix_has_its_own_vectors(tmp_path: Path) -> None:
    """As every model that a person has exported; a damaged matrix is an error."""
    folder = shutil.copytree(BUNDLED_FOLDER, tmp_path / "model")
    (folder / QUESTIONS).write_bytes((BUNDLED_FOLDER / QUESTIONS).read_bytes()[:1000])
    with pytest.raises(MissingError, match="damaged"):
        OnnxEmbedder(folder)
    (folder / QUESTIONS).unlink()
    plain = OnnxEmbedder(folder)
    np.testing.assert_array_equal(plain.embed_questions(["Why?"]), plain.embed(["Why?"]))


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_damaged_bundled_model_is_missing(tmp_path: Path, file: str) -> None:
    """Cut in half or not there at all, the package must be installed again."""
    folder = shutil.copytree(BUNDLED_FOLDER, tmp_path / "model")
    (folder / file).write_bytes((BUNDLED_FOLDER / file).read_bytes()[:1000])
    with pytest.raises(MissingError, match="cannot be loaded"):
        OnnxEmbedder(folder)
    (folder / file).unlink()
    with pytest.raises(MissingError, match="cannot be loaded"):
        OnnxEmbedder(folder)


@pytest.mark.torch
def test_folder_of_a_model_works_by_name(tiny_model: Path) -> None:
    """Any model that sentence-transformers can load embeds questions and papers."""
    embedder = open_embedder(str(tiny_model))
    (made,) = embedder.embed_papers([Paper("id", "title", "One two. Three four.")])
    assert embedder.embed_questions(["a", "question"]).shape == (2, 16)
    assert (made.passage_vectors.shape, made.sentence_vectors.shape) == ((1, 16), (2, 16))
    assert np.linalg.norm([*made.passage_vectors, *made.sentence_vectors], axis=1) == pytest.approx([1] * 3, abs=1e-5)


@pytest.mark.torch
def test_cross_encoder_reads_question_and_paper_together(tiny_cross_encoder: Path) -> None:
    """One score a paper, whatever its neighbours; an empty abstract and a long one have theirs."""
    reranker = CrossEncoderReranker(str(tiny_cross_encoder))
    papers = [Paper("a", "Penguins", "They swim."), Paper("b", "Bread", ""), Paper("c", "Long", "word " * 2000)]
    scores = reranker.score("who swims", papers)
    assert scores.shape == (3,)
    assert scores == pytest.approx([reranker.score("who swims", [paper])[0] for paper in papers], abs=1e-5)
    assert scores[0] != pytest.approx(reranker.score("who bakes", papers)[0], abs=1e-7)


@pytest.mark.torch
def test_classifier_is_no_cross_encoder(tiny_cross_encoder: Path, tmp_path: Path) -> None:
    """Several scores for a pair rank nothing."""
    folder = save_classifier(shutil.copytree(tiny_cross_encoder, tmp_path / "classifier"), labels=3)
    with pytest.raises(MissingError, match="gives 3 scores"):
        CrossEncoderReranker(str(folder))


@pytest.mark.torch
def test_model_knows_whole_words(tiny_model: Path, embedder: OnnxEmbedder) -> None:
    """The bundled one many, one of letters none."""
    assert [embedder.is_word(word) for word in ("penguin", "Award", "pengiun")] == [True, True, False]
    assert [open_embedder(str(tiny_model)).is_word(word) for word in ("a", "penguin")] == [True, False]


@pytest.mark.torch
def test_paper_without_an_abstract_works_with_any_model(tiny_model: Path) -> None:
    """There is no sentence to embed."""
    (made,) = open_embedder(str(tiny_model)).embed_papers([Paper("id", "title", "")])
    assert made.sentence_vectors.shape == (0, 16)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "nul\0"])
def test_unknown_model_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without asking the network; the hint says how to fetch one."""
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    for load in (open_embedder, CrossEncoderReranker):
        with pytest.raises(MissingError, match="cannot be loaded") as caught:
            load(name)
        assert "hf download" in caught.value.hint


@pytest.mark.torch
@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
def test_damaged_model_is_missing(tiny_model: Path, tmp_path: Path, file: str) -> None:
    """Whatever the libraries below say of it."""
    folder = shutil.copytree(tiny_model, tmp_path / "damaged")
    (folder / file).write_bytes((folder / file).read_bytes()[:100])
    with pytest.raises(MissingError, match="cannot be loaded"):
        open_embedder(str(folder))
