"""The same facts as other programs write them: names, formulas and headings in tags, moments, empty places."""

from __future__ import annotations

import json
import time

import pytest

from assistant.corpus import bibtex, latex, nbib, pubmed_xml, ris
from assistant.corpus.markup import without_markup
from tests.corpus.reading import read, read_any

WORK = {"title": ["A Paper"], "abstract": "<jats:p>It says so.</jats:p>", "issued": {"date-parts": [[2020, 3]]}}
ARTICLE = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Moths</ArticleTitle>{}"
    "</Article>{}</MedlineCitation></PubmedArticle></PubmedArticleSet>"
)
OTHER = '<OtherAbstract Language="{}"><AbstractText>{}</AbstractText></OtherAbstract>'


@pytest.mark.parametrize("message", [WORK, {"items": [WORK], "total-results": 1}])
def test_answer_of_crossref_is_read(message: object) -> None:
    """To one work, and to a search."""
    ((entry,), gaps) = read_any(json.dumps({"status": "ok", "message-type": "work", "message": message}))
    assert ("A Paper", "It says so.", "2020-03", []) == (entry.title, entry.abstract, entry.date, gaps)


@pytest.mark.parametrize("indent", [None, 1])
def test_null_in_place_of_a_record_costs_itself(indent: int | None) -> None:
    """Answers to a list of ids have one for each that is not known, also the first."""
    records = [None, {"title": "A Paper", "abstract": "It says so."}, None, {"title": "Another", "abstract": "No."}]
    entries, gaps = read_any(json.dumps(records, indent=indent))
    assert ["A Paper", "Another"] == [entry.title for entry in entries]
    assert {"a place without a record (null)"} >= {gap.reason for gap in gaps}


@pytest.mark.parametrize(
    ("record", "date"),
    [
        ({"cdate": 1695895200000, "pdate": 1705363200000}, "2024-01-16"),
        ({"cdate": 1695895200000, "content": {"venue": {"value": "ICLR 2024 poster"}}}, "2024"),
        ({"cdate": 1695895200000}, "2023-09-28"),
        ({"cdate": 12}, None),
        ({"venue": "ICLR 2024"}, None),
    ],
)
def test_note_of_openreview_has_a_date(record: dict[str, object], date: str | None) -> None:
    """Published, met, or handed in, whichever is known first."""
    content = {"title": {"value": "A Paper"}, "abstract": {"value": "It says so."}}
    held = record.get("content")
    note = record | {"content": content | held if isinstance(held, dict) else content}
    ((entry,), _) = read_any(json.dumps({"notes": [note]}))
    assert date == entry.date


@pytest.mark.parametrize(
    ("columns", "row", "date", "arxiv_id"),
    [
        ("id,categories,created,updated", "0704.1234,cs.LG,2007-04-02,2009-01-01", "2007-04-02", "0704.1234"),
        ("id,categories,year,created", "hep-th/9901001,hep-th,1999,2015-01-01", "1999", "hep-th/9901001"),
        ("id,colour,created", "0704.1234,red,2007-04-02", "2007-04-02", None),
        ("id,categories", "12345,cs.LG", None, None),
    ],
)
def test_table_of_arxiv(columns: str, row: str, date: str | None, arxiv_id: str | None) -> None:
    """Ids stand without its name there; when a record was made counts where nothing else is known."""
    ((entry,), _) = read_any(f"title,abstract,{columns}\nA Paper,It says so.,{row}")
    assert (date, arxiv_id) == (entry.date, entry.arxiv_id)


def test_group_beside_authors_is_kept() -> None:
    """As the XML of the same record has it."""
    text = "PMID- 1\nTI  - Moths\nFAU - Lovelace, Ada\nCN  - Moth Group\nAB  - They fly.\n"
    ((entry,), _) = read(nbib, text)
    assert ("Ada Lovelace", "Moth Group") == entry.authors


@pytest.mark.parametrize(
    ("inside", "behind", "abstract"),
    [
        ("", OTHER.format("eng", "They fly."), "They fly."),
        ("", OTHER.format("fre", "Elles volent.") + OTHER.format("eng", "They fly."), "They fly."),
        ("", OTHER.format("fre", "Elles volent."), "Elles volent."),
        ("<Abstract><AbstractText>Own.</AbstractText></Abstract>", OTHER.format("eng", "They fly."), "Own."),
    ],
)
def test_abstract_of_another_than_the_journal(inside: str, behind: str, abstract: str) -> None:
    """It is one where there is no other."""
    ((entry,), gaps) = read(pubmed_xml, ARTICLE.format(inside, behind))
    assert (abstract, []) == (entry.abstract, gaps)


def test_end_of_a_file_of_the_web_of_science_is_no_gap() -> None:
    """Its RIS ends with a line of its own."""
    ((_,), gaps) = read(ris, "TY  - JOUR\nTI  - Moths\nAB  - They fly.\nER  - \n\nEF  - \n")
    assert [] == gaps


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("family=Beethoven, given=Ludwig, prefix=van, useprefix=true", "Ludwig van Beethoven"),
        ('given={Ana Maria}, family="Silva, Costa"', "Ana Maria Silva, Costa"),
        ("family=King, given=Martin, suffix=Jr., given-i={M}", "Martin King Jr."),
        ("Family, Given", "Given Family"),
    ],
)
def test_extended_name_of_biblatex(written: str, name: str) -> None:
    """Its parts stand by their names."""
    ((entry,), _) = read(bibtex, f"@article{{a, title={{Moths}}, author={{{written} and Lovelace, Ada}}}}")
    assert (name, "Ada Lovelace") == tuple(author.replace("\u201a", ",") for author in entry.authors)


def test_number_of_an_author_is_no_part_of_the_name() -> None:
    """However many digits it has."""
    ((entry,), _) = read_any('Author full names,Title,Abstract\n"Rossi, Mario (123); Bianchi, Ada (57190001234)",A,B')
    assert ("Mario Rossi", "Ada Bianchi") == entry.authors


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r'<inline-formula><tex-math notation="LaTeX">$\alpha =0.3$</tex-math></inline-formula>', r"$\alpha =0.3$"),
        (r"<tex-math>\documentclass{a}\begin{document}$$10^6$$\end{document}</tex-math>", "$10^6$"),
        (
            "<jats:alternatives><jats:tex-math>$$x$$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math>"
            "</jats:alternatives>",
            "$x$",
        ),
        ("<mml:math>\n<mml:msup>\n<mml:mn>10</mml:mn>\n<mml:mn>6</mml:mn></mml:msup></mml:math>", "10^6"),
        ('<math display="inline"><mi>p</mi><mo>&lt;</mo><mn>0.05</mn></math>', "p<0.05"),
        ("a math of <x> and </y>, if 3 < 4", "a math of <x> and </y>, if 3 < 4"),
    ],
)
def test_formula_in_tags(written: str, shown: str) -> None:
    """Once, as LaTeX if it is given as that, else by its characters."""
    assert f"By {shown} mm" == without_markup(f"By {written} mm")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<jats:title>Background</jats:title><jats:p>Moths fly.</jats:p>", "Background: Moths fly."),
        ("<h4>Results </h4>Moths fly. <h4>Aim:</h4>None.", "Results: Moths fly. Aim: None."),
        ("<title>Abstract</title><p>Moths fly.</p>", "Moths fly."),
        ("<p>Moths fly.</p><h4>End</h4>", "Moths fly. End"),
    ],
)
def test_heading_of_a_part_has_its_border(written: str, shown: str) -> None:
    """It is no beginning of the sentence behind it."""
    assert shown == " ".join(without_markup(written).split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"1,200{\thinspace}{\textdegree}C", "1,200 °C"),
        (r"\"Uber\-raschung", "Überraschung"),
        (r"{CO}$_{\textrm{2}}$ by 10$^{\textrm{6}}$", "CO2 by 10^6"),
        (r"$x_2$ and $_{i}$", r"$x_2$ and $_{i}$"),
    ],
)
def test_spaces_hyphens_and_set_words_of_latex(written: str, shown: str) -> None:
    """Words that are set higher or lower are no formula."""
    assert shown == latex.plain(written)


@pytest.mark.parametrize("piece", ["<tex-math>", "<math>", "<alternatives>", "<mml:msup>", "<title>a", "<math "])
def test_tags_without_an_end_take_no_long_time(piece: str) -> None:
    """However many there are."""
    begin = time.process_time()
    without_markup((piece * 20_000)[:80_000])
    assert time.process_time() - begin < 1
