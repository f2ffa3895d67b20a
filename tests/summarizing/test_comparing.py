"""Where papers seem to agree, and where they do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.embedding import OnnxEmbedder
from assistant.evidence import Candidate
from assistant.language.sentences import split_sentences
from assistant.language.words import Stemmer
from assistant.records import Paper
from assistant.summarizing.comparing import Pair, compare
from assistant.summarizing.membership import Member

BACKGROUND = "Penguins live in the south."


def pairs(embedder: OnnxEmbedder, *findings: str, titles: Sequence[str] = ("Paper 1", "Paper 2")) -> list[Pair]:
    """Return what is found between papers with one finding each."""
    members = [
        member(number, title, text, embedder)
        for number, (title, text) in enumerate(zip(titles, findings, strict=True), 1)
    ]
    return compare(members, "birds", Stemmer())


def member(number: int, title: str, finding: str, embedder: OnnxEmbedder) -> Member:
    """Return a paper with a background and a finding."""
    paper = Paper(str(number), title, f"{BACKGROUND} {finding}")
    spans = split_sentences(paper.abstract)
    vectors: Sequence[np.ndarray] = list(embedder.embed([paper.abstract[span.start : span.end] for span in spans]))
    sentences = [
        Candidate(number, paper, place, span, vector)
        for place, (span, vector) in enumerate(zip(spans, vectors, strict=True))
    ]
    return Member(number, paper, 1.0, tuple(sentences))


def test_the_same_finding_twice_is_an_agreement(embedder: OnnxEmbedder) -> None:
    """What both say of the background is none."""
    (pair,) = pairs(
        embedder,
        "Our experiments show that warm water significantly improves the memory of penguin chicks for faces.",
        "We find that the memory of penguin chicks for faces improves by 12% in warm water.",
    )
    assert pair.agrees
    assert (1, 2) == (pair.one.number, pair.other.number)
    assert BACKGROUND not in (pair.one.text, pair.other.text)


def test_opposite_findings_are_a_disagreement(embedder: OnnxEmbedder) -> None:
    """One says that it works, the other that it does not."""
    (pair,) = pairs(
        embedder,
        "Our experiments show that warm water significantly improves the memory of penguin chicks for faces.",
        "Our experiments show that warm water does not improve the memory of penguin chicks for faces.",
    )
    assert not pair.agrees


def test_an_objection_is_set_against_what_it_speaks_of(embedder: OnnxEmbedder) -> None:
    """It says itself that it is one, and stands behind what it objects to."""
    (pair,) = pairs(
        embedder,
        "Contrary to these claims, chicks of penguins have no memory for faces of neighbours.",
        "Our results show that penguin chicks have acquired a reliable memory for faces of their neighbours.",
    )
    assert (False, 2, 1) == (pair.agrees, pair.one.number, pair.other.number)


def test_methods_of_their_own_that_both_work_agree_on_nothing(embedder: OnnxEmbedder) -> None:
    """They compete; nor does a baseline that fails speak against the other finding."""
    assert not pairs(
        embedder,
        "Experiments show that our method improves the memory of penguin chicks for faces.",
        "Experiments show that our method improves the memory of penguin chicks for faces, while the baselines fail.",
    )


def test_a_paper_that_is_held_twice_does_not_agree_with_itself(embedder: OnnxEmbedder) -> None:
    """The same sentence from two places is one finding."""
    finding = "Our experiments show that warm water significantly improves the memory of penguin chicks for faces."
    assert not pairs(embedder, finding, finding)


def test_findings_on_different_points_are_not_compared(embedder: OnnxEmbedder) -> None:
    """However positive both are."""
    assert not pairs(
        embedder,
        "Our experiments show that sourdough rises significantly better in warm kitchens.",
        "We demonstrate that microphones under steel bridges reliably outperform inspection.",
    )


def test_another_way_of_doing_it_is_no_objection(embedder: OnnxEmbedder) -> None:
    """Methods are set off from others in every abstract; only what others claim is spoken against."""
    found = pairs(
        embedder,
        "Our results show that penguin chicks reliably learn the faces of their neighbours in the colony.",
        "Contrary to most existing methods, we film penguin chicks that learn the faces of neighbours in the colony.",
    )
    assert not [pair for pair in found if not pair.agrees]


def test_success_on_other_tasks_is_no_agreement(embedder: OnnxEmbedder) -> None:
    """That two methods work, on the same kind of benchmark, is not the same finding."""
    assert not pairs(
        embedder,
        "Experiments show that PenguinNet achieves substantial improvements over strong baselines on chick counting.",
        "Experiments show that FloeFormer achieves significant gains over strong baselines on iceberg tracking.",
    )


def test_a_reply_disagrees_with_what_it_replies_to(embedder: OnnxEmbedder) -> None:
    """Its title names the other paper, and it says itself that it speaks against it."""
    findings = (
        "Our results indicate that penguin chicks have acquired an emergent ability to find their parents.",
        "In this response, we provide counterexamples with chicks that were moved.",
    )
    titles = ("Emergent Memory in Penguin Chicks", "Response: Emergent memory in penguin chicks")
    assert [False] == [pair.agrees for pair in pairs(embedder, *findings, titles=titles)]
    assert not pairs(embedder, *findings, titles=("Emergent Memory in Penguin Chicks", "Icebergs on the move"))
