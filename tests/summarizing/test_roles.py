"""Which sentence states the problem, which the method, and which the result."""

from __future__ import annotations

from assistant.summarizing.outlining import outline
from assistant.summarizing.roles import results, weights

WHOLE = (
    "Robots that cook are popular.",
    "However, they burn onions, and existing methods need hours of demonstrations.",
    "To address this, we propose OnionNet, which listens to the pan.",
    "Specifically, it has two microphones.",
    "We evaluate it in twelve kitchens.",
    "Experiments show that OnionNet burns 41% fewer onions than the best baseline.",
    "Code is available at https://onions.example.",
)


def test_parts_are_told_by_what_sentences_say() -> None:
    """Not by where they stand: neither the background nor the address is a part."""
    assert (1, 2, 5) == tuple(part.place for part in outline(WHOLE)[0])
    found = results(WHOLE)
    assert 5 == found.index(max(found))
    assert min(weights(WHOLE)[2], weights(WHOLE)[5]) > max(weights(WHOLE)[place] for place in (0, 1, 3, 6))
