"""Indexing again costs nothing, and indexing that was stopped goes on where it stopped."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pytest

from assistant import corpus
from assistant.embedding import Embedder, OnnxEmbedder, check_embedding_model
from assistant.errors import InputError, LibraryBusy, LibraryError, MissingError, UsageError
from assistant.indexing import Report, index_files, rebuild
from assistant.language.text import title_key
from assistant.records import Paper, Source
from assistant.resources import resource_folder
from assistant.search.vectors import ChromaIndex
from assistant.storage.library import FILE, LOCK, Library, PaperVectors
from tests.conftest import BREAD, BRIDGES, CHESS, FIVE, PENGUINS, RIVERS, Write

MODEL = "all-MiniLM-L6-v2"
UNREADABLE = Path("/proc/self/mem")
KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.embedding import open_embedder
from assistant.indexing import index_files
from assistant.storage.library import Library

def progress(stage, done, total):
    if (stage, done) == ("embedding", 20):
        os.kill(os.getpid(), signal.SIGKILL)

with Library(Path(sys.argv[1]), create=True) as library:
    index_files(library, [Path(sys.argv[2])], lambda: open_embedder(sys.argv[3]), sys.argv[3], progress)
"""
PAGE = """Daily Papers

byAK and the research community

Apr 17

{title}

{abstract}

  • {authors} authors
·
Dec {day}, 2025
"""


class Interrupted(OnnxEmbedder):
    """The bundled model that is stopped behind so many papers, and remembers which it has embedded."""

    def __init__(self, model: OnnxEmbedder, stop_after: int = 1_000_000) -> None:
        self.name = model.name
        self._model, self._stop_after = model, stop_after
        self.embedded: list[str] = []

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield vectors until it is stopped."""
        for paper in papers:
            if len(self.embedded) == self._stop_after:
                raise KeyboardInterrupt
            self.embedded.append(paper.id)
            yield from self._model.embed_papers([paper])


def refuse() -> Embedder:
    """Stand for a model that must not be asked for."""
    raise AssertionError("nothing is to be embedded")


def contents(library: Library) -> list[tuple[Paper, bytes, bytes]]:
    """Return all papers of a library with their vectors, by title."""
    papers = library.papers()
    passages, sentences = library.passage_vectors(list(papers)), library.sentences(list(papers))
    found = [(paper, passages[n].tobytes(), sentences[n][1].tobytes()) for n, paper in papers.items()]
    return sorted(found, key=lambda item: item[0].title)


def titles(library: Library) -> list[str]:
    """Return the titles of all papers, sorted."""
    return sorted(paper.title for paper in library.papers().values())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library."""
    with Library(tmp_path / "library", create=True) as library:
        yield library


@pytest.fixture
def file(tmp_path: Path, write_papers: Write) -> Path:
    """Return a file of three papers."""
    return write_papers(tmp_path / "papers.txt", [PENGUINS, BREAD, BRIDGES])


@pytest.fixture
def index(library: Library, embedder: OnnxEmbedder) -> Callable[..., Report]:
    """Return a function that indexes paths with the bundled model."""
    return lambda *paths: index_files(library, paths, lambda: embedder, MODEL)


def test_papers_are_read_and_embedded(library: Library, index: Callable[..., Report], file: Path) -> None:
    """The report says what was done."""
    assert index(file) == Report(files_read=1, entries=3, papers_new=3, embedded=3, papers=3)
    assert library.numbers_without_vectors() == []


def test_second_run_reads_and_embeds_nothing(library: Library, index: Callable[..., Report], file: Path) -> None:
    """The model is not even opened."""
    index(file)
    assert index_files(library, [file], refuse, MODEL) == Report(files_unchanged=1, papers=3)


def test_new_paper_in_a_file_is_the_only_one_embedded(
    library: Library, embedder: OnnxEmbedder, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """Those that were there before keep their vectors."""
    index(file)
    write_papers(file, [PENGUINS, BREAD, BRIDGES, CHESS])
    model = Interrupted(embedder)
    report = index_files(library, [file], lambda: model, MODEL)
    assert (report.papers_new, report.papers_changed, len(model.embedded)) == (1, 0, 1)


def test_changed_abstract_is_embedded_again(
    library: Library, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """The paper stays the same one, with the new text and new vectors."""
    index(file)
    before = {paper.id: vectors for paper, vectors, _ in contents(library)}
    write_papers(file, [PENGUINS, (BREAD[0], BREAD[1].replace("4 mm", "9 mm")), BRIDGES])
    report = index(file)
    changed = [paper for paper, vectors, _ in contents(library) if before[paper.id] != vectors]
    assert (report.papers_changed, report.embedded) == (1, 1)
    assert ["9 mm" in paper.abstract for paper in changed] == [True]


def test_changed_date_and_authors_are_taken_over(
    library: Library, index: Callable[..., Report], tmp_path: Path
) -> None:
    """A file that is the only source of a paper says what it is now; nothing is embedded."""
    for day, authors in ((23, 3), (24, 4)):
        text = PAGE.format(title=BREAD[0], abstract=BREAD[1], day=day, authors=authors)
        (tmp_path / "page.txt").write_text(text, encoding="utf-8")
        report = index(tmp_path / "page.txt")
    (paper,) = library.papers().values()
    assert (paper.date, paper.author_count, report.embedded) == ("2025-12-24", 4, 0)


def test_paper_that_has_gone_from_a_file_stays(
    library: Library, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """Nothing is lost; it has no source any more."""
    index(file)
    write_papers(file, [BREAD, BRIDGES])
    index(file)
    assert {paper.title: len(paper.sources) for paper in library.papers().values()} == {
        PENGUINS[0]: 0,
        BREAD[0]: 1,
        BRIDGES[0]: 1,
    }


def test_paper_of_two_files_is_one(
    library: Library, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """It knows both."""
    index(file, write_papers(file.with_name("more.txt"), [BREAD, CHESS]))
    (paper,) = (paper for paper in library.papers().values() if paper.title == BREAD[0])
    assert paper.sources == (Source("more.txt", 1), Source("papers.txt", 3))


CORRECTED = (BREAD[0], BREAD[1].replace("4 mm", "9 mm"))


def test_papers_that_are_piped_in_are_no_correction_of_those_before(
    library: Library,
    index: Callable[..., Report],
    tmp_path: Path,
    write_papers: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands in a file of the name "-" has nothing to do with them."""
    monkeypatch.chdir(tmp_path)
    write_papers(tmp_path / "-", [BRIDGES])
    for papers in ([PENGUINS], [BREAD, CORRECTED], [CHESS]):
        text = write_papers(tmp_path / "piped", papers).read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        report = index(Path("-"))
        assert (1, len(papers)) == (report.files_read, report.papers_new)
    assert {BREAD[1], CORRECTED[1]} < {paper.abstract for paper in library.papers().values()}


@pytest.mark.parametrize("is_together", [True, False])
@pytest.mark.parametrize("copies", [2, 3])
def test_correction_in_all_files_of_a_paper_replaces_what_they_said(
    library: Library, index: Callable[..., Report], tmp_path: Path, write_papers: Write, is_together: bool, copies: int
) -> None:
    """Indexed in one call or one after the other: there is one paper, the same one, and nothing says the old number."""
    paths = [tmp_path / f"{n}.txt" for n in range(copies)]
    index(*(write_papers(path, [PENGUINS, BREAD]) for path in paths))
    (before,) = (paper.id for paper in library.papers().values() if paper.title == BREAD[0])
    calls = [paths] if is_together else [[path] for path in paths]
    for call in calls:
        report = index(*(write_papers(path, [PENGUINS, CORRECTED]) for path in call))
    (paper,) = (paper for paper in library.papers().values() if paper.title == BREAD[0])
    assert (before, CORRECTED[1], copies) == (paper.id, paper.abstract, len(paper.sources))
    assert (0, 1, 1) == (report.papers_new, report.papers_changed, report.embedded)


def test_correction_in_one_of_two_files_leaves_two_papers(
    library: Library, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """The other file still says what it said."""
    index(file, write_papers(file.with_name("more.txt"), [BREAD]))
    index(write_papers(file, [PENGUINS, CORRECTED, BRIDGES]))
    assert {paper.abstract for paper in library.papers().values()} >= {BREAD[1], CORRECTED[1]}


@pytest.mark.parametrize("is_together", [True, False])
def test_paper_behind_a_fault_stands_where_it_stood(
    library: Library, index: Callable[..., Report], tmp_path: Path, is_together: bool
) -> None:
    """No other file takes its place, whether in the same call or later; the file that is sound again has the word."""
    whole, other = tmp_path / "a.json", tmp_path / "b.json"
    records = [{"title": title, "abstract": abstract} for title, abstract, *_ in (PENGUINS, BREAD)]
    whole.write_text(text := json.dumps(records, indent=1), encoding="utf-8")
    index(whole)
    whole.write_text(text[: text.index(BREAD[0])], encoding="utf-8")
    other.write_text(json.dumps({"title": CORRECTED[0], "abstract": CORRECTED[1]}), encoding="utf-8")
    for call in [[whole, other]] if is_together else [[whole], [other]]:
        report = index(*call)
    stand = {paper.abstract: [source.file for source in paper.sources] for paper in library.papers().values()}
    assert {PENGUINS[1]: ["a.json"], BREAD[1]: ["a.json"], CORRECTED[1]: ["b.json"]} == stand
    assert 1 == report.papers_new
    whole.write_text(text.replace(BREAD[1], CHESS[1]), encoding="utf-8")
    index(whole)
    assert {PENGUINS[1], CHESS[1], CORRECTED[1]} <= {paper.abstract for paper in library.papers().values()}


def test_old_text_that_was_left_without_a_file_goes(
    library: Library, index: Callable[..., Report], file: Path, write_papers: Write
) -> None:
    """Also one that an earlier version has left behind, once a file with the paper is read again."""
    index(file)
    library.put_paper(replace(library.papers_titled(title_key(BREAD[0]))[0], id="old", abstract=CORRECTED[1]), "other")
    index(write_papers(file, [PENGUINS, BREAD, BRIDGES, CHESS]))
    assert [4, 0] == [library.paper_count(), sum(not paper.sources for paper in library.papers().values())]


def test_two_papers_of_one_title_stay_themselves(
    library: Library, index: Callable[..., Report], tmp_path: Path, write_papers: Write
) -> None:
    """One changes, in whichever order their files are read again."""
    one, two = (write_papers(tmp_path / f"{n}.txt", [paper]) for n, paper in enumerate((BREAD, CORRECTED)))
    index(two, one)
    before = {paper.sources[0].file: paper.id for paper in library.papers().values()}
    write_papers(one, [(BREAD[0], BREAD[1].replace("4 mm", "5 mm"))])
    write_papers(two, [CORRECTED, CHESS])
    index(two, one)
    after = {paper.sources[0].file: paper.id for paper in library.papers().values() if paper.title == BREAD[0]}
    assert before == after


def test_files_of_one_name_in_two_folders_are_two(
    library: Library, index: Callable[..., Report], tmp_path: Path, write_papers: Write
) -> None:
    """Reading one does not forget the other."""
    index(write_papers(tmp_path / "a" / "papers.txt", [PENGUINS, BREAD]))
    index(write_papers(tmp_path / "b" / "papers.txt", [CHESS, RIVERS]))
    index(write_papers(tmp_path / "b" / "papers.txt", [CHESS, RIVERS, BRIDGES]))
    assert [len(paper.sources) for paper in library.papers().values()] == [1] * 5


def test_file_of_which_the_name_goes_on_is_another(
    library: Library, index: Callable[..., Report], tmp_path: Path, write_papers: Write
) -> None:
    """As that of a member of an archive does."""
    index(write_papers(tmp_path / "a.txt!old.txt", [CHESS, RIVERS]))
    index(write_papers(tmp_path / "a.txt", [PENGUINS, BREAD]))
    index(write_papers(tmp_path / "a.txt", [PENGUINS, BRIDGES]))
    others = [paper for paper in library.papers().values() if paper.title in (CHESS[0], RIVERS[0])]
    assert [["a.txt!old.txt"]] * 2 == [[source.file for source in paper.sources] for paper in others]


def test_files_that_cannot_be_read_do_not_stop_the_others(
    library: Library, index: Callable[..., Report], file: Path
) -> None:
    """Each is reported."""
    file.with_name("image.txt").write_bytes(bytes(range(256)))
    file.with_name("empty.txt").touch()
    file.with_name("nowhere.txt").symlink_to("gone")
    file.with_name("ring.txt").symlink_to("ring.txt")
    report = index(file.with_name("empty.txt"), file.with_name("image.txt"), *sorted(file.parent.glob("*r*.txt")))
    assert [type(error) for error in report.failures] == [InputError] * 4
    assert report.papers == 3


@pytest.mark.skipif(not UNREADABLE.is_file(), reason="there is no file that not even root can read")
def test_file_that_fails_while_it_is_read_does_not_stop_the_others(index: Callable[..., Report], file: Path) -> None:
    """As on a bad disk, or without permission."""
    report = index(UNREADABLE, file)
    assert ([type(error) for error in report.failures], report.papers) == ([InputError], 3)


@pytest.mark.parametrize("part", ["read_document", "open_documents"])
def test_reader_that_fails_does_not_stop_the_others(
    index: Callable[..., Report], file: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Whatever it raises; the file is named."""
    whole = getattr(corpus, part)

    def failing(what: Any, *rest: Any) -> Iterator[object]:
        yield from whole(what, *rest)
        if what.name == "bad.txt":
            raise RecursionError("too deep")

    monkeypatch.setattr(corpus, part, failing)
    report = index(Path(shutil.copy(file, file.with_name("bad.txt"))), file)
    assert ["bad.txt cannot be read to its end (RecursionError: too deep)"] == [
        error.message.rpartition("/")[2] for error in report.failures
    ]
    assert (2, 3) == (len(report.files), report.papers)


def test_name_that_is_no_utf8_is_a_name(library: Library, index: Callable[..., Report], file: Path) -> None:
    """Its papers are found again unchanged."""
    odd = Path(os.fsdecode(os.fsencode(file.parent) + b"/p\xffpers.txt"))
    file.rename(odd)
    index(odd)
    assert index_files(library, [odd], refuse, MODEL).files_unchanged == 1


def test_path_that_does_not_exist_is_the_callers_mistake(index: Callable[..., Report], tmp_path: Path) -> None:
    """Nothing is read then."""
    with pytest.raises(UsageError, match="does not exist"):
        index(tmp_path / "nowhere")


@pytest.mark.parametrize("stop_after", [0, 1, 4])
def test_interrupted_run_goes_on_where_it_stopped(
    library: Library,
    small_library: Library,
    embedder: OnnxEmbedder,
    tmp_path: Path,
    write_papers: Write,
    stop_after: int,
) -> None:
    """It ends with the same library as an undisturbed run, and no paper is embedded twice."""
    five = write_papers(tmp_path / "five.txt", FIVE)
    models = [Interrupted(embedder, stop_after), Interrupted(embedder)]
    with pytest.raises(KeyboardInterrupt):
        index_files(library, [five], lambda: models[0], MODEL)
    index_files(library, [five], lambda: models[1], MODEL)
    assert sorted(models[0].embedded + models[1].embedded) == sorted(paper.id for paper in library.papers().values())
    assert contents(small_library) == contents(library)


def test_killed_run_goes_on_where_it_stopped(seeds_library: Library, tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """After `kill -9` the same call embeds the rest only, and gives the vectors of an undisturbed run."""
    file = resource_folder("seeds") / "001_8a6406b9f37087b6.txt"
    command = [sys.executable, "-c", KILLED, str(tmp_path / "library"), str(file), MODEL]
    assert subprocess.run(command, timeout=60).returncode == -signal.SIGKILL
    with Library(tmp_path / "library") as library:
        report = index_files(library, [file], lambda: embedder, MODEL)
        assert report.embedded == library.paper_count() - 20
        expected = {(paper.title, paper.abstract): vectors for paper, *vectors in contents(seeds_library)}
        same = [expected.get((paper.title, paper.abstract)) == vectors for paper, *vectors in contents(library)]
    assert sum(same) >= 0.9 * len(same)  # the others are spelt anew in another file


def test_what_a_killed_run_has_not_told_is_told_by_the_next(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    """Its files are not read again for that, and then never more."""
    (folder := tmp_path / "papers").mkdir()
    shutil.copy(resource_folder("seeds") / "001_8a6406b9f37087b6.txt", folder)
    broken = folder / "more.jsonl"
    broken.write_text(f'{{"title": "Good", "abstract": "{PENGUINS[1]}"}}\n{{"title": "cut o\n', encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "library"), str(folder), MODEL]
    assert subprocess.run(command, timeout=60).returncode == -signal.SIGKILL
    with Library(tmp_path / "library") as library:
        assert 1 == len(
            index_files(library, [folder], lambda: embedder, MODEL).files
        )  # by whom it is not told, as the chat
        report = index_files(library, [folder], lambda: embedder, MODEL, report=Report())
        assert (0, 2) == (report.files_read, report.files_unchanged)
        (told,) = report.files
        assert (str(broken), 1, 1, 1) == (told.file, told.read, told.new, told.skipped)
        assert [2] == [gap.first_line for gap in told.gaps]
        assert [] == index_files(library, [folder], lambda: embedder, MODEL).files


def test_chroma_holds_every_passage(library: Library, index: Callable[..., Report], file: Path) -> None:
    """Indexing ends with Chroma up to date."""
    index(file)
    with contextlib.closing(ChromaIndex(library)) as chroma:
        assert chroma.count() == library.passage_state()[0]


def test_rebuild_embeds_nothing(library: Library, index: Callable[..., Report], file: Path) -> None:
    """Chroma is remade from the library alone; rebuild is not given any model."""
    index(file)
    shutil.rmtree(library.folder / "chroma")
    assert rebuild(library) == 3
    with contextlib.closing(ChromaIndex(library)) as chroma:
        assert chroma.count() == 3


def test_deleted_chroma_comes_back_without_embedding(
    library: Library, index: Callable[..., Report], file: Path
) -> None:
    """The same command mends it."""
    index(file)
    shutil.rmtree(library.folder / "chroma")
    index_files(library, [file], refuse, MODEL)
    with contextlib.closing(ChromaIndex(library)) as chroma:
        assert chroma.count() == 3


def test_other_embedding_model_is_refused(library: Library, index: Callable[..., Report], file: Path) -> None:
    """Its vectors could not be compared; the hint names the right one."""
    index(file)
    with pytest.raises(LibraryError, match="made with the embedding model 'all-MiniLM-L6-v2'") as caught:
        index_files(library, [file], refuse, "other-model")
    assert MODEL in caught.value.hint


def test_model_that_does_not_exist_does_not_claim_the_library(
    library: Library, index: Callable[..., Report], file: Path
) -> None:
    """After a slip of the pen the right model can still be named."""

    def missing() -> Embedder:
        raise MissingError("no such model")

    with pytest.raises(MissingError):
        index_files(library, [file], missing, "all-MiniML")
    assert index(file).embedded == 3


def test_checking_the_model_writes_nothing(library: Library) -> None:
    """A reader may check while another process writes."""
    check_embedding_model(library, MODEL)
    assert library.meta("embedding_model") is None


def test_second_indexing_is_refused_at_once(library: Library, index: Callable[..., Report], file: Path) -> None:
    """One process indexes at a time."""
    with Library(library.folder) as other, other.writing(), pytest.raises(LibraryBusy):
        index(file)


def test_asking_who_writes_keeps_nobody_away(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks has the lock for a moment."""
    asking = filelock.FileLock(library.folder / LOCK)
    asking.acquire()
    monkeypatch.setattr("time.sleep", lambda seconds: asking.release())  # it is done while the writer waits
    with library.writing():
        library.put_meta("key", "value")


def test_progress_names_each_stage(library: Library, embedder: OnnxEmbedder, file: Path) -> None:
    """Each stage ends with all of it done."""
    told: dict[str, tuple[int, int]] = {}
    index_files(
        library, [file], lambda: embedder, MODEL, lambda stage, done, total: told.update({stage: (done, total)})
    )
    assert told == {"reading": (1, 1), "embedding": (3, 3), "indexing": (3, 3)}


def test_vectors_are_kept_in_half_precision(library: Library, index: Callable[..., Report], file: Path) -> None:
    """And still have length 1, nearly."""
    index(file)
    lengths = np.linalg.norm(library.passage_matrix()[1], axis=1)
    assert lengths == pytest.approx(1, abs=1e-3)
    assert (library.folder / FILE).exists()
