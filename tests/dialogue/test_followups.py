"""Later questions of a dialogue over the bundled papers: which of them go on with its paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.dialogue.followups import is_answered_best, settle
from assistant.embedding import OnnxEmbedder
from assistant.language.words import Stemmer
from assistant.questions.paper_names import names
from assistant.questions.understand import Understanding, understand
from assistant.reader import Reader
from assistant.records import Paper, Turn
from assistant.search.retrieval import Found, retrieve
from assistant.search.vectors import ExactIndex
from assistant.storage.library import Library
from tests.conftest import PENGUINS

WEAVER = "SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"
Settle = Callable[[str], Understanding]


@pytest.fixture(scope="module")
def settled(seeds_library: Library, embedder: OnnxEmbedder, reader: Reader) -> Settle:
    """Return a function that settles a second question after one about SkillWeaver."""
    index, stemmer = ExactIndex(seeds_library), Stemmer()
    history = [Turn("What is SkillWeaver?", "What is SkillWeaver?", "A framework [1].", (WEAVER,), ((1, WEAVER),))]

    def search(asked: Understanding, count: int) -> Found:
        return retrieve(asked.standalone, count, seeds_library, embedder, index, last=asked.seen)

    return lambda question: settle(understand(question, history), search, seeds_library, stemmer, lambda: reader)


@pytest.mark.parametrize(
    "question",
    [
        "How much does it improve on real websites?",
        "and with weaker agents?",
        "By how much exactly?",
        "tell me more",
        "why?",
        "Which websites were used?",
        "Has anyone disputed that?",
        "what about weaker agents?",
        "and real-world websites?",
        "what about it?",
        "What is WebArena?",
        "What is the API?",
    ],
)
def test_question_that_goes_on_keeps_the_topic(settled: Settle, question: str) -> None:
    """It says too little to be understood alone."""
    assert settled(question).topic == WEAVER


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who painted the Mona Lisa?",
        "How tall is Mount Everest?",
        "Why is the sky blue?",
    ],
)
def test_question_on_something_else_loses_the_topic(settled: Settle, question: str) -> None:
    """Otherwise the library would seem to be about it."""
    assert settled(question).topic is None


@pytest.mark.parametrize(
    "question",
    [
        "What is OmniGen?",
        "And what is Fisher merging?",
        "What are LoRA adapters?",
        "What does Skill-Critic do?",
        "papers on unlearning concepts",
        "How many sentences does SkillSpan contain?",
        "What inference speedup do distilled MLPs get over graph networks on the large OGB link prediction data?",
    ],
)
def test_question_with_a_paper_of_its_own_loses_the_topic(settled: Settle, question: str) -> None:
    """However short, it names what it is about."""
    assert settled(question).topic is None


@pytest.mark.parametrize(
    "topic", ["poker", "humor", "soccer betting", "skill extraction", "job titles", "model merging"]
)
@pytest.mark.parametrize(
    "form",
    ["what about {}?", "and {}?", "How about the {} paper", "ok, now {}", "Is there anything on {}?"],
)
def test_new_word_that_only_others_have_is_a_new_topic(settled: Settle, form: str, topic: str) -> None:
    """Although "what about" points back."""
    assert settled(form.format(topic)).topic is None


def test_a_turn_to_another_topic_is_asked_in_its_words_alone(settled: Settle) -> None:
    """They are searched and read like a first question."""
    assert "poker?" == settled("and what about poker?").standalone


def test_question_for_another_paper_keeps_the_seen_ones_behind(settled: Settle) -> None:
    """The topic says what kind of paper; the paper itself is not meant."""
    assert settled("Is there something similar?").seen == {WEAVER}


@pytest.mark.parametrize(
    ("title", "text", "is_named"),
    [
        ("SkillMimic-V2: Learning Robust Skills", "what does skillmimic-v2 do?", True),
        ("SkillMimic: Learning Basketball", "what do skillmimics do?", False),
        ("Skills: A Study", "Which skills are there?", True),
        ("No Colon Here", "no colon here", False),
        ("Far Too Many Words: Yes", "far too many words", False),
    ],
)
def test_paper_is_named_by_what_stands_before_the_colon(title: str, text: str, is_named: bool) -> None:
    """If that is short enough for a name."""
    assert names(text, Paper("id", title, "")) == is_named


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Do they have a theory of mind?", False),
        ("What is new in MIND?", True),
    ],
)
def test_ordinary_word_in_small_letters_names_no_paper(text: str, is_named: bool) -> None:
    """If the other papers found use it as one."""
    paper, other = Paper("a", "MIND: Distillation", "MIND distils."), Paper("b", "SimpleToM", "A theory of mind (ToM).")
    assert names(text, paper, [paper, other]) == is_named
    assert names(text, paper, [paper])


@pytest.mark.parametrize(
    ("question", "goes_on"),
    [
        ("for how long do they remember?", True),
        ("How large is the error of SourSim?", False),
    ],
)
def test_the_reader_decides_where_it_is_in_doubt(
    small_library: Library, reader: Reader, question: str, goes_on: bool
) -> None:
    """A question goes on with the paper of the dialogue if that answers it about as well as any other."""
    papers = sorted(small_library.papers().values(), key=lambda paper: paper.title != PENGUINS[0])
    assert is_answered_best(question, papers[0], papers[1:], reader) is goes_on


@pytest.mark.parametrize(
    ("question", "is_elsewhere"),
    [
        ("what else did they test it on?", False),
        ("what else is there on web agents?", True),
        ("who else did it?", True),
    ],
)
def test_what_else_of_the_same_paper_is_not_elsewhere(question: str, is_elsewhere: bool) -> None:
    """More of it is asked for, not another one."""
    assert understand(question).is_elsewhere is is_elsewhere
