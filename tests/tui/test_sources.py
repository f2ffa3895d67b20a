"""Which papers stand beside an answer, in which order, under which number."""

from __future__ import annotations

from dataclasses import replace

from assistant.records import EvidenceFound, Finished, Retrieved, Span
from assistant.tui.exchange import Exchange
from assistant.tui.sources import list_sources
from tests.tui.fakes import ABSTENTION, ANSWER, EVIDENCE, HITS, SKILL_WEAVER, UNISKILL, evidence_of

ASKED = Exchange(1, "q", 0.0)
READ = ASKED.after(Retrieved(HITS, 352), 1.0).after(EvidenceFound(EVIDENCE), 1.0)


def test_nothing_is_listed_before_evidence() -> None:
    """Papers that were found are no evidence yet."""
    assert not list_sources(ASKED.after(Retrieved(HITS, 352), 1.0)).sources


def test_evidence_is_listed_by_number() -> None:
    """The numbers are those that the answer will cite."""
    listing = list_sources(READ)
    assert listing.heading == "Evidence"
    assert [(source.n, source.paper) for source in listing.sources] == [(1, SKILL_WEAVER), (2, UNISKILL)]


def test_sentences_of_one_paper_come_together_in_reading_order() -> None:
    """Evidence is sorted by relevance, an abstract is read from its start."""
    late = evidence_of(SKILL_WEAVER, "Skills transfer to weaker agents.")
    early = evidence_of(SKILL_WEAVER, "Agents explore.")
    (source,) = list_sources(ASKED.after(EvidenceFound((late, early)), 1.0)).sources
    assert source.spans == (Span(0, 15), Span(late.start, late.end))


def test_cited_papers_come_first() -> None:
    """What was read but is not cited stays, behind."""
    answer = replace(ANSWER, citations=ANSWER.citations[1:])
    listing = list_sources(READ.after(Finished(answer), 2.0))
    assert listing.heading == "Sources"
    assert [(source.n, source.is_cited) for source in listing.sources] == [(2, True), (1, False)]


def test_a_cited_paper_shows_its_quotes() -> None:
    """The quotes, not the evidence, stand behind a claim."""
    source = list_sources(READ.after(Finished(ANSWER), 2.0)).sources[0]
    quote = ANSWER.citations[0].quotes[0]
    assert source.spans == (Span(quote.start, quote.end),)


def test_each_source_knows_why_it_was_found() -> None:
    """The hit gives the ranks."""
    assert [source.hit for source in list_sources(READ).sources] == list(HITS)


def test_an_abstention_lists_the_nearest_papers() -> None:
    """They are what there is, numbered for the keys."""
    listing = list_sources(READ.after(Finished(ABSTENTION), 2.0))
    assert listing.heading == "Nearest papers"
    assert [(source.n, source.paper) for source in listing.sources] == [(1, SKILL_WEAVER), (2, UNISKILL)]


def test_a_stopped_answer_keeps_its_evidence() -> None:
    """The person may read on without the answer."""
    assert list_sources(READ.stopped(2.0)) == list_sources(READ)


def test_a_source_is_found_by_its_number() -> None:
    """A number that is not listed finds nothing."""
    listing = list_sources(READ)
    assert listing.find(2) == listing.sources[1]
    assert listing.find(3) is None
