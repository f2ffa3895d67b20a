"""What stands before the brackets is what the short form means."""

from __future__ import annotations

import pytest

from assistant.language.short_forms import long_form


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("ALL", "children with acute lymphoblastic leukemia ", "acute lymphoblastic leukemia"),
        ("NO", "cells release nitric oxide ", "nitric oxide"),
        ("WAS", "the Wiskott-Aldrich syndrome ", "Wiskott-Aldrich syndrome"),
        ("GNNs", "we use graph neural networks ", "graph neural networks"),
        ("ALL", "nothing of the kind ", None),
        ("A", "an apple ", None),
        ("ALL", "", None),
    ],
)
def test_last_words_with_its_letters_are_meant(short: str, before: str, long: str | None) -> None:
    """As they are written."""
    assert long == long_form(short, before)
