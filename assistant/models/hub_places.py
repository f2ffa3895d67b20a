"""Read what a person gives as a place on the hub: NAME or REPO[:FILE], or the address of any page of a repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from assistant.patterns import lazy_re

_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_HOST = lazy_re(r"(?P<scheme>\w+://)?(?P<host>[^/]*)/+(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?")
_PAGES = frozenset({"blob", "resolve", "raw", "tree", "blame"})
"""What stands between the repository and the revision in the address of a file or a folder."""


@dataclass(frozen=True, slots=True)
class HubPlace:
    """A place on the hub; whether there is one, only the hub knows.

    Attributes:
        repo: such as "Qwen/Qwen3-4B-GGUF", or a name of the list of recommended models.
        wanted: a file, by its name or path, or a quantisation; nothing if none was named.
        revision: a branch, tag or commit; nothing if none was named.
    """

    repo: str
    wanted: str = ""
    revision: str = ""


def read_place(said: str) -> HubPlace:
    """Return the place that a person means."""
    path, shown = said.strip(), ""
    address = _HOST.fullmatch(path)
    is_address = address is not None and address["host"].lower() in _HOSTS | {_own_host()}
    if address is not None and is_address:
        path = address["path"]
        shown = parse_qs(address["query"] or "").get("show_file_info", [""])[0]
    elif address is not None and address["scheme"]:
        return HubPlace(path)
    path, _, named = path.partition(":")
    owner, *parts = path.strip("/").split("/")
    if len(parts) > 2 and parts[1] in _PAGES:
        return HubPlace(f"{owner}/{parts[0]}", unquote("/".join(parts[3:])) or named, unquote(parts[2]))
    return HubPlace("/".join([owner, *(parts[:1] if is_address else parts)]), named or shown)


def _own_host() -> str:
    return urlsplit(os.environ.get("HF_ENDPOINT", "")).netloc.lower()
