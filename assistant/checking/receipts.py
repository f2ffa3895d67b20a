"""The receipt of an answer: one JSON object with all that it was made from, so that anyone can check it again later.

`receipt_reading` reads it back and `rechecking` checks it. Its checksum tells a receipt that was cut or edited by
mistake from a whole one; it is no signature. No receipt holds a key, nor what of an address could be a password.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant import __version__
from assistant.embedding import BUNDLED_FOLDER
from assistant.errors import ModelMissing
from assistant.models import ModelFile, named_model
from assistant.models.digests import Progress
from assistant.models.fingerprints import file_fingerprint, model_fingerprint
from assistant.reader import FOLDER as READER_FOLDER
from assistant.records import Answer, Citation, Claim, Evidence, Hit, Turn
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library

FORMAT, VERSION = "abstract-assistant receipt", 1
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
"""How a receipt writes the time, in UTC."""
JSON = dict[str, Any]


def receipt_of(
    answer: Answer,
    settings: Settings,
    library: Library,
    *,
    history: Sequence[Turn] = (),
    progress: Progress = lambda stage, done, total: None,
) -> JSON:
    """Return the receipt of an answer that was just given.

    Args:
        settings, library: that it was given with.
        history: the earlier turns of its dialogue, which the model may have read.
        progress: told how far the language model is hashed, which is done once for each model.
    """
    receipt = {
        "format": FORMAT,
        "version": VERSION,
        "created": datetime.now(UTC).strftime(MOMENT),
        "task": str(answer.task),
        "question": answer.question,
        "standalone": answer.standalone,
        "notes": list(answer.notes),
        "filters": answer.filters.as_dict(),
        "history": [{"question": turn.question, "answer_sha256": sha256_of(turn.answer)} for turn in history],
        "searched": answer.searched,
        "retrieved": [_hit_as_json(hit) for hit in answer.retrieved],
        "evidence": [_evidence_as_json(item) for item in answer.evidence],
        "prompt_sha256": answer.usage.prompt_sha256 or None,
        "generator": answer.generator,
        "model": _model_as_json(answer, settings, progress),
        "sampling": _sampling(answer, settings),
        "seed": settings.seed if answer.model else None,
        "text": answer.text,
        "draft": answer.draft,
        "abstained": answer.abstained,
        "would_abstain": answer.would_abstain,
        "unsure": answer.is_unsure,
        "claims": [_claim_as_json(claim) for claim in answer.claims],
        "withheld": [_claim_as_json(claim) for claim in answer.withheld],
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "tokens": {"prompt": answer.usage.prompt, "completion": answer.usage.completion},
        "versions": versions(library) | ({"checker": settings.check} if settings.check else {}),
        "library": dataclasses.asdict(state_of(library)),
    }
    return receipt | {"sha256": checksum(receipt)}


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def checksum(receipt: JSON) -> str:
    """Return the SHA-256 of all of a receipt but its own checksum."""
    rest = {name: value for name, value in receipt.items() if name != "sha256"}
    return sha256_of(json.dumps(rest, sort_keys=True, separators=(",", ":")))


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What names one state of the words of a library.

    Attributes:
        id: of the library, drawn when it was made.
        passages, newest_passage: how many there are, and the highest number of one; none is given twice.
    """

    id: str
    papers: int
    passages: int
    newest_passage: int


def state_of(library: Library) -> LibraryState:
    """Return the state that a library is in."""
    return LibraryState(library.meta("id") or "", library.paper_count(), *library.passage_state())


def versions(library: Library) -> dict[str, str]:
    """Return what program and models read the papers: versions, names, and SHA-256 of those that are files of ours."""
    embedding = library.meta("embedding_model") or BUNDLED_EMBEDDING_MODEL
    is_bundled = embedding == BUNDLED_EMBEDDING_MODEL
    return {
        "program": __version__,
        "reader": _folder_digest(READER_FOLDER),
        "embedding_model": embedding,
        **({"embedding_sha256": _folder_digest(BUNDLED_FOLDER)} if is_bundled else {}),
    }


def _folder_digest(folder: Path) -> str:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".onnx", ".bin"))
    digests = [file_fingerprint(path, lambda stage, done, total: None) for path in files]
    return sha256_of("".join(f"{digest.name} {digest.sha256}\n" for digest in digests))


def _hit_as_json(hit: Hit) -> JSON:
    return {
        "paper": hit.paper.id,
        "title": hit.paper.title,
        "score": hit.score,
        "lexical": hit.lexical,
        "dense": hit.dense,
        "abstract_sha256": sha256_of(hit.paper.abstract),
    }


def _evidence_as_json(item: Evidence) -> JSON:
    return {
        "n": item.n,
        "paper": item.paper.id,
        "title": item.paper.title,
        "start": item.start,
        "end": item.end,
        "score": item.score,
        "text": item.text,
        "sha256": sha256_of(item.text),
        "abstract_sha256": sha256_of(item.paper.abstract),
    }


def _claim_as_json(claim: Claim) -> JSON:
    return {
        "text": claim.text,
        "citations": list(claim.citations),
        "verdict": claim.verdict.value,
        "reason": claim.reason,
        "repair": claim.repair and dataclasses.asdict(claim.repair),
    }


def _citation_as_json(citation: Citation) -> JSON:
    return {
        "n": citation.n,
        "paper": citation.paper.id,
        "title": citation.paper.title,
        "quotes": [{"text": quote.text, "start": quote.start, "end": quote.end} for quote in citation.quotes],
        "abstract_sha256": sha256_of(citation.paper.abstract),
    }


def _sampling(answer: Answer, settings: Settings) -> JSON | None:
    if answer.model is None:
        return None
    names = ["temperature", "max_tokens", "context"]
    if answer.generator == "llama":
        names += ["threads", "gpu_layers"]
    if answer.generator == "openai":
        names += ["openai_constraint"]
    return {name: getattr(settings, name) for name in names}


def _model_as_json(answer: Answer, settings: Settings, progress: Progress) -> JSON | None:
    if answer.model is None:
        return None
    if answer.generator == "openai":
        address = urlsplit(settings.openai_url)
        host = address.netloc.rpartition("@")[2]
        return {"name": answer.model, "server": f"{address.scheme}://{host}{address.path}"}
    model = _model_file(answer.model, settings)
    files = model_fingerprint(model, progress) if model and not model.missing else ()
    return {"name": answer.model, "files": [dataclasses.asdict(digest) for digest in files]}


def _model_file(name: str, settings: Settings) -> ModelFile | None:
    """Return the model that answered, unless it is gone."""
    for called in (settings.model, name):
        with suppress(ModelMissing):
            model = named_model(called, settings)
            if model.path.name == name:
                return model
    return None
