"""`--batch`: a line out for each line in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.cli.conftest import Assistant


def lines(*values: object) -> str:
    """Return values as JSONL."""
    return "".join(json.dumps(value) + "\n" for value in values)


def test_each_line_gives_its_answer(run: Assistant) -> None:
    """Answers come in the order of the questions, with their ids."""
    stdin = lines({"id": "a", "question": "What is DIAYN?"}, {"id": 2, "question": "UMI?"})
    done = run("ask", "--batch", "-", stdin=stdin)
    assert ["a", 2] == [answer["id"] for answer in done.lines()]
    assert ExitCode.ANSWERED == done.code


def test_dialogue_gives_its_turns(run: Assistant) -> None:
    """A follow-up is understood from what was asked before."""
    turns = [{"question": "What is SkillRouter?"}, {"question": "how large is that pipeline?"}]
    (value,) = run("ask", "--batch", "-", stdin=lines({"id": "d", "turns": turns})).lines()
    assert ["id", "turns"] == list(value)
    assert "SkillRouter" in value["turns"][1]["standalone"]
    assert "1.2B" in value["turns"][1]["answer"]


def test_failing_lines_do_not_stop_the_others(run: Assistant) -> None:
    """Each bad line gives its error, each good one its answer, and the exit code says that something failed."""
    bad, good = lines({"id": "empty", "question": " "}, [1], {"id": "none"}), lines({"id": "good", "question": "UMI?"})
    stdin = f"{bad}not JSON\n{good}"
    done = run("ask", "--batch", "-", stdin=stdin)
    assert ["UsageError", "InputError", "InputError", "InputError", None] == [
        value.get("error", {}).get("kind") for value in done.lines()
    ]
    assert ["empty", None, "none", None, "good"] == [value["id"] for value in done.lines()]
    assert ExitCode.FAILED == done.code


def test_bad_turn_leaves_the_others(run: Assistant) -> None:
    """It gets its error in its place, and the next turn goes on with the one before it."""
    turns = ["What is SkillRouter?", "word " * 1000, 7, {"question": "how large is that pipeline?"}]
    done = run("ask", "--batch", "-", stdin=lines({"id": "d", "turns": turns}, {"id": "e", "question": "UMI?"}))
    dialogue, other = done.lines()
    assert [None, "UsageError", "InputError", None] == [turn.get("error", {}).get("kind") for turn in dialogue["turns"]]
    assert [turns[0], turns[1], None] == [turn["question"] for turn in dialogue["turns"][:3]]
    assert "1.2B" in dialogue["turns"][3]["answer"]
    assert "e" == other["id"]
    assert ExitCode.FAILED == done.code


def test_dialogue_without_any_question_is_an_error(run: Assistant) -> None:
    """There is no turn to tell of."""
    (value,) = run("ask", "--batch", "-", stdin=lines({"id": "d", "turns": [{}]})).lines()
    assert "InputError" == value["error"]["kind"]


def test_error_says_what_and_what_to_do(run: Assistant) -> None:
    """An error line has a kind, a message and a hint."""
    (value,) = run("ask", "--batch", "-", stdin=lines({"id": "x", "question": ""})).lines()
    assert ["kind", "message", "hint"] == list(value["error"])


def test_lone_surrogate_is_answered(run: Assistant) -> None:
    """A question that no encoder can write still gets a line that one can read."""
    (value,) = run("ask", "--batch", "-", stdin='{"id": "s", "question": "What is DIAYN \\ud800?"}\n').lines()
    assert "DIAYN" in value["answer"]


def test_blank_lines_are_no_questions(run: Assistant) -> None:
    """Empty lines and a missing last line break change nothing."""
    assert 1 == len(run("ask", "--batch", "-", stdin='\n\n{"question": "UMI?"}').lines())


def test_missing_file_is_a_usage_error(run: Assistant, tmp_path: Path) -> None:
    """A file that is not there is named."""
    done = run("ask", "--batch", str(tmp_path / "none.jsonl"))
    assert ExitCode.USAGE == done.code
    assert "none.jsonl" in done.err


@pytest.mark.parametrize("command", ["ask", "search"])
def test_question_beside_a_batch_is_a_usage_error(run: Assistant, command: str) -> None:
    """It would not be answered."""
    done = run(command, "--batch", "-", "What is UMI?", stdin=lines({"question": "What is DIAYN?"}))
    assert ExitCode.USAGE == done.code
    assert "What is UMI?" in done.err
    assert done.out == ""


def test_search_takes_a_batch_too(run: Assistant, tmp_path: Path) -> None:
    """`search --batch` ranks the papers for each line."""
    file = tmp_path / "q.jsonl"
    file.write_text(lines({"id": "a", "question": "robots that play basketball"}))
    (value,) = run("search", "--batch", str(file), "-k", "3").lines()
    assert ["id", "question", "notes", "retrieved"] == list(value)
    assert 3 == len(value["retrieved"])


def test_new_topic_in_a_dialogue_is_searched_alone(run: Assistant) -> None:
    """A question that says enough does not inherit the paper of the turn before, nor does an off-topic one."""
    turns = [
        {"question": "What is SkillRouter?"},
        {"question": "How many hours of video does the EvoStruggle dataset of people struggling hold?"},
        {"question": "How do central banks transmit monetary policy to mortgage rates?"},
    ]
    (value,) = run("ask", "--batch", "-", stdin=lines({"turns": turns})).lines()
    assert turns[1]["question"] == value["turns"][1]["standalone"]
    assert "61.68 hours" in value["turns"][1]["answer"]
    assert value["turns"][2]["abstained"]
