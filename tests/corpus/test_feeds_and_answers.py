"""What feeds, repositories and EndNote write besides what stands in `exports`: pages, faults, oddities."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from html import escape
from pathlib import Path

import pytest

from assistant.corpus import arxiv_habits, names, oai_pmh, read_document, read_file, written_dates, xml_records
from assistant.corpus.documents import HEAD, Document
from assistant.corpus.merging import distinct
from assistant.corpus.registry import reader_of
from assistant.errors import InputError
from assistant.records import Entry
from tests.corpus.reading import apart, document, read_any

EXPORTS = Path(__file__).parent / "exports"
RECORD = (
    "<record><header><identifier>oai:x.invalid:{n}</identifier></header><metadata>"
    "<oai_dc:dc xmlns:oai_dc='o' xmlns:dc='d'><dc:title>Paper {n}</dc:title>"
    "<dc:description>It has the number {n}.</dc:description></oai_dc:dc></metadata></record>\n"
)
ANSWER = "<?xml version='1.0' encoding='{encoding}'?>\n<OAI-PMH>\n<ListRecords>\n{records}</ListRecords>\n</OAI-PMH>\n"
ITEM = "<item><title>{title}</title><link>https://x.invalid/{title}</link><description>{said}</description></item>"
RSS = "<rss version='2.0'><channel><title>Papers</title>{items}</channel></rss>"
ENDNOTE = "<xml><records><record><ref-type>17</ref-type>{record}</record></records></xml>"


def answer(*numbers: int, encoding: str = "UTF-8") -> str:
    """Return an answer with records of these numbers."""
    return ANSWER.format(encoding=encoding, records="".join(RECORD.format(n=n) for n in numbers))


def abstract_of(said: str) -> str:
    """Return the abstract of an item that a feed describes so."""
    ((entry,), _) = read_any(RSS.format(items=ITEM.format(title="T", said=f"<![CDATA[{said}]]>")))
    return entry.abstract


class _Portions(io.BytesIO):
    """A stream that gives few bytes at once."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self._size)


def in_portions(data: bytes, size: int) -> Document:
    """Return a document whose head is empty, so that readers get it in portions of this size."""
    found = document(data[:HEAD])
    found._start, found.stream = data[:size], _Portions(data[size:], size)
    return found


def titles_and_lines(data: bytes) -> list[tuple[str, int]]:
    """Return what is read of a file, and where."""
    return [(entry.title, entry.line) for entry in read_any(data)[0]]


@pytest.mark.parametrize("between", ["", "\n", "\n\n \r\n", "\ufeff"])
def test_pages_one_after_the_other_are_all_read(between: str) -> None:
    """As `cat page*.xml` makes them; lines are those of the file."""
    data = (answer(1, 2) + between + answer(3)).encode()
    line = 4 + answer(1, 2).count("\n") + between.count("\n")
    assert [("Paper 1", 4), ("Paper 2", 5), ("Paper 3", line)] == titles_and_lines(data)


def test_pages_without_declarations_and_in_several_encodings_are_read() -> None:
    """Each says for itself how it is written."""
    latin = answer(1, encoding="ISO-8859-1").replace("number", "Zahl für").encode("latin-1")
    sixteen = answer(2, encoding="UTF-16").encode("utf-16")
    bare = answer(3).partition("\n")[2].encode()
    entries, gaps = read_any(latin + bare + latin)
    assert (3, [], True) == (len(entries), gaps, "Zahl für" in entries[2].abstract)
    assert ["Paper 2"] * 2 == [entry.title for entry in read_any(sixteen * 2)[0]]


def test_pages_are_read_whatever_portions_they_come_in() -> None:
    """A declaration may be cut anywhere."""
    text = answer(1).encode() + answer(2).encode()
    found = [element for _, element in xml_records.elements(in_portions(text, 1), {"record"})]
    assert 2 == len(found)


def test_page_of_another_kind_is_told() -> None:
    """Such as the page of a server that was busy; what stands behind it is read."""
    busy = "<html><head/><body><h1>503 Retry after 20 seconds</h1></body></html>\n"
    entries, gaps = read_any(answer(1) + busy + answer(2))
    assert (2, [7]) == (len(entries), [gap.first_line for gap in gaps])
    assert "<html>" in gaps[0].reason


def test_text_behind_the_end_is_an_error_with_its_line() -> None:
    """It is no document; what stands before is read."""
    with pytest.raises(InputError, match=r"f, line 7: not well-formed XML: junk"):
        read_any(answer(1) + "the end", "f")


def test_fault_in_a_later_page_is_told_with_its_line() -> None:
    """Lines are counted through the file."""
    with pytest.raises(InputError, match=r"f, line 10: not well-formed"):
        read_any(answer(1) + answer(2).replace("</record>", "</rekord>"), "f")


def test_entities_of_a_later_page_are_refused() -> None:
    """What protects the first protects all."""
    later = answer(2).replace("<OAI-PMH>", '<!DOCTYPE x [<!ENTITY a "aaaa">]><OAI-PMH>')
    with pytest.raises(InputError, match=r"line 8: the file declares entities"):
        read_any(answer(1) + later)


@pytest.mark.alone
def test_documents_in_a_file_are_bounded() -> None:
    """A parser for each takes its time."""
    begin = time.process_time()
    with pytest.raises(InputError, match="more than 10,000 XML documents"):
        read_any("<OAI-PMH/>" * 300_000)
    assert time.process_time() - begin < 20


def test_pages_in_an_archive_are_read(tmp_path: Path) -> None:
    """Also compressed each."""
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("1.xml.gz", gzip.compress(answer(1).encode()))
        archive.writestr("2.xml", answer(2) + answer(3))
    assert ["Paper 1", "Paper 2", "Paper 3"] == [entry.title for entry in read_file(tmp_path / "pages.zip").entries]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "<ListRecords xmlns:o='http://www.openarchives.org/OAI/2.0/'>" + RECORD.format(n=1) + "</ListRecords>",
            "oai-pmh",
        ),
        (
            "<o:dc xmlns:o='http://www.openarchives.org/OAI/2.0/oai_dc/'><title>T</title></o:dc>",
            "oai-pmh",
        ),
        ("\n\n<?xml version='1.0'?><rss><channel/></rss>", "rss"),
        (ENDNOTE.format(record=""), "endnote-xml"),
    ],
)
def test_parts_of_a_format_are_told_apart(text: str, name: str) -> None:
    """People keep them so, and scripts write them so."""
    assert name == reader_of(document(text)).NAME


@pytest.mark.parametrize(
    "text", ["<html><body><p>Hello</p></body></html>", "<rdf:RDF xmlns:rdf='x'><a/></rdf:RDF>", "<record/>"]
)
def test_other_xml_is_not_taken_for_papers(text: str) -> None:
    """A folder may hold anything."""
    with pytest.raises(InputError, match=r"none of the formats|a web page, which is not read"):
        reader_of(document(text))


@pytest.mark.parametrize(
    ("said", "abstract"),
    [
        ("arXiv:2510.1v1 Announce Type: new \nAbstract: Plain.", "arXiv:2510.1v1 Announce Type: new Abstract: Plain."),
        ("<p>One.</p><p>Two &amp; <b>bold</b>.</p>", "One. Two & bold."),
        ("<script>alert('x')</script><style>p {}</style>Text.<!-- gone -->", "Text."),
        ("<figure><img src='a.png'/></figure>With a picture.", "With a picture."),
        ("Volume 39, Issue 5, May 2026, Page 1-20.", ""),
        ("<p><img src='x.gif'/></p><div><cite>Journal</cite></div><div>DOI: 10.5555/x</div>", ""),
        ("<h3>Abstract</h3><p>Below the heading.</p><p>PMID: 1</p>", "Below the heading."),
        (
            "Volume 3 of the survey is longer. " + "It goes on and on. " * 20,
            "Volume 3 of the survey is longer. " + "It goes on and on. " * 19 + "It goes on and on.",
        ),
        ("if a < b and c > d then", "if a < b and c > d then"),
    ],
)
def test_abstract_in_the_description_of_an_item(said: str, abstract: str) -> None:
    """Markup goes, words stay; where a paper stands is not what it says."""
    assert abstract == abstract_of(said)


def test_markup_that_is_part_of_the_feed_sets_paragraphs_apart() -> None:
    """As in Atom of type xhtml."""
    entry = "<entry><title>T</title><id>x</id><content type='xhtml'><div><p>One.</p><p>Two.</p></div></content></entry>"
    ((found,), _) = read_any(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")
    assert "One. Two." == found.abstract


def test_several_authors_in_one_field_of_endnote_are_apart() -> None:
    """Lines within a field are what EndNote knows of a list."""
    authors = "<contributors><authors><author>Bee, A.&#xD;Dee, C.</author></authors></contributors>"
    ((entry,), _) = read_any(ENDNOTE.format(record=f"{authors}<titles><title>T</title></titles>"))
    assert ("A. Bee", "C. Dee") == entry.authors


@pytest.mark.parametrize(
    ("arxiv_id", "written", "date"),
    [
        ("1706.03762", "2023-08-02", "2017-06"),
        ("1706.03762", "2017-06-12", "2017-06-12"),
        ("2406.00001", "2024-05-31", "2024-05-31"),
        ("2512.99999", "2026-01-01", "2026-01-01"),
        ("hep-th/9901001", None, "1999-01"),
        ("math.GT/0309136", "2010", "2003-09"),
        ("9913.00001", "2001", "2001"),
        (None, "2001-02", "2001-02"),
        (None, None, None),
    ],
)
def test_date_of_the_first_version(arxiv_id: str | None, written: str | None, date: str | None) -> None:
    """The id says in which month a paper came, whenever it was revised."""
    assert date == arxiv_habits.date(arxiv_id, written)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("Kukla, D., Crampton, A.-B., Wood, D. K.", ("D. Kukla", "A.-B. Crampton", "D. K. Wood")),
        ("Smith, JM, The X Group, Doe, A", ("JM Smith", "The X Group", "A Doe")),
        ("Ada Lovelace, Charles Babbage, Mary Shelley", ("Ada Lovelace", "Charles Babbage", "Mary Shelley")),
        ("Google, OpenAI, HP, Meta Platforms", ("Google", "OpenAI", "HP", "Meta Platforms")),
    ],
)
def test_initials_behind_commas_belong_to_the_name_before(listed: str, expected: tuple[str, ...]) -> None:
    """Where a list has many of them."""
    assert expected == names.split_names(listed)


def test_first_of_two_months_counts() -> None:
    """Of an issue that is of both."""
    assert ("2017-03", "2022-11") == (written_dates.iso("Mar-Apr 2017"), written_dates.iso("2022 Nov-Dec"))


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ((2020, 3, 99999999999), "2020-03"),
        ((2020, 99999999999, 3), "2020"),
        (("2020", "1" * 5000, "1" * 5000), "2020"),
        (("2020", "March", "1" * 5000), "2020-03"),
        (("1" * 5000, 3, 4), None),
        ((2020, [3], {"day": 4}), "2020"),
    ],
)
def test_number_that_is_no_month_or_day_is_left_out(parts: tuple[object, ...], date: str | None) -> None:
    """However large it is."""
    assert date == written_dates.iso_of_csl({"date-parts": [list(parts)]})


def test_same_paper_of_several_formats_is_one() -> None:
    """By its arXiv id or DOI; the title may be written with LaTeX, or without."""
    files = ("rss_arxiv.xml", "atom_arxiv_feed.xml", "oai_arxiv_pages.xml", "endnote_x20.xml")
    entries = [entry for file in files for entry in read_file(EXPORTS / file).entries]
    bib = "@misc{b, title={SkillBook: Why $n^2$ Skills Are Not Enough}, eprint={2510.12345}, archiveprefix={arXiv}}"
    papers = {paper.arxiv_id: len(paper.sources) for paper in distinct([*entries, *read_any(bib)[0]])}
    assert (3, 1) == (papers["2510.12345"], papers["2203.01255"])


def test_entry_without_an_abstract_has_its_line() -> None:
    """So that indexing can tell it."""
    entries, _ = read_any(
        RSS.format(items="\n" + ITEM.format(title="A", said="") + "\n" + ITEM.format(title="B", said="b"))
    )
    assert [("A", "", 2), ("B", "b", 3)] == [(e.title, e.abstract, e.line) for e in entries if isinstance(e, Entry)]


@pytest.mark.alone
@pytest.mark.parametrize(
    "said",
    ["<script>" * 10_000, "<p" * 40_000, "<!--" * 20_000, "<p>" * 25_000, "\t" * 80_000, "(" * 80_000, "A. " * 20_000],
)
def test_no_description_takes_long(said: str) -> None:
    """Whatever is made to be slow for an expression."""
    said = escape(said)
    item = f"<item><title>{said}</title><dc:creator>{said}</dc:creator><description>{said}</description></item>"
    begin = time.process_time()
    read_any(RSS.format(items=item))
    assert time.process_time() - begin < 20


@pytest.mark.parametrize(
    "odd", ["\x0b", "\x1e", "\x1b[2J", "&#x1F;", "&#11;", "&#x0000b;", "&#xFFFE;", "\ufffe", "&#xD800;", "\x02\x03"]
)
@pytest.mark.parametrize("portion", [1, 7, 10_000])
def test_characters_that_xml_cannot_hold_are_read_as_blanks(odd: str, portion: int) -> None:
    """One in an old abstract would cost all records behind it; that is told once, with the line of the first."""
    text = (answer(1, 2).replace("number 2", f"number{odd}2") + answer(3).replace("number 3", f"number{odd}3")).encode()
    found, gaps = apart(read_document(in_portions(text, portion), oai_pmh))
    assert ["It has the number 1.", True, True] == [
        found[0].abstract,
        *(entry.abstract.startswith("It has the number ") for entry in found[1:]),
    ]
    assert [5] == [gap.first_line for gap in gaps]
    assert "XML cannot hold" in gaps[0].reason


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a&#x9;b", "a b"),
        ("a&#13;b", "a b"),
        ("&#233;", "é"),
        ("&#x1F600;", "\U0001f600"),
        ("&amp;lt", "&lt"),
        ("é\uffee", "é\uffee"),
        ("AT&amp;T", "AT&T"),
    ],
)
def test_characters_that_xml_can_hold_are_left_alone(written: str, shown: str) -> None:
    """Wherever a portion ends."""
    text = answer(1).replace("the number", written).encode()
    for portion in (1, 10_000):
        (entry,), gaps = apart(read_document(in_portions(text, portion), oai_pmh))
        assert (f"It has {shown} 1.", []) == (entry.abstract, gaps)


def test_utf_16_is_left_as_it_is() -> None:
    """Its bytes mean nothing each for itself."""
    text = answer(1, encoding="UTF-16").replace("It has", "Část \u011e\u1234 \u0b0c")
    for mark, encoding in (("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be"), ("", "utf-16-le")):
        (entry,), gaps = read_any((mark + text).encode(encoding))
        assert (True, []) == (entry.abstract.startswith("Část \u011e\u1234 \u0b0c the number 1"), gaps)


@pytest.mark.parametrize("encoding", ["GB2312", "Shift_JIS", "EUC-KR", "Big5", "windows-1251", "KOI8-R", "ISO-8859-15"])
def test_encoding_that_xml_names_is_read(encoding: str) -> None:
    """Also one of several bytes a letter, cut anywhere."""
    words = {"windows-1251": "Привет", "KOI8-R": "Привет", "ISO-8859-15": "café €", "EUC-KR": "안녕"}.get(
        encoding, "日本"
    )
    data = answer(1, encoding=encoding).replace("the number", words).encode(encoding)
    for text, count in ((data, 1), (data + data, 2)):
        found, gaps = apart(read_document(in_portions(text, 1000), oai_pmh))
        assert ([f"It has {words} 1."] * count, []) == ([entry.abstract for entry in found], gaps)


@pytest.mark.parametrize("encoding", ["TF-8", "rot13", "zip", "undefined", "idna"])
def test_encoding_that_is_none_is_refused(encoding: str) -> None:
    """With the line of its page."""
    with pytest.raises(InputError, match=r"line 7: its encoding is not read"):
        read_any(answer(1) + answer(2, encoding=encoding))


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ("<year>2024</year><pub-dates><date>4</date></pub-dates>", "2024-04"),
        ("<year>2024</year><pub-dates><date>14 Sep</date></pub-dates>", "2024-09-14"),
        ("<year>2024</year><pub-dates><date>Sep</date></pub-dates>", "2024-09"),
        ("<year>2024</year><pub-dates><date>2024/10/07/</date></pub-dates>", "2024-10-07"),
        ("<year>in press</year>", None),
        ("<pub-dates><date>Spring</date></pub-dates>", None),
    ],
)
def test_date_in_parts_of_endnote(dates: str, date: str | None) -> None:
    """Mendeley writes the number of the month, others its name, a day, or all."""
    record = f"<titles><title>T</title></titles><dates>{dates}</dates>"
    ((entry,), _) = read_any(ENDNOTE.format(record=record))
    assert date == entry.date


def test_creators_in_one_element_are_apart() -> None:
    """Some repositories write them so, with places in brackets."""
    creators = "<dc:creator>Bee, Anna (University of X); Dee, Carl (Y; Z)</dc:creator></oai_dc:dc>"
    ((entry,), _) = read_any(answer(1).replace("</oai_dc:dc>", creators))
    assert ("Anna Bee", "Carl Dee") == entry.authors


MAIL = r"""\\
arXiv:2510.12345
Date: Tue, 14 Oct 2025 18:59:59 GMT (1kb)

Title: A Paper
Authors: A. Bee
\\
  It says
so.
"""
RULE = "-" * 78 + "\n"


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_mail_of_arxiv_between_other_lines(end: str) -> None:
    """What the mail says about itself is no paper; one whose end is lost is told."""
    text = f"From: no-reply@arxiv.org\n\n{RULE}{MAIL}\\\\ ( https://arxiv.org/abs/2510.12345 , 1kb)\n{RULE}{MAIL}"
    entries, gaps = read_any(text.replace("\n", end))
    assert [("A Paper", "It says so.", "2025-10-14", "2510.12345")] * 2 == [
        (entry.title, entry.abstract, entry.date, entry.arxiv_id) for entry in entries
    ]
    assert [15] == [gap.first_line for gap in gaps]


def test_mail_that_never_ends_is_bounded() -> None:
    """And what looks like its edge only is passed over."""
    entries, gaps = read_any(MAIL + "more\n" * 5000 + "\\\\\n\\\\\n\\\\\n\\\\\n" + MAIL + "\\\\ (x)\n")
    assert (1, 1) == (len(entries), len(gaps))


def test_article_of_a_journal_in_an_answer() -> None:
    """As PubMed Central answers, with the whole text, of which the abstract is read."""
    front = (
        "<front><article-meta><title-group><article-title>Gulls</article-title></title-group>{}</article-meta></front>"
    )
    said = front.format("<abstract><p>They steal chips.</p></abstract>")
    whole = f"<article>{said}<body><p>At sea.</p></body></article>"
    text = f"<OAI-PMH><ListRecords><record><header/><metadata>{whole}</metadata></record></ListRecords></OAI-PMH>"
    ((entry,), gaps) = read_any(text)
    assert ("Gulls", "They steal chips.", []) == (entry.title, entry.abstract, gaps)


def test_what_is_called_article_elsewhere_is_no_article_of_a_journal() -> None:
    """DBLP has its own, without abstracts."""
    with pytest.raises(InputError, match="none of the formats"):
        read_any("<article key='journals/x/Owl'><author>A. Owl</author><title>Owls.</title></article>")


@pytest.mark.parametrize(
    ("abstracts", "said"),
    [
        ("<abstract abstract-type='teaser'><p>Wow.</p></abstract><abstract><p>Gulls.</p></abstract>", "Gulls."),
        ("<abstract abstract-type='teaser'><p>Wow.</p></abstract>", "Wow."),
        (
            "<trans-abstract lang='fr'><p>Oui.</p></trans-abstract><trans-abstract><p>Yes.</p></trans-abstract>",
            "Yes.",
        ),
        ("<abstract>Bare <bold>gulls</bold>.</abstract>", "Bare gulls."),
        (
            "<abstract><sec><title>Aims</title><sec><title>First</title><p>One.</p></sec><p>Two.</p></sec></abstract>",
            "Aims: First: One. Two.",
        ),
        (
            "<abstract><p>Fish<xref ref-type='fn'>a</xref> [<xref ref-type='bibr'>3</xref>].</p></abstract>",
            "Fish [3].",
        ),
        ("<abstract><title>Summary</title><p/><p> </p></abstract>", ""),
    ],
)
def test_abstract_of_an_article_of_a_journal(abstracts: str, said: str) -> None:
    """The one in its own language and of all of it, with its headings, without notes."""
    title = "<title-group><article-title>T</article-title></title-group>"
    ((entry,), _) = read_any(f"<article><front><article-meta>{title}{abstracts}</article-meta></front></article>")
    assert said == entry.abstract
