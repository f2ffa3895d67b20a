"""Everything on stdout: answers, papers and rankings, as text for a person or as JSON for a program.

The keys of the JSON are promised in the README. Nothing that a terminal would act on is written: text is sanitised,
JSON has such characters as escapes.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from assistant import suspicion
from assistant.errors import AssistantError
from assistant.marking import MARKS, QUOTED, REMEDIES
from assistant.records import Answer, Citation, Claim, Hit, Paper, Verdict
from assistant.sanitizing import json_text, sanitize, sanitize_line
from assistant.summary_lines import summary_lines
from assistant.summary_output import summary_as_json

CHANGED = "The check has changed this answer. As it stands now:"

JSON = dict[str, Any]


# -------------------------------------------------------------------- JSON


def answer_as_json(answer: Answer, identifier: Any = None) -> JSON:
    """Return an answer in its stable JSON form."""
    return {
        "id": identifier,
        "question": answer.question,
        "standalone": answer.standalone,
        "notes": list(answer.notes),
        "answer": answer.text,
        "draft": answer.draft,
        "abstained": answer.abstained,
        "would_abstain": answer.would_abstain,
        "unsure": answer.is_unsure,
        "claims": [_claim_as_json(claim) for claim in answer.claims],
        "withheld": [_claim_as_json(claim) for claim in answer.withheld],
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "retrieved": hits_as_json(answer.retrieved),
        "summary": summary_as_json(answer),
        "generator": answer.generator,
        "model": answer.model,
        "timings_ms": {
            "retrieve": answer.timings.retrieve,
            "read": answer.timings.read,
            "first_token": answer.timings.first_token,
            "written": answer.timings.written,
            "total": answer.timings.total,
        },
        "tokens": {
            "prompt": answer.usage.prompt,
            "completion": answer.usage.completion,
            "reused": answer.usage.reused,
        },
        "model_ms": {"load": answer.usage.load_ms, "read": answer.usage.read_ms, "write": answer.usage.write_ms},
        "tokens_per_second": round(answer.usage.speed, 2),
    }


def _claim_as_json(claim: Claim) -> JSON:
    repair = claim.repair
    return {
        "text": claim.text,
        "citations": list(claim.citations),
        "verdict": claim.verdict.value,
        "reason": claim.reason,
        "repair": repair
        and {
            "remedy": repair.remedy.value,
            "original": repair.original,
            "verdict": repair.verdict.value,
            "reason": repair.reason,
        },
    }


def _citation_as_json(citation: Citation) -> JSON:
    return {
        "n": citation.n,
        "paper": citation.paper.id,
        "title": citation.paper.title,
        "year": citation.paper.year,
        "quotes": [{"text": quote.text, "start": quote.start, "end": quote.end} for quote in citation.quotes],
        "suspicions": list(suspicion.suspicions(citation.paper)),
        **_publication_as_json(citation.paper),
    }


def _publication_as_json(paper: Paper) -> JSON:
    return {
        "authors": list(paper.authors),
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "url": paper.url,
        "key": paper.key,
    }


def hits_as_json(hits: Iterable[Hit]) -> list[JSON]:
    """Return a ranking in its stable JSON form."""
    return [{"paper": hit.paper.id, "title": hit.paper.title, "score": round(hit.score, 4)} for hit in hits]


def search_as_json(question: str, hits: Iterable[Hit], identifier: Any = None, notes: Sequence[str] = ()) -> JSON:
    """Return the result of a search in its stable JSON form."""
    return {"id": identifier, "question": question, "notes": list(notes), "retrieved": hits_as_json(hits)}


def error_as_json(error: AssistantError, identifier: Any = None) -> JSON:
    """Return an error in its stable JSON form."""
    return {"id": identifier, "error": error.as_json()}


def paper_as_json(paper: Paper) -> JSON:
    """Return a paper in its stable JSON form."""
    return {
        "paper": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "date": paper.date,
        "year": paper.year,
        "author_count": paper.author_count,
        "organisation": paper.organisation,
        "suspicions": list(suspicion.suspicions(paper)),
        "sources": [{"file": source.file, "line": source.line} for source in paper.sources],
        **_publication_as_json(paper),
    }


def print_json(value: JSON | list[JSON], *, is_line: bool = False) -> None:
    """Print a value as JSON, on one line for JSONL."""
    print(json_text(value, is_line=is_line), flush=True)


# -------------------------------------------------------------------- text


class Stream:
    """Writes an answer as it comes, broken between words at the width of the terminal.

    Where nobody watches, what comes may have to wait until it is final, since what is written cannot be taken back.
    """

    def __init__(self, *, waits: bool = False) -> None:
        self._waits = waits and not sys.stdout.isatty()
        self._width = _width() if sys.stdout.isatty() else 0
        self._column = 0
        self._held = ""

    def write(self, piece: str) -> None:
        """Write a piece of text; its last word waits until it is whole."""
        if self._waits:
            return
        *whole, self._held = re.split(r"(?<=\s)", self._held + sanitize(piece))
        for word in whole:
            self._put(word)
        sys.stdout.flush()

    def note(self, words: str) -> None:
        """Write what the person should know before reading, on lines of its own."""
        print(_wrapped(words[:1].upper() + words[1:] + ".", "") + "\n", flush=True)

    def finish(self, answer: Answer) -> None:
        """End the answer, with its whole text if that was not written yet, or is not what was written."""
        if self._waits:
            self._waits = False
            self.write(answer.text)
            self.end()
            return
        self.end()
        if answer.draft is not None:
            print("\n" + _wrapped(CHANGED, "") + "\n")
            self.write(answer.text)
            self.end()

    def end(self) -> None:
        """Write what waits, and end the line."""
        self._put(self._held)
        self._held = ""
        self._column = 0
        print(flush=True)

    def _put(self, word: str) -> None:
        if self._width and self._column and self._column + len(word.rstrip()) > self._width:
            sys.stdout.write("\n")
            self._column = 0
        sys.stdout.write(word)
        self._column = 0 if word.endswith("\n") else self._column + len(word)


def print_sources(answer: Answer) -> None:
    """Print what follows the text of an answer: its papers, their sentences, and what the check found."""
    if answer.citations:
        print()
    for citation in answer.citations:
        year = f" ({citation.paper.year})" if citation.paper.year else ""
        print(_wrapped(f"[{citation.n}] {citation.paper.title}{year}", "    "))
        if byline := citation.paper.byline:
            print(_wrapped(byline, "    ", first="    "))
        if warning := suspicion.warning(citation.paper):
            print(_wrapped(warning, "    ", first="    "))
        for quote in citation.quotes if answer.generator != "quotes" else ():
            print(_wrapped(f"“{quote.text}”", "    ", first="    "))
    if lines := list(summary_lines(answer)):
        print()
        print_lines(lines)
    if answer.claims or answer.withheld:
        print()
        _print_verdicts(answer)


def _print_verdicts(answer: Answer) -> None:
    counts = {verdict: sum(claim.verdict is verdict for claim in answer.claims) for verdict in Verdict}
    words = [f"{MARKS[verdict]} {count} {verdict.value}" for verdict, count in counts.items() if count]
    if answer.generator == "quotes" and counts[Verdict.SUPPORTED] == len(answer.claims):
        print(f"{QUOTED.capitalize()} from the abstracts they cite: {MARKS[Verdict.SUPPORTED]} {len(answer.claims)}")
    else:
        print(f"Sentences checked against the abstracts they cite: {', '.join(words) or 'none holds'}")
    for claim in answer.claims:
        if claim.verdict is not Verdict.SUPPORTED:
            print(_wrapped(f"{MARKS[claim.verdict]} “{claim.text}”: {claim.reason}", "    ", first="  "))
    for claim in (*answer.claims, *answer.withheld):
        if repair := claim.repair:
            line = f"→ “{repair.original}” {REMEDIES[repair.remedy]}: {repair.reason}"
            print(_wrapped(line, "    ", first="  "))


def print_hits(hits: Sequence[Hit]) -> None:
    """Print a ranking, with why each paper was found; a question of filters alone ranks nothing."""
    is_ranked = any(hit.score for hit in hits)
    for rank, hit in enumerate(hits, 1):
        lexical = f"words #{hit.lexical_rank} ({hit.lexical:.1f})" if hit.lexical_rank else "no words"
        far = "meaning far" if hit.dense is not None else "not embedded yet"
        dense = f"meaning #{hit.dense_rank} ({hit.dense:.2f})" if hit.dense_rank else far
        print(_wrapped(f"{rank:>3}. {hit.paper.title}", "     "))
        print(f"     {hit.paper.id}" + (f"  score {hit.score:.2f}  {lexical}  {dense}" if is_ranked else ""))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines that may be long; what is broken off stands two spaces further in than its line."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        print(_wrapped(line, f"{indent}  ", first=indent))


def print_papers(papers: Iterable[Paper]) -> None:
    """Print papers, a line each."""
    for paper in papers:
        print(f"{paper.id}  {paper.year or '    '}  {sanitize_line(paper.title)}")


def _authors(count: int) -> str:
    return f"{count} {'author' if count == 1 else 'authors'}"


def print_paper(paper: Paper) -> None:
    """Print all that is known of a paper."""
    print(_wrapped(paper.title, ""))
    facts = [paper.date, paper.organisation, paper.author_count and _authors(paper.author_count), paper.id]
    print(sanitize_line(" · ".join(str(fact) for fact in facts if fact)))
    for fact in (", ".join(paper.authors), paper.venue, paper.address, paper.key and f"key: {paper.key}"):
        if fact:
            print(_wrapped(fact, ""))
    if warning := suspicion.warning(paper):
        print(_wrapped(warning, ""))
    print("\n" + _wrapped(paper.abstract, "") + "\n")
    for source in paper.sources:
        print(sanitize_line(f"{source.file}, line {source.line}"))


def _wrapped(text: str, indent: str, first: str = "") -> str:
    clean = sanitize_line(text)
    if not sys.stdout.isatty():
        return first + clean
    return textwrap.fill(clean, _width(), initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _width() -> int:
    return max(20, min(100, shutil.get_terminal_size().columns - 1))
