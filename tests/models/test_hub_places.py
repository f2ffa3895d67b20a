"""Which repository, file and revision an address or a short form means."""

from __future__ import annotations

import pytest

from assistant.models.hub_places import HubPlace, read_place

REPO, FILE = "ada/tiny-GGUF", "tiny-Q4_K_M.gguf"
PAGE = f"https://huggingface.co/{REPO}"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("qwen3-4b", HubPlace("qwen3-4b")),
        ("qwen3-4b:Q8_0", HubPlace("qwen3-4b", "Q8_0")),
        (f" {REPO}/ ", HubPlace(REPO)),
        (f"{REPO}:big/{FILE}", HubPlace(REPO, f"big/{FILE}")),
        (f"{REPO}/blob/main/{FILE}", HubPlace(REPO, FILE, "main")),
        ("a/b/c", HubPlace("a/b/c")),
        (f"{PAGE}/", HubPlace(REPO)),
        (f"{PAGE}/tree/main/", HubPlace(REPO, "", "main")),
        (f"{PAGE}/tree/main/Q8_0", HubPlace(REPO, "Q8_0", "main")),
        (f"{PAGE}/discussions/3#c1", HubPlace(REPO)),
        (f"{PAGE}?library=x&show_file_info=big%2F{FILE}", HubPlace(REPO, f"big/{FILE}")),
        (f"{PAGE}/resolve/main/{FILE}?download=true", HubPlace(REPO, FILE, "main")),
        (f"{PAGE}/blob/abc123/big/{FILE}#top", HubPlace(REPO, f"big/{FILE}", "abc123")),
        (f"{PAGE}/resolve/refs%2Fpr%2F1/a%20b.gguf", HubPlace(REPO, "a b.gguf", "refs/pr/1")),
        (f"HTTPS://HuggingFace.co/{REPO}", HubPlace(REPO)),
        (f"www.huggingface.co/{REPO}", HubPlace(REPO)),
        (f"hf.co/{REPO}:Q8_0", HubPlace(REPO, "Q8_0")),
        (f"http://mirror:80/{REPO}/raw/v1/{FILE}", HubPlace(REPO, FILE, "v1")),
        (f"https://elsewhere.org/{REPO}", HubPlace(f"https://elsewhere.org/{REPO}")),
        ("", HubPlace("")),
    ],
)
def test_a_place_is_read(said: str, place: HubPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever page of the hub, or of the one that is set, the address was copied from."""
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror:80")
    assert place == read_place(said)
