"""Whether "both", "the two" or "the latter" stands alone, for papers, or before what it counts: "both arms"."""

from __future__ import annotations

from assistant.language.words import STOP_WORDS, words

_VERBS = frozenset(
    "achieve address adopt agree aim analyse analyze apply argue assume attain beat benefit build claim collect"
    " combine come compare consider contain contribute contradict cost cover cite deal define depend describe design"
    " differ discuss employ evaluate examine exceed exist explain explore extend fail fare find fit focus generalise"
    " generalize handle happen help hold identify ignore improve include increase introduce investigate involve keep"
    " lack lead learn leave look maintain make matter mean measure mention model need note observe offer operate"
    " outperform perform play predict present produce propose provide publish reach reduce relate release rely"
    " report require rest run scale score seem solve speak start stay suffer suggest support surpass take talk"
    " target teach tell test train transfer treat try understand use want win work".split()
)
"""What papers and methods do, as questions put it."""
_PREDICATES = frozenset(
    "accurate available better cheap cheaper comparable different equal equally fast faster good larger newer older"
    " online open open-source public robust similar slow slower smaller supervised unsupervised worse".split()
)
_MANY = frozenset("children criteria data men mice people women".split())


def stands_alone(behind: str, *, is_plural: bool) -> bool:
    """Whether what stands behind a pronoun is no thing that it counts or picks.

    Args:
        is_plural: whether a thing behind it would stand in the plural ("both arms"); else any word but a verb is one.
    """
    if not behind.strip() or not behind.lstrip()[0].isalnum():
        return True
    said = words(behind)
    first = said[0] if said else ""
    if first in STOP_WORDS or first in _PREDICATES or _is_verb(first) or first.endswith(("ed", "ly")):
        return not is_plural or not (first == "of" or "and" in said[1:3])
    return is_plural and not any(map(_is_many, said[:2]))


def _is_verb(word: str) -> bool:
    bases = {word, word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y"}
    return not _VERBS.isdisjoint(bases)


def _is_many(word: str) -> bool:
    return word in _MANY or (word.endswith("s") and not word.endswith(("ss", "us", "is")))
