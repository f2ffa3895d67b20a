"""Turn papers and questions into vectors; the only import of sentence_transformers.

The bundled model runs in onnxruntime and never imports torch. One pass over a paper gives the vector of each token;
their mean is the vector of the passage, the mean over one sentence is the vector of that sentence in its context
("late chunking", Günther et al. 2024, arXiv:2409.04701), so sentence vectors cost nothing extra. Texts are run one at
a time: int8 activations are scaled over a whole batch, so a text's vector would otherwise depend on its neighbours.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.errors import LibraryError, MissingError
from assistant.language.sentences import sentences_of, split_sentences
from assistant.onnx_model import open_model
from assistant.records import Paper, Span
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library, PaperVectors, Vectors

BUNDLED_FOLDER = Path(__file__).parent / "embedding_model"
QUESTIONS = "questions.npy"
MAX_TOKENS = 512
MAX_TITLE_TOKENS = 128
AHEAD = 64
"""Papers that wait for a core, or for the caller to take their vectors."""


class Embedder(Protocol):
    """What indexing and retrieval need of an embedding model; every vector has length 1."""

    name: str

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one vector a question, shape (questions, dimensions); what is too long for the model is cut."""
        ...

    def embed_topic(self, topic: str) -> Vectors:
        """Return the vector of what papers may be about, shape (dimensions,); it is not asked, so not turned."""
        ...

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield the vectors of each paper, in order."""
        ...

    def is_word(self, word: str) -> bool:
        """Whether the model knows a word as a whole, as it knows the common ones."""
        ...


def open_embedder(name: str) -> Embedder:
    """Return the bundled model, or any sentence-transformers model by name or folder.

    Raises:
        MissingError: there is no such model.
    """
    if name == BUNDLED_EMBEDDING_MODEL:
        return OnnxEmbedder(BUNDLED_FOLDER, name)
    return SentenceTransformerEmbedder(name)


def check_embedding_model(library: Library, name: str) -> None:
    """Check that the vectors of a library, if it has any, were made with this embedding model.

    Raises:
        LibraryError: they were made with another one.
    """
    made_with = library.meta("embedding_model")
    has_vectors = library.passage_state() != (0, 0)
    if has_vectors and made_with != name:
        raise LibraryError(
            f"the library {library.folder} was made with the embedding model '{made_with}', not '{name}'",
            f"use --embedding-model {made_with}, or make another library with --library DIR",
        )


def is_bundled(library: Library) -> bool:
    """Whether the bundled model made the vectors of a library: some decisions were learnt on its cosines."""
    return library.meta("embedding_model") in (None, BUNDLED_EMBEDDING_MODEL)


class OnnxEmbedder:
    """An exported BERT-like model with mean pooling, as `scripts/export_embedding_model.py` writes it.

    The vectors of questions are turned towards the passages that answer them by one matrix, if it stands beside the
    model: it was learnt from written questions, `training/fit_questions.py`. Passages keep the vectors of the model.

    Raises:
        MissingError: a file is not there, or is damaged.
    """

    def __init__(self, folder: Path, name: str = BUNDLED_EMBEDDING_MODEL) -> None:
        self.name = name
        self._session, self._tokenizer = open_model(folder / "model.onnx", folder / "tokenizer.json")
        self._begin = self._tokenizer.token_to_id("[CLS]")
        self._end = self._tokenizer.token_to_id("[SEP]")
        self._turn = _matrix(folder / QUESTIONS)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one vector a question, shape (questions, dimensions); what is beyond 512 tokens is cut."""
        vectors = self.embed(questions)
        return vectors if self._turn is None else _unit(vectors @ self._turn)

    def embed_topic(self, topic: str) -> Vectors:
        """Return the vector of what papers may be about, shape (dimensions,)."""
        return np.asarray(self.embed([topic])[0], dtype=np.float32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimensions); what is beyond 512 tokens is cut."""
        encoded = [self._tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
        return _unit(np.stack([self._run(ids[: MAX_TOKENS - 2]).mean(axis=0) for ids in encoded]))

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield the vectors of each paper, in order, one paper a core at a time, some papers ahead of the caller."""
        rest = iter(papers)
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            under_way = deque(pool.submit(self._embed_paper, paper) for paper in islice(rest, AHEAD))
            while under_way:
                made = under_way.popleft().result()
                under_way.extend(pool.submit(self._embed_paper, paper) for paper in islice(rest, 1))
                yield made
        finally:  # who stops does not wait for the papers ahead
            pool.shutdown(cancel_futures=True)

    def is_word(self, word: str) -> bool:
        """Whether the model knows a word as a whole, as it knows the common ones."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def _embed_paper(self, paper: Paper) -> PaperVectors:
        title = self._tokenizer.encode(paper.title + ". ", add_special_tokens=False).ids[:MAX_TITLE_TOKENS]
        abstract = self._tokenizer.encode(paper.abstract, add_special_tokens=False)
        offsets = np.array(abstract.offsets, dtype=np.int64).reshape(-1, 2)
        sentences = split_sentences(paper.abstract)
        borders = [_tokens_of(offsets, span) for span in sentences]
        passages, passage_vectors = [], []
        sentence_vectors: list[Vectors] = []
        for first, last in _windows(borders, MAX_TOKENS - 2 - len(title)):
            begin, end = borders[first][0], min(borders[last - 1][1], borders[first][0] + MAX_TOKENS - 2 - len(title))
            tokens = self._run(title + abstract.ids[begin:end])
            shift = 1 + len(title) - begin
            passages.append(Span(sentences[first].start, sentences[last - 1].end))
            passage_vectors.append(tokens.mean(axis=0))
            for low, high in borders[first:last]:
                inside = tokens[low + shift : min(high, end) + shift]
                sentence_vectors.append((inside if len(inside) else tokens).mean(axis=0))
        if not passages:  # a paper without an abstract is still found by its title
            passages, passage_vectors = [Span(0, 0)], [self._run(title).mean(axis=0)]
        return PaperVectors(
            tuple(passages),
            _unit(np.stack(passage_vectors)),
            tuple(sentences),
            _unit(np.array(sentence_vectors, np.float32).reshape(-1, len(passage_vectors[0]))),
        )

    def _run(self, ids: list[int]) -> Vectors:
        framed = np.array([self._begin, *ids, self._end], dtype=np.int64)
        vectors: Vectors = self._session.run(None, {"input_ids": framed})[0]
        return vectors


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers can load, by name or folder; passages and sentences are encoded apart.

    Raises:
        MissingError: it is not on this machine; nothing is downloaded unasked.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = name
        try:
            self._model: Any = SentenceTransformer(name, local_files_only=True)
        except Exception as error:  # each of the libraries below has its own errors for a damaged file
            raise _not_loaded("embedding model", name, error, BUNDLED_EMBEDDING_MODEL) from error

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one vector a question, shape (questions, dimensions), with the model's own prompt for them, if any."""
        vectors = self._model.encode_query(list(questions), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def embed_topic(self, topic: str) -> Vectors:
        """Return the vector of what papers may be about, shape (dimensions,), found as a question is."""
        return np.asarray(self.embed_questions([topic])[0], dtype=np.float32)

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield the vectors of each paper, in order."""
        for paper in papers:
            whole = Span(0, len(paper.abstract))
            texts = [f"{paper.title}. {paper.abstract}", *sentences_of(paper.abstract)]
            vectors = np.asarray(
                self._model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False), np.float32
            )
            yield PaperVectors((whole,), vectors[:1], tuple(split_sentences(paper.abstract)), vectors[1:])

    def is_word(self, word: str) -> bool:
        """Whether the model knows a word as a whole, as it knows the common ones."""
        return len(self._model.tokenizer.tokenize(word.lower())) == 1


class CrossEncoderReranker:
    """Any cross-encoder that sentence-transformers can load, by name or folder: it reads a question beside a paper.

    Raises:
        MissingError: it is not on this machine, or gives more than one score a pair; nothing is downloaded unasked.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = load_cross_encoder(name)
        if self._model.num_labels != 1:
            labels = f"'{name}' gives {self._model.num_labels} scores for a question and a paper, not one"
            raise MissingError(f"the cross-encoder {labels}", "give one that was trained to rank, with --rerank")

    def score(self, question: str, papers: Sequence[Paper]) -> Vectors:
        """Return how well each paper answers a question, higher is better, shape (papers,)."""
        pairs = [(question, f"{paper.title}. {paper.abstract}") for paper in papers]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)


def _matrix(path: Path) -> Vectors | None:
    """Return the matrix in a file, shape (dimensions, dimensions), None if there is no file."""
    try:
        matrix: Vectors = np.load(path).astype(np.float32)
        return matrix
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError) as error:
        raise MissingError(f"{path} is damaged: {error}", "install the program again") from error


def load_cross_encoder(name: str) -> Any:
    """Return a cross-encoder of sentence-transformers, by name or folder.

    Raises:
        MissingError: it is not on this machine; nothing is downloaded unasked.
    """
    from sentence_transformers import CrossEncoder

    try:
        return CrossEncoder(name, local_files_only=True)
    except Exception as error:  # each of the libraries below has its own errors for a damaged file
        raise _not_loaded("cross-encoder", name, error) from error


def _not_loaded(kind: str, name: str, error: Exception, instead: str = "") -> MissingError:
    hint = f"fetch it first with: hf download {name}; or give the folder that it is in"
    return MissingError(f"the {kind} '{name}' cannot be loaded: {error}", f"{hint}, or {instead}" if instead else hint)


def _tokens_of(offsets: np.ndarray[Any, np.dtype[np.int64]], span: Span) -> tuple[int, int]:
    """Return the first token of a span of characters and the one after its last."""
    return int(np.searchsorted(offsets[:, 0], span.start)), int(np.searchsorted(offsets[:, 0], span.end))


def _windows(borders: list[tuple[int, int]], room: int) -> Iterator[tuple[int, int]]:
    """Yield runs of sentences (first, one after the last) that fit into `room` tokens; a longer one stands alone."""
    first = 0
    while first < len(borders):
        last = first + 1
        while last < len(borders) and borders[last][1] - borders[first][0] <= room:
            last += 1
        yield first, last
        first = last


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)).astype(np.float32)
    return unit
