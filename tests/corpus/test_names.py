"""Names of authors in one text: lists as people, databases and programs write them."""

from __future__ import annotations

import time

import pytest

from assistant.corpus import names
from assistant.corpus.json_records import author_names
from tests.corpus.reading import read_any


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("['Ann A', 'Bob B']", ("Ann A", "Bob B")),
        ('["Ann A", "Bob B"]', ("Ann A", "Bob B")),
        ("['Ann A'\n \"Bob O'B\"]", ("Ann A", "Bob O'B")),
        ("[{'name': 'Ann A'}, {'name': 'Bob B', 'id': None}]", ("Ann A", "Bob B")),
        ("[Ann A, Bob B]", ("Ann A", "Bob B")),
        ("Doe, J., Roe, R. J., & Poe, E.", ("J. Doe", "R. J. Roe", "E. Poe")),
        ("Li, X. & Poe, E.", ("X. Li", "E. Poe")),
        ("Smith J, Doe AB, Li X.", ("Smith J", "Doe AB", "Li X")),
        ("Ann A., Bob B.", ("Ann A.", "Bob B.")),
        ("Bell & Sons", ("Bell & Sons",)),
    ],
)
def test_lists_in_one_text_are_taken_apart(written: str, authors: tuple[str, ...]) -> None:
    """As pandas, NumPy, JSON, the APA and PubMed write them."""
    assert (authors, False) == author_names(written)


@pytest.mark.parametrize(
    "text", ["[" + '"\\' * 90_000 + "]", "[" * 190_000 + "]", "A B," * 50_000 + "x.", "A B, " * 40_000]
)
def test_hostile_list_takes_no_long_time(text: str) -> None:
    """It is a text of authors like any other."""
    begun = time.process_time()
    author_names(text)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("王, 小明", "王小明"),
        ("山田, エリカ", "山田エリカ"),
        ("김, 민수", "김민수"),
        ("スミス, ジョン", "ジョン スミス"),
        ("Wang, 小明", "小明 Wang"),
        ("Henry, John, VIII", "John Henry VIII"),
    ],
)
def test_family_name_stands_where_one_says_it(written: str, spoken: str) -> None:
    """First in Chinese, Japanese and Korean, last elsewhere."""
    assert spoken == names.spoken(written)


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - T\nAU  - 王, 小明\nER  - \n",
        "@article{a, title={T}, author={王, 小明}}",
        '[{"title": "T", "issued": {}, "author": [{"family": "王", "given": "小明"}]}]',
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle><AuthorList><Author>"
        "<LastName>王</LastName><ForeName>小明</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>"
        "</PubmedArticleSet>",
    ],
)
def test_name_in_one_word_is_so_in_every_format(text: str) -> None:
    """Whether its parts stand apart or not."""
    ((entry,), _) = read_any(text)
    assert ("王小明",) == entry.authors


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Doe, Jane; Roe, Richard", ("Jane Doe", "Richard Roe")),
        ("Doe, Jane and Roe; Richard", ("Jane Doe", "Roe; Richard")),
        ("{Doe; Roe}", ("Doe; Roe",)),
    ],
)
def test_semicolons_of_bibtex_are_between_names(written: str, authors: tuple[str, ...]) -> None:
    """Where no "and" is, which means it in all other files."""
    ((entry,), _) = read_any(f"@article{{a, title={{T}}, author={{{written}}}}}")
    assert authors == entry.authors
