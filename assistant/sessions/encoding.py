"""The details of an exchange as JSON, and back, with the papers as the library holds them today.

Papers are kept by their ids, with what a reference needs but without their abstracts. A quotation is kept by its words
and its place. When an exchange is read again, each paper is looked up: a quotation may stand in another place by then,
or no longer; a paper that is gone is made of what was kept of it, and said to be gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.records import (
    Answer,
    Citation,
    Claim,
    Evidence,
    Filters,
    Hit,
    Paper,
    Quote,
    Remedy,
    Repair,
    Task,
    Timings,
    Usage,
    Verdict,
)
from assistant.sessions import summary_kept
from assistant.sessions.records import FindPaper, KeptExchange

_FACTS = ("title", "date", "author_count", "organisation", "authors", "venue", "doi", "arxiv_id", "url", "key")
_SCORES = ("score", "lexical", "dense", "lexical_rank", "dense_rank")
_GONE = "This paper is no longer in the library."
JSON = dict[str, Any]


def encode(exchange: KeptExchange) -> str:
    """Return as JSON what no column of its own holds."""
    answer = exchange.answer
    cited = answer.citations if answer else ()
    papers = [
        *(item.paper for item in cited),
        *(hit.paper for hit in exchange.hits),
        *(item.paper for item in exchange.evidence),
        *(summary_kept.papers(answer.summary) if answer and answer.summary else ()),
    ]
    details: JSON = {
        "tokens": exchange.tokens,
        "notes": exchange.notes,
        "searched": exchange.searched,
        "error": exchange.error,
        "papers": {paper.id: _facts(paper) for paper in papers},
        "retrieved": [
            {"paper": hit.paper.id} | {name: getattr(hit, name) for name in _SCORES} for hit in exchange.hits
        ],
        "evidence": [
            {"n": item.n, "paper": item.paper.id, "score": item.score, **_quote(item)} for item in exchange.evidence
        ],
        "claims": [asdict(claim) for claim in exchange.claims],
        "answer": None,
    }
    if answer:
        details["answer"] = {
            "abstained": answer.abstained,
            "would_abstain": answer.would_abstain,
            "is_unsure": answer.is_unsure,
            "withheld": [asdict(claim) for claim in answer.withheld],
            "draft": answer.draft,
            "summary": answer.summary and summary_kept.encode(answer.summary),
            "timings": asdict(answer.timings),
            "usage": asdict(answer.usage),
            "task": answer.task.value,
            "filters": answer.filters.as_dict(),
            "citations": [
                {"n": item.n, "paper": item.paper.id, "quotes": [_quote(quote) for quote in item.quotes]}
                for item in cited
            ],
        }
    return json.dumps(details, separators=(",", ":"))


def _facts(paper: Paper) -> JSON:
    return {name: value for name in _FACTS if (value := getattr(paper, name))}


def _quote(quote: Quote | Evidence) -> JSON:
    return {"text": quote.text, "start": quote.start, "end": quote.end}


def decode(exchange: KeptExchange, details: str, generator: str, model: str | None, find: FindPaper) -> KeptExchange:
    """Return an exchange with its details; without them, and with a remark, when they are damaged."""
    try:
        return _with_details(exchange, json.loads(details), generator, model, find)
    except (ValueError, KeyError, TypeError, AttributeError):
        return replace(exchange, remarks=("What was kept of this exchange beside its words is damaged.",))


def _with_details(
    exchange: KeptExchange, details: JSON, generator: str, model: str | None, find: FindPaper
) -> KeptExchange:
    if not details:
        return exchange
    papers = _Papers(find, details["papers"])
    kept = details["answer"]
    cited = {item["n"]: item for item in kept["citations"]} if kept else {}
    papers.quoted((item["paper"], quote) for item in cited.values() for quote in item["quotes"])
    papers.quoted((item["paper"], item) for item in details["evidence"])
    citations = tuple(
        Citation(n, papers.get(item["paper"]), tuple(papers.quotes(n, item["paper"], item["quotes"])))
        for n, item in cited.items()
    )
    evidence = tuple(
        Evidence(item["n"], papers.get(item["paper"]), quote.start, quote.end, item["score"])
        for item in details["evidence"]
        for quote in papers.quotes(item["n"], item["paper"], [item])
    )
    hits = tuple(Hit(papers.get(item["paper"]), *(item[name] for name in _SCORES)) for item in details["retrieved"])
    claims = tuple(map(_claim, details["claims"]))
    notes = tuple(details["notes"])
    answer = kept and Answer(
        question=exchange.question,
        standalone=exchange.standalone,
        text=exchange.text,
        abstained=kept["abstained"],
        claims=claims,
        citations=citations,
        retrieved=hits,
        generator=generator,
        model=model,
        timings=Timings(**kept["timings"]),
        usage=Usage(**kept["usage"]),
        would_abstain=kept["would_abstain"],
        is_unsure=kept.get("is_unsure", False),
        notes=notes,
        task=Task(kept["task"]),
        filters=Filters.read(kept["filters"]),
        evidence=evidence,
        searched=details["searched"] or 0,
        withheld=tuple(map(_claim, kept.get("withheld", ()))),
        draft=kept.get("draft"),
        summary=summary_kept.decode(kept["summary"], papers.get) if kept.get("summary") else None,
    )
    return replace(
        exchange,
        tokens=details["tokens"],
        notes=notes,
        searched=details["searched"],
        hits=hits,
        evidence=evidence,
        claims=claims,
        answer=answer,
        error=tuple(details["error"]) if details["error"] else None,
        remarks=tuple(dict.fromkeys(papers.remarks)),
    )


def _claim(item: JSON) -> Claim:
    made = item.get("repair")  # none in what earlier versions kept
    repair = made and Repair(Remedy(made["remedy"]), made["original"], Verdict(made["verdict"]), made["reason"])
    return Claim(item["text"], tuple(item["citations"]), Verdict(item["verdict"]), item["reason"], repair)


@dataclass(slots=True)
class _Papers:
    """The papers of one exchange, looked up once each.

    Attributes:
        kept: what is known of them without the library, by id.
        remarks: what has become of them.
    """

    find: FindPaper
    kept: dict[str, JSON]
    remarks: list[str] = field(default_factory=list)
    _found: dict[str, Paper | None] = field(default_factory=dict)
    _quoted: dict[str, dict[str, None]] = field(default_factory=dict)

    def quoted(self, quotes: Iterable[tuple[str, JSON]]) -> None:
        """Note which words of a paper are kept, for when it is gone."""
        for identifier, quote in quotes:
            self._quoted.setdefault(identifier, {})[quote["text"]] = None

    def get(self, identifier: str) -> Paper:
        """Return the paper as the library holds it, or what was kept of it."""
        paper = self._look_up(identifier)
        return paper or self._remains(identifier)

    def quotes(self, n: int, identifier: str, kept: Iterable[JSON]) -> Iterable[Quote]:
        """Yield the quotations where they stand in the abstract today."""
        paper = self.get(identifier)
        if self._look_up(identifier) is None:
            self.remarks.append(f"[{n}] “{paper.title}” is no longer in the library.")
        for item in kept:
            text, start = item["text"], item["start"]
            if paper.abstract[start : item["end"]] != text:
                start = paper.abstract.find(text)
            if start < 0 or not text:
                self.remarks.append(f"The abstract of [{n}] has changed: “{text}” no longer stands in it.")
            else:
                yield Quote(text, start, start + len(text))

    def _look_up(self, identifier: str) -> Paper | None:
        if identifier not in self._found:
            self._found[identifier] = self.find(identifier)
        return self._found[identifier]

    def _remains(self, identifier: str) -> Paper:
        facts = self.kept[identifier]
        words = list(self._quoted.get(identifier, ()))
        abstract = f"{_GONE} Quoted from it:\n\n" + "\n\n".join(words) if words else _GONE
        return Paper(id=identifier, abstract=abstract, **facts | {"authors": tuple(facts.get("authors", ()))})
