"""The Library keeps what it is given, one writer at a time, and says in its own words what is wrong with a file."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryBusy, LibraryError, MissingError
from assistant.records import Entry, Filters, Paper, Source, Span
from assistant.storage import schema
from assistant.storage.library import FILE, Library, PaperVectors
from assistant.storage.seal import NAME

WRITER = """
import sys
from pathlib import Path
from assistant.storage.library import Library
from assistant.records import Paper
with Library(Path(sys.argv[1])) as library, library.writing(), library.transaction():
    library.put_paper(Paper("b", "Second", "Text."), "second")
    print("writing", flush=True)
    sys.stdin.readline()
"""
OF_VERSION_2 = "DROP TABLE spellings; DROP INDEX papers_by_organisation;"
OF_VERSION_7 = "ALTER TABLE papers DROP COLUMN facts;"
OF_VERSION_6 = f"DROP TABLE vector_checksums; {OF_VERSION_7}"
OF_VERSION_5 = f"ALTER TABLE papers DROP COLUMN checksum; {OF_VERSION_6}"
OF_VERSION_4 = "".join(
    f"DROP TABLE {name};" for name in ("taken_passages", "taken_sentences", "taken", "removals", "kept_out")
)
OF_VERSION_4 += OF_VERSION_5
OF_VERSION_3 = f"DROP TABLE publications; {OF_VERSION_4}"
PAPER = Paper("a", "First Things", "Apples fall. Oranges roll.", "2025-10-01", 3, "Orchard")
VECTORS = PaperVectors(
    (Span(0, 26),),
    np.eye(4, dtype=np.float32)[:1],
    (Span(0, 12), Span(13, 26)),
    np.eye(4, dtype=np.float32)[1:3],
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return a new library with one paper."""
    with Library(tmp_path / "library", create=True) as library:
        number, _ = library.put_paper(PAPER, "first things")
        library.put_source(number, "/papers/one.txt", 7)
        library.put_vectors(number, VECTORS)
        yield library


@pytest.fixture
def writer(library: Library) -> Iterator[subprocess.Popen[str]]:
    """Return another process that is in the middle of a transaction."""
    command = [sys.executable, "-c", WRITER, str(library.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        yield process


def read_all(folder: Path) -> None:
    """Read everything that can be read of a library."""
    with Library(folder) as library:
        numbers = list(library.papers())
        library.papers_titled("first things")
        library.paper("a")
        library.sentences(numbers)
        library.passage_vectors(numbers)
        library.passage_matrix()
        list(library.passages())
        library.match_words('"apples"', (1.0, 1.0), 10)
        library.document_frequencies(["appl"])
        library.numbers_without_vectors()
        library.meta("id")


def test_paper_comes_back_as_it_was_put(library: Library) -> None:
    """All fields survive, and the source is shown by the name of its file."""
    expected = Paper("a", *(PAPER.title, PAPER.abstract, PAPER.date, 3, "Orchard"), sources=(Source("one.txt", 7),))
    assert expected == library.paper("a")


def test_vectors_come_back_as_they_were_put(library: Library) -> None:
    """Spans and vectors of sentences keep their order."""
    spans, vectors = library.sentences([1])[1]
    assert spans == list(VECTORS.sentences)
    np.testing.assert_allclose(vectors, VECTORS.sentence_vectors, atol=1e-6)


def test_paper_without_sentences_can_be_read(library: Library) -> None:
    """An empty abstract gives a passage, for the title, and no sentence."""
    number, _ = library.put_paper(Paper("e", "Empty", ""), "empty")
    library.put_vectors(number, PaperVectors((Span(0, 0),), VECTORS.passage_vectors, (), np.zeros((0, 4), np.float32)))
    assert library.sentences([number])[number][0] == []


def test_file_that_a_full_disk_has_left_half_a_page_of_is_whole_by_its_log(library: Library, tmp_path: Path) -> None:
    """The log holds all pages, and the next one to open it completes the file."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in library.folder.glob(f"{FILE}*"):
        shutil.copyfile(file, copy / file.name)
    with (copy / FILE).open("ab") as written:
        written.write(b"\0" * 100)
    with Library(copy) as opened:
        assert opened.paper("a") == library.paper("a")
    assert not (copy / FILE).stat().st_size % schema.PAGE_SIZE


def test_papers_come_in_the_order_asked_for(library: Library) -> None:
    """Numbers that do not exist are left out."""
    library.put_paper(Paper("b", "Second", "Text."), "second")
    assert list(library.papers([2, 99, 1])) == [2, 1]


def test_words_follow_an_update(library: Library) -> None:
    """What was written anew is found by its new words only."""
    library.put_paper(Paper("a", "First Things", "Pears fall."), "first things")
    found = [library.match_words(word, (1.0, 1.0), 5) != [] for word in ("apples", "pears")]
    assert found == [False, True]


def test_spellings_follow_the_papers(library: Library) -> None:
    """A word is counted once a paper, and no more when its paper has lost it."""
    library.put_paper(Paper("b", "Second", "Apples, apples!"), "second")
    assert library.spelt(["apples", "oranges", "pears"]) == {"apples": 2, "oranges": 1}
    library.put_paper(Paper("a", PAPER.title, "Pears fall."), "first things")
    assert library.spelt(["apples", "oranges", "pears"]) == {"apples": 1, "pears": 1}


def test_spellings_are_found_by_initial_and_length(library: Library) -> None:
    """Of so many papers at least."""
    assert library.spelt_alike("f", 4, 5) == {"fall": 1, "first": 1}
    assert library.spelt_alike("f", 4, 5, least=2) == {}


def age(library: Library) -> None:
    """Make a library what version 1 left."""
    library._db.executescript(f"{OF_VERSION_2} {OF_VERSION_3} PRAGMA user_version = 1; PRAGMA journal_mode = DELETE")


def test_library_of_version_1_is_brought_up_to_date(library: Library) -> None:
    """When it is opened; its papers and vectors stay as they are."""
    expected = library.spelt_alike("f", 1, 99)
    age(library)
    with Library(library.folder) as other:
        assert (other.spelt_alike("f", 1, 99), other.papers()) == (expected, library.papers())
        assert other._number("PRAGMA user_version") == schema.VERSION
        np.testing.assert_array_equal(other.passage_matrix()[1], library.passage_matrix()[1])


def test_library_of_version_1_is_read_while_another_process_writes(library: Library) -> None:
    """As it is; the next to open it brings it up to date."""
    age(library)
    with library.writing():  # the upgrade of this block has not been told of the other one
        library._db.executescript(f"{OF_VERSION_2} {OF_VERSION_3} PRAGMA user_version = 1")
        with Library(library.folder) as other:
            assert (other.has_spellings, other.paper_count()) == (False, 1)
    with Library(library.folder) as other:
        assert other.has_spellings


def test_library_of_version_2_is_brought_up_to_date(library: Library) -> None:
    """Nothing of it is lost, and its papers are found by the first words of their abstracts."""
    number, _ = library.put_paper(Paper("long", "A Long Paper", "word " * 30), "a long paper")
    expected = library.papers()
    library._db.executescript(f"{OF_VERSION_3} PRAGMA user_version = 2")
    with Library(library.folder) as other:
        assert (other._number("PRAGMA user_version"), other.papers()) == (schema.VERSION, expected)
        entry = Entry("Another Title", "word " * 40, "f", 1)
        assert [paper.id for paper in other.papers_like("another title", entry)] == [expected[number].id]


def test_library_of_version_2_is_read_while_another_process_writes(library: Library) -> None:
    """As it is."""
    library._db.executescript(f"{OF_VERSION_3} PRAGMA user_version = 2")
    with library.writing():
        library._db.executescript(f"{OF_VERSION_3} PRAGMA user_version = 2")
        with Library(library.folder) as other:
            assert other.paper("a") == library.paper("a")


def test_library_of_version_3_is_brought_up_to_date(library: Library) -> None:
    """Its papers can be removed then."""
    library._db.executescript(f"{OF_VERSION_4} PRAGMA user_version = 3")
    with Library(library.folder) as other:
        before = other.papers()
        assert other.remove_papers([1]).papers == 1
        other.undo_removal()
        assert before == other.papers()


def test_library_of_version_5_is_brought_up_to_date(library: Library) -> None:
    """Nothing is known of its vectors but what they say, and that is known from then on."""
    expected = library.vector_checksums()
    library._db.executescript(f"{OF_VERSION_6} PRAGMA user_version = 5")
    with Library(library.folder) as other:
        assert (other.papers(), other.vector_checksums()) == (library.papers(), expected)


def test_library_of_version_4_is_brought_up_to_date(library: Library) -> None:
    """Its papers have checksums then."""
    library._db.executescript(f"{OF_VERSION_5} PRAGMA user_version = 4")
    with Library(library.folder) as other:
        assert other.papers() == library.papers()
        other._do("UPDATE papers SET abstract = 'Other words.'")
        with pytest.raises(LibraryError, match="damaged"):
            other.papers()


def test_what_is_known_of_a_paper_comes_back(library: Library) -> None:
    """Authors in their order, venue, identifiers, address and key."""
    authors = ("Ada Lovelace", "Émilie du Châtelet")
    facts = ("V", "10.1/x", "2401.00001", "https://x.org", "k")
    paper = Paper("p", "Third", "Text.", None, 2, None, authors, *facts)
    library.put_paper(paper, "third")
    assert library.paper("p") == paper


@pytest.mark.parametrize(("doi", "arxiv_id"), [("10.1/x", None), (None, "2401.00001")])
def test_papers_are_found_by_what_names_them(library: Library, doi: str | None, arxiv_id: str | None) -> None:
    """Under any title."""
    library.put_paper(Paper("p", "Third", "Text.", doi=doi, arxiv_id=arxiv_id), "third")
    entry = Entry("Fourth", "", "f", 1, doi=doi, arxiv_id=arxiv_id)
    assert [paper.id for paper in library.papers_like("fourth", entry)] == ["p"]


def test_present_version_has_the_tables_of_a_new_library(library: Library, tmp_path: Path) -> None:
    """Brought up to date or made anew, it is the same."""
    query = "SELECT name, sql FROM sqlite_master ORDER BY name"
    expected = library._rows(query)
    age(library)
    with Library(library.folder) as other:
        assert expected == other._rows(query)


@pytest.mark.parametrize("count", [0, 1, 300_000])
def test_any_number_of_papers_may_be_allowed(library: Library, count: int) -> None:
    """Also more than a statement has room for."""
    allowed = range(1, count + 1)
    assert len(library.match_words('"apples"', (1.0, 1.0), 10, allowed)) == min(1, count)
    assert len(library.passage_vectors(allowed)) == min(1, count)


def test_words_survive_the_integrity_check_of_fts5(library: Library) -> None:
    """After inserts and updates the index agrees with the papers."""
    library.put_paper(Paper("b", "Second", "Text."), "second")
    library.put_paper(Paper("a", "Changed", "Anew."), "changed")
    with sqlite3.connect(library.folder / FILE) as db:
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    db.close()


def test_changed_abstract_loses_its_vectors(library: Library) -> None:
    """They would be those of another text."""
    library.put_paper(Paper("a", PAPER.title, "Pears fall."), "first things")
    assert library.numbers_without_vectors() == [1]


def test_changed_date_keeps_the_vectors(library: Library) -> None:
    """Nothing that was embedded has changed."""
    library.put_paper(Paper("a", PAPER.title, PAPER.abstract, "2026"), "first things")
    assert library.numbers_without_vectors() == []


def test_vectors_made_again_are_another_state(library: Library) -> None:
    """Replacing the newest passage shows, so that Chroma is brought up to date."""
    before = library.passage_state()
    library.put_vectors(1, VECTORS)
    assert before != library.passage_state()


def test_passages_come_in_batches_from_a_number_on(library: Library) -> None:
    """Each passage comes once, ascending."""
    library.put_vectors(
        1, PaperVectors((Span(0, 1),) * 5, np.eye(5, dtype=np.float32), (), np.zeros((0, 5), np.float32))
    )
    batches = [[passage.rowid for passage in batch] for batch in library.passages(since=2, batch=2)]
    assert batches == [[3, 4], [5, 6]]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1]),
        (Filters(since="2025-10"), [1]),
        (Filters(since="2025-10-02"), []),
        (Filters(until="2025"), [1]),
        (Filters(before="2025-10-01"), []),
        (Filters(after="2025-09"), [1]),
        (Filters(authors_from=3, authors_to=3), [1]),
        (Filters(authors_from=10**30), []),
        (Filters(organisation="ORCHARD"), [1]),
        (Filters(organisation="Orch"), []),
        (Filters(title="first"), [1]),
        (Filters(source="one.txt"), [1]),
        (Filters(source="%"), []),
    ],
)
def test_filters_choose_papers(library: Library, filters: Filters, expected: list[int]) -> None:
    """Dates as far as both are known, names by any part of them."""
    assert expected == library.numbers_matching(filters)


def test_paper_of_which_nothing_is_known_passes_no_filter(library: Library) -> None:
    """It cannot be said to be of that year."""
    library.put_paper(Paper("b", "Second", "Text."), "second")
    assert library.numbers_matching(Filters(since="1900")) == [1]


def test_transaction_that_fails_leaves_nothing(library: Library) -> None:
    """All or nothing, also when it is interrupted."""
    with pytest.raises(KeyboardInterrupt), library.transaction():
        library.put_paper(Paper("b", "Second", "Text."), "second")
        raise KeyboardInterrupt
    assert library.paper_count() == 1


def test_full_disk_is_a_library_error(library: Library) -> None:
    """What was written before it stays, and nothing of what was not."""
    library._db.execute(f"PRAGMA max_page_count = {library._number('PRAGMA page_count') + 2}")
    with pytest.raises(LibraryError, match="full"), library.transaction():
        for n in range(100):
            library.put_paper(Paper(str(n), f"Title {n}", "Text. " * 1000), str(n))
    assert library.paper_count() == 1


def test_two_libraries_have_different_identities(library: Library, tmp_path: Path) -> None:
    """What was derived from one is not taken for the other's."""
    with Library(tmp_path / "other", create=True) as other:
        assert library.meta("id") != other.meta("id")


def test_second_writer_is_refused_at_once(library: Library, writer: subprocess.Popen[str]) -> None:
    """The error names the process that writes."""
    with pytest.raises(LibraryBusy, match=f"process {writer.pid} is writing"), library.writing():
        pass
    writer.communicate("\n")


def test_readers_go_on_while_another_process_writes(library: Library, writer: subprocess.Popen[str]) -> None:
    """They see what was there before, and what is new once it is whole."""
    before = library.paper_count()
    writer.communicate("\n")
    assert (before, library.paper_count()) == (1, 2)


def test_writer_that_was_killed_leaves_the_library_free(library: Library, writer: subprocess.Popen[str]) -> None:
    """Neither its lock nor its half transaction remains."""
    writer.kill()
    writer.wait()
    with library.writing():
        assert library.paper_count() == 1


def test_write_outside_the_lock_says_busy(library: Library, tmp_path: Path) -> None:
    """SQLite's own lock is translated too."""
    with Library(library.folder) as other:
        other._db.execute("PRAGMA busy_timeout = 0")
        with library.transaction(), pytest.raises(LibraryBusy):
            other.put_meta("key", "value")


def test_writing_ends_with_its_block(library: Library) -> None:
    """The lock is free again, even after an error."""
    with pytest.raises(ZeroDivisionError), library.writing():
        raise ZeroDivisionError
    with library.writing():
        assert library.paper_count() == 1


def test_folder_is_for_its_owner_only(library: Library) -> None:
    """What one asks and reads is nobody else's business."""
    assert library.folder.stat().st_mode & 0o777 == 0o700


def test_missing_library_is_missing(tmp_path: Path) -> None:
    """Asking makes no library."""
    with pytest.raises(MissingError, match="there is no library"):
        Library(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("folder", ["x" * 300, "file/library", "nul\0"])
def test_impossible_folder_is_a_library_error(tmp_path: Path, folder: str) -> None:
    """A name too long, a file on the way, a byte that no name has."""
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library(tmp_path / folder, create=True)


@pytest.mark.parametrize("is_moved_before", [True, False])
@pytest.mark.parametrize("is_there", [True, False])
def test_nothing_goes_into_a_file_that_was_replaced(library: Library, is_moved_before: bool, is_there: bool) -> None:
    """It would be gone, though it was said to be in the library; and what lies there now is not sealed for it."""
    file, seal = library.folder / FILE, library.folder / NAME
    library._rows("PRAGMA wal_checkpoint")

    def move() -> None:
        file.rename(file.with_name("away"))
        if is_there:
            shutil.copy(file.with_name("away"), file)

    if is_moved_before:
        move()
    words = seal.read_text()
    with pytest.raises(LibraryBusy, match="was replaced"), library.writing():
        assert not is_moved_before
        words = seal.read_text()
        move()
    assert words == seal.read_text()


def test_newer_version_is_refused(library: Library) -> None:
    """It may hold what this version would spoil."""
    library._db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(LibraryError, match="newer than"):
        Library(library.folder)


@pytest.mark.parametrize("version", [0, 1, 99])
def test_foreign_sqlite_file_is_refused(tmp_path: Path, version: int) -> None:
    """Whatever version it says it has, it is left as it is."""
    db = sqlite3.connect(tmp_path / FILE)
    db.executescript(f"CREATE TABLE recipes (name); PRAGMA user_version = {version}")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(LibraryError, match="not a library of this program"):
        Library(tmp_path, create=True)
    assert before == (tmp_path / FILE).read_bytes()


def test_file_that_is_no_database_is_a_library_error(tmp_path: Path) -> None:
    """Whatever lies there under our name is not touched."""
    (tmp_path / FILE).write_text("not a database, " * 100)
    with pytest.raises(LibraryError, match="not a database"):
        Library(tmp_path)


def test_empty_file_becomes_a_library(tmp_path: Path) -> None:
    """A process that was killed while it made one leaves an empty file."""
    (tmp_path / FILE).touch()
    with Library(tmp_path) as library:
        assert library.paper_count() == 0


def _cut(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(1, len(data))]


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(40):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _blank(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(data))
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))
    return data


@pytest.mark.parametrize("damage", [_cut, _flip, _blank])
def test_damage_is_a_library_error_or_harmless(
    library: Library, damage: Callable[[bytearray, random.Random], bytearray]
) -> None:
    """Wherever the file is damaged, nothing but our own error comes out."""
    library._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    whole, chance, failures = (library.folder / FILE).read_bytes(), random.Random(0), 0
    for place in range(60):
        folder = library.folder.parent / f"damaged{place}"
        folder.mkdir()
        (folder / FILE).write_bytes(damage(bytearray(whole), chance))
        try:
            read_all(folder)
        except LibraryError:
            failures += 1
        shutil.rmtree(folder)
    assert failures


def test_damage_found_while_writing_is_a_library_error(library: Library) -> None:
    """It comes up at a later call than opening."""
    library._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    file = library.folder / FILE
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))
    with pytest.raises(LibraryError), Library(library.folder) as opened, opened.transaction():
        opened.put_paper(Paper("b", "Second", "Text."), "second")


def test_vector_that_was_cut_is_a_library_error(library: Library) -> None:
    """A blob of the wrong size is damage too."""
    library._db.execute("UPDATE passages SET vector = x'00'")
    with pytest.raises(LibraryError):
        library.passage_matrix()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE passages SET vector = (SELECT vector FROM passages WHERE paper = 2) WHERE paper = 1",
        "UPDATE passages SET start = 1 WHERE paper = 1",
        "UPDATE sentences SET vectors = (SELECT vectors FROM sentences WHERE paper = 2) WHERE paper = 1",
    ],
)
def test_vectors_of_another_paper_are_an_error(library: Library, change: str) -> None:
    """Where the sentences of that paper are read, and only there."""
    number, _ = library.put_paper(Paper("b", "Second", "Text. Words."), "second")
    other = PaperVectors(VECTORS.passages, VECTORS.sentence_vectors[:1], VECTORS.sentences, -VECTORS.sentence_vectors)
    library.put_vectors(number, other)
    library._db.execute(change)
    with pytest.raises(LibraryError, match="paper number 1 are damaged"):
        library.sentences([1, number])
    assert [number] == list(library.sentences([number]))


def test_row_of_another_kind_is_told_in_our_words(library: Library) -> None:
    """Not in those of Python."""
    library._rows = lambda query, values=(): [(1, None, 1)]  # type: ignore[method-assign]
    with pytest.raises(LibraryError, match="of another kind"):
        library._sources("")
