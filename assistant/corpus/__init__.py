"""Papers as they come in: files found, read, cleaned, each paper once.

``find_files`` names the files, ``read_file`` turns each into entries and gaps, ``distinct`` makes papers of entries.
"""

from __future__ import annotations

from assistant.corpus.files import find_files, read_file
from assistant.corpus.merging import distinct, is_same_abstract, merge, paper_id, place
from assistant.corpus.registry import READERS, read_text
from assistant.corpus.text import abstract_key, clean, title_key

__all__ = [
    "READERS",
    "abstract_key",
    "clean",
    "distinct",
    "find_files",
    "is_same_abstract",
    "merge",
    "paper_id",
    "place",
    "read_file",
    "read_text",
    "title_key",
]
