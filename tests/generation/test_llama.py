"""The real llama.cpp on tiny models with random weights: what they write is noise, and the promise holds for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.generation import never
from assistant.generation.llama_native import NativeModel
from assistant.generation.llama_prompt import build_prompt
from assistant.prompting import ABSTENTION
from assistant.records import Usage
from tests.generation.briefs import brief, native_of, token_of, uncited, written
from tests.generation.conftest import Build, Script
from tests.tiny_gguf import CHATML, CONTEXT, Tokenizer, write_tiny_gguf


@pytest.mark.parametrize("tokenizer", ["llama", "gpt2"])
@pytest.mark.parametrize("template", [None, CHATML])
@pytest.mark.parametrize("seed", range(5))
def test_noise_is_cited(tmp_path: Path, build: Build, tokenizer: Tokenizer, template: str | None, seed: int) -> None:
    """Whatever the tokenizer, with and without a chat template, every sentence cites."""
    model = write_tiny_gguf(tmp_path / "m.gguf", seed=seed, chat_template=template, tokenizer=tokenizer)
    generator = build(model, seed=seed, temperature=[0.0, 1.0, 30.0, 100.0, 300.0][seed])
    answer, usage = written(generator, brief(12))
    assert not uncited(answer, range(1, 13))
    assert usage.completion <= 60 + 32


def test_a_file_may_have_any_name(build: Build, tiny: Path, tmp_path: Path) -> None:
    """One that is no UTF-8, too, where the system has such names."""
    path = tmp_path / "m\udcff.gguf"
    with suppress(OSError):
        path.write_bytes(tiny.read_bytes())
        assert not uncited(written(build(path), brief(3))[0], (1, 2, 3))


def test_the_model_is_asked_for_a_missing_marker(build: Build, script: Script) -> None:
    """It stands before the full stop, and what was drawn beyond the sentence is drawn again."""
    script("It gains 3.5 %. T")
    answer, _ = written(build(), brief(12))
    assert answer.startswith("It gains 3.5 % [")
    assert answer.endswith("].")


@pytest.mark.parametrize("question", ["How?", "By how much?", "Where?", "On what?"])
def test_the_choice_is_the_likeliest_way_on(build: Build, script: Script, question: str) -> None:
    """From " [1]." to " [9]." the model's own score of the digit decides."""
    script("It gains.")
    generator, asked = build(), brief(9, question=question)
    answer, _ = written(generator, asked)
    native = native_of(generator)
    native.read_prompt([*build_prompt(native, asked, CONTEXT).tokens, *native.continuation("It gains [")], never)
    likeliest = max(range(1, 10), key=lambda n: float(native.logits()[token_of(ord(str(n)))]))
    assert answer == f"It gains [{likeliest}]."


def test_its_own_markers_are_kept(build: Build, script: Script) -> None:
    """Nothing is forced where the model has cited by itself."""
    script("It gains [2]. It stays [3].")
    answer, usage = written(build(), brief(3))
    assert answer == "It gains [2]. It stays [3]."
    assert usage.completion == len("It gains [2]. It stays [3].")


def test_a_marker_of_no_paper_is_replaced(build: Build, script: Script) -> None:
    """The model is taken back to before it and names another."""
    script("It gains [7].")
    answer, _ = written(build(), brief(1))
    assert answer == "It gains [1]."


def test_many_bytes_make_one_letter(build: Build, script: Script) -> None:
    """Each piece is valid text, also where a letter takes several tokens."""
    script("Größe „π₀“ 🙂 [1].")
    pieces = list(build().generate(brief(1), never))
    assert "".join(pieces) == "Größe „π₀“ 🙂 [1]."
    assert all(piece.encode() for piece in pieces)


def test_a_thought_is_no_part_of_the_answer(build: Build, script: Script) -> None:
    """It is read by nobody."""
    script("<think>Hm [1]. </think>\n\nIt gains [1].")
    assert written(build(), brief(1))[0] == "It gains [1]."


def test_thinking_without_end_is_an_error(build: Build, script: Script) -> None:
    """To say "I don't know" would be a lie about the library."""
    script("<think>Let me see. " + "Hm. " * 50)
    with pytest.raises(ModelError, match="did not come to an answer"):
        written(build(), brief(1))


def test_an_endless_sentence_is_cut_and_cited(build: Build, script: Script) -> None:
    """The answer is as long as it may be."""
    script("word ", repeats=True)
    answer, usage = written(build(max_tokens=30), brief(1))
    assert answer == "word word word word word word [1]…"
    assert 30 <= usage.completion <= 30 + 32


def test_a_model_without_turns_ends_at_a_blank_line(tmp_path: Path, build: Build, script: Script) -> None:
    """A base model would go on to ask itself the next question."""
    script("It gains [1].\n\nQuestion: And?")
    model = write_tiny_gguf(tmp_path / "base.gguf", tokenizer="gpt2")
    assert written(build(model), brief(1))[0] == "It gains [1]."


def test_a_model_that_cannot_go_back_still_cites(build: Build, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recurrent models forget nothing; there the marker is read behind the full stop."""
    rewind = NativeModel.rewind
    monkeypatch.setattr(NativeModel, "rewind", lambda self, length: not length and rewind(self, length))
    script("It gains. It stays. It")
    answer, _ = written(build(), brief(3))
    assert not uncited(answer, (1, 2, 3))
    assert answer.startswith("It gains [")


def test_without_evidence_nothing_is_asked(build: Build) -> None:
    """No model is loaded to say that nothing was found."""
    generator = build()
    assert written(generator, replace(brief(1), evidence=())) == (ABSTENTION, Usage())
    assert generator._native is None


def test_equal_seeds_write_equal_answers(build: Build) -> None:
    """Chance can be repeated, and is chance."""
    same = [written(build(seed=seed), brief())[0] for seed in (7, 7, 8)]
    assert same[0] == same[1] != same[2]
