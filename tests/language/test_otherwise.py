"""A text says the same in another spelling."""

from __future__ import annotations

import pytest

from assistant.language.otherwise import MOST_WAYS, respelt, ways_to_write


@pytest.mark.parametrize(
    ("text", "question", "respelled"),
    [
        ("TNF-α and HIF-1alpha", "do TNFa and HIF1a meet?", "TNFa and HIF1a"),
        ("anemia and tumors", "Is anaemia a sign of a tumour?", "anaemia and tumours"),
        ("5, 446 travelers, 12,000 nights", "which 5446 slept 12000 nights", "5446 travelers, 12000 nights"),
        ("5446 travelers", "were there 5,446?", "5,446 travelers"),
        ("NF-κB", "what about nfkb", "nfkb"),
        ("gpt-4 and IL-6", "GPT-4 or il-6", "gpt-4 and IL-6"),
        ("15,446 and 5,4467 in 2016", "5446 in 2016", "15,446 and 5,4467 in 2016"),
        ("poets in PET", "which pet is it", "poets in PET"),
    ],
)
def test_text_is_read_in_the_spelling_of_the_question(text: str, question: str, respelled: str) -> None:
    """All that is spelt alike stays as it is."""
    assert respelled == respelt(text, question)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("TNF-α", "tnf alpha"),
        ("alpha synuclein", "α synuclein"),
        ("role of IL1b in sepsis", "role of il 1β in sepsis"),
        ("iron deficiency anaemia", "iron deficiency anemia"),
        ("5446 travelers", "5 446 travelers"),
        ("1,200 tasks", "1200 tasks"),
    ],
)
def test_ways_to_write_are_told(text: str, way: str) -> None:
    """In words."""
    assert way in ways_to_write(text)


def test_ways_begin_with_what_was_typed() -> None:
    """And end somewhere."""
    ways = ways_to_write("TGF-β1 and NF-κB and HIF-1α in 5,446 oesophageal tumours")
    assert ways[0] == "tgf β1 and nf κb and hif 1α in 5 446 oesophageal tumours"
    assert len(ways) <= MOST_WAYS
