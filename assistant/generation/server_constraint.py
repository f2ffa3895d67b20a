"""How a server is made to cite, by what it offers for that: a grammar, a JSON schema, or nothing.

A grammar leaves the answer a text, in which no sentence ends without a marker; llama-server takes one and asks it only
of the token that it drew. A JSON schema has each sentence beside the numbers of its papers; vLLM, Ollama, LM Studio
and most others take one. llama_cpp.server takes both, and either costs it most of its speed, since it asks them of its
whole vocabulary, so nothing is asked of it. Whatever a server makes of it, the stream is checked and mended as any
other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from assistant.errors import EndpointError
from assistant.generation.event_stream import first, mapping
from assistant.generation.markers import MOST_MARKERS
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION

_REFUSALS = frozenset({400, 415, 422, 500, 501})
"""With which servers refuse what they do not know."""
_NAMED = lazy_re(r"response_format|json|schema|grammar|structured|guided", re.IGNORECASE)

_KINDS = {"llamacpp": "grammar", "me": "never"}
"""By the owner that a server names in its list of models: llama-server, llama_cpp.server."""


class Constraint(StrEnum):
    """What a server is asked to keep to."""

    GRAMMAR = "grammar"
    SCHEMA = "schema"
    NEVER = "never"


def constraint_of(listed: Any) -> Constraint:
    """Return what suits the server that sends this list of models."""
    return Constraint(_KINDS.get(str(first(mapping(listed).get("data")).get("owned_by")), Constraint.SCHEMA))


def request_of(constraint: Constraint, markers: Sequence[int]) -> dict[str, Any]:
    """Return what is to be added to a request, so that only these markers can be written."""
    if constraint is Constraint.GRAMMAR:
        return {"grammar": grammar(markers)}
    if constraint is Constraint.SCHEMA:
        form = {"name": "answer", "strict": True, "schema": schema(markers)}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    return {}


def is_refused(error: EndpointError) -> bool:
    """Whether an error may come from what a request asked to keep to, and the request is worth sending without it."""
    is_named = _NAMED.search(error.said) is not None
    return is_named or (error.status in _REFUSALS and "model" not in error.said.lower())


def grammar(markers: Sequence[int]) -> str:
    """Return the grammar of an answer, in GBNF: the abstention, or sentences with one to three markers each.

    A full stop is followed by a letter, as in "31.8", or it ends a sentence and has a marker before or behind it.
    """
    numbers = " | ".join(f'"{n}"' for n in markers)
    return "\n".join(
        [
            f'root ::= "{ABSTENTION}" | sentence (" " sentence)*',
            'sentence ::= text (" "? marks end | end " "? marks)',
            r"text ::= [^\[\] \t\r\n.!?] rest*",
            r"rest ::= [^\[\]\t\r\n.!?] | [.!?] [^\[\] \t\r\n]",
            "end ::= [.!?]",
            "marks ::= mark (mark mark?)?",
            f'mark ::= "[" ({numbers}) "]"',
        ]
    )


def schema(markers: Sequence[int]) -> dict[str, Any]:
    """Return the JSON schema of an answer: sentences, each beside the numbers of its papers; none is the abstention."""
    numbers = {"type": "array", "items": {"type": "integer", "enum": list(markers)}}
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1},
            "papers": numbers | {"minItems": 1, "maxItems": MOST_MARKERS},
        },
        "required": ["text", "papers"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }
