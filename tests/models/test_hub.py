"""What a repository offers, and what is said when it offers nothing."""

from __future__ import annotations

import json
import sys

import pytest

from assistant.errors import AssistantError, DownloadError, ModelMissing, UsageError
from assistant.models.hub import choose_files, look_up
from tests.models.hub_server import REPO, REVISION, Hub

FILES = [
    "README.md",
    "a-Q4_K_M.gguf",
    "a-UD-Q4_K_XL.gguf",
    "a-Q8_0.gguf",
    "mmproj-a-Q4_K_M.gguf",
    "big/a-F16-00001-of-00002.gguf",
    "big/a-F16-00002-of-00002.gguf",
]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("", ["a-Q4_K_M.gguf"]),
        ("q8_0", ["a-Q8_0.gguf"]),
        ("a-Q8_0.gguf", ["a-Q8_0.gguf"]),
        ("a-Q8_0", ["a-Q8_0.gguf"]),
        ("F16", FILES[-2:]),
        ("big/a-F16-00001-of-00002.gguf", FILES[-2:]),
        ("a-F16-00002-of-00002.gguf", FILES[-2:]),
    ],
)
def test_the_wanted_file_is_chosen(wanted: str, chosen: list[str]) -> None:
    """By its name, its path or its quantisation; of a split one all parts."""
    assert chosen == choose_files(FILES, wanted, REPO)


@pytest.mark.parametrize(
    ("paths", "wanted", "words"),
    [
        (FILES, "Q3_K_S", "no file 'Q3_K_S'"),
        (["a-Q8_0.gguf", "b-Q8_0.gguf"], "", "no file 'Q4_K_M'"),
        (["a-Q8_0.gguf", "b-Q8_0.gguf"], "Q8_0", "several files"),
        (["model.safetensors"], "", "no file"),
        (["a-00001-of-00003.gguf", "a-00003-of-00003.gguf"], "", "lacks 1 of the 3 parts"),
        ([], "", "no file"),
    ],
)
def test_none_or_several_is_an_error(paths: list[str], wanted: str, words: str) -> None:
    """The hint lists what there is."""
    with pytest.raises(ModelMissing, match=words):
        choose_files(paths, wanted, REPO)


def test_files_of_the_same_name_are_listed_by_their_paths() -> None:
    """And how many more there are."""
    with pytest.raises(ModelMissing) as raised:
        choose_files([*(f"d{n:02}/a-Q4_K_M.gguf" for n in range(40))], "", REPO)
    assert "d00/a-Q4_K_M.gguf, d01/a-Q4_K_M.gguf" in raised.value.hint
    assert raised.value.hint.endswith("d11/a-Q4_K_M.gguf and 28 more")


def test_the_only_file_needs_no_name() -> None:
    """Whatever its quantisation."""
    assert ["a-Q8_0.gguf"] == choose_files(["a-Q8_0.gguf", "README.md"], "", REPO)


def test_the_hub_tells_size_digest_and_licence(hub: Hub) -> None:
    """At one revision."""
    offer = look_up(REPO)
    (file,) = offer.files
    assert (REVISION, "apache-2.0", len(hub.files[file.name])) == (offer.revision, offer.licence, file.size)
    assert hub.entry(file.name)["lfs"]["sha256"] == file.sha256
    assert REVISION in file.url


def test_a_revision_is_asked_for(hub: Hub) -> None:
    """One that is not there is no other."""
    assert REVISION == look_up(REPO, revision=REVISION).revision
    with pytest.raises(ModelMissing, match="no such revision"):
        look_up(REPO, revision="gone")


@pytest.mark.parametrize("told", [{"lfs": None}, {"size": None}, {"lfs": {"sha256": "?", "size": 5, "pointerSize": 1}}])
def test_what_the_list_leaves_out_the_file_tells(hub: Hub, told: dict[str, object]) -> None:
    """In the head of the answer for it."""
    hub.told = told
    (file,) = look_up(REPO).files
    assert (len(hub.files[file.name]), 64) == (file.size, len(file.sha256))


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, DownloadError), (404, ModelMissing), (403, DownloadError), (429, DownloadError), (500, DownloadError)],
)
def test_a_refusal_is_an_error_with_a_hint(hub: Hub, status: int, kind: type[AssistantError]) -> None:
    """On one line."""
    hub.api = status
    with pytest.raises(kind) as raised:
        look_up(REPO)
    assert raised.value.hint
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b"null", b"[" * 200_000, b'{"id": "a/b", "siblings": 3}', b"\xff"]
)
def test_what_is_no_hub_is_an_error(hub: Hub, body: bytes) -> None:
    """A login page, or an address that was mistyped."""
    hub.api = body
    with pytest.raises(AssistantError):
        look_up(REPO)


@pytest.mark.parametrize("name", ["../../x.gguf", "a/..\\x.gguf", "\x1b[2Jx.gguf", ".gguf", "..gguf", "con:x.gguf"])
def test_a_name_never_leaves_the_folder(hub: Hub, name: str) -> None:
    """Or is refused."""
    listed = {"rfilename": name, "size": 5, "lfs": {"sha256": "0" * 64, "size": 5, "pointerSize": 1}}
    hub.api = json.dumps({"id": REPO, "sha": REVISION, "siblings": [listed]}).encode()
    try:
        assert "x.gguf" == look_up(REPO).files[0].name
    except AssistantError as error:
        assert error.hint


@pytest.mark.parametrize("repo", ["qwen", "a/b/c", "a b/c", "", "../etc"])
def test_what_is_no_repository_is_refused(repo: str) -> None:
    """Before anything is asked."""
    with pytest.raises(UsageError):
        look_up(repo)


def test_a_hub_that_is_not_there_is_an_error(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the address."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1:9 cannot be reached"):
        look_up(REPO)


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://ada:secret@127.0.0.1:1", "pip install"),
        ("socks://127.0.0.1:1", "unset"),
        ("ftp://127.0.0.1:1", "unset"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_told(hub: Hub, monkeypatch: pytest.MonkeyPatch, proxy: str, words: str) -> None:
    """By its address, without the password, and before anything is asked."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(DownloadError, match=r"the proxy .* cannot be used") as raised:
        look_up(REPO)
    assert words in raised.value.hint
    assert proxy.replace("ada:secret@", "") in raised.value.message


def test_a_gated_model_says_where_its_licence_is(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to log in."""
    from tests.models import hub_server

    gated = {"X-Error-Code": "GatedRepo"}
    monkeypatch.setattr(hub_server._Handler, "_api", lambda handler: handler.send(403, headers=gated))
    with pytest.raises(DownloadError, match="accepted its licence") as raised:
        look_up(REPO)
    assert f"{hub.address}/{REPO}" in raised.value.hint
