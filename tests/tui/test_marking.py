"""Links and marks land where they belong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.records import Claim, Finished, Token, Verdict
from assistant.tui.marking import link_markers, mark, mark_claims
from tests.tui.fakes import ANSWER, BEGINNING, WHOLE
from tests.tui.test_exchange import after


def claim(text: str, verdict: Verdict = Verdict.SUPPORTED) -> Claim:
    """Return a checked claim."""
    return Claim(text, (1,), verdict)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("a [1].", "a [[1]](cite:1)."),
        ("a [1][2].", "a [[1]](cite:1)[[2]](cite:2)."),
        ("a [1, 2].", "a [[1]](cite:1)[[2]](cite:2)."),
        ("a [3].", "a [3]."),
        ("a [1, 3].", "a [1, 3]."),
        ("array[i] = [MASK] [95% CI]", "array[i] = [MASK] [95% CI]"),
        ("no marker", "no marker"),
    ],
)
def test_markers_of_cited_papers_become_links(text: str, linked: str) -> None:
    """Brackets that name no paper stay brackets."""
    assert link_markers(text, {1, 2}) == linked


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
    assert mark_claims(text, [claim("It works.")]) == marked


def test_each_verdict_has_its_mark() -> None:
    """Supported, partly, unsupported."""
    claims = [claim("A b."), claim("C d.", Verdict.PARTIAL), claim("E f.", Verdict.UNSUPPORTED)]
    assert mark_claims("A b. C d. E f.", claims) == "A b. ✓ C d. ~ E f. ✗"


def test_equal_sentences_are_marked_in_order() -> None:
    """The second claim does not mark the first sentence again."""
    claims = [claim("Same."), claim("Same.", Verdict.UNSUPPORTED)]
    assert mark_claims("Same. Same.", claims) == "Same. ✓ Same. ✗"


def test_a_claim_that_is_not_in_the_text_leaves_no_mark() -> None:
    """Nor does it keep the next one from its mark."""
    assert mark_claims("Here.", [claim("Gone."), claim(""), claim("Here.")]) == "Here. ✓"


def test_a_finished_answer_gets_both() -> None:
    """Links inside, marks behind."""
    assert mark(after(*WHOLE)) == (
        "SkillWeaver improves WebArena by 31.8% [[1]](cite:1). ✓ Videos double it [[2]](cite:2). ~"
    )


def test_a_stopped_answer_links_its_evidence() -> None:
    """What was written so far can be looked up too."""
    assert mark(after(*BEGINNING, Token("It works [2] and")).stopped(3.0)) == "It works [[2]](cite:2) and"


def test_an_answer_is_sanitised() -> None:
    """The text that is shown last is cleaned as the stream was."""
    assert mark(after(Finished(replace(ANSWER, text="a\x1b]0;t\x07b", claims=())))) == "ab"
