"""Facts of a study, asked of it later in a dialogue or with what it found; the sentences state them in other words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import pipeline
from assistant.embedding import OnnxEmbedder
from assistant.indexing import index_files
from assistant.records import Answer, Turn
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from tests.asking import ask, cited
from tests.conftest import FIVE, Write

LICORICE = (
    "Licorice tea and sleep in night nurses: a randomised crossover trial",
    "Licorice tea is said to improve sleep. In a double-blind trial 212 nurses drank licorice tea or water for a week"
    " each. Licorice tea lengthened sleep by 34 minutes (95% CI, 21 to 47; P = .002). Headache was as frequent with tea"
    " as with water (relative risk, 1.04). The mean follow-up was 14 months. The trial was stopped early after the"
    " interim analysis.",
)
FERNS = (
    "Ferns on old walls clean the air of kitchens",
    "Kitchens are full of smoke. We hung ferns on the walls of kitchens and measured soot. Ferns took up half of the"
    " soot, and fern kitchens smelt better.",
)
SAMPLES = (
    "Sample size calculation in epidemiological studies",
    "Sample size is the number of individuals in a group under study. The larger the sample size, the smaller the"
    " p-value. Hazard ratio, odds ratio and confidence interval depend on it. Stopping a trial early biases them, and"
    " blinding and randomization do not help. Follow-up must be planned.",
)


@pytest.fixture(scope="module")
def studies(
    tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder, write_papers: Write
) -> Iterator[pipeline.Resources]:
    """Return what answers over two studies, a paper on methods, and others."""
    folder = tmp_path_factory.mktemp("studies")
    file = write_papers(folder / "papers.txt", (LICORICE, FERNS, SAMPLES, *FIVE))
    with Library(folder / "library", create=True) as library:
        index_files(library, [file], lambda: embedder, BUNDLED_EMBEDDING_MODEL)
    opened = pipeline.open_resources(Settings(library=folder / "library", generator="quotes"), print)
    yield opened
    opened.close()


def _asked(resources: pipeline.Resources, *questions: str) -> list[Answer]:
    history: list[Turn] = []
    answers = []
    for question in questions:
        answers.append(ask(question, resources, history))
        history.append(pipeline.turn_of(answers[-1], resources.library, history))
    return answers


@pytest.mark.parametrize(
    ("question", "states"),
    [
        ("what was the sample size?", "212 nurses"),
        ("how many participants?", "212 nurses"),
        ("and the p-value?", "P = .002"),
        ("what is the 95% CI?", "95% CI"),
        ("what was the relative risk?", "1.04"),
        ("how long were they followed?", "14 months"),
        ("was it blinded?", "double-blind"),
        ("was the trial stopped early?", "stopped early"),
        ("was it significant?", "P = .002"),
    ],
)
def test_fact_is_asked_of_the_study_before(studies: pipeline.Resources, question: str, states: str) -> None:
    """Though a paper on methods holds the words of the question, and the study does not."""
    *_, answer = _asked(studies, "Does licorice tea improve sleep?", question)
    assert not answer.abstained
    assert cited(answer) == [LICORICE[0]]
    assert states in answer.text


@pytest.mark.parametrize("question", ["what was the sample size?", "what was the hazard ratio?", "was it randomized?"])
def test_what_the_study_does_not_state_is_said(studies: pipeline.Resources, question: str) -> None:
    """And the dialogue stays with it."""
    _, answer, later = _asked(studies, "What did ferns do in kitchens?", question, "what was the p-value?")
    assert answer.abstained
    assert "says nothing of" in answer.text and FERNS[0] in answer.text
    assert later.abstained and FERNS[0] in later.text


def test_another_ratio_is_unsure(studies: pipeline.Resources) -> None:
    """It is not the one that was asked for."""
    *_, answer = _asked(studies, "Does licorice tea improve sleep?", "what was the hazard ratio?")
    assert answer.is_unsure
    assert "relative risk" in answer.text


def test_question_for_the_thing_itself_stands_alone(studies: pipeline.Resources) -> None:
    """What is asked of a study later is asked of the one that was talked about."""
    _, thing, later = _asked(
        studies, "Does licorice tea improve sleep?", "what is a sample size?", "what was the sample size?"
    )
    assert SAMPLES[0] in cited(thing)
    assert cited(later) == [LICORICE[0]]


def test_fact_of_what_is_said_besides(studies: pipeline.Resources) -> None:
    """The rest of the question is found, and the fact is in what answers it."""
    answer = ask("What was the p-value for the effect of licorice tea on sleep?", studies)
    assert cited(answer) == [LICORICE[0]]
    assert "P = .002" in answer.text


@pytest.mark.parametrize("question", ["does water do the same?", "does headache do the same?"])
def test_another_that_does_the_same_is_looked_up(studies: pipeline.Resources, question: str) -> None:
    """The paper tells of it, or does not."""
    *_, answer = _asked(studies, "Does licorice tea improve sleep?", question)
    assert not answer.abstained
    assert question.split()[1] in answer.text.lower()


def test_another_that_is_not_there_does_not_do_the_same(studies: pipeline.Resources) -> None:
    """Nothing is said of it."""
    *_, answer = _asked(studies, "Does licorice tea improve sleep?", "does chamomile do the same?")
    assert answer.abstained
