"""Embed papers on the machines of a Ray cluster; the only import of ray.

One actor a processor core holds one embedding model, as `open_embedder` makes it. Papers are handed out in portions and
their vectors come back in the order of the papers, so that whoever stores them goes on where it was stopped, as without
Ray. An actor that dies loses its portion, which another one gets; vectors do not depend on who made them. Before an
actor works it is compared with this process: the same versions, the same models, the same vectors of one paper.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import socket
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from assistant import __version__
from assistant.embedding import BUNDLED_FOLDER, Embedder, open_embedder
from assistant.errors import ClusterError, MissingError
from assistant.records import Paper
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import PaperVectors, Vectors

LOCAL = "local"
PORTION = 16
"""Papers that an actor gets at once: about a second of work."""
PENDING = 2
"""Portions that wait at each actor, so that none is idle while another portion is on its way."""
AHEAD = 8
"""Portions an actor that may be made or being made while the first of them is not: one machine may be slower."""
START_SECONDS = 180
CONNECT_SECONDS = 10
MOST_DEATHS = 3
"""Actors that may die of one portion."""

_SETTINGS = b"\x04"
_GREETING = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0" + _SETTINGS + bytes(5)
"""What a client of gRPC says first; a server answers with the frame of its settings: RFC 9113, sections 3.4 and 4.1."""
_CANARY = Paper(
    "canary", "Penguins Remember Faces", "We trained 24 penguins. They chose the neighbour in 81.5% of trials."
)
_PACKAGES = ("onnxruntime", "tokenizers", "numpy")


@dataclass(frozen=True, slots=True)
class Witness:
    """What a process says of itself, by which it is compared.

    Attributes:
        versions: of the program, of what it computes with, and of the bundled model.
        vector: of one paper, shape (dimensions,).
    """

    host: str
    process: int
    versions: dict[str, str]
    vector: Vectors


class EmbeddingWorker:
    """What runs in an actor: one embedding model."""

    def __init__(self, name: str) -> None:
        self._model = open_embedder(name)

    def witness(self) -> Witness:
        """Return what this process is."""
        return witness(self._model)

    def embed(self, papers: list[Paper]) -> list[PaperVectors]:
        """Return the vectors of some papers, one after the other, since each core has an actor of its own."""
        return [vectors for paper in papers for vectors in self._model.embed_papers([paper])]


@dataclass(slots=True, eq=False)
class _Actor:
    """An actor and how many portions it has to make."""

    handle: Any
    portions: int = 0


@dataclass(slots=True, eq=False)
class _Portion:
    """Papers, and who makes their vectors."""

    papers: list[Paper]
    actor: _Actor
    result: Any
    is_pending: bool = True
    deaths: int = 0

    def release(self) -> None:
        """Note that the actor has nothing more to do for it."""
        self.actor.portions -= self.is_pending
        self.is_pending = False


@dataclass(slots=True)
class _Team:
    """The actors that work, and those that are still to say who they are."""

    ready: list[_Actor] = field(default_factory=list)
    starting: dict[Any, _Actor] = field(default_factory=dict)


class RayEmbedder:
    """An embedding model on all cores of a Ray cluster; close it.

    Args:
        name: of the embedding model.
        address: "local" for the cores of this machine, "auto", or HOST:PORT of the cluster's head.

    Raises:
        MissingError: Ray is not installed here, or the model is not on a machine of the cluster.
        ClusterError: the cluster is not reached, or is not made of what this process is.
    """

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self._here = open_embedder(name)
        self._ray = _imported()
        self._connect(address)
        self._own = witness(self._here)
        try:
            self._class = self._ray.remote(num_cpus=1, max_restarts=0)(EmbeddingWorker)
            self._team = _Team()
            for _ in range(self.cores):
                self._hire()
            self._await_actors(START_SECONDS)
        except BaseException:
            self.close()
            raise

    @property
    def cores(self) -> int:
        """How many cores the cluster has."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 0)))

    def witnesses(self) -> list[Witness]:
        """Return who works: those that have begun, once all have that there is room for."""
        while self._team.starting and self._await_actors(START_SECONDS):
            pass
        found: list[Witness] = self._ray.get([actor.handle.witness.remote() for actor in self._team.ready])
        return found

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one vector a question, made here."""
        return self._here.embed_questions(questions)

    def embed_topic(self, topic: str) -> Vectors:
        """Return the vector of what papers may be about, made here."""
        return self._here.embed_topic(topic)

    def is_word(self, word: str) -> bool:
        """Whether the model knows a word as a whole, as it knows the common ones."""
        return self._here.is_word(word)

    def embed_papers(self, papers: Iterable[Paper]) -> Iterator[PaperVectors]:
        """Yield the vectors of each paper, in order.

        Raises:
            ClusterError: all actors have died, or one portion has killed several.
        """
        rest = iter(papers)
        window: deque[_Portion] = deque()
        is_more = True
        while is_more or window:
            self._await_actors(0)
            while is_more and len(window) < AHEAD * len(self._team.ready) and (actor := self._idle(window)):
                if portion := list(islice(rest, PORTION)):
                    window.append(_Portion(portion, actor, self._begin(portion, actor)))
                else:
                    is_more = False
            if window:
                yield from self._made(window[0], window)
                window.popleft()

    def close(self) -> None:
        """Leave the cluster, and end it if it is of this process alone; calling it twice does no harm."""
        self._ray.shutdown()

    # -------------------------------------------------------------- portions

    def _idle(self, window: deque[_Portion]) -> _Actor | None:
        """Return the actor that has least to do, None if all have enough."""
        for portion in window:
            if portion.is_pending and self._ray.wait([portion.result], timeout=0, fetch_local=False)[0]:
                portion.release()
        actor = min(self._team.ready, key=lambda actor: actor.portions)
        return actor if actor.portions < PENDING else None

    def _begin(self, papers: list[Paper], actor: _Actor) -> Any:
        """Give papers to an actor and return what will be their vectors."""
        actor.portions += 1
        return actor.handle.embed.remote(papers)

    def _made(self, portion: _Portion, window: deque[_Portion]) -> list[PaperVectors]:
        """Return the vectors of a portion, made again by another actor if its own has died."""
        from ray.exceptions import RayActorError, RayError

        while True:
            try:
                made: list[PaperVectors] = self._ray.get(portion.result)
                portion.release()
                return made
            except RayActorError as error:
                portion.deaths += 1
                if portion.deaths >= MOST_DEATHS:
                    what = f"{MOST_DEATHS} of its processes have died while they embedded “{portion.papers[0].title}” …"
                    raise ClusterError(f"Ray: {what}", "see the logs of Ray; their memory may not suffice") from error
                self._replace(portion.actor, window)
            except RayError as error:
                raise ClusterError(f"embedding with Ray has failed: {_first_line(error)}", _AGAIN) from error

    def _replace(self, dead: _Actor, window: deque[_Portion]) -> None:
        """Give the portions of a dead actor to others, and hire another one."""
        if dead in self._team.ready:
            self._team.ready.remove(dead)
            self._hire()
        if not self._team.ready:
            self._await_actors(START_SECONDS)
        for portion in window:
            if portion.actor is dead and not self._is_made(portion):
                portion.actor = min(self._team.ready, key=lambda actor: actor.portions)
                portion.result = self._begin(portion.papers, portion.actor)
                portion.is_pending = True

    def _is_made(self, portion: _Portion) -> bool:
        """Whether the vectors of a portion are there, though its actor may have died since."""
        from ray.exceptions import RayError

        try:
            self._ray.get(portion.result, timeout=0)
        except RayError:
            return False
        return True

    # ---------------------------------------------------------------- actors

    def _hire(self) -> None:
        """Ask the cluster for one more actor; it may come late, or never if there is no room."""
        actor = _Actor(self._class.remote(self.name))
        self._team.starting[actor.handle.witness.remote()] = actor

    def _await_actors(self, seconds: float) -> bool:
        """Let those work that are ready by now; wait so long for one if none is. Return whether one has come.

        Raises:
            ClusterError: none is ready, or one is not what this process is.
        """
        from ray.exceptions import RayActorError, RayError

        starting = self._team.starting
        came = self._ray.wait(list(starting), timeout=seconds)[0] if starting else []
        for reference in came:
            actor = starting.pop(reference)
            try:
                found: Witness = self._ray.get(reference)
            except RayActorError as error:
                if not self._team.ready and not starting:
                    raise _not_begun(error) from error
                continue
            except RayError as error:
                raise _not_begun(error) from error
            _compare(found, self._own)
            self._team.ready.append(actor)
        if not self._team.ready:
            what = f"Ray has given no core to embed with within {seconds:.0f} s"
            raise ClusterError(what, "see with 'ray status' what takes its cores; then give the command again")
        return bool(came)

    def _connect(self, address: str) -> None:
        if address != LOCAL:
            _check_reachable(address)
        quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
        room = {"num_cpus": os.cpu_count(), "include_dashboard": False} if address == LOCAL else {}
        try:
            self._ray.init(address=address, **room, **quiet)
        except Exception as error:  # Ray raises its own errors, those of the network, and plain RuntimeErrors
            raise _not_connected(address, error) from error


_AGAIN = "give the command again: what is embedded stays"


def open_ray_embedder(name: str, address: str) -> RayEmbedder:
    """Return an embedding model on a Ray cluster; raises as `RayEmbedder` does."""
    return RayEmbedder(name, address)


def witness(model: Embedder) -> Witness:
    """Return what this process is."""
    (made,) = model.embed_papers([_CANARY])
    versions = {name: importlib.metadata.version(name) for name in _PACKAGES}
    versions |= {
        "abstract-assistant": __version__,
        "Python": platform.python_version(),
        "the embedding model": model.name,
    }
    if model.name == BUNDLED_EMBEDDING_MODEL:
        with (BUNDLED_FOLDER / "model.onnx").open("rb") as file:
            versions["the embedding model"] = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return Witness(platform.node(), os.getpid(), versions, made.passage_vectors[0])


def _compare(there: Witness, here: Witness) -> None:
    differing = [
        f"{name} {there.versions.get(name, 'none')} there, {version} here"
        for name, version in here.versions.items()
        if there.versions.get(name) != version
    ]
    if differing:
        what = f"the machine {there.host} of the Ray cluster has other versions: {'; '.join(differing)}"
        raise ClusterError(what, "install the same ones on every machine of the cluster")
    if there.vector.shape != here.vector.shape or not np.array_equal(
        there.vector.astype(np.float16), here.vector.astype(np.float16)
    ):
        what = f"the machine {there.host} of the Ray cluster computes other vectors than this one"
        raise ClusterError(what, "use machines with the same kind of processor, or index without --ray")


def _imported() -> Any:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is reported to anybody
    try:
        import ray
    except ImportError as error:
        raise MissingError(
            "embedding on a cluster needs the package ray", "pip install 'abstract-assistant[ray]'; or leave --ray out"
        ) from error
    return ray


def _check_reachable(address: str) -> None:
    """Tell within seconds that nobody answers, which Ray itself takes minutes for."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not colon or not port.isdecimal():
        if address == "auto":
            return
        raise ClusterError(
            f"'{address}' is no address of a Ray cluster", "give HOST:PORT of its head, 'auto' or 'local'"
        )
    hint = "start one with 'ray start --head', and see its port there"
    try:
        with socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS) as connection:
            connection.sendall(_GREETING)
            said = connection.recv(9)
    except (OSError, OverflowError) as error:
        raise ClusterError(f"no Ray cluster answers at {address}: {error}", hint) from error
    if said[3:4] != _SETTINGS:
        raise ClusterError(f"what answers at {address} is no Ray cluster: it does not speak gRPC", hint)


def _not_connected(address: str, error: Exception) -> ClusterError:
    said = _first_line(error)
    if "ersion mismatch" in str(error):
        said = " ".join(line.strip() for line in str(error).splitlines()[:6])
        return ClusterError(f"the Ray cluster at {address} has other versions: {said}", "install the same ones on both")
    hint = "start one with 'ray start --head', or give --ray local"
    return ClusterError(f"the Ray cluster at {address} cannot be used: {said}", hint)


def _not_begun(error: Exception) -> ClusterError:
    """Return what is wrong with a machine of the cluster, out of what Ray wraps around it."""
    said = str(error)
    if "ModuleNotFoundError" in said or "ImportError" in said:
        hint = f"install abstract-assistant {__version__} on every machine of the cluster"
        return ClusterError(f"a machine of the Ray cluster cannot run the program: {_last_line(error)}", hint)
    return ClusterError(f"a process of the Ray cluster does not begin: {_last_line(error)}", "see the logs of Ray")


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _last_line(error: Exception) -> str:
    return next((line.strip() for line in reversed(str(error).splitlines()) if line.strip()), type(error).__name__)
