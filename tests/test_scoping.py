"""What a question names or is limited to and its papers do not hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.embedding import open_embedder
from assistant.language.words import Stemmer
from assistant.records import Paper
from assistant.scoping import Unheld, holds, unheld
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage.library import Library

OWLS = Paper(
    "owls",
    "Willow bark for owls",
    "Willow bark reduced broken wings in older women who keep owls in Underwood. It binds OWL-1 and NEST-7α."
    " Acute feather disease (AFD) was rare. Murine controls did not fly. The feeding of Strix aluco was diabetic.",
)
FOXES = Paper("foxes", "Foxes at night", "Foxes of nine counties were counted. The children counted LLaMA-2 once.")


@pytest.fixture(scope="module")
def missing(seeds_library: Library) -> Callable[..., Unheld]:
    """Return what a question asks for and some papers do not hold."""
    embedder, stemmer = open_embedder(BUNDLED_EMBEDDING_MODEL), Stemmer()
    return lambda question, *papers: unheld(question, papers, seeds_library, embedder.is_word, stemmer)


@pytest.mark.parametrize(
    ("question", "words", "is_named"),
    [
        ("Does willow bark reduce broken wings in children?", ("children",), True),
        ("How well does willow bark work in pediatric patients?", ("pediatric",), True),
        ("Does willow bark bind OWL-2?", ("OWL-2",), True),
        ("Does willow bark bind JAK1?", ("JAK1",), True),
        ("What does willow bark do for Kenya?", ("Kenya",), True),
        ("Does willow bark work in B. bubo?", ("bubo",), True),
        ("Does willow bark help Bubo-like owls?", ("Bubo",), True),
        ("Does willow bark prevent bleeding in asthma?", ("asthma",), False),
        ("Does willow bark break wings in Derwood?", ("Derwood",), True),
        ("Does empagliflozin reduce broken wings?", ("empagliflozin",), False),
    ],
)
def test_what_is_not_held(
    missing: Callable[..., Unheld], question: str, words: tuple[str, ...], *, is_named: bool
) -> None:
    """Groups, names, limits, and words that nobody knows."""
    assert Unheld(words, is_named) == missing(question, OWLS)


@pytest.mark.parametrize(
    "question",
    [
        "Does willow bark reduce broken wings in adults?",
        "Does willow bark reduce broken wings in the elderly?",
        "Does willow bark reduce broken wings in female patients?",
        "Was it tried in mice?",
        "Does it bind OWL1 or NEST 7a?",
        "Does it bind NEST-7alpha?",
        "Is it rare in diabetes?",
        "How rare is acute feather disease in AFD patients?",
        "Why do 9-year-old owls break their wings?",
        "DOES WILLOW BARK REDUCE BROKEN WINGS?",
        "Does willow bark work in practice?",
        "What is generalizable or unbreakable about willow bark?",
        "How is it applied for reducing weight?",
        "What do owls do in autumn?",
        "",
    ],
)
def test_what_is_held_in_other_words(missing: Callable[..., Unheld], question: str) -> None:
    """Other words for a group, other spellings of a name, forms of a word; and what is no limit."""
    assert Unheld() == missing(question, OWLS)


def test_one_paper_holds_all(missing: Callable[..., Unheld]) -> None:
    """What no paper holds whole is told by the one that lacks least of it."""
    assert Unheld(("Kenya",), is_named=True) == missing("Do children in Kenya like LLaMA-2?", OWLS, FOXES)
    assert Unheld() == missing("Do children like LLaMA-2?", OWLS, FOXES)
    assert Unheld() == missing("Do children like LLaMA-2?")


@pytest.mark.parametrize(
    ("word", "paper"),
    [
        ("IL-6", "Serum interleukin-6 rose."),
        ("IL6", "Interleukin 6 rose."),
        ("GLP-1", "Glucagon-like peptide-1 was given."),
        ("PD-1", "It blocks programmed death 1."),
        ("interleukin-6", "IL-6 rose."),
        ("Norway", "Norwegian women were followed."),
        ("States", "Adults in the USA were asked."),
        ("Dutch", "It was held in the Netherlands."),
        ("mTOR", "It inhibits mTORC1."),
        ("BERT", "Several BERTs were tuned."),
    ],
)
def test_other_name_of_the_same_is_held(word: str, paper: str) -> None:
    """A short form with its number, a country and what is of it."""
    assert holds(paper, word, "Is it so in the United States?", Stemmer())


@pytest.mark.parametrize(
    ("word", "paper"),
    [
        ("IL-1", "IL-17 rose."),
        ("CD4", "CD44 was stained."),
        ("miR-21", "miR-214 fell."),
        ("GPT-3", "GPT-3.5 was used."),
        ("IL-6", "In all, it included 6 mice and interleukin-17."),
        ("MIT", "The mitochondria were counted."),
        ("Denmark", "Swedish women were followed."),
    ],
)
def test_name_that_another_begins_with_is_not_held(word: str, paper: str) -> None:
    """Nor one whose letters stand before another number."""
    assert not holds(paper, word, "Is it so?", Stemmer())
