"""Ten to the sixth is not 106, whichever format says it."""

from __future__ import annotations

import pytest

from assistant.corpus import markup
from tests.corpus.reading import read_any

PUBMED = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T</ArticleTitle><Abstract>"
    "<AbstractText>{said}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)
ACL = "<volume id='1'><paper id='1'><title>T</title><abstract>{said}</abstract></paper></volume>"
ENDNOTE = (
    "<xml><records><record><ref-type>17</ref-type><titles><title>T</title></titles><abstract>{said}</abstract></record>"
    "</records></xml>"
)
CROSSREF = '[{{"title": ["T"], "DOI": "10.1234/a", "issued": {{}}, "abstract": "{said}"}}]'


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (PUBMED, "10<sup>6</sup> runs"),
        (PUBMED, "<msup><mn>10</mn><mn>6</mn></msup> runs"),
        (ACL, "<b>10</b><sup>6</sup> runs"),
        (ENDNOTE, "<style>10</style><style face='superscript'>6</style><style> runs</style>"),
        (CROSSREF, "10<jats:sup>6</jats:sup> runs"),
        ("@article{{a, title={{T}}, abstract={{{said}}}}}", "10\\textsuperscript{6} runs"),
        ("title,abstract\nT,{said}", "10<sup>6</sup> runs"),
    ],
)
def test_exponent_keeps_its_mark(file: str, said: str) -> None:
    """In the text that is stored, searched and quoted."""
    ((entry,), _) = read_any(file.format(said=said))
    assert "10^6 runs" == entry.abstract


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1.5 × 10<sup>9</sup>, 10<sup>-3</sup> M, 10<sup>&minus;3</sup>", "1.5 × 10^9, 10^-3 M, 10^−3"),
        ("2<i><sup>n</sup></i>, SO<sub>4</sub><sup>2-</sup>", "2^n, SO4^2-"),
        ("CO<sub>2</sub>, 5 kg/m<sup>2</sup>, <sup>18</sup>F-FDG", "CO2, 5 kg/m2, 18F-FDG"),
        ("CD4<sup>+</sup> cells, the 5<sup>th</sup>, 37<sup>°</sup>C", "CD4+ cells, the 5th, 37°C"),
        ("an open <sup>one", "an open one"),
    ],
)
def test_mark_stands_only_where_it_is_needed(written: str, shown: str) -> None:
    """Charges, units and ordinals are read as they are meant."""
    assert shown == markup.without_markup(written)
