"""Filters, typed and said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import UsageError
from assistant.filters import parse
from assistant.records import Filters

KNOWN = ("ByteDance Seed", "Korea University")
TODAY = date(2026, 4, 17)


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("pruning year:2021", "pruning", Filters(since="2021", until="2021")),
        ("pruning year:2019-2021", "pruning", Filters(since="2019", until="2021")),
        ("pruning year:2019-", "pruning", Filters(since="2019")),
        ("since:2025-11 until:2026-01-15 pruning", "pruning", Filters(since="2025-11", until="2026-01-15")),
        ('org:"Korea University" pruning', "pruning", Filters(organisation="Korea University")),
        ("pruning org:nobody", "pruning", Filters(organisation="nobody")),
        ('title:"lottery ticket" what?', "what?", Filters(title="lottery ticket")),
        ("source:003 pruning", "pruning", Filters(source="003")),
        ("authors:>9 pruning", "pruning", Filters(authors_from=10)),
        ("authors:2-4 pruning", "pruning", Filters(authors_from=2, authors_to=4)),
    ],
)
def test_typed_filters_leave_the_question(question: str, text: str, filters: Filters) -> None:
    """What is typed with a colon is a filter and not searched."""
    assert (text, filters) == parse(question, KNOWN, TODAY)


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("speech papers from 2019", "speech papers", Filters(since="2019", until="2019")),
        ("Which 2019 papers treat speech?", "Which papers treat speech?", Filters(since="2019", until="2019")),
        ("speech, only 2019", "speech", Filters(since="2019", until="2019")),
        ("speech between 2018 and 2020", "speech", Filters(since="2018", until="2020")),
        ("speech, 2018–2020", "speech", Filters(since="2018", until="2020")),
        ("speech since May 2024", "speech", Filters(since="2024-05")),
        ("speech since March", "speech", Filters(since="2026-03")),
        ("speech since September", "speech", Filters(since="2025-09")),
        ("speech after 2023", "speech", Filters(after="2023")),
        ("speech papers published before 2021", "speech papers", Filters(before="2021")),
        ("speech up to 2021", "speech", Filters(until="2021")),
        ("speech work from 2020 or earlier", "speech work", Filters(until="2020")),
        ("speech posted in January 2026", "speech", Filters(since="2026-01", until="2026-01")),
        ("speech papers with at least five authors", "speech papers", Filters(authors_from=5)),
        ("speech papers with 2 to 5 authors", "speech papers", Filters(authors_from=2, authors_to=5)),
        ("speech papers by 3 or more authors", "speech papers", Filters(authors_from=3)),
        ("speech by ByteDance", "speech", Filters(organisation="ByteDance Seed")),
        ("ByteDance papers on speech", "papers on speech", Filters(organisation="ByteDance Seed")),
        ("speech from Korea University?", "speech?", Filters(organisation="Korea University")),
    ],
)
def test_said_filters_leave_the_question(question: str, text: str, filters: Filters) -> None:
    """What is said is a filter too, and its words are not searched."""
    assert (text, filters) == parse(question, KNOWN, TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "How does OmniGen 2024 do?",
        "What was the error on ImageNet-2012?",
        "How are 2000 robots trained?",
        "Which model may be small?",
        "skills from Korea",
        "results by GPT-4",
        "How many authors of resumes were helped?",
        "the march of progress",
        "since when do robots dance?",
        "Which agent learns in 2000 steps?",
        "papers on agents that learn in 2000 steps",
        "Which benchmark consists of 2000 tasks?",
        "Who won the ImageNet challenge in 2012?",
        "SWE-bench in 2024",
        "What happens after 2000 steps?",
        "authorship attribution with 50 authors",
        "What do the three authors claim?",
        "papers not from 2024",
        "papers from 2020 or 2023",
        "compare papers from 2024 and 2025",
        "models at korea university level",
    ],
)
def test_words_that_only_look_like_filters_stay(question: str) -> None:
    """A number, a month or a name that may mean something else is searched."""
    assert (question, Filters()) == parse(question, KNOWN, TODAY)


@pytest.mark.parametrize("typed", ["year:20x", "since:yesterday", "authors:many", "year:2020-x"])
def test_typed_filter_with_a_strange_value_is_refused(typed: str) -> None:
    """What is surely meant as a filter is not searched as words in silence."""
    with pytest.raises(UsageError, match=typed.split(":")[0]):
        parse(f"robots {typed}")


def test_filters_are_shown_in_words() -> None:
    """A person is told what is left out."""
    filters = Filters(since="2022", until="2023", authors_from=5, organisation="Korea University")
    assert "dated 2022 to 2023, with 5 or more authors, by Korea University" == str(filters)
