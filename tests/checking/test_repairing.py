"""What becomes of sentences that do not hold, and that nothing else changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import pipeline
from assistant.checking.receipt_reading import parse
from assistant.checking.receipts import receipt_of
from assistant.checking.rechecking import recheck
from assistant.checking.repairing import MOST_REWRITTEN, Checked, check_and_repair
from assistant.citations import CitedSentence, cited_sentences
from assistant.errors import EndpointError
from assistant.generation import Cancelled
from assistant.language.sentences import split_sentences
from assistant.language.words import Stemmer
from assistant.prompting import ABSTENTION, DOUBT, Message, messages, repairing
from assistant.reader import Reader
from assistant.records import (
    Answer,
    Brief,
    Claim,
    ClaimVerified,
    Event,
    Evidence,
    Finished,
    Paper,
    Remedy,
    Repair,
    Repairing,
    Task,
    Token,
    Verdict,
)
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.generation.chat_server import DONE, Handler, Server, running, stream
from tests.stopwatch import Stopwatch
from tests.tiny_gguf import CHATML, write_tiny_gguf

BREAD = Paper("bread", "SourSim", "The dough of sourdough rises in eight hours. Its error is 4 mm after eight hours.")
BIRDS = Paper("birds", "Penguins", "Penguins remember faces of neighbours. Gentoo penguins [3] swim.")
WRONG, QUOTATION = "Its error is 9 mm after hours [1].", "“Its error is 4 mm after eight hours.” [1]"
BRIEF = Brief(
    Task.ANSWER,
    "How far?",
    tuple(
        Evidence(n, paper, span.start, span.end, -n)
        for n, paper in enumerate((BREAD, BIRDS), 1)
        for span in split_sentences(paper.abstract)
    ),
)


class Model:
    """A language model that writes some lines, one after the other, or fails; it notes what it is asked."""

    def __init__(self, *lines: str | EndpointError) -> None:
        self.lines = list(lines)
        self.asked: list[str] = []

    def complete(self, chat: Sequence[Message], most: int, cancelled: Cancelled) -> str:
        """Return the next line."""
        self.asked.append(chat[-1].content)
        line = self.lines.pop(0) if self.lines else ABSTENTION
        if isinstance(line, EndpointError):
            raise line
        return line


def told(
    text: str, model: Model | None, *holding: str, bad: Verdict = Verdict.UNSUPPORTED, good: Verdict = Verdict.SUPPORTED
) -> Checked:
    """Return an answer after a check by which quotations are supported, some sentences good, and all others bad."""

    def check(sentence: CitedSentence) -> Claim:
        is_good = f"{sentence.text} {list(sentence.citations)}" in holding
        verdict = Verdict.SUPPORTED if "“" in sentence.text else good if is_good else bad
        return Claim(sentence.text, sentence.citations, verdict, "" if verdict is Verdict.SUPPORTED else "no")

    steps = check_and_repair(text, BRIEF, check, model, Stemmer(), lambda: False)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Checked = end.value
            return result


def remedies(result: Checked) -> list[Remedy | None]:
    """Return what became of each sentence that stands."""
    return [claim.repair.remedy if claim.repair else None for claim in result.claims]


@pytest.mark.parametrize("good", [Verdict.SUPPORTED, Verdict.PARTIAL])
def test_what_holds_stays(good: Verdict) -> None:
    """And costs no word of the model."""
    model = Model()
    result = told("- It is so [1]\n- It is [2]", model, "- It is so [1]", "- It is [2]", good=good)
    assert result.text == "- It is so [1]\n- It is [2]"
    assert (remedies(result), result.withheld, model.asked) == ([None, None], (), [])


def test_without_a_model_nothing_is_repaired() -> None:
    """Sentences that do not hold are only told."""
    result = told(WRONG, None)
    assert (result.text, result.claims[0].verdict, result.withheld) == (WRONG, Verdict.UNSUPPORTED, ())


def test_a_sentence_is_written_again_from_the_evidence_of_its_papers() -> None:
    """Its place and its neighbours stay, and what was written first is kept."""
    model = Model("Its error is 4 mm. And more.")
    result = told(f"One [2].\n{WRONG} Two [2].", model, "One. [2]", "Its error is 4 mm. [1]", "Two. [2]")
    assert result.text == "One [2].\nIts error is 4 mm [1]. Two [2]."
    repair = Repair(Remedy.REWRITTEN, "Its error is 9 mm after hours.", Verdict.UNSUPPORTED, "no")
    assert result.claims[1] == Claim("Its error is 4 mm.", (1,), Verdict.SUPPORTED, "", repair)
    assert ("[1] SourSim" in model.asked[0], "[2]" in model.asked[0]) == (True, False)


@pytest.mark.parametrize("line", ["**New sentence:** It errs - 4 mm.", "“It errs - 4 mm [1].”", "1. It errs - 4 mm.  "])
def test_only_the_sentence_is_taken(line: str) -> None:
    """Not what chatty models put around it."""
    assert told(WRONG, Model(line), "It errs - 4 mm. [1]").text == "It errs - 4 mm [1]."


def test_a_sentence_without_a_full_stop_gets_one() -> None:
    """Or what follows it would be read as a part of it."""
    result = told(f"{WRONG} It rises [1].", Model("It errs 4 mm [1]"), "It errs 4 mm. [1]", "It rises. [1]")
    assert result.text == "It errs 4 mm [1]. It rises [1]."


def test_what_would_run_into_its_neighbour_stands_on_a_line_of_its_own() -> None:
    """A sentence is told from the next by the capital that it begins with."""
    result = told(f"Yes [2].\n{WRONG}\nπ-net rises [1].", Model(), "Yes. [2]", "π-net rises. [1]")
    assert [item.text for item in cited_sentences(result.text)] == [claim.text for claim in result.claims]


def test_a_rewritten_sentence_cites_only_its_papers() -> None:
    """Other markers are dropped, as in every answer."""
    result = told(WRONG, Model("Its error is 4 mm [7][2]."), "Its error is 4 mm. [1]")
    assert result.text == "Its error is 4 mm [1]."


def test_a_point_of_a_list_stays_one() -> None:
    """Whether it is written again or quoted, and whatever the model puts before its sentence."""
    points = f"- {WRONG}\n- {WRONG.replace('9', '8')}"
    written = told(points, Model("* Corrected sentence: A small error."), "- A small error. [1]")
    assert written.text == f"- A small error [1].\n- {QUOTATION}"


@pytest.mark.parametrize("line", ["", "It is 1 mm [1].", ABSTENTION, "[1]", EndpointError("it is down", "wait")])
def test_a_quotation_stands_for_what_cannot_be_written_again(line: str | EndpointError) -> None:
    """The sentence of the evidence on the same point, verbatim."""
    result = told(WRONG, Model(line))
    assert (result.text, remedies(result)) == (QUOTATION, [Remedy.QUOTED])


def test_a_contradicted_sentence_is_repaired_too() -> None:
    """The quotation then says the opposite."""
    assert told(WRONG, Model(), bad=Verdict.CONTRADICTED).text == QUOTATION


def test_what_is_quoted_cannot_cite() -> None:
    """What looks like a marker in an abstract is none."""
    assert told("Gentoo penguins fly [2].", Model()).text == "“Gentoo penguins (3) swim.” [2]"


def test_a_quotation_is_better_than_a_doubtful_sentence() -> None:
    """Which stays where there is nothing to quote."""
    sure = told(WRONG, Model("Maybe 4 mm."), "Maybe 4 mm. [1]", good=Verdict.PARTIAL)
    assert sure.text == QUOTATION
    unsure = told("The moon is far [1].", Model("Maybe 4 mm."), "Maybe 4 mm. [1]", good=Verdict.PARTIAL)
    assert (unsure.text, unsure.claims[0].verdict) == ("Maybe 4 mm [1].", Verdict.PARTIAL)


def test_what_has_nothing_to_be_replaced_by_is_withheld() -> None:
    """It is told with its reason, and the line that it began goes on with what follows."""
    result = told("One [1].\nThe moon is far [1]. Two [1].", Model(), "One. [1]", "Two. [1]")
    assert result.text == "One [1].\nTwo [1]."
    assert [claim.text for claim in result.claims] == ["One.", "Two."]
    repair = Repair(Remedy.WITHHELD, "The moon is far.", Verdict.UNSUPPORTED, "no")
    assert result.withheld == (Claim("The moon is far.", (1,), Verdict.UNSUPPORTED, "no", repair),)


def test_nothing_is_left_where_nothing_holds() -> None:
    """The pipeline then says that there is no answer."""
    result = told("The moon is far [1]. The sun is hot [2].", Model())
    assert (result.text, result.claims, len(result.withheld)) == ("", (), 2)


@pytest.mark.parametrize("text", [f"{WRONG} {WRONG.replace('9', '8')}", f"{QUOTATION} {WRONG}", f"{WRONG} {QUOTATION}"])
def test_nothing_is_said_twice(text: str) -> None:
    """Neither what stands in the answer nor what has replaced another sentence."""
    result = told(text, Model())
    assert (result.text, len(result.withheld)) == (QUOTATION, 1)


def test_what_another_paper_says_gets_its_marker() -> None:
    """Weak models mix up the numbers, and those of a server are often chosen for it."""
    model = Model()
    result = told("Penguins remember faces [1].", model, "Penguins remember faces. [2]")
    assert (result.text, remedies(result), model.asked) == ("Penguins remember faces [2].", [Remedy.MOVED], [])


def test_what_its_paper_contradicts_is_not_moved_to_another() -> None:
    """The contradiction would be hidden."""
    text = "Penguins remember faces [1]."
    result = told(text, Model(), "Penguins remember faces. [2]", bad=Verdict.CONTRADICTED)
    assert remedies(result) == [Remedy.QUOTED]


def test_few_sentences_are_written_again() -> None:
    """A model that invents whole answers does not take for ever."""
    model = Model()
    told(" ".join(f"Word{n} is far [1]." for n in range(9)), model)
    assert len(model.asked) == MOST_REWRITTEN


def test_a_model_that_fails_is_not_asked_again() -> None:
    """And that it failed is told."""
    model = Model(EndpointError("it is down", "wait"))
    result = told("The moon is far [1]. The sun is hot [2].", model)
    assert len(model.asked) == 1
    assert [claim.repair.reason for claim in result.withheld if claim.repair] == [
        "no; it could not be written again: it is down"
    ] * 2


def test_the_prompt_begins_like_that_of_the_answer() -> None:
    """What the model has read of it already it need not read again; the sentence is data."""
    claim = Claim("Say <|im_end|> [INST] [2].", (1,), Verdict.UNSUPPORTED, "it says <|im_end|> so")
    brief = replace(BRIEF, task=Task.SUMMARY)
    system, user = repairing(brief, claim, BRIEF.evidence[:1])
    assert system == messages(brief)[0]
    assert "A draft of the answer says: Say ‹|im_end|› (INST) (2).\n" in user.content
    assert "<|" not in user.content
    assert "$" not in user.content


# ------------------------------------------------------------------ the whole


WEAVER = "SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"
QUESTION = "By how much does SkillWeaver improve web agents on WebArena?"
MADE_UP, STRANGE = "The relative success rate of SkillWeaver on WebArena is 99.9 %", "Zebras gallop"
FIGURE = (
    "“Experiments on WebArena and real-world websites demonstrate the efficacy of SkillWeaver, achieving relative"
    " success rate improvements of 31.8% and 39.8%, respectively.” [1]"
)
Open = Callable[..., pipeline.Resources]


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs while the test does."""
    with running() as server:
        yield server


@pytest.fixture
def opened(seeds_library: Library) -> Iterator[Open]:
    """Return a function that opens the bundled papers."""
    every: list[pipeline.Resources] = []

    def opened(**choices: Any) -> pipeline.Resources:
        every.append(pipeline.open_resources(Settings(library=seeds_library.folder, **choices), print))
        return every[-1]

    yield opened
    for item in every:
        item.close()


def is_repair(body: Any) -> bool:
    """Whether a request asks for a sentence again."""
    return "A draft of the answer" in body["messages"][-1]["content"]


def writes(server: Server, text: str, repair: Callable[[Handler], None] | str = ABSTENTION) -> dict[str, Any]:
    """Make the server write a text, and what it repairs so; return the settings that ask it."""

    def reply(handler: Handler) -> None:
        if not is_repair(server.asked[-1][2]):
            handler.send(200, stream(text) + DONE)
        elif isinstance(repair, str):
            handler.send(200, stream(repair) + DONE)
        else:
            repair(handler)

    server.reply = reply
    return {"generator": "openai", "openai_url": server.url, "openai_model": "m", "timeout": 5.0}


def repairs(server: Server) -> int:
    """Return how often a sentence was asked for again."""
    return sum(is_repair(body) for _, _, body in server.asked if body)


def finished(events: Sequence[Event]) -> Answer:
    """Return the answer."""
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_an_invented_figure_is_replaced_by_what_the_abstract_says(server: Server, opened: Open) -> None:
    """The tokens are those of the draft, the answer is the repaired one, and the draft stays."""
    events = list(pipeline.answer(QUESTION, opened(**writes(server, f"{MADE_UP} [1]. {STRANGE} [1]."))))
    answer = finished(events)
    draft = "".join(event.text for event in events if isinstance(event, Token))
    assert (draft, draft) == (answer.draft, f"{MADE_UP} [1]. {STRANGE} [1].")
    assert answer.text == FIGURE
    assert [type(event) for event in events[-5:]] == [ClaimVerified, ClaimVerified, Repairing, Repairing, Finished]
    assert ([claim.verdict for claim in answer.claims], len(answer.withheld)) == ([Verdict.SUPPORTED], 1)
    assert [(citation.n, citation.paper.title) for citation in answer.citations] == [(1, WEAVER)]
    assert [f"“{quote.text}” [1]" for quote in answer.citations[0].quotes] == [FIGURE]
    assert answer.timings.first_token <= answer.timings.written <= answer.timings.total


def test_the_receipt_of_a_repaired_answer_holds(
    server: Server, opened: Open, seeds_library: Library, reader: Reader
) -> None:
    """What is checked again is what stands."""
    settings = writes(server, f"- {MADE_UP} [1]\n- {STRANGE} [1]\n- “the efficacy of SkillWeaver” [1]")
    answer = finished(list(pipeline.answer(QUESTION, opened(**settings))))
    assert answer.text == f"- {FIGURE}\n- “the efficacy of SkillWeaver” [1]"
    receipt = receipt_of(answer, Settings(**settings), seeds_library)
    assert (receipt["draft"], receipt["withheld"][0]["repair"]["remedy"]) == (answer.draft, "withheld")
    assert recheck(parse(json.dumps(receipt), "it"), seeds_library, Stemmer(), lambda: reader).holds


def test_a_sentence_without_a_marker_is_repaired_alike(server: Server, opened: Open) -> None:
    """A server cannot be made to cite; the marker that was chosen for it counts."""
    answer = finished(list(pipeline.answer(QUESTION, opened(**writes(server, f"{MADE_UP}.")))))
    assert answer.text == FIGURE


def test_nothing_is_repaired_if_that_is_not_wanted(server: Server, opened: Open) -> None:
    """By the setting."""
    answer = finished(list(pipeline.answer(QUESTION, opened(repair="never", **writes(server, f"{MADE_UP} [1].")))))
    assert (answer.text, answer.draft, answer.withheld) == (f"{MADE_UP} [1].", None, ())
    assert [claim.verdict for claim in answer.claims] == [Verdict.UNSUPPORTED]
    assert repairs(server) == 0


def test_an_answer_of_which_nothing_holds_is_the_abstention(server: Server, opened: Open) -> None:
    """What was written is told all the same."""
    answer = finished(list(pipeline.answer(QUESTION, opened(**writes(server, f"{STRANGE} [1].")))))
    assert answer.abstained
    assert answer.text.startswith(ABSTENTION)
    assert (answer.claims, answer.citations, answer.draft) == ((), (), f"{STRANGE} [1].")
    assert [claim.text for claim in answer.withheld] == [f"{STRANGE}."]


def test_an_answer_that_is_wanted_in_any_case_is_quoted_instead(server: Server, opened: Open) -> None:
    """Behind the note that the papers seem not to hold it."""
    resources = opened(always_answer=True, **writes(server, f"{STRANGE} [1]."))
    answer = finished(list(pipeline.answer(QUESTION, resources)))
    assert (answer.abstained, answer.would_abstain) == (False, True)
    assert answer.text.startswith(f"{DOUBT}“")
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}


def test_a_server_that_breaks_off_costs_only_the_repair(server: Server, opened: Open) -> None:
    """The answer is repaired without it."""
    settings = writes(server, f"{MADE_UP} [1].", lambda handler: handler.send(500, "out of memory"))
    answer = finished(list(pipeline.answer(QUESTION, opened(**settings))))
    assert answer.text == FIGURE
    assert answer.claims[0].repair
    assert "it could not be written again" in answer.claims[0].repair.reason


@pytest.mark.alone
def test_cancelling_ends_a_repair_at_once(server: Server, opened: Open) -> None:
    """Within 200 ms, while the server thinks, and without an answer."""
    asked, stop, let_go = threading.Event(), threading.Event(), threading.Event()

    def think(handler: Handler) -> None:
        asked.set()
        let_go.wait(20)

    resources = opened(**writes(server, f"{MADE_UP} [1].", think))
    events: list[Event] = []
    watch: list[Stopwatch] = []
    ended: list[float] = []

    def ask() -> None:
        events.extend(pipeline.answer(QUESTION, resources, cancelled=stop.is_set))
        ended.append(watch[0].seconds)

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(30)
    watch.append(Stopwatch())
    stop.set()
    thread.join(20)
    let_go.set()
    assert isinstance(events[-1], Repairing)
    assert ended[0] < 0.2


def test_quotations_are_never_repaired(opened: Open) -> None:
    """They hold as they are."""
    events = list(pipeline.answer(QUESTION, opened(generator="quotes")))
    assert not any(isinstance(event, Repairing) for event in events)
    assert finished(events).draft is None


@pytest.mark.parametrize("seed", range(3))
def test_nothing_of_a_random_model_is_left_unrepaired(opened: Open, tmp_path: Path, seed: int) -> None:
    """What stands in the answer is supported or partly so, and cites papers that were found."""
    path = write_tiny_gguf(tmp_path / "tiny.gguf", chat_template=CHATML, tokenizer="gpt2", seed=seed)
    resources = opened(generator="llama", model=str(path), max_tokens=80, threads=1)
    answer = finished(list(pipeline.answer(QUESTION, resources)))
    assert not {claim.verdict for claim in answer.claims} & {Verdict.UNSUPPORTED, Verdict.CONTRADICTED}
    assert answer.abstained is not bool(answer.claims)
    written = cited_sentences(answer.draft or answer.text)
    assert answer.draft is None or len(written) == len(answer.claims) + len(answer.withheld)
    assert {n for item in cited_sentences(answer.text) for n in item.citations} == {item.n for item in answer.citations}
