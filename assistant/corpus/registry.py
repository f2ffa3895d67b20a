"""The formats that can be read, one module each, told apart by content; a new one is a module and a line here."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Protocol

from assistant.corpus import (
    acl_xml,
    arxiv_atom,
    arxiv_mail,
    arxiv_snapshot,
    bibtex,
    compact_dump,
    csl,
    csv_table,
    endnote_xml,
    jats,
    json_array,
    json_lines,
    markdown,
    mods,
    nbib,
    oai_pmh,
    other_programs,
    page_dump,
    plain_text,
    pubmed_text,
    pubmed_xml,
    refer,
    ris,
    rss,
    tsv_table,
    wos,
)
from assistant.corpus.documents import Document
from assistant.errors import InputError, UsageError
from assistant.records import Item


class Reader(Protocol):
    """A module that reads one format.

    Attributes:
        NAME: by which a person asks for it.
        TITLE: what it is, to stand in a sentence.
    """

    NAME: str
    TITLE: str

    def recognises(self, document: Document) -> bool:
        """Whether the document is of this format, by its head."""

    def read(self, document: Document) -> Iterator[Item]:
        """Yield the entries of a document of this format, and the gaps."""


# The first that recognises a document reads it, so what is told by more stands before what is told by less.
READERS: tuple[Reader, ...] = (
    *(arxiv_snapshot, csl, json_lines, json_array),
    *(arxiv_atom, rss, oai_pmh, pubmed_xml, jats, mods, acl_xml, endnote_xml),
    *(arxiv_mail, pubmed_text, bibtex, ris, nbib, refer, wos, tsv_table, csv_table),
    *(page_dump, compact_dump, markdown, plain_text),
)


def reader_named(name: str) -> Reader:
    """Return the reader that a person asks for.

    Raises:
        UsageError: there is none of that name.
    """
    names = {reader.NAME: reader for reader in READERS}
    if name not in names:
        near = difflib.get_close_matches(name, names, 1, 0.0)[0]
        raise UsageError(f"there is no format '{name}'", f"did you mean '{near}'? {', '.join(sorted(names))}")
    return names[name]


def reader_of(document: Document) -> Reader:
    """Return the reader of a document's format.

    Raises:
        InputError: it is empty, no text, or of no format that can be read.
    """
    if document.is_empty:
        raise InputError(f"{document.name} is empty", "Name a file that holds papers.")
    for reader in READERS:
        if reader.recognises(document):
            return reader
    if refusal := other_programs.refusal(document.name, document.start):
        raise refusal
    document.check_is_text()
    known = ", ".join(reader.NAME for reader in READERS)
    hint = f"Name its format with --format, if it is one of these: {known}."
    if document.name.lower().endswith((".csv", ".tsv")):
        hint = "Say which columns are meant, if they have other names: --map title=NAME --map abstract=NAME."
    raise InputError(f"{document.name}: none of the formats that can be read", hint)


def read_document(document: Document, reader: Reader | None = None) -> Iterator[Item]:
    """Yield the entries and gaps of a document, of its own format or one that is asked for."""
    yield from (reader or reader_of(document)).read(document)
    yield from document.faults
