"""How British and American English write one word: tumour and tumor, oesophageal and esophageal, fibre and fiber.

The rules make forms, not words: what no paper holds is none. So they need not know where they do not apply.
"""

from __future__ import annotations

from assistant.patterns import lazy_re

_ISE = r"(?:e|es|ed|er|ers|ing|able|ability|ation|ations|ational)"
_BOTH_WAYS = (
    (r"(?<=\w\w)our", "or", r"(?<=\w\w)or", "our"),
    (rf"(?<=\w{{3}})is(?={_ISE}$)", "iz", rf"(?<=\w{{3}})iz(?={_ISE}$)", "is"),
    (r"(?<=\w\w[al])ys(?=(?:e|es|ed|er|ers|ing)$)", "yz", r"(?<=\w\w[al])yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
    (r"(?<=\w[tbv])re(?=s?$)", "er", r"(?<=\w[tbv])er(?=s?$)", "re"),
    (r"(?<=\w{3}[eo]n)ce(?=s?$)", "se", r"(?<=\w{3}[eo]n)se(?=s?$)", "ce"),
    (r"(?<=\w{3})ogue(?=s?$)", "og", r"(?<=\w{3})og(?=s?$)", "ogue"),
    (r"(?<=sul)ph", "f", r"(?<=sul)f", "ph"),
    (r"(?<=leu)c(?=[aeo])", "k", r"(?<=leu)k(?=[aeo])", "c"),
    (r"(?<=s)c(?=eptic)", "k", r"(?<=s)k(?=eptic)", "c"),
    (r"(?<=m)ou(?=l[dt])", "o", r"(?<=m)o(?=l[dt])", "ou"),
    (r"(?<=program)me(?=s?$)", "", r"(?<=program)(?=s?$)", "me"),
    (r"(?<=art)e(?=fact)", "i", r"(?<=art)i(?=fact)", "e"),
    (r"(?<=alumin)ium", "um", r"(?<=alumin)um", "ium"),
    (r"(?<=dg)e(?=ment)", "", r"(?<=dg)(?=ment)", "e"),
    (r"(?<=\bgr)e(?=y)", "a", r"(?<=\bgr)a(?=y)", "e"),
)
_RULES = tuple(
    (lazy_re(pattern), form)
    for british, american_form, american, british_form in _BOTH_WAYS
    for pattern, form in ((british, american_form), (american, british_form))
)
_DIGRAPH = lazy_re(r"[ao]e(?!s?$)")
_E = lazy_re(r"(?<![ao])e(?!s?$)")
_LEAST = 5
"""Letters of a word in which one letter may stand for two: "pet" is no poet."""


def across_the_atlantic(word: str) -> list[str]:
    """Return how a word in small letters may be spelt on the other side, in forms that need not be words."""
    found = [pattern.sub(form, word) for pattern, form in _RULES]
    if len(word) > _LEAST:
        found.append(_DIGRAPH.sub("e", word))
    if len(word) >= _LEAST:
        for place in (match.start() for match in _E.finditer(word)):
            found += [f"{word[:place]}{first}{word[place:]}" for first in "ao"]
    both = [_DIGRAPH.sub("e", other) for other in found if len(other) > _LEAST and other != word]
    return [other for other in dict.fromkeys([*found, *both]) if other != word]
