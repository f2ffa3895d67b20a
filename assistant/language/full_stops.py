"""Full stops that end no sentence, and what behind them says that they do so all the same."""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_NEVER = lazy_re(
    r"""(?<![^\s(\[])(?:
          e\.\s?g|i\.\s?e|vs|cf|viz|approx|resp|w\.r\.t|incl|excl|a\.k\.a|ca
        | Dr|Prof|Mr|Mrs|Ms|St|eg|aka
        )\.$""",
    re.VERBOSE,
)
_SELDOM = lazy_re(
    r"""(?<![^\s(\[])(?:
          et\.?\s+al|etc|i\.i\.d|spp?|subsp|ssp|Jr|Sr|Inc|Ltd|Co
        | [Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]abs?|[Rr]efs?|[Nn]os?|[Vv]ols?|pp|[Cc]h|[Aa]pp|[Ss]uppl|Eds?
        | Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        | Acad|Am|Biochem|Biol|Chem|Clin|Comput|Conf|Dept|Genet|Immunol|Int|Lett|Math|Med|Mol|Nat|Natl
        | Proc|Res|Rev|Sci|Theor|Univ
        | (?P<initials>(?:[A-Z]\.[-‐–]?){0,8}[A-Z])   # U.S., I.-S.
        )\.$""",
    re.VERBOSE,
)
_BEFORE_NUMBER = lazy_re(r"(?<![^\s(\[])[cpv]\.\s+(?=\d|[A-Z](?:[a-z]{2})?\d)|[=<>≤≥~≈]\s?\.\s+(?=\d)")
"""Before a page, what is compared, a variant of a protein ("p. His161Arg"); a decimal point that stands apart."""
_OPENER = lazy_re(
    r"""["“‘(\[]?(?:
          The|This|These|Those|That|There|Their|They|Its?|We|Our|Here|Herein
        | In|On|At|By|For|From|With|Without|Within|To|Of|As|If|When|While|Whereas|Where|Although|Though|Because|Since
        | After|Before|During|Despite|Among|Between|Under|Using|Based|Through|Unlike|Compared|Given|Due
        | However|Moreover|Furthermore|Thus|Therefore|Hence|Then|Also|And|But|Or|Yet|Nor|Both|Each|All|Most|Many|Some
        | Several|Such|Another|Other|Two|Three|Four|Five|No|Not|Only|Finally|First|Second|Third|Recently|Currently
        | Additionally|Specifically|Notably|Importantly|Interestingly|Surprisingly|Conversely|Consequently|Overall
        | Together|Similarly|A(?=\s[a-z])
        )(?:,?\s|$)""",
    re.VERBOSE,
)
"""Words that begin sentences and no names: a reader sees by them that an abbreviation was the last word of its own."""
_CAPITALISED = lazy_re(r"[A-Z][a-z]{2,}\b")
_LAST_WORD = lazy_re(r"(?<!\S)\(?([a-z]{3,})\s[A-Z]\.$")
_BEFORE_NAMES = frozenset("and the von van der del for from with after per via".split())
_LONGEST = 20
_NEAR = 4_000
"""How far around an initial the word behind it is looked for."""


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` is of an abbreviation or initial, in a sentence that begins at `start`."""
    begin = max(start, end - _LONGEST)
    return bool(_NEVER.search(text, begin, end) or _SELDOM.search(text, begin, end))


def is_last_word(text: str, start: int, end: int, behind: int) -> bool:
    """Whether an abbreviation or initial that ends at `end` ends its sentence: what begins at `behind` says so.

    It does if it is a word that begins sentences ("troponin T. We"), or, behind a single letter, one that is no name,
    since the text has it in small letters too ("lamin A. Fibroblasts").
    """
    begin = max(start, end - _LONGEST)
    found = None if _NEVER.search(text, begin, end) else _SELDOM.search(text, begin, end)
    if not found:
        return False
    if _OPENER.match(text, behind):
        return True
    word, last = _CAPITALISED.match(text, behind), _LAST_WORD.search(text, begin, end)
    if not (found["initials"] and word and last) or last[1] in _BEFORE_NAMES:
        return False
    return re.search(rf"\b{word[0].lower()}\b", text[max(0, end - _NEAR) : end + _NEAR]) is not None


def is_before_number(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end`, in a sentence that begins at `start`, belongs to the number behind it."""
    return any(_BEFORE_NUMBER.match(text, begin) for begin in range(max(start, end - 3), end))


def is_opener(text: str, position: int) -> bool:
    """Whether a word that begins sentences and no names stands at a position."""
    return _OPENER.match(text, position) is not None
