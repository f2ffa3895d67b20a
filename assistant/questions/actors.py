"""The people of a paper named for the paper: "what did the authors of SkillWeaver find?" asks what SkillWeaver says.

Abstracts say "we", so that words such as "authors" find nothing and seem to be missing. What is asked of the people
themselves, their names, papers or places, stays as it is.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_PEOPLE = r"(?:authors?|researchers?|creators?|developers?|inventors?|designers?|team|scientists)"
_WORD = r"(?![\d.]+\s)[\w.+/-]{0,40}[A-Z0-9][\w.+/-]{0,40}"
_NAME = rf"(?:the (?P<name>{_WORD})(?:['’]s?)?|(?P<whose>{_WORD})['’]s?)"
"""With an article or as an owner: "AI researchers" are those of no paper."""
_VERB = {"do": "does", "have": "has"}
_ASKING = r"do|does|did|have|has|had|can|could|would"
_OF_NAME = lazy_re(
    rf"\b(?P<verb>{_ASKING})(?P<not>n['’]t)? (?:the )?(?:original )?{_PEOPLE} (?:of|behind|from) (?:the )?"
    r"(?:(?:paper|article|study|work) (?:called |titled |on |about )?)?(?=\S)",
    re.IGNORECASE,
)
_NAMED = lazy_re(rf"\b(?P<verb>{_ASKING})(?P<not>n['’]t)? {_NAME} {_PEOPLE}\b(?= \w)")
_BY = lazy_re(
    rf"\b(?P<by>(?:(?i:according) to|(?:proposed|introduced|presented|used|found|reported|made|claimed|given|tested"
    rf"|observed|suggested|studied|shown|described|discussed|recommended|collected) by) )"
    rf"(?:(?:the )?(?:original )?{_PEOPLE} (?:of|behind) (?:the )?(?=\S)|{_NAME} {_PEOPLE}\b)"
)
_THEY = lazy_re(rf"\b(?P<verb>{_ASKING}) (?:the|its|their|these|those) (?:original )?{_PEOPLE}(?= \w)", re.IGNORECASE)
_THEMSELVES = lazy_re(
    r"\b(?:wrote|writ(?:e|es|ten|ing)|publish\w*|co-?author\w*|affiliat\w*|institut\w*|universit\w*|compan(?:y|ies)|country"
    r"|belong|(?:come|work\w*|based) (?:at|for|in|from)|other (?:papers?|works?)|(?:which|what) papers?|names?"
    r"|e-?mails?|contact\w*)\b",
    re.IGNORECASE,
)


def as_the_paper(question: str, *, follows: bool = False) -> str:
    """Return a question for what the people of a paper did as one for what the paper does.

    Args:
        follows: a paper was talked about, whose people need no name: they are "they" then.
    """
    if _THEMSELVES.search(question):
        return question
    text = _BY.sub(lambda found: f"{found['by']}{found['name'] or found['whose'] or ''}", question)
    text = _NAMED.sub(lambda found: f"{_singular(found)} {found['name'] or found['whose']}", text)
    text = _OF_NAME.sub(lambda found: f"{_singular(found)} ", text)
    return _THEY.sub(lambda found: f"{found['verb']} they", text) if follows else text


def _singular(found: re.Match[str]) -> str:
    return _VERB.get(found["verb"].lower(), found["verb"]) + (found["not"] or "")
