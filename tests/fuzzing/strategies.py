"""What to throw: damaged files of every format, texts that are made to be hard to read, questions of odd pieces."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

FORMATS = Path(__file__).parent.parent / "corpus" / "formats"
EXPORTS = (
    *("endnote_x20.xml", "endnote_utf16.xml", "oai_arxiv_pages.xml", "oai_dc_repositories.xml", "rss_arxiv.xml"),
    *(
        "rss_publishers.xml",
        "rdf_biorxiv.xml",
        "atom_plos.xml",
        "wos_plain.txt",
        "arxiv_mail.txt",
        "pubmed_abstract.txt",
    ),
)
"""Of formats of which no sample stands among the others."""
SAMPLES = {path.name: path.read_bytes() for path in sorted(FORMATS.iterdir()) if path.name != "expected.json"} | {
    name: (FORMATS.parent / "exports" / name).read_bytes() for name in EXPORTS
}

ACTING = (
    *("\x1b[2J", "\x1b]52;c;QQ==\x07", "\x1b]8;;http://x.invalid\x1b\\", "\x9b31m", "\x90q", "\x1bP", "\x1b", "\x07"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x85", "\r", "\x0b", "\0", "\ud800", "\ufffe", "\U000e0041"),
    *("Z\u0351\u0357\u0300\u0301\u0302\u0303", "\u3164", "𝐁", "ß", "İ", "ﬁ", "１", "٣", "²", "½", "क्षि", "\U0010ffff"),
)
STRUCTURE = (
    *('{"title": ', '"abstract": "', '"', "'", "{", "}", "[", "]", ",", ":", ";", "|", "\t", "\n", "\n\n", "\\", " "),
    *("@article{", "@string{", "@comment{", "title = {", "abstract = ", "#", "TY  - JOUR\n", "TI  - ", "ER  - \n"),
    *("PMID- 1\n", "AB  - ", "<PubmedArticle>", "</PubmedArticle>", "<ArticleTitle>", "<feed>", "<entry>", "<paper>"),
    *(
        "<rss>",
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        "<item>",
        "</item>",
        "<description>",
        "<dc:creator>",
        "</rss>",
    ),
    *(
        "<OAI-PMH>",
        "</OAI-PMH>",
        "<record>",
        "</record>",
        "<metadata>",
        "<oai_dc:dc>",
        "<arXivRaw>",
        "<authors>",
        "(1 (2)",
    ),
    *(
        "<xml><records>",
        "<titles><title>",
        "<style face='bold'>",
        "</style>",
        "<ref-type>",
        "<dates><year>",
        "<?xml version='1.0'?>",
    ),
    *(
        "arXiv:2510.12345v1 Announce Type: new \nAbstract: ",
        "<p><b>ABSTRACT</b></p>",
        "<script>",
        "<!--",
        "by A, B</p>",
    ),
    *("<!DOCTYPE x [", "<![CDATA[", "&lt;", "&#x1b;", "&nbsp;", "# ", "## Abstract\n", "- **", "Subscribe", "Upvote"),
    *(
        "title,abstract\n",
        "title\tabstract\n",
        "null",
        "1e999",
        "NaN",
        "\\u001b",
        "\\ud800",
        "\\emph{",
        "$",
        '\\"{',
        "%",
    ),
    *("9" * 30, "2024-13-45", "10.1000/x", "arXiv:2401.00001v2", "and others", "A Title of Some Words", "It works. "),
)
pieces = st.one_of(st.sampled_from(STRUCTURE), st.sampled_from(ACTING), st.text(max_size=8))
texts = st.lists(pieces, max_size=40).map("".join)
"""Texts of structure without sense."""


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def damaged(draw: st.DrawFn, sample: bytes | None = None) -> bytes:
    """Return a sample file with pieces lost, doubled, moved, overwritten, or of another file in it."""
    data = sample if sample is not None else draw(st.sampled_from(list(SAMPLES.values())))
    for _ in range(draw(st.integers(1, 4))):
        first, second = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        kind = draw(st.sampled_from(("lose", "double", "cut", "insert", "byte", "splice", "reverse lines")))
        if kind == "lose":
            data = data[:first] + data[min(second, first + 400) :]
        elif kind == "double":
            data = data[:second] + data[first:]
        elif kind == "cut":
            data = data[:second]
        elif kind == "insert":
            data = data[:first] + _utf8(draw(texts)) + data[first:]
        elif kind == "byte":
            data = data[:first] + bytes([draw(st.integers(0, 255))]) + data[first + 1 :]
        elif kind == "splice":
            other = draw(st.sampled_from(list(SAMPLES.values())))
            data = data[:first] + other[first:second] + data[first:]
        else:
            data = data[:first] + b"\n".join(reversed(data[first:second].split(b"\n"))) + data[second:]
    return data


documents = st.one_of(damaged(), texts.map(_utf8), st.binary(max_size=200))

QUESTION_PIECES = (
    *("year:", "since:", "until:", "org:", "title:", "source:", "authors:", "author:", '"', "2025", "2024-13", "1999-"),
    *("-", ">", "<=", "20", "0", "9" * 25, "papers", "from", "since", "before", "between", "and", "or", "not", "in"),
    *("last year", "this month", "March", "May 2024", "1 January", "31 February 2023", "by", "ByteDance", "Korea"),
    *("with at least", "twenty authors", "more than", "a hundred and", "the second one", "the first two", "[1]", "[2]"),
    *("paper 3", "both", "it", "they", "thanks", "hello", "what", "which", "compare", "?", "*", "NEAR(", "^", "AND"),
    *(
        "skill",
        "SkillWeaver",
        "Skill-Weaver",
        "skilweaver",
        "π₀",
        "colour",
        "DIAYN",
        "%",
        "_",
        "'",
        ";",
        "--",
        "(",
        ")",
    ),
)
questions = st.lists(
    st.one_of(st.sampled_from(QUESTION_PIECES), st.sampled_from(ACTING), st.text(max_size=6)), max_size=20
).map(" ".join)

ANSWER_PIECES = (
    *("[1]", "[2]", "[3]", "[12]", "[1, 2]", "[1,2]", "[1][2]", "[0]", "[99999]", "[ 1 ]", "[１]", "[٢]", "[1", "1]"),
    *("[[1]]", "[1](http://x.invalid)", "(1)", "[1]: http://x.invalid", "cite:1", "<cite:1>", "\\[1\\]", "`[1]`"),
    *(
        "It rises by 3.5 %",
        ".",
        "!",
        "?",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "# ",
        "“",
        "”",
        "e.g. ",
        "et al. ",
        "**",
        "_",
    ),
    *("<think>", "</think>", "<b>", "![x](y)", "I don't know.", "Fig. 1", "…", "```", "    "),
)
answers = st.lists(
    st.one_of(st.sampled_from(ANSWER_PIECES), st.sampled_from(ACTING), st.text(max_size=6)), max_size=25
).map("".join)
