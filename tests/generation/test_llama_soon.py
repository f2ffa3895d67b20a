"""Sooner: what was read is not read again, by the next question, the next turn and the next process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.generation import never
from assistant.generation.llama import LlamaGenerator
from assistant.generation.llama_native import NativeModel
from assistant.records import Brief, Task, Turn
from tests.generation.briefs import brief, drained, native_of, sentence, uncited, written
from tests.generation.conftest import Build
from tests.stopwatch import Stopwatch
from tests.tiny_gguf import CHATML, Tokenizer, write_tiny_gguf


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many tokens were read at once, each time; it grows."""
    counts: list[int] = []
    original = NativeModel.read

    def counted(native: NativeModel, tokens: Sequence[int]) -> None:
        counts.append(len(tokens))
        original(native, tokens)

    monkeypatch.setattr(NativeModel, "read", counted)
    return counts


def after(answer: str, count: int = 3, *, question: str = "How was it tested?", first: int = 1) -> Brief:
    """Return the brief of a second turn, on the papers from `first` on."""
    evidence = tuple(sentence(n, 1 / n) for n in range(first, first + count))
    return Brief(Task.ANSWER, question, evidence, (Turn("By how much?", "By how much?", answer),))


# -------------------------------------------------------- the next process


def test_the_rules_are_not_read_by_the_next_process(build: Build, tmp_path: Path, read: list[int]) -> None:
    """Their state lies in the folder, and the answer is the same as without it."""
    plain = written(build(temperature=0.0), brief())[0]
    first, second = (build(temperature=0.0, cache=tmp_path / "cache") for _ in range(2))
    assert plain == written(first, brief())[0]
    before, read[:] = sum(read), []
    assert plain == written(second, brief())[0]
    assert written(build(cache=tmp_path / "cache"), brief())[1].reused > 500
    assert max(read) < 400 < before


def test_another_model_does_not_take_the_state(build: Build, tmp_path: Path, tiny: Path, read: list[int]) -> None:
    """Nor the same file changed, nor the same model with another form of context."""
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(tiny.read_bytes())
    for choices in ({}, {"path": copy}, {"context": 2048}):
        read.clear()
        build(**choices, cache=tmp_path / "cache").load()
        assert sum(read) > 500
    assert 3 == len(list((tmp_path / "cache").iterdir()))


def test_a_damaged_state_costs_time_only(build: Build, tmp_path: Path) -> None:
    """The prompt is read, and the state written again."""
    expected = written(build(temperature=0.0, cache=tmp_path), brief())[0]
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-9] + b"brokenbit")
    assert expected == written(build(temperature=0.0, cache=tmp_path), brief())[0]
    assert [path] == list(tmp_path.iterdir())


def test_another_task_has_rules_of_its_own(build: Build, tmp_path: Path) -> None:
    """And going back and forth reads neither again."""
    generator = build(cache=tmp_path)
    summary = replace(brief(), task=Task.SUMMARY)
    used = [written(generator, asked)[1] for asked in (brief(), summary, brief(), summary)]
    assert all(usage.reused > 500 for usage in used)
    assert 2 == len(list(tmp_path.iterdir()))


# ----------------------------------------------------------- the next turn


@pytest.mark.parametrize("template", [CHATML, None])
@pytest.mark.parametrize("tokenizer", ["llama", "gpt2"])
def test_the_next_turn_reads_only_what_is_new(
    build: Build, tmp_path: Path, template: str | None, tokenizer: Tokenizer
) -> None:
    """The question; the evidence was read with the turn before, and citations hold all the same."""
    generator = build(write_tiny_gguf(tmp_path / "m.gguf", chat_template=template, tokenizer=tokenizer))
    answer, first = written(generator, brief())
    text, second = written(generator, after(answer))
    assert not uncited(text, (1, 2, 3))
    assert second.prompt > first.prompt
    assert second.prompt - second.reused < 250 < first.prompt


def test_a_template_without_answers_begins_anew(build: Build, tmp_path: Path) -> None:
    """There is nothing to go on from."""
    template = "{% for m in messages if m.role == 'user' %}<|im_start|>{{ m.content }}{% endfor %}"
    generator = build(write_tiny_gguf(tmp_path / "m.gguf", chat_template=template, tokenizer="gpt2"))
    answer, first = written(generator, brief())
    text, second = written(generator, after(answer))
    assert not uncited(text, (1, 2, 3))
    assert second.prompt < first.prompt + 200


def test_new_evidence_is_read_in_the_next_turn(build: Build) -> None:
    """And nothing else of the papers."""
    generator = build()
    answer, _ = written(generator, brief())
    text, used = written(generator, after(answer, 4))
    said = b"".join(map(native_of(generator).piece, native_of(generator).past)).decode(errors="replace")
    assert 1 == said.count("Model 1 gains") and 1 == said.count("Model 4 gains")
    assert not uncited(text, (1, 2, 3, 4))
    assert used.prompt - used.reused < 400


def test_only_the_best_of_new_evidence_is_read(build: Build) -> None:
    """Three sentences, and a paper that gives none of them cannot be cited."""
    generator = build()
    answer, _ = written(generator, brief(1))
    text, _ = written(generator, after(answer, 8))
    said = b"".join(map(native_of(generator).piece, native_of(generator).past)).decode(errors="replace")
    assert [True] * 4 + [False] * 4 == [f"Model {n} gains" in said for n in range(1, 9)]
    assert not uncited(text, (1, 2, 3, 4))


def test_a_third_turn_goes_on_too(build: Build) -> None:
    """Each is one turn longer."""
    generator = build(max_tokens=20)
    answer, _ = written(generator, brief())
    second, _ = written(generator, after(answer))
    history = (*after(answer).history, Turn("How was it tested?", "How was it tested?", second))
    used = written(generator, replace(after(answer, 1, question="When?"), history=history))[1]
    assert used.prompt - used.reused < 250


def test_an_answer_that_was_repaired_is_read_as_it_was_shown(build: Build) -> None:
    """What stands in the dialogue is what the person has read."""
    generator = build()
    written(generator, brief())
    _, used = written(generator, after("It gains nothing at all [2]."))
    said = b"".join(map(native_of(generator).piece, native_of(generator).past)).decode(errors="replace")
    assert "It gains nothing at all [2]." in said
    assert used.reused > 500


@pytest.mark.parametrize("change", ["numbers", "question", "task", "room"])
def test_what_does_not_go_on_begins_anew(build: Build, change: str) -> None:
    """Other papers under the same numbers, another dialogue, another task, too little room."""
    generator = build(context=1900 if change == "room" else None)
    answer, first = written(generator, brief())
    asked = after(answer)
    if change == "numbers":
        asked = replace(asked, evidence=tuple(replace(item, n=4 - item.n) for item in asked.evidence))
    if change == "question":
        asked = replace(asked, history=(Turn("Why?", "Why?", answer),))
    if change == "task":
        asked = replace(asked, task=Task.SUMMARY)
    if change == "room":
        asked = replace(asked, evidence=tuple(sentence(n, 1 / n) for n in range(1, 9)))
    text, used = written(generator, asked)
    assert not uncited(text, asked.markers)
    assert used.prompt < first.prompt + 700
    assert used.prompt + 60 <= 4096


# ------------------------------------------------------ in the background


class Gate:
    """A model that is loaded once a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()
        original = LlamaGenerator._open

        def gated(generator: LlamaGenerator, is_over: Callable[[], bool]) -> NativeModel:
            self.begun.set()
            while not self.opened.wait(0.01):
                if is_over():
                    raise ModelError("closed while it was loaded", "")
            return original(generator, is_over)

        monkeypatch.setattr(LlamaGenerator, "_open", gated)


def test_preparing_comes_back_at_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the first answer waits for the rest only."""
    gate, generator = Gate(monkeypatch), build()
    generator.prepare()
    generator.prepare()
    assert gate.begun.wait(10)
    gate.opened.set()
    assert not uncited(written(generator, brief())[0], (1, 2, 3))


@pytest.mark.alone
def test_cancelling_does_not_wait_for_the_model(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on loading, and the next question has it."""
    gate, generator = Gate(monkeypatch), build()
    watch = Stopwatch()
    assert "" == drained(generator.generate(brief(), lambda: watch.seconds > 0.1))[0]
    assert watch.seconds < 2
    gate.opened.set()
    text, usage = drained(generator.generate(brief(), never))
    assert text and usage.load_ms < 10_000


def test_closing_ends_the_loading(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat can be left at any time."""
    gate, generator = Gate(monkeypatch), build()
    generator.prepare()
    assert gate.begun.wait(10)
    generator.close()
    with pytest.raises(ModelError, match="closed"):
        generator.load()


def test_a_model_that_failed_is_tried_again(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be memory the next time; and the failure is told by the call that needs the model."""
    original, faults = LlamaGenerator._open, iter([True])

    def failing(generator: LlamaGenerator, is_over: Callable[[], bool]) -> NativeModel:
        if next(faults, False):
            raise ModelError("no memory", "")
        return original(generator, is_over)

    monkeypatch.setattr(LlamaGenerator, "_open", failing)
    generator = build()
    generator.prepare()
    with pytest.raises(ModelError, match="no memory"):
        generator.load()
    assert written(generator, brief())[0]


# -------------------------------------------------------------- what it cost


def test_an_answer_tells_what_it_cost(build: Build) -> None:
    """Tokens read, read before and written, and how long each took."""
    generator = build()
    _, first = written(generator, brief())
    _, again = written(generator, brief())
    assert first.load_ms > 0 == first.reused
    assert again.reused == again.prompt - 1
    assert again.read_ms < first.read_ms and first.write_ms > 0
    assert first.speed == pytest.approx(first.completion / first.write_ms * 1000)
