"""The command line: what can be typed, and the outermost edge where errors become exit codes.

Importing this module loads none of the heavy libraries; each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import __version__, diagnostics
from assistant.commands.command_parser import CommandParser
from assistant.commands.session_parser import add_sessions
from assistant.errors import AssistantError, ExitCode
from assistant.settings import Settings

DESCRIPTION = """Ask a pile of paper abstracts; every sentence of the answer is cited and checked.

Without a command, on a terminal, the chat opens."""
EXAMPLES = """for example:
  assistant ask "What is SkillWeaver?"
  assistant index papers.bib
  assistant search "web agents year:2025"

assistant help COMMAND tells more of a command."""

_RUNNING = (
    "gpu_layers",
    "context",
    "threads",
    "prompt_threads",
    "batch_size",
    "micro_batch_size",
    "flash_attention",
    "cache_type",
)  # settings of how a model is run

_ALLOCATIONS = 50_000
"""Objects that come between two looks for cycles; with Python's 700, a tenth of the time of all imports goes there."""

Arguments = argparse.Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    gc.set_threshold(_ALLOCATIONS)
    _open_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            errors = "surrogateescape" if stream is sys.stdin else "backslashreplace"
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        code = int(_run(_parser().parse_args(arguments)))
        sys.stdout.flush()  # here, where a reader who has gone is no surprise
        return code
    except AssistantError as error:
        return int(diagnostics.report(error))
    except KeyboardInterrupt:
        diagnostics.narrate("interrupted")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, as in `assistant papers | head`
        _drop_unwritten()
        return int(ExitCode.BROKEN_PIPE)
    except OSError as error:  # what is left is the machine's: a full disk, a closed stream
        diagnostics.narrate(f"assistant: {error}")
        _drop_unwritten()
        return int(ExitCode.FAILED)


def _drop_unwritten() -> None:
    """Forget what stdout does not take, so that the interpreter does not try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Arguments) -> int:
    from assistant.commands import handlers

    name = arguments.command or "chat"
    if name == "help":
        _parser().parse_args([*arguments.words, "--help"])
    if arguments.command is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        _parser().print_help(sys.stderr)
        return ExitCode.USAGE
    run = getattr(handlers, {"eval": "evaluate"}.get(name, name))
    return int(run(arguments))


def _open_closed_streams() -> None:
    """Put an empty file in the place of a standard stream that the caller has closed (`<&-`)."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w" if number else "r", encoding="utf-8"))  # noqa: SIM115


def _parser() -> argparse.ArgumentParser:
    library, writer, screen = _library_options(), _generator_options(), _screen_options()
    parser: argparse.ArgumentParser = CommandParser(
        prog="assistant",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[library, writer, screen],
    )
    parser.add_argument("-V", "--version", action="version", version=f"assistant {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    chat = commands.add_parser("chat", parents=[library, writer, screen], help="open the terminal chat")
    chat.add_argument(
        "--resume", nargs="?", const="last", metavar="SESSION", help="go on with a session; without its name, the last"
    )

    ask = commands.add_parser("ask", parents=[library, writer], help="answer one question")
    ask.add_argument("question", nargs="*", help="the question; from standard input if there is none")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    _add_receipt(ask)
    ask.add_argument("--batch", metavar="FILE", help="answer each line of a JSONL file; - is standard input")

    summarize = commands.add_parser(
        "summarize", parents=[library, writer], help="summarise a topic or a paper, every sentence cited"
    )
    summarize.add_argument("topic", nargs="*", help="what the summary is about; with filters it may be left out")
    summarize.add_argument("--since", metavar="DATE", help="only papers of this date or later, such as 2025 or 2025-03")
    summarize.add_argument("--until", metavar="DATE", help="only papers of this date or earlier")
    summarize.add_argument("--source", metavar="FILE", help="only papers from files with this in their name")
    summarize.add_argument("--paper", metavar="TITLE", help="summarise the paper with this title, start of title or id")
    _add_receipt(summarize)
    summarize.add_argument("--json", action="store_true", help="print the summary as JSON")

    search = commands.add_parser("search", parents=[library], help="rank the papers for some words")
    search.add_argument("question", nargs="*", metavar="words", help="words or a question")
    search.add_argument("-k", type=int, default=10, metavar="N", help="how many papers (10)")
    search.add_argument("--json", action="store_true", help="print the ranking as JSON")
    search.add_argument("--batch", metavar="FILE", help="search for each line of a JSONL file; - is standard input")

    _add_papers(commands, library)

    evaluate = commands.add_parser(
        "eval", parents=[library, writer], help="score the answers to questions of which you know the answer"
    )
    evaluate.add_argument(
        "questions", nargs="+", type=Path, metavar="QUESTIONS", help="JSONL files, or folders of them"
    )
    evaluate.add_argument(
        "--kind",
        action="append",
        choices=("single", "multi", "unanswerable", "followups", "filters", "claims"),
        help="score only lines of this kind; may be given several times",
    )
    evaluate.add_argument("--json", action="store_true", help="print the figures and what went wrong as JSON")

    _add_models(commands)
    add_sessions(commands, library)

    commands.add_parser("config", parents=[library, writer], help="show each setting and where it comes from")
    tell = commands.add_parser("help", help="show this, or what can be typed behind a command")
    tell.add_argument("words", nargs="*", metavar="COMMAND", help="a command")
    return parser


def _add_receipt(parser: argparse.ArgumentParser) -> None:
    words = "save with what the answer was made from; in a folder under a name of its own (for --batch each answer)"
    parser.add_argument("--receipt", type=Path, metavar="FILE", help=words)


def _add_papers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], library: argparse.ArgumentParser
) -> None:
    """Add what shows, takes in and takes out papers."""
    papers = commands.add_parser("papers", parents=[library], help="list the papers, show one, or remove some")
    papers.add_argument(
        "paper",
        nargs="*",
        metavar="PAPER",
        help="title, start of a title, or id; 'remove PAPER…' takes papers out of the library, 'undo' brings back what"
        " was removed last, 'removed' lists what can be brought back",
    )
    papers.add_argument("--json", action="store_true", help="print one array")
    papers.add_argument("--yes", action="store_true", help="do not ask before something is removed")

    index = commands.add_parser("index", parents=[library], help="put papers into the library")
    index.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders; - is standard input")
    index.add_argument("--format", metavar="NAME", help="the format of the files, if it is not to be told by content")
    index.add_argument(
        "--map",
        action="append",
        metavar="FIELD=NAME",
        help="the name of a field in the files, such as title=Headline; may be given several times",
    )
    index.add_argument("--report", type=Path, metavar="FILE.json", help="write what became of each record as JSON")
    index.add_argument("--rebuild", action="store_true", help="remake Chroma from the library, without embedding")
    index.add_argument("--ray", metavar="ADDRESS", help="embed on a Ray cluster: HOST:PORT of its head, auto, or local")
    index.add_argument("--prune", action="store_true", help="remove the papers of files below PATH that are gone")
    index.add_argument("--yes", action="store_true", help="do not ask before something is removed")
    index.add_argument("--take-removed", action="store_true", help="take in also what was removed from the library")

    doctor = commands.add_parser("doctor", parents=[library], help="look for what is wrong, and mend it")
    doctor.add_argument("--fix", action="store_true", help="mend what can be mended; nothing is thrown away")
    doctor.add_argument("--json", action="store_true", help="print one object")

    care = commands.add_parser("library", parents=[library], help="care for the library as a whole")
    care.add_argument("action", choices=("compact",), help="compact: forget for good what was removed, free its room")
    care.add_argument("--yes", action="store_true", help="do not ask")

    verify = commands.add_parser("verify", parents=[library], help="check receipts of answers again, offline")
    verify.add_argument("receipts", nargs="+", type=Path, metavar="RECEIPT", help="files that --receipt wrote")
    verify.add_argument("--json", action="store_true", help="print one array")
    _add_setting(verify, "check")


def _add_models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `models` and the commands below it."""
    shared, asking = _model_options(), argparse.ArgumentParser(add_help=False)
    asking.add_argument("--yes", action="store_true", help="do not ask")
    listing = argparse.ArgumentParser(add_help=False)
    listing.add_argument("--json", action="store_true", help="print one object")
    models = commands.add_parser(
        "models", parents=[shared, listing], help="list, recommend, download, check and remove language models"
    )
    actions = models.add_subparsers(dest="action", metavar="COMMAND")
    actions.add_parser("list", parents=[shared, listing], help="the models here, and which fit this machine (default)")

    def add(name: str, help: str, words: str, *parents: argparse.ArgumentParser, nargs: str | None = None) -> None:
        action = actions.add_parser(name, parents=[shared, *parents], help=help)
        action.add_argument("name", nargs=nargs, metavar=words.partition(":")[0], help=words)

    add("info", "what is known of a model, and what to choose for it", "NAME: of a model here or a recommended one")
    add(
        "pull",
        "download a model: a recommended name, or REPO[:FILE] on the Hugging Face hub",
        "NAME: of a recommended model, or REPO, or REPO:FILE, or REPO:Q8_0",
        asking,
    )
    add("verify", "check models against what was downloaded", "NAME: of a model here; all without it", nargs="?")
    add("use", "write the model into the settings file", "NAME: of a model here, or the path of a GGUF file")
    add("remove", "delete a model with all its parts", "NAME: of a model here", asking)


def _model_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = options.add_argument_group("models")
    for name in ("models_dir", "model", *_RUNNING):
        _add_setting(group, name)
    group.add_argument("--quiet", action="store_true", help="no narration and no progress on stderr")
    return options


def _library_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = options.add_argument_group("library")
    for name in ("library", "embedding_model", "vector_index", "chroma", "rerank"):
        _add_setting(group, name)
    group.add_argument("--quiet", action="store_true", help="no narration and no progress on stderr")
    return options


def _generator_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = options.add_argument_group("who writes the answer")
    for name in (
        "generator",
        "model",
        "models_dir",
        *_RUNNING,
        "max_tokens",
        "temperature",
        "seed",
        "always_answer",
        "rewrite_followups",
        "repair",
        "check",
        "openai_url",
        "openai_model",
        "openai_constraint",
        "timeout",
    ):
        _add_setting(group, name)
    return options


def _screen_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = options.add_argument_group("chat")
    for name in ("theme", "calm"):
        _add_setting(group, name)
    return options


def _add_setting(group: argparse._ArgumentGroup | argparse.ArgumentParser, name: str) -> None:
    field = next(field for field in dataclasses.fields(Settings) if field.name == name)
    flag, words = "--" + name.replace("_", "-"), field.metadata["help"].replace("%", "%%")
    if field.type == "bool":
        group.add_argument(flag, action=argparse.BooleanOptionalAction, help=words)
        return
    metavar = {"library": "DIR", "models_dir": "DIR", "model": "GGUF", "openai_url": "URL", "chroma": "URL"}.get(
        name, "X"
    )
    choices = field.metadata.get("choices") or None
    group.add_argument(flag, choices=choices, metavar=None if choices else metavar, help=words)


if __name__ == "__main__":
    sys.exit(main())
