"""What is markup in an answer."""

from __future__ import annotations

import pytest
from markdown_it.token import Token

from assistant.tui.citation_parser import build_parser, cited_number


def inner(text: str, is_verbatim: bool = False) -> list[Token]:
    """Return what stands in the paragraphs of a text that may cite 1 and 2."""
    tokens = build_parser({1, 2}, is_verbatim).parse(text)
    return [child for token in tokens for child in token.children or []]


def links(text: str, is_verbatim: bool = False) -> list[str]:
    """Return the targets of the links."""
    return [str(token.attrs["href"]) for token in inner(text, is_verbatim) if token.type == "link_open"]


def shown(text: str, is_verbatim: bool = False) -> str:
    """Return the characters that are shown."""
    return "".join(token.content for token in inner(text, is_verbatim))


@pytest.mark.parametrize("is_verbatim", [True, False])
@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("a [1].", ["cite:1"]),
        ("a [1][2].", ["cite:1", "cite:2"]),
        ("a [1, 2].", ["cite:1", "cite:2"]),
        ("a [[1]].", ["cite:1"]),
        ("a [3].", []),
        ("a [1, 3].", []),
        ("array[i] = [MASK] [95% CI] [-1] [1 ", []),
        ("[1](https://evil.invalid)", ["cite:1"]),
        ("[x](cite:1) [y](https://evil.invalid) <https://evil.invalid>", []),
    ],
)
def test_links_are_the_markers_of_sources(text: str, targets: list[str], is_verbatim: bool) -> None:
    """Brackets that name no source stay brackets, and no text makes a link of its own."""
    assert links(text, is_verbatim) == targets


def test_a_link_shows_its_marker() -> None:
    """Several numbers in one pair of brackets become several markers."""
    assert shown("so [1, 2].") == "so [1][2]."


@pytest.mark.parametrize("is_verbatim", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "&#x202e; &amp;",
        "![a](b)",
        "[a](https://b)",
        "https://b",
        "```\nx",
        "| a |\n|---|\n| b |",
        "a\n===",
        "[1]: https://b\n[a]: c",
    ],
)
def test_the_parser_knows_no_dangerous_syntax(text: str, is_verbatim: bool) -> None:
    """No HTML, entity, image, foreign link, code block, table, underlined heading or definition."""
    blocks = {token.type for token in build_parser((), is_verbatim).parse(text)}
    assert blocks == {"paragraph_open", "inline", "paragraph_close"}
    assert {token.type for token in inner(text, is_verbatim)} <= {"text", "softbreak", "link_open", "link_close"}


@pytest.mark.parametrize(("is_verbatim", "is_strong"), [(True, False), (False, True)])
def test_emphasis_is_markup_only_for_a_model(is_verbatim: bool, is_strong: bool) -> None:
    """In a quotation an asterisk is an asterisk."""
    assert any(token.type == "strong_open" for token in inner("**a**", is_verbatim)) is is_strong
    assert shown("**a**", is_verbatim) == ("a" if is_strong else "**a**")


def test_a_quotation_shows_every_character() -> None:
    """Even those that would be escaped."""
    text = r"# a *b* `c` 1. d \% _e_ $f_1$ <g> &amp; [h](i)"
    assert shown(text, is_verbatim=True) == text


@pytest.mark.parametrize(("href", "number"), [("cite:12", 12), ("cite:", None), ("https://x", None), ("cite:1/", None)])
def test_a_link_leads_to_its_number(href: str, number: int | None) -> None:
    """Foreign targets lead nowhere."""
    assert cited_number(href) == number
