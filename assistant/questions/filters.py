"""Filters in a question, typed (`year:2025 org:"Korea University"`) or said (`papers from 2025 by ByteDance`).

A filter that is said takes its words out of the question, so that they are not searched too. What is not surely a
filter stays a word, since most papers have no date and a false filter hides them: a date, a number of authors or an
organisation counts only in a question about papers ("which papers …", "published …") or, but for "in 2012", in one that
is no sentence ("robot hands, since March"), a date also where it can be nothing else (`dated_questions`). What stands
so behind "not" or "excluding" leaves papers out, and of what has "or" between it, one will do. What looks like a
filter and stays a word is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from assistant.language.words import has_content
from assistant.patterns import lazy_re
from assistant.questions import (
    dated_questions,
    dates_left,
    left_out,
    said_authors,
    said_dates,
    said_organisations,
    said_people,
    said_venues,
    typed_filters,
    wished_counts,
)
from assistant.questions.counting_questions import compares_years
from assistant.records import Filters


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question and what was read off it.

    Attributes:
        text: the question without its filters.
        notes: a sentence each for what looks like a filter and is none.
        most: papers that are wished for, if a number of them is said.
    """

    text: str
    filters: Filters
    notes: tuple[str, ...] = ()
    most: int | None = None


def anything(filters: Filters) -> bool:
    """Whether papers pass some filters, where no library says so."""
    return True


def nobody(name: str) -> bool:
    """Whether papers are by somebody of this name, where no library says so."""
    return False


def parse(
    question: str,
    organisations: Sequence[str] = (),
    today: date | None = None,
    is_author: Callable[[str], bool] = nobody,
    has_any: Callable[[Filters], bool] = anything,
    is_venue: Callable[[str], bool] = nobody,
) -> Parsed:
    """Return the question without its filters, and the filters.

    Args:
        organisations: those that the library knows; others are words.
        is_author: whether the library has a paper by somebody of a name; other names are words.
        is_venue: whether the library has a paper of a venue of some name; other names are words.
        today: a month without a year is the last one of that name.
        has_any: whether the library has a paper that passes some filters; where none has a date at all, or none of the
            years in what is no question for papers, they are words.

    Raises:
        UsageError: a typed filter has a value that cannot be understood.
    """
    text, filters = typed_filters.take(question)
    text = left_out.BEHIND.sub(r"\2 \1", text)
    is_about_papers = bool(_PAPERS.search(text))
    is_sentence = bool(_SENTENCE.search(text))
    is_open = is_about_papers or not is_sentence
    of_venue = ""
    if is_open:
        text, filters, of_venue = _with(said_venues.take(text, is_venue), text, "venue", filters)
    is_of_date = is_about_papers or dated_questions.is_of_date(text)
    now = today or date.today()
    if is_open and left_out.is_in(text):
        text, others = _take_left_out(text, now, allows_in=is_of_date)
        filters = filters.excluding(*others)
    if is_about_papers and (filters.authors_from, filters.authors_to) == (None, None):
        text, filters = _apply(said_authors.PATTERN, said_authors.count, text, filters)
    is_withheld = False
    if (is_open or is_of_date) and not (said_dates.has_choice(text, now) or _OF_ONE.search(text)):
        without, said = _take_dates(text, _without_date(filters), now, allows_in=is_of_date)
        is_filter = said == filters or _is_of_dates(said, without, has_any, is_open_to_all=is_of_date)
        is_withheld = not is_filter
        if is_filter and filters in (said, _without_date(filters)):
            text, filters = without, said  # what is typed counts; what says the same again is no word
    may_be_unread = (is_about_papers or filters == _without_date(filters)) and not compares_years(text)
    unread = dates_left.note(text, is_about_papers=is_about_papers, is_sentence=is_sentence) if may_be_unread else ""
    if (unread or is_withheld) and not has_any(_ANY_DATE):
        unread = "no paper here has a date: the years of the question are searched as words"
    notes = [note for note in (typed_filters.nearly(text), of_venue, unread) if note]
    by = said_organisations.take(text, organisations, is_about_papers, is_open)
    text, filters, unsure = _with(by, text, "organisation", filters)
    if not unsure:
        text, filters, unsure = _with(said_people.take(text, is_author), text, "author", filters)
    text, of_nobody = said_organisations.take_unknown(text) if is_about_papers else (text, "")
    notes.extend(filter(None, [unsure, of_nobody]))
    if not (filters.venue or of_venue) and (unknown := said_venues.unknown(text)):
        notes.append(f"no paper here is known to be published in “{unknown}”, which is searched as words")
    elif not (filters.organisation or filters.author or unsure or of_venue) and (
        unknown := said_organisations.unknown(text, is_about_papers=is_about_papers)
    ):
        notes.append(f"no paper here is known to be by “{unknown}”, which is searched as words")
    text = re.sub(r"\([\s,;]*\)", " ", text)
    text = re.sub(r"\s+([?.,;!])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,;")
    if filters and not re.search(r"\w", text):
        text = ""
    text, most = wished_counts.take(text, is_filtered=bool(filters))
    return Parsed(text, filters, tuple(notes), most)


def _with(named: left_out.Named, text: str, field: str, filters: Filters) -> tuple[str, Filters, str]:
    """Return a question without names that were read off it, filters with them, and a note.

    What is typed counts: then no names are taken besides, but for those that are left out.
    """
    if getattr(filters, field) and not named.excluded:
        return text, filters, ""
    without = [Filters.read({field: name}) for name in named.excluded]
    asked = Filters.read(filters.as_dict() | {field: getattr(filters, field) or named.name})
    return named.text, asked.excluding(*without), named.note


def _take_left_out(text: str, today: date, *, allows_in: bool) -> tuple[str, list[Filters]]:
    """Take out the dates and numbers of authors of papers that are left out: "not from 2024", "excluding 2023"."""
    without: list[Filters] = []
    for pattern, rule in (*said_dates.RULES, said_dates.BARE_YEAR, (said_authors.PATTERN, _authors)):
        for found in reversed(list(pattern.finditer(text))):
            begin, end = left_out.start(text, found.start()), found.end()
            if begin is None or not _is_date(text, found, allows_in=allows_in):
                continue
            said = rule(today, found, Filters())
            if said is None or (_NOT.fullmatch(text, begin, found.start()) and _is_open_ended(said)):
                continue  # "not before 2020" is since 2020
            years = [said.since, said.until] if said.excluded else []
            while said.since and (years or said.since == said.until) and (other := said_dates.ANOTHER.match(text, end)):
                years = [*(years or [said.since]), other["first"]]
                end = other.end()
            text = left_out.cut(text, begin, end)
            without = [*(Filters(since=year, until=year) for year in years), *([] if years else [said]), *without]
    return text, without


def _is_open_ended(said: Filters) -> bool:
    return bool(said.after or said.before) or bool(said.since) is not bool(said.until)


def _authors(today: date, found: re.Match[str], filters: Filters) -> Filters | None:
    return said_authors.count(found, filters)


def _take_dates(text: str, filters: Filters, today: date, *, allows_in: bool) -> tuple[str, Filters]:
    """Take out one date for the beginning and one for the end."""
    for pattern, rule in said_dates.RULES:
        text, filters = _apply(pattern, partial(rule, today), text, filters, allows_in=allows_in)
    return text, filters


def _apply(
    pattern: re.Pattern[str],
    rule: Callable[[re.Match[str], Filters], Filters | None],
    text: str,
    filters: Filters,
    *,
    allows_in: bool = True,
) -> tuple[str, Filters]:
    found = pattern.search(text)
    if not found or left_out.start(text, found.start()) is not None:
        return text, filters
    if left_out.start_perhaps(text, found.start()) is not None or not _is_date(text, found, allows_in=allows_in):
        return text, filters
    changed = rule(found, filters)
    if changed is None:
        return text, filters
    return text[: found.start()] + " " + text[found.end() :], changed


def _is_date(text: str, found: re.Match[str], *, allows_in: bool) -> bool:
    """Whether what looks like a date is one of papers."""
    if _is_counted(text, found) or _is_of_study(text, found):
        return False
    return allows_in or not found[0].lower().startswith("in ")


def _is_counted(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a year counts what follows: "after 2000 steps", but not "the paper from 2025 uses"."""
    is_of_one = _ONE_PAPER.search(text[: found.start()]) and not found[0].lower().startswith(("on ", "of ", "in "))
    return not is_of_one and _COUNTED.match(text[found.end() :]) is not None


def _is_of_study(text: str, found: re.Match[str]) -> bool:
    """Whether a date says when something was done or came about that is studied: "diagnosed before 2004"."""
    is_done = _DONE.search(text[: found.start()]) and not _PAPERS.search(found[0])
    return bool(is_done) or bool(_RANGE.fullmatch(found[0].strip()) and _NAMES_STUDY.match(text[found.end() :]))


def _is_of_dates(said: Filters, rest: str, has_any: Callable[[Filters], bool], *, is_open_to_all: bool) -> bool:
    """Whether dates that were said are a filter, and not years in which something was studied.

    Args:
        rest: the question without them.
        is_open_to_all: whether it asks for papers, which may be none.
    """
    if not has_content(rest):
        return True
    return has_any(_ANY_DATE) and (
        is_open_to_all
        or has_any(replace(Filters(), since=said.since, until=said.until, after=said.after, before=said.before))
    )


def _without_date(filters: Filters) -> Filters:
    return replace(filters, since=None, until=None, after=None, before=None)


_NOT = lazy_re(r"\W*(?:(?:and|but)\s+)?not\s+", re.IGNORECASE)
_ANY_DATE = Filters(since="0001")
_PAPERS = lazy_re(
    r"\b(papers?|articles?|publications?|preprints?|abstracts?|stud(?:y|ies)|works?|published|posted"
    r"|what (?:do you have|is new)|anything|the ones|those not)\b",
    re.IGNORECASE,
)
_SENTENCE = lazy_re(
    r"\b(how|what|which|who|whose|when|where|why|does|do|did|can|could|should|is|are|was|were)\b", re.IGNORECASE
)
_OF_ONE = lazy_re(
    r"^\W*(?:was|is)\s+(?!there\b|any\w*\b|an?\b|some\w*\b).+\b(?:published|posted|released|written|submitted|dated)\b",
    re.IGNORECASE,
)
"""Asks whether one paper is of a date, and is no filter: "Was SkillWeaver published in 2025?"."""
_DONE = lazy_re(
    r"\b(?:(?:diagnos|treat|recruit|enroll?|admitt|hospitali[sz]|follow|operat|transplant|infect|vaccinat|expos|conceiv"
    r"|collect|sampl|observ|conduct|perform|monitor|screen|immuni[sz]|discharg|deceas|examin|interview)ed|born|died"
    r"|seen|undertaken|carried out)(?:\s+up)?(?:\s+for)?\s*$"
    r"|\b(?:data|datasets?|corpus|corpora|records|samples|measurements|observations|surveys?|census|tweets|posts)\s*$",
    re.IGNORECASE,
)
_RANGE = lazy_re(rf"{said_dates.YEAR}\s*[-–]\s*{said_dates.YEAR}")
_NAMES_STUDY = lazy_re(r"\s+(?:[A-Z][\w-]*\s+)+(?:study|cohort|trial|survey|epidemic|outbreak|pandemic)\b")
_COUNTED = lazy_re(rf"(?!\s+(?:papers|works|studies|articles|publications)\b){said_dates.PLURAL}")
_ONE_PAPER = lazy_re(
    r"\b(?:paper|study|article|publication|preprint|abstract|method|approach|technique|algorithm|framework)\s*$",
    re.IGNORECASE,
)
