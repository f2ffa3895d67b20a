"""Authors: whose name is said, and in which questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.narrowing import unknown_counts
from assistant.questions.filters import parse
from assistant.records import Filters, Paper
from assistant.storage.author_names import is_by
from assistant.storage.library import Library

AUTHORS = "Ada Smith\nBob Lee\nJosé García-López\nA. Vaswani\nŁukasz Kaiser"


def is_author(name: str) -> bool:
    """Whether one of the few is called so."""
    return is_by(AUTHORS, name)


@pytest.mark.parametrize(
    "name",
    ["Ada Smith", "smith", "Smith, Ada", "A. Smith", "garcia lopez", "García", "Ashish Vaswani", "lukasz KAISER"],
)
def test_author_is_known_however_the_name_is_written(name: str) -> None:
    """Order, case, accents and initials do not matter."""
    assert is_author(name)


@pytest.mark.parametrize("name", ["Ada Lee", "Adam Smith", "Smi", "A. B.", "A", "", "Ada Ada Smith", "Bob García"])
def test_other_name_is_nobodys(name: str) -> None:
    """All words belong to one author, one of them in full."""
    assert not is_author(name)


def test_any_of_several_names_will_do() -> None:
    """They are looked for at once, since looking through a large library takes its time."""
    assert is_by(AUTHORS, "Nobody Known\nLee")
    assert not is_by(AUTHORS, "Nobody Known\nAda Lee\n\nB.")


@pytest.mark.parametrize(
    ("question", "text", "author"),
    [
        ("papers by Ada Smith", "papers", "Ada Smith"),
        ("papers by vaswani on attention", "papers on attention", "vaswani"),
        ("Which papers on tea are by Ada Smith?", "Which papers on tea are?", "Ada Smith"),
        ("what did Vaswani write?", "what?", "Vaswani"),
        ("What has Vaswani et al. published on attention?", "What on attention?", "Vaswani"),
        ("Vaswani's papers on attention", "papers on attention", "Vaswani"),
        ("papers by Ada Smith or Lee on tea", "papers on tea", "Ada Smith or Lee"),
        ("papers by Smith, Ada", "papers", "Smith, Ada"),
        ("author:García tea", "tea", "García"),
        ('author:"Ada Smith" tea', "tea", "Ada Smith"),
        ("author:nobody tea", "tea", "nobody"),
    ],
)
def test_author_leaves_the_question_as_a_filter(question: str, text: str, author: str) -> None:
    """Typed, or said where a paper is by somebody of that name."""
    parsed = parse(question, is_author=is_author)
    assert (text, Filters(author=author), ()) == (parsed.text, parsed.filters, parsed.notes)


@pytest.mark.parametrize(
    "question",
    [
        "learning by example in the work of art",
        "How does a Smith machine compare with papers by nobody?",
        "What is the Lee distance?",
        "what does lee mean?",
        "Was the model of Ada Smith trained by hand?",
    ],
)
def test_name_in_another_place_stays_a_word(question: str) -> None:
    """A false filter would hide the answer."""
    assert not parse(question, is_author=is_author).filters


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("papers by Smith and Lee", "author:Smith"),
        ("papers not funded by Ada Smith", "-author:"),
        ("papers by Smith or Nobody", "author:Smith"),
    ],
)
def test_authors_who_may_have_written_together_are_noted(question: str, note: str) -> None:
    """They are words, and so is what is not written but done."""
    parsed = parse(question, is_author=is_author)
    assert (question, Filters()) == (parsed.text, parsed.filters)
    assert [note in line for line in parsed.notes] == [True]


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("papers not by Ada Smith on tea", "papers on tea", ("Ada Smith",)),
        ("papers on tea, but not by Smith or Lee", "papers on tea", ("Smith", "Lee")),
        ("papers on tea excluding Vaswani's papers", "papers on tea papers", ("Vaswani",)),
    ],
)
def test_authors_are_left_out(question: str, text: str, names: tuple[str, ...]) -> None:
    """One filter each."""
    parsed = parse(question, is_author=is_author)
    assert (text, Filters(excluded=tuple(Filters(author=name) for name in names))) == (parsed.text, parsed.filters)


def test_name_of_nobody_is_noted() -> None:
    """The person may believe that it was a filter."""
    assert ("no paper here is known to be by “Grace Hopper”, which is searched as words",) == (
        parse("papers by Grace Hopper", is_author=is_author).notes
    )


def test_name_where_a_number_belongs_is_told_the_other_filter() -> None:
    """`authors:` is how many there are."""
    with pytest.raises(UsageError) as raised:
        parse("authors:Vaswani")
    assert raised.value.hint.endswith("for a name write author:Vaswani")


def test_nearly_a_filter_is_noted() -> None:
    """It is searched, since any word may have a colon."""
    assert ("“yaer:2025” is searched as words; the filter is year:",) == parse("yaer:2025 robots").notes
    assert () == parse("SWE-bench:verified and http://a.b and rule:based").notes


def test_library_finds_the_papers_of_an_author(tmp_path: Path) -> None:
    """Those without names are counted, since they may be the author's."""
    with Library(tmp_path, create=True) as library, library.writing(), library.transaction():
        for number, authors in enumerate((("Ada Smith", "Bob Lee"), ("Carol Jones", "A. Smith"), ())):
            library.put_paper(
                Paper(f"p{number}", f"Title {number}", "An abstract.", authors=authors), f"title {number}"
            )
        assert [[1, 2], [1], []] == [
            library.numbers_matching(Filters(author=name)) for name in ("Smith", "Bob Lee", "Lee Smith")
        ]
        assert library.has_author("carol jones")
        assert ["1 paper without names of authors"] == unknown_counts(Filters(author="Smith"), library)


@pytest.mark.parametrize(
    ("name", "is_found"), [("王小明", True), ("王 小明", True), ("王", True), ("小明", True), ("明", False)]
)
def test_name_in_one_word_is_found_by_its_parts(name: str, is_found: bool) -> None:
    """Chinese, Japanese and Korean names have the family name first and no space."""
    assert is_found == is_by("Ada Smith\n王小明", name)
