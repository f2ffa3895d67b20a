"""The quoted sentences of an abstract."""

from __future__ import annotations

import pytest

from assistant.records import Span
from assistant.tui.highlighting import first_lines, highlight

TEXT = "One two. Three four. Five six."


def highlighted(text: str, *spans: Span) -> list[str]:
    """Return the stretches that are highlighted."""
    content = highlight(text, spans)
    return [content.plain[span.start : span.end] for span in content.spans]


def test_the_text_stays_whole() -> None:
    """Highlighting adds and removes nothing."""
    assert highlight(TEXT, [Span(9, 20)]).plain == TEXT


def test_spans_are_highlighted_in_any_order() -> None:
    """Quotes come by relevance, the text by place."""
    assert highlighted(TEXT, Span(21, 30), Span(0, 8)) == ["One two.", "Five six."]


def test_overlapping_spans_are_joined_without_repeating_text() -> None:
    """Two claims may quote the same words."""
    assert highlight(TEXT, [Span(0, 12), Span(4, 20)]).plain == TEXT
    assert "".join(highlighted(TEXT, Span(0, 12), Span(4, 20))) == TEXT[:20]


@pytest.mark.parametrize("span", [Span(5, 5), Span(40, 50), Span(9, 3)])
def test_a_span_without_text_is_no_highlight(span: Span) -> None:
    """An offset that does not fit does no harm."""
    assert highlighted(TEXT, span) == []
    assert highlight(TEXT, [span]).plain == TEXT


def test_a_span_that_runs_over_the_end_is_cut() -> None:
    """The abstract may have become shorter."""
    assert highlighted(TEXT, Span(21, 99)) == ["Five six."]


def test_offsets_count_the_raw_text() -> None:
    """What the sanitiser drops before a quote does not move it."""
    raw = "\x1b]0;title\x07One\u200b two. Quoted [/] [1]."
    start = raw.index("Quoted")
    assert highlighted(raw, Span(start, len(raw))) == ["Quoted [/] [1]."]
    assert highlight(raw, ()).plain == "One two. Quoted [/] [1]."


def test_the_lines_of_the_first_quote_are_known() -> None:
    """So that a small window can show it; a word that has no room goes to the next line."""
    assert first_lines(TEXT, (), 10) == (0, 0)
    assert first_lines(TEXT, (Span(21, 30), Span(0, 8)), 10) == (0, 0)
    assert first_lines("word " * 20 + "Quoted is this.", (Span(100, 115),), 10) == (10, 11)
    assert first_lines("word " * 20 + "It is.", (Span(100, 106),), 12, sign="(quoted) ") == (10, 11)


def test_a_sign_stands_before_each_stretch() -> None:
    """For those to whom a style says nothing."""
    assert highlight(TEXT, [Span(9, 20)], sign="(quoted) ").plain == "One two. (quoted) Three four. Five six."
