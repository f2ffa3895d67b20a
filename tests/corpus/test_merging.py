"""Papers out of entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.corpus.merging import contradict, distinct, is_of, is_same_abstract, merge, paper_id, place, renew
from assistant.records import Entry, Source

ABSTRACT = "Agents discover skills on their own, keep them as small programs, and pass them on to weaker agents."
OTHER = "Ocean circulation is emulated by a network that transfers what it learned to another climate forcing."
ENTRY = Entry("Skills of Agents", ABSTRACT, "a.txt", 3)
PAPER = distinct([ENTRY])[0]


def test_id_is_stable() -> None:
    """The first twelve digits of the SHA-256 of the title's key, forever."""
    assert "812c3422714d" == paper_id("Trajectory Conditioned Cross-embodiment Skill Transfer")


def test_id_does_not_depend_on_spelling() -> None:
    """LaTeX and case do not make another paper."""
    assert paper_id("From f(x) to f(g(x))") == paper_id("from $f(x)$ to $f(g(x))$")


def test_id_with_abstract_differs() -> None:
    """A second paper of the same title has its own identity."""
    assert 3 == len({paper_id("T"), paper_id("T", ABSTRACT), paper_id("T", OTHER)})


@pytest.mark.parametrize(
    "other",
    [
        ABSTRACT,
        ABSTRACT.upper().replace(",", " –"),
        ABSTRACT[:40],
        f"{ABSTRACT[:60]}…",
        "",
        ABSTRACT.replace("small", "tiny"),
    ],
)
def test_same_abstract(other: str) -> None:
    """Another spelling, the beginning, or a few other words are the same abstract, in both directions."""
    assert (True, True) == (is_same_abstract(ABSTRACT, other), is_same_abstract(other, ABSTRACT))


@pytest.mark.parametrize("other", [OTHER, OTHER[:40], "We study agents."])
def test_different_abstract(other: str) -> None:
    """Few common words are another abstract."""
    assert not is_same_abstract(ABSTRACT, other)


def test_merge_adds_what_is_missing() -> None:
    """Date, authors, organisation and source of the entry are taken over; identity and title stay."""
    entry = Entry("SKILLS of agents", ABSTRACT, "b.txt", 7, "2025-10-01", 3, "Korea University")

    assert replace(
        PAPER,
        date="2025-10-01",
        author_count=3,
        organisation="Korea University",
        sources=(Source("a.txt", 3), Source("b.txt", 7)),
    ) == merge(PAPER, entry)


def test_merge_keeps_what_is_known() -> None:
    """An entry that knows less, or otherwise, changes nothing but the sources."""
    known = replace(PAPER, date="2025-10-01", author_count=3, organisation="NVIDIA")

    assert replace(known, sources=(*known.sources, Source("b.txt", 1))) == merge(
        known, Entry(ENTRY.title, OTHER, "b.txt", 1, "2024-01-01", 4, "Meta")
    )


def test_merge_is_idempotent() -> None:
    """Reading a file again adds nothing."""
    assert PAPER == merge(PAPER, ENTRY)


@pytest.mark.parametrize(
    ("known", "read", "expected"),
    [
        ("2025", "2025-10-01", "2025-10-01"),
        ("2025-10-01", "2025", "2025-10-01"),
        ("2025-10-01", "2025-10-02", "2025-10-01"),
        (None, "2025", "2025"),
        ("2025", None, "2025"),
        (None, None, None),
    ],
)
def test_merge_keeps_the_more_precise_date(known: str | None, read: str | None, expected: str | None) -> None:
    """A full date wins over a year; of two full ones the first stays."""
    assert expected == merge(replace(PAPER, date=known), replace(ENTRY, date=read)).date


@pytest.mark.parametrize(("first", "second"), [(ABSTRACT[:50], ABSTRACT), (ABSTRACT, ABSTRACT[:50] + "...")])
def test_merge_keeps_the_whole_abstract(first: str, second: str) -> None:
    """The beginning of an abstract gives way to all of it, and not the other way round."""
    assert ABSTRACT == merge(replace(PAPER, abstract=first), replace(ENTRY, abstract=second)).abstract


def test_distinct_keeps_the_order_of_first_occurrence() -> None:
    """A paper stands where it was first found and has every place where it was."""
    other = Entry("Oceans", OTHER, "a.txt", 5)

    assert [("Skills of Agents", 2), ("Oceans", 1)] == [
        (paper.title, len(paper.sources)) for paper in distinct([ENTRY, other, replace(ENTRY, file="b.txt")])
    ]


def test_distinct_keeps_papers_of_one_title_apart() -> None:
    """Each entry of a shared title joins the paper whose abstract it has."""
    entries = [ENTRY, replace(ENTRY, abstract=OTHER, line=5), replace(ENTRY, abstract=OTHER + " Again.", line=7)]

    assert [(PAPER.id, 1), (paper_id(ENTRY.title, OTHER), 2)] == [
        (paper.id, len(paper.sources)) for paper in distinct(entries)
    ]


def test_place_makes_a_paper_without_namesakes() -> None:
    """The first paper of a title has the identity of the title."""
    assert PAPER == place(ENTRY, [])


def test_shared_doi_tells_one_paper_under_other_words() -> None:
    """A paraphrased abstract under the same title, or a changed title over the same abstract."""
    first = replace(ENTRY, doi="10.1/a")
    (paper,) = distinct([first])
    assert is_of(replace(first, abstract=OTHER), paper)
    assert is_of(replace(first, title="Quite Another Name"), paper)


def test_shared_doi_of_the_whole_proceedings_tells_nothing() -> None:
    """Title and abstract are others."""
    (paper,) = distinct([replace(ENTRY, doi="10.1/a")])
    assert not is_of(Entry("Ocean Currents", OTHER, "b.txt", 1, doi="10.1/a"), paper)


def test_nearly_the_same_title_and_abstract_are_one_paper() -> None:
    """A subtitle was left out, a word was changed."""
    long = f"{ABSTRACT} They also learn which of them to keep when memory is short, as it mostly is in practice."
    (paper,) = distinct([replace(ENTRY, title="Skills of Agents: A Study", abstract=long)])
    assert is_of(replace(ENTRY, abstract=long.replace("mostly", "often")), paper)
    assert not is_of(replace(ENTRY, title="Something Else Entirely", abstract=long), paper)


def test_other_abstract_under_the_same_title_is_another_paper() -> None:
    """Whatever else they share."""
    assert not is_of(replace(ENTRY, abstract=OTHER, venue="V", authors=("A",)), PAPER)


def test_merging_adds_facts_and_changes_none() -> None:
    """What is known stays."""
    known = merge(PAPER, replace(ENTRY, authors=("Ada",), doi="10.1/a", venue="V"))
    more = merge(known, replace(ENTRY, authors=("Bob",), url="https://x.org", key="k"))
    assert (("Ada",), "10.1/a", "V", "https://x.org", "k") == (more.authors, more.doi, more.venue, more.url, more.key)


def test_renewing_takes_what_is_said_now() -> None:
    """What is not said any more stays."""
    known = merge(PAPER, replace(ENTRY, authors=("Ada",), venue="V"))
    now = renew(known, replace(ENTRY, authors=("Bob",)))
    assert (("Bob",), "V") == (now.authors, now.venue)


def test_contradicting_abstracts_under_one_title_are_two_papers() -> None:
    """Nearly all of their words are the same."""
    text = "With dropout of 0.3, the retention of ten skills rises from 55% to 73%. We conclude that dropout helps."
    others = (
        text.replace("55% to 73%", "73% to 55%"),
        text.replace("73%", "93%"),
        text.replace("helps", "does not help"),
    )
    entries = [replace(ENTRY, abstract=abstract) for abstract in (text, *others)]
    assert 4 == len(distinct(entries))


def test_numbers_may_be_left_out_or_spelt_with_commas() -> None:
    """A shorter version of an abstract is of the same paper."""
    assert not contradict("We read 1,200 texts in 3 days, at 5 each.", "We read 1200 texts, at 5 each.")


HEAT = (
    "Heat stress limits crop production in many regions of the world. We exposed maize plants to heat stress during"
    " flowering in the field and measured grain yield, kernel number and pollen viability. Heat stress strongly reduced"
    " grain yield, while pollen viability explained most of the loss. Breeding for tolerant pollen may protect yield."
)
REPLY = "We thank the authors for their letter. Our trial found that aspirin increased bleeding in older men."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            Entry("Effects of Heat Stress on Grain Yield of Maize", HEAT, "a", 1),
            Entry("Effects of Heat Stress on Grain Yield of Wheat", HEAT.replace("maize", "wheat"), "a", 2),
        ),
        (Entry("Reply", REPLY, "a", 1), Entry("Reply", REPLY.replace("increased", "decreased"), "a", 2)),
        (
            Entry("Editorial", f"New work on asthma. {ABSTRACT}", "a", 1, doi="10.1000/e1"),
            Entry("Editorial", f"New work on diabetes. {ABSTRACT}", "a", 2, doi="10.2000/e2"),
        ),
        (replace(ENTRY, doi="10.1000/1"), replace(ENTRY, abstract=ABSTRACT.replace("small", "big"), doi="10.1000/2")),
        (
            replace(ENTRY, arxiv_id="2401.00001"),
            replace(ENTRY, abstract=ABSTRACT.replace("small", "big"), arxiv_id="2401.00002"),
        ),
    ],
)
def test_papers_that_are_alike_are_two(first: Entry, second: Entry) -> None:
    """Another subject in title and abstract, the opposite, or names that one paper cannot both have."""
    (paper,) = distinct([first])
    assert (True, False) == (is_of(first, paper), is_of(second, paper))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("10.48550/arxiv.2401.00001", "10.1000/1"),
        ("10.1101/2020.01.02.123456", "10.1101/gr.123.4"),
        ("10.21203/rs.3.rs-1/v1", "10.21203/rs.3.rs-1/v2"),
        ("10.7554/elife.123", "10.7554/elife.123.2"),
        ("10.1002/14651858.cd1.pub2", "10.1002/14651858.cd1.pub3"),
        ("10.1000/1", "10.2000/1"),
    ],
)
def test_names_that_one_paper_may_have(first: str, second: str) -> None:
    """Those of a preprint and of its publication, of two versions, of two publishers."""
    edited = ABSTRACT.replace("small", "tiny")
    (paper,) = distinct([replace(ENTRY, doi=first)])
    assert is_of(replace(ENTRY, doi=second, abstract=edited), paper)


def test_same_text_under_other_names_is_one_paper() -> None:
    """So is its beginning."""
    (paper,) = distinct([replace(ENTRY, doi="10.1000/1")])
    for abstract in (ABSTRACT, ABSTRACT[:60]):
        assert is_of(replace(ENTRY, doi="10.1000/2", abstract=abstract), paper)
