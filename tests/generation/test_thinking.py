"""Thoughts are taken out of a stream, wherever its pieces end."""

from __future__ import annotations

import pytest

from assistant.generation.thinking import HeldThinking, Thinking, closing_of


def said(stream: str, size: int, *, is_open: bool = False) -> str:
    """Return what is left of a stream that comes in pieces of `size`."""
    thinking = Thinking(is_open=is_open)
    text = "".join(thinking.feed(stream[i : i + size]) for i in range(0, len(stream), size))
    return text + thinking.finish()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    ("stream", "answer"),
    [
        ("No thought.", "No thought."),
        ("<think>Hm.</think>Yes.", "Yes."),
        ("Yes<think></think>, yes<think>no</think>.", "Yes, yes."),
        ("a < b, <thin air>, <", "a < b, <thin air>, <"),
        ("<think>without an end", ""),
        ("<thinking>Hm.</thinking> Yes.", " Yes."),
        ("◁think▷Hm.◁/think▷Yes◁", "Yes◁"),
        ("<think>a </thin b</think>c", "c"),
        ("[THINK]Hm [1].[/THINK]Yes [2].", "Yes [2]."),
        ("<seed:think>Hm.</seed:think>Yes.", "Yes."),
        ("<reasoning>Hm.</reasoning>Yes.", "Yes."),
        ("<thought>Hm.</thought>Yes.", "Yes."),
        ("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.", "Yes."),
        ("<|channel>thought\nHm.\n<channel|>Yes.", "Yes."),
    ],
)
def test_thoughts_are_taken_out(stream: str, answer: str, size: int) -> None:
    """What only begins like a tag stays."""
    assert answer == said(stream, size)


@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_stream_may_begin_within_a_thought(size: int) -> None:
    """The prompt has opened it."""
    assert said("Hm.</think>Yes.", size, is_open=True) == "Yes."


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize(
    ("stream", "is_wary", "answer"),
    [
        ("Hm. So?</think>Yes [1].", False, "Yes [1]."),
        ("Hm [1].[/THINK]Yes [1].", True, "Yes [1]."),
        ("<think>Hm.</think>Yes [1].", True, "Yes [1]."),
        ("Yes [1]. No [2].", True, "Yes [1]. No [2]."),
        ("Without a marker", False, "Without a marker"),
    ],
)
def test_what_comes_first_is_held_back(stream: str, is_wary: bool, answer: str, size: int) -> None:
    """Until it is known whether it is the rest of a thought."""
    thinking = HeldThinking(is_wary=is_wary)
    text = "".join(thinking.feed(stream[i : i + size]) for i in range(0, len(stream), size))
    assert answer == text + thinking.finish()
    assert not thinking.is_late


@pytest.mark.parametrize("shown", ["It gains [1]", '{"sentences": [{"text": "It', '```json\n{"s'])
def test_an_answer_is_not_held_back(shown: str) -> None:
    """A thought hardly has a marker, or JSON."""
    assert shown == HeldThinking().feed(shown)


@pytest.mark.parametrize(
    ("prompt", "closing"), [("A <think>\n", "</think>"), ("◁think▷", "◁/think▷"), ("<think></think>", "")]
)
def test_a_prompt_tells_what_closes_its_thought(prompt: str, closing: str) -> None:
    """Where nothing is to be thought about, it is closed at once."""
    assert closing == closing_of(prompt)


def test_an_open_thought_is_known() -> None:
    """So that an answer which never came can be told from an empty one."""
    thinking = Thinking()
    thinking.feed("<think>Hm")
    assert thinking.is_open
