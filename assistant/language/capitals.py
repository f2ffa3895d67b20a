"""Abbreviations in capitals that are everyday words in small letters: ALL, NO, WAS, AS, IF, OR.

A word in capitals in a text that is not all in capitals is a name, unless its neighbours tell that it is only stressed:
"does it NOT work", "list ALL papers", "BERT OR GPT".
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_TOKEN = lazy_re(r"[^\W_]+(?:['’][^\W_]+)?|[?.!,;:()\"“”]")
_ARTICLES = frozenset("a an the".split())
_BEFORE_A_NAME = _ARTICLES | frozenset(
    "about against between by compare define explain for from in mean of on through to treat versus via vs with"
    " without".split()
)
_IS_SINGULAR = frozenset("can could does did has is was will would may might".split())
_PRONOUNS = frozenset("he her him i it its me my she that them they this these those us we what which who you".split())
_BEHIND_A_NAME = frozenset(
    "a about after among an and are as at be before between by can cause causes could did do does during for from had"
    " has have if in into is like mean means on or than that the to under vs versus was were when will with".split()
)
_STRESSED = frozenset("also another any both each every few most not only other same some such them they very".split())
"""Words that are stressed far more often than they are names."""
_SHOUTED = 0.5
"""Share of the words in capitals above which a text is shouted."""


def names_in_capitals(text: str) -> frozenset[str]:
    """Return the words of a text that are names by their capitals, in small letters."""
    if not re.search(r"\b[A-Z]{2,}\b", text):
        return frozenset()
    tokens = _TOKEN.findall(text)
    said = [token for token in tokens if token[0].isalpha()]
    capital = [token for token in said if len(token) > 1 and token.isupper()]
    if len(capital) > _SHOUTED * len(said):
        return frozenset()
    return frozenset(
        token.lower()
        for place, token in enumerate(tokens)
        if token in capital and _is_name(token.lower(), tokens[:place][-1:], tokens[place + 1 : place + 2])
    )


def _is_name(word: str, before: list[str], behind: list[str]) -> bool:
    """Whether a word in capitals stands where a name does."""
    last, following = (before or [""])[0].lower(), (behind or [""])[0].lower()
    is_end = not following or not following[0].isalnum()
    if word in _STRESSED:
        return last in _ARTICLES and is_end
    if last == "(" and following == ")":
        return True
    if last in _ARTICLES:
        return True
    if last in _BEFORE_A_NAME or not before:
        return (is_end or following in _BEHIND_A_NAME) and following not in _PRONOUNS and not (not before and is_end)
    if last in _IS_SINGULAR:
        return following not in _PRONOUNS and following != "the"
    return is_end and last not in _PRONOUNS and last not in ("why", "at")
