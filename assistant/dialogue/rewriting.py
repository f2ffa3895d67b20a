"""Let the language model make a later question of a dialogue stand alone, where `followups.settle` is not sure.

What it writes is searched only if it is sane: all that the question says is still in it, and it brings in no number and
no name that neither the question nor what was asked and found before holds. Otherwise the model-free way stands, as it
does when the model fails or repeats the question, which weak models do with any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.dialogue.followups import without_filling
from assistant.errors import AssistantError
from assistant.generation import AnswerGenerator, Cancelled, Completer
from assistant.language.said_numbers import NUMBER
from assistant.language.text import clean
from assistant.language.words import STOP_WORDS, Stemmer, words
from assistant.patterns import lazy_re
from assistant.prompting import rewriting
from assistant.questions.understand import Understanding
from assistant.records import Turn
from assistant.sanitizing import sanitize_line

TURNS = 3
"""Of the dialogue, the last ones, that the model is told of."""
MOST_TOKENS = 60
LONGER, ADDED = 3, 15
"""Times as many words as the question, or so many more, that a rewritten one has at most."""
NEW = 3
"""Ordinary words that it may bring in, such as "method", at most."""

_LABEL = lazy_re(r"^(?:the )?(?:(?:last|standalone|rewritten|stand-alone) )*question\s*:\s*", re.IGNORECASE)
_QUOTED = lazy_re(r'^["“”\'`*]+|["“”\'`*]+$')
_TOKEN = lazy_re(r"[^\W_]+")
_NUMBER = lazy_re(NUMBER)


def rewrite(
    asked: Understanding,
    history: Sequence[Turn],
    generator: AnswerGenerator,
    is_word: Callable[[str], bool],
    stemmer: Stemmer,
    cancelled: Cancelled,
) -> Understanding:
    """Return a question as the model rewrites it, or as it was if the generator has no model or writes nothing sane.

    Args:
        is_word: whether something is a word of the language.
    """
    if not isinstance(generator, Completer):
        return asked
    recent = history[-TURNS:]
    try:
        line = generator.complete(rewriting(asked.text, recent), MOST_TOKENS, cancelled)
    except AssistantError as error:
        note = f"the language model could not rewrite the question: {error.message}"
        return replace(asked, notes=(*asked.notes, note))
    text = _QUOTED.sub("", _LABEL.sub("", clean(sanitize_line(line)))).strip()
    before = " ".join(f"{turn.question} {' '.join(turn.titles)}" for turn in recent)
    if not is_sane(text, asked.text, before, is_word, stemmer) or not _taken_over(text, asked.text, before, stemmer):
        return asked
    note = f"understood as “{text}”, which the language model wrote"
    return replace(asked.alone(), text=text, notes=(*asked.notes, note))


def is_sane(text: str, question: str, before: str, is_word: Callable[[str], bool], stemmer: Stemmer) -> bool:
    """Whether a text says what the question says, and nothing that was not said before.

    Args:
        before: the questions and titles of the dialogue.
    """
    said, count = words(text), len(words(question))
    if not said or len(said) > max(LONGER * count, count + ADDED):
        return False
    tokens = _TOKEN.findall(text)
    kept = [word for word in words(without_filling(question)) if word not in STOP_WORDS]
    needed, known, *stems = (set(found) for found in stemmer.stems([" ".join(kept), f"{question} {before}", *tokens]))
    if not needed <= set().union(*stems):
        return False
    new = [token for token, found in zip(tokens, stems, strict=True) if not found <= known]
    new = [token for token in new if token.lower() not in STOP_WORDS]
    return len(new) <= NEW and all(
        token.islower() and token.isalpha() and not _NUMBER.fullmatch(token) and is_word(token) for token in new
    )


def _taken_over(text: str, question: str, before: str, stemmer: Stemmer) -> set[str]:
    """Return the stems that a text has from the dialogue and not from the question."""
    asked, earlier, found = stemmer.stems(
        [question, before, " ".join(word for word in words(text) if word not in STOP_WORDS)]
    )
    return set(found) & set(earlier) - set(asked)
