"""Which papers a summary is made from, over the bundled papers, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import pipeline
from assistant.citations import cited_sentences
from assistant.language.words import Stemmer
from assistant.records import Answer, EvidenceFound, Finished, Hit, Paper, Progress, Task, Token, Turn, Verdict
from assistant.settings import Settings
from assistant.storage.library import Library
from assistant.summarizing import membership, planning
from assistant.summarizing.writing import AGREEMENTS, DISAGREEMENTS
from assistant.summary_records import MENTIONS, NEAR, STRANGE


@pytest.fixture(scope="module")
def resources(seeds_library: Library) -> Iterator[pipeline.Resources]:
    """Return what answering needs, over the bundled papers, with quotations."""
    opened = pipeline.open_resources(Settings(library=seeds_library.folder, generator="quotes"), print)
    yield opened
    opened.close()


def summarize(topic: str, resources: pipeline.Resources, history: tuple[Turn, ...] = ()) -> Answer:
    """Return the summary."""
    *_, last = pipeline.answer(topic, resources, task=Task.SUMMARY, history=history)
    assert isinstance(last, Finished)
    return last.answer


def read(answer: Answer) -> list[str]:
    """Return the titles of the papers that were read."""
    assert answer.summary is not None
    return [paper.title for theme in answer.summary.themes for paper in theme.papers]


@pytest.mark.parametrize(
    ("topic", "title", "most"),
    [
        ("poker", "Are ChatGPT and GPT-4 Good Poker Players?", 1),
        ("surgery", "Suturing Tasks Automation", 1),
        ("climate", "Transfer Learning for Emulating Ocean Climate", 1),
        ("skill marketplaces security", "SkillProbe", 4),
        ("theory of mind", "SimpleToM", 4),
    ],
)
def test_a_narrow_topic_gives_a_short_summary(topic: str, title: str, most: int, resources: pipeline.Resources) -> None:
    """It is not padded with strangers."""
    titles = read(summarize(topic, resources))
    assert any(found.startswith(title) for found in titles)
    assert len(titles) <= most


@pytest.mark.parametrize("topic", ["risotto", "quantum computing", "monetary policy", "protein folding"])
def test_a_topic_on_which_there_is_nothing_is_refused(topic: str, resources: pipeline.Resources) -> None:
    """Whatever the nearest papers are."""
    answer = summarize(topic, resources)
    assert answer.abstained
    assert "is about this" in answer.text


@pytest.mark.parametrize("topic", ["diffusion policies", "large language model quantization", "drug discovery"])
def test_words_that_stand_apart_are_not_the_topic(topic: str, resources: pipeline.Resources) -> None:
    """A paper that has one of them, or each in another place, is about something else."""
    assert summarize(topic, resources).abstained


@pytest.mark.parametrize("topic", ["asdfgh qwerty", "blorptis"])
def test_what_is_no_word_is_refused(topic: str, resources: pipeline.Resources) -> None:
    """Of the language, nor of any paper."""
    assert summarize(topic, resources).abstained


@pytest.mark.parametrize(
    ("topic", "about", "stranger"),
    [
        ("world models", "Augmenting Replay in World Models", "Plan4MC"),
        ("tool learning", "Tool Learning with Foundation Models", "LEGATO"),
        ("theory of mind", "PHAnToM", "Thanos"),
        ("vision-language-action models", "TrajBooster", "GIVL"),
    ],
)
def test_a_paper_that_shares_one_word_of_a_topic_is_left_out(
    topic: str, about: str, stranger: str, resources: pipeline.Resources
) -> None:
    """One that says the topic is read, if only by a short form that another explains."""
    titles = read(summarize(topic, resources))
    assert any(title.startswith(about) for title in titles)
    assert not any(title.startswith(stranger) for title in titles)


def test_what_is_left_out_is_told_by_what_it_is_to_the_topic(resources: pipeline.Resources) -> None:
    """A paper that says a topic never seems not to be about it; a wide one is told to be so."""
    summary = summarize("reinforcement learning", resources).summary
    assert summary is not None
    strange = [item.paper for item in summary.left_out if item.reason == STRANGE]
    assert not [paper for paper in strange if "reinforcement learning" in f"{paper.title} {paper.abstract}".lower()]
    assert MENTIONS in {item.reason for item in summary.left_out}
    every = resources.library.papers().values()
    assert summary.saying == sum("reinforcement learning" in f"{p.title}. {p.abstract}".lower() for p in every)
    assert sum(len(theme.papers) for theme in summary.themes) >= 30


def test_a_wide_topic_is_grouped_and_each_sentence_is_cited_and_checked(resources: pipeline.Resources) -> None:
    """The papers of a theme stand under its name; each paper is read once, and those left out are named."""
    answer = summarize("skills of agents", resources)
    assert answer.summary is not None
    assert len(answer.summary.themes) >= 3
    for theme in answer.summary.themes:
        assert f"### {theme.name}\n\n" in answer.text
        assert "skill" not in theme.name.split(", ")
    titles = read(answer)
    assert len(titles) == len(set(titles)) >= 15
    assert {Verdict.SUPPORTED} == {claim.verdict for claim in answer.claims}
    assert [(claim.text, claim.citations) for claim in answer.claims] == [
        (sentence.text, sentence.citations) for sentence in cited_sentences(answer.text)
    ]
    assert {MENTIONS, NEAR, STRANGE} >= {item.reason for item in answer.summary.left_out}
    assert not {item.paper.title for item in answer.summary.left_out} & set(titles)


def test_markers_ascend_through_the_text_and_keep_their_numbers(resources: pipeline.Resources) -> None:
    """A paper that a dialogue has cited keeps its number, others follow."""
    first = summarize("model merging", resources)
    order = list(dict.fromkeys(n for claim in first.claims for n in claim.citations))
    assert order == list(range(1, len(order) + 1))
    second = summarize("merging of fine-tuned models", resources, (pipeline.turn_of(first, resources.library),))
    numbers = {citation.paper.id: citation.n for citation in first.citations}
    kept = {c.paper.id: c.n for c in second.citations if c.paper.id in numbers}
    assert len(kept) >= 2
    assert kept.items() <= numbers.items()


def test_what_seems_to_disagree_is_quoted_side_by_side(resources: pipeline.Resources) -> None:
    """One paper answers the other, and says so."""
    answer = summarize("emergent analogical reasoning", resources)
    assert answer.summary is not None
    apart = [pair for pair in answer.summary.comparisons if not pair.agrees]
    titles = {citation.n: citation.paper.title for citation in answer.citations}
    both = {titles[n] for pair in apart for n in (pair.one, pair.other)}
    assert "Response: Emergent analogical reasoning in large language models" in both
    assert DISAGREEMENTS in answer.text
    assert (AGREEMENTS in answer.text) == any(pair.agrees for pair in answer.summary.comparisons)


def test_filters_alone_summarise_all_that_pass(resources: pipeline.Resources) -> None:
    """No more than the limit is read, the newest first, and it is said how many are left."""
    answer = summarize("since:2026", resources)
    allowed = resources.library.papers(resources.library.numbers_matching(answer.filters))
    assert sorted(read(answer)) == sorted(paper.title for paper in allowed.values())
    every = summarize("since:1900 until:2100", resources)
    assert every.summary is not None
    dated = len(resources.library.numbers_matching(every.filters))
    assert (len(read(every)), every.summary.beyond) == (membership.LIMIT, dated - membership.LIMIT)
    assert membership.BEYOND == every.summary.left_out[0].reason
    assert min(paper.date or "" for theme in every.summary.themes for paper in theme.papers) >= "2024"


def test_steps_are_told_as_they_begin(resources: pipeline.Resources) -> None:
    """Evidence first, then theme after theme, each before its text; the text is what was shown."""
    events = list(pipeline.answer("knowledge distillation", resources, task=Task.SUMMARY))
    steps = [event for event in events if isinstance(event, Progress)]
    assert [event.done for event in steps] == list(range(1, steps[0].total + 1))
    kinds = [type(event) for event in events if isinstance(event, EvidenceFound | Progress | Token)]
    assert kinds[:3] == [EvidenceFound, Progress, Token]
    last = events[-1]
    assert isinstance(last, Finished)
    assert last.answer.text == "".join(event.text for event in events if isinstance(event, Token))
    assert last.answer.draft is None


def test_a_summary_can_be_stopped(resources: pipeline.Resources) -> None:
    """Between two themes: nothing is finished."""
    shown: list[str] = []
    events = pipeline.answer("knowledge distillation", resources, task=Task.SUMMARY, cancelled=lambda: len(shown) >= 2)
    for event in events:
        assert not isinstance(event, Finished)
        shown += [event.text] if isinstance(event, Token) else []
    assert len(shown) <= 3


def test_a_summary_is_the_same_each_time(resources: pipeline.Resources) -> None:
    """Nothing is drawn by chance."""
    topic = "imitation learning for robots"
    assert summarize(topic, resources).text == summarize(topic, resources).text


def test_a_quotation_does_not_begin_with_what_leads_over_from_the_sentence_before(
    resources: pipeline.Resources,
) -> None:
    """It stands alone in a summary; what is left is still verbatim."""
    answer = summarize("skills of agents", resources)
    assert not [claim.text for claim in answer.claims if claim.text.startswith(("“To address th", "“To overcome this"))]
    begun = [item for item in answer.evidence if item.text[0].islower()]
    assert begun
    assert all(item.text in item.paper.abstract and item.text.startswith(("we ", "this ")) for item in begun)


def test_a_topic_that_one_paper_is_called_by_is_still_a_topic() -> None:
    """If the titles of several others hold its words, too; a name that is its own is a paper's."""
    titles = ("Oven Unlearning", "Fast oven unlearning", "Oven unlearning, federated", "Unlearning for an oven")
    hits = [Hit(Paper(str(n), title, "It bakes."), 1.0) for n, title in enumerate(titles)]
    assert planning.paper_called("oven unlearning", hits, Stemmer()) is None
    assert planning.paper_called("oven unlearning", hits[:3], Stemmer()) == hits[0].paper


def test_the_beginning_of_a_title_is_its_name_if_it_is_written_so() -> None:
    """In small letters a few words are a topic; one word, or a sentence, is a name in any letters."""
    titles = ("Human-AI Collaboration: Effects", "BakeNet: An Oven", "Bread is All You Need: A Loaf")
    hits = [Hit(Paper(str(n), title, "It bakes."), 1.0) for n, title in enumerate(titles)]
    stemmer = Stemmer()
    assert planning.paper_called("human-AI collaboration", hits, stemmer) is None
    for name, hit in zip(("Human-AI Collaboration", "bakenet", "bread is all you need"), hits, strict=True):
        assert planning.paper_called(name, hits, stemmer) == hit.paper
