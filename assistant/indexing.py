"""Put papers into a library: read, merge, embed, bring Chroma up to date.

Every step is kept as soon as it is done: papers a file at a time, or some thousands of a large one, vectors a paper at
a time. Stopped at any moment, the same call goes on where it stopped and embeds nothing twice.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from assistant import corpus
from assistant.embedding import Embedder, check_embedding_model
from assistant.errors import AssistantError, InputError
from assistant.file_report import FileReport as FileReport
from assistant.language.text import title_key, words_digest
from assistant.placing import Placing
from assistant.records import Entry, Gap, Item, Paper
from assistant.search import vectors
from assistant.storage.library import Library
from assistant.storage.removals import KeptAway, KeptOut
from assistant.storage.standing import written

EMBEDDING_BATCH = 64
ENTRIES_AT_ONCE = 5000
"""So many entries of a file are kept together; most files have fewer."""
_MOST_OF_ERROR = 200
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # a front end that keeps no log tells the error only
Progress = Callable[[str, int, int], None]
"""Told the stage ("reading", "embedding", "indexing"), how many are done and how many there are."""


@dataclass(slots=True)
class Report:
    """What one call of `index_files` did."""

    files_read: int = 0
    files_unchanged: int = 0
    entries: int = 0
    papers_new: int = 0
    papers_changed: int = 0
    embedded: int = 0
    papers: int = 0
    files: list[FileReport] = field(default_factory=list, compare=False)

    @property
    def failures(self) -> list[AssistantError]:
        """What could not be read, or not to its end."""
        return [error for file in self.files for error in file.errors]


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read.

    Attributes:
        format: the name of a format, None to tell it by the content.
        fields: the names of fields.
        takes_removed: whether papers that were removed on purpose come back.
    """

    format: str | None = None
    fields: corpus.FieldNames = field(default_factory=corpus.FieldNames)
    takes_removed: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether the person has asked for nothing."""
        return self == Reading()


@dataclass(frozen=True, slots=True)
class Run:
    """One call of `index_files`.

    Attributes:
        untold: what an earlier call that was killed has not told of the files that it read.
    """

    library: Library
    reading: Reading
    report: Report
    placing: Placing
    untold: Mapping[str, str]


def silent(stage: str, done: int, total: int) -> None:
    """Ignore the progress."""


def index_files(
    library: Library,
    paths: Sequence[Path],
    embedder: Callable[[], Embedder],
    name: str,
    progress: Progress = silent,
    reading: Reading = Reading(),
    server: str = "",
    report: Report | None = None,
) -> Report:
    """Read files and folders into the library; a file that cannot be read does not stop the others.

    Args:
        embedder: opens the embedding model; called only if something must be embedded.
        name: of the embedding model.
        server: address of the Chroma server to bring up to date, instead of the library's folder.
        report: to fill, and return; it then says what was read even where an error is raised afterwards. Who gives one
            tells it, also then; else what was skipped is kept for who does.

    Raises:
        LibraryBusy: another process is writing.
        LibraryError: Chroma fails, after all is in the library; or the library was made with another embedding model.
        UsageError: a path does not exist.
    """
    files = corpus.find_files(paths)
    is_told, report = report is not None, Report() if report is None else report
    with library.writing():
        claim_for_model(library, name)
        for folder in corpus.empty_folders(paths):
            error = InputError(f"{folder} holds no file to read", "name a folder with files of papers in it")
            report.files.append(FileReport(str(folder), errors=[error]))
        away = library.kept_out_by_file()
        digests = {path: _digest(path) for path in files}
        run = Run(library, reading, report, Placing(library), library.reports())
        again = (path for path in files if path != corpus.STDIN)  # what is piped in is other papers each time
        run.placing.expect(_key(path) for path in again if not _is_as_it_was(library, path, digests[path], reading))
        for done, path in enumerate(files):
            progress("reading", done, len(files))
            _index_file(run, path, digests[path], away)
        progress("reading", len(files), len(files))
        report.papers = library.paper_count()
        try:
            _embed_missing(library, embedder, partial(_note_embedded, report, progress))
            _put_in_order(library, progress, server)
        finally:  # a process that is killed does not come here
            if is_told:
                library.forget_reports(map(_key, files))
    return report


def rebuild(library: Library, progress: Progress = silent, server: str = "") -> int:
    """Remake Chroma from the library's vectors and return how many passages it holds; nothing is embedded.

    Raises:
        LibraryBusy: another process is writing.
    """
    with library.writing():
        return vectors.synchronise(library, partial(progress, "indexing"), rebuild=True, server=server)


def complete(library: Library, embedder: Callable[[], Embedder], progress: Progress = silent, server: str = "") -> int:
    """Embed the papers that have no vectors yet, bring Chroma up to date, and return how many papers were embedded.

    Call it as the writer, of a library that was claimed for the model.
    """
    embedded = _embed_missing(library, embedder, progress)
    _put_in_order(library, progress, server)
    return embedded


def _put_in_order(library: Library, progress: Progress, server: str) -> None:
    library.put_in_order()
    vectors.synchronise(library, partial(progress, "indexing"), server=server)


def claim_for_model(library: Library, name: str) -> None:
    """Note which embedding model makes the vectors of a library; raises as `check_embedding_model` does."""
    check_embedding_model(library, name)
    if library.meta("embedding_model") != name:
        library.put_meta("embedding_model", name)


def _key(path: Path) -> str:
    """Return the name under which a library knows a file."""
    return corpus.STDIN_NAME if path == corpus.STDIN else written(path)


def _is_as_it_was(library: Library, path: Path, digest: str, reading: Reading) -> bool:
    return bool(digest and reading.is_usual and library.file_digest(_key(path)) == digest)


def _index_file(run: Run, path: Path, digest: str, away: Mapping[str, Sequence[KeptAway]]) -> None:
    library, report, key = run.library, run.report, _key(path)
    if _is_as_it_was(library, path, digest, run.reading):
        report.files_unchanged += 1
        if untold := FileReport.from_text(run.untold.get(key, "")):
            report.files.append(untold)
        elif key in away:
            report.files.append(_unchanged_without(path, away[key]))
        return
    file, name = FileReport(str(path)), corpus.name_of(path)
    report.files.append(file)
    items = _items(path, run.reading, file)
    is_begun = False
    while batch := list(islice(items, ENTRIES_AT_ONCE)):
        with library.transaction():
            if path != corpus.STDIN and not is_begun and any(isinstance(item, Entry) for item in batch):
                run.placing.begin(key)
                is_begun = True
            for item in batch:
                if isinstance(item, Gap):
                    file.add_gap(item)
                else:
                    _put_entry(run, item, key + item.file.removeprefix(name), file)
    if file.read or not file.errors:
        report.files_read += 1
        report.entries += file.read
        report.papers_new += file.new
    if not file.errors:
        with library.transaction():
            report.papers_changed += run.placing.settle()
            if digest:
                library.put_file(key, digest, file.read, file.to_text() if file.gaps else "")
    elif is_begun:
        with library.transaction():
            run.placing.keep(key)


def _unchanged_without(path: Path, away: Sequence[KeptAway]) -> FileReport:
    """Return a report on a file that is as it was, and holds papers that were removed since."""
    file = FileReport(str(path), kept_out=len(away))
    for paper in away:
        name = f"{corpus.name_of(path)}!{paper.inner}" if paper.inner else corpus.name_of(path)
        file.add_gap(Gap(name, paper.line, paper.line, _was_removed(paper.at, paper.title)))
    return file


def _was_removed(at: str, title: str) -> str:
    return f"removed from the library on {at[:10]}: {title[:80]}"


def _items(path: Path, reading: Reading, file: FileReport) -> Iterator[Item]:
    """Yield what stands in a file; an error ends the document that it is in, and is noted."""
    try:
        for document in corpus.open_documents(path, reading.fields):
            if isinstance(document, AssistantError):
                file.errors.append(document)
                continue
            try:
                reader = corpus.reader_named(reading.format) if reading.format else corpus.reader_of(document)
                if reader.NAME not in file.formats:
                    file.formats.append(reader.NAME)
                yield from corpus.read_document(document, reader)
            except Exception as error:  # what a reader does not foresee costs its document only
                file.errors.append(_of_ours(error, document.name))
    except Exception as error:
        file.errors.append(_of_ours(error, str(path)))


def _of_ours(error: Exception, name: str) -> AssistantError:
    """Return an error of ours as it is; in place of any other, which is logged, one that names the document."""
    if isinstance(error, AssistantError):
        return error
    _log.error("unforeseen error in %s", name, exc_info=error)
    what = f"{type(error).__name__}: {error}"[:_MOST_OF_ERROR].rstrip(": ")
    is_of_machine = isinstance(error, OSError | MemoryError)
    hint = "Free memory or disk space." if is_of_machine else "A fault of this program; please report it."
    return InputError(f"{name} cannot be read to its end ({what})", hint)


def _digest(path: Path) -> str:
    """Return the sha256 of a file; nothing for what is no file or cannot be read, which reading it then says."""
    if path == corpus.STDIN:
        return ""
    try:
        if not path.is_file() or not path.stat().st_size:  # a pipe, a device, a file of the kernel
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _put_entry(run: Run, entry: Entry, path: str, file: FileReport) -> None:
    """Put an entry into the library that stands at this path, which may lead into an archive."""
    library = run.library
    file.read += 1
    paper, known = run.placing.place(entry)
    if known is None and (removed := _removed(library, entry)):
        if not run.reading.takes_removed:
            file.kept_out += 1
            file.add_gap(Gap(entry.file, entry.line, entry.line, _was_removed(removed.at, entry.title)))
            return
        library.let_in(removed.number)
    if known is None and not entry.abstract:
        file.add_gap(Gap(entry.file, entry.line, entry.line, f"no abstract: {entry.title[:80]}"))
        return
    number, is_new = library.put_paper(paper, title_key(paper.title))
    library.put_source(number, path, entry.line)
    if known is None:
        file.new += 1
    elif known.sources:
        file.merged += 1
    elif replace(known, sources=paper.sources) != paper:
        file.updated += 1
    else:
        file.unchanged += 1
    run.report.papers_changed += is_new and known is not None


def _removed(library: Library, entry: Entry) -> KeptOut | None:
    """Return the paper, removed on purpose, that an entry is of."""
    words = words_digest(entry.title, entry.abstract)
    for removed in library.kept_out_like(title_key(entry.title), entry):
        if removed.words == words or (removed.paper and corpus.is_of(entry, removed.paper)):
            return removed
    return None


def _note_embedded(report: Report, progress: Progress, stage: str, done: int, total: int) -> None:
    report.embedded = done
    progress(stage, done, total)


def _embed_missing(library: Library, embedder: Callable[[], Embedder], progress: Progress) -> int:
    missing = library.numbers_without_vectors()
    if not missing:
        return 0
    model = embedder()
    progress("embedding", 0, len(missing))
    done = 0
    under_way: deque[int] = deque()

    def papers() -> Iterator[Paper]:
        for first in range(0, len(missing), EMBEDDING_BATCH):
            for number, paper in library.papers(missing[first : first + EMBEDDING_BATCH]).items():
                under_way.append(number)
                yield paper

    for made in model.embed_papers(papers()):
        with library.transaction():
            library.put_vectors(under_way.popleft(), made)
        done += 1
        progress("embedding", done, len(missing))
    return done
