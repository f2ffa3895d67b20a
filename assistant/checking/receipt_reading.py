"""Read a receipt back: whole, unchanged and of a version that is known, or a clear error."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.checking.receipts import FORMAT, JSON, VERSION, LibraryState, checksum, sha256_of
from assistant.errors import InputError
from assistant.records import Claim, Verdict

LONGEST = 16 << 20
"""Bytes of a receipt that is read; a usual one has 20,000."""


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """A paper as it was when the answer was given."""

    id: str
    title: str
    abstract_sha256: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paper that the answer was written from; offsets as in `Evidence`."""

    n: int
    paper: SeenPaper
    start: int
    end: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What of a receipt can be checked again.

    Attributes:
        withheld: sentences that were written and did not hold.
        sentences: the evidence, and what was quoted.
        cited: the papers that the answer names, by number.
        others: the papers that were found beside them.
    """

    question: str
    text: str
    generator: str
    is_answer: bool
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]
    sentences: tuple[Sentence, ...]
    cited: dict[int, SeenPaper]
    others: tuple[SeenPaper, ...]
    versions: dict[str, str]
    library: LibraryState


def read_receipt(path: Path) -> Receipt:
    """Return the receipt in a file; raises InputError as `parse` does, and if the file cannot be read."""
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise InputError(f"{path} {what}", "name a file that --receipt wrote")
        if path.stat().st_size > LONGEST:
            raise InputError(f"{path} has {path.stat().st_size:,} bytes: it is no receipt", "name another file")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not text: it is no receipt", "name another file") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}", "check the file") from error
    return parse(text, str(path))


def parse(text: str, name: str) -> Receipt:
    """Return the receipt that a text is.

    Args:
        name: of its file, for errors.

    Raises:
        InputError: it is none, was cut or changed, or a newer program wrote it.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not JSON: it is no receipt, or was cut", "take the whole file") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError(f"{name} is no receipt of this program", "make one: assistant ask … --receipt FILE")
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        what = f"{name} has version {version} of the format, and this program knows up to {VERSION}"
        raise InputError(what, "update the assistant")
    if version != VERSION or value.get("sha256") != _checksum_of_any(value):
        what = f"{name} is not as it was written: its checksum is not that of what it says"
        raise InputError(what, "take the file that the assistant wrote")
    try:
        return _receipt(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{name} is a damaged receipt: {error!r}", "take the file that the assistant wrote") from None


def _checksum_of_any(value: JSON) -> str:
    try:
        return checksum(value)
    except (ValueError, RecursionError):
        return ""


def _receipt(value: JSON) -> Receipt:
    evidence = [_sentence(item) for item in value["evidence"]]
    quotes = [
        Sentence(item["n"], _seen(item), quote["start"], quote["end"], quote["text"], sha256_of(quote["text"]))
        for item in value["citations"]
        for quote in item["quotes"]
    ]
    cited = {_integer(item["n"]): _seen(item) for item in value["citations"]}
    known = {sentence.paper.id for sentence in evidence} | {paper.id for paper in cited.values()}
    return Receipt(
        question=_text(value["question"]),
        text=_text(value["text"]),
        generator=_text(value["generator"]),
        is_answer=not value["abstained"],
        claims=tuple(_claim(item) for item in value["claims"]),
        withheld=tuple(_claim(item) for item in value.get("withheld", ())),
        sentences=tuple(_distinct([*evidence, *map(_checked, quotes)])),
        cited=cited,
        others=tuple(_seen(hit) for hit in value["retrieved"] if hit["paper"] not in known),
        versions={_text(name): _text(version) for name, version in value["versions"].items()},
        library=LibraryState(**value["library"]),
    )


def _sentence(item: JSON) -> Sentence:
    return _checked(Sentence(item["n"], _seen(item), item["start"], item["end"], item["text"], item["sha256"]))


def _checked(sentence: Sentence) -> Sentence:
    for number in (sentence.n, sentence.start, sentence.end):
        _integer(number)
    _text(sentence.text)
    _text(sentence.sha256)
    return sentence


def _distinct(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Return sentences without those that say of the same place the same again."""
    return list(dict.fromkeys(sentences))


def _claim(item: JSON) -> Claim:
    numbers = tuple(_integer(n) for n in item["citations"])
    return Claim(_text(item["text"]), numbers, Verdict(item["verdict"]), _text(item["reason"]))


def _seen(item: JSON) -> SeenPaper:
    return SeenPaper(_text(item["paper"]), _text(item["title"]), _text(item["abstract_sha256"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is not a text")
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r:.40} is not a number")
    return value
