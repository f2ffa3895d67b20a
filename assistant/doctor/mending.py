"""Find what is wrong inside a library, and mend what follows from the papers.

Words, spellings and vectors follow from the papers and are made anew. A paper whose text is damaged is taken out, and
the files that it stands in are forgotten, so that indexing them reads it again. So are date, authors and venue of a
paper that are not those that were stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from assistant import indexing
from assistant.embedding import open_embedder
from assistant.language.words import spellings
from assistant.search import vectors
from assistant.settings import BUNDLED_EMBEDDING_MODEL
from assistant.storage import pruning
from assistant.storage.library import FILE, Library
from assistant.storage.library_file import checksum, facts_checksum, passage_checksum, sentences_checksum
from assistant.storage.seal import said_of
from assistant.storage.vector_packing import unpack_passages, unpack_sentences

Progress = Callable[[str, int, int], None]
STAGE = "reading the library"
LOST_OF = "lost_of"
"""The fact of a library that papers were lost, and how many it held."""
_PROBES = 5
"""Papers that tell which model has made the vectors of a library."""
_SAME = 0.98
"""Cosine of a vector as it was packed and as it is made now."""


@dataclass(slots=True)
class Faults:
    """What is wrong inside a library.

    Attributes:
        structure: what SQLite says of the file; the rest is not looked at then.
        texts, vectors: the numbers of papers whose words, or whose vectors and offsets, are damaged.
        facts: papers of which date, authors, venue or the like are not those that were stored.
        unsure: papers of which nobody can tell that.
        words: whether the full-text index does not agree with the papers.
        spellings: words that are counted wrongly.
        missing: papers without vectors.
    """

    structure: list[str] = field(default_factory=list)
    texts: set[int] = field(default_factory=set)
    vectors: set[int] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)
    words: bool = False
    spellings: int = 0
    missing: int = 0


def find_faults(library: Library, progress: Progress = indexing.silent) -> Faults:
    """Look at all of a library, which is of the present version."""
    faults = Faults(structure=library.structure_faults())
    if faults.structure:
        return faults
    lengths, counts = _read_papers(library, faults, progress)
    _read_facts(library, faults)
    _read_vectors(library, faults, lengths)
    faults.words = not library.words_agree()
    stored = library.raw_spellings()
    faults.spellings = len({word for word, _ in stored.items() ^ counts.items()})
    faults.vectors -= faults.texts
    faults.facts -= faults.texts
    faults.missing = len(library.numbers_without_vectors())
    return faults


def mend(folder: Path, server: str = "", progress: Progress = indexing.silent) -> str:
    """Make anew what follows from the papers, take out those whose text is damaged, and say what was done.

    Where the file was changed and nobody can tell what, all files of papers are forgotten, so that indexing reads
    again what is known of each paper.
    """
    with Library(folder) as library:
        was_changed = library.seal(read=True).is_doubtful
        held = said_of(folder / FILE).papers or 0 if was_changed else 0
        with library.writing(mends=True):
            faults = find_faults(library)
            return _note_lost(library, held) + _mended(library, faults, was_changed, server, progress)


def _note_lost(library: Library, held: int) -> str:
    """Note that papers are not there any more of as many as there were, and say so."""
    count = library.paper_count()
    if count >= held:
        return ""
    library.put_meta(LOST_OF, str(held))
    return f"{held - count:,} of {held:,} papers are lost; "


def _mended(library: Library, faults: Faults, was_changed: bool, server: str, progress: Progress) -> str:
    files: set[str] = set()
    with library.transaction():
        for number in faults.texts:
            files.update(library.discard(number))
        for number in faults.facts:
            files.update(library.discard_facts(number))
        unknown = _settle_unsure(library, faults.unsure - faults.texts) if was_changed else 0
        for number in faults.vectors:
            library.discard_vectors(number)
        library.count_words_anew()
        if was_changed:
            library.forget_files()
    is_renamed = _name_bundled(library)
    name = library.meta("embedding_model") or BUNDLED_EMBEDDING_MODEL
    embedded = indexing.complete(library, lambda: open_embedder(name), progress, server)
    done = [f"{len(faults.texts):,} damaged papers were taken out"] if faults.texts else []
    if faults.facts:
        done.append(f"date, authors and venue of {len(faults.facts):,} papers, which were damaged, are unknown now")
    if is_renamed:
        done.append(f"the vectors are those of {name}, which is named again")
    if files:
        more = f" and {len(files) - 3:,} more files" if len(files) > 3 else ""
        done.append(f"index {', '.join(sorted(files)[:3])}{more} again")
    done.append(f"words and spellings made anew, {embedded:,} papers embedded")
    if unknown:
        done.append(
            f"nobody can tell whether date, authors and venue of {unknown:,} papers are right: their files are gone"
        )
    if was_changed:
        done.append("index the files of the papers again, to be sure of dates, authors and venues")
    return "; ".join(done)


def _name_bundled(library: Library) -> bool:
    """Name the bundled embedding model if it made the vectors of a library that names another, and return whether."""
    if library.meta("embedding_model") == BUNDLED_EMBEDDING_MODEL:
        return False
    numbers = sorted({row[1] for row in islice(library.raw_passages(), _PROBES)})
    stored = library.passage_vectors(numbers)
    if not numbers:
        return False
    papers = library.papers(numbers)
    for number, made in zip(papers, open_embedder(BUNDLED_EMBEDDING_MODEL).embed_papers(papers.values()), strict=True):
        own, new = stored[number], made.passage_vectors
        if own.shape != new.shape or (own * new).sum(axis=1).min() < _SAME:
            return False
    library.put_meta("embedding_model", BUNDLED_EMBEDDING_MODEL)
    return True


def _settle_unsure(library: Library, numbers: set[int]) -> int:
    """Take out the facts that an older version has kept no checksum of, where a file can tell them again.

    Returns:
        How many papers keep theirs, since their files are gone.
    """
    kept = 0
    for number, _, *facts in [row for row in library.raw_facts() if row[0] in numbers]:
        if all(pruning.is_gone(path) for path in library.paths_of(number)):
            library.trust_facts(number, facts)
            kept += 1
        else:
            library.discard_facts(number)
    return kept


def rebuild_chroma(folder: Path, server: str = "") -> str:
    """Make Chroma anew from the library's vectors, and say so."""
    with Library(folder) as library, library.writing():
        return f"made anew from the library: {vectors.synchronise(library, rebuild=True, server=server):,} passages"


def _read_papers(library: Library, faults: Faults, progress: Progress) -> tuple[dict[int, int], Counter[str]]:
    """Return the length of each sound abstract, and in how many papers each word stands."""
    lengths: dict[int, int] = {}
    counts: Counter[str] = Counter()
    total = library.paper_count()
    for done, (number, title, abstract, said) in enumerate(library.raw_papers(), 1):
        if not isinstance(title, str) or not isinstance(abstract, str) or said not in (None, checksum(title, abstract)):
            faults.texts.add(number)
        else:
            lengths[number] = len(abstract)
            counts.update(spellings(f"{title} {abstract}"))
        if done % 100 == 0 or done == total:
            progress(STAGE, done, total)
    return lengths, counts


def _read_facts(library: Library, faults: Faults) -> None:
    """Note the papers whose date, authors, venue and the like are not those that were stored."""
    for number, said, *facts in library.raw_facts():
        if said is None:
            faults.unsure.add(number)
        elif any(isinstance(fact, bytes) for fact in facts) or said != facts_checksum(facts):
            faults.facts.add(number)


def _read_vectors(library: Library, faults: Faults, lengths: dict[int, int]) -> None:
    """Note the papers whose vectors are not those that were stored, or whose offsets do not lie in the abstract."""
    width = 0
    sums: dict[int, int] = {}  # of the passages of each paper
    said = library.vector_checksums()
    for _, paper, start, end, vector in library.raw_passages():
        own = _width(vector) or 0
        width = width or own
        if not own or own != width or not _lies_inside([(start, end)], lengths.get(paper, 0)):
            faults.vectors.add(paper)
        else:
            sums[paper] = passage_checksum(start, end, vector, sums.get(paper, 0))
    for paper, spans, blob in library.raw_sentences():
        passages = sums.pop(paper, 0)
        pairs = _pairs(spans)
        is_sound = pairs is not None and _width(blob, len(pairs)) is not None
        if not is_sound or not _lies_inside(pairs or [], lengths.get(paper, 0)):
            faults.vectors.add(paper)
            continue
        if passages and said.get(paper) not in (None, sentences_checksum(spans, blob, passages)):
            faults.vectors.add(paper)
    faults.vectors.update(sums)  # which have lost their sentences


def _pairs(spans: Any) -> list[tuple[int, int]] | None:
    if not isinstance(spans, bytes) or len(spans) % 8:
        return None
    return [(start, end) for start, end in np.frombuffer(spans, dtype="<u4").reshape(-1, 2).tolist()]


def _width(blob: Any, sentences: int | None = None) -> int | None:
    """Return how many dimensions stored vectors have, of a passage or of so many sentences; None if damaged."""
    try:
        found = unpack_passages([blob]) if sentences is None else unpack_sentences(blob, sentences)
    except (ValueError, TypeError):
        return None
    return int(found.shape[1])


def _lies_inside(pairs: list[tuple[int, int]], length: int) -> bool:
    """Whether spans lie in a text, one behind the other."""
    try:
        ends = [0, *(edge for pair in pairs for edge in pair)]
        return ends == sorted(ends) and ends[-1] <= length
    except TypeError:
        return False
