"""Which papers may be meant by a name that is no title."""

from __future__ import annotations

from pathlib import Path

from assistant.language.text import title_key
from assistant.records import Paper
from assistant.search.near_titles import fitting, missing, nearest, the_one
from assistant.storage.library import Library

PAPERS = [
    Paper("1", "Born Again Neural Networks", "We study ovens."),
    Paper("2", "Diversity is All You Need: Learning Skills without a Reward", "We propose DIAYN, a method."),
    Paper("3", "SkillMimic: Learning Reusable Basketball Skills", "It plays."),
]


def titles(name: str) -> list[str]:
    """Return the first words of the titles that are near."""
    return [paper.title.split()[0] for paper in nearest(name, PAPERS)]


def test_a_misspelt_title_is_near_the_right_one() -> None:
    """Letters may be turned, doubled or missing, and words in another order."""
    assert ["Born"] == titles("Born agian neural netwrks")
    assert ["Born"] == titles("neural networks born again")
    assert ["SkillMimic:"] == titles("SkillMimicc")


def test_what_a_paper_makes_names_it() -> None:
    """Its title need not hold the name."""
    assert ["Diversity"] == titles("DIAYN")


def test_a_strange_name_is_near_nothing() -> None:
    """Then all are to be listed."""
    assert not titles("Zurich tram timetable")
    assert not titles("?!")
    error = missing("Zurich tram timetable", PAPERS)
    assert error.hint == "assistant papers lists them all"


def test_the_error_names_what_may_be_meant() -> None:
    """So that it can be copied."""
    error = missing("DIAYN", PAPERS)
    assert error.hint == "the nearest: “Diversity is All You Need: Learning Skills without a Reward”"


def test_whole_words_fit_before_parts_of_them(tmp_path: Path) -> None:
    """And what stands before a colon leads."""
    told = ("TernNet: Deep", "Tern-Like Birds", "Tern: A Bird", "A Tern Again", "Auks")
    with Library(tmp_path, create=True) as library, library.writing():
        for place, title in enumerate(told):
            library.put_paper(Paper(str(place), title, "Birds fly."), title_key(title))
        found = fitting("tern", library)
        assert ["Tern: A Bird", "Tern-Like Birds"] == [paper.title for paper in found]
        assert "Tern: A Bird" == getattr(the_one(found, "tern"), "title", None)
        assert ["TernNet: Deep"] == [paper.title for paper in fitting("TernN", library)]
        assert ["A Tern Again"] == [paper.title for paper in fitting("a tern AGAIN!", library)]
        assert [] == fitting("penguins", library)
