"""Sessions are kept, found, named, deleted and brought back."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import AssistantError, LibraryBusy, LibraryError, MissingError, UsageError
from assistant.sessions import FILE, Sessions, State, store
from assistant.storage.library import Library
from tests.sessions.keeping import ASKED_AT, KEPT, find_paper, keep


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the sessions are kept."""
    return tmp_path / "library"


@pytest.fixture
def sessions(folder: Path) -> Iterator[Sessions]:
    """Return an open file of sessions."""
    with Sessions(folder, create=True) as opened:
        yield opened


def names(sessions: Sessions) -> list[str]:
    """Return what the sessions are called."""
    return [session.name for session in sessions.sessions()]


def test_an_exchange_is_kept_whole(folder: Path, sessions: Sessions) -> None:
    """Another process draws it again from the same papers, word by word."""
    number = keep(sessions)
    with Sessions(folder) as other:
        assert [KEPT] == other.exchanges(number, find_paper)


def test_a_question_is_kept_before_it_is_answered(folder: Path, sessions: Sessions) -> None:
    """It is not lost when the program is killed then."""
    number, _ = sessions.ask(None, "why?", ASKED_AT)
    with Sessions(folder) as other:
        (exchange,) = other.exchanges(number, find_paper)
    assert ("why?", State.ASKED, "") == (exchange.question, exchange.state, exchange.text)


@pytest.mark.parametrize("state", [State.STOPPED, State.FAILED])
def test_an_answer_that_was_not_finished_is_marked(sessions: Sessions, state: State) -> None:
    """With what was written of it, or why it failed."""
    error = ("the model is damaged", "get it again") if state is State.FAILED else None
    partial = replace(KEPT, state=state, text="SkillWeaver impr", answer=None, claims=(), error=error)
    number, row = sessions.ask(None, KEPT.question, ASKED_AT)
    sessions.keep(row, partial)
    assert [partial] == sessions.exchanges(number, find_paper)


def test_the_folder_and_the_files_are_private(folder: Path, sessions: Sessions) -> None:
    """Questions are nobody else's business, also where the folder was there before."""
    keep(sessions)
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert {FILE, f"{FILE}-wal", f"{FILE}-shm"} == {path.name for path in folder.iterdir()}


def test_the_latest_session_comes_first(sessions: Sessions) -> None:
    """Latest is the one that was asked in last, not the one that began last."""
    first = keep(sessions, "first")
    keep(sessions, "second")
    sessions.ask(first, "again", "2026-03-02T10:00:00.000+00:00")
    assert [("first", 2), ("second", 1)] == [(session.name, session.exchanges) for session in sessions.sessions()]


def test_reading_makes_no_file(folder: Path) -> None:
    """A person who lists nothing leaves nothing behind."""
    with Sessions(folder) as sessions:
        for found in (sessions.sessions(), sessions.questions(), sessions.search("x"), sessions.undo()):
            assert [] == list(found)
    assert not folder.exists()


def test_a_session_is_found_by_number_name_or_beginning(sessions: Sessions) -> None:
    """And the last one by that word; a name that is one beats the beginning of another."""
    one, two = keep(sessions, "Skills of agents"), keep(sessions, "Skills")
    assert (one, two, one, two, two) == tuple(
        sessions.find(name).id for name in (str(one), "skills", "SKILLS OF", "last", str(two))
    )


def test_a_session_is_found_by_a_name_of_digits(sessions: Sessions) -> None:
    """But no number that none has for the beginning of a name, and a number first."""
    one, two = keep(sessions, "2024"), keep(sessions, "1")
    keep(sessions, "99 robots")
    assert (one, one, two) == tuple(sessions.find(name).id for name in ("2024", str(one), str(two)))
    with pytest.raises(MissingError):
        sessions.find("99")


def test_what_is_not_found_is_said(sessions: Sessions) -> None:
    """None, or several."""
    keep(sessions, "Skills of agents")
    keep(sessions, "Skills of robots")
    for name in ("99", "nothing", "9" * 30):
        with pytest.raises(MissingError, match="there is no session"):
            sessions.find(name)
    with pytest.raises(UsageError, match="2 sessions begin with 'skills'"):
        sessions.find("skills")


def test_the_last_of_no_sessions_is_missing(sessions: Sessions) -> None:
    """Not an error of the program."""
    with pytest.raises(MissingError):
        sessions.find("last")


def test_a_session_is_renamed_and_gets_its_first_name_back(sessions: Sessions) -> None:
    """A name is one clean line."""
    number = keep(sessions, "first question")
    assert "red name" == sessions.rename(number, " \x1b[31mred\n name\ud800 ").name
    assert "first question" == sessions.rename(number, " ").name
    assert store.LONGEST_NAME == len(sessions.rename(number, "x" * 5000).name)


def test_search_finds_questions_and_answers(sessions: Sessions) -> None:
    """All words must occur; stems and a beginning of the last word count; the excerpt shows where."""
    number = keep(sessions, "How do gripping robots learn?", text="They practise with eggs [1].")
    keep(sessions, "Something else")
    for words in ("robot learning", "EGGS", "practise eg", "grip"):
        assert [number] == [match.session.id for match in sessions.search(words)], words
    (match,) = sessions.search("eggs")
    assert "They practise with eggs [1]." == match.excerpt


def test_an_excerpt_does_not_repeat_the_question(sessions: Sessions) -> None:
    """It is shown beside it."""
    keep(sessions, "How do gripping robots learn?", text="They practise with eggs [1].")
    sessions.ask(None, "What do robots eat?", "2026-03-01T10:00:00.000+00:00")
    found = {match.question: match.excerpt for match in sessions.search("robots")}
    assert {"How do gripping robots learn?": "They practise with eggs [1].", "What do robots eat?": ""} == found


@pytest.mark.parametrize("words", ["", " ", '"', "robots eggs zebra", "NEAR(", "a AND OR", "*", "x:y", "\x00", "'; --"])
def test_any_search_is_harmless(sessions: Sessions, words: str) -> None:
    """What a person types is no query language."""
    keep(sessions, "How do robots learn?", text="With eggs.")
    assert [] == sessions.search(words)


def test_deleting_is_undone_as_it_was_done(sessions: Sessions) -> None:
    """Two at once come back at once; the one that was deleted before them next."""
    one, two, three = (keep(sessions, name) for name in ("one", "two", "three"))
    sessions.delete([one])
    sessions.delete([two, three])
    for found in (names(sessions), sessions.questions(), sessions.search("two")):
        assert [] == list(found)
    assert ["two", "three"] == [session.name for session in sessions.undo()]
    assert ["one"] == [session.name for session in sessions.undo()]
    assert [] == sessions.undo()
    assert {"one", "two", "three"} == set(names(sessions))


def test_a_deleted_session_cannot_be_named(sessions: Sessions) -> None:
    """Neither by number nor by name."""
    number = keep(sessions, "one")
    sessions.delete([number])
    for name in (str(number), "one", "last"):
        with pytest.raises(MissingError):
            sessions.find(name)


def test_a_question_in_a_deleted_session_begins_a_new_one(sessions: Sessions) -> None:
    """Another window may have deleted it; nothing of this one is lost by that, nor does what was deleted come back."""
    number = keep(sessions, "one")
    sessions.delete([number])
    assert number != keep(sessions, "two", session=number)
    assert ["two"] == names(sessions)


def test_compaction_removes_every_trace(folder: Path, sessions: Sessions) -> None:
    """No file holds the words any more, and nothing can be brought back; the rest stays and is found."""
    stays = keep(sessions, "This stays, platypus")
    sessions.delete([keep(sessions, "A secret aardvark", text="The zyzzyva answers.")])
    assert any(b"aardvark" in path.read_bytes() for path in folder.iterdir())
    assert 1 == sessions.compact()
    assert not [path for path in folder.iterdir() for word in (b"aardvark", b"zyzzyva") if word in path.read_bytes()]
    assert [] == sessions.undo()
    assert [stays] == [match.session.id for match in sessions.search("platypus")]


def test_compaction_leaves_what_was_deleted_lately(folder: Path, sessions: Sessions) -> None:
    """A chat that opens compacts what nobody has wanted back for a month."""
    sessions.delete([keep(sessions, "one")])
    assert 0 == sessions.compact(timedelta(days=1))
    with Sessions(folder, create=True):
        pass
    assert ["one"] == [session.name for session in sessions.undo()]


def test_numbers_are_not_given_twice(sessions: Sessions) -> None:
    """A number that somebody noted never names another session."""
    number = keep(sessions)
    sessions.delete([number])
    sessions.compact()
    assert number < keep(sessions)


def test_questions_are_each_once_and_newest_last(sessions: Sessions) -> None:
    """From all sessions."""
    number = keep(sessions, "one")
    keep(sessions, "two")
    keep(sessions, "one", session=number)
    keep(sessions, "three")
    assert ["two", "one", "three"] == sessions.questions()


def test_a_newer_file_is_refused(folder: Path, sessions: Sessions) -> None:
    """It says what to do."""
    keep(sessions)
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(LibraryError, match="version 99, newer than 1") as caught:
        Sessions(folder, create=True)
    assert "update the assistant" == caught.value.hint


def test_a_foreign_file_is_refused(folder: Path) -> None:
    """And not changed."""
    folder.mkdir()
    with sqlite3.connect(folder / FILE) as database:
        database.execute("CREATE TABLE other (x)")
    database.close()
    before = (folder / FILE).read_bytes()
    with pytest.raises(LibraryError, match="holds no sessions of this program"):
        Sessions(folder, create=True)
    assert before == (folder / FILE).read_bytes()


@pytest.mark.parametrize("data", [b"not a database " * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_a_clear_error(folder: Path, data: bytes) -> None:
    """The papers are elsewhere, and the hint says so."""
    folder.mkdir()
    (folder / FILE).write_bytes(data)
    with pytest.raises(LibraryError, match="cannot be used") as caught:
        Sessions(folder)
    assert "the papers are not in it" in caught.value.hint


def test_a_file_cut_short_never_crashes(folder: Path) -> None:
    """Whatever is left of it is read, or it is an error of ours."""
    with Sessions(folder, create=True) as sessions:
        for number in range(30):
            keep(sessions, f"question {number}", session=1)
    whole = (folder / FILE).read_bytes()
    for size in range(len(whole) - 1, 0, -4096 * 3 + 7):
        (folder / FILE).write_bytes(whole[:size])
        try:
            with Sessions(folder, create=True) as damaged:
                damaged.exchanges(1, find_paper)
                keep(damaged)
        except AssistantError:
            pass


def test_a_path_that_is_no_folder_is_a_clear_error(tmp_path: Path) -> None:
    """As when the disk is read-only."""
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be opened"):
        Sessions(tmp_path / "file", create=True)


def test_an_indexing_process_stops_nobody(folder: Path) -> None:
    """Whoever writes papers holds the library's lock and a transaction; an answer is kept at once."""
    with Library(folder, create=True) as library, library.writing(), library.transaction():
        library.put_meta("x", "y")
        with Sessions(folder, create=True) as sessions:
            assert [KEPT] == sessions.exchanges(keep(sessions), find_paper)


def test_a_writer_that_never_ends_is_named_busy(
    folder: Path, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody of ours does that; reading goes on."""
    keep(sessions)
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    blocker = sqlite3.connect(folder / FILE, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with Sessions(folder, create=True) as other:
        with pytest.raises(LibraryBusy):
            keep(other)
        assert 1 == len(other.sessions())
    blocker.close()


def test_text_that_utf8_cannot_hold_is_kept_without_it(sessions: Sessions) -> None:
    """A model may write half a character."""
    number = keep(sessions, "half \ud83d", text="nul \x00 half \ud83d")
    (exchange,) = sessions.exchanges(number, find_paper)
    assert ("half ?", "nul \x00 half ?") == (exchange.question, exchange.text)
