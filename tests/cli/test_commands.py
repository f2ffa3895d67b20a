"""The commands about papers: index, papers, search, summarize, config."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from assistant.resources import resource_folder
from assistant.settings import Settings, load, origins, read_keys
from tests.cli.conftest import Assistant


def seed(place: int) -> str:
    """Return the path of a bundled file."""
    return str(sorted(resource_folder("seeds").iterdir())[place])


def test_first_question_fills_the_default_library(
    run: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a fresh machine the bundled papers are indexed before the first answer, and that is said."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    first, second = run("search", "DIAYN"), run("search", "DIAYN")
    assert "indexing the bundled papers" in first.err
    assert "Diversity is All You Need" in first.out
    assert "indexing" not in second.err


def test_package_can_be_run_as_a_module() -> None:
    """Where the command is not on the path."""
    done = subprocess.run([sys.executable, "-m", "assistant", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("assistant ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("index - --library {}", ExitCode.FAILED), ("search", ExitCode.USAGE), ("", ExitCode.USAGE), ("config >&-", 0)],
)
def test_closed_streams_are_empty_ones(home: Path, arguments: str, code: int) -> None:
    """A service may have none."""
    command = f"exec {sys.executable} -m assistant {arguments.format(home / 'new')} <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (code, False) == (done.returncode, "Traceback" in done.stderr)


def test_index_twice_does_nothing_the_second_time(run: Assistant, tmp_path: Path) -> None:
    """The second run reads no file and embeds nothing."""
    arguments = ("index", seed(1), "--library", str(tmp_path))
    assert "50 papers" in run(*arguments).err
    assert "0 new, 0 changed, 0 embedded; 0 files read" in run(*arguments).err


def test_rebuild_embeds_nothing(run: Assistant, tmp_path: Path) -> None:
    """`--rebuild` remakes Chroma from what the library holds."""
    run("index", seed(1), "--library", str(tmp_path))
    assert "50 passages, nothing embedded" in run("index", "--rebuild", "--library", str(tmp_path)).err


def test_library_of_another_embedding_model_is_refused(run: Assistant, tmp_path: Path) -> None:
    """The error names both models and what to do."""
    run("index", seed(1), "--library", str(tmp_path))
    done = run("ask", "What is EvoSkill?", "--library", str(tmp_path), "--embedding-model", "other")
    assert ExitCode.FAILED == done.code
    assert "--embedding-model all-MiniLM-L6-v2" in done.err


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (bytes(range(256)), "not text"), (b"hello\nworld\n", "none of the formats")],
)
def test_bad_file_gets_one_line_and_stops_nothing(run: Assistant, tmp_path: Path, content: bytes, words: str) -> None:
    """A file that is no dump is named in one line; the other file is indexed."""
    (tmp_path / "bad.txt").write_bytes(content)
    done = run("index", str(tmp_path / "bad.txt"), seed(1), "--library", str(tmp_path / "library"), "--quiet")
    assert ExitCode.FAILED == done.code
    assert 1 == done.err.count("\n")
    assert words in done.err
    assert 50 == len(run("papers", "--json", "--library", str(tmp_path / "library")).json())


def test_papers_come_from_standard_input_with_mapped_fields(run: Assistant, tmp_path: Path) -> None:
    """They are told, written down, listed and cited with what is known of them."""
    record = {"heading": "On Gulls", "abstract": "Gulls steal chips. We lost 12 of them.", "authors": ["Ada Gull"]}
    more = {"doi": "10.1000/gulls", "venue": "Birds"}
    library, report = ("--library", str(tmp_path / "library")), str(tmp_path / "report.json")
    text = json.dumps(record | more) + "\nnonsense\n"
    done = run("index", "-", "--map", "title=heading", "--report", report, *library, stdin=text)
    assert (0, True) == (done.code, "standard input, line 2: not JSON" in done.err)
    assert 1 == json.loads(Path(report).read_text())["new"]
    shown = run("papers", "gulls", *library).out
    assert all(words in shown for words in ("Ada Gull", "Birds", "https://doi.org/10.1000/gulls"))
    assert "Ada Gull · Birds · https://doi.org/10.1000/gulls" in run("ask", "What do gulls steal?", *library).out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [(("--format", "bibtx"), "'bibtex'"), (("--map", "titel=x"), "'title'"), (("--map", "x"), "--map")],
)
def test_format_and_fields_are_checked_first(
    run: Assistant, tmp_path: Path, arguments: tuple[str, ...], hint: str
) -> None:
    """Before any library is made; the nearest name is told."""
    done = run("index", seed(1), *arguments, "--library", str(tmp_path / "library"))
    assert (ExitCode.USAGE, True) == (done.code, hint in done.err)
    assert not (tmp_path / "library").exists()


def test_missing_path_is_named(run: Assistant, tmp_path: Path) -> None:
    """A path that is not there is a usage error."""
    done = run("index", str(tmp_path / "nowhere"), "--library", str(tmp_path / "library"))
    assert ExitCode.USAGE == done.code
    assert "nowhere" in done.err


def test_index_without_a_path_says_what_to_name(run: Assistant) -> None:
    """`assistant index` alone is a usage error."""
    assert ExitCode.USAGE == run("index").code


def test_library_that_is_a_file_is_refused(run: Assistant, tmp_path: Path) -> None:
    """A file in the place of the library's folder is an error, no traceback."""
    (tmp_path / "file").write_text("x")
    done = run("index", seed(1), "--library", str(tmp_path / "file"))
    assert ExitCode.FAILED == done.code
    assert 1 == done.err.count("\n")


def test_environment_names_the_library(run: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`ASSISTANT_LIBRARY` is the library when no flag is."""
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(tmp_path))
    run("index", seed(1))
    assert 50 == len(run("papers", "--json").json())


def test_papers_are_one_array(run: Assistant) -> None:
    """`papers --json` is one array with all that is known."""
    papers = run("papers", "--json").json()
    assert 352 == len(papers)
    keys = ["paper", "title", "abstract", "date", "year", "author_count", "organisation", "suspicions"]
    keys += ["sources", "authors", "venue", "doi", "arxiv_id", "url", "key"]
    assert keys == list(papers[0])


def test_paper_is_shown_by_the_start_of_its_title(run: Assistant) -> None:
    """A start of a title is enough when it names one paper."""
    out = run("papers", "spatialtree").out
    assert "2025-12-23 · ByteDance Seed" in out
    assert "001_8a6406b9f37087b6.txt, line 65" in out


def test_unknown_paper_is_missing(run: Assistant) -> None:
    """A title that no paper has is said to be missing."""
    assert ExitCode.MISSING == run("papers", "the paper that nobody wrote").code


def test_search_shows_why(run: Assistant) -> None:
    """Each hit has its score and both ranks."""
    out = run("search", "robots that play basketball", "-k", "2").out
    assert "SkillMimic" in out.splitlines()[0]
    assert re.search(r"score \d+\.\d\d  words #1 \(\d+\.\d\)  meaning #\d+ \(0\.\d\d\)", out)


def test_search_that_finds_nothing_says_so(run: Assistant) -> None:
    """An empty ranking alone could be a failure; the exit code is that of an answer that is not held."""
    done = run("search", "year:2025 authors:>2000")
    assert (ExitCode.ABSTAINED, "") == (done.code, done.out)
    assert "there are no papers dated 2025, with 2001 or more authors in the library" in done.err


def test_search_says_that_no_paper_holds_a_word_of_it(run: Assistant) -> None:
    """There is always something nearest; it is no find."""
    done = run("search", "asdfghjkl", "--json")
    assert 10 == len(done.json()["retrieved"])
    assert "no paper holds a word of this: these are only the nearest by meaning" in done.json()["notes"]


def test_search_by_filters_alone_shows_no_scores(run: Assistant) -> None:
    """Nothing was ranked."""
    assert "score" not in run("search", 'title:"Diversity is All You Need"').out


def test_search_needs_at_least_one_paper(run: Assistant) -> None:
    """`-k 0` is a usage error."""
    assert ExitCode.USAGE == run("search", "x", "-k", "0").code


def test_summary_of_a_paper_cites_it_alone(run: Assistant) -> None:
    """Problem, method and result of one paper, each cited and checked."""
    value = run("summarize", "--paper", "SkillWeaver", "--json").json()
    assert [[1], [1], [1]] == [claim["citations"] for claim in value["claims"]]
    assert ["SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"] == [
        citation["title"] for citation in value["citations"]
    ]


def test_summary_of_a_topic_cites_several_papers(run: Assistant) -> None:
    """A topic is summarised from several papers, every sentence with a citation that supports it."""
    value = run("summarize", "unsupervised", "skill", "discovery", "--json").json()
    assert len(value["citations"]) >= 4
    assert {"supported"} == {claim["verdict"] for claim in value["claims"]}


def test_a_summary_names_the_papers_that_were_read_and_left_out(run: Assistant) -> None:
    """By theme for a program, in lines for a person."""
    value = run("summarize", "skills", "of", "agents", "--json").json()
    summary = value["summary"]
    read = [paper for theme in summary["themes"] for paper in theme["papers"]]
    numbers = {paper["n"] for paper in read} - {None}
    assert numbers == {citation["n"] for citation in value["citations"]}
    assert all(theme["name"] for theme in summary["themes"])
    reasons = [paper["reason"] for paper in summary["left_out"]]
    assert ["mention it", "may be about it", "seem not to be about it"] == list(dict.fromkeys(reasons))
    text = run("summarize", "skills", "of", "agents").out
    assert f"Read too, {len(read) - len(numbers)} of {len(read)}:" in text
    assert f"Left out, mention it ({reasons.count('mention it')}, the nearest):" in text
    assert "Left out, seem not to be about it, the nearest:" in text


def test_filters_may_stand_for_a_topic(run: Assistant) -> None:
    """As options, typed, and with a topic."""
    done = run("summarize", "--since", "2026", "--source", "003")
    assert "searching only papers dated 2026 or later, from 003" in done.err
    assert ExitCode.ANSWERED == done.code
    assert run("summarize", "since:2026", "source:003").out == done.out
    found = run("summarize", "agents", "--since", "2026", "--json").json()
    assert {2026} == {citation["year"] for citation in found["citations"]}


@pytest.mark.parametrize(
    "arguments", [("--since", "2026", "--paper", "ZEST"), ("--source", 'a"b'), ("--since", "soon"), ("--source", "")]
)
def test_filters_that_cannot_be_meant_are_refused(run: Assistant, arguments: tuple[str, ...]) -> None:
    """With what to do instead."""
    assert ExitCode.USAGE == run("summarize", *arguments).code


def test_ambiguous_title_is_refused(run: Assistant) -> None:
    """A start of several titles names no paper, and some of them are shown."""
    done = run("summarize", "--paper", "skill")
    assert ExitCode.USAGE == done.code
    assert "papers fit 'skill'" in done.err


def test_config_shows_where_each_value_comes_from(run: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting has a line with its place."""
    monkeypatch.setenv("ASSISTANT_SEED", "7")
    out = run("config", "--context", "2048").out
    assert "seed = 7 # ASSISTANT_SEED" in out
    assert "context = 2048 # flag" in out


def test_printed_settings_can_be_saved_as_the_settings_file(
    run: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is at its default is a comment, so that a later default counts; the key of a server is not shown."""
    monkeypatch.setenv("ASSISTANT_OPENAI_KEY", "very-secret")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text('[keys]\n"question.send" = "ctrl+g"\n')
    printed = run("config", "--always-answer", "--model", 'a "b"\\c', "--library", str(tmp_path)).out
    (tmp_path / "config.toml").write_text(printed)
    monkeypatch.delenv("ASSISTANT_OPENAI_KEY")
    assert "very-secret" not in printed
    assert {"always_answer", "model", "library"} == {
        name for name, origin in origins().items() if origin.place != "default"
    }
    assert (True, 'a "b"\\c', tmp_path) == (load().always_answer, load().model, load().library)
    assert {"question.send": "ctrl+g"} == read_keys()


def test_a_password_in_an_address_is_not_shown(run: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the address of the server is."""
    monkeypatch.setenv("ASSISTANT_OPENAI_URL", "http://ada:very/secret@127.0.0.1:9/v1")
    shown = [run(*words).out for words in (("config",), ("doctor",))]
    assert "# openai_url is set, and not shown # ASSISTANT_OPENAI_URL" in shown[0]
    assert "the server http://127.0.0.1:9/v1" in shown[1]
    assert not any("secret" in out for out in shown)


def test_every_setting_can_be_set_by_taking_its_mark_away(
    run: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The commented lines are settings too."""
    lines = run("config").out.splitlines()
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "config.toml"))
    settings = [line.removeprefix("# ") for line in lines if line.endswith("# default")]
    (tmp_path / "config.toml").write_text("\n".join(settings))
    assert [item.name for item in dataclasses.fields(Settings)] == list(tomllib.loads("\n".join(settings)))
    assert Settings() == load()


def test_chat_needs_a_terminal(run: Assistant) -> None:
    """Without a terminal the chat does not open."""
    assert ExitCode.USAGE == run("chat").code
    assert ExitCode.USAGE == run().code


def test_reader_that_goes_away_is_no_error_message(run: Assistant) -> None:
    """`assistant papers | head` ends in silence, with the exit code of a program that SIGPIPE ended."""
    run("papers")
    command = f"{sys.executable} -m assistant.cli papers --json | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ExitCode.BROKEN_PIPE, "") == (done.returncode, done.stderr)
    assert "[\n" == done.stdout


def test_reader_that_goes_away_before_little_output_is_no_error_message(run: Assistant) -> None:
    """What fits into the buffer fails only when the program ends."""
    run("papers")
    command = f"{sys.executable} -m assistant.cli config --quiet | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", f"exec 2>&1; {command}"], capture_output=True, text=True, check=False)
    assert ExitCode.BROKEN_PIPE == done.returncode
    assert "Exception ignored" not in done.stdout


def test_half_made_library_says_so(run: Assistant, tmp_path: Path) -> None:
    """Papers without vectors are counted on stderr, and nobody else's papers are put beside them."""
    from assistant.records import Paper
    from assistant.storage.library import Library

    run("index", seed(1), "--library", str(tmp_path))
    with Library(tmp_path) as library, library.writing(), library.transaction():
        library.put_paper(Paper("new", "A title", "An abstract about boats."), "a title")
    done = run("ask", "What is EvoSkill?", "--library", str(tmp_path))
    assert "1 of 51 papers are not embedded yet" in done.err
    assert 51 == len(run("papers", "--json", "--library", str(tmp_path)).json())


def test_full_disk_is_one_line(home: Path) -> None:
    """Output that cannot be written is an error without a traceback."""
    command = f"{sys.executable} -m assistant.cli papers > /dev/full"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_interrupted_first_question_is_taken_up_again(
    run: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The bundled papers are finished by the next command, and nothing is left out in silence."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("assistant.indexing._embed_missing", interrupt)
        assert ExitCode.INTERRUPTED == run("search", "DIAYN").code
    done = run("search", "DIAYN")
    assert "Diversity is All You Need" in done.out
    assert "not embedded" not in done.err


def test_any_number_of_papers_can_be_asked_for(run: Assistant) -> None:
    """More than a database can count are all."""
    assert ExitCode.ANSWERED == run("search", "robots", "-k", "99999999999999999999", "--json").code


@pytest.mark.parametrize(("arguments", "code"), [("ask --bogus", ExitCode.USAGE), ("papers nosuch", ExitCode.MISSING)])
def test_the_code_says_what_a_full_disk_cannot(run: Assistant, arguments: str, code: int) -> None:
    """Words on stderr that cannot be written change nothing else."""
    run("papers")
    done = subprocess.run(["sh", "-c", f"{sys.executable} -m assistant.cli {arguments} 2>/dev/full"], check=False)
    assert code == done.returncode
