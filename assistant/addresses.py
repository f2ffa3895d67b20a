"""Show an address without the name and password that it may hold."""

from __future__ import annotations

from assistant.patterns import lazy_re

_LOGIN = lazy_re(r"(?<=://)[^\s?#]*@")  # a password may hold what should have been escaped, a slash too


def without_login(url: str) -> str:
    """Return an address with nothing in front of its host."""
    return _LOGIN.sub("", url)
