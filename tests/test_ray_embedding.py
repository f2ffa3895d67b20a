"""Embedding on a real Ray cluster of two nodes: the same vectors, each once, whoever is killed meanwhile."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import ray_embedding
from assistant.embedding import OnnxEmbedder
from assistant.errors import ClusterError, MissingError
from assistant.indexing import index_files
from assistant.ray_embedding import RayEmbedder, open_ray_embedder
from assistant.records import Paper
from assistant.resources import resource_folder
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import FILE, Library
from tests.conftest import FIVE

ray = pytest.importorskip("ray", reason="Ray is an extra: pip install 'abstract-assistant[ray]'")
pytestmark = [pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore::Warning")]  # Ray's own, of many kinds

NAME = BUNDLED_EMBEDDING_MODEL
SEEDS = sorted(resource_folder("seeds").glob("*.txt"))[1:3]
WITHOUT_RAY = """
import sys
sys.modules["ray"] = None
from assistant import cli
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a cluster of two nodes with a core each."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    room = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 80 * 1024**2}
    cluster = Cluster(initialize_head=True, head_node_args=room)
    cluster.add_node(**room)
    yield cluster.address
    cluster.shutdown()


@pytest.fixture
def embedder(address: str) -> Iterator[RayEmbedder]:
    """Return the bundled model on that cluster."""
    with contextlib.closing(open_ray_embedder(NAME, address)) as made:
        yield made


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Return what a library holds that was indexed without Ray."""
    here = OnnxEmbedder(resource_folder("embedding_model"))
    return stored(indexed(tmp_path_factory.mktemp("expected"), here))


def indexed(folder: Path, model: Any) -> Path:
    """Index the papers and return the folder."""
    with Library(folder, create=True) as library:
        index_files(library, SEEDS, lambda: model, NAME)
    return folder


def stored(folder: Path) -> list[Any]:
    """Return all vectors of a library, as they are stored, with their papers, in the order of those."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        passages = db.execute('SELECT paper, start, "end", vector FROM passages ORDER BY paper, start').fetchall()
        return passages + db.execute("SELECT * FROM sentences ORDER BY paper").fetchall()


def assistant(
    *arguments: str, code: str = "import sys; from assistant import cli; sys.exit(cli.main(sys.argv[1:]))"
) -> Any:
    """Start the program as a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def count(folder: Path) -> int:
    """Return how many papers are embedded."""
    if not (folder / FILE).exists():
        return 0
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db, contextlib.suppress(sqlite3.OperationalError):
        return int(db.execute("SELECT count(*) FROM sentences").fetchone()[0])
    return 0


def answers(port: int) -> bool:
    """Whether somebody listens at a port of this machine."""
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def test_both_nodes_work(embedder: RayEmbedder) -> None:
    """A process on each, and neither is this one."""
    processes = {found.process for found in embedder.witnesses()}
    assert (2, 2) == (embedder.cores, len(processes))
    assert os.getpid() not in processes


def test_vectors_are_the_same_to_the_bit(embedder: RayEmbedder, expected: list[Any], tmp_path: Path) -> None:
    """Library and order do not show who made them."""
    embedder.witnesses()  # so that both work
    assert expected == stored(indexed(tmp_path, embedder))


def test_order_is_kept(embedder: RayEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though portions end in another one."""
    monkeypatch.setattr(ray_embedding, "PORTION", 1)
    long, short = "It walks and swims in the cold water. " * 60, "It walks."
    papers = [Paper(str(n), f"Penguin {n}", short if n % 4 else long) for n in range(16)]
    here = OnnxEmbedder(resource_folder("embedding_model"))
    made = [found.passage_vectors.tobytes() for found in embedder.embed_papers(papers)]
    assert [found.passage_vectors.tobytes() for found in here.embed_papers(papers)] == made


def test_killed_actors_lose_nothing(embedder: RayEmbedder, expected: list[Any], tmp_path: Path) -> None:
    """Their papers go to others; each is embedded once."""
    victims = [found.process for found in embedder.witnesses()]

    class Killing:
        name = NAME

        def embed_papers(self, papers: Any) -> Iterator[Any]:
            for number, made in enumerate(embedder.embed_papers(papers)):
                if number in (10, 60):
                    os.kill(victims.pop(), signal.SIGKILL)
                yield made

    assert expected == stored(indexed(tmp_path, Killing()))
    assert [] == victims


def test_killed_driver_loses_nothing(address: str, expected: list[Any], tmp_path: Path) -> None:
    """The same command goes on where it was, and embeds nothing twice."""
    arguments = ("index", *map(str, SEEDS), "--library", str(tmp_path), "--ray", address)
    first = assistant(*arguments)
    while count(tmp_path) < 20 and first.poll() is None:
        time.sleep(0.01)
    first.kill()
    first.communicate()
    done = count(tmp_path)
    total = len({row[0] for row in expected})
    assert 20 <= done < total
    _, told = assistant(*arguments).communicate()
    assert f"{total - done} embedded" in told
    assert expected == stored(tmp_path)


def test_cluster_is_of_this_process_alone(tmp_path: Path) -> None:
    """`--ray local` needs no cluster, and leaves none."""
    run = assistant("index", str(SEEDS[0]), "--library", str(tmp_path), "--ray", "local")
    _, told = run.communicate()
    assert (0, True) == (run.returncode, "50 embedded" in told)
    assert [line for line in told.splitlines() if "Traceback" in line or "WARN" in line] == []


def test_ray_that_is_missing_is_told(tmp_path: Path) -> None:
    """With the command that installs it; what was read stays read."""
    run = assistant("index", str(SEEDS[0]), "--library", str(tmp_path), "--ray", "local", code=WITHOUT_RAY)
    _, told = run.communicate()
    assert (3, True) == (run.returncode, "pip install 'abstract-assistant[ray]'" in told)
    assert "Traceback" not in told


@pytest.mark.parametrize("wrong", ["127.0.0.1:1", "nobody.invalid:6379", "somewhere", "127.0.0.1:99999"])
def test_wrong_address_is_told_at_once(wrong: str) -> None:
    """Ray itself would try for a minute."""
    begin = time.monotonic()
    with pytest.raises(ClusterError, match=wrong):
        open_ray_embedder(NAME, wrong)
    assert time.monotonic() - begin < 30


def test_server_that_is_no_cluster_is_told(unused_tcp_port: int) -> None:
    """It takes the connection and says nothing that Ray understands."""
    server = subprocess.Popen([sys.executable, "-m", "http.server", str(unused_tcp_port), "--bind", "127.0.0.1"])
    try:
        while not answers(unused_tcp_port):
            time.sleep(0.1)
        with pytest.raises(ClusterError, match=f"{unused_tcp_port} is no Ray cluster"):
            open_ray_embedder(NAME, f"127.0.0.1:{unused_tcp_port}")
    finally:
        server.kill()
        server.wait()


def test_cluster_of_another_version_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Ray tells it, in one line."""
    monkeypatch.setattr(ray, "__version__", "2.0.1")
    with pytest.raises(ClusterError, match=r"other versions.*2\.0\.1"):
        open_ray_embedder(NAME, address)


def test_actor_of_another_version_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of two models must not be mixed."""
    monkeypatch.setattr(ray_embedding, "__version__", "9.9")
    with pytest.raises(ClusterError, match=r"abstract-assistant \S+ there, 9.9 here"):
        open_ray_embedder(NAME, address)


def test_actor_that_computes_otherwise_is_told(embedder: RayEmbedder) -> None:
    """Another processor may round in another way."""
    here = embedder._own
    with pytest.raises(ClusterError, match="computes other vectors"):
        ray_embedding._compare(dataclasses.replace(here, vector=here.vector + 0.01), here)


def test_model_that_is_not_on_the_cluster_is_told(address: str) -> None:
    """Nothing is downloaded unasked."""
    with pytest.raises(MissingError, match="no/such-model"):
        open_ray_embedder("no/such-model", address)


def test_any_model_by_name(address: str, tiny_model: Path) -> None:
    """Folders that all machines see do, too."""
    with contextlib.closing(open_ray_embedder(str(tiny_model), address)) as made:
        assert 5 == len(list(made.embed_papers(Paper(title, title, abstract) for title, abstract in FIVE)))
