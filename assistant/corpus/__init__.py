"""Papers as they come in: files found, read, cleaned, each paper once.

``find_files`` names the files, ``open_documents`` opens what is in each, ``read_document`` yields entries and gaps,
``place`` tells which paper an entry is of.
"""

from __future__ import annotations

from assistant.corpus.fields import FieldNames, parse_mapping
from assistant.corpus.files import empty_folders, find_files, read_file
from assistant.corpus.merging import distinct, is_of, is_same_abstract, merge, new_paper, paper_id, place, renew
from assistant.corpus.opening import STDIN, STDIN_NAME, name_of, open_documents
from assistant.corpus.registry import READERS, read_document, reader_named, reader_of

__all__ = [
    "READERS",
    "STDIN",
    "STDIN_NAME",
    "FieldNames",
    "distinct",
    "empty_folders",
    "find_files",
    "is_of",
    "is_same_abstract",
    "merge",
    "name_of",
    "new_paper",
    "open_documents",
    "paper_id",
    "parse_mapping",
    "place",
    "read_document",
    "read_file",
    "reader_named",
    "reader_of",
    "renew",
]
