"""Read a receipt back: whole, unchanged and of a version that is known, or a clear error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from assistant.checking import receipt_schema
from assistant.checking.receipts import FORMAT, JSON, VERSION, LibraryState, checksum, sha256_of
from assistant.errors import InputError
from assistant.records import Claim, Verdict

LONGEST = 16 << 20
"""Bytes of a receipt that is read; a usual one has 20,000."""
_HINT = "take the file that the assistant wrote"


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """A paper as it was when the answer was given."""

    id: str
    title: str
    abstract_sha256: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paper that the answer was written from, or that it quotes; offsets as in `Evidence`."""

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
        is_doubted: whether it says that the library seems not to hold the answer.
        withheld: sentences that were written and did not hold.
        evidence: the sentences that the answer was written from.
        quotes: those that stand behind what cites their paper.
        cited: the papers that the answer names, with their numbers.
        retrieved: the papers that were found.
    """

    question: str
    text: str
    generator: str
    abstained: bool
    is_doubted: bool
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]
    evidence: tuple[Sentence, ...]
    quotes: tuple[Sentence, ...]
    cited: tuple[tuple[int, SeenPaper], ...]
    retrieved: tuple[SeenPaper, ...]
    versions: dict[str, str]
    library: LibraryState

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of papers, each once."""
        return tuple(dict.fromkeys([*self.evidence, *self.quotes]))

    @property
    def used(self) -> tuple[tuple[int, SeenPaper], ...]:
        """The papers that the answer was written from or names, with their numbers, ascending."""
        named = [*((sentence.n, sentence.paper) for sentence in self.sentences), *self.cited]
        return tuple(sorted(dict.fromkeys(named), key=lambda used: used[0]))


def read_receipt(path: Path) -> Receipt:
    """Return the receipt in a file; raises InputError as `parse` does, and if the file cannot be read."""
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise InputError(f"{path} {what}", "name a file that --receipt wrote")
        if path.stat().st_size > LONGEST:
            raise InputError(f"{path} has {path.stat().st_size:,} bytes: it is no receipt", "name another file")
        text = path.read_text(encoding="utf-8-sig")
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
        value = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_number)
    except receipt_schema.Misfit as error:
        raise InputError(f"{name} is a damaged receipt: {error}", _HINT) from None
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not JSON: it is no receipt, or was cut", "take the whole file") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError(f"{name} is no receipt of this program", "make one: assistant ask … --receipt FILE")
    version = value.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        what = f"{name} has version {version} of the format, and this program knows up to {VERSION}"
        raise InputError(what, "update the assistant")
    if version != VERSION or isinstance(version, bool) or value.get("sha256") != _checksum_of_any(value):
        raise InputError(f"{name} is not as it was written: its checksum is not that of what it says", _HINT)
    try:
        receipt_schema.check(value)
    except receipt_schema.Misfit as error:
        raise InputError(f"{name} is a damaged receipt: {error}", _HINT) from None
    return _receipt(value)


def _without_doubles(pairs: list[tuple[str, Any]]) -> JSON:
    """Return an object whose names are all different: of two equal ones, readers take one or the other."""
    value: JSON = {}
    for name, item in pairs:
        if name in value:
            raise receipt_schema.Misfit(f"it has {name:.40} twice")
        value[name] = item
    return value


def _no_number(constant: str) -> NoReturn:
    raise receipt_schema.Misfit(f"it has {constant} for a number")


def _checksum_of_any(value: JSON) -> str:
    try:
        return checksum(value)
    except (ValueError, RecursionError):
        return ""


def _receipt(value: JSON) -> Receipt:
    """Return the receipt that a value is, which `receipt_schema` has checked."""
    return Receipt(
        question=value["question"],
        text=value["text"],
        generator=value["generator"],
        abstained=value["abstained"],
        is_doubted=value["would_abstain"],
        claims=tuple(map(_claim, value["claims"])),
        withheld=tuple(map(_claim, value.get("withheld", ()))),
        evidence=tuple(_sentence(item, item, item["sha256"]) for item in value["evidence"]),
        quotes=tuple(
            _sentence(item, quote, sha256_of(quote["text"])) for item in value["citations"] for quote in item["quotes"]
        ),
        cited=tuple((item["n"], _seen(item)) for item in value["citations"]),
        retrieved=tuple(map(_seen, value["retrieved"])),
        versions=value["versions"],
        library=LibraryState(**value["library"]),
    )


def _sentence(paper: JSON, stretch: JSON, sha256: str) -> Sentence:
    return Sentence(paper["n"], _seen(paper), stretch["start"], stretch["end"], stretch["text"], sha256)


def _claim(item: JSON) -> Claim:
    return Claim(item["text"], tuple(item["citations"]), Verdict(item["verdict"]), item["reason"])


def _seen(item: JSON) -> SeenPaper:
    return SeenPaper(item["paper"], item["title"], item["abstract_sha256"])
