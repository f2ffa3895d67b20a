"""Questions with their answers as they stand on disk: one JSON object a line, papers named by title.

The kind of a line is read off its keys, so a file may mix kinds:

    claims        "claim", "title", "label": a sentence that cites a paper, and whether the paper holds it
    followups     "turns": the questions of a dialogue, each as below; the later ones count
    filters       "filter", "gold": a question that says which papers, and those that pass
    multi         "core": the papers that a good answer must cite
    single        "gold": the paper that answers; also "evidence" (sentences) and "facts" (texts in a right answer)
    unanswerable  none of these: the library does not hold the answer
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, InputError, UsageError
from assistant.language.text import title_key

KEYS = ("question", "gold", "core", "evidence", "facts", "filter", "turns", "title", "claim", "label")
"""What is read; other keys are the writer's own, unless they look like one of these."""
LABELS = ("supported", "contradicted", "unsupported")
EXAMPLE = 'a line is like {"question": "…", "gold": ["title of the paper that answers"]}'


class Kind(StrEnum):
    """What a line measures, in the order in which it is shown."""

    SINGLE = "single"
    MULTI = "multi"
    UNANSWERABLE = "unanswerable"
    FOLLOWUPS = "followups"
    FILTERS = "filters"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer.

    Attributes:
        gold, core: titles that belong, and those that a good answer must cite, by their keys.
        evidence: verbatim sentences that answer; one of them is enough.
        facts: texts that a right answer contains.
    """

    text: str
    gold: Mapping[str, str]
    core: Mapping[str, str]
    evidence: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A sentence that cites a paper, whether the paper holds it, and what kind of error it makes if not."""

    text: str
    title: str
    label: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One line.

    Attributes:
        group: what kind of unanswerable question it is, if that is said.
        turns: one question, or those of a dialogue; none for a claim.
    """

    id: str
    kind: Kind
    file: str
    line: int
    turns: tuple[Question, ...] = ()
    claim: LabelledClaim | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be scored, and why."""

    file: str
    line: int
    error: AssistantError

    def as_error(self) -> AssistantError:
        """Return an error that says where it happened."""
        return AssistantError(f"{self.file}, line {self.line}: {self.error.message}", self.error.hint)


def find_questions(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and the JSONL files of the folders that are.

    Raises:
        UsageError: there is no such file, or none in a folder.
    """
    found: list[Path] = []
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files or not files[0].exists():
            what = "holds no JSONL file" if path.is_dir() else "does not exist"
            raise UsageError(f"{path} {what}", f"give a file of questions; {EXAMPLE}")
        found += files
    return found


def read_cases(path: Path) -> Iterator[Case | Fault]:
    """Yield what each line of a file is, blank ones left out.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"the file {path} cannot be read: {error}", "check the file") from error
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            try:
                yield parse_case(raw, path.name, number)
            except InputError as error:
                yield Fault(path.name, number, error)


def check_titles(case: Case, known: Collection[str]) -> Fault | None:
    """Return what is wrong if a case names a paper that is not among those whose keys of titles are known."""
    titles = {key: title for turn in case.turns for key, title in {**turn.gold, **turn.core}.items()}
    if case.claim:
        titles[title_key(case.claim.title)] = case.claim.title
    missing = [title for key, title in titles.items() if key not in known]
    if not missing:
        return None
    hint = "write the title as it stands in the library ('assistant papers' lists them), or index the paper first"
    return Fault(case.file, case.line, InputError(f"no paper in the library is called “{missing[0]}”", hint))


def parse_case(raw: bytes, file: str, number: int) -> Case:
    """Return what a line is.

    Raises:
        InputError: it is of no kind, or something in it is.
    """
    value = _object(raw)
    _refuse_misspelt(value)
    identifier = str(value.get("id") or f"line {number}")
    kind = _kind(value)
    if kind is Kind.CLAIMS:
        return Case(identifier, kind, file, number, claim=_claim(value))
    if kind is not Kind.FOLLOWUPS:
        turns: tuple[Question, ...] = (_question(value),)
        return Case(identifier, kind, file, number, turns, group=_text(value, "kind") or "")
    if not isinstance(value["turns"], list) or not all(isinstance(turn, dict) for turn in value["turns"]):
        raise InputError('"turns" is not a list of objects', 'a turn is like {"question": "…", "gold": ["title"]}')
    turns = tuple(_question(turn) for turn in value["turns"])
    if not any(turn.gold for turn in turns[1:]):
        raise InputError("no later turn has a gold paper", 'give the turns that follow the first one "gold"')
    return Case(identifier, kind, file, number, turns)


def _kind(value: Mapping[str, Any]) -> Kind:
    if "claim" in value:
        return Kind.CLAIMS
    if "turns" in value:
        return Kind.FOLLOWUPS
    if value.get("filter"):
        return Kind.FILTERS
    if value.get("core"):
        return Kind.MULTI
    if value.get("gold"):
        return Kind.SINGLE
    if stray := [key for key in ("evidence", "facts", "answer", "filter", "points") if value.get(key)]:
        raise InputError(f'there is "{stray[0]}" but no "gold"', 'name the papers that answer in "gold"')
    return Kind.UNANSWERABLE


def _question(value: Mapping[str, Any]) -> Question:
    text = _text(value, "question")
    if not text or not text.strip():
        raise InputError("there is no question", EXAMPLE)
    gold, core = _titles(value, "gold"), _titles(value, "core")
    if value.get("filter") and not gold:
        raise InputError('there is "filter" but no "gold"', 'name the papers that pass the filter in "gold"')
    return Question(text, gold, core, _texts(value, "evidence"), _texts(value, "facts"))


def _claim(value: Mapping[str, Any]) -> LabelledClaim:
    text, title, label = (_text(value, key) for key in ("claim", "title", "label"))
    if not text or not title:
        raise InputError('a claim needs "claim" and "title"', "give the sentence and the title of the paper it cites")
    if label not in LABELS:
        raise InputError(f'"label" is {json.dumps(label)}', f"give one of {', '.join(LABELS)}")
    return LabelledClaim(text, title, label, _text(value, "error") or "")


def _titles(value: Mapping[str, Any], key: str) -> dict[str, str]:
    return {title_key(title): title for title in _texts(value, key)}


def _texts(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = value.get(key) or []
    texts = [texts] if isinstance(texts, str) else texts
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise InputError(f'"{key}" is not a list of texts', f'write "{key}": ["…", "…"]')
    return tuple(texts)


def _text(value: Mapping[str, Any], key: str) -> str | None:
    text = value.get(key)
    if text is not None and not isinstance(text, str):
        raise InputError(f'"{key}" is not a text', f'write "{key}": "…"')
    return text


def _refuse_misspelt(value: Mapping[str, Any]) -> None:
    turns = value["turns"] if isinstance(value.get("turns"), list) else []
    for item in (value, *(turn for turn in turns if isinstance(turn, dict))):
        for key in item.keys() - set(KEYS):
            meant = next((known for known in KEYS if known not in item and _is_like(key.lower(), known)), None)
            if meant:
                raise InputError(f'there is no key "{key}"', f'did you mean "{meant}"?')


def _is_like(key: str, known: str) -> bool:
    is_close = difflib.SequenceMatcher(None, key, known).ratio() >= 0.85
    return key[:1] == known[:1] and (is_close or sorted(key) == sorted(known))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("this is not JSON", EXAMPLE) from error
    if not isinstance(value, dict):
        raise InputError("this is not a JSON object", EXAMPLE)
    return value
