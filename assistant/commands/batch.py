"""Many questions in one process: a JSON line out for each JSON line in; one that fails does not stop the others.

Nor does a turn of a dialogue that fails take the other turns along.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import diagnostics, output, pipeline
from assistant.commands import receipt_commands
from assistant.errors import AssistantError, ExitCode, InputError, UsageError
from assistant.records import Answer, Finished, Turn
from assistant.settings import Settings

Narrate = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: a question, or the questions of a dialogue, None for a turn that has none."""

    id: Any
    questions: tuple[str | None, ...]
    is_dialogue: bool = False

    @property
    def question(self) -> str:
        """The first question.

        Raises:
            InputError: there is none.
        """
        return _question(self.questions[0])


def ask(path: str, settings: Settings, narrate: Narrate, receipts: Path | None = None) -> int:
    """Answer every line of a JSONL file and print an answer, a dialogue or an error for each.

    Args:
        receipts: a folder for the receipts of all answers, which then say where theirs is.

    Raises:
        UsageError: there is no such file.
        InputError: it cannot be read.
    """

    def told(answer: Answer, resources: pipeline.Resources, history: Sequence[Turn], **more: Any) -> output.JSON:
        value = output.answer_as_json(answer, **more)
        if receipts:
            place = receipt_commands.keep(answer, settings, resources.library, receipts, diagnostics.silent, history)
            value["receipt"] = str(place)
        return value

    def reply(line: Line, resources: pipeline.Resources) -> output.JSON:
        if line.is_dialogue:
            return _dialogue(line, resources, told)
        return told(_answer(line.question, resources, ()), resources, (), identifier=line.id)

    return _each_line(path, settings, narrate, reply)


def search(path: str, count: int, settings: Settings, narrate: Narrate) -> int:
    """Rank the papers for every line of a JSONL file; raises as `ask` does."""

    def reply(line: Line, resources: pipeline.Resources) -> output.JSON:
        if line.is_dialogue:
            raise UsageError("a dialogue cannot be searched", "give lines with a question")
        understood, found = pipeline.search(line.question, resources, count)
        return output.search_as_json(line.question, found.hits, line.id, understood.notes)

    return _each_line(path, settings, narrate, reply)


def _each_line(
    path: str, settings: Settings, narrate: Narrate, reply: Callable[[Line, pipeline.Resources], output.JSON]
) -> int:
    has_failed = False
    with _open(path) as lines:
        resources = pipeline.open_resources(settings, narrate)
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            identifier = None
            try:
                line = parse_line(raw, number)
                identifier = line.id
                value = reply(line, resources)
                has_failed = has_failed or any("error" in turn for turn in value.get("turns", ()))
                output.print_json(value, is_line=True)
            except AssistantError as error:
                has_failed = True
                output.print_json(output.error_as_json(error, identifier or _id_of(raw)), is_line=True)
        resources.close()
    return ExitCode.FAILED if has_failed else ExitCode.ANSWERED


def parse_line(raw: bytes, number: int) -> Line:
    """Return a line of a batch.

    Raises:
        InputError: it is not JSON of the promised form; `number` says where.
    """
    hint = 'a line has "id" and "question", or "turns"'
    value = _json(raw)
    if not isinstance(value, dict):
        raise InputError(f"line {number} is not a JSON object", hint)
    turns = value.get("turns")
    questions = turns if isinstance(turns, list) else [value.get("question")]
    texts = [turn.get("question") if isinstance(turn, dict) else turn for turn in questions]
    if not any(isinstance(text, str) for text in texts):
        raise InputError(f"line {number} has no question", hint)
    return Line(_id_of(raw), tuple(text if isinstance(text, str) else None for text in texts), isinstance(turns, list))


def _dialogue(line: Line, resources: pipeline.Resources, told: Callable[..., output.JSON]) -> output.JSON:
    """Return the turns of a dialogue; one that fails is no part of it for those that follow."""
    history: list[Turn] = []
    turns = []
    for question in line.questions:
        try:
            answer = _answer(_question(question), resources, history)
            turns.append(told(answer, resources, history))
        except AssistantError as error:
            turns.append({"question": question, **output.error_as_json(error)})
            continue
        history.append(pipeline.turn_of(answer, resources.library, history))
    return {"id": line.id, "turns": turns}


def _question(text: str | None) -> str:
    if text is None:
        raise InputError("a turn has no question", 'a turn is a text, or has "question"')
    return text


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw.decode("utf-8-sig", errors="surrogatepass"))
    except (ValueError, RecursionError):
        return None


def _id_of(raw: bytes) -> Any:
    value = _json(raw)
    return value.get("id") if isinstance(value, dict) else None


def _answer(question: str, resources: pipeline.Resources, history: list[Turn] | tuple[()]) -> Answer:
    for event in pipeline.answer(question, resources, history=history):
        if isinstance(event, Finished):
            return event.answer
    raise AssertionError("an answer that nothing cancels finishes")


@contextmanager
def _open(path: str) -> Iterator[Iterator[bytes]]:
    if path == "-":
        yield iter(sys.stdin.buffer)
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - what fails in the block is not the file's fault
    except FileNotFoundError:
        raise UsageError(f"the file {path} does not exist", "give a JSONL file, or - for standard input") from None
    except (OSError, ValueError) as error:
        raise InputError(f"the file {path} cannot be read: {error}", "check the file") from error
    with file:
        yield iter(file)
