"""What points at papers of earlier answers."""

from __future__ import annotations

import pytest

from assistant.questions.references import are_compared, resolve
from assistant.records import Turn

THREE = Turn("Which?", "Which?", "A [1]. B [2]. C [4].", ("Beta",), ((1, "Alpha"), (2, "Beta"), (4, "Delta")))
TWO = Turn("Which?", "Which?", "A [1]. B [2].", ("Alpha", "Beta"), ((1, "Alpha"), (2, "Beta")))
ONE = Turn("What?", "What?", "A [1].", ("Gamma",), ((1, "Gamma"),))
OTHER = Turn("What?", "What?", "A [2].", ("Omega",), ((2, "Omega"),))
ABSTAINED = Turn("Who?", "Who?", "I don't know.")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What does the second one propose?", "What does “Beta” propose?"),
        ("what is the 3rd paper about?", "what is “Delta” about?"),
        ("And the first?", "And “Alpha”?"),
        ("what about the last?", "what about “Delta”?"),
        ("How was paper 2 tested?", "How was “Beta” tested?"),
        ("How was [4] tested?", "How was “Delta” tested?"),
        ("Is the second of these newer?", "Is “Beta” newer?"),
    ],
)
def test_one_paper_is_named_by_its_title(question: str, text: str) -> None:
    """As the person saw them: places count the list, numbers are markers."""
    found = resolve(question, [THREE])
    assert found is not None
    assert (text, 1) == (found.text, len(found.titles))


@pytest.mark.parametrize(
    "question",
    [
        "which of these uses less data?",
        "Do any of them work on hardware?",
        "compare them",
        "these papers: what do they share?",
        "do the three agree?",
        "How do they differ?",
        "And what are the main differences?",
    ],
)
def test_several_papers_are_those_of_the_list(question: str) -> None:
    """All that the answer cited."""
    found = resolve(question, [THREE])
    assert found is not None
    assert (question, ("Alpha", "Beta", "Delta")) == (found.text, found.titles)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("compare the first two", ("Alpha", "Beta")),
        ("What do the last two papers share?", ("Beta", "Delta")),
        ("Which of the top 2 papers is newer?", ("Alpha", "Beta")),
        ("what about the first five?", ("Alpha", "Beta", "Delta")),
        ("how do the first two differ?", ("Alpha", "Beta")),
        ("what do the last two have in common?", ("Beta", "Delta")),
    ],
)
def test_some_are_counted_from_an_end_of_the_list(question: str, titles: tuple[str, ...]) -> None:
    """As the person saw it; one answer later, too."""
    for history in ([THREE], [THREE, ONE]):
        found = resolve(question, history)
        assert found is not None
        assert found.titles == titles


@pytest.mark.parametrize(
    "question",
    ["How do they differ?", "What are the differences?", "the first two steps are slow?", "Is it in the top 5?"],
)
def test_they_are_not_papers_where_the_last_answer_named_one(question: str) -> None:
    """But things that this one tells of."""
    assert resolve(question, [THREE, ONE]) is None


@pytest.mark.parametrize("question", ["how do the two differ?", "do both need labels?", "compare the two papers"])
def test_two_are_meant_where_two_were_cited(question: str) -> None:
    """With three or one, "the two" are something else."""
    two = resolve(question, [TWO])
    assert two is not None
    assert ("Alpha", "Beta") == two.titles
    assert resolve(question, [THREE]) is None
    assert resolve(question, [ONE]) is None


@pytest.mark.parametrize(
    "question",
    [
        "Compare the two",
        "how do they differ?",
        "which of the two uses less data?",
        "What's the difference?",
        "which one is open source?",
        "which is better?",
        "are both about robots?",
    ],
)
def test_papers_that_were_talked_about_one_after_the_other_are_two(question: str) -> None:
    """Also where one of them was asked about twice."""
    for history in ([ONE, OTHER], [ONE, OTHER, OTHER], [THREE, ONE, OTHER]):
        found = resolve(question, history)
        assert found is not None
        assert ("Gamma", "Omega") == found.titles
    assert resolve(question, [ONE]) is None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Is the first better?", "Gamma"),
        ("Does the first one come with data?", "Gamma"),
        ("and the former?", "Gamma"),
        ("How large is the latter?", "Omega"),
        ("and the second?", "Omega"),
    ],
)
def test_they_have_places_in_the_order_of_the_dialogue(question: str, title: str) -> None:
    """The one that was talked about first is the first."""
    found = resolve(question, [ONE, OTHER])
    assert found is not None
    assert (title,) == found.titles


def test_papers_picked_from_a_list_keep_their_places_there() -> None:
    """Whoever asks of the second and the third one goes on counting the list."""
    picked = [Turn("?", "?", f"[{n}].", (title,), ((n, title),)) for n, title in ((2, "Beta"), (4, "Delta"))]
    found = resolve("and the first one?", [THREE, *picked])
    assert found is not None
    assert ("Alpha",) == found.titles


@pytest.mark.parametrize(
    "question", ["compare the first and the third", "the first paper and the third one", "the first or third paper?"]
)
def test_two_places_name_two_papers(question: str) -> None:
    """Both are searched."""
    found = resolve(question, [THREE])
    assert found is not None
    assert ("Alpha", "Delta") == found.titles


@pytest.mark.parametrize(("word", "title"), [("former", "Alpha"), ("latter", "Beta")])
def test_former_and_latter_are_of_two(word: str, title: str) -> None:
    """In the order in which they were cited."""
    found = resolve(f"How large is the {word}?", [TWO])
    assert found is not None
    assert (f"How large is “{title}”?", (title,)) == (found.text, found.titles)


def test_list_stays_after_a_turn_about_one_paper() -> None:
    """The third one is the third of the list, not of what was said since."""
    found = resolve("and the second one?", [THREE, ONE, ABSTAINED])
    assert found is not None
    assert found.titles == ("Beta",)


def test_place_that_is_not_there_names_nothing() -> None:
    """The words stay."""
    found = resolve("What is the seventh paper about?", [THREE])
    assert found is not None
    assert (found.titles, found.text) == ((), "What is the seventh paper about?")


@pytest.mark.parametrize(
    "question",
    [
        "What is the first step?",
        "Does it help both teacher and student?",
        "Which two losses does it use?",
        "How are the last layers trained?",
        "Is the third author a student?",
        "the second language of the speakers",
        "Do these skills transfer?",
    ],
)
def test_other_ordinals_point_at_nothing(question: str) -> None:
    """Steps, layers and students can be first too."""
    assert resolve(question, [THREE, TWO]) is None


def test_without_earlier_answers_nothing_is_pointed_at() -> None:
    """The first question of a dialogue has nothing behind it."""
    assert resolve("the second paper", []) is None
    assert resolve("the second paper", [ABSTAINED]) is None


def test_a_number_is_looked_for_in_all_answers() -> None:
    """It lasts through the dialogue, also where the last list is another one."""
    old = Turn("?", "?", "A [1]. B [2].", (), ((1, "Alpha"), (2, "Beta")), ((1, "a"), (2, "b")))
    new = Turn("?", "?", "D [4]. C [3].", (), ((4, "Delta"), (3, "Gamma")), ((3, "c"), (4, "d")))
    found = [resolve(f"How was [{n}] tested?", [old, new]) for n in (2, 3, 4, 5)]
    assert [("Beta",), ("Gamma",), ("Delta",), ()] == [item and item.titles for item in found]
    first = resolve("what about the first one?", [old, new])
    assert first is not None
    assert ("Delta",) == first.titles


def test_a_number_means_the_paper_that_was_shown_last_under_it() -> None:
    """The nearest papers of an abstention are shown under numbers too."""
    cited = Turn("?", "?", "A [1]. B [2].", (), ((1, "Alpha"), (2, "Beta")), ((1, "a"), (2, "b")))
    nearest = Turn("?", "?", "I don't know.", (), ((3, "Xi"), (2, "Beta"), (4, "Psi")))
    again = Turn("?", "?", "C [3].", (), ((3, "Gamma"),), ((3, "c"),))
    for words in ("paper {}", "[{}]"):
        found = [
            resolve(f"how was {words.format(n)} tested?", history)
            for n, history in ((1, [cited, nearest]), (3, [cited, nearest]), (3, [cited, nearest, again]))
        ]
        assert [("Alpha",), ("Xi",), ("Gamma",)] == [item and item.titles for item in found]


FIRST = Turn(
    "How big is the router?",
    "",
    "A [1].",
    ("SkillRouter: Retrieve and Rerank",),
    ((1, "SkillRouter: Retrieve and Rerank"),),
)
SECOND = Turn("And maths?", "", "A [2].", ("Hard Questions",), ((2, "Hard Questions"),))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Back to the first one: how large is it?", "SkillRouter: Retrieve and Rerank"),
        ("and the router from before, who made it?", "SkillRouter: Retrieve and Rerank"),
        ("What did the earlier paper train on?", "SkillRouter: Retrieve and Rerank"),
        ("Returning to those maths tasks: were they checked?", "Hard Questions"),
    ],
)
def test_dialogue_goes_back_to_an_earlier_paper(question: str, title: str) -> None:
    """By its place in the dialogue, or by the words that it shares with what was asked of it."""
    found = resolve(question, [FIRST, SECOND, ONE] if title.startswith("Hard") else [FIRST, SECOND])
    assert found is not None
    assert found.titles == (title,)


@pytest.mark.parametrize(
    "question", ["How do we get back to baseline accuracy?", "Back to dinosaurs: which were large?"]
)
def test_nothing_earlier_is_meant_that_shares_no_word(question: str) -> None:
    """A return to something that the dialogue was not about is an ordinary question."""
    assert resolve(question, [FIRST, SECOND]) is None
    assert resolve("Back to the first one: how large is it?", [ONE]) is not None


def test_second_of_one_paper_is_something_in_it() -> None:
    """The second technique, not a paper that was not named; the question is asked of that paper."""
    found = resolve("what about the second one, what side effects does it have?", [ONE])
    assert found is not None
    assert (found.titles, found.text) == (("Gamma",), "what about the second one, what side effects does it have?")


def test_some_of_them_are_things_of_the_last_paper() -> None:
    """After an answer from one paper "them" is not the papers of the answer before it, "these papers" is."""
    assert resolve("why do some of them hurt?", [THREE, ONE]) is None
    assert resolve("which of these papers is older?", [THREE, ONE]) is not None


@pytest.mark.parametrize(
    "question", ["compare it with the first", "Is that one better than the first one?", "it or the 1st?"]
)
def test_the_last_paper_stands_beside_one_of_the_list(question: str) -> None:
    """The one that was talked about, and not the one behind it in the list."""
    second = Turn("?", "?", "B [2].", ("Beta",), ((2, "Beta"),))
    found = resolve(question, [THREE, second])
    assert found is not None
    assert (question, ("Beta", "Alpha")) == (found.text, found.titles)
    assert resolve("compare it with the second", [THREE, second]) is None  # it is the second


def test_the_other_of_two() -> None:
    """Of a list, or of two papers that were talked about; of three nobody knows which."""
    first = Turn("?", "?", "A [1].", ("Alpha",), ((1, "Alpha"),))
    for history, title in (([TWO, first], "Beta"), ([ONE, OTHER], "Gamma"), ([TWO, first, ABSTAINED], "Beta")):
        found = resolve("and the other one?", history)
        assert found is not None
        assert (f"and “{title}”?", (title,)) == (found.text, found.titles)
    assert resolve("and the other one?", [THREE, first]) is None
    assert resolve("and the other methods?", [TWO, first]) is None


@pytest.mark.parametrize(
    "question",
    [
        "compare [1] with [4]",
        "what do papers 1 and 4 share?",
        "the difference between paper 1 and paper 4?",
        "do papers 1, 4 agree?",
        "and [1, 4]?",
    ],
)
def test_all_numbers_name_their_papers(question: str) -> None:
    """Not the first one alone."""
    found = resolve(question, [THREE])
    assert found is not None
    assert found.titles == ("Alpha", "Delta")


@pytest.mark.parametrize(
    "question",
    [
        "Did the two groups differ in mortality?",
        "What is the difference between the two arms?",
        "Were both arms blinded?",
        "Did both of the arms improve?",
        "Did both treatment groups improve?",
        "Were both mice and rats used?",
        "compare these drugs",
        "What is the difference between those groups?",
        "Did the latter group live longer?",
        "How old were the former smokers?",
        "Which of the two drugs is safer?",
    ],
)
def test_things_that_papers_tell_of_are_no_papers(question: str) -> None:
    """What is counted or picked is said behind."""
    assert resolve(question, [TWO]) is None


@pytest.mark.parametrize(
    "question",
    [
        "do both use labels?",
        "are both open source?",
        "which of the two needs less data?",
        "were the two evaluated on robots?",
        "compare these two",
        "compare these by cost",
        "Did the two employ search?",
    ],
)
def test_verb_behind_them_tells_that_papers_are_meant(question: str) -> None:
    """Or the end, or another word that says no thing."""
    found = resolve(question, [TWO])
    assert found is not None
    assert found.titles == ("Alpha", "Beta")


@pytest.mark.parametrize("question", ["does the latter need labels?", "is the latter faster?", "the latter paper?"])
def test_latter_is_the_second_paper(question: str) -> None:
    """Before a verb, too."""
    found = resolve(question, [TWO])
    assert found is not None
    assert found.titles == ("Beta",)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("compare [1] with [4] on data", "compare these papers on data"),
        ("which of papers [1, 4] is open?", "which of these papers is open?"),
        ("do [1], [2] and [4] agree?", "do these papers agree?"),
    ],
)
def test_numbers_of_several_papers_are_no_words_to_search(question: str, text: str) -> None:
    """No abstract holds them."""
    found = resolve(question, [THREE])
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("compare [1] and [2]", True),
        ("how do the first two differ?", True),
        ("what do these have in common?", True),
        ("what are the main differences between [1] and [4]?", True),
        ("compare the two on data", False),
        ("do [1] and [2] agree?", False),
        ("how does the second one differ?", False),
    ],
)
def test_comparison_of_nothing_in_particular_is_known(question: str, is_so: bool) -> None:
    """Each paper is told by what it is then."""
    found = resolve(question, [TWO] if "two" in question else [THREE])
    assert found is not None
    assert are_compared(found) is is_so
