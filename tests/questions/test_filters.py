"""Filters, typed and said."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import UsageError
from assistant.questions.filters import Parsed, parse
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
        ("authors:>=9 pruning", "pruning", Filters(authors_from=9)),
        ("authors:9+ pruning", "pruning", Filters(authors_from=9)),
        ("authors:<3 pruning", "pruning", Filters(authors_to=2)),
        ("year: 2021 pruning", "pruning", Filters(since="2021", until="2021")),
        ("authors:2-4 pruning", "pruning", Filters(authors_from=2, authors_to=4)),
        ("What is pruned year:2021?", "What is pruned?", Filters(since="2021", until="2021")),
        ("year:2021, pruning", "pruning", Filters(since="2021", until="2021")),
        ("source:003, pruning", "pruning", Filters(source="003")),
        ("pruning (year:2021, source:003)", "pruning", Filters(since="2021", until="2021", source="003")),
        ("title:BERT(base) pruning", "pruning", Filters(title="BERT(base)")),
        ("title:GPT-4.5 pruning", "pruning", Filters(title="GPT-4.5")),
        ("pruning since 2021 since:2021", "pruning", Filters(since="2021")),
        ("pruning since 2020 since:2021", "pruning since 2020", Filters(since="2021")),
    ],
)
def test_typed_filters_leave_the_question(question: str, text: str, filters: Filters) -> None:
    """What is typed with a colon is a filter and not searched."""
    assert Parsed(text, filters) == parse(question, KNOWN, TODAY)


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
        ("speech papers with at least twenty authors", "speech papers", Filters(authors_from=20)),
        ("speech papers with more than ten authors", "speech papers", Filters(authors_from=11)),
        ("speech papers with twenty-one authors", "speech papers", Filters(authors_from=21, authors_to=21)),
        ("speech papers with a dozen authors or more", "speech papers", Filters(authors_from=12)),
        ("single-author papers on speech", "papers on speech", Filters(authors_from=1, authors_to=1)),
        ("speech papers with between three and five authors", "speech papers", Filters(authors_from=3, authors_to=5)),
        ("speech papers with >20 authors", "speech papers", Filters(authors_from=21)),
        ("speech papers (≤ 3 authors)", "speech papers", Filters(authors_to=3)),
        ("speech papers with more than 1,000 authors", "speech papers", Filters(authors_from=1001)),
        ("speech papers with at least two hundred authors", "speech papers", Filters(authors_from=200)),
        ("papers with a hundred and twenty authors", "papers", Filters(authors_from=120, authors_to=120)),
        ("papers with between a hundred and two hundred authors", "papers", Filters(authors_from=100, authors_to=200)),
        ("speech papers from last year", "speech papers", Filters(since="2025", until="2025")),
        ("what on speech was published this month?", "what on speech was?", Filters(since="2026-04", until="2026-04")),
        ("speech papers from the last two years", "speech papers", Filters(since="2024-04-17")),
        ("speech papers of the past year", "speech papers", Filters(since="2025-04-17")),
        ("speech papers from 2023 to now", "speech papers", Filters(since="2023")),
        ("speech papers between March and June 2025", "speech papers", Filters(since="2025-03", until="2025-06")),
        ("speech papers from November to February", "speech papers", Filters(since="2025-11", until="2026-02")),
        ("speech papers before March 2026", "speech papers", Filters(before="2026-03")),
        ("speech papers no later than May 2024", "speech papers", Filters(until="2024-05")),
        ("speech papers from April", "speech papers", Filters(since="2026-04", until="2026-04")),
        ("papers from 2024 on speech", "papers on speech", Filters(since="2024", until="2024")),
        ("speech papers from April on", "speech papers", Filters(since="2026-04")),
        ("speech papers posted on March 15th, 2026", "speech papers", Filters(since="2026-03-15", until="2026-03-15")),
        ("speech papers after 3 June", "speech papers", Filters(after="2025-06-03")),
        ("speech papers published March 2025", "speech papers", Filters(since="2025-03", until="2025-03")),
        ("articles that appeared May 5, 2025", "articles that", Filters(since="2025-05-05", until="2025-05-05")),
        ("speech papers published 2024", "speech papers", Filters(since="2024", until="2024")),
        ("speech papers from Dec '24", "speech papers", Filters(since="2024-12", until="2024-12")),
        ("speech papers from March or April 2025", "speech papers", Filters(since="2025-03", until="2025-04")),
        ("speech papers from last year or this year", "speech papers", Filters(since="2025", until="2026")),
        ("speech papers from 2019/2020", "speech papers", Filters(since="2019", until="2020")),
        ("speech papers from late 2023", "speech papers", Filters(since="2023-07", until="2023-12")),
        ("early 2024 papers on speech", "papers on speech", Filters(since="2024-01", until="2024-06")),
        ("speech papers since mid-2024", "speech papers", Filters(since="2024-04")),
        ("speech papers before the second half of 2024", "speech papers", Filters(before="2024-07")),
        ("speech papers published in Q3 2025", "speech papers", Filters(since="2025-07", until="2025-09")),
        ("papers newer than 2020, older than 2024", "papers", Filters(after="2020", before="2024")),
        ("speech papers from 2022 and before 2025", "speech papers and", Filters(since="2022", before="2025")),
        ("papers from 2023 discuss speech", "papers discuss speech", Filters(since="2023", until="2023")),
        ("papers since 2022 across fields", "papers across fields", Filters(since="2022")),
        ("papers since 2020 compare A and B", "papers compare A and B", Filters(since="2020")),
        ("papers from 2025 on A vs B", "papers on A vs B", Filters(since="2025", until="2025")),
        ("last year's papers on speech", "papers on speech", Filters(since="2025", until="2025")),
        ("What did Korea University do?", "What?", Filters(organisation="Korea University")),
        ("What has ByteDance published on speech?", "What on speech?", Filters(organisation="ByteDance Seed")),
        ("work from ByteDance", "work", Filters(organisation="ByteDance Seed")),
        ("papers by korea university on speech", "papers on speech", Filters(organisation="Korea University")),
        ("speech by ByteDance", "speech", Filters(organisation="ByteDance Seed")),
        ("ByteDance papers on speech", "papers on speech", Filters(organisation="ByteDance Seed")),
        ("speech from Korea University?", "speech?", Filters(organisation="Korea University")),
    ],
)
def test_said_filters_leave_the_question(question: str, text: str, filters: Filters) -> None:
    """What is said is a filter too, and its words are not searched."""
    assert Parsed(text, filters) == parse(question, KNOWN, TODAY)


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
        "papers not trained in 2024",
        "Which model was better in 2019 or 2023?",
        "compare papers from 2024 and 2025",
        "papers from March or June 2025",
        "were more papers published in 2024 than in 2019?",
        "how do papers from 2023 compare with those from 2024?",
        "papers on patients followed for the last 10 years",
        "papers since the 2017 paper on speech",
        "papers on the march of progress",
        "papers since 2025-13",
        "papers from 20255",
        "the year: what happened",
        "models at korea university level",
    ],
)
def test_words_that_only_look_like_filters_stay(question: str) -> None:
    """A number, a month or a name that may mean something else is searched."""
    found = parse(question, KNOWN, TODAY)
    assert (question, Filters()) == (found.text, found.filters)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("papers by Google on speech", "Google"),
        ("work from Deep Mind", "Deep Mind"),
        ("How many papers are by Google?", "Google"),
        ("papers on speech by Google or Meta", "“Google or Meta”"),
        ("speech papers not recorded in 2024", "-year:2024"),
        ("speech papers from late 2023 to early 2024", "year:2023"),
        ("speech papers from the late 2010s", "year:2010-2019"),
        ("speech papers from 10/2025", "since:2025-10 until:2025-10"),
        ("speech papers since 03/2024", "since:2024-03"),
        ("speech papers of 01.05.2024", "2024-05"),
        ("speech papers (2024)", "year:2024"),
        ("speech papers from the 2010s", "year:2010-2019"),
        ("1990s studies on speech", "year:1990-1999"),
        ("speech papers of the last decade", "“the last decade”"),
        ("papers of the past few months", "“the past few months”"),
        ("papers from two weeks ago", "“two weeks ago”"),
        ("papers older than 5 years", "“older than 5 years”"),
        ("papers since the 2017 paper on speech", "since:2017"),
        ("papers on speech not recorded by Korea University", '-org:"Korea University"'),
        ("papers that use models by ByteDance", "“use models by ByteDance”"),
        ("papers by ByteDance or their friends", 'org:"ByteDance Seed"'),
        ("papers by ByteDance, Meta and MIT", 'org:"ByteDance Seed"'),
        ("papers by Meta or MIT", "Meta or MIT"),
        ("Acme and Korea University papers", "org:"),
    ],
)
def test_what_looks_like_a_filter_and_is_none_is_noted(question: str, note: str) -> None:
    """It is searched as words, and the person is told so."""
    found = parse(question, KNOWN, TODAY)
    assert (question, Filters()) == (found.text, found.filters)
    assert [note in line for line in found.notes] == [True]


BYTEDANCE, KOREA = (Filters(organisation=name) for name in ("ByteDance Seed", "Korea University"))
IN_2024 = Filters(since="2024", until="2024")
IN_2021_22 = Filters(since="2021", until="2022")
MARCH_TO_MAY = Filters(since="2025-03", until="2025-05")


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("papers not by ByteDance on speech", "papers on speech", Filters(excluded=(BYTEDANCE,))),
        ("papers on speech excluding ByteDance", "papers on speech", Filters(excluded=(BYTEDANCE,))),
        ("Which papers do not come from ByteDance?", "Which papers do?", Filters(excluded=(BYTEDANCE,))),
        ("speech, except work by ByteDance", "speech", Filters(excluded=(BYTEDANCE,))),
        ("what about those not by ByteDance?", "what about those?", Filters(excluded=(BYTEDANCE,))),
        ("papers by neither ByteDance nor Korea University", "papers", Filters(excluded=(BYTEDANCE, KOREA))),
        ("papers not by korea university or bytedance", "papers", Filters(excluded=(KOREA, BYTEDANCE))),
        (
            "papers by ByteDance but not by Korea University",
            "papers",
            Filters(organisation="ByteDance Seed", excluded=(KOREA,)),
        ),
        ("papers not from 2024", "papers", Filters(excluded=(IN_2024,))),
        ("speech papers, but not from 2024", "speech papers", Filters(excluded=(IN_2024,))),
        ("speech papers other than from 2024", "speech papers", Filters(excluded=(IN_2024,))),
        ("papers that aren't from 2024", "papers that", Filters(excluded=(IN_2024,))),
        ("excluding 2024, which papers study speech?", "which papers study speech?", Filters(excluded=(IN_2024,))),
        ("speech papers since 2020 but not 2024", "speech papers", Filters(since="2020", excluded=(IN_2024,))),
        (
            "speech papers not from 2019, 2024",
            "speech papers",
            Filters(excluded=(Filters(since="2019", until="2019"), IN_2024)),
        ),
        (
            "speech papers not from 2019 or 2024",
            "speech papers",
            Filters(excluded=(Filters(since="2019", until="2019"), IN_2024)),
        ),
        ("speech papers not from March to May 2025", "speech papers", Filters(excluded=(MARCH_TO_MAY,))),
        ("speech papers not before 2020", "speech papers", Filters(since="2020")),
        ("speech papers not older than 2020", "speech papers", Filters(since="2020")),
        ("papers not with more than 20 authors", "papers", Filters(excluded=(Filters(authors_from=21),))),
        ("-year:2024 speech -org:ByteDance", "speech", Filters(excluded=(IN_2024, Filters(organisation="ByteDance")))),
        ("speech -venue:ICML -venue:ACL", "speech", Filters(excluded=(Filters(venue="ICML"), Filters(venue="ACL")))),
        ("speech -authors:>9 year:2024", "speech", replace(IN_2024, excluded=(Filters(authors_from=10),))),
    ],
)
def test_what_is_left_out_leaves_the_question(question: str, text: str, filters: Filters) -> None:
    """Typed with a minus, or said."""
    assert Parsed(text, filters) == parse(question, KNOWN, TODAY)


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        (
            "papers by ByteDance or Korea University",
            "papers",
            Filters(organisation="ByteDance Seed or Korea University"),
        ),
        ("bytedance and korea university papers", "bytedance and korea university papers", Filters()),
        ("Korea University and ByteDance papers", "papers", Filters(organisation="Korea University or ByteDance Seed")),
        ("papers by bytedance, korea university", "papers", Filters(organisation="ByteDance Seed or Korea University")),
        ("papers from 2020 or 2023", "papers", Filters(since="2020", until="2023", excluded=(IN_2021_22,))),
        ("papers from 2023/2020", "papers", Filters(since="2020", until="2023", excluded=(IN_2021_22,))),
        ("2020 and 2023 papers", "papers", Filters(since="2020", until="2023", excluded=(IN_2021_22,))),
    ],
)
def test_either_of_several_is_asked_for(question: str, text: str, filters: Filters) -> None:
    """Organisations, or two years without those between."""
    assert Parsed(text, filters) == parse(question, KNOWN, TODAY)


def test_who_pays_for_work_is_not_taken_to_have_written_it() -> None:
    """Nothing is noted of it."""
    assert () == parse("Is the work funded by NIH?", KNOWN, TODAY).notes


def test_who_is_not_known_leaves_nothing_out() -> None:
    """The words would only be searched."""
    note = "no paper here is known to be by “Acme Labs”, so that none is left out"
    assert Parsed("papers on speech", Filters(), (note,)) == parse("papers not by Acme Labs on speech", KNOWN, TODAY)


def test_who_is_not_known_may_be_the_other_one() -> None:
    """The papers of the one that is known are found."""
    note = "no organisation of a paper here is called “Acme”"
    either = Filters(organisation="ByteDance Seed or Acme")
    assert Parsed("papers on speech", either, (note,)) == parse("papers by ByteDance or Acme on speech", KNOWN, TODAY)


def test_what_is_asked_of_several_filters_is_shown() -> None:
    """A person sees what is left out."""
    filters = parse(
        "papers by ByteDance, not from 2024 or with more than 20 authors -title:speech", KNOWN, TODAY
    ).filters
    assert "by ByteDance Seed, not titled “speech”, not with 21 or more authors, not dated 2024" == str(filters)


def test_what_either_leaves_out_is_left_out() -> None:
    """Filters that stay and those of a question."""
    assert Filters(excluded=(IN_2024, KOREA), source="a") == Filters(excluded=(KOREA,)).within(
        Filters(excluded=(IN_2024, KOREA), source="a")
    )


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(since="2024", among=("A", "B"), excluded=(KOREA, Filters(without=("C",))))]
)
def test_filters_are_kept_as_json(filters: Filters) -> None:
    """And read back as they were."""
    assert filters == Filters.read(json.loads(json.dumps(filters.as_dict())))


@pytest.mark.parametrize(("said", "name"), [("Google DeepMind", "Google DeepMind"), ("Google", "Google")])
@pytest.mark.parametrize("known", [("Google", "Google DeepMind"), ("Google DeepMind", "Google")])
def test_longest_organisation_is_the_one_that_is_said(said: str, name: str, known: tuple[str, ...]) -> None:
    """In whatever order the library knows them."""
    assert Parsed("papers", Filters(organisation=name)) == parse(f"papers from {said}", known)


@pytest.mark.parametrize("question", ["papers by GPT-4", "papers on robots", "a study by Webb et al.", "work by hand"])
def test_what_is_no_name_of_a_source_is_not_noted(question: str) -> None:
    """Notes are for what a person would take for a filter."""
    assert parse(question, KNOWN, TODAY).notes == ()


@pytest.mark.parametrize(
    "typed",
    [
        "year:20x",
        "since:yesterday",
        "authors:many",
        "year:2020-x",
        "year:",
        "year:２０２５",
        "year:2025-2020",
        "year:2024 year:2025",
        "since:2025-13",
        "since:2025-02-30",
        "since:2025 until:2024",
        "authors:5-2",
        'org:""',
        'org:"Korea University',
        "title:",
        'source:" "',
        "authors:Smith",
        "before:2024",
    ],
)
def test_typed_filter_with_a_strange_value_is_refused(typed: str) -> None:
    """What is surely meant as a filter is not searched as words in silence."""
    with pytest.raises(UsageError, match=typed.split(":")[0]):
        parse(f"robots {typed}")


def test_filters_are_shown_in_words() -> None:
    """A person is told what is left out."""
    filters = Filters(since="2022", until="2023", authors_from=5, organisation="Korea University")
    assert "dated 2022 to 2023, with 5 or more authors, by Korea University" == str(filters)


PIECES = (
    "papers from since until between and or to before after in of not only last past this year month week"
    " 2025 2025-13 2025-02-30 20255 31 99 Feb 31st May March, june 1999 twenty-one hundred a dozen more than at least"
    " fewer authors author by Korea University ByteDance Google year: since: until: authors: org: source: title:"
    ' year:2025 year:2025- authors:>9 org:" " : , - – ? 0 -1 999999999999 ٣ ² \u202e \x00 İ ß (? [a-z \' \\ % *'
).split(" ")


def test_no_question_makes_it_stumble() -> None:
    """20,000 questions of pieces of filters, in any order: a refusal at most, and filters that make sense."""
    chance = random.Random(1)
    for _ in range(20_000):
        question = "".join(
            chance.choice(PIECES) + chance.choice((" ", " ", " ", "")) for _ in range(chance.randint(1, 12))
        )
        try:
            found = parse(question, KNOWN, TODAY)
        except UsageError:
            continue
        dates = [found.filters.since, found.filters.until, found.filters.after, found.filters.before]
        assert all(re.fullmatch(r"[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?", value) for value in dates if value), question
        assert len(found.text) <= len(question)


@pytest.mark.parametrize("question", ["malaria in Africa 2000-2015", "papers on malaria since 2010"])
def test_years_are_words_where_no_paper_has_a_date(question: str) -> None:
    """A line says so; what asks for nothing but a date is a filter all the same."""
    parsed = parse(question, has_any=lambda filters: False)
    assert (question, Filters()) == (parsed.text, parsed.filters)
    assert any("no paper here has a date" in note for note in parsed.notes)
    assert parse("papers from 2019", has_any=lambda filters: False).filters == Filters(since="2019", until="2019")


@pytest.mark.parametrize(
    "question",
    [
        "Cancer survivors diagnosed before 2004",
        "children born after 1990",
        "papers on the 1964-1973 Kaiser Cohort study",
    ],
)
def test_years_of_what_is_studied_are_words(question: str) -> None:
    """They say when something was done, not when it was published."""
    assert parse(question).filters == Filters()


def test_years_that_no_paper_is_of_are_words_where_none_is_asked_for() -> None:
    """A topic with years; what asks for papers of a date may find none."""
    assert parse("malaria 1920-1930", has_any=lambda filters: filters.since == "0001").filters == Filters()
    asked = parse("papers on malaria 1920-1930", has_any=lambda filters: filters.since == "0001")
    assert asked.filters.since == "1920"
