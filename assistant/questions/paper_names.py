"""Which of some papers is called by the words of a question: by its title, by what stands before the colon, or "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.text import title_key
from assistant.language.words import words as words_of
from assistant.patterns import lazy_re
from assistant.records import Paper

SHORT_NAME = 3
"""Words of a name such as "SkillWeaver" in "SkillWeaver: Web Agents can Self-Improve", at most."""
_IT = lazy_re(r"it|they|(?:this|that|the)(?: (?:paper|article|study|work))?", re.IGNORECASE)
_AROUND = lazy_re(
    r"^(?:the )?(?:original |first )?(?:paper |article |study )?(?:called |titled |(?:on|about|of|for|by) (?:the )?)?"
    r"|\s(?:paper|article|study)$",
    re.IGNORECASE,
)

_ARTICLE = lazy_re(r"^(?:an?|the) ", re.IGNORECASE)
_MARKS = " ,“”\"'"
_KIND = lazy_re(
    r"\s(?:method|framework|approach|model|system|algorithm|architecture|benchmark|data ?set|technique|agent|tool)$",
    re.IGNORECASE,
)
"""What may stand behind a name that holds no such word: "the SkillWeaver framework"."""


def called(words: str, papers: Sequence[Paper], topic: str | None = None) -> Paper | None:
    """Return the one of some papers that is called so, None if there are several, too.

    Args:
        topic: as `all_called` has it.
    """
    named = all_called(words, papers, topic)
    return named[0] if len(named) == 1 else None


def all_called(words: str, papers: Sequence[Paper], topic: str | None = None) -> list[Paper]:
    """Return those of some papers that are called so.

    Args:
        topic: the title of the paper that the dialogue was last about, which "it" means.
    """
    if is_it(words):
        return [paper for paper in papers if paper.title == topic][:1]
    for name in forms(words):
        key = title_key(name)
        titles = ((paper, paper.title, paper.title.partition(": ")[0]) for paper in papers)
        if key and (named := [paper for paper, *names in titles if key in map(title_key, names)]):
            return named
    return []


def forms(words: str) -> list[str]:
    """Return the names that words may mean, as they stand and without what is said around a name.

    "the original BERT paper" is of "BERT"; "the SkillWeaver framework" of a paper that may be called "SkillWeaver".
    """
    said = words.strip(_MARKS)
    return list(dict.fromkeys(name for name in (said, _AROUND.sub("", said).strip(_MARKS), *bare_forms(said)) if name))


def bare_forms(words: str) -> list[str]:
    """Return the names that words may mean without what is said around a name, nor an article or "framework"."""
    bare = _ARTICLE.sub("", _AROUND.sub("", words.strip(_MARKS))).strip(_MARKS)
    return list(dict.fromkeys(name for name in (bare, _KIND.sub("", bare)) if name))


def is_it(words: str) -> bool:
    """Whether words mean the paper that a dialogue was last about."""
    return bool(_IT.fullmatch(words))


def names(text: str, paper: Paper, others: Sequence[Paper] = ()) -> bool:
    """Whether a question calls a paper by the name before the colon of its title.

    A word in small letters is none that others of the papers found use too and write otherwise than the title does: the
    "mind" of "theory of mind" does not call “MIND: …”.

    Args:
        others: the papers that were found, itself among them or not.
    """
    name, colon, _ = paper.title.partition(": ")
    said = words_of(name)
    if not (colon and said and len(said) <= SHORT_NAME and f" {' '.join(said)} " in f" {' '.join(words_of(text))} "):
        return False
    if len(said) > 1 or not re.search(rf"\b{re.escape(name.lower())}\b", text):
        return True
    used = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    uses = {use for other in others if other.id != paper.id for use in used.findall(f"{other.title} {other.abstract}")}
    return uses <= {name}
