"""The only module that imports huggingface_hub: what a repository holds, its sizes and digests. It downloads nothing.

`HF_ENDPOINT` and `HF_TOKEN` are honoured as everywhere; usage reports are switched off in `assistant/__init__.py`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from assistant.errors import AssistantError, DownloadError, ModelMissing, UsageError
from assistant.models.finding import SUFFIX, part_names, stem_of
from assistant.models.proxies import open_client
from assistant.patterns import lazy_re

DEFAULT_TAG = "Q4_K_M"
_MOST_LISTED = 12
TIMEOUT = 20.0  # seconds to wait for the hub's next words

_REPO = lazy_re(r"[\w.-]+/[\w.-]+", re.ASCII)
_NAME = lazy_re(r"[\w(\[][\w .+()\[\],=@-]*\.gguf", re.I)
_SHA256 = lazy_re(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub.

    Attributes:
        name: what it will be called here.
        sha256: hexadecimal; empty if the hub does not say.
    """

    name: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on the hub: the one file, or all the parts, at one revision.

    Attributes:
        licence: as the hub says, or nothing.
        headers: what a request for the files has to carry, the person's token among them.
    """

    repo: str
    revision: str
    licence: str
    files: tuple[RemoteFile, ...]
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def look_up(repo: str, wanted: str = "", revision: str = "") -> Offer:
    """Ask the hub for a model.

    Args:
        repo: such as "Qwen/Qwen3-4B-GGUF".
        wanted: the name of a file, or a quantisation such as "Q4_K_M"; without it, that or the only one there.
        revision: a branch, tag or commit; without it what is current.

    Raises:
        UsageError: that is no name of a repository.
        ModelMissing: there is no such repository or file, or several fit.
        DownloadError: the hub or the proxy before it cannot be reached, refuses, or does not answer as a hub does.
    """
    if not _REPO.fullmatch(repo):
        raise UsageError(f"'{repo}' is no repository", "give one such as Qwen/Qwen3-4B-GGUF, or a name of the list")
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    open_client().close()
    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT", "").rstrip("/") or None)
    with _translated(repo, str(api.endpoint)):
        info = api.model_info(repo, revision=revision or None, files_metadata=True, timeout=TIMEOUT)
        siblings = {str(item.rfilename): item for item in info.siblings or []}
        revision = str(info.sha or revision or "main")
        files = []
        for path in choose_files(list(siblings), wanted, repo):
            url = hf_hub_url(repo, path, revision=revision, endpoint=api.endpoint)
            size, digest = siblings[path].size, _said_digest(siblings[path].lfs)
            if size is None or not digest:
                told = get_hf_file_metadata(url, timeout=TIMEOUT, endpoint=api.endpoint)
                size = told.size if size is None else size
                digest = digest or (str(told.etag) if _SHA256.fullmatch(str(told.etag)) else "")
            if type(size) is not int or size < 1:
                raise DownloadError(f"the hub does not say how large {path} is", "try again later")
            files.append(RemoteFile(_local_name(path), url, size, digest))
        return Offer(repo, revision, _licence(info), tuple(files), build_hf_headers())


def choose_files(paths: Sequence[str], wanted: str, repo: str) -> list[str]:
    """Return the paths of the parts of the one model that is wanted.

    Raises:
        ModelMissing: none or several are.
    """
    files = {path: PurePosixPath(path).name for path in paths if path.lower().endswith(SUFFIX)}
    first = [path for path, name in files.items() if part_names(name)[0] == name and not name.startswith("mmproj")]
    exact = [path for path in first if wanted in (path, files[path], stem_of(files[path]))]
    others = [path for path, name in files.items() if wanted in (path, name)]
    chosen = exact or [path for path in first if others and part_names(files[others[0]])[0] == files[path]]
    if not chosen:
        tag = re.compile(rf"(^|[-._]){re.escape(wanted or DEFAULT_TAG)}$", re.I)
        chosen = [path for path in first if tag.search(stem_of(files[path]))]
    if not chosen and not wanted and len(first) == 1:
        chosen = first
    if len(chosen) != 1:
        what = f"several files that fit '{wanted or DEFAULT_TAG}'" if chosen else f"no file '{wanted or DEFAULT_TAG}'"
        names = _listed(chosen or first) or "no GGUF file at all"
        raise ModelMissing(f"{repo} has {what}", f"name one as {repo}:FILE; there are: {names}")
    parts = [str(PurePosixPath(chosen[0]).with_name(name)) for name in part_names(files[chosen[0]])]
    if absent := [part for part in parts if part not in files]:
        raise ModelMissing(f"{repo} lacks {len(absent)} of the {len(parts)} parts of {chosen[0]}", "take another file")
    return parts


def _listed(paths: Sequence[str]) -> str:
    """Return some of the files by name, or by path where several have the same name, and how many more there are."""
    names = [PurePosixPath(path).name for path in paths]
    shown = sorted(name if names.count(name) == 1 else path for name, path in zip(names, paths, strict=True))
    more = f" and {len(shown) - _MOST_LISTED} more" if len(shown) > _MOST_LISTED else ""
    return ", ".join(shown[:_MOST_LISTED]) + more


def _local_name(path: str) -> str:
    """Return what a file will be called here; a name of the hub's is never a way out of the folder."""
    name = PurePosixPath(path).name
    if not _NAME.fullmatch(name):
        raise DownloadError(f"the hub gives a file the name {name!r}", "take another file")
    return name


def _said_digest(lfs: Any) -> str:
    digest = str((lfs.get("sha256") if isinstance(lfs, dict) else getattr(lfs, "sha256", "")) or "").lower()
    return digest if _SHA256.fullmatch(digest) else ""


def _licence(info: Any) -> str:
    said = [tag.removeprefix("license:") for tag in info.tags or [] if str(tag).startswith("license:")]
    card = getattr(info, "card_data", None)
    return str(said[0] if said else (card and card.get("license")) or "")


@contextmanager
def _translated(repo: str, endpoint: str) -> Iterator[None]:
    """Turn what huggingface_hub raises into errors that say what to do."""
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        yield
    except AssistantError:
        raise
    except GatedRepoError as error:
        hint = f"accept its licence at {endpoint}/{repo} and log in with: hf auth login"
        raise DownloadError(f"{repo} is given only to those who have accepted its licence", hint) from error
    except RepositoryNotFoundError as error:
        hint = "check its name; for a private one log in with: hf auth login"
        raise ModelMissing(f"{endpoint} shows no repository '{repo}'", hint) from error
    except RevisionNotFoundError as error:
        raise ModelMissing(f"{repo} has no such revision", "check the address, or leave the revision out") from error
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        if status == 404:
            raise ModelMissing(f"{endpoint} has no such file or repository of '{repo}'", "check the names") from error
        raise refused(endpoint, status) from error
    except OfflineModeIsEnabled as error:
        raise DownloadError("HF_HUB_OFFLINE is set, so nothing is downloaded", "unset it to download") from error
    except HFValidationError as error:
        raise UsageError(f"'{repo}' is no repository: {error}", "give one such as Qwen/Qwen3-4B-GGUF") from error
    except _transport_errors() as error:
        what = str(error) or type(error).__name__
        hint = "check the network, its proxy and HF_ENDPOINT"
        raise DownloadError(f"{endpoint} cannot be reached: {what}", hint) from error
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:  # what it makes of an answer that is none
        hint = "check HF_ENDPOINT and the proxy, and that no login page stands between"
        raise DownloadError(f"{endpoint} does not answer as a hub does: {error}", hint) from error


def refused(place: str, status: int) -> DownloadError:
    """Return the error for a status that a server answered with."""
    hints = {
        401: "check the name; for what is private or needs a licence log in with: hf auth login",
        403: "log in with: hf auth login, and accept the licence of the model on its page",
        404: "the file may have been moved; look at the page of the model",
        429: "too many requests: wait some minutes, or log in with: hf auth login",
    }
    return DownloadError(f"{place} answered {status}", hints.get(status, "try again later"))


def _transport_errors() -> tuple[type[Exception], ...]:
    """Return what huggingface_hub lets through when a connection fails; its version decides on the HTTP library."""
    libraries = [sys.modules[name] for name in ("httpx", "httpx2") if name in sys.modules]
    return (OSError, *(error for library in libraries for error in (library.HTTPError, library.InvalidURL)))
