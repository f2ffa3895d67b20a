"""What `assistant papers remove`, `papers undo`, `papers removed`, `index --prune` and `library compact` do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from assistant import diagnostics, output
from assistant.errors import ExitCode, MissingError, UsageError
from assistant.language.text import title_key
from assistant.records import Paper
from assistant.search import vectors
from assistant.settings import Settings
from assistant.storage import pruning
from assistant.storage.library import Library
from assistant.storage.removals import PRUNED, Removal

Arguments = argparse.Namespace
Narrate = Callable[[str], None]

SHOWN = 10
"""So many titles are told before something is done to their papers."""


def run_papers(arguments: Arguments, settings: Settings, narrate: Narrate) -> int:
    """Run `assistant papers remove|undo|removed …`."""
    action, *names = arguments.paper
    if action != "remove" and names:
        raise UsageError(f"'papers {action}' takes no title", f'for a paper of that title: papers "{action} …"')
    with Library(settings.library, narrate=narrate) as library:
        if action == "remove":
            return _remove(library, names, arguments, settings.chroma, narrate)
        if action == "undo":
            return _undo(library, arguments, settings.chroma, narrate)
        removals = library.removals()
        if arguments.json:
            output.print_json([_as_json(removal, library.removed_names(removal)) for removal in removals])
            return ExitCode.ANSWERED
        for removal in removals:
            output.print_lines([_words(removal), *_titles(library.removed_titles(removal))])
        if not removals:
            narrate("there is no removal that can be undone")
        return ExitCode.ANSWERED


def run_library(arguments: Arguments, settings: Settings, narrate: Narrate) -> int:
    """Run `assistant library compact`."""
    with Library(settings.library, narrate=narrate) as library, library.writing():
        if removals := library.removals():
            count = sum(removal.papers for removal in removals)
            question = f"forget {_papers(count)} for good? what was removed can then not be brought back"
            if not _agree(question, arguments.yes, narrate):
                return ExitCode.FAILED
        library.compact()
        _bring_to_chroma(library, arguments, settings.chroma)
    narrate(f"the library {settings.library} is compacted")
    return ExitCode.ANSWERED


def prune(library: Library, places: Sequence[Path], arguments: Arguments, server: str, narrate: Narrate) -> int:
    """Take away the papers of files that are gone; ask before."""
    with library.writing():
        gone = pruning.find_gone(library, places)
        if not gone.files:
            narrate("no file of these papers is gone")
            return ExitCode.ANSWERED
        _show(f"{len(gone.files):,} {'file is' if len(gone.files) == 1 else 'files are'} gone", gone.files, narrate)
        if gone.papers:
            _show("with them", [paper.title for paper in library.papers(gone.papers[:SHOWN]).values()], narrate)
        if not _agree(f"remove {_papers(len(gone.papers))} that stand in no other file?", arguments.yes, narrate):
            return ExitCode.FAILED
        removal = library.remove_sources(gone.files)
        _bring_to_chroma(library, arguments, server)
    narrate(f"{_words(removal)}; 'assistant papers undo' brings them back")
    return ExitCode.ANSWERED


def _remove(library: Library, names: Sequence[str], arguments: Arguments, server: str, narrate: Narrate) -> int:
    if not names:
        raise UsageError("no paper was named", "give titles or ids: assistant papers remove TITLE…")
    with library.writing():
        every = list(library.papers().values())
        gone, names = _split(library, every, names)
        if gone:
            _bring_to_chroma(library, arguments, server)  # whoever removed it may have been stopped before that
            _show("already removed", gone, narrate)
            if not names:
                return ExitCode.ANSWERED
        papers = find_exactly(every, names)
        _show(f"{_papers(len(papers))} to remove", [paper.title for paper in papers], narrate)
        if not _agree(f"remove {_papers(len(papers))} from {library.folder}?", arguments.yes, narrate):
            return ExitCode.FAILED
        library.remove_papers([library.number(paper) for paper in papers])
        _bring_to_chroma(library, arguments, server)
    if arguments.json:
        output.print_json([output.paper_as_json(paper) for paper in papers])
    narrate(f"{_papers(len(papers))} removed; 'assistant papers undo' brings back, until 'assistant library compact'")
    return ExitCode.ANSWERED


def _split(library: Library, every: Sequence[Paper], names: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """Return the titles, among these names, of papers that were removed already, and the other names."""
    together = " ".join(names)
    if _means(every, together) or all(_means(every, name) for name in names):
        return [], names
    removed = [Paper(id_, title, "") for removal in library.removals() for id_, title in library.removed_names(removal)]
    if title_key(together) in [title_key(paper.title) for paper in removed]:
        return [together], []
    gone = [name for name in names if not _means(every, name) and _means(removed, name)]
    return gone, [name for name in names if name not in gone]


def _means(papers: Sequence[Paper], name: str) -> bool:
    """Whether a name is that of one of some papers, or of several."""
    try:
        return bool(find_exactly(papers, [name]))
    except UsageError:
        return True
    except MissingError:
        return False


def _undo(library: Library, arguments: Arguments, server: str, narrate: Narrate) -> int:
    with library.writing():
        names = [name for removal in library.removals()[:1] for name in library.removed_names(removal)]
        removal = library.undo_removal()
        if removal is None:
            vectors.synchronise(library, server=server)  # whoever undid the last one may have been stopped before that
            raise MissingError(
                "there is no removal that can be undone",
                "what was removed before 'library compact' comes back with: assistant index --take-removed PATH",
            )
        vectors.synchronise(library, server=server)
    if arguments.json:
        back = {id_ for id_, _ in names}
        output.print_json([output.paper_as_json(paper) for paper in library.papers().values() if paper.id in back])
    narrate(f"{_papers(removal.papers)} brought back that {'were' if removal.papers != 1 else 'was'} {_when(removal)}")
    for line in _titles([title for _, title in names]):
        narrate(line)
    return ExitCode.ANSWERED


def find_exactly(every: Sequence[Paper], names: Sequence[str]) -> list[Paper]:
    """Return the papers that these names mean, each once: a name is an id, a title, or the start of one title alone.

    Raises:
        MissingError: no paper is called that.
        UsageError: several are.
    """
    keys = [(paper, title_key(paper.title)) for paper in every]
    found: dict[str, Paper] = {}
    together = title_key(" ".join(names))
    if len(names) > 1 and (whole := [paper for paper, title in keys if title == together]):
        names = [whole[0].id] if len(whole) == 1 else names
    for name in names:
        key = title_key(name)
        meant = [paper for paper, title in keys if key and name.strip() == paper.id] or [
            paper for paper, title in keys if key and key == title
        ]
        meant = meant or [paper for paper, title in keys if key and title.startswith(key)]
        if not meant:
            raise MissingError(f"no paper is called '{name}'", "assistant papers lists them all, with their ids")
        if len(meant) > 1:
            raise UsageError(
                f"{len(meant)} papers fit '{name}': {'; '.join(f'{paper.id} {paper.title}' for paper in meant[:3])}",
                "give the id, or the whole title in quotes",
            )
        found[meant[0].id] = meant[0]
    return list(found.values())


def _agree(question: str, is_agreed: bool, narrate: Narrate) -> bool:
    """Whether to go on; only a person at a terminal is asked.

    Raises:
        UsageError: there is nobody to ask.
    """
    if is_agreed:
        return True
    if not sys.stdin.isatty():
        raise UsageError("there is nobody to ask", "add --yes to go on without a question")
    if diagnostics.confirm(question):
        return True
    narrate("nothing was changed")
    return False


def _bring_to_chroma(library: Library, arguments: Arguments, server: str) -> None:
    """Take what is gone out of Chroma too; until then it is not trusted."""
    with diagnostics.Progress(is_quiet=getattr(arguments, "quiet", False)) as progress:
        vectors.synchronise(library, partial(progress, "indexing"), server=server)


def _show(heading: str, names: Sequence[str], narrate: Narrate) -> None:
    narrate(f"{heading}:")
    for line in _titles(names):
        narrate(line)


def _titles(names: Sequence[str]) -> list[str]:
    """Return a line for each of the first names."""
    rest = [f"· … and {len(names) - SHOWN:,} more"] if len(names) > SHOWN else []
    return [*(f"· {name}" for name in names[:SHOWN]), *rest]


def _as_json(removal: Removal, names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a removal in its stable JSON form."""
    return {
        "at": removal.at,
        "kind": removal.kind,
        "papers": [{"paper": id_, "title": title} for id_, title in names],
        "kept": removal.kept,
    }


def _words(removal: Removal) -> str:
    rest = f", {_papers(removal.kept)} left in other files" if removal.kept else ""
    return f"{_papers(removal.papers)} {_when(removal)}{rest}"


def _when(removal: Removal) -> str:
    why = " with their files" if removal.kind == PRUNED else ""
    return f"removed{why} on {removal.at[:10]} at {removal.at[11:16]} UTC"


def _papers(count: int) -> str:
    return f"{count:,} {'paper' if count == 1 else 'papers'}"
