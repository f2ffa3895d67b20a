"""Letters of Chinese, Japanese and Korean, in which names are one word, family first."""

from __future__ import annotations

from assistant.patterns import lazy_re

_KATAKANA = "\u30a0-\u30ff"
_WORD = lazy_re(
    rf"[\u3005-\u3007\u3040-\u309f{_KATAKANA}\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_FOREIGN = lazy_re(rf"[{_KATAKANA}]")


def is_east_asian(text: str) -> bool:
    """Whether a text is of such letters alone."""
    return _WORD.fullmatch(text) is not None


def is_family_name(text: str) -> bool:
    """Whether a text may be a family name that stands first; in katakana one writes names of abroad."""
    return is_east_asian(text) and not _FOREIGN.match(text)
