"""Filters in a question, typed (`year:2025 org:"Korea University"`) or said (`papers from 2025 by ByteDance`).

A filter that is said takes its words out of the question, so that they are not searched too. What is not surely a
filter stays a word, since most papers have no date and a false filter hides them: a date, a number of authors or an
organisation counts only in a question about papers ("which papers …", "published …") or, but for "in 2012", in one that
is no sentence ("robot hands, since March"); not behind "not", and not with an alternative ("2020 or 2023").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.errors import UsageError
from assistant.records import Filters

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)}|{'|'.join(month[:3] for month in _MONTHS)}|sept)\.?"
_YEAR = r"(?:19|20)\d\d"
_WHEN = rf"(?:{_YEAR}(?:-\d\d){{1,2}}(?!\d)|(?:{_MONTH}\s+)?{_YEAR}|{_MONTH}(?=\W|$))"
_VERB = r"(?:(?:(?:that|which)\s+(?:were|was|are)\s+)?(?:published|posted|released|written|dated|appeared)\s+)?"
_NUMBERS = {word: value for value, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_NUMBER = rf"(?:\d+|{'|'.join(_NUMBERS)})"

_TYPED = re.compile(r'(?<!\S)(year|since|until|org|source|title|authors):("[^"]*"|\S+)', re.IGNORECASE)

Rule = Callable[[re.Match[str], Filters], Filters]


def parse(question: str, organisations: Sequence[str] = (), today: date | None = None) -> tuple[str, Filters]:
    """Return the question without its filters, and the filters.

    Args:
        organisations: those that the library knows; others are words.
        today: a month without a year is the last one of that name.

    Raises:
        UsageError: a typed filter has a value that cannot be understood.
    """
    filters = Filters()
    for found in _TYPED.finditer(question):
        filters = _typed(found[1].lower(), found[2].strip('"'), filters)
    text = _TYPED.sub(" ", question)
    is_about_papers = bool(_PAPERS.search(text))
    if is_about_papers:
        text, filters = _apply(*_AUTHORS, text, filters)
    if (is_about_papers or not _SENTENCE.search(text)) and not _ALTERNATIVE.search(text):
        for pattern, rule in _DATES:
            text, filters = _apply(pattern, rule, text, filters, allows_in=is_about_papers)
    filters = _with_years(filters, today or date.today())
    for name in organisations:
        if filters.organisation or not name.split() or name.split()[0].lower() not in text.lower():
            continue
        said = _said_organisation(name)
        if (is_about_papers or not _SENTENCE.search(text)) and said.search(text):
            text, filters = said.sub(" ", text, count=1), replace(filters, organisation=name)
    return re.sub(r"\s+([?.,;!])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,;"), filters


def _apply(
    pattern: re.Pattern[str], rule: Rule, text: str, filters: Filters, *, allows_in: bool = True
) -> tuple[str, Filters]:
    found = pattern.search(text)
    if not found or _NEGATION.search(text[: found.start()]) or _COUNTED.match(text[found.end() :]):
        return text, filters
    if not allows_in and found[0].lower().startswith("in "):
        return text, filters
    return text[: found.start()] + " " + text[found.end() :], rule(found, filters)


def _typed(key: str, value: str, filters: Filters) -> Filters:
    if key == "org":
        return replace(filters, organisation=value)
    if key == "source":
        return replace(filters, source=value)
    if key == "title":
        return replace(filters, title=value)
    if key == "authors":
        return _authors(value, filters)
    first, separator, last = value.partition("-") if key == "year" else (value, "", "")
    pattern = r"\d{4}" if key == "year" else r"\d{4}(-\d\d){0,2}"
    if not re.fullmatch(pattern, first) or (separator and not re.fullmatch(r"(\d{4})?", last)):
        raise UsageError(
            f"{key}:{value} is not understood", "write year:2025, year:2022-2024, since:2026-03 or until:2024-12"
        )
    if key == "since":
        return replace(filters, since=first)
    if key == "until":
        return replace(filters, until=first)
    return replace(filters, since=first, until=(last or None) if separator else first)


def _authors(value: str, filters: Filters) -> Filters:
    found = re.fullmatch(r"([<>]?)(\d+)(?:-(\d+))?", value)
    if not found:
        raise UsageError(f"authors:{value} is not understood", "write authors:2, authors:2-5, authors:>20")
    number = int(found[2])
    if found[1] == ">":
        return replace(filters, authors_from=number + 1)
    if found[1] == "<":
        return replace(filters, authors_to=number - 1)
    return replace(filters, authors_from=number, authors_to=int(found[3] or number))


# ----------------------------------------------------------------- in words


def _date(words: str) -> str:
    """Return "March 2026" as "2026-03", "2025" and "2026-03" as they are, and "March" as "-03"."""
    if re.match(r"\d{4}-", words):
        return words
    year = re.search(_YEAR, words)
    month = re.match(r"[a-z]{3}", words.strip().lower())
    number = next((n for n, name in enumerate(_MONTHS, 1) if month and name.startswith(month[0])), None)
    return (year[0] if year else "") + (f"-{number:02d}" if number else "")


def _with_years(filters: Filters, today: date) -> Filters:
    """Give each month without a year the year of the last such month."""

    def dated(value: str | None) -> str | None:
        if value is None or not value.startswith("-"):
            return value
        return f"{today.year - (int(value[1:]) > today.month)}{value}"

    return replace(
        filters,
        since=dated(filters.since),
        until=dated(filters.until),
        after=dated(filters.after),
        before=dated(filters.before),
    )


def _between(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, since=_date(found["first"]), until=_date(found["last"]))


def _exactly(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, since=_date(found["first"]), until=_date(found["first"]))


def _since(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, since=_date(found["first"]))


def _after(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, after=_date(found["first"]))


def _until(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, until=_date(found["first"]))


def _before(found: re.Match[str], filters: Filters) -> Filters:
    return replace(filters, before=_date(found["first"]))


def _count_of_authors(found: re.Match[str], filters: Filters) -> Filters:
    number = _number(found["number"])
    if found["low"]:
        return replace(filters, authors_from=_number(found["low"]), authors_to=number)
    if found["open"]:
        is_more = found["open"].lower() == "more"
        return replace(filters, authors_from=number) if is_more else replace(filters, authors_to=number)
    bound = re.sub(r"\s+", " ", found["bound"] or "").lower().strip()
    if bound in ("more than", "over", "above"):
        return replace(filters, authors_from=number + 1)
    if bound in ("fewer than", "less than", "under", "below"):
        return replace(filters, authors_to=number - 1)
    if bound in ("at least", "no fewer than"):
        return replace(filters, authors_from=number)
    if bound in ("at most", "up to", "no more than"):
        return replace(filters, authors_to=number)
    return replace(filters, authors_from=number, authors_to=number)


def _number(word: str) -> int:
    return int(_NUMBERS.get(word.lower(), word))


def _rule(pattern: str, rule: Rule) -> tuple[re.Pattern[str], Rule]:
    return re.compile(pattern, re.IGNORECASE), rule


_PAPERS = re.compile(
    r"\b(papers?|articles?|publications?|preprints?|abstracts?|stud(?:y|ies)|works?|published|posted"
    r"|what (?:do you have|is new)|anything)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(how|what|which|who|whose|when|where|why|does|do|did|can|could|should|is|are|was|were)\b", re.IGNORECASE
)
_ALTERNATIVE = re.compile(
    rf"{_YEAR}\W+or\s+(?!earlier|before|older|later|after|newer)|\b(?:compare|versus|vs)\b|{_YEAR}\W+{_YEAR}\W+and\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|except|excluding|other\s+than)(?:\s+\w+)?\s*$", re.IGNORECASE)
_COUNTED = re.compile(r"\s+(?!papers|works|studies|articles|publications|is\b|was\b|as\b|has\b|does\b)[a-z-]+s\b")

_AUTHORS = _rule(
    rf"\b(?:with|by|has|have|lists?|of)?\s*(?:only|just|exactly)?\s*"
    rf"(?P<bound>more\s+than|over|above|fewer\s+than|less\s+than|under|below|at\s+least|at\s+most|up\s+to"
    rf"|no\s+more\s+than|no\s+fewer\s+than)?\s*"
    rf"(?:\b(?P<low>{_NUMBER})\s*(?:to|or|-|–)\s*)?(?<![\d.])\b(?P<number>{_NUMBER})"
    rf"(?:\s+or\s+(?P<open>more|fewer))?\s+(?:co-?)?authors?\b",
    _count_of_authors,
)

_DATES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    _rule(
        rf"\b{_VERB}(?:between|from|in)\s+(?P<first>{_WHEN})\s*(?:and|to|until|through|-|–)\s*(?P<last>{_WHEN})",
        _between,
    ),
    _rule(rf"(?<![\w.])(?P<first>{_YEAR})\s*[-–]\s*(?P<last>{_YEAR})(?![\w.])", _between),
    _rule(rf"\b{_VERB}(?:(?:from|in|of)\s+)?(?P<first>{_WHEN})\s+(?:or|and)\s+(?:earlier|before|older)\b", _until),
    _rule(rf"\b{_VERB}(?:(?:from|in|of)\s+)?(?P<first>{_WHEN})\s+(?:or|and)\s+(?:later|after|newer)\b", _since),
    _rule(
        rf"\b{_VERB}(?:since|as\s+of|from\s+(?={_WHEN}\s+(?:on|onwards?)\b))\s*(?P<first>{_WHEN})"
        rf"(?:\s+onwards?|\s+on)?\b",
        _since,
    ),
    _rule(rf"\b{_VERB}(?:after|newer\s+than|later\s+than)\s+(?P<first>{_WHEN})", _after),
    _rule(rf"\b{_VERB}(?:before|older\s+than|earlier\s+than|prior\s+to)\s+(?P<first>{_WHEN})", _before),
    _rule(rf"\b{_VERB}(?:up\s+to|until|till|through|no\s+later\s+than)\s+(?P<first>{_WHEN})", _until),
    _rule(
        rf"\b{_VERB}(?:only\s+)?(?:from|in|of|during|dated|only|just)\s+(?:only\s+|the\s+year\s+)?"
        rf"(?P<first>(?:{_MONTH}\s+)?{_YEAR})(?:\s+only)?(?![\w.-])",
        _exactly,
    ),
    _rule(
        rf"\b(?P<first>(?:{_MONTH}\s+)?{_YEAR})(?=\s+(?:papers?|works?|articles?|publications?|stud(?:y|ies))\b)",
        _exactly,
    ),
)


def _said_organisation(name: str) -> re.Pattern[str]:
    """Return what says an organisation: its name, or the first word of it if that is surely a name, as ByteDance is."""
    head = name.split()[0]
    names = [name, head] if re.search(r"[a-z][A-Z]|^[A-Z\d]{3,}$", head) else [name]
    any_name = "|".join(r"\s+".join(map(re.escape, item.split())) for item in names)
    return re.compile(
        rf"\b(?:(?:comes?|is|are|was|were)\s+)?(?:by|from|at)\s+(?:the\s+)?(?:{any_name})(?![\w-])"
        rf"|\b(?:{any_name})(?:['’]s)?(?=\s+(?:papers?|works?)\b)"
    )
