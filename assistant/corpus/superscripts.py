"""Exponents in plain text: behind "^", since 10⁶ without any mark would be read as 106."""

from __future__ import annotations

from assistant.patterns import lazy_re

_SIGN = r"(?:[+\-\u2010-\u2013\u2212\u00b1]|&minus;|&#8722;|&#[xX]2212;)?"
_EXPONENT = lazy_re(rf"\s{{0,9}}{_SIGN}\s{{0,9}}(?:\d[\d.,/]{{0,20}}{_SIGN}|[ijkmnx])\s{{0,9}}")
"""A number, also of a charge, or the letter that stands for one; no ordinal, degree, trade mark or sign."""


def raised(before: str, text: str) -> str:
    """Return a text that is set above the line, as it is to stand behind another.

    Only behind a digit is a mark needed: m2, CD4+ and 18F are read as they are meant.
    """
    return f"^{text.strip()}" if before[-1:].isdecimal() and _EXPONENT.fullmatch(text) else text
