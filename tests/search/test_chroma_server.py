"""A real Chroma server finds what the library's own folder does, is kept in step, and may fail at any time."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromadb
import httpx
import numpy as np
import pytest

from assistant import cli, doctor
from assistant.doctor import Finding, Level
from assistant.embedding import OnnxEmbedder
from assistant.errors import LibraryError, UsageError
from assistant.indexing import silent
from assistant.records import Paper, Span
from assistant.search import chroma_server
from assistant.search.vector_search import open_index
from assistant.search.vectors import FOLDER, ExactIndex, held_state, synchronise, wanted_state
from assistant.settings import Settings
from assistant.storage.library import Library, PaperVectors, Vectors
from tests.conftest import FIVE
from tests.search.test_vectors import fill, numbers, put, random_vectors

QUESTIONS = (
    "How do robots learn skills from human videos?",
    "Which dataset measures social interaction?",
    "By how much does SkillWeaver improve web agents?",
)


@dataclass
class Server:
    """A Chroma server of its own, as `chroma run` starts it."""

    folder: Path
    port: int
    process: Any = field(default=None)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self.folder)]
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, *address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(LibraryError):
                return chroma_server.check(self.url)
            time.sleep(0.1)
        pytest.fail("the Chroma server does not start")

    def stop(self) -> None:
        """End it; it comes back with what it held."""
        self.process.kill()
        self.process.wait()

    @contextmanager
    def collection(self, library: Library) -> Iterator[Any]:
        """Give the collection of a library to somebody else."""
        quiet = chromadb.Settings(anonymized_telemetry=False)
        client = chromadb.HttpClient("127.0.0.1", self.port, settings=quiet)
        try:
            yield client.get_collection(chroma_server.collection_name(library.meta("id") or ""), None)
        finally:
            chroma_server.hang_up(client)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server that runs."""
    server = Server(tmp_path_factory.mktemp("chroma-server"), free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> Server:
    """Return that server; a test that has stopped it finds it started again."""
    if running.process.poll() is not None:
        running.start()
    return running


@pytest.fixture
def library(tmp_path: Path, server: Server) -> Iterator[Library]:
    """Return a library of 40 papers, brought to the server."""
    with Library(tmp_path / "library", create=True) as library:
        fill(library, 40)
        synchronise(library, server=server.url)
        yield library


def found(library: Library, server: Server, narrate: Callable[[str], Any] = pytest.fail) -> list[int]:
    """Return what is nearest, asked of the server."""
    return numbers(open_index(library, "auto", narrate, server.url))


def found_with(library: Library, server: Server, vector: Vectors) -> list[int]:
    """Return what is nearest to a vector, asked of the server."""
    with closing(open_index(library, "auto", pytest.fail, server.url)) as index:
        return [number for number, _ in index.nearest(vector, 10)]


def test_ranking_is_that_of_the_folder(seeds_library: Library, embedder: OnnxEmbedder, server: Server) -> None:
    """Papers and cosines."""
    synchronise(seeds_library, server=server.url)
    with (
        closing(open_index(seeds_library, "chroma", pytest.fail)) as local,
        closing(open_index(seeds_library, "auto", pytest.fail, server.url)) as remote,
    ):
        assert not remote.is_exact
        for vector in embedder.embed_questions(QUESTIONS):
            assert local.nearest(vector, 10) == remote.nearest(vector, 10)
            exact = dict(ExactIndex(seeds_library).nearest(vector, 10))
            assert dict(remote.nearest(vector, 10)) == pytest.approx(exact, abs=1e-3)


def test_folder_is_left_alone(library: Library) -> None:
    """Vectors lie in one place."""
    assert not (library.folder / FOLDER).exists()


def test_new_papers_are_brought_over_alone(library: Library, server: Server) -> None:
    """And those that are gone are taken out."""
    with library.transaction():
        put(library, "new", random_vectors(1, 99)[0])
    assert synchronise(library, server=server.url) == 1
    assert found(library, server)[0] == 41
    with library.writing():
        library.remove_papers([41])
    assert synchronise(library, server=server.url) == 0
    assert found(library, server) == numbers(ExactIndex(library))
    with server.collection(library) as held:
        assert held.count() == 40


def test_large_library_goes_over_in_parts(tmp_path: Path, server: Server) -> None:
    """What is sent at once stays below what a server takes."""
    with Library(tmp_path / "library", create=True) as library:
        fill(library, 2 * chroma_server.BATCH + 7)
        assert synchronise(library, server=server.url) == 2 * chroma_server.BATCH + 7
        assert found(library, server) == numbers(ExactIndex(library))


def stop(library: Library, server: Server) -> None:
    """Stop the server."""
    server.stop()


def lose(library: Library, server: Server) -> None:
    """Delete the collection."""
    with server.collection(library) as held:
        held._client.delete_collection(held.name, held.tenant, held.database)


def lose_some(library: Library, server: Server) -> None:
    """Delete passages."""
    with server.collection(library) as held:
        held.delete(ids=["3", "4"])


def change(library: Library, server: Server) -> None:
    """Give all passages the vector of one."""
    ids = [str(number) for number in range(1, 41)]
    with server.collection(library) as held:
        held.update(ids=ids, embeddings=random_vectors(1).repeat(40, axis=0))


def begin(library: Library, server: Server) -> None:
    """Stop in the middle of bringing papers over."""
    with server.collection(library) as held:
        held.modify(metadata=chroma_server.metadata(library.meta("id") or "", None))


def fall_behind(library: Library, server: Server) -> None:
    """Index without the server."""
    fill(library, 5, seed=5)


def take(library: Library, server: Server) -> None:
    """Be somebody else with a collection of that name."""
    with server.collection(library) as held:
        held.modify(metadata={"whose": "mine"})


ALL = (stop, lose, lose_some, change, begin, fall_behind, take)


@pytest.mark.parametrize("damage", ALL)
def test_search_goes_on_from_the_library(library: Library, server: Server, damage: Callable[..., None]) -> None:
    """With one line that names the server; nothing is written there unasked."""
    damage(library, server)
    told: list[str] = []
    assert found(library, server, told.append) == numbers(ExactIndex(library))
    assert (1, True) == (len(told), f"Chroma server {server.url} cannot be used: " in told[0])
    assert "searching the stored vectors instead" in told[0]
    again: list[str] = []
    assert found(library, server, again.append) == numbers(ExactIndex(library))
    assert again == told


@pytest.mark.parametrize("damage", [lose, lose_some, begin, fall_behind])
def test_writer_mends_the_server(library: Library, server: Server, damage: Callable[..., None]) -> None:
    """From the stored vectors."""
    damage(library, server)
    assert synchronise(library, server=server.url) > 0
    assert held_state(library, server.url) == wanted_state(library)
    assert found(library, server) == numbers(ExactIndex(library))


def test_copies_of_a_library_do_not_take_the_vectors_of_each_other(
    library: Library, server: Server, tmp_path: Path
) -> None:
    """They share an id, and have gone on to as many passages."""
    library._rows("PRAGMA wal_checkpoint")
    with Library(shutil.copytree(library.folder, tmp_path / "copy")) as copy:
        for one, seed in ((library, 1), (copy, 2)):
            fill(one, 1, seed=seed)
        assert 1 == synchronise(library, server=server.url)
        assert held_state(copy, server.url) != wanted_state(copy)
        assert copy.passage_state()[0] == synchronise(copy, server=server.url)
        assert held_state(library, server.url) != wanted_state(library)


def test_folder_and_server_are_brought_up_to_date_in_turn(library: Library, server: Server) -> None:
    """Each with what is new to it."""
    assert (40, 0) == (synchronise(library), synchronise(library, server=server.url))
    fill(library, 2, seed=1)
    assert (2, 2) == (synchronise(library, server=server.url), synchronise(library))
    assert wanted_state(library) == held_state(library) == held_state(library, server.url)


def test_rebuilding_mends_other_vectors(library: Library, server: Server) -> None:
    """Which the server cannot know of itself."""
    change(library, server)
    assert synchronise(library, rebuild=True, server=server.url) == 40
    assert found(library, server) == numbers(ExactIndex(library))


def test_vectors_of_other_dimensions_replace_the_old(library: Library, server: Server) -> None:
    """The collection is made anew."""
    number, _ = library.put_paper(Paper("wide", "Wide", "Text."), "wide")
    library.remove_papers([paper for paper in library.papers() if paper != number])
    vector = np.eye(1, 24, dtype=np.float32)
    library.put_vectors(number, PaperVectors((Span(0, 5),), vector, (), np.zeros((0, 24), np.float32)))
    assert synchronise(library, server=server.url) == 1
    assert found_with(library, server, vector[0]) == [number]


def test_collection_of_somebody_else_is_left_as_it_is(library: Library, server: Server) -> None:
    """Neither written nor deleted."""
    take(library, server)
    for rebuild in (False, True):
        with pytest.raises(LibraryError, match="not this library's, and is left as it is"):
            synchronise(library, rebuild=rebuild, server=server.url)
    with server.collection(library) as theirs:
        assert (40, {"whose": "mine"}) == (theirs.count(), theirs.metadata)


def test_libraries_share_a_server(library: Library, server: Server, tmp_path: Path) -> None:
    """Each has a collection of its own."""
    with Library(tmp_path / "other", create=True) as other:
        fill(other, 10, seed=7)
        synchronise(other, server=server.url)
        assert found(other, server) == numbers(ExactIndex(other))
    assert found(library, server) == numbers(ExactIndex(library))


def test_server_that_fails_between_two_questions_is_told(library: Library, server: Server) -> None:
    """The second is answered from the library."""
    told: list[str] = []
    vector = random_vectors(1, 99)[0]
    with closing(open_index(library, "auto", told.append, server.url)) as index:
        first = index.nearest(vector, 10)
        server.stop()
        assert [number for number, _ in first] == [number for number, _ in index.nearest(vector, 10)]
    assert (1, True) == (len(told), "cannot be used" in told[0])


def test_server_that_hangs_is_given_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing."""
    monkeypatch.setattr(chroma_server, "CONNECT_PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        told: list[str] = []
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        assert numbers(open_index(library, "auto", told.append, url)) == numbers(ExactIndex(library))
    assert "it does not answer: timed out" in told[0]


def test_server_of_something_else_is_told(library: Library) -> None:
    """A web server is no Chroma."""
    port = free_port()
    other = subprocess.Popen([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], stderr=-3)
    try:
        while True:
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/")
                break
        with pytest.raises(LibraryError, match="no Chroma server"):
            synchronise(library, server=f"http://127.0.0.1:{port}")
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://host", "http://", "http://me:secret@host", "http://host:port"]
)
def test_wrong_address_is_refused(url: str, library: Library) -> None:
    """Before anything is asked, and not taken for a server that is down."""
    with pytest.raises(UsageError, match="no address of a Chroma server"):
        open_index(library, "auto", pytest.fail, url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://[::1]:8766", ("[::1]", 8766, False)),
        ("https://[2001:db8::7]", ("[2001:db8::7]", 443, True)),
        ("http://host", ("host", 8000, False)),
    ],
)
def test_address_is_read(url: str, expected: tuple[str, int, bool]) -> None:
    """Of IPv6 too, as Chroma's client takes it."""
    assert expected == chroma_server.address(url)


def run(*arguments: str | Path) -> int:
    """Run the program in this process."""
    return cli.main([str(argument) for argument in arguments])


def test_commands_use_the_server(
    small_library: Library, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Index, ask, remove and the doctor; without the address nobody is asked."""
    papers, place = small_library.folder.parent / "five.txt", ("--library", tmp_path / "own", "--chroma", server.url)
    question = "Which share of the trials did penguins get right?"
    assert run("index", papers, *place) == 0
    assert run("ask", question, *place) == 0
    with Library(tmp_path / "own") as library:
        assert held_state(library, server.url) == wanted_state(library)
    assert run("papers", "remove", FIVE[1][0], "--yes", *place) == 0
    with Library(tmp_path / "own") as library, server.collection(library) as held:
        assert (4, 4) == (library.paper_count(), held.count())
    capsys.readouterr()
    server.stop()
    assert run("ask", question, *place) == 0
    assert "searching the stored vectors instead" in capsys.readouterr().err
    assert run("papers", "undo", *place) == 1
    assert "does not answer" in capsys.readouterr().err
    assert run("ask", question, "--library", tmp_path / "own") == 0
    assert "Chroma" not in capsys.readouterr().err


def test_indexing_tells_what_it_read_though_the_server_is_away(
    small_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The papers are in the library by then, with their vectors, and the report says so."""
    papers, report = small_library.folder.parent / "five.txt", tmp_path / "report.json"
    place = ("--library", tmp_path / "own", "--chroma", "http://127.0.0.1:9")
    assert run("index", papers, "--report", report, *place) == 1
    told = capsys.readouterr().err
    assert "5 read: 5 new" in told
    assert "5 embedded" in told
    assert told.rstrip().endswith("see that it runs")
    assert json.loads(report.read_text())["embedded"] == 5


def test_doctor_asks_the_server(small_library: Library, server: Server, tmp_path: Path) -> None:
    """It mends what is behind, and says what it cannot mend."""
    shutil.copytree(small_library.folder, tmp_path / "library")
    settings = Settings(library=tmp_path / "library", models_dir=tmp_path, chroma=server.url)

    def of_chroma() -> Finding:
        return next(finding for finding in doctor.examine(settings, silent) if finding.check == "chroma")

    behind = of_chroma()
    assert (Level.FAULT, True) == (behind.level, "does not have what the library holds" in behind.message)
    assert "5 passages" in doctor.mend(behind)
    assert of_chroma().message == f"5 passages, and it finds them, on {server.url}"
    server.stop()
    down = of_chroma()
    assert (Level.FAULT, None, True) == (down.level, down.fix, "does not answer" in down.message)
