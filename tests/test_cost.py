"""The one line that says what an answer cost."""

from __future__ import annotations

from assistant.cost import in_words
from assistant.records import Answer, Timings, Usage


def answered(usage: Usage) -> Answer:
    """Return an answer that cost so much."""
    return Answer("Q?", "Q?", "A [1].", False, (), (), (), "llama", "m", Timings(10, 90, 2140, 5000), usage)


def test_a_quotation_costs_nothing() -> None:
    """No model, no line."""
    assert "" == in_words(answered(Usage()))


def test_all_parts_are_told() -> None:
    """In the order in which they happened."""
    usage = Usage(1050, 84, reused=630, load_ms=900, read_ms=1100, write_ms=6000)
    assert (
        "first word after 2.1 s; waited 900 ms for the model; 420 tokens read in 1.1 s, 630 more were known;"
        " 84 written at 14.0 tok/s" == in_words(answered(usage))
    )


def test_what_a_server_does_not_tell_is_left_out() -> None:
    """It counts tokens only."""
    assert "first word after 2.1 s; 84 written" == in_words(answered(Usage(1050, 84)))
