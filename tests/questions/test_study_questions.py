"""What asks for a fact of a study, and what asks for the thing itself."""

from __future__ import annotations

import pytest

from assistant.questions.study_questions import asks_in_general, asks_the_study, read, same_of


@pytest.mark.parametrize(
    "question",
    [
        "what was the sample size?",
        "and the p-values?",
        "was the difference between the groups statistically significant?",
        "how long were the patients followed?",
        "was there a control group?",
        "what kind of study was it?",
        "which baselines did they compare against?",
        "what dataset?",
        "what was the batch size?",
        "what dose worked best?",
        "which cell line was used?",
        "what were the inclusion criteria?",
    ],
)
def test_question_of_nothing_but_a_study(question: str) -> None:
    """It must have been talked about."""
    assert asks_the_study(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is a hazard ratio?",
        "what does p-value mean?",
        "How is a sample size calculated?",
        "Which datasets are there?",
        "Is there a follow-up?",
        "what about adults?",
        "and in men?",
        "Does homocysteine cause strokes?",
        "What is the p-value of the effect of salt on blood pressure?",
        "what were the results?",
        "Which patients respond to salt?",
    ],
)
def test_question_of_something_else(question: str) -> None:
    """It names a thing, or asks for the thing itself."""
    assert not asks_the_study(question)


@pytest.mark.parametrize("question", ["what is a hazard ratio?", "what are confidence intervals?", "define odds ratio"])
def test_question_for_a_term(question: str) -> None:
    """It leans on no study."""
    assert asks_in_general(question)
    assert not asks_in_general(question.replace(" a ", " the ").replace("are ", "are the ").replace("define", "and"))


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What was the p-value for the effect of salt on stroke?", "the effect of salt on stroke"),
        ("How many participants did the Kaiser study have?", "the Kaiser study"),
        ("In how many human tissues were circRNAs mapped?", "human tissues were circRNAs mapped"),
    ],
)
def test_rest_of_a_question(question: str, rest: str) -> None:
    """It is what a paper must be about."""
    found = read(question)
    assert found is not None
    assert found.rest == rest


@pytest.mark.parametrize(
    ("question", "sentence", "is_stated"),
    [
        ("how many patients?", "We enrolled 1,222 elderly patients.", True),
        ("how many patients?", "Of 5, 446 travelers most were well.", True),
        ("how many patients?", "Some (24 patients) were ill.", True),
        ("how many patients?", "COVID-19 patients were ill.", False),
        ("how many participants?", "GPT-4 users asked about p53 mice and MATH^2 trials.", False),
        ("how many patients?", "A billion people are ill, 30% patients of ours.", False),
        ("how many patients?", "Mice ran for 120 min, with rested controls.", False),
        ("what was the p-value?", "Sleep was longer (P<0.05).", True),
        ("what was the p-value?", "Sleep was longer.", False),
        ("what was the follow-up?", "They were followed for 4.5 years.", True),
        ("what was the follow-up?", "After an average follow-up of 11.6 y, there were 1235 cases.", True),
        ("what was the follow-up?", "Two guidelines follow from this.", False),
        ("what was the odds ratio?", "The risk fell (adjusted OR, 0.50).", True),
        ("what was the odds ratio?", "The main outcome was the odds ratio at 180 days.", False),
    ],
)
def test_sentence_that_states_a_fact(question: str, sentence: str, is_stated: bool) -> None:
    """In whatever words."""
    found = read(question)
    assert found is not None
    assert found.fact.states(sentence) == is_stated


@pytest.mark.parametrize(
    ("question", "thing"),
    [("does metformin do the same?", "metformin"), ("is it the same?", ""), ("does it work too?", "")],
)
def test_another_that_is_said_to_do_the_same(question: str, thing: str) -> None:
    """It has a name."""
    assert same_of(question) == thing
