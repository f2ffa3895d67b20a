"""The reader tells what an abstract says from what it does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import MissingError
from assistant.language.sentences import split_sentences
from assistant.reader import FOLDER, MAX_TOKENS, Reader
from tests.conftest import BREAD, BRIDGES, FIVE, PENGUINS, Text


def cut(paper: Text) -> tuple[str, list[str]]:
    """Return a title and its sentences."""
    title, abstract = paper
    return title, [abstract[span.start : span.end] for span in split_sentences(abstract)]


@pytest.mark.parametrize(
    ("question", "paper", "place"),
    [
        ("How far off is SourSim?", BREAD, 2),
        ("For how long do penguins remember faces?", PENGUINS, 3),
        ("How expensive are the microphones on the bridges?", BRIDGES, 1),
    ],
)
def test_the_sentence_that_answers_is_found(reader: Reader, question: str, paper: Text, place: int) -> None:
    """Among those of its abstract."""
    assert int(np.argmax(reader.judge(question, [cut(paper)])[0].sentences)) == place


@pytest.mark.parametrize(
    ("question", "missing", "paper"),
    [
        ("How far off is SourSim?", "Which university baked the bread for SourSim?", BREAD),
        ("How many penguins were trained?", "Which university paid for the penguins?", PENGUINS),
        ("How many bridges have microphones?", "Which brand of microphones hangs under the bridges?", BRIDGES),
    ],
)
def test_a_fact_that_is_left_out_is_seen(reader: Reader, question: str, missing: str, paper: Text) -> None:
    """The paper is more likely to answer what it does than what it does not."""
    asked, unasked = (reader.judge(text, [cut(paper)])[0].answers for text in (question, missing))
    assert asked > unasked


def test_the_paper_that_answers_is_told_from_the_others(reader: Reader) -> None:
    """Whatever their order."""
    judged = reader.judge("How many cracks in bridges were heard first?", [cut(paper) for paper in FIVE])
    assert int(np.argmax([judgement.answers for judgement in judged])) == FIVE.index(BRIDGES)


def test_a_claim_is_told_from_what_is_not_said(reader: Reader) -> None:
    """Though it is about the same thing."""
    true = reader.check("SourSim predicts how sourdough rises from flour, water and temperature.", *cut(BREAD))
    unsaid = reader.check("SourSim was tested by forty bakers in three countries.", *cut(BREAD))
    assert true.supported > 0.5 > unsaid.supported
    assert true.sentence == 1


def test_an_abstract_that_is_too_long_is_read_in_parts(reader: Reader) -> None:
    """Each sentence gets its number, and those that bear on the question are found wherever they stand."""
    title, sentences = cut(BREAD)
    filler = ["Flour comes in many kinds, and every baker swears by another one of them."] * MAX_TOKENS
    judgement = reader.judge("How far off is SourSim?", [(title, [*filler[:60], *sentences, *filler[:60]])])[0]
    assert judgement.sentences.shape == (120 + len(sentences),)
    assert int(np.argmax(judgement.sentences)) in (61, 62)


@pytest.mark.parametrize("sentences", [[], [""], ["x " * 5000]])
def test_odd_papers_are_read(reader: Reader, sentences: list[str]) -> None:
    """No abstract, an empty sentence, one that is longer than what is read at once."""
    judgement = reader.judge("?" * 5000, [("", sentences)])[0]
    assert np.isfinite([judgement.answers, *judgement.sentences]).all()
    assert judgement.sentences.shape == (len(sentences),)
    entailment = reader.check("", "", sentences)
    assert 0 <= entailment.supported + entailment.contradicted <= 1.0001


def test_no_papers_give_nothing(reader: Reader) -> None:
    """As when a filter leaves none."""
    assert reader.judge("Who?", []) == []


def test_several_threads_read_the_same(reader: Reader) -> None:
    """And a paper's result does not depend on what else is read."""
    alone = [reader.judge("How far off is SourSim?", [cut(paper)])[0].answers for paper in FIVE]
    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda _: reader.judge("How far off is SourSim?", list(map(cut, FIVE))), range(4)))
    assert all([judgement.answers for judgement in judged] == alone for judged in many)


def test_a_missing_model_is_a_clear_error(tmp_path: Path) -> None:
    """As after an installation that was cut off."""
    with pytest.raises(MissingError, match="cannot be loaded"):
        Reader(tmp_path)


def test_the_model_is_small() -> None:
    """So that the package stays small: 25 MB."""
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 25_000_000
