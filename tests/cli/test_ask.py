"""`assistant ask`, one question at a time, on the bundled papers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.abstention import UNSURE
from assistant.errors import ExitCode
from tests.cli.conftest import Assistant
from tests.generation.chat_server import DONE, Server, running, stream

WEBARENA = "By how much does SkillWeaver improve web agents on WebArena?"
MONEY = "How do central banks transmit monetary policy to mortgage rates?"


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs while the test does."""
    with running() as server:
        yield server


def test_answers_with_the_figure_and_the_title(run: Assistant) -> None:
    """The answer holds the asked number and names the paper it is from."""
    done = run("ask", WEBARENA)
    assert ExitCode.ANSWERED == done.code
    assert "31.8%" in done.out
    assert "[1] SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills" in done.out


def test_says_that_quotations_answer_for_want_of_a_model(run: Assistant) -> None:
    """Without a GGUF one line on stderr says who answers."""
    assert "answering with quotations" in run("ask", WEBARENA).err


def test_quiet_says_nothing_on_stderr(run: Assistant) -> None:
    """`--quiet` leaves stderr empty."""
    assert run("ask", WEBARENA, "--quiet").err == ""


def test_question_comes_from_standard_input(run: Assistant) -> None:
    """Without a question among the arguments, stdin is the question."""
    assert WEBARENA == run("ask", "--json", stdin=WEBARENA + "\n").json()["question"]


def test_words_need_no_quotation_marks(run: Assistant) -> None:
    """Several arguments are one question."""
    assert "What is DIAYN?" == run("ask", "--json", "What", "is", "DIAYN?").json()["question"]


def test_off_topic_question_is_not_answered(run: Assistant) -> None:
    """What the library does not hold is said not to be there, with the nearest papers and exit code 4."""
    done = run("ask", MONEY)
    assert ExitCode.ABSTAINED == done.code
    assert done.out.startswith("I don't know. None of the 352 papers in the library answers this. The nearest are “")


def test_json_has_the_promised_keys(run: Assistant) -> None:
    """The keys of an answer are those of the README, in that order."""
    value = run("ask", "--json", WEBARENA).json()
    keys = "id question standalone notes answer draft abstained would_abstain unsure claims withheld citations"
    rest = "retrieved summary generator model timings_ms tokens model_ms tokens_per_second"
    assert [*keys.split(), *rest.split()] == list(value)
    assert ["text", "citations", "verdict", "reason", "repair"] == list(value["claims"][0])
    facts = ["authors", "venue", "doi", "arxiv_id", "url", "key"]
    assert ["n", "paper", "title", "year", "quotes", "suspicions", *facts] == list(value["citations"][0])
    assert ["paper", "title", "score"] == list(value["retrieved"][0])
    assert ["retrieve", "read", "first_token", "written", "total"] == list(value["timings_ms"])


def test_json_retrieves_ten_papers(run: Assistant) -> None:
    """There are ten papers to look at, the right one first."""
    retrieved = run("ask", "--json", WEBARENA).json()["retrieved"]
    assert 10 == len(retrieved)
    assert retrieved[0]["title"].startswith("SkillWeaver")


def test_every_quote_is_verbatim(run: Assistant) -> None:
    """Each quote is the stretch of the stored abstract that its offsets name."""
    citations = run("ask", "--json", WEBARENA).json()["citations"]
    abstracts = {paper["paper"]: paper["abstract"] for paper in run("papers", "--json").json()}
    for citation in citations:
        for quote in citation["quotes"]:
            assert abstracts[citation["paper"]][quote["start"] : quote["end"]] == quote["text"]


def test_every_marker_names_a_citation(run: Assistant) -> None:
    """The numbers in the text and those of the citations are the same."""
    value = run("ask", "--json", WEBARENA).json()
    assert {int(n) for n in re.findall(r"\[(\d+)\]", value["answer"])} == {item["n"] for item in value["citations"]}


def test_abstention_cites_nothing(run: Assistant) -> None:
    """An answer that is none has no claims and no citations, but the papers that were found."""
    value = run("ask", "--json", MONEY).json()
    assert (True, [], []) == (value["abstained"], value["claims"], value["citations"])
    assert 10 == len(value["retrieved"])


def test_always_answer_answers_with_a_note(run: Assistant) -> None:
    """The nearest papers answer, and the JSON says that it would have abstained."""
    done = run("ask", "--always-answer", MONEY)
    assert ExitCode.ANSWERED == done.code
    assert done.out.startswith("The papers in the library seem not to hold the answer.")
    value = run("ask", "--always-answer", "--json", MONEY).json()
    assert (False, True) == (value["abstained"], value["would_abstain"])
    assert value["citations"]


def test_a_doubtful_answer_says_so_first(run: Assistant) -> None:
    """On a line of its own, before the quotations; what is answered for sure has no such line."""
    doubtful = "Which MLLM came first on M3GIA in Korean?"
    first, second, *rest = run("ask", doubtful).out.splitlines()
    assert (UNSURE.capitalize() + ".", "") == (" ".join(first.split()), second)
    assert rest[0].startswith("“")
    value = run("ask", "--json", doubtful).json()
    assert (True, [UNSURE]) == (value["unsure"], value["notes"])
    value = run("ask", "--json", WEBARENA).json()
    assert (False, []) == (value["unsure"], value["notes"])


def test_a_repaired_answer_is_told_as_it_stands(run: Assistant, server: Server) -> None:
    """Who reads the output gets the answer as it stands, and below it what became of what did not hold."""
    server.reply = lambda handler: handler.send(200, stream("SkillWeaver gains 99.9 % on WebArena [1].") + DONE)
    flags = ("--generator", "openai", "--openai-url", server.url, WEBARENA)
    done = run("ask", *flags)
    assert ExitCode.ANSWERED == done.code
    answer, *_, told = done.out.splitlines()
    assert re.fullmatch(r"“.*” \[1\]", answer)
    assert "  → “SkillWeaver gains 99.9 % on WebArena.” a quotation in its place" in told
    claim = run("ask", "--json", *flags).json()["claims"][0]
    original = {"original": "SkillWeaver gains 99.9 % on WebArena.", "verdict": "unsupported"}
    assert {"remedy": "quoted", **original, "reason": "the cited abstract does not say 99.9"} == claim["repair"]
    kept = run("ask", "--repair", "never", *flags)
    assert kept.out.startswith("SkillWeaver gains 99.9 % on WebArena [1].\n")


def test_an_answer_of_which_nothing_holds_is_none(run: Assistant, server: Server) -> None:
    """The exit code says so, and what was written is told and in the JSON."""
    server.reply = lambda handler: handler.send(200, stream("Zebras gallop [1].") + DONE)
    done = run("ask", "--generator", "openai", "--openai-url", server.url, WEBARENA)
    assert ExitCode.ABSTAINED == done.code
    assert done.out.startswith("I don't know.")
    assert "none holds\n  → “Zebras gallop.” withheld: " in done.out
    value = run("ask", "--json", "--generator", "openai", "--openai-url", server.url, WEBARENA).json()
    assert ("Zebras gallop [1].", "withheld") == (value["draft"], value["withheld"][0]["repair"]["remedy"])


def test_named_library_must_exist(run: Assistant, tmp_path: Path) -> None:
    """Only the default library is filled unasked."""
    done = run("ask", WEBARENA, "--library", str(tmp_path / "none"))
    assert ExitCode.MISSING == done.code
    assert "assistant index" in done.err
    assert not (tmp_path / "none").exists()


def test_llama_without_a_model_is_missing_one(run: Assistant) -> None:
    """Who asks for llama.cpp is told that there is no model."""
    done = run("ask", WEBARENA, "--generator", "llama")
    assert ExitCode.MISSING == done.code
    assert "GGUF" in done.err


def test_openai_without_an_address_is_a_usage_error(run: Assistant) -> None:
    """Nothing is sent anywhere unless the address was given."""
    assert ExitCode.USAGE == run("ask", WEBARENA, "--generator", "openai").code


def test_control_characters_do_not_reach_the_output(run: Assistant) -> None:
    """A question full of terminal sequences comes back without one."""
    hostile = "What is DIAYN\x1b]52;c;aGk=\x07 \x1b[31m\u202e\u200b\x9b1m?"
    for arguments in (["ask"], ["ask", "--json"]):
        out = run(*arguments, stdin=hostile).out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", out)


def test_broad_question_that_names_a_paper_is_answered_from_it(run: Assistant) -> None:
    """Other papers are quoted beside it only if they are about as relevant."""
    value = run("ask", "--json", "Which websites was SkillWeaver tested on?").json()
    assert ["SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"] == [
        citation["title"] for citation in value["citations"]
    ]


def test_theme_is_answered_from_several_papers(run: Assistant) -> None:
    """Each of them gives one sentence."""
    value = run("ask", "--json", "list the papers that test whether language models can handle analogies").json()
    assert len(value["citations"]) >= 4
    assert {1} == {len(citation["quotes"]) for citation in value["citations"]}


def test_library_answers_for_itself(run: Assistant) -> None:
    """What is stored beside the abstracts is cited, not quoted."""
    done = run("ask", "When was ZEST published?")
    assert ExitCode.ANSWERED == done.code
    assert "is dated 2026-01-30 [1]." in done.out
    assert "checked" not in done.out


def test_unknown_date_is_said(run: Assistant) -> None:
    """Exit code 4, as for any question that the library cannot answer."""
    assert ExitCode.ABSTAINED == run("ask", "When was SkillWeaver published?").code


def test_papers_left_out_by_a_filter_are_counted(run: Assistant) -> None:
    """On stderr, and in JSON."""
    done = run("ask", "--json", "Which 2025 papers are about web agents?")
    assert "282 papers without a date" in done.err
    assert ["282 papers without a date" in note for note in done.json()["notes"]] == [True]


def test_filters_alone_are_answered_from_all_that_pass(run: Assistant) -> None:
    """A sentence from each, since none is nearer to a question that says no more."""
    value = run("ask", "--json", "papers from March 2026").json()
    assert 8 == len(value["retrieved"]) == len(value["citations"])


def test_dialogue_points_at_earlier_answers(run: Assistant) -> None:
    """The second one is the second paper that was cited."""
    turns = [{"question": "list the papers about analogies"}, {"question": "What does the second one find?"}]
    line = json.dumps({"id": 1, "turns": turns})
    first, second = run("ask", "--batch", "-", stdin=line).json()["turns"]
    assert [first["citations"][1]["title"]] == [citation["title"] for citation in second["citations"]]
