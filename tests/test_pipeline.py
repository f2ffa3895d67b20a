"""What is read for a question, and from which papers it is answered."""

from __future__ import annotations

import pytest

from assistant import equipment, pipeline
from assistant.abstention import UNSURE
from assistant.errors import MissingError
from assistant.reader import Reader
from assistant.records import ClaimVerified, Event, EvidenceFound, Filters, Finished
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.asking import ask, cited

WEAVER = "SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"


def test_a_paper_that_is_named_answers_alone(resources: pipeline.Resources) -> None:
    """Others have sentences on websites too."""
    assert cited(ask("Which websites was SkillWeaver tested on?", resources)) == [WEAVER]


def test_a_question_for_other_papers_is_not_answered_from_the_named_one_alone(resources: pipeline.Resources) -> None:
    """They are what is asked for."""
    found = cited(ask("Is there anything similar to SkillWeaver?", resources))
    assert found
    assert WEAVER not in found
    assert cited(ask("Which paper introduces SkillWeaver?", resources))[0] == WEAVER


def test_a_misspelt_follow_up_is_read_as_it_is_meant(resources: pipeline.Resources) -> None:
    """Of the paper that the dialogue is about."""
    turn = pipeline.turn_of(ask("What is SkillWeaver?", resources), resources.library)
    answer = ask("which benchmrks did it use?", resources, [turn])
    assert not answer.abstained
    assert cited(answer) == [WEAVER]
    assert "WebArena" in answer.text


def test_a_dialogue_goes_on_after_an_abstention(resources: pipeline.Resources) -> None:
    """About the paper that the question was about."""
    refused = ask("How many parameters does SkillWeaver have?", resources)
    assert refused.abstained
    assert pipeline.turn_of(refused, resources.library).titles == (WEAVER,)
    unrelated = ask("Who won the football world cup in 1998?", resources)
    assert (unrelated.abstained, pipeline.turn_of(unrelated, resources.library).titles) == (True, ())


def test_other_papers_are_those_that_were_not_named(resources: pipeline.Resources) -> None:
    """They are about the same, and when there are no more it is said."""
    library = resources.library
    first = ask("Which papers study catastrophic forgetting?", resources)
    history = [pipeline.turn_of(first, library)]
    second = ask("Any other papers on that?", resources, history)
    assert len(cited(second)) > 1
    assert not {*cited(first)} & {*cited(second)}
    assert all("forg" in f"{each.paper.title} {each.paper.abstract}".lower() for each in second.citations)

    pouring = ask("Which papers are about pouring?", resources)
    none = ask("any others?", resources, [pipeline.turn_of(pouring, library)])
    assert none.abstained
    listed = ask("Which papers use ImageNet?", resources)
    assert ask("any others?", resources, [pipeline.turn_of(listed, library)]).abstained
    assert "None of the other 351 papers in the library answers this." in none.text


def test_a_list_goes_on_until_it_is_told_whole(resources: pipeline.Resources) -> None:
    """What was named on another topic is not counted; the note that there are more ends with them."""
    library = resources.library
    history = [pipeline.turn_of(ask("What is said about model merging?", resources), library)]
    shown: list[str] = []
    for question in ("list papers from 2026", "more papers"):
        answer = ask(question, resources, history)
        assert not {*cited(answer)} & {*shown}
        shown += cited(answer)
        history.append(pipeline.turn_of(answer, library))
    assert len(shown) == len(library.numbers_matching(Filters(since="2026", until="2026")))
    assert "There are no other papers dated 2026." in ask("any others?", resources, history).text


def test_filters_alone_are_answered_from_each_paper(resources: pipeline.Resources) -> None:
    """One sentence of each; there is nothing to read for."""
    answer = ask('org:"Korea University"', resources)
    assert not answer.abstained
    assert len(answer.citations) == len(answer.retrieved)
    assert {1} == {len(citation.quotes) for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "most"), [("Give me five papers on robots", 5), ("Give me one paper on furniture", 1)]
)
def test_as_many_papers_are_named_as_are_wished_for(resources: pipeline.Resources, question: str, most: int) -> None:
    """No more."""
    assert most == len(set(cited(ask(question, resources))))


def test_cancelling_ends_the_check(resources: pipeline.Resources) -> None:
    """Without the answer."""
    events: list[Event] = []
    for event in pipeline.answer(
        "What is SkillWeaver?", resources, cancelled=lambda: any(isinstance(item, ClaimVerified) for item in events)
    ):
        events.append(event)
    assert isinstance(events[-1], ClaimVerified)


def test_a_reader_that_could_not_be_loaded_is_loaded_again(
    seeds_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the next question; the first one fails as clearly as the reader does."""

    def missing() -> Reader:
        raise MissingError("the model cannot be loaded", "install the package again")

    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    with monkeypatch.context() as patched:
        patched.setattr(equipment, "Reader", missing)
        with pytest.raises(MissingError):
            ask("What is SkillWeaver?", opened)
    assert WEAVER in cited(ask("What is SkillWeaver?", opened))
    opened.close()


@pytest.mark.parametrize(
    "question",
    ["who funded it?", "what GPU did they use?", "how many citations does it have?", "which license does it have?"],
)
def test_what_the_paper_of_the_dialogue_leaves_out_is_not_answered(
    question: str, resources: pipeline.Resources
) -> None:
    """Read with the question before it, it would look answered."""
    first = ask("What does SkillWeaver do?", resources)
    turn = pipeline.turn_of(first, resources.library)
    assert ask(question, resources, [turn]).abstained
    assert not ask("how much does it improve agents on WebArena?", resources, [turn]).abstained


def test_a_dialogue_changes_nothing_for_a_question_that_leans_on_nothing(resources: pipeline.Resources) -> None:
    """It is refused, or called unsure, as if it were the first."""
    turn = pipeline.turn_of(ask("What is the Lucky 13 game show?", resources), resources.library)
    refused, unsure = "Is Skill-KNN slower than plain example retrieval?", "Which MLLM came first on M3GIA in Korean?"
    for history in ([], [turn]):
        assert ask(refused, resources, history).abstained
        assert ask(unsure, resources, history).is_unsure


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("What is WebArena?", f"{UNSURE}: no paper that is cited says what “WebArena” is"),
        ("what is imagenet?", f"{UNSURE}: no paper that is cited says what “ImageNet” is"),
        ("What is SkillWeaver?", None),
        ("What is MATH^2?", None),
        ("What is knowledge distillation?", None),
    ],
)
def test_a_name_that_papers_only_use_is_not_explained(
    question: str, doubt: str | None, resources: pipeline.Resources
) -> None:
    """Quoted is where they use it, which is no answer to what it is."""
    answer = ask(question, resources)
    assert (answer.is_unsure, answer.abstained) == (doubt is not None, False)
    assert answer.notes == ((doubt,) if doubt else ())


def test_how_many_is_not_answered_without_a_number(resources: pipeline.Resources) -> None:
    """The figure in a name counts nothing."""
    answer = ask("How many questions does MATH^2 contain?", resources)
    assert answer.abstained or answer.is_unsure
    assert not ask("How many trajectories are in BridgeData V2?", resources).is_unsure


@pytest.mark.parametrize("question", ["How do SkillX and EvoSkill differ?", "Is ManiSkill2 bigger than LIBERO?"])
def test_two_papers_that_do_not_name_each_other_are_compared(question: str, resources: pipeline.Resources) -> None:
    """From what each says of itself."""
    answer = ask(question, resources)
    assert not answer.abstained
    assert 2 == len(answer.citations)


def test_it_is_said_that_the_paper_of_the_dialogue_may_leave_it_out(resources: pipeline.Resources) -> None:
    """With the sentences, before they are written; what is asked of the same paper for sure is not called so."""
    turn = pipeline.turn_of(ask("What is ExAct?", resources), resources.library)
    *events, last = pipeline.answer("Is cooking easier than dance for models on it?", resources, history=[turn])
    assert isinstance(last, Finished)
    assert (last.answer.is_unsure, last.answer.notes) == (True, (UNSURE,))
    assert [UNSURE] == [event.note for event in events if isinstance(event, EvidenceFound)]
    sure = ask("how well do models do on it?", resources, [turn])
    assert (sure.abstained, sure.is_unsure) == (False, False)
