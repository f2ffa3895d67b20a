"""Open the client for the hub, which goes past the proxies that the environment names, and say which cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from assistant.addresses import without_login
from assistant.errors import DownloadError

if TYPE_CHECKING:
    import httpx


def open_client(**options: Any) -> httpx.Client:
    """Return a client with some options.

    Raises:
        DownloadError: a proxy has an address that is none, is of an unknown kind, or needs what is not installed.
    """
    import httpx

    try:
        return httpx.Client(**options)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        proxies = {without_login(url) for name, url in getproxies().items() if name in ("http", "https", "all")}
        what = f"the proxy {' or '.join(sorted(proxies))} cannot be used"
        hint = "set ALL_PROXY, HTTPS_PROXY and HTTP_PROXY to an address like http://127.0.0.1:3128, or unset them"
        if isinstance(error, ImportError):
            hint = "pip install 'httpx[socks]', or unset ALL_PROXY, HTTPS_PROXY and HTTP_PROXY"
        raise DownloadError(what, hint) from error
