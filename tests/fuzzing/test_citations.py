"""Answers of any kind: only what was given can be cited, by whatever way a text tries."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from assistant.citations import cite, cited_sentences, collect, escape_markers
from assistant.generation.markers import CitedText
from assistant.marking import MARKER, mark
from assistant.prompting import ABSTENTION, neutralize
from assistant.records import Claim, Evidence, Paper, Verdict
from assistant.sanitizing import sanitize
from assistant.tui.citation_parser import build_parser, cited_number
from tests.fuzzing.strategies import answers

EVIDENCE = tuple(
    Evidence(n, Paper(str(n), f"Paper {n}", "It rises by 3.5 % [4]. It falls."), 0, 21, 1.0) for n in (1, 2, 3)
)


def links(text: str, numbers: tuple[int, ...], *, is_verbatim: bool) -> list[int | None]:
    """Return the numbers that the chat makes links of."""
    tokens = build_parser(numbers, is_verbatim).parse(text)
    inline = [token for block in tokens for token in block.children or ()]
    return [cited_number(str(token.attrs["href"])) for token in inline if token.type == "link_open"]


@given(answers)
def test_only_what_was_given_is_cited(text: str) -> None:
    """A number that names no paper makes no citation."""
    sentences = cited_sentences(text)
    assert {citation.n for citation in collect(sentences, EVIDENCE)} <= {1, 2, 3}
    assert [sentence.text for sentence in sentences if re.search(r"(?<!\[)\[\d{1,4}\](?!\])", sentence.text)] == []


@given(answers, st.integers(1, 99))
@example("See [1, 2].", 3)
@example("[[1]](cite:2)", 3)
def test_quoted_text_cites_nothing(text: str, n: int) -> None:
    """A quotation names the paper that it is of and no other, in the check and in the chat."""
    quoted = cite(sanitize(text), n)
    assert {number for sentence in cited_sentences(quoted) for number in sentence.citations} <= {n}
    assert {int(number) for found in MARKER.findall(quoted) for number in found.split(",")} <= {n}
    assert set(links(quoted, (1, 2, 3, n), is_verbatim=True)) <= {n}


@given(answers)
@example("[1, 2]")
@example("[1 ,2][3]")
def test_escaped_text_has_no_markers(text: str) -> None:
    """In no way that any of our readers of markers knows."""
    escaped = escape_markers(sanitize(text))
    assert not MARKER.search(escaped)
    assert [sentence for sentence in cited_sentences(escaped) if sentence.citations] == []


@given(answers)
def test_neutral_text_has_no_markers(text: str) -> None:
    """Nor anything else that a model reads as a source of its own."""
    assert not re.search(r"\[\s*\d+\s*\]|<\|[^>\n]{1,80}\|>|\[/?INST\]", neutralize(text), re.I)


@given(answers)
def test_links_of_the_chat(text: str) -> None:
    """Whatever a model writes, a link is a citation of a paper that there is."""
    assert set(links(text, (1, 2, 3), is_verbatim=False)) <= {1, 2, 3}


@given(answers, st.lists(answers, max_size=3))
def test_any_text_is_marked(text: str, claims: list[str]) -> None:
    """The marks are all that is added."""
    said = [Claim(claim, (1,), Verdict.SUPPORTED) for claim in claims]
    assert mark(text, said).replace(" ✓", "") == text.replace(" ✓", "")


@given(st.lists(answers, max_size=6), st.sets(st.integers(1, 12), min_size=1, max_size=3), st.booleans())
def test_any_stream_becomes_a_cited_answer(pieces: list[str], markers: set[int], is_cut: bool) -> None:
    """Each sentence ends with markers that were allowed, or the answer is that there is none."""
    written = CitedText(sorted(markers), lambda _: min(markers))
    text = "".join([*map(written.feed, pieces), written.finish(is_cut=is_cut)])
    if text.strip() == ABSTENTION:
        return
    assert {int(number) for found in MARKER.findall(text) for number in found.split(",")} <= markers
    assert [sentence for sentence in cited_sentences(text) if not sentence.citations and sentence.text.strip()] == []
