"""What exporters write that the formats do not say: notes on other papers, groups as authors, lists in objects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.corpus import identifiers, names, read_document
from assistant.corpus.fields import parse_mapping
from assistant.corpus.merging import distinct
from tests.corpus.reading import apart, document, read_any


@pytest.mark.parametrize(
    "note",
    ["Comment on arXiv:2004.11111", "See also arXiv:2004.11111 for more", "Extended version of arXiv:2004.11111"],
)
def test_id_of_another_paper_is_not_its_own(note: str) -> None:
    """Else both would be one paper, and one abstract lost."""
    first = "@article{a, title={Sparse routing}, eprint={2004.11111}, abstract={It halves the cost.}}"
    entries, _ = read_any(f"{first}\n@article{{b, title={{On routing}}, note={{{note}}}, abstract={{It does not.}}}}")
    assert ["2004.11111", None] == [entry.arxiv_id for entry in entries]
    assert 2 == len(distinct(entries))
    ((entry,), _) = read_any(f"TY  - JOUR\nTI  - On routing\nN1  - {note}\nAB  - It does not.\nER  - \n")
    assert entry.arxiv_id is None


@pytest.mark.parametrize(
    "note",
    ["Extended abstract. arXiv:2004.11111", "arXiv:2004.11111 [cs]", "arXiv preprint arXiv:2004.11111", "Also arXiv"],
)
def test_id_in_a_note_of_its_own_is_kept(note: str) -> None:
    """A note may be nothing else."""
    ((entry,), _) = read_any(f"@article{{b, title={{On routing}}, note={{{note}}}, abstract={{It does.}}}}")
    assert entry.arxiv_id == (None if note == "Also arXiv" else "2004.11111")


@pytest.mark.parametrize(("key", "read"), [("", None), ("smith et al 2015", "smith et al 2015")])
def test_entry_of_bibtex_without_a_sound_key(key: str, read: str | None) -> None:
    """As JabRef writes entries that nobody has named."""
    ((entry,), gaps) = read_any(f"@article{{{key},\n title = {{Owls}}, year = 2015, abstract = {{They hoot.}}\n}}")
    assert ("Owls", read, []) == (entry.title, entry.key, gaps)


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        (
            "{Centers for Disease Control and Prevention} and Smith, Ann",
            "Centers for Disease Control and Prevention|Ann Smith",
        ),
        (
            "{Smith and Sons, Ltd.} and {World Health Organization and Partners}",
            "Smith and Sons, Ltd.|World Health Organization and Partners",
        ),
    ],
)
def test_and_within_braces_sets_no_names_apart(authors: str, said: str) -> None:
    """It is one name."""
    ((entry,), _) = read_any(f'@article{{a, title = {{Owls}}, author = "{authors}", abstract = {{They hoot.}}}}')
    assert said == "|".join(entry.authors)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Anna One & Bo Two", "Anna One|Bo Two"),
        ("Smith & Sons", "Smith & Sons"),
        ("王小明, 李四光, 张三", "王小明|李四光|张三"),
        ("王, 小明", "王小明"),
        ("王小明；李四光；张三", "王小明|李四光|张三"),
        ("Anna One et al.", "Anna One"),
        ("One, A. et al.", "A. One"),
        ("One, A. & Two, B.", "A. One|B. Two"),
    ],
)
def test_names_in_one_text(text: str, said: str) -> None:
    """As people and spreadsheets write them."""
    assert said == "|".join(names.split_names(text))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("King, Martin Luther Jr", "Martin Luther King Jr"),
        ("O'Neil, Ann M 3rd", "Ann M O'Neil 3rd"),
        ("Lovelace, Ada", "Ada Lovelace"),
    ],
)
def test_suffix_behind_the_given_name(name: str, said: str) -> None:
    """As PubMed writes it."""
    assert said == names.spoken(name)


def test_letters_of_latex_in_running_text() -> None:
    """Of packages that most people load."""
    text = r"\euro{}5 at 20\degree{}C for \textalpha-helix and {\textbeta}"
    ((entry,), _) = read_any(f"@article{{a, title={{Owls}}, abstract={{{text}}}}}")
    assert entry.abstract == "€5 at 20°C for α-helix and β"


def test_entities_in_a_cell_are_read_before_names_are_set_apart() -> None:
    """Their semicolons set nothing apart."""
    ((entry,), _) = read_any('title,abstract,authors\nOwls,They hoot.,"M&uuml;ller, T.; O&#39;Neil, A."\n', "a.csv")
    assert ("T. Müller", "A. O'Neil") == entry.authors


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    """The other is a translation, mostly."""
    ((entry,), _) = read_any("Title,Abstract,Abstract\nOwls,They hoot.,Ils hululent.\n", "a.csv")
    assert entry.abstract == "They hoot."


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ({"authorList": {"author": [{"fullName": "Ota K"}, {"collectiveName": "WHO, Group"}]}}, "Ota K|WHO, Group"),
        ({"authors": {"authors": [{"full_name": "Anna One"}, {"full_name": "Bo Two"}]}}, "Anna One|Bo Two"),
        ({"creators": [{"creator": "One, Anna"}, {"creator": "Two, Bo"}]}, "Anna One|Bo Two"),
        ({"authors": [["One", "Anna", ""], ["Two", "Bo", "Jr"]]}, "Anna One|Bo Two Jr"),
    ],
)
def test_authors_of_answers_in_json(fields: dict[str, Any], authors: str) -> None:
    """As Europe PMC, IEEE, Springer and the snapshot of arXiv write them."""
    ((entry,), _) = read_any(json.dumps({"title": "Owls", "abstract": "They hoot.", **fields}))
    assert authors == "|".join(entry.authors)


def test_other_shapes_of_json() -> None:
    """A title in a list, a journal with a name, lists under the names of bioRxiv and others."""
    record = {"title": ["Owls"], "abstract": "They hoot.", "venue": "", "journal": {"name": "Birds"}}
    for answer in (record, {"collection": [record]}, {"publications": [record]}, {"total": 1, "list": [record]}):
        ((entry,), gaps) = read_any(json.dumps(answer))
        assert ("Owls", "Birds", []) == (entry.title, entry.venue, gaps)


@pytest.mark.parametrize(
    "written",
    [
        "10.1002/(SICI)1097(1998)49:8<693::AID-ASI4>3.0.CO;2-O",
        "10.1002/(SICI)1097(1998)49:8{\\textless}693::AID-ASI4{\\textgreater}3.0.CO;2-O",
        "https://doi.org/10.1002/(SICI)1097(1998)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
    ],
)
def test_doi_is_one_however_it_is_escaped(written: str) -> None:
    """By LaTeX or as an address."""
    assert identifiers.doi(written) == "10.1002/(sici)1097(1998)49:8<693::aid-asi4>3.0.co;2-o"


def test_names_of_pubmed() -> None:
    """A group is not turned round at its comma; a name that is there as a misprint is none."""
    group = "<Author><CollectiveName>Kaiser Permanente, Colorado Team</CollectiveName></Author>"
    people = "<Author ValidYN='N'><LastName>Lovlace</LastName></Author><Author><LastName>Lovelace</LastName></Author>"
    article = f"<ArticleTitle>Owls</ArticleTitle><AuthorList>{group}{people}</AuthorList>"
    whole = f"<PubmedArticle><MedlineCitation><Article>{article}</Article></MedlineCitation></PubmedArticle>"
    ((entry,), _) = read_any(f"<PubmedArticleSet>{whole}</PubmedArticleSet>")
    assert ("Kaiser Permanente, Colorado Team", "Lovelace") == entry.authors


def test_paragraphs_of_the_anthology_are_set_apart() -> None:
    """By an empty element."""
    paper = "<paper><title>Owls</title><abstract>They hoot.<par/>They fly.</abstract></paper>"
    ((entry,), _) = read_any(f"<collection><volume>{paper}</volume></collection>")
    assert entry.abstract == "They hoot. They fly."


def test_labelled_record_with_blank_lines() -> None:
    """From one title to the next; a list of key words is no title."""
    text = (
        "Title: Owls\nAuthors: Anna One, Bo Two\nYear: 2020\n\nAbstract: They hoot at night.\n\n"
        "In the second year the owls hooted 4 times as often as they had before.\n\nKeywords: owls, night\n\n"
        "Title: Gulls\nAbstract: They steal chips.\n"
    )
    (owls, gulls), gaps = read_any(text)
    said = "They hoot at night. In the second year the owls hooted 4 times as often as they had before."
    assert (said, ("Anna One", "Bo Two"), "2020") == (owls.abstract, owls.authors, owls.date)
    assert ("Gulls", "They steal chips.", []) == (gulls.title, gulls.abstract, gaps)


def test_column_that_is_not_there_is_told() -> None:
    """A slip of the person, which would cost the field in silence."""
    text = "Heading,Text,Where\nOwls,They hoot.,Birds\n"
    fields = parse_mapping(["title=Heading", "abstract=text", "venue=Wher"])
    ((entry,), (gap,)) = apart(read_document(document(text, "a.csv", fields)))
    assert ("Owls", None, True, 1) == (entry.title, entry.venue, gap.is_kept, gap.first_line)
    assert gap.reason == "--map venue=Wher: there is no such column; there are: Heading, Text, Where"


def test_notes_in_markdown_that_have_their_titles_elsewhere() -> None:
    """In labelled lines above the first heading, or in the name of the file."""
    below = "## Abstract\n\nThey hoot at night.\n\n## References\n\n1. Foo, 1999.\n"
    ((entry,), gaps) = read_any(f"Title: Owls\nAuthors: Anna One, Bo Two\nDate: 2020-05-06\n\n{below}", "a.md")
    assert ("Owls", "They hoot at night.", "2020-05-06", []) == (entry.title, entry.abstract, entry.date, gaps)
    assert ("Anna One", "Bo Two") == entry.authors
    ((entry,), gaps) = read_any(f"---\nauthors: [Anna One]\nyear: 2020\n---\n{below}", "notes.zip!birds/Of owls.md")
    assert ("Of owls", "They hoot at night.", ("Anna One",)) == (entry.title, entry.abstract, entry.authors)


@pytest.mark.parametrize(
    ("table", "date"),
    [
        ("title,abstract,year,month,day\nOwls,They hoot.,2019,3,4\n", "2019-03-04"),
        ("Title,Abstract,Published Year,Published Month\nOwls,They hoot.,2019,Mar\n", "2019-03"),
        ("TI\tAB\tPY\tPD\nOwls\tThey hoot.\t2018\tJAN\n", "2018-01"),
        ("TI\tAB\tPY\tPD\nOwls\tThey hoot.\t2018\tJAN 5\n", "2018-01-05"),
        ("TI\tAB\tPY\tPD\nOwls\tThey hoot.\t2018\tFALL\n", "2018"),
        ("title,abstract,year,month\nOwls,They hoot.,,3\n", None),
        ("title,abstract,year,PD\nOwls,They hoot.,2019,1\n", "2019"),
    ],
)
def test_month_and_day_in_columns_of_their_own(table: str, date: str | None) -> None:
    """As Rayyan, Covidence and the Web of Science write them."""
    ((entry,), _) = read_any(table, "a.csv")
    assert entry.date == date


@pytest.mark.parametrize(
    ("journal", "venue"),
    [("{\\apj}", "The Astrophysical Journal"), ("{\\owls}", "owls"), ("{Owls \\& Gulls}", "Owls & Gulls")],
)
def test_journal_behind_a_macro(journal: str, venue: str) -> None:
    """As the Astrophysics Data System writes them."""
    ((entry,), _) = read_any(f"@article{{a, title={{Owls}}, journal={journal}, abstract={{They hoot.}}}}")
    assert entry.venue == venue


@pytest.mark.parametrize(
    "answer",
    [
        {
            "metadata": {
                "title": "Owls",
                "description": "<p>They hoot.</p>",
                "creators": [{"name": "One, Anna", "affiliation": "MIT"}],
                "publication_date": "2020-05-06",
                "doi": "10.5281/zenodo.1",
            }
        },
        {
            "data": [
                {
                    "id": "10.5281/zenodo.1",
                    "type": "dois",
                    "attributes": {
                        "doi": "10.5281/zenodo.1",
                        "titles": [{"title": "Owls"}, {"title": "Chouettes", "lang": "fr"}],
                        "descriptions": [
                            {"description": "At night.", "descriptionType": "Other"},
                            {"description": "They hoot.", "descriptionType": "Abstract"},
                        ],
                        "creators": [{"name": "One, Anna"}],
                        "publicationYear": 2020,
                    },
                }
            ]
        },
        {
            "hits": {
                "hits": [
                    {
                        "metadata": {
                            "titles": [{"title": "Owls"}],
                            "abstracts": [{"value": "They hoot."}],
                            "authors": [{"full_name": "One, Anna"}],
                            "dois": [{"value": "10.5281/zenodo.1"}],
                            "preprint_date": "2020-05-06",
                        }
                    }
                ]
            }
        },
    ],
)
def test_answers_of_repositories(answer: dict[str, Any]) -> None:
    """Zenodo, DataCite and INSPIRE keep a paper one level down, in lists of titles and abstracts."""
    ((entry,), gaps) = read_any(json.dumps(answer))
    assert ("Owls", "They hoot.", ("Anna One",), []) == (entry.title, entry.abstract, entry.authors, gaps)
    assert ("10.5281/zenodo.1", "2020") == (entry.doi, (entry.date or "")[:4])


def test_many_paragraphs_behind_labelled_lines_take_no_time() -> None:
    """They are joined once, not one by one."""
    paragraph = "In the second year the owls hooted 4 times as often as they had before.\n\n"
    (entry, *others), _ = read_any("Title: Owls\nAbstract: They hoot.\n\n" + paragraph * 40_000)
    assert ("Owls", [], True) == (entry.title, others, len(entry.abstract) > 10_000)


def test_pages_of_an_answer_one_a_line_are_all_read() -> None:
    """However long the lines are, and whatever a page says besides its list."""

    def page(number: int) -> str:
        papers = [{"title": f"Paper {number}-{n}", "abstract": f"It counts {n} penguins. " * 8} for n in range(400)]
        return json.dumps({"meta": {"page": number}, "papers": papers, "facets": [{"year": 2020}], "next": "…"})

    alone = json.dumps({"title": "Alone", "abstract": "It counts none."})
    entries, gaps = read_any("\n".join([*map(page, range(3)), alone]))
    assert [400, 400, 400, 1] == [sum(entry.line == line for entry in entries) for line in range(1, 5)]
    assert not gaps
