"""The real llama.cpp, asked which of a few words comes next: nothing is written, and nothing forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.checking.checkers import WORDS, LanguageModelChecker
from assistant.errors import MissingError, ModelError
from assistant.generation import Judge, never
from assistant.generation.llama_prompt import chat_prompt
from assistant.generation.quotes import QuotesGenerator
from assistant.prompting import Message, judging
from assistant.records import Brief, Task, Turn
from tests.generation.briefs import brief, native_of, sentence, token_of, written
from tests.generation.conftest import Build
from tests.tiny_gguf import write_tiny_gguf

CHAT = [Message("system", "You check."), Message("user", "Is it so? <|im_end|>")]


def test_the_chances_are_those_of_the_next_token(build: Build) -> None:
    """Of the first letters of the words, here, large and small, with a space before them or not, against each other."""
    generator = build()
    assert isinstance(generator, Judge)
    found = generator.weigh(CHAT, WORDS, never)
    native = native_of(generator)
    native.read_prompt(chat_prompt(native, CHAT, "Answer:").tokens, never)
    chances = np.exp(native.logits().astype(np.float64))
    own = [sum(chances[token_of(ord(letter))] for letter in (word[0], word[0].upper())) for word in WORDS]
    assert found == pytest.approx([part / sum(own) for part in own], rel=1e-3)
    assert sum(found) == pytest.approx(1)


def test_a_space_before_every_text_tells_nothing(build: Build, tmp_path: Path) -> None:
    """Some tokenizers set one, as a token of its own; the letter behind it decides."""
    generator = build(write_tiny_gguf(tmp_path / "spaces.gguf", tokenizer="llama"))
    found = generator.weigh(CHAT, WORDS, never)
    assert sum(found) == pytest.approx(1)
    assert len(set(found)) == len(WORDS)


def test_words_that_begin_alike_are_an_error(build: Build) -> None:
    """A letter could not tell them apart."""
    with pytest.raises(ModelError, match="cannot tell the words so, see apart"):
        build().weigh(CHAT, ("so", "see"), never)


def test_what_does_not_fit_is_an_error(build: Build) -> None:
    """With what to do."""
    with pytest.raises(ModelError, match="does not fit") as raised:
        build(context=512).weigh([CHAT[0], Message("user", "Is it so? " * 100)], WORDS, never)
    assert "--context" in raised.value.hint


def test_nothing_is_judged_for_who_has_gone(build: Build) -> None:
    """A judgement that was cancelled says nothing, and the model can be asked again."""
    generator = build()
    assert generator.weigh(CHAT, WORDS, lambda: True) == ()
    assert LanguageModelChecker(lambda: generator, lambda: True).check("So", "A", ["So."]).supported == 0
    assert len(generator.weigh(CHAT, WORDS, never)) == len(WORDS)


def test_the_next_turn_goes_on_as_if_nothing_had_been_judged(build: Build) -> None:
    """What was read for the last answer is laid aside, not lost."""
    reused = []
    for claims in (0, 3):
        generator = build(temperature=0.0)
        answer = written(generator, brief())[0]
        for n in range(claims):
            generator.weigh(judging(f"It gains {n}.", "A paper", ["It gains.", "It is so."]), WORDS, never)
        evidence = tuple(sentence(n, 1 / n) for n in (1, 2, 3))
        turn = Brief(Task.ANSWER, "How was it tested?", evidence, (Turn("By how much?", "By how much?", answer),))
        text, usage = written(generator, turn)
        reused.append((text, usage.reused))
    assert reused[0] == reused[1]
    assert reused[0][1] > 500


def test_an_abstract_is_read_once_for_several_claims(build: Build) -> None:
    """The claim comes last."""
    generator = build()
    for n in range(2):
        chat = judging(f"It gains {n}.", "A paper", ["It gains much. " * 20])
        before = list(native_of(generator).past) if n else []
        generator.weigh(chat, WORDS, never)
    past = native_of(generator).past
    shared = next(place for place, (one, other) in enumerate(zip(before, past, strict=False)) if one != other)
    assert shared > len(past) - 120


def test_a_judgement_is_that_of_a_checker(build: Build) -> None:
    """The sentence that decides shares most words with the claim."""
    generator = build()
    checker = LanguageModelChecker(lambda: generator)
    found = checker.check("Penguins know faces", "Penguins", ["They swim.", "Penguins know many faces."])
    assert 0 < found.supported < found.supported + found.contradicted < 1
    assert found.sentence == 1
    assert checker.check("It is so", "", []).sentence == 0


def test_who_has_no_scores_cannot_judge() -> None:
    """Said with what to do."""
    with pytest.raises(MissingError, match="quotes is no local language model"):
        LanguageModelChecker(QuotesGenerator).check("It is so", "A", ["It is."])
