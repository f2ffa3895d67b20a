"""The things that travel between modules: frozen, without behaviour beyond what can be read off them.

Offsets count characters (Unicode code points) of the stored abstract, end exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.filter_records import Filters as Filters

if TYPE_CHECKING:
    from assistant.summary_records import Summary

# ------------------------------------------------------------------ corpus


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as it stands in one place of one file.

    Attributes:
        abstract: empty when the file has none.
        date: ISO 8601, as much as is known: "2025", "2025-10" or "2025-10-01".
        line: where the title stands, or the record begins, from 1.
        authors: their names as one says them, "Ada Lovelace", in the order of the paper.
        doi: without "https://doi.org/", in lower case.
        arxiv_id: without version, such as "2403.01234" or "cs/0612999".
        key: what the file itself calls the paper: a BibTeX key, a PubMed number, an id.
    """

    title: str
    abstract: str
    file: str
    line: int
    date: str | None = None
    author_count: int | None = None
    organisation: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    url: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines of a file that the reader did not understand, from 1, last one included.

    Attributes:
        is_kept: whether the paper was read all the same, with something left out.
    """

    file: str
    first_line: int
    last_line: int
    reason: str
    is_kept: bool = False


Item = Entry | Gap
"""What a reader yields, in the order of the file where it can."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text gave, where all of it fits into memory."""

    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a paper was found."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the library, once, however often it was found; the attributes are those of Entry."""

    id: str
    title: str
    abstract: str
    date: str | None = None
    author_count: int | None = None
    organisation: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    url: str | None = None
    key: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the date, if there is one."""
        return int(self.date[:4]) if self.date else None

    @property
    def address(self) -> str | None:
        """Where the paper is found on the web: by its DOI, its arXiv id, or as its file says."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://arxiv.org/abs/{self.arxiv_id}" if self.arxiv_id else self.url

    @property
    def byline(self) -> str:
        """Who wrote it, where it was published and is found, as far as that is known; empty if nothing is."""
        authors = ", ".join(self.authors) if len(self.authors) <= 3 else f"{self.authors[0]} et al."
        return " · ".join(part for part in (authors, self.venue, self.address) if part)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: characters start (included) to end (excluded)."""

    start: int
    end: int


# --------------------------------------------------------------- retrieval


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found for a question, and why.

    Attributes:
        score: fused relevance, higher is better; comparable within one question only.
        lexical: BM25 score, None when no word of the question occurs.
        dense: cosine of the paper's best vector with the question, -1 to 1; None without vectors.
        lexical_rank, dense_rank: places in the two rankings, from 1.
    """

    paper: Paper
    score: float
    lexical: float | None = None
    dense: float | None = None
    lexical_rank: int | None = None
    dense_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an abstract that bears on the question.

    Attributes:
        n: the number of the paper in this answer; the marker ``[n]`` names it.
        score: relevance, higher is better; comparable within one question only.
    """

    n: int
    paper: Paper
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.paper.abstract[self.start : self.end]


# ------------------------------------------------------------------ answer


class Task(StrEnum):
    """What a generator is asked to write."""

    ANSWER = "answer"
    SUMMARY = "summary"
    OVERVIEW = "overview"


class Verdict(StrEnum):
    """What reading the cited abstracts again says of a claim."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


class Remedy(StrEnum):
    """What became of a sentence that did not hold: a marker that names another paper, other words, or nothing."""

    MOVED = "moved"
    REWRITTEN = "rewritten"
    QUOTED = "quoted"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Repair:
    """A sentence as it was first written, without its markers, and what became of it.

    Attributes:
        reason: why it did not hold, in words.
    """

    remedy: Remedy
    original: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, without its markers, and what became of it when it was checked.

    Attributes:
        citations: the numbers of the papers that its markers name.
        reason: what is missing, in words, when the verdict is not "supported".
        repair: what stood in its place before, if that did not hold.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str = ""
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of the cited abstract."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper that the answer names as ``[n]``, with the sentences that stand behind it."""

    n: int
    paper: Paper
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model read and wrote.

    Attributes:
        prompt_sha256: of the messages that it read, cut as they were to fit; empty if there was no model.
        reused: tokens of the prompt that it had read before.
        load_ms, read_ms, write_ms: milliseconds of waiting for the model, of reading the prompt and of writing.
    """

    prompt: int = 0
    completion: int = 0
    prompt_sha256: str = ""
    reused: int = 0
    load_ms: float = 0.0
    read_ms: float = 0.0
    write_ms: float = 0.0

    @property
    def speed(self) -> float:
        """Tokens written a second; 0 if that was not measured."""
        return self.completion / self.write_ms * 1000 if self.write_ms else 0.0


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the question was handed over, at the end of each stage."""

    retrieve: float = 0.0
    read: float = 0.0
    first_token: float = 0.0
    written: float = 0.0
    total: float = 0.0


FROM_LIBRARY = "library"
"""The generator of an answer that is told from what the library stores of its papers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, complete.

    Attributes:
        would_abstain: the library seems not to hold the answer, and one was given because the settings ask for it.
        is_unsure: the library may hold the answer or not; the notes say so, too.
        notes: what the person should know of how the question was understood and is answered, a sentence each.
        evidence: the sentences that it was written from.
        searched: how many papers passed the filters.
        withheld: sentences that were written and do not stand in the text, since they did not hold.
        draft: the text as it was first written, if the check has changed it.
        summary: what a summary of several papers was made from.
    """

    question: str
    standalone: str
    text: str
    abstained: bool
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    retrieved: tuple[Hit, ...]
    generator: str
    model: str | None
    timings: Timings
    usage: Usage = field(default_factory=Usage)
    would_abstain: bool = False
    is_unsure: bool = False
    notes: tuple[str, ...] = ()
    task: Task = Task.ANSWER
    filters: Filters = field(default_factory=Filters)
    evidence: tuple[Evidence, ...] = ()
    searched: int = 0
    withheld: tuple[Claim, ...] = ()
    draft: str | None = None
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a dialogue and what was answered, for the turns that follow.

    Attributes:
        titles: of the cited papers, the most relevant first.
        listed: the papers as the person saw them, with the number by which each can be called.
        numbers: under which papers were cited or shown, with their ids.
    """

    question: str
    standalone: str
    answer: str
    titles: tuple[str, ...] = ()
    listed: tuple[tuple[int, str], ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a generator is told: it may cite the numbers that occur in the evidence and no others.

    Attributes:
        is_broad: several papers are asked for, and the evidence holds one sentence of each.
        notes: what was written on parts of the evidence, with markers; an overview is written from them.
        parts: what stands over each sentence where it is quoted; what is beyond the evidence stands alone below.
    """

    task: Task
    question: str
    evidence: tuple[Evidence, ...]
    history: Sequence[Turn] = ()
    is_broad: bool = False
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def markers(self) -> tuple[int, ...]:
        """The numbers that may be cited, ascending."""
        return tuple(sorted({item.n for item in self.evidence}))


# ------------------------------------------------------------------ events


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as it will be searched, the filters that were read off it, and what they leave out unseen.

    Attributes:
        notes: a sentence each that the person should read.
    """

    question: str
    standalone: str
    filters: Filters = field(default_factory=Filters)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The papers that were found, best first, and how many were searched."""

    hits: tuple[Hit, ...]
    searched: int


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The sentences that the answer will be written from.

    Attributes:
        note: what the person should know of how well they answer, a sentence.
    """

    evidence: tuple[Evidence, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """One of the steps of something long begins.

    Attributes:
        stage: what kind of step it is, such as "theme".
        done, total: which one it is, from 1, and how many there are.
        name: what it is about; may be empty.
    """

    stage: str
    done: int
    total: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer's text, as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class ClaimVerified:
    """A sentence of the answer was checked."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Repairing:
    """A sentence that does not hold is being repaired; the answer that finishes says what became of it."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event; its text is not that of the tokens where the check has changed it."""

    answer: Answer


Event = Understood | Retrieved | EvidenceFound | Progress | Token | ClaimVerified | Repairing | Finished
