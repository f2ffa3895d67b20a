"""Marks land behind their sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.marking import mark
from assistant.records import Claim, Remedy, Repair, Verdict


def claim(text: str, verdict: Verdict = Verdict.SUPPORTED) -> Claim:
    """Return a checked claim."""
    return Claim(text, (1,), verdict)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("It works [1].", "It works [1]. ✓"),
        ("It works. [1]", "It works. [1] ✓"),
        ("It works [1][2].", "It works [1][2]. ✓"),
        ("It works [1, 2]. Next", "It works [1, 2]. ✓ Next"),
        ("It **works** [1].", "It **works** [1]. ✓"),
        ("It\n  works [1].", "It\n  works [1]. ✓"),
        ("- It works [1]\n- Next", "- It works [1] ✓\n- Next"),
        ("“It works.” [1] Next", "“It works.” [1] ✓ Next"),
    ],
)
def test_the_mark_stands_behind_the_sentence_and_its_markers(text: str, marked: str) -> None:
    """Markers, emphasis and breaks do not hide a sentence."""
    assert mark(text, [claim("It works.")]) == marked


def test_a_quotation_in_the_place_of_a_sentence_is_no_markdown() -> None:
    """What it holds is shown as the abstract has it."""
    repair = Repair(Remedy.QUOTED, "It is so.", Verdict.UNSUPPORTED, "no")
    quoted = replace(claim("“The *best* x_0 is `#1` (3).”"), repair=repair)
    text = "So *it* is [1]. “The *best* x_0 is `#1` (3).” [1] *End.*"
    expected = "So *it* is [1]. “The \\*best\\* x\\_0 is \\`\\#1\\` (3).” [1] ✓ *End.*"
    assert mark(text, [quoted], escapes=True) == expected
    assert mark(text, [quoted]) == text.replace("1] *End", "1] ✓ *End")


def test_each_verdict_has_its_mark() -> None:
    """Supported, partly, unsupported."""
    claims = [claim("A b."), claim("C d.", Verdict.PARTIAL), claim("E f.", Verdict.UNSUPPORTED)]
    assert mark("A b. C d. E f.", claims) == "A b. ✓ C d. ~ E f. ✗"


def test_equal_sentences_are_marked_in_order() -> None:
    """The second claim does not mark the first sentence again."""
    claims = [claim("Same."), claim("Same.", Verdict.UNSUPPORTED)]
    assert mark("Same. Same.", claims) == "Same. ✓ Same. ✗"


def test_a_claim_that_is_not_in_the_text_leaves_no_mark() -> None:
    """Nor does it keep the next one from its mark."""
    assert mark("Here.", [claim("Gone."), claim(""), claim("Here.")]) == "Here. ✓"
