"""One molecule has many spellings, all of which are its name; an everyday word is none."""

from __future__ import annotations

import pytest

from assistant.language.symbols import guessed, symbols

SPELLINGS = {
    "hif 1α": ["HIF1a", "HIF-1α", "HIF-1alpha", "HIF1alpha", "HIF-1 alpha", "HIF1A", "hif-1a", "HIF 1 alpha"],
    "nf κb": ["NFkB", "NF-κB", "NF-kappaB", "NF-kappa B", "NFkappaB", "NF-kB", "NFκB"],
    "tgf β1": ["TGFb1", "TGF-β1", "TGF-beta1", "TGF-beta 1", "TGFB1", "TGFβ1", "TGF-b1"],
    "mir 21": ["miR21", "miR-21", "MIR21", "mir 21"],
    "ifn γ": ["IFNg", "IFN-γ", "IFN-gamma", "IFN gamma", "IFNγ", "IFN-g"],
    "α synuclein": ["α-synuclein", "alpha-synuclein"],
    "cd8": ["CD8", "CD-8", "CD 8"],
    "ω 3": ["ω-3", "omega-3", "omega 3"],
}


@pytest.mark.parametrize(("phrase", "typed"), [(phrase, way) for phrase, ways in SPELLINGS.items() for way in ways])
def test_each_spelling_leads_to_the_others(phrase: str, typed: str) -> None:
    """As an index has them in words."""
    (symbol,) = symbols(f"the role of {typed} in cells")
    assert symbol.typed == typed
    assert phrase in {symbol.phrase, *(way.phrase for way in symbol.ways)}


@pytest.mark.parametrize("ways", SPELLINGS.values(), ids=SPELLINGS)
def test_each_spelling_is_found_in_a_text(ways: list[str]) -> None:
    """By the pattern of each other one."""
    for typed in ways:
        (symbol,) = symbols(typed)
        assert [way for way in ways if not symbol.pattern.search(f"levels of {way}, and more")] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("anti-TNF-α-induced arthritis", ["TNF-α"]),
        ("IL-6-deficient mice", ["IL-6"]),
        ("in 2016 or 2015-2020", []),
        ("the beta of a market, and the alpha", []),
        ("self-play of web agents", []),
        ("GPT-4 and LLaMA 2", ["GPT-4", "LLaMA 2"]),
        ("", []),
    ],
)
def test_names_are_found_in_a_text(text: str, names: list[str]) -> None:
    """Without what is joined to them."""
    assert names == [symbol.typed for symbol in symbols(text)]


@pytest.mark.parametrize(("typed", "word"), [("ERα", "era"), ("p53", "p 53"), ("α7", "a7"), ("IL-1β", "il 1 b")])
def test_no_spelling_is_a_word_of_its_own(typed: str, word: str) -> None:
    """What could be anything is not searched."""
    (symbol,) = symbols(typed)
    assert word not in {way.phrase for way in symbol.ways}


def test_words_do_not_become_names_in_a_text() -> None:
    """Neither another number nor another letter."""
    (symbol,) = symbols("IL-1β")
    assert not symbol.pattern.search("IL-1, IL-1α, IL-18, IL-11b and IL 1 b")


@pytest.mark.parametrize(("typed", "phrase"), [("tnfa", "tnf α"), ("NFKB", "nf κb"), ("nfkb", "nf kappab")])
def test_letters_in_any_case_may_be_greek(typed: str, phrase: str) -> None:
    """In a word that nothing else tells of."""
    symbol = guessed(typed)
    assert symbol is not None
    assert phrase in {way.phrase for way in symbol.ways}
