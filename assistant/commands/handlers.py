"""What each command does, from its arguments to its exit code. They only call the stages and render the events."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import cost, diagnostics, output
from assistant.errors import ExitCode, UsageError
from assistant.records import Answer, Event, EvidenceFound, Finished, Paper, Progress, Task, Token, Understood
from assistant.search import near_titles
from assistant.settings import MOST_PAPERS, Settings, load, origins

if TYPE_CHECKING:
    from assistant.embedding import Embedder
    from assistant.indexing import Report

Arguments = argparse.Namespace
_TOPIC, _WORDS = 'assistant summarize "web agents"', 'assistant search "web agents"'


def chat(arguments: Arguments) -> int:
    """Open the terminal chat."""
    settings = _settings(arguments)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the chat needs a terminal", 'for one answer: assistant ask "…"')
    session = _session_number(getattr(arguments, "resume", None), settings)
    from assistant.tui import run_chat

    return run_chat(settings, session, fills=_is_default_library(arguments))


def ask(arguments: Arguments) -> int:
    """Answer one question, or a batch of them."""
    settings = _settings(arguments)
    if arguments.batch:
        from assistant.checking import receipt_files
        from assistant.commands import batch

        _refuse_words_beside_batch(arguments)
        if arguments.receipt:
            receipt_files.check_folder(arguments.receipt)
        _prepare_library(settings, arguments)
        return batch.ask(arguments.batch, settings, _narrate(arguments), arguments.receipt)
    question = _question(arguments.question)
    _prepare_library(settings, arguments)
    return _answer(question, settings, arguments, Task.ANSWER)


def summarize(arguments: Arguments) -> int:
    """Summarise a topic or one paper."""
    settings = _settings(arguments)
    if arguments.paper and arguments.topic:
        raise UsageError("a topic and --paper were both given", "give one of them")
    filters = _typed_filters(arguments)
    if arguments.paper and filters:
        raise UsageError("filters and --paper were both given", "give one of them")
    if arguments.paper:
        _prepare_library(settings, arguments)
        paper = _one_paper(arguments.paper, settings)
        return _answer(paper.title, settings, arguments, Task.SUMMARY, paper)
    topic = " ".join([*([] if filters and not arguments.topic else [_question(arguments.topic, _TOPIC)]), *filters])
    _prepare_library(settings, arguments)
    return _answer(topic, settings, arguments, Task.SUMMARY)


def _typed_filters(arguments: Arguments) -> list[str]:
    """Return the filters that options give as they are typed in a question."""
    values = {name: getattr(arguments, name) for name in ("since", "until", "source")}
    if any('"' in (value or "") for value in values.values()):
        raise UsageError("a filter cannot hold a quotation mark", "give a part of the name without it")
    return [f'{name}:"{value}"' for name, value in values.items() if value is not None]


def search(arguments: Arguments) -> int:
    """Rank the papers for a question, or for each of a batch."""
    from assistant import pipeline
    from assistant.commands import batch

    settings = dataclasses.replace(_settings(arguments), generator="quotes")
    if arguments.k < 1:
        raise UsageError(f"-k {arguments.k} is not a number of papers", "give 1 or more")
    count = min(arguments.k, MOST_PAPERS)
    _refuse_words_beside_batch(arguments)
    question = "" if arguments.batch else _question(arguments.question, _WORDS)
    _prepare_library(settings, arguments)
    if arguments.batch:
        return batch.search(arguments.batch, count, settings, _narrate(arguments))
    with closing(pipeline.open_resources(settings, _narrate(arguments))) as resources:
        understood, found = pipeline.search(question, resources, count)
    _show_filters(understood, arguments)
    if arguments.json:
        output.print_json(output.search_as_json(question, found.hits, notes=understood.notes))
    else:
        output.print_hits(found.hits)
    return ExitCode.ANSWERED if found.hits else ExitCode.ABSTAINED


def papers(arguments: Arguments) -> int:
    """List the papers, or show those that a title or id names."""
    from assistant.language.text import title_key
    from assistant.storage.library import Library

    settings = _settings(arguments)
    _prepare_library(settings, arguments)
    if arguments.paper and arguments.paper[0] in ("remove", "undo", "removed"):
        from assistant.commands import removal_commands

        return removal_commands.run_papers(arguments, settings, _narrate(arguments))
    name = " ".join(arguments.paper)
    with Library(settings.library, narrate=_narrate(arguments)) as library:
        found = near_titles.fitting(name, library) if title_key(name) else list(library.papers().values())
        every = [] if found else list(library.papers().values())
    if arguments.json:
        output.print_json([output.paper_as_json(paper) for paper in found])
    elif name and not found:
        raise near_titles.missing(name, every)
    elif name and len(found) == 1:
        output.print_paper(found[0])
    else:
        output.print_papers(found)
    return ExitCode.ANSWERED


def index(arguments: Arguments) -> int:
    """Put papers into the library, or remake Chroma from it."""
    from assistant import corpus, indexing
    from assistant.embedding import open_embedder
    from assistant.storage.library import Library

    settings = _settings(arguments)
    if not arguments.paths and not arguments.rebuild:
        raise UsageError("nothing to index was named", "give files or folders: assistant index PATH…")
    if arguments.format:
        corpus.reader_named(arguments.format)
    mapping = corpus.parse_mapping(arguments.map or ())
    reading = indexing.Reading(arguments.format, mapping, takes_removed=arguments.take_removed)
    paths = list(arguments.paths)
    if arguments.prune:  # what is gone, or empty by now, is no mistake
        there = [path for path in paths if os.path.lexists(path) or path == corpus.STDIN]
        paths = [path for path in there if path not in corpus.empty_folders(there)]
    narrate = _narrate(arguments)
    name = settings.embedding_model
    report = indexing.Report()
    try:
        with ExitStack() as stack:
            library = stack.enter_context(Library(settings.library, create=bool(arguments.paths), narrate=narrate))
            progress = stack.enter_context(diagnostics.Progress(is_quiet=narrate is diagnostics.silent))

            def embedder() -> Embedder:
                if not arguments.ray:
                    return open_embedder(name)
                from assistant.ray_embedding import open_ray_embedder

                return stack.enter_context(closing(open_ray_embedder(name, arguments.ray)))

            indexing.index_files(library, paths, embedder, name, progress, reading, settings.chroma, report)
            count = indexing.rebuild(library, progress, settings.chroma) if arguments.rebuild else 0
    except BaseException:  # also if the person stops it
        if report.papers:  # all is read
            _tell(report, arguments, settings, narrate)
        raise
    _tell(report, arguments, settings, narrate)
    if arguments.prune:
        from assistant.commands import removal_commands

        with Library(settings.library) as library:
            pruned = removal_commands.prune(library, arguments.paths, arguments, settings.chroma, narrate)
        if pruned != ExitCode.ANSWERED:
            return pruned
    if arguments.rebuild:
        narrate(f"Chroma remade from the library: {count:,} passages, nothing embedded")
    return ExitCode.FAILED if report.failures else ExitCode.ANSWERED


def verify(arguments: Arguments) -> int:
    """Check receipts again."""
    from assistant.commands import receipt_commands

    return receipt_commands.verify(arguments, _settings(arguments))


def library(arguments: Arguments) -> int:
    """Care for the library as a whole."""
    from assistant.commands import removal_commands

    return removal_commands.run_library(arguments, _settings(arguments), _narrate(arguments))


def doctor(arguments: Arguments) -> int:
    """Say what is wrong, and mend it."""
    from assistant.commands import doctor_commands

    return doctor_commands.run(arguments, _narrate(arguments))


def evaluate(arguments: Arguments) -> int:
    """Score the answers to questions of which the answer is known; quotations answer unless a generator is set."""
    from assistant import pipeline, scoring
    from assistant.checking.checkers import LANGUAGE_MODEL

    settings, chosen = _settings(arguments), origins(vars(arguments))
    is_unset = all(chosen[name].place == "default" for name in ("generator", "model", "openai_url"))
    if is_unset and settings.check != LANGUAGE_MODEL:
        settings = dataclasses.replace(settings, generator="quotes")
    settings = dataclasses.replace(settings, retrieved=max(settings.retrieved, scoring.DEPTH))
    files = scoring.find_questions(arguments.questions)
    kinds = {scoring.Kind(name) for name in arguments.kind or scoring.Kind}
    _prepare_library(settings, arguments)
    narrate = _narrate(arguments)
    with (
        closing(pipeline.open_resources(settings, narrate)) as resources,
        diagnostics.Progress(is_quiet=narrate is diagnostics.silent or not sys.stderr.isatty()) as progress,
    ):
        report = scoring.score_files(
            files, kinds, resources, progress, lambda fault: diagnostics.report(fault.as_error())
        )
    if not report.cases and not report.faults:
        raise UsageError("there is no line to score", "give lines of the kinds that --kind names")
    if arguments.json:
        output.print_json(scoring.report_as_json(report))
    else:
        output.print_lines(scoring.report_as_lines(report))
    if report.is_partial:
        raise KeyboardInterrupt
    return ExitCode.FAILED if report.faults or not report.outcomes else ExitCode.ANSWERED


def config(arguments: Arguments) -> int:
    """Show each setting, its value and where the value comes from."""
    from assistant.commands import settings_listing

    return settings_listing.run(arguments)


def models(arguments: Arguments) -> int:
    """List the language models, say which to take, get one or throw one away."""
    from assistant.commands import model_commands

    return model_commands.run(arguments, _settings(arguments), _narrate(arguments))


def sessions(arguments: Arguments) -> int:
    """List, show, search, export, rename and delete what the chat has kept."""
    from assistant.commands import session_commands

    return session_commands.run(arguments, _settings(arguments).library, _narrate(arguments))


# ---------------------------------------------------------------- shared


def _settings(arguments: Arguments) -> Settings:
    return load(vars(arguments))


def _narrate(arguments: Arguments) -> Callable[[str], None]:
    return diagnostics.silent if getattr(arguments, "quiet", False) else diagnostics.narrate


def _question(words: list[str], example: str = 'assistant ask "What is SkillWeaver?"') -> str:
    from assistant.questions.understand import check_question

    is_given = bool(words) and words != ["-"]
    text = " ".join(words) if is_given else "" if not words and sys.stdin.isatty() else sys.stdin.read()
    if not text.strip():
        raise UsageError("there are no words to go by", f"for example: {example}")
    return check_question(text)


def _session_number(name: str | None, settings: Settings) -> int | None:
    """Return the number of the session to go on with, if one is named."""
    if name is None:
        return None
    from assistant.sessions import Sessions

    with Sessions(settings.library) as sessions:
        return sessions.find(name).id


def _refuse_words_beside_batch(arguments: Arguments) -> None:
    if arguments.batch and arguments.question:
        words = " ".join(arguments.question)
        raise UsageError(f"--batch and '{words}' were both given", "give one of them")


def _answer(question: str, settings: Settings, arguments: Arguments, task: Task, paper: Paper | None = None) -> int:
    from assistant import pipeline

    if arguments.receipt:
        from assistant.checking import receipt_files
        from assistant.commands import receipt_commands

        receipt_files.check_target(arguments.receipt)
    with closing(pipeline.open_resources(settings, _narrate(arguments))) as resources:
        answer = _shown(pipeline.answer(question, resources, task=task, paper=paper), settings, arguments)
        if words := cost.in_words(answer):
            _narrate(arguments)(words)
        if arguments.receipt:
            receipt_commands.keep(answer, settings, resources.library, arguments.receipt, _narrate(arguments))
    return ExitCode.ABSTAINED if answer.abstained else ExitCode.ANSWERED


def _shown(events: Iterable[Event], settings: Settings, arguments: Arguments) -> Answer:
    """Print the events of an answer as they come, and return it."""
    stream = None if arguments.json else output.Stream(waits=settings.repair == "auto")
    answer: Answer | None = None
    for event in events:
        if isinstance(event, Understood):
            _show_filters(event, arguments)
        if isinstance(event, Progress) and event.total > 1 and sys.stderr.isatty():
            _narrate(arguments)(f"{event.stage} {event.done} of {event.total}: {event.name}".removesuffix(": "))
        if stream and isinstance(event, EvidenceFound) and event.note:
            stream.note(event.note)
        if stream and isinstance(event, Token):
            stream.write(event.text)
        if isinstance(event, Finished):
            answer = event.answer
    assert answer is not None  # nothing cancels it
    if stream:
        stream.finish(answer)
        output.print_sources(answer)
    else:
        output.print_json(output.answer_as_json(answer))
    return answer


def _show_filters(understood: Understood, arguments: Arguments) -> None:
    if understood.filters:
        _narrate(arguments)(f"searching only papers {understood.filters}")
    for note in understood.notes:
        _narrate(arguments)(note)


def _prepare_library(settings: Settings, arguments: Arguments) -> None:
    """Index the bundled papers if the default library holds none yet, or go on where that was stopped."""
    from assistant import bundled

    narrate = _narrate(arguments)
    if not _is_default_library(arguments) or not bundled.are_wanted(settings, narrate):
        return
    narrate(f"the library is empty: indexing the bundled papers into {settings.library}")
    with diagnostics.Progress(is_quiet=narrate is diagnostics.silent) as progress:
        bundled.fill(settings, progress)


def _is_default_library(arguments: Arguments) -> bool:
    return origins(vars(arguments))["library"].place == "default"


def _tell(report: Report, arguments: Arguments, settings: Settings, narrate: Callable[[str], None]) -> None:
    """Say what became of the files that were to be read, and write it down if that was asked."""
    from assistant.commands import index_report

    if arguments.paths:
        _say(report, settings.library, narrate)
    if arguments.report:
        index_report.write_report(report, arguments.report)


def _say(report: Report, folder: Path, narrate: Callable[[str], None]) -> None:
    from assistant.commands import index_report

    for line in index_report.as_lines(report):
        narrate(line)
    for error in report.failures:
        diagnostics.report(error)
    narrate(
        f"{report.papers:,} papers in {folder}: {report.papers_new:,} new, {report.papers_changed:,} changed,"
        f" {report.embedded:,} embedded; {report.files_read:,} {'file' if report.files_read == 1 else 'files'} read"
        f" with {report.entries:,} {'entry' if report.entries == 1 else 'entries'},"
        f" {report.files_unchanged:,} unchanged"
    )


def _one_paper(name: str, settings: Settings) -> Paper:
    from assistant.storage.library import Library

    with Library(settings.library) as library:
        found = near_titles.fitting(name, library)
        every = [] if found else list(library.papers().values())
    if paper := near_titles.the_one(found, name):
        return paper
    if not found:
        raise near_titles.missing(name, every)
    titles = "; ".join(paper.title for paper in found[:3])
    raise UsageError(f"{len(found)} papers fit '{name}': {titles} …", "give more of the title, or the id")
