"""What is asked of a paper by its name is answered: it is there, so "I don't know" would be untrue."""

from __future__ import annotations

import time

import pytest

from assistant import pipeline
from assistant.direct_answers import gist
from assistant.questions import paper_names
from assistant.questions.gist_questions import Part
from assistant.records import Paper
from tests.asking import ask, cited

SLIM = "SLIM: Skill Learning with Multiple Critics"
PSEC = "Skill Expansion and Composition in Parameter Space"


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("What is SLIM?", Part.WHAT),
        ("what's SLIM", Part.WHAT),
        ("What is the main contribution of SLIM?", Part.WHAT),
        ("What does SLIM propose?", Part.WHAT),
        ("Could you please tell me about SLIM?", Part.ALL),
        ("And what is SLIM about?", Part.ALL),
        ("Explain SLIM briefly.", Part.ALL),
        ("SLIM", Part.ALL),
        ("Which problem does SLIM try to solve?", Part.PROBLEM),
        ("Why was SLIM developed?", Part.PROBLEM),
        ("How does SLIM work?", Part.METHOD),
        ("What approach does SLIM take?", Part.METHOD),
        ("What are the key findings of SLIM?", Part.RESULT),
        ("How well does SLIM perform?", Part.RESULT),
        ("Is the code of SLIM publicly available?", Part.CODE),
        ("Where can I find the source code and data for SLIM?", Part.CODE),
        ("Is SLIM open source?", Part.CODE),
        ("Does SLIM release its code?", Part.CODE),
        ("Where is SLIM's code?", Part.CODE),
        ("Which benchmarks are used to evaluate SLIM?", Part.TESTED),
        ("On what datasets was SLIM tested?", Part.TESTED),
        ("What tasks does SLIM use for evaluation?", Part.TESTED),
        ("What are the limitations of SLIM?", Part.LIMITS),
        ("Which future work does SLIM propose?", Part.LIMITS),
        ("What are SLIM's main results?", Part.RESULT),
    ],
)
def test_what_is_asked_is_told_by_the_words(question: str, part: Part) -> None:
    """As people ask."""
    (found,) = gist.read(question)
    assert (part, "SLIM") == (found.part, found.name)


@pytest.mark.parametrize(
    "question",
    ["How large is SLIM?", "Who funded SLIM?", "What is the learning rate of SLIM?", "Which robots does SLIM use?"],
)
def test_what_is_asked_beyond_is_read_for(question: str, resources: pipeline.Resources) -> None:
    """An abstract need not tell it."""
    paper = next(hit.paper for hit in pipeline.search("SLIM", resources, 3)[1].hits if hit.paper.title == SLIM)
    assert gist.read(question)[0].resolve([paper]) is None


@pytest.mark.parametrize(
    "form", ["What is {}?", "Tell me about {}", "How does {} work?", "What problem does {} solve?"]
)
def test_every_paper_with_a_name_is_told(form: str, resources: pipeline.Resources) -> None:
    """Of a sixth of them; one whose name is a common word ("Response") may not be found by it."""
    named = [paper for paper in resources.library.papers().values() if len(paper.title.partition(": ")[0].split()) == 1]
    wrong = []
    for paper in [paper for paper in named if ": " in paper.title][::6]:
        name = paper.title.partition(": ")[0]
        if paper.title not in cited(ask(form.format(name), resources)):
            wrong.append(name)
    assert wrong in ([], ["Response"])


def test_each_part_has_its_own_sentences(resources: pipeline.Resources) -> None:
    """The problem is not the result."""
    weaver = "SkillWeaver"
    assert "still lack crucial self-improvement" in ask(f"What problem does {weaver} solve?", resources).claims[0].text
    assert "we introduce SkillWeaver" in ask(f"What is {weaver}?", resources).claims[0].text
    assert "autonomously discovers skills" in ask(f"How does {weaver} work?", resources).claims[1].text
    results = ask(f"What are the results of {weaver}?", resources)
    assert "31.8%" in results.text
    assert "lack crucial" not in results.text


def test_where_code_is_is_told_by_the_abstracts_that_say_so(resources: pipeline.Resources) -> None:
    """The others are not guessed at."""
    assert "https://umi-gripper.github.io" in ask("Where can I find the code of UMI?", resources).text
    assert ask("Is SkillWeaver open source?", resources).abstained


def test_limits_that_an_abstract_does_not_state_are_not_guessed(resources: pipeline.Resources) -> None:
    """What is wrong with others is no answer."""
    turn = pipeline.turn_of(ask("What is SkillWeaver?", resources), resources.library)
    assert ask("What are the limitations of SkillWeaver?", resources).abstained
    assert ask("what are its limitations?", resources, [turn]).abstained


def test_on_what_it_was_tested_is_told_if_it_has_a_name(resources: pipeline.Resources) -> None:
    """Otherwise it is read for."""
    assert "WebArena" in ask("Which benchmarks are used to evaluate SkillWeaver?", resources).text
    assert "D4RL" in ask("Which datasets was PSEC tested on?", resources).text
    turn = pipeline.turn_of(ask("What is SkillWeaver?", resources), resources.library)
    assert "WebArena" in ask("what benchmarks did they use?", resources, [turn]).text


def test_a_name_that_an_abstract_gives_is_told(resources: pipeline.Resources) -> None:
    """It stands in no title; nor in the capitals that were typed."""
    for question in ("What is PSEC?", "how does psec work", "PSEC"):
        assert cited(ask(question, resources)) == [PSEC]


def test_letters_are_told_by_what_they_stand_for(resources: pipeline.Resources) -> None:
    """That is all that an abstract says of them, so that how it works is not answered with it."""
    told = ask("What is SFT?", resources)
    assert "Supervised fine-tuning (SFT)" in told.claims[0].text
    assert len(told.claims) == 1
    assert gist.read("How does SFT work?")[0].resolve([told.citations[0].paper]) is None


def test_a_term_is_told_by_the_sentences_that_define_it(resources: pipeline.Resources) -> None:
    """Others only use it; where none defines it, it is read for."""
    for form in ("What is {}?", "define {}", "what does {} mean"):
        claims = ask(form.format("knowledge distillation"), resources).claims
        assert 1 < len(claims) <= gist.MOST_DEFINITIONS
        assert all(claim.text.strip("“").startswith("Knowledge") for claim in claims)


def test_namesakes_are_told_side_by_side(resources: pipeline.Resources) -> None:
    """A sentence each that says which is which."""
    assert len(ask("How does CSD work?", resources).claims) == 2


def test_a_short_name_is_found_beside_common_words(resources: pipeline.Resources) -> None:
    """PATS ranks behind papers on problems that are solved."""
    assert "PATS" in cited(ask("What problem does PATS solve?", resources))[0]


def test_two_bare_words_may_be_a_topic(resources: pipeline.Resources) -> None:
    """Whole titles are titles."""
    papers = [Paper("id", "Skill Discovery: A Survey", "We survey it.")]
    assert gist.read("skill discovery")[0].resolve(papers) is None
    assert gist.read("Skill Discovery: A Survey")[0].resolve(papers) is not None
    assert gist.read("What is skill discovery?")[0].resolve(papers) is not None


def test_unknown_names_are_not_told(resources: pipeline.Resources) -> None:
    """Nor those that papers only use."""
    assert ask("What is HotpotQA?", resources).abstained
    assert ask("What is FrobnicateNet?", resources).abstained


def test_it_is_the_paper_that_the_dialogue_was_about(resources: pipeline.Resources) -> None:
    """A follow-up asks as much."""
    first = ask("What is SLIM?", resources)
    turn = pipeline.turn_of(first, resources.library)
    assert cited(ask("What problem does it solve?", resources, [turn])) == [SLIM]


def test_what_is_not_named_is_of_the_paper_that_was_talked_about(resources: pipeline.Resources) -> None:
    """ "The code" is its code; without a dialogue it is a word."""
    turn = pipeline.turn_of(ask("What is UMI?", resources), resources.library)
    for question in ("where is the code?", "is its code available?", "is the code available?"):
        assert "umi-gripper.github.io" in ask(question, resources, [turn]).text
    assert "policy learning" in ask("what is the main idea?", resources, [turn]).text
    assert gist.read("is the code available?")[0].name == "the code"


@pytest.mark.parametrize(
    "question",
    [
        "compare SkillWeaver and UMI",
        "SkillWeaver vs. UMI",
        "Can you contrast SkillWeaver with UMI?",
        "What is the main difference between SkillWeaver and UMI?",
        "How does SkillWeaver differ from UMI?",
        "How is UMI different from SkillWeaver?",
        "How does SkillWeaver compare to UMI?",
        "Summarize the main differences between SkillWeaver and UMI.",
        "Explain how SkillWeaver differs from UMI",
        "tell me how SkillWeaver is different from UMI",
        "Which is better, SkillWeaver or UMI?",
        "What do SkillWeaver and UMI have in common?",
        "What is SkillWeaver? What is UMI?",
        "tell me about SkillWeaver and UMI",
        "What is SkillWeaver and what is UMI?",
    ],
)
def test_papers_that_are_compared_are_told_side_by_side(question: str, resources: pipeline.Resources) -> None:
    """What each is and what came out; one of the names stands in no title."""
    answer = ask(question, resources)
    assert len(cited(answer)) == 2
    assert "we introduce SkillWeaver" in answer.text
    assert "We present Universal Manipulation Interface (UMI)" in answer.text


def test_titles_in_quotation_marks_are_compared_whole(resources: pipeline.Resources) -> None:
    """Though they hold what parts names elsewhere."""
    titles = [paper.title for paper in resources.library.papers().values()]
    first = next(title for title in titles if title.startswith("Is AI the better programming partner?"))
    second = next(title for title in titles if " and " in title and title.startswith("DexCanvas"))
    assert [first, second] == sorted(cited(ask(f"compare “{first}” and “{second}”", resources)), reverse=True)
    assert [second] == cited(ask(f'What is "{second}" about?', resources))


def test_it_is_compared_with_another(resources: pipeline.Resources) -> None:
    """The paper of the dialogue, though the question names another one."""
    turn = pipeline.turn_of(ask("What is SLIM?", resources), resources.library)
    assert set(cited(ask("how does it differ from LIBERO?", resources, [turn]))) > {SLIM}


def test_three_are_compared_and_strangers_are_not(resources: pipeline.Resources) -> None:
    """All must be there: half a comparison is none."""
    assert len(cited(ask("compare SkillWeaver, LIBERO and UMI", resources))) == 3
    assert ask("How does FrobnicateNet differ from DIAYN?", resources).abstained


def test_papers_by_a_maker_are_asked_of_the_catalogue(resources: pipeline.Resources) -> None:
    """The library knows no authors of these papers, and says so."""
    assert "does not know who wrote" in ask("Who made SLIM?", resources).text


def test_a_long_question_takes_no_time() -> None:
    """Each pattern looks at it once."""
    begin = time.process_time()
    gist.read("what is " + "the method of the " * 200)
    gist.read("and " * 1000 + "what")
    assert time.process_time() - begin < 1


def test_names_are_those_of_the_catalogue() -> None:
    """With the words that stand around them."""
    papers = [Paper("a", "SLIM: One", ""), Paper("b", "SLIM: Two", ""), Paper("c", "Other", "")]
    assert [paper.id for paper in paper_names.all_called("the paper SLIM", papers)] == ["a", "b"]
    assert paper_names.called("SLIM", papers) is None
    assert paper_names.all_called("", papers) == []
