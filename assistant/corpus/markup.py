"""Entities and tags of HTML and JATS in a text taken out; what only looks like a tag ("a < b", "<think>") stays."""

from __future__ import annotations

import html
import re

from assistant.corpus.formulas import without_formula_tags
from assistant.corpus.superscripts import raised
from assistant.patterns import lazy_re

_INLINE = "i|b|u|em|strong|sub|span|a|font|tt|small|italic|bold|sc|underline|monospace|xref|ext-link|styled-content"
_BLOCK = "p|div|br|li|ul|ol|h[1-6]|sec|title|abstract-title|list|list-item|disp-quote|break"
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?"""
_INLINE_TAG = lazy_re(rf"</?(?:jats:)?(?:{_INLINE}){_ATTRIBUTES}>", re.IGNORECASE)
_SUPERSCRIPT = lazy_re(
    rf"(\d?)<(?:jats:)?sup{_ATTRIBUTES}>(?:([^<>]{{1,60}})</(?:jats:)?sup{_ATTRIBUTES}>)?|</(?:jats:)?sup{_ATTRIBUTES}>",
    re.IGNORECASE,
)
_BLOCK_TAG = lazy_re(rf"</?(?:jats:)?(?:{_BLOCK}){_ATTRIBUTES}>", re.IGNORECASE)
_HEADING = lazy_re(r"<(?:jats:)?title>\s{0,99}(?:Abstract|Summary)\s{0,99}</(?:jats:)?title>", re.IGNORECASE)
_SECTION = lazy_re(
    r"<(?P<tag>(?:jats:)?title|h[1-6])>\s{0,99}(?P<words>[^<>]{1,60}?[^<>\s.:?!])\s{0,99}</(?P=tag)>(?=\s{0,99}(?:[^<\s]|<[^/]))",
    re.IGNORECASE,
)
"""The heading of a part, in front of its text."""
_ENTITY = lazy_re(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def without_markup(text: str) -> str:
    """Return the text that a browser would show."""
    if "<" in text:
        text = without_formula_tags(text)
        text = _SUPERSCRIPT.sub(_superscript, _INLINE_TAG.sub("", _HEADING.sub("", text, count=1)))
        text = _BLOCK_TAG.sub(" ", _SECTION.sub(r" \g<words>: ", text))
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _superscript(found: re.Match[str]) -> str:
    before = found[1] or ""
    return before + raised(before, found[2] or "")
