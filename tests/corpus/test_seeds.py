"""The five files that come with the program, read in full."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.corpus import distinct, find_files, read_file
from assistant.records import Entry, Paper, Source

SEEDS = Path(__file__).parents[2] / "seeds"
COMPACT_0 = "000_0e8e725fcb97830d.txt"
PAGE_1 = "001_8a6406b9f37087b6.txt"
COMPACT_2 = "002_198534df2378ace5.txt"
PAGE_3 = "003_fe9a7c1da4370148.txt"
COMPACT_4 = "004_d451485ff0262f3f.txt"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Read every entry of the seeds."""
    return [entry for path in find_files([SEEDS]) for entry in read_file(path).entries]


@pytest.fixture(scope="module")
def papers(entries: list[Entry]) -> dict[str, Paper]:
    """Make papers of the entries, by title."""
    return {paper.title: paper for paper in distinct(entries)}


@pytest.mark.parametrize(
    ("file", "expected"), [(COMPACT_0, 119), (PAGE_1, 50), (COMPACT_2, 88), (PAGE_3, 45), (COMPACT_4, 187)]
)
def test_every_line_is_understood(file: str, expected: int) -> None:
    """Each file gives all its entries and no gap."""
    reading = read_file(SEEDS / file)

    assert (expected, ()) == (len(reading.entries), reading.gaps)


def test_papers_are_counted_once(entries: list[Entry], papers: dict[str, Paper]) -> None:
    """489 entries are 352 papers, of which 93 stand in more than one file."""
    shared = [paper for paper in papers.values() if len({source.file for source in paper.sources}) > 1]

    assert (489, 352, 93) == (len(entries), len(papers), len(shared))


def test_nothing_is_lost_in_merging(entries: list[Entry], papers: dict[str, Paper]) -> None:
    """Every entry is a source of exactly one paper."""
    assert sorted((entry.file, entry.line) for entry in entries) == sorted(
        (source.file, source.line) for paper in papers.values() for source in paper.sources
    )


def test_descriptions_are_counted(papers: dict[str, Paper]) -> None:
    """70 papers have a date, 68 a number of authors and two an organisation."""
    known = [(paper.date, paper.author_count, paper.organisation) for paper in papers.values()]

    assert [70, 68, 2] == [sum(value is not None for value in column) for column in zip(*known, strict=True)]


@pytest.mark.parametrize(
    ("title", "date", "authors", "organisation", "digest"),
    [
        ("Trajectory Conditioned Cross-embodiment Skill Transfer", None, None, None, "2fc0afdf105ea5f1"),
        (
            "ZEST: Zero-shot Embodied Skill Transfer for Athletic Robot Control",
            "2026-01-30",
            28,
            None,
            "f63b5430f02cd2c6",
        ),
        (
            "SpatialTree: How Spatial Abilities Branch Out in MLLMs",
            "2025-12-23",
            None,
            "ByteDance Seed",
            "9b64f6e876e409db",
        ),
        (
            "The Curious Case of Analogies: Investigating Analogical Reasoning in Large Language Models",
            "2025-11-25",
            None,
            "Korea University",
            "d2d412e08cdc4a96",
        ),
        (
            "Classifying Textual Data with Pre-trained Vision Models "
            "through Transfer Learning and Data Transformations",
            "2021-06-23",
            1,
            None,
            "7865fa905c19bcc7",
        ),
        ("Linkless Link Prediction via Relational Distillation", None, None, None, "10104f66e3ac289c"),
    ],
)
def test_papers_are_exact(
    papers: dict[str, Paper], title: str, date: str | None, authors: int | None, organisation: str | None, digest: str
) -> None:
    """Date, authors, organisation and every character of the abstract are as in the file."""
    paper = papers[title]

    assert (date, authors, organisation, digest) == (
        paper.date,
        paper.author_count,
        paper.organisation,
        hashlib.sha256(paper.abstract.encode()).hexdigest()[:16],
    )


def test_latex_in_a_title_does_not_make_another_paper(papers: dict[str, Paper]) -> None:
    """Four files spell this title in two ways; two of them know when it appeared."""
    paper = papers["From $f(x)$ and $g(x)$ to $f(g(x))$: LLMs Learn New Skills in RL by Composing Old Ones"]
    places = ((COMPACT_0, 55), (PAGE_1, 41), (COMPACT_2, 81), (PAGE_3, 125))

    assert ("2025-09-29", 10, tuple(Source(*place) for place in places)) == (
        paper.date,
        paper.author_count,
        paper.sources,
    )


def test_abstracts_are_whole(papers: dict[str, Paper]) -> None:
    """An abstract begins and ends with the words of the file."""
    abstract = papers["SkillWeaver: Web Agents can Self-Improve by Discovering and Honing Skills"].abstract

    assert ("To survive and thrive", "among various web agents.", 1377) == (
        abstract[:21],
        abstract[-25:],
        len(abstract),
    )
