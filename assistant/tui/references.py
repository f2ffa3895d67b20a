"""References and answers as plain text, as they are copied."""

from __future__ import annotations

from assistant.records import Paper
from assistant.sanitizing import sanitize, sanitize_line
from assistant.tui.exchange import Exchange


def reference(paper: Paper) -> str:
    """Return authors, title, venue, year and address of a paper on one line, as far as they are known."""
    authors = ", ".join(paper.authors) if len(paper.authors) <= 10 else f"{paper.authors[0]} et al."
    year = str(paper.year) if paper.year else ""
    facts = (sanitize_line(fact).rstrip(".") for fact in (authors, paper.title, paper.venue or "", year) if fact)
    return sanitize_line(f"{'. '.join(facts)}. {paper.address or ''}")


def answer_with_references(exchange: Exchange) -> str:
    """Return what was answered, or written so far, with the papers that it cites."""
    citations = sorted(exchange.answer.citations, key=lambda item: item.n) if exchange.answer else []
    lines = [f"[{item.n}] {reference(item.paper)}" for item in citations]
    return "\n\n".join(part for part in (sanitize(exchange.final_text).strip(), "\n".join(lines)) if part)
