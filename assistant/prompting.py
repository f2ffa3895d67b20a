"""Turn a brief into the messages that a language model reads.

The words stand in `prompts/<task>-system.md` and `prompts/<task>-user.md`, as `string.Template`. What is the same for
every question comes first, so that a model that remembers its last prompt reads only the rest; a sentence is written
again under the system message of the answer that it stands in, for the same reason.

Titles, abstracts, questions and earlier answers are data: each goes in as one line, without characters that hide,
without anything that reads like a control token of a chat template, and without anything that reads like a marker.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import Template

from assistant.citations import cited_sentences
from assistant.patterns import lazy_re
from assistant.records import Brief, Claim, Evidence, Task, Turn
from assistant.resources import resource_folder
from assistant.sanitizing import sanitize_line

ABSTENTION = "I don't know."
DOUBT = "The papers in the library seem not to hold the answer. The nearest that they say:\n\n"
"""What stands before an answer that is given although there seems to be none."""
EARLIER_ANSWER = 300  # characters of an earlier answer that the model is shown again
NAMED_PAPERS = 2
"""Papers of an earlier answer that a model is told to make a question stand alone."""

FEW = "Answer in one to three short sentences."
ONE_EACH = "Write one short sentence for each paper that bears on the question."
PARTS = "Write three short sentences: what the problem is, what was done, and what came out."
OVERVIEW = (
    "Write three to six short sentences. Of several papers say first what they have in common, then what each adds."
)

_ANGLE_TOKEN = lazy_re(
    r"<([|｜][^<>\n]{1,80}[|｜]|[|｜]/?[^\W\d][\w.:▁-]{0,80}|/?[^\W\d][\w.:▁-]{0,80}[|｜]"  # <|a b|>, <|turn>, <turn|>
    r"|</?SYS>|[\[\]][^\s<>]{1,80}[\[\]]"  # <[EOS_TOKEN]>
    r"|/?\w{1,40}|/?[^\W\d][\w.:-]{1,80})>"  # <s>, <seed:eos>, <tool-call>
)
_SQUARE_TOKEN = lazy_re(
    r"\[((?i:/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|gMASK|sMASK))"
    r"|/[A-Z][A-Z_]{2,40}|[A-Za-z]{3,40}_\w{1,40}"  # [/THINK], [TOOL_CALLS], [start_header_id]; [x_i] is content
    r"|BOS|EOS|EO[TMDP]|BOT|THINK|ARGS|IMG|AUDIO|PREFIX|MIDDLE|SUFFIX|SYSTEM|USER|ASSISTANT"  # but not [MASK], [CII]
    r"|\|[^\s\[\]]{1,80}\|)\]"  # [|assistant|]
)
_TILDE_TOKEN = lazy_re(r"[\[\]](!?[A-Za-z]{1,20}~|~!?[A-Za-z]{1,20})[\[\]]")  # ]~b]
_MARKER = lazy_re(r"\[(\s*\d[\d\s.,;–-]*)\]")
_OWN_MARKERS = lazy_re(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat.

    Attributes:
        role: "system", "user" or "assistant".
    """

    role: str
    content: str


def messages(brief: Brief) -> list[Message]:
    """Return the system message and the one user message that ask for what the brief wants."""
    data = _data(brief)
    return [Message(role, _template(f"{brief.task}-{role}").substitute(data)) for role in ("system", "user")]


def in_json(chat: Sequence[Message]) -> list[Message]:
    """Return the messages for a server that is made to write JSON: the first one also says which."""
    rule = _template("json").substitute(abstention=ABSTENTION)
    return [Message(chat[0].role, f"{chat[0].content}\n\n{rule}"), *chat[1:]]


def next_message(brief: Brief, new: Sequence[Evidence], known: Container[int]) -> Message:
    """Return what the user says next in a dialogue that the model remembers.

    Args:
        new: what of the evidence the model has not seen yet.
        known: numbers of papers of which it has seen the title.
    """
    papers = [
        _paper(n, list(group), is_titled=n not in known)
        for n, group in groupby(sorted(new, key=lambda item: (item.n, item.start)), key=lambda item: item.n)
    ]
    question = brief.question
    for item in brief.evidence:
        if item.n in known:  # a follow-up is searched with the title of its paper behind it, which the model knows
            question = question.removesuffix(f"({item.paper.title})").rstrip()
    data = _data(brief) | {
        "evidence": "\n\n".join(["More evidence:", *papers]) + "\n\n" if papers else "",
        "markers": " or ".join(f"[{n}]" for n in brief.markers),
        "question": neutralize(question),
    }
    return Message("user", _template(f"{brief.task}-next").substitute(data))


def digest(chat: Sequence[Message]) -> str:
    """Return the SHA-256 of some messages in hexadecimal: of their roles and contents as JSON."""
    said = json.dumps([[message.role, message.content] for message in chat])
    return hashlib.sha256(said.encode()).hexdigest()


def rewriting(question: str, history: Sequence[Turn]) -> list[Message]:
    """Return the messages that ask for a question that needs no dialogue before it."""
    lines = [f"Q: {_shortened(turn.question)}\n{_papers(turn)}" for turn in history]
    data = {"history": "\n".join(lines), "question": neutralize(question)}
    return [Message(role, _template(f"rewrite-{role}").substitute(data)) for role in ("system", "user")]


def repairing(brief: Brief, claim: Claim, evidence: Sequence[Evidence]) -> list[Message]:
    """Return the messages that ask for a sentence of an answer again, from some of the evidence that it was given."""
    sentence = {"sentence": neutralize(claim.text), "reason": neutralize(claim.reason)}
    data = _data(brief) | {"evidence": _evidence(evidence)} | sentence
    templates = {"system": f"{brief.task}-system", "user": "repair-user"}
    return [Message(role, _template(name).substitute(data)) for role, name in templates.items()]


def judging(claim: str, title: str, sentences: Sequence[str]) -> list[Message]:
    """Return the messages that ask what an abstract says of a claim; the claim comes last, so that one abstract is read
    once for several."""
    abstract = " ".join(neutralize(sentence) for sentence in sentences)
    data = {"title": neutralize(title), "abstract": abstract, "claim": neutralize(claim)}
    return [Message(role, _template(f"judge-{role}").substitute(data)) for role in ("system", "user")]


def _length(brief: Brief) -> str:
    if brief.task is Task.SUMMARY:
        return OVERVIEW if len(brief.markers) > 1 else PARTS
    return ONE_EACH if brief.is_broad else FEW


def neutralize(text: str) -> str:
    """Return `text` on one line with nothing in it that reads like a control token or a marker.

    Pointed and square brackets are exchanged for ones without a meaning: `<|im_start|>` becomes `‹|im_start|›`,
    `[INST]` becomes `(INST)` and `[12]` becomes `(12)`.
    """
    line = sanitize_line(text)
    line = _ANGLE_TOKEN.sub(r"‹\1›", line)
    line = _SQUARE_TOKEN.sub(r"(\1)", line)
    line = _TILDE_TOKEN.sub(r"(\1)", line)
    return _MARKER.sub(r"(\1)", line)


def _data(brief: Brief) -> dict[str, str]:
    """Return what stands in the places that the templates leave."""
    return {
        "abstention": ABSTENTION,
        "history": _history(brief.history),
        "evidence": _evidence(brief.evidence),
        "notes": "\n\n".join(map(_note, brief.notes)),
        "length": _length(brief),
        "question": neutralize(brief.question),
    }


def _template(name: str) -> Template:
    path = resource_folder("prompts") / f"{name}.md"
    return Template(path.read_text(encoding="utf-8").strip())


def _evidence(evidence: Sequence[Evidence]) -> str:
    """Group the sentences by paper, in the order in which they stand in its abstract."""
    ordered = sorted(evidence, key=lambda item: (item.n, item.start))
    return "\n\n".join(_paper(n, list(group)) for n, group in groupby(ordered, key=lambda item: item.n))


def _paper(n: int, sentences: Sequence[Evidence], *, is_titled: bool = True) -> str:
    lines = [f"[{n}] {neutralize(sentences[0].paper.title)}" if is_titled else f"[{n}]"]
    return "\n".join(lines + [f"- {neutralize(item.text)}" for item in sentences])


def _note(note: str) -> str:
    """Return what was written on a part of the evidence, a sentence a line; only its own markers stay markers."""
    lines = []
    for sentence in cited_sentences(note):
        markers = "".join(f"[{n}]" for n in sentence.citations)
        text = neutralize(sentence.text)
        end = text[-1:] if text.endswith((".", "!", "?")) else ""
        lines.append(f"- {text.removesuffix(end)} {markers}".rstrip() + end)  # as the rules want sentences written
    return "\n".join(lines)


def _history(turns: Sequence[Turn]) -> str:
    """Return the earlier turns, or nothing; without markers, which may name papers that are not in this evidence."""
    if not turns:
        return ""
    lines = [f"Q: {neutralize(turn.standalone)}\nA: {_shortened(turn.answer)}" for turn in turns]
    return "Earlier in this conversation:\n" + "\n".join(lines) + "\n\n"


def _papers(turn: Turn) -> str:
    titles = "; ".join(neutralize(title) for title in turn.titles[:NAMED_PAPERS])
    return f"A: from {titles}" if titles else "A: none"


def _shortened(answer: str) -> str:
    line = neutralize(_OWN_MARKERS.sub("", answer))
    return line if len(line) <= EARLIER_ANSWER else line[:EARLIER_ANSWER].rsplit(" ", 1)[0] + " …"
