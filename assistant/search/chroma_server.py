"""Where on a Chroma server a library lies, and whose a collection there is.

A library has one collection, named for it. What it was brought to stands in the collection's metadata, and is taken
away while it changes. A collection of that name that does not say whose it is belongs to somebody else: it is neither
read nor written. Knows nothing of chromadb but what its client is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import LibraryError, UsageError

if TYPE_CHECKING:
    import httpx

OWNER, PASSAGES, NEWEST, STAMP = "assistant_library", "passages", "newest", "stamp"
BATCH = 1000
"""Passages sent at once: some megabytes."""
PATIENCE = 60.0
"""Seconds to wait for an answer."""
CONNECT_PATIENCE = 5.0
PORTS = {"http": 8000, "https": 443}


def address(url: str) -> tuple[str, int, bool]:
    """Return host (an IPv6 address in brackets), port and whether the connection is encrypted.

    Raises:
        UsageError: it is no address of a server.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or "@" in url:
            raise ValueError
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname  # IPv6
        return host, parts.port or PORTS[parts.scheme], parts.scheme == "https"
    except ValueError:
        raise UsageError(
            f"--chroma: '{url}' is no address of a Chroma server", "for example http://127.0.0.1:8000"
        ) from None


def collection_name(library: str) -> str:
    """Return the name of the collection of the library with this id."""
    return f"assistant-{library}"


def check(url: str) -> None:
    """Check that a Chroma server answers, within seconds, which its own client would wait for without limit.

    Raises:
        UsageError: it is no address of a server.
        LibraryError: nobody answers, or somebody else does.
    """
    import httpx  # some 50 ms, and most libraries have no server

    address(url)
    try:
        reply = httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=CONNECT_PATIENCE)
        is_chroma = reply.status_code == 200 and "nanosecond heartbeat" in reply.json()
    except ValueError:  # no JSON
        is_chroma = False
    except httpx.HTTPError as error:
        said = str(error) or type(error).__name__
        raise failure(url, f"it does not answer: {said}", "see that it runs") from error
    if not is_chroma:
        raise failure(
            url, "what answers there is no Chroma server of a version that this program knows", "see --chroma"
        )


def failure(url: str, what: str, hint: str = "") -> LibraryError:
    """Return an error that says what is wrong with a server."""
    return LibraryError(
        f"the Chroma server {url} cannot be used: {what}",
        hint or f"'assistant index --rebuild --chroma {url}' brings the library over anew",
    )


def limit_patience(client: Any) -> None:
    """Let a client of Chroma give up; by itself it waits for ever."""
    import httpx

    for session in _sessions(client):
        session.timeout = httpx.Timeout(PATIENCE, connect=CONNECT_PATIENCE)


def hang_up(client: Any) -> None:
    """Close a client of Chroma with its connections, which it leaves open itself; no two clients share them."""
    client.close()
    for session in _sessions(client):
        session.close()


def _sessions(client: Any) -> list[httpx.Client]:
    """Return what a client of Chroma speaks through, for itself and for the client in it that looks after databases."""
    import httpx

    sides = (client, getattr(client, "_admin_client", None))
    found = [getattr(getattr(side, "_server", None), "_session", None) for side in sides]
    return [session for session in found if isinstance(session, httpx.Client)]


def check_owner(collection: Any, library: str, url: str) -> None:
    """Check that a collection is that of a library.

    Raises:
        LibraryError: it is somebody else's.
    """
    metadata = collection.metadata or {}
    if metadata.get(OWNER) != library:
        what = f"the collection {collection.name} there is not this library's, and is left as it is"
        raise failure(url, what, "give that collection another name, or use another server")


def state_of(collection: Any) -> tuple[int, int, str] | None:
    """Return to how many passages, to the highest number of one, and with which stamp a collection was brought.

    None if it changes; the stamp is empty in what an older version left.
    """
    metadata = collection.metadata or {}
    passages, newest, stamp = metadata.get(PASSAGES), metadata.get(NEWEST), metadata.get(STAMP) or ""
    if not isinstance(passages, int) or not isinstance(newest, int) or collection.count() != passages:
        return None
    return passages, newest, str(stamp)


def metadata(library: str, state: tuple[int, int, str] | None) -> dict[str, Any]:
    """Return the metadata of a collection that was brought to a state, or changes."""
    return {OWNER: library} | (dict(zip((PASSAGES, NEWEST, STAMP), state, strict=True)) if state else {})
