"""What the tests share: handwritten papers, the bundled model, libraries, tiny language models and a hub of them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

import hypothesis
import pytest

from assistant import pipeline
from assistant.embedding import OnnxEmbedder
from assistant.indexing import index_files
from assistant.language.words import Stemmer
from assistant.models import downloading
from assistant.reader import Reader
from assistant.resources import resource_folder
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from tests import tiny_bert
from tests.models.hub_server import Hub, running_hub
from tests.tiny_gguf import CHATML, write_tiny_gguf
from tests.turns import turn

# ignored in what a script begins with "&", and in all that is begun in it
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

Text = tuple[str, str]
"""A title and an abstract."""
Write = Callable[[Path, Sequence[Text]], Path]

PENGUINS = (
    "Penguins Remember Faces: Recognition Memory in Colonies of Gentoo",
    "Recognising individuals matters to animals that live in groups. We trained 24 Gentoo penguins to tell photographs"
    " of their neighbours from those of strangers. After a winter apart they still chose the neighbour in 81.5% of the"
    " trials. Penguins therefore remember faces for at least six months.",
)
BREAD = (
    "SourSim: A Simulator of Sourdough Fermentation",
    "Bakers judge a dough by eye. We present SourSim, which predicts the rise of sourdough from flour, water and"
    " temperature. Its error is 4 mm after eight hours. The code is public.",
)
BRIDGES = (
    "Listening to Bridges With Cheap Microphones",
    "Cracks in steel bridges are usually found by inspection. We mount microphones of 3 dollars under 12 bridges and"
    " learn what a healthy bridge sounds like. Nine of ten cracks were heard before they were seen.",
)
CHESS = (
    "Do Chess Engines Plan? Probing Look-Ahead in $\\mathcal{L}$arge Networks",
    "Whether neural chess engines plan ahead is disputed. We probe the activations of a network of 190M parameters."
    " The best move three plies later can be read off the activations with 92% accuracy.",
)
RIVERS = (
    "Rivers From Above: Mapping Gravel Bars With $\\pi_0$-Drones",
    "Gravel bars move with every flood. Drones that fly without a pilot map 40 km of river in a day. The maps agree"
    " with a survey on foot to within 11 cm.",
)
MOLECULES = (
    (
        "Factors of Low Oxygen",
        "HIF-1α is stabilised when oxygen is low. It drives the growth of vessels in tumours. We saw 5, 446 cells.",
    ),
    (
        "Oxygen in Tumors of the Esophagus",
        "Esophageal tumors express HIF-1α. Its inhibition slows their growth in mice with anemia.",
    ),
    (
        "A Cytokine of Joints",
        "In joints TNF-alpha calls neutrophils. Blocking TNF-alpha relieves pain. TNF-alpha is measured in blood.",
    ),
    (
        "Two Cytokines and NF-κB",
        "Cells that were given IL-1β and TNF-α activate NF-κB within an hour. HIF-1alpha was not involved.",
    ),
    (
        "A Small RNA of the Prostate",
        "We find that miR-205 silences a mediator of transcription in the prostate, which slows its growth.",
    ),
    (
        "Lymphocytes of Children",
        "Children with acute lymphoblastic leukemia (ALL) were treated with asparaginase. Four of five of all children"
        " with ALL were cured. Relapses of ALL came late.",
    ),
    (
        "Vessels That Widen",
        "The cells of vessels release nitric oxide (NO). NO relaxes the muscle of vessels, so that they widen. Without"
        " NO they narrow, and no drug helped.",
    ),
)
FIVE: tuple[Text, ...] = (PENGUINS, BREAD, BRIDGES, CHESS, RIVERS)

_FUZZING = hypothesis.settings(deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
hypothesis.settings.register_profile("quick", _FUZZING, max_examples=40, derandomize=True)
hypothesis.settings.register_profile("long", _FUZZING, max_examples=3000)
hypothesis.settings.load_profile("quick")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test, with its fixtures, in its turn."""
    with turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks of these tests."""
    config.addinivalue_line("markers", "torch: imports torch, which takes some seconds")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what models remember of prompts out of the person's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(scope="session")
def write_papers() -> Write:
    """Return a function that writes papers into a file as a compact dump."""

    def write(path: Path, papers: Sequence[Text]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Subscribe" + "\n".join(line for paper in papers for line in paper) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def embedder() -> OnnxEmbedder:
    """Return the bundled model."""
    return OnnxEmbedder(resource_folder("embedding_model"))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random embedding model."""
    return tiny_bert.save_model(tmp_path_factory.mktemp("tiny-bert"))


@pytest.fixture(scope="session")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a random cross-encoder."""
    return tiny_bert.save_classifier(tmp_path_factory.mktemp("tiny-cross-encoder"))


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound GGUF."""
    return write_tiny_gguf(tmp_path_factory.mktemp("models") / "sound.gguf", chat_template=CHATML)


@pytest.fixture(scope="session")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first part of a sound GGUF in three."""
    return write_tiny_gguf(tmp_path_factory.mktemp("split") / "split.gguf", chat_template=CHATML, parts=3)


@pytest.fixture
def hub(sound: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Return a hub with the one model, which is the hub for the program, too; nothing waits between two attempts."""
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(downloading, "PAUSE", 0.0)
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        hub.files["tiny-Q4_K_M.gguf"] = sound.read_bytes()
        yield hub


@pytest.fixture(scope="session")
def stemmer() -> Stemmer:
    """Return what gives stems."""
    return Stemmer()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Return what reads papers for questions and claims."""
    return Reader()


@pytest.fixture(scope="session")
def small_library(
    tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder, write_papers: Write
) -> Iterator[Library]:
    """Return a library of the five papers, to be read only."""
    folder = tmp_path_factory.mktemp("small")
    yield from _indexed(folder / "library", write_papers(folder / "five.txt", FIVE), embedder)


@pytest.fixture(scope="session")
def molecules_library(
    tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder, write_papers: Write
) -> Iterator[Library]:
    """Return a library of papers that spell the same molecules and words in several ways, to be read only."""
    folder = tmp_path_factory.mktemp("molecules")
    yield from _indexed(folder / "library", write_papers(folder / "molecules.txt", MOLECULES), embedder)


@pytest.fixture(scope="session")
def seeds_library(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Iterator[Library]:
    """Return a library of the bundled papers, to be read only."""
    yield from _indexed(tmp_path_factory.mktemp("seeds") / "library", resource_folder("seeds"), embedder)


@pytest.fixture(scope="session")
def resources(seeds_library: Library) -> Iterator[pipeline.Resources]:
    """Return what answering needs, over the bundled papers, with quotations."""
    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


def _indexed(folder: Path, papers: Path, embedder: OnnxEmbedder) -> Iterator[Library]:
    with Library(folder, create=True) as library:
        index_files(library, [papers], lambda: embedder, BUNDLED_EMBEDDING_MODEL)
        yield library
