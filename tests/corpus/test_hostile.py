"""Damaged and hostile records cost themselves, are told with their lines, and neither hang nor fill the memory."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest

from assistant.corpus import (
    bibtex,
    csv_table,
    json_array,
    json_values,
    latex,
    making,
    markdown,
    markup,
    plain_text,
    tagged,
    xml_records,
)
from assistant.corpus.fields import parse_mapping
from assistant.corpus.registry import reader_of
from assistant.errors import InputError, UsageError
from tests.corpus.reading import apart, document, read, read_any

GIVEN, OTHER = {"title": "A", "abstract": "Text."}, {"title": "B", "abstract": "Other."}
GOOD = '{"title": "Good", "abstract": "Fine."}'
ARTICLE = "<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article>" + (
    "</MedlineCitation></PubmedArticle>"
)


def lines_of_gaps(text: str | bytes, name: str = "f") -> tuple[int, list[int]]:
    """Return how many entries a text gives, and on which lines its gaps begin."""
    entries, gaps = read_any(text, name)
    return len(entries), [gap.first_line for gap in gaps]


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "cut", "abst',
        "{'title': 'quotes'}",
        '{"title": "comma", "abstract": "x",}',
        "[1, 2]",
        "42",
        "NaN",
        "null",
        '"text"',
        "{}",
        '{"title": null}',
        '{"title": 12, "abstract": "x"}',
        '{"title": "  ", "abstract": "x"}',
        '{"title": "two", "abstract": ""}{"title": "three"}',
        "# comment",
        "\0\0",
        '{"title": "deep", "extra": ' + '{"a":' * 100_000 + "1" + "}" * 100_001,
    ],
)
def test_damaged_line_of_jsonl_is_a_gap(line: str) -> None:
    """The lines around it are read."""
    entries, gaps = read_any(f"{GOOD}\n{line}\n{GOOD}\n")
    assert ([1, 3], {2}) == ([entry.line for entry in entries], {gap.first_line for gap in gaps})


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"caf\xe9"])
def test_line_of_jsonl_that_is_no_text_is_a_gap(bad: bytes) -> None:
    """The encoding is named."""
    line = b'{"title": "T", "abstract": "' + bad + b'"}'
    _, (gap,) = read_any(b"\n".join((GOOD.encode(), line, GOOD.encode())))
    assert (2, True) == (gap.first_line, "UTF-8" in gap.reason)


def test_line_breaks_within_texts_of_jsonl() -> None:
    """A text may go on on the next lines, as in hand-made files."""
    assert (2, []) == lines_of_gaps('{"title": "A\n  Long Title", "abstract": "It\ngoes on."}\n' + GOOD)


def test_separators_of_unicode_end_no_line_of_jsonl() -> None:
    """They may stand raw in a text."""
    assert (1, []) == lines_of_gaps('{"title": "A", "abstract": "One\u2028two\u2029three\u0085four."}')


def test_strange_numbers_and_lone_surrogates_are_read() -> None:
    """Neither raises, and what cannot be stored is left out."""
    record = '{"title": "T\\ud800", "abstract": "x", "year": ' + "9" * 5000 + ', "citations": 1e999}'
    entries, _ = read_any(record)
    assert [("T", None)] == [(entry.title, entry.date) for entry in entries]


def test_array_on_one_line_is_read_as_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it is longer than any value may be."""
    monkeypatch.setattr(json_values, "MAX_VALUE", 1000)
    monkeypatch.setattr(json_values, "_PORTION", 500)
    text = json.dumps([{"title": f"Paper {n}", "abstract": "Text. " * 20} for n in range(200)])
    assert (200, []) == lines_of_gaps(text)


def test_damaged_object_of_an_array_costs_itself() -> None:
    """Reading goes on with the next object."""
    good = '  {\n    "title": "Good",\n    "abstract": "Fine."\n  }'
    bad = '  {\n    "title": "Bad"\n    "abstract": "No comma."\n  }'
    text = f"[\n{good},\n{bad},\n{good}\n]" + " " * 100
    assert (2, [6]) == lines_of_gaps(text)


@pytest.mark.parametrize(
    "text", ['[\n{"title": "A", "abstract": "x"},\n{"title": "B", "abs', '[{"title": ' + "[" * 100_000]
)
def test_array_that_is_cut_or_too_deep_ends_with_an_error(text: str) -> None:
    """Its line is named."""
    with pytest.raises(InputError, match=r"f, line \d"):
        read_any(text, "f")


def test_lists_of_records_are_found_where_they_are() -> None:
    """Under a name, or as an object of objects."""
    record = {"title": "T", "abstract": "x"}
    wrapped = [{"papers": [record]}, {"status": "ok", "results": [record]}, {"k1": record}]
    assert [1, 1, 1] == [lines_of_gaps(json.dumps(value, indent=1))[0] for value in wrapped]


@pytest.mark.parametrize(("indent", "reverse"), [(None, False), (None, True), (1, False)])
@pytest.mark.parametrize(
    ("record", "mapped"),
    [
        ({"paper": GIVEN, "references": [OTHER]}, []),
        ({"paper": GIVEN, "items": [OTHER]}, []),
        ({"content": {"title": "A"}, "documents": []}, []),
        ({"attributes": {"titles": [{"title": "A"}]}, "data": []}, []),
        ({"headline": "A", "abstract": "Text.", "results": ["x"]}, []),
        ({"about": GIVEN, "notes": []}, ["title=about.title", "abstract=about.abstract"]),
        ({"about": GIVEN}, ["title=about.title", "abstract=about.abstract"]),
        ({"Headline": "A", "abstract": "Text.", "results": ["x"], "data": {"a": 1}}, ["title=Headline"]),
        ({"Heading": "A", "data": [OTHER]}, ["title=Heading"]),
    ],
)
def test_list_beside_a_paper_does_not_hide_it(
    record: dict[str, Any], mapped: list[str], reverse: bool, indent: int | None
) -> None:
    """The paper alone is read, in lines and as a value over many."""
    if reverse:
        record = dict(reversed(record.items()))
    text = (json.dumps(record, indent=indent) + "\n") * 2
    entries, _ = apart(json_array.read(document(text, fields=parse_mapping(mapped))))
    assert ["A", "A"] == [entry.title for entry in entries]


@pytest.mark.parametrize("about", [{"metadata": {"title": "Export", "description": "All."}}, {"display_name": "Mine"}])
def test_list_with_a_title_of_its_own_is_one(about: dict[str, Any]) -> None:
    """What it tells of itself is no paper; of two lists that which holds objects is read."""
    text = json.dumps(about | {"data": [], "results": [GIVEN, GIVEN]})
    entries, _ = apart(json_array.read(document(text)))
    assert ["A", "A"] == [entry.title for entry in entries]


def test_fields_are_found_as_they_are_mapped() -> None:
    """A name that the person gives comes before the usual ones."""
    fields = parse_mapping(["title=Headline", "abstract=body_text"])
    text = '{"title": "no", "headline": "Yes", "body_text": "So it is."}'
    ((entry,), _) = apart(json_array.read(document(text, fields=fields)))
    assert ("Yes", "So it is.") == (entry.title, entry.abstract)


def test_mapped_fields_may_be_in_any_script() -> None:
    """Each is the one of its own name, else the one that is spelt alike; columns of a table too."""
    fields = parse_mapping(["title=标题", "abstract=摘要", "venue=ЖУРНАЛ"])
    record = {"标题": "Yes", "年": "2020", "摘要": "So it is.", "журнал": "Birds"}
    table = "\n".join(",".join(row) for row in (record, record.values()))
    for reader, text in ((json_array, json.dumps(record)), (csv_table, table)):
        ((entry,), _) = apart(reader.read(document(text, fields=fields)))
        assert ("Yes", "So it is.", "Birds") == (entry.title, entry.abstract, entry.venue)
    assert [("title", "标题")] == fields.missing(["题", "摘要", "Журнал"])


def test_mapped_name_itself_goes_before_one_that_is_spelt_alike() -> None:
    """Also one without any letter."""
    fields = parse_mapping(["title=#", "abstract=body_text"])
    assert {"title": "#", "abstract": "body_text"} == fields.places(["$", "BodyText", "#", "body_text", "Body-Text"])


def test_fields_within_fields_are_mapped_by_a_path() -> None:
    """With a dot between the names; of a list each member is asked. A name that holds a dot itself goes before."""
    inner = {"title": "A Paper", "text": ["One.", "Two."], "by": [{"who": "Ada Lovelace"}, {"who": "Alan Turing"}, {}]}
    text = json.dumps({"data": [{"id": "7", "about": inner, "x.y": "Venue", "x": {"y": 1}}]})
    mapped = ["title=about.title", "abstract=about.text", "authors=about.by.who", "venue=x.y", "doi=about.title.none"]
    ((entry,), _) = apart(json_array.read(document(text, fields=parse_mapping(mapped))))
    assert ("A Paper", "One. Two.", "Venue", None) == (entry.title, entry.abstract, entry.venue, entry.doi)
    assert ("Ada Lovelace", "Alan Turing") == entry.authors


@pytest.mark.parametrize("kind", ["attributes", "paper", "content"])
def test_path_leads_into_a_record_that_is_known(kind: str) -> None:
    """And where it leads nowhere, the usual names hold."""
    text = json.dumps({kind: {"title": "A", "heading": {"value": "B"}, "abstract": "Text.", "held": {"in": "Venue"}}})
    mapped = [f"title={kind}.heading", "abstract=about.text", "venue=held.in"]
    ((entry,), _) = apart(json_array.read(document(text, fields=parse_mapping(mapped))))
    assert ("B", "Text.", "Venue") == (entry.title, entry.abstract, entry.venue)


def test_path_through_many_lists_leads_nowhere() -> None:
    """Nobody writes hundreds of lists within each other."""
    text = '{"title": "A", "abstract": "Text.", "venue": "B", "a": %s}' % ("[" * 700 + "]" * 700)
    ((entry,), _) = apart(json_array.read(document(text, fields=parse_mapping(["venue=a.b"]))))
    assert "B" == entry.venue


@pytest.mark.parametrize(("text", "hint"), [("titel=x", "did you mean 'title'"), ("title", "--map title=")])
def test_mapping_that_cannot_be_used_is_refused(text: str, hint: str) -> None:
    """With the nearest field."""
    with pytest.raises(UsageError) as caught:
        parse_mapping([text])
    assert hint in caught.value.hint


def test_open_quote_of_csv_costs_its_row() -> None:
    """It does not swallow the file."""
    rows = ["title,abstract", "A,Fine.", '"Never closed,x', *(f"Row {n},Text." for n in range(500))]
    entries, gaps = read(csv_table, "\n".join(rows))
    assert (501, [3]) == (len(entries), [gap.first_line for gap in gaps])


def test_quotes_within_fields_of_csv_mean_nothing() -> None:
    """An inch mark opens nothing."""
    entries, gaps = read(csv_table, 'title,abstract\nA 5" Display,It is small.\nB,"He said ""yes"", twice."')
    assert (['A 5" Display', "B"], []) == ([entry.title for entry in entries], gaps)


def test_row_of_csv_with_too_many_columns_is_a_gap() -> None:
    """Nobody knows which is which."""
    assert (1, [2]) == lines_of_gaps("title,abstract\nA,b,c\nD,e")


def test_field_of_csv_may_be_large() -> None:
    """The limit of the standard library does not end the import; the abstract is cut, and that is told."""
    entries, (gap, *_) = read(csv_table, "title,abstract\nA," + "word " * 100_000)
    assert (True, True) == (gap.is_kept, 0 < len(entries[0].abstract) <= making.MAX_ABSTRACT)


@pytest.mark.parametrize(
    "damaged",
    [
        "@article{bad, title = {Open, year = 2020}",
        "@article{bad title = {No comma}}",
        "@article{bad, title = , year = 2}",
        '@article{bad, title = "open}',
        "@article{bad, title = {" + "{" * 5000 + "}}",
    ],
)
def test_damaged_entry_of_bibtex_costs_itself(damaged: str) -> None:
    """The next one begins on its own line."""
    entries, gaps = read(bibtex, f"@article{{a, title = {{A}}}}\n\n{damaged}\n\n@article{{b, title = {{B}}}}")
    assert (["a", "b"], [3]) == ([entry.key for entry in entries], [gap.first_line for gap in gaps])


def test_macros_of_bibtex_are_joined() -> None:
    """Also on one line, and with text."""
    text = '@string{j = "Journal"} @article{a, title = "A", journal = j # { of } # "Things", year = 2020, month = mar}'
    ((entry,), _) = read(bibtex, text)
    assert ("Journal of Things", "2020-03") == (entry.venue, entry.date)


def test_macros_of_macros_do_not_fill_the_memory() -> None:
    """Each doubles the one before; the entries around them are read."""
    macros = "\n".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}" for n in range(1, 40))
    text = '@string{m0 = "Journal"}\n@article{a, title = {A}, journal = m0}\n' + macros + "\n@article{b, title = {B}}"
    entries, gaps = read(bibtex, text)
    assert (["a", "b"], True) == ([entry.key for entry in entries], "macros add more than" in gaps[0].reason)


@pytest.mark.parametrize("fields", ["journal = m # m # m", "a = m, b = m, c = m"])
def test_macros_of_one_entry_are_bounded(monkeypatch: pytest.MonkeyPatch, fields: str) -> None:
    """However they are spread over it."""
    monkeypatch.setattr(bibtex, "_MAX_ADDED", 20)
    entries, gaps = read(bibtex, f'@string{{m = "A Journal"}}\n@article{{a, title = {{A}}, {fields}}}')
    assert (0, [2]) == (len(entries), [gap.first_line for gap in gaps])


def test_many_opening_braces_take_no_long_time() -> None:
    """Each entry is looked at once."""
    entries, gaps = read(bibtex, "@article{" * 20_000)
    assert (0, True) == (len(entries), len(gaps) > 0)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (
            r"M{\"u}ller, {\L}ukasz {\.Z}ak, Fran{\c c}ois, na\"{\i}ve, Caf\'e",
            "Müller, Łukasz Żak, François, naïve, Café",
        ),
        (r"1{,}200 at 61\% of \$40 \& more, 48\,ms, 11~ml", "1,200 at 61% of $40 & more, 48 ms, 11 ml"),
        (r"\emph{size} and {\em form}, ``quoted'' 20--30", "size and form, “quoted” 20–30"),
        (r"$\mathcal{O}(\log n)$ and \(-5\) stay", r"$\mathcal{O}(\log n)$ and \(-5\) stay"),
        (r"unknown \foo stays", r"unknown \foo stays"),
        ("{" * 10_000 + "x" + "}" * 10_000, "x"),
    ],
)
def test_latex_becomes_characters(written: str, printed: str) -> None:
    """Formulas and unknown commands stay."""
    assert printed == latex.plain(written)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
def test_declared_entities_are_refused(declared: str) -> None:
    """They expand without end, or name files and hosts."""
    text = f"{declared}<PubmedArticleSet>{ARTICLE.format(n=1, title='&a;')}</PubmedArticleSet>"
    with pytest.raises(InputError, match=r"line \d+: the file declares entities"):
        read_any(text)


def test_document_type_of_pubmed_is_not_fetched() -> None:
    """It is passed over, and the usual entities are known."""
    head = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "http://127.0.0.1:9/pubmed.dtd">'
    ((entry,), _) = read_any(
        f"{head}<PubmedArticleSet>{ARTICLE.format(n=1, title='A&nbsp;B &lt; C')}</PubmedArticleSet>"
    )
    assert "A B < C" == entry.title


def test_xml_that_breaks_off_keeps_what_stands_before() -> None:
    """The line is named."""
    entries = []
    with pytest.raises(InputError, match=r"f, line 3: not well-formed"):
        text = f"<PubmedArticleSet>\n{ARTICLE.format(n=1, title='A')}\n<PubmedArticle></Wrong>"
        for item in reader_of(document(text, "f")).read(document(text, "f")):
            entries.append(item)
    assert 1 == len(entries)


def test_xml_that_is_nested_too_deep_is_refused() -> None:
    """Long before the interpreter gives up."""
    with pytest.raises(InputError, match="nested more than"):
        read_any("<PubmedArticleSet><PubmedArticle>" + "<a>" * 10_000)


@pytest.mark.parametrize("part", ["<a/>", "<a b=''/>"])
def test_elements_without_text_make_a_record_larger_too(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """Each takes memory."""
    monkeypatch.setattr(xml_records, "MAX_RECORD", 100_000)
    text = f"<PubmedArticleSet><PubmedArticle>{part * 1000}</PubmedArticle></PubmedArticleSet>"
    with pytest.raises(InputError, match="larger than"):
        read_any(text)


def test_record_of_xml_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fill the memory."""
    monkeypatch.setattr(xml_records, "MAX_RECORD", 1000)
    with pytest.raises(InputError, match="a record larger than"):
        read_any(f"<PubmedArticleSet>{ARTICLE.format(n=1, title='a' * 2000)}</PubmedArticleSet>")


def test_latin_1_is_read_as_xml_declares_it() -> None:
    """The declaration counts."""
    article = ARTICLE.format(n=1, title="Café")
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?><PubmedArticleSet>{article}</PubmedArticleSet>'
    ((entry,), _) = read_any(text.encode("latin-1"))
    assert "Café" == entry.title


def test_record_of_ris_without_its_end_is_read() -> None:
    """And that is told."""
    entries, gaps = read_any("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nAB  - Text.\n")
    assert (["A", "B"], [1, 3]) == ([entry.title for entry in entries], [gap.first_line for gap in gaps])


def test_record_of_ris_that_never_ends_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines are not kept without end."""
    monkeypatch.setattr(tagged, "MAX_LINES", 10)
    entries, gaps = read_any("TY  - JOUR\nTI  - A\n" + "more\n" * 50)
    assert (1, True) == (len(entries), len(gaps) > 10)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>One &amp; <b>two</b></p>", " One & two "),
        ("<jats:title>Abstract</jats:title><jats:p>Text</jats:p>", " Text "),
        ("p < 0.05 and a <b and c> d, <think>x</think>", "p < 0.05 and a <b and c> d, <think>x</think>"),
        ("AT&T &copy &#27;[2J", "AT&T &copy [2J"),
    ],
)
def test_markup_is_taken_out(written: str, shown: str) -> None:
    """What only looks like it stays."""
    assert shown == markup.without_markup(written)


def test_markdown_below_one_heading_of_its_own() -> None:
    """The papers stand one level down."""
    text = (
        "# My Papers\n\n## First\n\nIt is about one thing and another.\n\n## Second\n\nIt is about yet another thing."
    )
    entries, _ = read(markdown, text)
    assert ["First", "Second"] == [entry.title for entry in entries]


def test_titles_of_plain_text_may_stand_apart() -> None:
    """Above the abstract, with a blank line between."""
    abstract = (
        "We present a method that finds what was lost. It works in most of the cases that we have tried so far. " * 3
    )
    entries, _ = read(plain_text, f"A First Paper on Things\n\n{abstract}\n\nA Second Paper on Things\n\n{abstract}\n")
    assert ["A First Paper on Things", "A Second Paper on Things"] == [entry.title for entry in entries]


@pytest.mark.parametrize(
    "text",
    [
        "Dear diary,\nnothing happened.",
        "import os\nimport sys\n\n\ndef main():\n    pass\n",
        "error: one\nerror: two\nerror: three\n",
        "root:x:0:0:root:/root:/bin/sh\nada:x:1:1:Ada Lovelace. She wrote:/home/ada:/bin/sh\n",
        "<html><body>\nA title\nAn abstract. It has two sentences, and more of them.\n</body></html>\n",
        "id,name,note,more\n1,Ada,She wrote the first program. It ran later.,x\n",
        "word " * 100_000,
    ],
)
def test_other_text_is_not_taken_for_papers(text: str) -> None:
    """A folder may hold anything."""
    with pytest.raises(InputError, match=r"none of the formats|a web page, which is not read"):
        reader_of(document(text))


@pytest.mark.parametrize(
    "text",
    [
        "@article{" * 300_000,
        "@comment{" * 300_000,
        "@article{a, title = {A}, author = {\\{" + " and a" * 100_000 + "}}",
        "@article{a, title = {A}, abstract = {" + r"\foo{" * 15_000 + "x" + "}" * 15_001 + "}",
        "@article{a, title = {" + r"\(" * 500_000 + "}}",
        "@article{a, title = {x}, author = {" + " " * 500_000 + "}}",
        "[\n{" + "\n" * 1_000_000,
        "<!DOCTYPE x " + "[]" * 30_000,
        '{"title": "<p>' + " " * 500_000 + '", "authors": "' + " " * 500_000 + '"}',
        "# " + " " * 500_000 + "x\ntext",
        "# A\n" + "**a" * 300_000,
        "# A\n" + "[" * 500_000,
        "# A\n\n" + "* " * 200_000 + "\n\n## Abstract\n\ntext",
        "title\tabstract\n" + '"a\tb"\n' * 100_000,
        "title,abstract\n" + '"' + 'a,b"c\n' * 20_000,
        '{"title": "' * 300_000,
        '{"title": "open\n' + "more\n" * 300_000,
        "TY  - JOUR\n" * 200_000,
    ],
)
@pytest.mark.alone
def test_no_text_takes_long(text: str) -> None:
    """Whatever is made to be slow for an expression or a loop."""
    begin = time.process_time()
    with contextlib.suppress(InputError):
        read_any(text)
    assert time.process_time() - begin < 20
