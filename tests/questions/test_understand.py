"""What was typed becomes what is searched; a follow-up is searched together with what the dialogue is about."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.questions.understand import MAX_QUESTION, NOT_LEFT_OUT, check_question, understand, verbatim
from assistant.records import Filters, Turn

TITLE = "SkillWeaver: Web Agents can Self-Improve"
TURN = Turn("What is SkillWeaver?", "What is SkillWeaver?", "A framework [1].", (TITLE, "Another Paper: Of Others"))
ABSTAINED = Turn("Who won the cup?", "Who won the cup?", "I don't know.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("  What is  it? \n", "What is it?"),
        ("What\nis\tit?", "What is it?"),
        ("hid\u200bden \ud800surrogate\0", "hidden surrogate"),
        ("\x1b[31mred", "red"),
        ("cafe\u0301", "café"),
        ("x" * MAX_QUESTION, "x" * MAX_QUESTION),
    ],
)
def test_question_is_one_clean_line(question: str, expected: str) -> None:
    """What does not show is not searched."""
    assert expected == check_question(question)


@pytest.mark.parametrize("question", ["", " \n\t ", "\u200b\u200b", "\0", "\ud800"])
def test_empty_question_is_refused(question: str) -> None:
    """Also one that only looks as if it were there."""
    with pytest.raises(UsageError, match="empty"):
        understand(question)


def test_endless_question_is_refused() -> None:
    """It would be a document by mistake; the message says how long it is."""
    with pytest.raises(UsageError, match="4,001 characters"):
        understand("x" * (MAX_QUESTION + 1))


def test_first_question_stands_alone() -> None:
    """It is searched as it is."""
    assert understand("What is SkillWeaver?").standalone == "What is SkillWeaver?"


def test_filters_are_taken_out() -> None:
    """They are not searched as words."""
    found = understand("pruning year:2021")
    assert (found.standalone, found.filters) == ("pruning", Filters(since="2021", until="2021"))
    assert str(found) == f"pruning [{found.filters}]"


def test_follow_up_gets_the_title_of_the_paper() -> None:
    """Of the most relevant one that was cited last."""
    assert understand("How was it tested?", [TURN]).standalone == f"How was it tested? ({TITLE})"


def test_follow_up_goes_back_over_turns_without_papers() -> None:
    """Where nothing was found there is no topic."""
    assert understand("And then?", [TURN, ABSTAINED]).standalone == f"And then? ({TITLE})"


def test_dialogue_without_papers_has_no_topic() -> None:
    """The question is searched as it is."""
    assert understand("And then?", [ABSTAINED]).standalone == "And then?"


def test_question_for_other_papers_gets_the_whole_title() -> None:
    """And the paper itself is not what is asked for."""
    found = understand("Is there anything similar?", [TURN])
    assert found.standalone == f"Is there anything similar? ({TITLE})"
    assert found.seen == {TITLE}


@pytest.mark.parametrize(
    "question", ["Any other papers on that?", "and more papers?", "are there any others?", "show me further works"]
)
def test_other_papers_are_asked_the_question_before(question: str) -> None:
    """Of those that no answer has named; its filters stay."""
    asked = Turn("pruning papers year:2021", "pruning papers", "Some [1].", (TITLE,))
    found = understand(question, [TURN, asked, Turn("any others?", "pruning papers", "One [3].", ("Third",))])

    assert found.is_again
    assert (found.text, found.topic) == ("pruning papers", None)
    assert found.filters == Filters(since="2021", until="2021")
    assert found.seen == {*TURN.titles, TITLE, "Third"}


@pytest.mark.parametrize(
    "question",
    [
        "How does it move skills from one agent to another?",
        "How long was the follow-up in the placebo group?",
        "Did women have similar results?",
        "Was there another endpoint?",
        "Did they test other methods?",
        "Which other datasets does Gamma use?",
        "What is the successor representation?",
        "Can anybody use it?",
        "Is there a way to run it?",
        "How does it differ from other work?",
        "How long does the follow-up last?",
    ],
)
def test_word_for_another_thing_asks_the_same_paper(question: str) -> None:
    """Only other papers, or what they have in its place, are found elsewhere."""
    assert understand(question, [TURN]).seen == frozenset()


@pytest.mark.parametrize(
    "question",
    [
        "What does the follow-up do about noise?",
        "Is there another way to do it?",
        "Another one?",
        "Are there alternatives?",
        "What papers are similar to it?",
        "Other methods?",
        "Who else did it?",
    ],
)
def test_question_for_what_others_have_leaves_the_paper_out(question: str) -> None:
    """The dialogue has had it."""
    assert understand(question, [TURN]).seen == {TITLE}


def test_others_than_none_are_asked_for_again() -> None:
    """Not for the words "more papers"."""
    asked = Turn("papers on knitting", "papers on knitting", "I don't know.")
    found = understand("more papers", [asked])
    assert (found.text, found.seen) == ("papers on knitting", frozenset())
    assert understand("more papers").text == "more papers"


@pytest.mark.parametrize(
    "before", ["How was it tested?", "compare the first two", "What is SkillWeaver?", "latest papers"]
)
def test_other_papers_than_one_are_like_it(before: str) -> None:
    """What was asked about one paper, or leans on an answer, cannot be asked of others."""
    found = understand("any other papers?", [Turn(before, before, "So [1].", (TITLE,))])

    assert not found.is_again
    assert found.topic == TITLE
    assert found.seen == {TITLE}


def test_title_is_taken_as_it_stands() -> None:
    """Words of a title are no filters."""
    assert verbatim("Papers from 2021: year:2021").standalone == "Papers from 2021: year:2021"
    assert not verbatim("Papers from 2021").filters


@pytest.mark.parametrize("question", ["and from 2024?", "only by ByteDance", "what about the ones since March?"])
def test_filters_alone_ask_the_last_question_again(question: str) -> None:
    """With other filters."""
    asked = Turn("pruning papers year:2021", "pruning papers", "Some [1].", (TITLE,), ((1, TITLE),))
    found = understand(question, [asked], ["ByteDance Seed"])
    assert found.text == "pruning papers"
    assert found.filters


def test_paper_that_is_pointed_at_is_searched_alone() -> None:
    """By its title in the question."""
    turn = Turn("Which?", "Which?", "A [1]. B [2].", ("Beta",), ((1, "Alpha"), (2, "Beta")))
    found = understand("What does the first one propose?", [turn])
    assert (found.text, found.filters.among, found.topic) == ("What does “Alpha” propose?", ("Alpha",), None)


def test_papers_that_are_pointed_at_are_all_asked_for() -> None:
    """The question is a broad one, about these alone."""
    turn = Turn("Which?", "Which?", "A [1]. B [2].", ("Beta",), ((1, "Alpha"), (2, "Beta")))
    found = understand("do they agree, the two?", [turn])
    assert (found.standalone, found.filters.among) == ("do they agree, the two? (Alpha; Beta)", ("Alpha", "Beta"))
    assert found.is_broad


def test_papers_that_are_compared_are_called_by_their_titles() -> None:
    """So that each is told by what it is."""
    turn = Turn("Which?", "Which?", "A [1]. B [2].", ("Beta",), ((1, "Alpha"), (2, "Beta")))
    found = understand("how do they differ, the two?", [turn])
    assert (found.standalone, found.filters.among) == ("compare “Alpha” and “Beta”", ("Alpha", "Beta"))


def test_paper_that_is_not_there_is_noted() -> None:
    """The words are searched, and the person is told."""
    turn = Turn("Which?", "Which?", "A [1].", ("Alpha",), ((1, "Alpha"),))
    found = understand("What about the fifth paper?", [turn])
    assert (found.text, len(found.notes)) == ("What about the fifth paper?", 1)


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("Which papers don't use reinforcement learning?", True),
        ("list the works that do not need rewards", True),
        ("Which papers learn without rewards?", False),
        ("Why does SLIM not use a reward?", False),
    ],
)
def test_what_is_to_be_left_out_is_told_not_to_be(question: str, is_told: bool) -> None:
    """A list of what does hold it would otherwise look like the answer."""
    assert (NOT_LEFT_OUT in understand(question).notes) is is_told


def test_question_is_asked_again_of_other_people() -> None:
    """As it was asked: with its filters, and without the paper that answered it."""
    first = Turn("does honey help in children? since:2024", "?", "It does [1].", (TITLE,))
    second = Turn("what about adults?", "?", "It does not [1].", ("Another Paper",))
    for history, question in (([first], "and adults?"), ([first, second], "in adults?")):
        asked = understand(question, history)
        assert (asked.text, asked.topic, asked.before) == ("does honey help in adults?", None, "")
        assert asked.filters == understand("bees since:2024").filters
    newer = understand("and in mice since:2025", [first])
    assert ("does honey help in mice?", understand("bees since:2025").filters) == (newer.text, newer.filters)


def test_question_that_leaned_on_a_paper_does_so_for_other_people() -> None:
    """And what names no group is limited to one if it was before."""
    asked = understand("what about women?", [TURN, Turn("does it help men?", "?", "It does [1].", (TITLE,))])
    assert ("does it help women?", TITLE) == (asked.text, asked.topic)
    history = [Turn("how does honey help?", "?", "It does [1].", (TITLE,)), Turn("in mice?", "?", "No [1].", (TITLE,))]
    assert "how does honey help in rats?" == understand("what about rats?", history).text
    assert "what about rats?" == understand("what about rats?", history[:1]).text
