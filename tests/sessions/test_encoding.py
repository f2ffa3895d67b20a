"""What was cited stays cited, whatever has become of the library since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.records import Answer, Paper, Remedy, Repair, Verdict
from assistant.sessions import KeptExchange
from assistant.sessions.encoding import decode, encode
from assistant.summary_records import MENTIONS, Comparison, LeftOut, Summary, Theme
from tests.sessions.keeping import KEPT, find_paper
from tests.tui.fakes import ABSTENTION, CLAIM, DOUBT, SKILL_WEAVER, UNISKILL

SENTENCE = "SkillWeaver improves WebArena by 31.8%."


def again(exchange: KeptExchange, paper: Paper | None) -> KeptExchange:
    """Return an exchange as it is read beside a library with `paper` in place of SkillWeaver."""
    bare = KeptExchange(
        exchange.question,
        exchange.asked_at,
        exchange.state,
        exchange.standalone,
        exchange.text,
        exchange.seconds,
    )
    papers = {SKILL_WEAVER.id: paper, UNISKILL.id: UNISKILL}
    return decode(bare, encode(exchange), "llama", "models/qwen3-4b.gguf", papers.get)


def answer_of(exchange: KeptExchange) -> Answer:
    """Return the answer, which is there."""
    assert exchange.answer
    return exchange.answer


def test_nothing_is_lost_on_the_way() -> None:
    """Every score, quotation, verdict and time."""
    assert KEPT == again(KEPT, SKILL_WEAVER)


def test_what_was_repaired_and_withheld_is_kept() -> None:
    """With the words that stood there first."""
    repair = Repair(Remedy.REWRITTEN, "It loses.", Verdict.CONTRADICTED, "it gains")
    claims = (replace(CLAIM, repair=repair), DOUBT)
    answer = replace(answer_of(KEPT), claims=claims, withheld=(replace(DOUBT, repair=repair),), draft="It loses [1].")
    kept = replace(KEPT, claims=claims, answer=answer)
    assert kept == again(kept, SKILL_WEAVER)


SUMMARY = Summary(
    (Theme("ovens", (SKILL_WEAVER,)),), (LeftOut(UNISKILL, MENTIONS),), (Comparison(1, 2, True),), 3, "baking", 7
)


def test_what_a_summary_was_made_from_is_kept() -> None:
    """The papers that were read, and those left out with the reason."""
    kept = replace(KEPT, answer=replace(answer_of(KEPT), summary=SUMMARY))
    assert kept == again(kept, SKILL_WEAVER)


def test_an_abstention_is_kept_as_one() -> None:
    """With the nearest papers, which a follow-up may point at."""
    abstention = replace(ABSTENTION, searched=352)
    kept = replace(KEPT, answer=abstention, text=ABSTENTION.text, question=ABSTENTION.question, claims=(), notes=())
    kept = replace(kept, standalone=ABSTENTION.standalone, evidence=())
    assert kept == again(kept, SKILL_WEAVER)


def test_abstracts_are_not_copied() -> None:
    """The library has them."""
    assert "Skills transfer to weaker agents" not in encode(KEPT)


def test_a_quotation_is_found_where_it_stands_now() -> None:
    """Indexed again, with another beginning and a date."""
    paper = replace(SKILL_WEAVER, abstract=f"A new beginning. {SKILL_WEAVER.abstract}", date="2026")
    found = again(KEPT, paper)
    (quote,) = answer_of(found).citations[0].quotes
    assert SENTENCE == paper.abstract[quote.start : quote.end] == found.evidence[0].text
    assert paper == answer_of(found).citations[0].paper
    assert () == found.remarks


def test_a_quotation_that_is_gone_is_said() -> None:
    """The paper is still cited, but highlights nothing."""
    found = again(KEPT, replace(SKILL_WEAVER, abstract="Withdrawn."))
    assert (f"The abstract of [1] has changed: “{SENTENCE}” no longer stands in it.",) == found.remarks
    assert () == answer_of(found).citations[0].quotes


def test_a_paper_that_is_gone_is_said_to_be_gone() -> None:
    """What a reference needs, and what was quoted, was kept."""
    found = again(KEPT, None)
    (citation, other) = answer_of(found).citations
    assert (f"[1] “{SKILL_WEAVER.title}” is no longer in the library.",) == found.remarks
    assert (SKILL_WEAVER.id, SKILL_WEAVER.title, "2025-04-09") == (
        citation.paper.id,
        citation.paper.title,
        citation.paper.date,
    )
    assert citation.paper.abstract == f"This paper is no longer in the library. Quoted from it:\n\n{SENTENCE}"
    assert [SENTENCE] == [citation.paper.abstract[quote.start : quote.end] for quote in citation.quotes]
    assert UNISKILL == other.paper
    assert SKILL_WEAVER.title == found.hits[0].paper.title


def test_authors_and_addresses_are_kept() -> None:
    """A reference is whole without the library."""
    paper = replace(SKILL_WEAVER, authors=("Ada Lovelace", "Alan Turing"), doi="10.1/x", venue="COLM", key="ada25")
    assert KEPT.answer
    citations = (replace(KEPT.answer.citations[0], paper=paper), *KEPT.answer.citations[1:])
    kept = replace(KEPT, answer=replace(KEPT.answer, citations=citations), hits=(), evidence=())
    gone = answer_of(again(kept, None)).citations[0].paper
    assert replace(paper, abstract=gone.abstract, sources=()) == gone


@pytest.mark.parametrize("details", ["", "{", "[]", "7", "null", '{"papers":{}}', '{"papers":[],"answer":{}}'])
def test_damaged_details_leave_the_words(details: str) -> None:
    """A question and its answer are worth more than their scores."""
    bare = KeptExchange(KEPT.question, KEPT.asked_at, KEPT.state, text=KEPT.text)
    found = decode(bare, details, "llama", None, find_paper)
    assert bare == replace(found, remarks=())
    assert found.remarks or details in ("[]", "null")


def test_every_cut_of_the_details_is_harmless() -> None:
    """Half a JSON is no JSON."""
    bare = KeptExchange(KEPT.question, KEPT.asked_at, KEPT.state, text=KEPT.text)
    details = encode(KEPT)
    for size in range(1, len(details), 97):
        assert decode(bare, details[:size], "llama", None, find_paper).remarks
