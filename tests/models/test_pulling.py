"""Whatever the hub and the network do, a model is there whole and unchanged afterwards, or it is not there."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from assistant.errors import AssistantError, DownloadError, ModelError
from assistant.models import ModelFile, check_model, fingerprints, pulling
from assistant.models.digests import read_source
from assistant.models.fingerprints import model_fingerprint
from assistant.models.hub import look_up
from assistant.models.pulling import pull
from tests.models import hub_server
from tests.models.hub_server import REPO, REVISION, Fault, Hub

NAME = "tiny-Q4_K_M.gguf"


def silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def pulled(folder: Path) -> ModelFile:
    """Download the model of the hub into a folder."""
    return pull(look_up(REPO), folder, silent)


def names(folder: Path) -> set[str]:
    """Return the names of what lies in a folder, but for the lock."""
    return {path.name for path in folder.iterdir()} - {".pull.lock"}


def test_a_model_is_downloaded(hub: Hub, tmp_path: Path) -> None:
    """With its name, its bytes and where it came from, and nothing else is left."""
    model = pulled(tmp_path / "models")
    assert hub.files[NAME] == model.path.read_bytes()
    assert {NAME, f"{NAME}.json"} == names(tmp_path / "models")
    source = read_source(model)
    assert source and (REPO, REVISION, "apache-2.0") == (source.repo, source.revision, source.licence)


@pytest.mark.parametrize(
    "faults",
    [
        [hub_server.breaks_off],
        [hub_server.breaks_off] * 10,
        [hub_server.breaks_off_at_once] * 3,
        [hub_server.breaks_off, hub_server.ignores_range],
        [hub_server.breaks_off, hub_server.sends_another_part],
        [hub_server.breaks_off, hub_server.sends_a_part_at_no_place],
        [hub_server.breaks_off, hub_server.breaks_off_at_once, hub_server.breaks_off, 500, 503, 429],
        [hub_server.says_nothing_of_the_length],
        [hub_server.breaks_off, hub_server.sends_other_bytes],
        [500, 502, 503, 504],
        [429, 429],
    ],
)
def test_what_passes_is_overcome(hub: Hub, tmp_path: Path, faults: list[Fault | int]) -> None:
    """The download goes on, or begins anew, and ends with the right bytes."""
    hub.faults = list(faults)
    model = pulled(tmp_path)
    assert hub.files[NAME] == model.path.read_bytes()
    assert {NAME, f"{NAME}.json"} == names(tmp_path)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (hub_server.breaks_off_at_once, "cannot be downloaded"),
        (hub_server.ignores_range_and_breaks_off, "cannot be downloaded"),
        (hub_server.announces_less, "instead of"),
        (hub_server.announces_more, "instead of"),
        (hub_server.sends_more, "sends more than"),
        (hub_server.sends_other_bytes, "not what the hub announced"),
        (hub_server.shows_a_login_page, "instead of"),
        (hub_server.sends_on_to_no_host, "cannot be downloaded"),
        (401, "answered 401"),
        (403, "answered 403"),
        (404, "answered 404"),
        (429, "answered 429"),
        (500, "answered 500"),
        (204, "answered 204"),
    ],
)
def test_what_does_not_pass_is_an_error(hub: Hub, tmp_path: Path, fault: Fault | int, words: str) -> None:
    """With what to do next, and nothing has the final name."""
    hub.faults = [fault] * 50
    with pytest.raises(DownloadError, match=words) as raised:
        pulled(tmp_path)
    assert raised.value.hint
    assert names(tmp_path) <= {f"{NAME}.partial"}


def test_what_was_downloaded_is_not_hashed_again(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest was told by the hub and compared."""
    model = pulled(tmp_path)
    monkeypatch.setattr(fingerprints, "hash_file", lambda path, progress: "hashed")
    assert [hub.entry(NAME)["lfs"]["sha256"]] == [part.sha256 for part in model_fingerprint(model, silent)]


def test_a_second_command_goes_on(hub: Hub, tmp_path: Path) -> None:
    """It asks only for what is missing."""
    hub.faults = [hub_server.breaks_off, *[500] * 50]
    with pytest.raises(DownloadError, match="500"):
        pulled(tmp_path)
    half = (tmp_path / f"{NAME}.partial").stat().st_size
    hub.faults, hub.ranges = [], []
    pulled(tmp_path)
    assert [f"bytes={half}-"] == hub.ranges


def test_an_interruption_keeps_what_is_there(hub: Hub, tmp_path: Path) -> None:
    """Ctrl+C loses nothing."""

    def interrupt(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(look_up(REPO), tmp_path, interrupt)
    assert {f"{NAME}.partial"} == names(tmp_path)
    assert hub.files[NAME] == pulled(tmp_path).path.read_bytes()


@pytest.mark.parametrize("rest", [b"of another version", b"x" * 10_000_000])
def test_what_lies_there_from_another_version_is_not_kept(hub: Hub, tmp_path: Path, rest: bytes) -> None:
    """Going on with it gives a wrong digest, so the download begins anew."""
    (tmp_path / f"{NAME}.partial").write_bytes(rest)
    assert hub.files[NAME] == pulled(tmp_path).path.read_bytes()


def test_a_whole_file_is_not_downloaded_again(hub: Hub, tmp_path: Path) -> None:
    """Where the last command ended between the last byte and the new name."""
    (tmp_path / f"{NAME}.partial").write_bytes(hub.files[NAME])
    pulled(tmp_path)
    assert [] == hub.ranges


def test_a_damaged_model_is_replaced(hub: Hub, tmp_path: Path) -> None:
    """And stays as it is until the new one is whole."""
    (tmp_path / NAME).write_bytes(b"damaged")
    hub.faults = [hub_server.breaks_off, *[404] * 9]
    with pytest.raises(DownloadError):
        pulled(tmp_path)
    assert b"damaged" == (tmp_path / NAME).read_bytes()
    hub.faults = []
    assert hub.files[NAME] == pulled(tmp_path).path.read_bytes()


def test_what_is_here_already_is_known(hub: Hub, tmp_path: Path) -> None:
    """By its digest, not by its name."""
    offer = look_up(REPO)
    assert not pulling.is_here(offer, tmp_path, silent)
    pulled(tmp_path)
    assert pulling.is_here(offer, tmp_path, silent)
    (tmp_path / NAME).write_bytes(hub.files[NAME][:-1] + b"!")
    assert not pulling.is_here(offer, tmp_path, silent)


@pytest.mark.parametrize("told", [{"size": 1000}, {"size": 10**6}, {"lfs": {"sha256": "0" * 64}}])
def test_a_hub_that_lies_gives_no_model(hub: Hub, tmp_path: Path, told: dict[str, object]) -> None:
    """What it announces and what it sends must be one."""
    hub.told = told
    with pytest.raises(DownloadError):
        pulled(tmp_path)
    assert names(tmp_path) <= {f"{NAME}.partial"}


@pytest.mark.parametrize("data", [b"<html>" * 99, b"GGUF" + bytes(99)])
def test_a_file_that_is_no_model_is_not_kept(hub: Hub, tmp_path: Path, data: bytes) -> None:
    """Even with the digest that the hub tells."""
    hub.files[NAME] = data
    with pytest.raises(ModelError, match="cannot be used"):
        pulled(tmp_path)
    assert set() == names(tmp_path)


def test_all_parts_are_downloaded(hub: Hub, split: Path, tmp_path: Path) -> None:
    """Or none has its name."""
    hub.files = {f"Q8_0/{path.name}": path.read_bytes() for path in sorted(split.parent.glob("split-*.gguf"))}
    hub.faults = [hub_server.honest, hub_server.honest, *[404] * 9]
    with pytest.raises(DownloadError):
        pull(look_up(REPO, "split"), tmp_path, silent)
    assert not [name for name in names(tmp_path) if name.endswith(".gguf")]
    hub.faults = []
    model = pull(look_up(REPO, "split"), tmp_path, silent)
    assert 3 == len(check_model(model)) == len(model.parts)
    assert {path.name for path in model.parts} | {f"{split.name}.json"} == names(tmp_path)


def test_a_full_disk_is_told_before(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of the network then."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(DownloadError, match="are to come"):
        pulled(tmp_path)
    assert [] == hub.ranges


def test_two_at_once_are_refused(hub: Hub, tmp_path: Path) -> None:
    """They would write into the same file."""
    with FileLock(tmp_path / ".pull.lock"), pytest.raises(DownloadError, match="another process"):
        pulled(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(hub: Hub, tmp_path: Path) -> None:
    """In words, not with a traceback."""
    (tmp_path / "models").write_text("a file")
    with pytest.raises(AssistantError):
        pulled(tmp_path / "models")


def test_the_token_stays_with_the_hub(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever the hub sends the download on to does not see it."""
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with hub_server.running_hub() as other:
        other.files = hub.files
        monkeypatch.setattr(hub_server._Handler, "_resolve", lambda handler: send_on(handler, other))
        pulled(tmp_path)
    assert [None] == other.authorised


def send_on(handler: hub_server._Handler, other: Hub) -> None:
    """Send a download on to another server under another name."""
    port = other.server_address[1]
    handler.send(302, headers={"Location": f"http://localhost:{port}/cdn/{NAME}", "X-Repo-Commit": REVISION})
