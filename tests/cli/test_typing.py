"""What is typed on the command line: in any order, and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.cli.conftest import Assistant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("aks robots", "there is no command 'assistant aks' – did you mean ask?"),
        ("summarise robots", "did you mean summarize?"),
        ("setings", "did you mean config?"),
        ("sessions remove", "did you mean delete?"),
        ("models dwnload", "did you mean pull?"),
        ("help sesions", "did you mean sessions?"),
        ("ask --jsn robots", "'assistant ask' has no option --jsn – did you mean --json?"),
        ("--verison", "did you mean --version?"),
        ("ask robots --generator llma", "did you mean llama?"),
        ("library compct", "did you mean compact?"),
        ("ask --since 2025 robots", "write it into the question: since:2025"),
        ("--json ask robots", "it stands behind the command, as in assistant ask --json"),
        ("What is SkillWeaver?", 'a question is asked with: assistant ask "…"'),
        ("verify", "RECEIPT is missing behind 'assistant verify'"),
        ("doctor now", "'now' is too much behind 'assistant doctor'"),
        ("search robots -k ten", "assistant search: -k: invalid int value: 'ten'"),
        ("frobnicate", "'assistant --help' shows what there is"),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line_with_what_was_meant(run: Assistant, typed: str, said: str) -> None:
    """The usage of the whole program would hide the one thing that is wrong."""
    done = run(*typed.split())
    assert (ExitCode.USAGE, 1) == (done.code, done.err.count("\n"))
    assert said in done.err


def test_options_stand_anywhere_among_the_words(run: Assistant) -> None:
    """argparse alone takes words only up to the first option."""
    first, last = run("search", "--json", "robot", "hands").json(), run("search", "robot", "hands", "--json").json()
    assert first == run("search", "robot", "--json", "hands").json() == last
    assert "robot hands" == first["question"]


def test_filter_with_a_minus_is_no_option(run: Assistant) -> None:
    """Wherever it stands, also where the shell gives it as a word of its own."""
    for words in (("hands", "-year:2024"), ("-year:2024", "hands"), ("hands -year:2024",)):
        assert "searching only papers not dated 2024" in run("search", *words, "-k", "1").err


def test_behind_two_dashes_everything_is_a_word(run: Assistant) -> None:
    """So a question may begin with a dash."""
    assert "--yes robots" == run("search", "--json", "--", "--yes", "robots").json()["question"]


def test_help_of_a_command_is_told_by_the_command_help(run: Assistant) -> None:
    """`help` is what many programs call it."""
    assert "usage: assistant index" in run("help", "index").out
    assert "for example:" in run("help").out
    assert run("--version").out == run("-V").out


@pytest.mark.parametrize("command", ["ask", "search", "summarize"])
def test_command_without_words_shows_how_that_command_is_used(run: Assistant, command: str) -> None:
    """An example of another command would be no help."""
    done = run(command)
    assert ExitCode.USAGE == done.code
    assert f'for example: assistant {command} "' in done.err


def test_file_in_the_place_of_a_library_is_told_as_that(run: Assistant, tmp_path: Path) -> None:
    """To make a library there would be wrong advice."""
    (tmp_path / "papers.txt").write_text("no library")
    done = run("ask", "robots", "--library", str(tmp_path / "papers.txt"))
    assert (ExitCode.FAILED, True) == (done.code, "papers.txt is no folder, as a library is" in done.err)
