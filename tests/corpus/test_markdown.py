"""Which headings of a Markdown file are titles, and what belongs to a paper with front matter."""

from __future__ import annotations

import pytest

from assistant.corpus import markdown
from tests.corpus.reading import read

GROUPS = (
    "# Animals\n\n## Whales in the sea\n\nWhales sing.\n\n## Owls in the wood\n\nOwls hunt by ear.\n\n"
    "# Materials\n\n## Glass mends itself\n\nA glass heals.\n\n## Concrete heals too\n\nBacteria close cracks.\n"
)


def test_headings_above_groups_are_no_papers() -> None:
    """However many groups there are."""
    entries, gaps = read(markdown, GROUPS, "f.md")
    titles = ["Whales in the sea", "Owls in the wood", "Glass mends itself", "Concrete heals too"]
    assert (titles, []) == ([entry.title for entry in entries], gaps)
    assert "Owls hunt by ear." == entries[1].abstract


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## Introduction\n\nOne.\n\n## Whales\n\nTwo.\n\n# B\n\n## Owls\n\nThree.\n\n## 4. Results\n\nFour.\n",
        "# A\n\nOne.\n\n## Whales\n\nTwo.\n\n# B\n\n## Owls\n\nThree.\n\n## Glass\n\nFour.\n",
        "# A\n\n## Abstract\n\nOne.\n\n## Whales\n\nTwo.\n\n# B\n\n## Abstract\n\nThree.\n\n## Owls\n\nFour.\n",
    ],
)
def test_headings_within_papers_are_no_titles(text: str) -> None:
    """They are of parts that papers have, or the papers have texts of their own."""
    entries, _ = read(markdown, text, "f.md")
    assert ["A", "B"] == [entry.title for entry in entries]


@pytest.mark.parametrize(
    "above", ["---\ntitle: A Paper\n---\n", "---\ntitle: A Paper\ndoi: 10.1234/a\n---\n\n", "# A Paper\n\n"]
)
def test_text_above_the_first_heading_belongs_to_the_paper(above: str) -> None:
    """With front matter as with a title."""
    ((entry,), _) = read(markdown, f"{above}We measure 40 trees.\n\n## Details\n\nMore of it.\n", "f.md")
    assert ("A Paper", "We measure 40 trees. More of it.") == (entry.title, entry.abstract)
