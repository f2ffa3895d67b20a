"""What a receipt says, in words for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.tui.wording import count

if TYPE_CHECKING:
    from assistant.checking.receipts import JSON


def facts(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and words of what the receipt in `text` says; it is one that `receipt_of` has made."""
    receipt: JSON = json.loads(text)
    library, versions, model = receipt["library"], receipt["versions"], receipt["model"]
    yield "Question", receipt["question"]
    yield (
        "Asked of the library",
        f"{count(library['papers'], 'paper')}, {count(library['passages'], 'passage')}; library {library['id']}",
    )
    sentences, papers = count(len(receipt["evidence"]), "sentence"), count(_papers(receipt["evidence"]), "paper")
    yield "Read", f"{sentences} of {papers}"
    yield "Written by", _writer(receipt)
    if model:
        for file in model.get("files", ()):
            yield "Model file", f"{file['name']}, {file['size']:,} bytes, SHA-256 {file['sha256']}"
    if sampling := receipt["sampling"]:
        chosen = {"seed": receipt["seed"], **sampling}
        yield "Sampling", ", ".join(f"{name} {value}" for name, value in chosen.items() if value is not None)
    if receipt["prompt_sha256"]:
        yield "Prompt", f"SHA-256 {receipt['prompt_sha256']}"
    yield "Checked", f"{count(len(receipt['claims']), 'sentence')}, {len(receipt['withheld']):,} withheld"
    yield "Versions", ", ".join(f"{name} {value}" for name, value in versions.items())
    yield "Made", receipt["created"]
    yield "Checksum of the receipt", f"SHA-256 {receipt['sha256']}"


def save(text: str, folder: Path) -> Path:
    """Write a receipt into a file of its own in a folder, and return which.

    Raises:
        UsageError: it cannot be written.
    """
    from assistant.checking import receipt_files

    return receipt_files.save(json.loads(text), folder)


def _papers(evidence: list[JSON]) -> int:
    return len({item["paper"] for item in evidence})


def _writer(receipt: JSON) -> str:
    model = receipt["model"]
    if not model:
        return str(receipt["generator"])
    server = f" at {model['server']}" if "server" in model else ""
    return f"{receipt['generator']}, {model['name']}{server}"
