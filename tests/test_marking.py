"""Marks land behind their sentences."""

from __future__ import annotations

import pytest

from assistant.marking import mark
from assistant.records import Claim, Verdict


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
