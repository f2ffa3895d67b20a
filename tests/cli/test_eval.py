"""`assistant eval`: a person's own questions over the bundled papers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import diagnostics
from assistant.errors import ExitCode
from tests.cli.conftest import Assistant
from tests.tiny_gguf import CHATML, write_tiny_gguf

SKILL_WEAVER = "SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"
RIGHT = {
    "id": "right",
    "question": "By how much does SkillWeaver improve web agents on WebArena?",
    "gold": [SKILL_WEAVER],
    "facts": ["31.8%"],
}
WRONG = RIGHT | {"id": "wrong", "facts": ["99.9%"]}
BEYOND = {"id": "beyond", "question": "How do central banks transmit monetary policy to mortgage rates?"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the questions stand."""
    return tmp_path / "own.jsonl"


def write(file: Path, *values: object) -> str:
    """Write values as JSONL and return the path."""
    file.write_text("".join(json.dumps(value) + "\n" for value in values))
    return str(file)


def test_table_comes_first_and_then_what_went_wrong(run: Assistant, file: Path) -> None:
    """Everything is on stdout, and nothing on stderr says how far it is when that is no terminal."""
    run("papers")
    done = run("eval", write(file, RIGHT, WRONG, BEYOND))
    assert (ExitCode.ANSWERED, "") == (done.code, done.err)
    assert "352 papers, answered by quotes" == done.out.splitlines()[0]
    assert "R@1 1.000 · R@3 1.000" in done.out
    assert done.out.index("precision 1.000 · recall 1.000") < done.out.index("What went wrong, single (1)")
    assert "facts: expected “99.9%”" in done.out


def test_json_is_for_programs(run: Assistant, file: Path) -> None:
    """The same figures and failures."""
    value = run("eval", "--json", write(file, RIGHT, WRONG, BEYOND)).json()
    assert (0.5, 1.0) == (value["scores"]["single"]["facts"], value["scores"]["unanswerable"]["recall"])
    assert ["wrong"] == [failure["id"] for failure in value["failures"]]


def test_bad_line_is_told_and_the_others_count(run: Assistant, file: Path) -> None:
    """The exit code says that something failed."""
    done = run("eval", write(file, RIGHT, {"question": "q", "glod": ["x"]}, RIGHT | {"gold": ["No such paper"]}))
    assert ExitCode.FAILED == done.code
    assert 'assistant: own.jsonl, line 2: there is no key "glod" – did you mean "gold"?' in done.err
    assert "own.jsonl, line 3: no paper in the library is called “No such paper”" in done.err
    assert "single (1)" in done.out


def test_kind_chooses_lines(run: Assistant, file: Path) -> None:
    """Others are passed over; none left is a usage error."""
    write(file, RIGHT, BEYOND)
    assert ["unanswerable", "all"] == list(run("eval", str(file), "--kind", "unanswerable", "--json").json()["scores"])
    assert ExitCode.USAGE == run("eval", str(file), "--kind", "claims").code


def test_missing_file_is_a_usage_error(run: Assistant, file: Path) -> None:
    """It is named."""
    done = run("eval", str(file))
    assert (ExitCode.USAGE, True) == (done.code, "own.jsonl does not exist" in done.err)


def test_own_library_is_scored(run: Assistant, file: Path, tmp_path: Path) -> None:
    """`--library` names it."""
    assert ExitCode.MISSING == run("eval", write(file, RIGHT), "--library", str(tmp_path / "none")).code


def test_quotations_answer_unless_a_generator_is_set(run: Assistant, file: Path) -> None:
    """One that is named has to be there."""
    assert "quotes" == run("eval", write(file, RIGHT), "--json").json()["generator"]
    assert ExitCode.MISSING == run("eval", str(file), "--generator", "llama").code


def test_abstention_is_measured_though_it_always_answers(run: Assistant, file: Path) -> None:
    """What is measured is what was believed."""
    scores = run("eval", write(file, BEYOND), "--json", "--always-answer").json()["scores"]
    assert 1.0 == scores["unanswerable"]["recall"]


def test_hostile_questions_do_not_reach_the_terminal(run: Assistant, file: Path) -> None:
    """Neither from the file nor from its name."""
    hostile = write(file.with_name("o\x1b[31mwn.jsonl"), WRONG | {"question": "\x1b]52;c;aGk=\x07\u202eSkillWeaver"})
    done = run("eval", hostile)
    assert "own.jsonl line 1: SkillWeaver" in done.out
    assert not set("\x1b\x07\u202e") & set(done.out + done.err)
    assert not set("\x1b\x07\u202e") & set(run("eval", hostile, "--json").out)


def test_interrupt_prints_what_was_measured(run: Assistant, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that this is a part, and the exit code that it was interrupted."""

    def interrupt(self: diagnostics.Progress, stage: str, done: int, total: int) -> None:
        if (stage, done) == ("asking", 1):
            signal.raise_signal(signal.SIGINT)

    run("papers")
    monkeypatch.setattr(diagnostics.Progress, "__call__", interrupt)
    done = run("eval", write(file, RIGHT, RIGHT, RIGHT))
    assert ExitCode.INTERRUPTED == done.code
    assert done.out.startswith("PARTIAL, interrupted: 1 of 3 questions.")
    assert "R@1 1.000" in done.out


def test_scoring_does_not_load_torch(run: Assistant, file: Path) -> None:
    """Nor Chroma nor a language model."""
    run("papers")
    code = (
        "import sys; from assistant import cli; code = cli.main(sys.argv[1:]);"
        "print(code, *{'torch', 'chromadb', 'llama_cpp', 'sentence_transformers'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, "eval", write(file, RIGHT, BEYOND)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "0" == done.stdout.splitlines()[-1]


def test_claims_are_judged_by_the_local_model(run: Assistant, file: Path, tmp_path: Path) -> None:
    """Any verdict of a random one; it has to be there, and the server's model cannot be asked."""
    model = write_tiny_gguf(tmp_path / "tiny.gguf", chat_template=CHATML)
    claims = [{"claim": text, "title": SKILL_WEAVER, "label": "supported"} for text in ("It helps.", "It is so.")]
    done = run("eval", write(file, *claims), "--json", "--check", "llm", "--model", str(model), "--threads", "1")
    assert 2 == done.json()["scores"]["claims"]["questions"]
    assert "llama" == done.json()["generator"]
    assert ExitCode.USAGE == run("eval", str(file), "--check", "llm", "--generator", "quotes").code
