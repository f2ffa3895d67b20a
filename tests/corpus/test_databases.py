"""What databases write into their exports besides papers: words for nothing, lines above tables, names within names."""

from __future__ import annotations

import pytest

from assistant.corpus import csv_table
from assistant.errors import InputError
from tests.corpus.reading import read, read_any


@pytest.mark.parametrize(
    ("written", "abstract"),
    [
        ("[No abstract available]", ""),
        ("No abstract available.", ""),
        ("Abstract not available", ""),
        ("nan", ""),
        ("N/A", ""),
        ("No abstract machine is available to all.", "No abstract machine is available to all."),
        ("None of them works.", "None of them works."),
    ],
)
def test_words_for_no_abstract_are_none(written: str, abstract: str) -> None:
    """They would be found, quoted and cited."""
    ((entry,), _) = read_any(f"title,abstract\nA Paper,{written}")
    assert abstract == entry.abstract


@pytest.mark.parametrize("above", ['"About the data: exported, by all, on 7 Oct"\n', "From a database\n\nOf papers\n"])
def test_lines_above_a_table_are_passed_over(above: str) -> None:
    """They say where it comes from."""
    ((entry,), gaps) = read_any(f"{above}Rank,Title,Abstract\n1,A Paper,It says so.")
    assert ("A Paper", "It says so.", []) == (entry.title, entry.abstract, gaps)


def test_table_without_a_column_of_titles_is_told_whoever_asks() -> None:
    """Lines are passed over above a table only, and few of them."""
    rows = "name\n" + "A Paper\n" * 10
    with pytest.raises(InputError, match="none of the formats"):
        read_any(rows)
    entries, gaps = read(csv_table, rows)
    assert ([], 7) == (entries, len(gaps))


def test_record_of_the_web_of_science_is_no_plain_text() -> None:
    """Its lines had become a title and an abstract of tags."""
    ((entry,), gaps) = read_any(
        "FN Clarivate\nVR 1.0\nPT J\nTI A Paper\n   of Two Lines\nAB It\n   says so.\nER\n\nEF\n"
    )
    assert ("A Paper of Two Lines", "It says so.", []) == (entry.title, entry.abstract, gaps)


@pytest.mark.parametrize(
    ("second", "abstract", "told"),
    [
        ("Methods: We count 5 mice.", "Background: Mice hide. Methods: We count 5 mice.", []),
        ("Des souris.", "Background: Mice hide.", ["a record with 2 abstracts (AB), of which the first is kept"]),
        (" ", "Background: Mice hide.", []),
    ],
)
def test_sections_of_an_abstract_in_ris_are_joined(second: str, abstract: str, told: list[str]) -> None:
    """Each stands in a field of its own; what is no section may be a translation, and that it is left out is told."""
    ((entry,), gaps) = read_any(f"TY  - JOUR\nTI  - T\nAB  - Background: Mice hide.\nAB  - {second}\nER  - \n")
    assert (abstract, told) == (entry.abstract, [gap.reason for gap in gaps])


def test_organisation_of_a_daily_paper_is_told_by_its_full_name() -> None:
    """And not by its handle."""
    paper = (
        '{"id": "2510.12345", "title": "T", "discussionId": "6", "organization": {"name": "x", "fullname": "X Lab"}}'
    )
    ((entry,), _) = read_any(f'[{{"paper": {paper}, "title": "T"}}]')
    assert "X Lab" == entry.organisation


PUBMED = "1. J Pumps. 2021 Jan 4;12(3):1-10.\n\nA Trial of Pumps.\n\n{rest}\n\nPMID: 33400001\n"


@pytest.mark.parametrize(
    ("rest", "authors", "abstract"),
    [
        ("Smith J(1), Doe A.\n\nIt works.", ("J Smith", "A Doe"), "It works."),
        ("It works, we think, and it does so well.", (), "It works, we think, and it does so well."),
        ("Smith J.\n\nUpdate of the guideline on pumps.", ("J Smith",), "Update of the guideline on pumps."),
        ("Smith J.\n\nUpdate of\n    Lancet. 2019;1:2.\n\nIt works.", ("J Smith",), "It works."),
        ("Smith J.\n\nOne.\n\n2. Two is no record.\n\nThree.", ("J Smith",), "One. 2. Two is no record. Three."),
        ("World Pump Organization; Smith J.", ("World Pump Organization", "J Smith"), ""),
    ],
)
def test_paragraphs_of_a_record_of_pubmed(rest: str, authors: tuple[str, ...], abstract: str) -> None:
    """What stands beside the abstract is told from it."""
    ((entry,), gaps) = read_any(PUBMED.format(rest=rest))
    assert ("A Trial of Pumps", authors, abstract, []) == (entry.title, entry.authors, entry.abstract, gaps)


def test_numbered_list_that_is_not_of_pubmed_is_left_alone() -> None:
    """Dates in it are no sign."""
    with pytest.raises(InputError, match="none of the formats"):
        read_any("1. Buy milk. 2021 was a year.\n\n2. Buy more.\n")


@pytest.mark.parametrize("written", ["nan", "NaN", "None", "NULL", "<NA>"])
def test_words_for_an_empty_cell_are_none(written: str) -> None:
    """Programs write them; nobody is called so."""
    ((entry,), _) = read_any(f"title,abstract,venue,authors\nT,It says so.,{written},{written}")
    assert (None, ()) == (entry.venue, entry.authors)


def test_label_that_says_there_is_none_is_left_out() -> None:
    """PubMed writes it into texts without sections."""
    said = '<AbstractText Label="UNASSIGNED">No label.</AbstractText><AbstractText Label="RESULTS">Fine.</AbstractText>'
    ((entry,), _) = read_any(
        f"<PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle><Abstract>{said}</Abstract></Article>"
        "</MedlineCitation></PubmedArticle>"
    )
    assert "No label. RESULTS: Fine." == entry.abstract


def test_lines_of_an_old_mac_above_ris_do_not_hide_it() -> None:
    """A format is told by lines, however these end."""
    ((entry,), _) = read_any("Provider: X\r\r\rTY  - JOUR\rTI  - T\rAB  - It says so.\rER  - \r")
    assert ("T", "It says so.", 4) == (entry.title, entry.abstract, entry.line)


@pytest.mark.parametrize("more", ['"categories": "cs.LG"', '"update_date": "2024-01-05"', '"versions": []'])
def test_choice_of_fields_of_the_snapshot_is_told_by_its_id(more: str) -> None:
    """It is read as arXiv writes it."""
    ((entry,), _) = read_any(rf'{{"id": "2401.00012", "authors": "A. B\\\"ar", "title": "On 5~GPUs", {more}}}')
    assert ("2401.00012", ("A. Bär",), "On 5 GPUs") == (entry.arxiv_id, entry.authors, entry.title)


def test_other_records_with_such_an_id_are_no_snapshot() -> None:
    """They have fields that would be lost."""
    ((entry,), _) = read_any('{"id": "2401.00012", "title": "T", "categories": "cs.LG", "published": "2024-01-05"}')
    assert "2024-01-05" == entry.date


def test_group_among_the_authors_of_crossref_is_one() -> None:
    """It has a name and no parts of one."""
    authors = '[{"given": "A", "family": "Bee"}, {"name": "World Health Organization"}]'
    ((entry,), _) = read_any(f'[{{"title": ["T"], "issued": {{}}, "author": {authors}}}]')
    assert ("A Bee", "World Health Organization") == entry.authors


def test_escape_sequences_go_whole() -> None:
    """Their rest would be a part of the title, the address or the name."""
    ((entry,), _) = read_any(
        r'{"title": "A \u001b[31mred\u001b]0;pwn\u0007 title", "abstract": "\u009b2JIt.", "authors": ["E\u001b[1ml"]}'
    )
    assert ("A red title", "It.", ("El",)) == (entry.title, entry.abstract, entry.authors)


def test_record_of_a_library_says_what_its_parts_are() -> None:
    """Whatever links of XML add to that, and though a number is left empty."""
    (entry,), _ = read_any(
        '<mods xmlns:xlink="x"><titleInfo xlink:type="simple"><title>A Paper</title></titleInfo>'
        '<titleInfo type="other"><title>AP</title></titleInfo><name type="corporate" xlink:type="simple">'
        "<namePart>Moths, and Others</namePart></name>"
        '<relatedItem type="host" xlink:type="simple"><titleInfo><title>Birds</title></titleInfo></relatedItem>'
        '<identifier type="doi">10.1000/x</identifier><identifier type="doi"/><abstract>It says so.</abstract></mods>'
    )
    said = (entry.title, len(entry.authors), entry.venue, entry.doi)
    assert ("A Paper", 1, "Birds", "10.1000/x") == said


@pytest.mark.parametrize(
    ("abstracts", "said"),
    [
        ('<abstract xml:lang="es">Así.</abstract><abstract xml:lang="en-US">So.</abstract>', "So."),
        ("<abstract>So.</abstract><abstract xml:lang='en'>Later.</abstract>", "So."),
        ("<abstract xml:lang='es'>Así.</abstract>", "Así."),
        (
            "<trans-abstract xml:lang='fr'>Ici.</trans-abstract><trans-abstract xml:lang='en'>So.</trans-abstract>",
            "So.",
        ),
    ],
)
def test_abstract_of_a_journal_is_the_one_in_english(abstracts: str, said: str) -> None:
    """The first of several, and of the numbers of a kind the first that is one."""
    ids = '<article-id pub-id-type="doi"/><article-id pub-id-type="doi">10.1000/x</article-id>'
    title = "<title-group><article-title>A Paper</article-title></title-group>"
    ((entry,), _) = read_any(f"<article><front><article-meta>{ids}{title}{abstracts}</article-meta></front></article>")
    assert (said, "10.1000/x") == (entry.abstract, entry.doi)
