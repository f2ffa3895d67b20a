"""From a question to a checked answer: `answer` is the list of stages, and front ends only render its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from assistant import abstention, narrowing, numbering, reading
from assistant.checking import repairing
from assistant.citations import titled
from assistant.clock import Clock
from assistant.dialogue import followups, rewriting
from assistant.dialogue.turns import turn_of as turn_of
from assistant.direct_answers import catalogue, mentions, origins, stating, subjects, telling
from assistant.drafting import Draft
from assistant.equipment import Resources as Resources
from assistant.equipment import open_resources as open_resources
from assistant.generation import Cancelled, never
from assistant.generation.quotes import QuotesGenerator
from assistant.prompting import ABSTENTION, DOUBT
from assistant.questions import asides, remarks, understand, wishes
from assistant.records import (
    FROM_LIBRARY,
    Answer,
    Brief,
    Event,
    EvidenceFound,
    Filters,
    Finished,
    Hit,
    Paper,
    Retrieved,
    Task,
    Token,
    Turn,
    Understood,
)
from assistant.search import retrieval, spelling
from assistant.summarizing import planning
from assistant.summarizing import writing as summarizing
from assistant.writing import write

UNFILTERED = Filters()


def answer(
    question: str,
    resources: Resources,
    *,
    history: Sequence[Turn] = (),
    task: Task = Task.ANSWER,
    paper: Paper | None = None,
    within: Filters = UNFILTERED,
    cancelled: Cancelled = never,
) -> Iterator[Event]:
    """Answer a question, yielding each stage's result as soon as there is one.

    Args:
        history: the earlier turns of the dialogue, oldest first.
        within: filters that hold besides those of the question, as far as it does not ask otherwise.
        paper: for a summary of this one paper.
        cancelled: asked often; once it is true the events end soon, without `Finished`.

    Raises:
        UsageError: the question is empty or too long.
        AssistantError: the generator failed.
    """
    clock = Clock()
    resources.prepare_reader()
    topic, before = question if paper else understand.check_question(question), history
    said = remarks.read(topic, history) if task is Task.ANSWER else None
    if said and (reply := _on_last_answer(said, question, resources, history, clock, cancelled)):
        yield from reply
        return
    if said:
        topic, before = said.question, said.before
    if wish := wishes.read(topic, before) if task is Task.ANSWER else None:
        task, topic, before = Task.SUMMARY, wish.topic, ()
        paper = wish.paper_in(resources.library)
    pointed = _pointed_at(paper, wish.among if wish else (), within)
    asked = pointed or _understand(topic, resources, before, within, cancelled)
    asked, mention = _noted(replace(asked, wish=question if said else ""), task, resources)
    yield Understood(question, str(asked), asked.filters, asked.notes)
    if asked.aside:
        line = asides.reply(asked.aside, resources.paper_count)
        yield from _reply(line, question, clock, abstained=not asked.aside.is_answered)
        return

    found, searched = _retrieve(asked, resources, resources.retrieved)
    clock.retrieved()
    yield Retrieved(found.hits, searched)

    draft = Draft(question, asked, found, searched, resources, clock, task)
    if task is Task.SUMMARY and not paper:
        paper = planning.paper_called(asked.text, found.hits, resources.stemmer)
    if task is Task.SUMMARY and not paper:
        if plan := _plan(asked, history, resources):
            yield from _summarize(plan, draft, cancelled)
            return
        if not resources.always_answers:
            yield from draft.abstain()
            return
    origin_of = _origins(asked, resources)
    told = None if paper or task is Task.SUMMARY or asked.is_again else _told(asked, found, resources, origin_of)
    if told and (told.is_known or not resources.always_answers):
        yield from draft.tell(told, history)
        return
    chosen = _choose(draft, paper, before, mention, origin_of)
    draft = _as_chosen(draft, chosen)
    is_doubted = chosen.is_doubted
    clock.read()
    if cancelled():
        return
    if not chosen.evidence or (is_doubted and not resources.always_answers):
        yield from draft.abstain(text=_refusal(chosen))
        return
    evidence = numbering.keep_numbers(numbering.of_first_papers(chosen.evidence, asked.most), history)
    yield EvidenceFound(evidence, "; ".join(filter(None, (*chosen.notes, draft.doubt))))

    brief = Brief(task, asked.said, evidence, history, chosen.is_broad, parts=chosen.parts)
    yield from _compose(brief, draft, cancelled, is_doubted=is_doubted)


def _refusal(chosen: reading.Chosen) -> str:
    """Return why there is no answer, empty if it is only that none was found."""
    return abstention.words_of_denial(chosen.denied, chosen.evidence[0].paper) if chosen.denied else chosen.refusal


def _choose(
    draft: Draft,
    paper: Paper | None,
    history: Sequence[Turn],
    mention: mentions.Mention | None,
    origin_of: origins.Find,
) -> reading.Chosen:
    """Return what an answer is to be written from: one paper, what tells of papers by their names, or what was read."""
    asked, found, resources = draft.asked, draft.found, draft.resources
    if paper:
        return reading.outline(paper, found, resources.library)
    is_asked = draft.task is Task.ANSWER and not asked.is_again
    whole = _of_names(asked, found, history, mention, resources, origin_of) if is_asked else None
    return whole or _read(asked, found, draft.task, resources, origin_of)


def _as_chosen(draft: Draft, chosen: reading.Chosen) -> Draft:
    """Return a draft with what its answer is to be written from."""
    asked = replace(draft.asked, notes=(*draft.asked.notes, *chosen.notes))
    return replace(draft, asked=asked, found=chosen.found, doubt=chosen.doubt if draft.task is Task.ANSWER else "")


def _compose(brief: Brief, draft: Draft, cancelled: Cancelled, *, is_doubted: bool) -> Iterator[Event]:
    """Write an answer from its evidence and check it; where there is none to be given, quote if that is wanted."""
    resources, clock = draft.resources, draft.clock
    if is_doubted:
        yield Token(DOUBT)
    text, usage = yield from write(brief, resources.generator, clock, cancelled, holds_back=resources.always_answers)
    if cancelled():
        return
    if text.strip() == ABSTENTION and not resources.always_answers:
        yield from draft.abstain(text.strip(), usage)
        return
    is_quoted = resources.generator_name == QuotesGenerator.name
    if text.strip() == ABSTENTION:
        if not is_doubted:
            yield Token(DOUBT)
        is_doubted = is_quoted = True
        text, _ = yield from write(brief, QuotesGenerator(), clock, cancelled)
    clock.finished_writing()
    yield from draft.verify(
        text, brief, usage, DOUBT if is_doubted else "", cancelled, repairs=resources.repairs and not is_quoted
    )


def _origins(asked: understand.Understanding, resources: Resources) -> origins.Find:
    """Return what finds the papers that names are of, among those that pass the filters; each name once."""
    library = resources.library
    allowed = frozenset(library.numbers_matching(asked.filters)) if asked.filters else None
    return cache(lambda name: origins.find(name, library, allowed))


def _told(
    asked: understand.Understanding, found: retrieval.Found, resources: Resources, origin_of: origins.Find
) -> catalogue.Told | None:
    """Return the answer to a question about the library itself, None if it is not one."""
    search = _search_by_name(asked, resources)
    return catalogue.tell(asked, found.hits, resources.library, lambda name: search(name).hits, origin_of)


def _of_names(
    asked: understand.Understanding,
    found: retrieval.Found,
    history: Sequence[Turn],
    mention: mentions.Mention | None,
    resources: Resources,
    origin_of: origins.Find,
) -> reading.Chosen | None:
    """Return what tells of papers called by name, or using what has one, or states a fact of those before, if asked."""
    search, library = _search_by_name(asked, resources), resources.library
    whole = None if resources.always_answers else stating.choose(asked, found, library, resources.reader)
    whole = whole or telling.choose(asked, found, understand.topic_of(history), search, library, origin_of)
    return whole or (mentions.choose(mention, search, library) if mention else None)


def _search_by_name(asked: understand.Understanding, resources: Resources) -> telling.Search:
    return lambda name: _rank(replace(asked, text=name, topic=None), resources, telling.DEPTH)[0]


def _plan(asked: understand.Understanding, history: Sequence[Turn], resources: Resources) -> planning.Plan | None:
    """Return what to write a summary from, or None if the library holds nothing on the topic."""
    found = _rank(asked, resources, planning.CANDIDATES)[0]
    library, embedder, stemmer = resources.library, resources.embedder, resources.stemmer
    return planning.plan(asked, found, history, library, embedder, resources.reader, stemmer)


def _summarize(plan: planning.Plan, draft: Draft, cancelled: Cancelled) -> Iterator[Event]:
    """Write a summary of several papers, theme by theme, and check it."""
    resources, clock = draft.resources, draft.clock
    draft = replace(draft, found=plan.found)
    clock.read()
    yield Retrieved(plan.found.hits, draft.searched)
    yield EvidenceFound(plan.evidence)
    quotes = resources.generator_name == QuotesGenerator.name
    written = yield from summarizing.write(
        plan,
        draft.asked.said or str(draft.asked.filters),
        lambda brief: write(brief, resources.generator, clock, cancelled, holds_back=True),
        lambda text, brief: draft.check(text, brief, cancelled, repairs=resources.repairs and not quotes),
        cancelled,
        quotes=quotes,
    )
    if cancelled():
        return
    clock.finished_writing()
    checked = repairing.Checked(written.text, tuple(written.claims), tuple(written.withheld))
    yield from draft.finish(checked, written.draft, plan.evidence, written.usage, summary=plan.summary)


def search(question: str, resources: Resources, count: int) -> tuple[Understood, retrieval.Found]:
    """Return a question as it was searched and the `count` best papers for it, without answering it.

    Raises:
        UsageError: the question is empty or too long.
    """
    asked = _understand(question, resources)
    found = _retrieve(asked, resources, count)[0]
    notes = (
        *asked.notes,
        *narrowing.beyond(asked, count, resources.library),
        *narrowing.on_search(asked, found, resources.library),
    )
    return Understood(question, str(asked), asked.filters, notes), found


def _pointed_at(paper: Paper | None, titles: tuple[str, ...], within: Filters) -> understand.Understanding | None:
    """Return what asks for one paper, or for some by their titles; None if neither is pointed at."""
    if paper:
        return understand.verbatim(paper.title)
    return understand.of_papers(titles, within) if titles else None


def _understand(
    question: str,
    resources: Resources,
    history: Sequence[Turn] = (),
    within: Filters = UNFILTERED,
    cancelled: Cancelled = never,
) -> understand.Understanding:
    """Understand a question in the light of the dialogue, as far as it goes on with it."""
    library = resources.library
    if within.only:  # these papers are what it is about
        history = ()
    asked = understand.understand(
        question,
        history,
        library.organisations(),
        library.has_author,
        has_any=library.has_any,
        is_venue=library.has_venue,
    )
    asked = replace(asked, topic="; ".join(within.only) or asked.topic, filters=asked.filters.within(within))
    asked = followups.settle(
        asked,
        lambda asked, count: _rank(asked, resources, count)[0],
        library,
        resources.stemmer,
        lambda: resources.reader,
    )
    if not asked.is_sure and resources.rewrites:
        asked = rewriting.rewrite(
            asked, history, resources.generator, resources.embedder.is_word, resources.stemmer, cancelled
        )
    corrections = spelling.read(asked.standalone, library, resources.embedder.is_word).corrections
    return replace(asked, notes=(*asked.notes, *narrowing.left_out(asked.filters, library), *map(str, corrections)))


def _noted(
    asked: understand.Understanding, task: Task, resources: Resources
) -> tuple[understand.Understanding, mentions.Mention | None]:
    """Return a question with notes on lists that are cut, and the papers that say the thing which it asks for."""
    library = resources.library
    mention = mentions.read(asked, library) if task is Task.ANSWER and not asked.aside else None
    cut = narrowing.beyond(asked, min(resources.retrieved, asked.most or resources.retrieved), library)
    return replace(asked, notes=(*asked.notes, *cut, *(mention.notes if mention else ()))), mention


def _retrieve(asked: understand.Understanding, resources: Resources, count: int) -> tuple[retrieval.Found, int]:
    """Return the best papers among those that pass the filters, without those far from it, and how many pass."""
    found, searched = _rank(asked, resources, count + len(asked.seen) * asked.is_again)
    near = narrowing.without_strangers(asked, found, resources.library, resources.stemmer)
    return replace(near, hits=near.hits[:count], numbers=near.numbers[:count]), searched


def _rank(asked: understand.Understanding, resources: Resources, count: int) -> tuple[retrieval.Found, int]:
    library = resources.library
    allowed = library.numbers_matching(asked.scope) if asked.scope else None
    found = retrieval.retrieve(
        asked.standalone,
        count,
        library,
        resources.embedder,
        resources.index,
        allowed=allowed,
        last=frozenset() if asked.is_again else asked.seen,
        reranker=resources.reranker,
    )
    return found, resources.paper_count if allowed is None else len(allowed)


def _read(
    asked: understand.Understanding,
    found: retrieval.Found,
    task: Task,
    resources: Resources,
    origin_of: origins.Find,
) -> reading.Chosen:
    library, reader, is_word = resources.library, resources.reader, resources.embedder.is_word
    named: frozenset[int] = frozenset()
    if not (task is not Task.ANSWER or asked.topic or asked.asks_for_papers or asked.is_elsewhere):
        found, named = subjects.lead(found, library, origin_of)
    chosen = reading.choose(asked, found, task, library, reader, is_word, resources.stemmer, named)
    if task is not Task.ANSWER or chosen.denied or not chosen.is_doubted:
        return chosen
    other = stating.instead(asked, found, library, reader, resources.stemmer)
    return other if other and (other.evidence or not resources.always_answers) else chosen


def _reply(text: str, question: str, clock: Clock, *, abstained: bool) -> Iterator[Event]:
    """Answer what asks the papers nothing with a line of the program, without searching them."""
    clock.wrote()
    yield Token(text)
    yield Finished(Answer(question, question, text, abstained, (), (), (), FROM_LIBRARY, None, clock.timings()))


def _on_last_answer(
    said: remarks.Remark,
    question: str,
    resources: Resources,
    history: Sequence[Turn],
    clock: Clock,
    cancelled: Cancelled,
) -> Iterator[Event] | None:
    """Return what answers a remark on the answer before; None if the question there must be asked again for it."""
    paper = resources.library.paper(said.paper) if said.paper else None
    if paper:
        return _go_on(paper, question, resources, history, clock, cancelled)
    if resources.generator_name != QuotesGenerator.name or said.kind is remarks.Kind.MORE:
        return None
    return chain([Understood(question, question)], _reply(said.line, question, clock, abstained=False))


def _go_on(
    paper: Paper, question: str, resources: Resources, history: Sequence[Turn], clock: Clock, cancelled: Cancelled
) -> Iterator[Event]:
    """Answer from what the abstract of a paper says that was not quoted before."""
    asked = replace(understand.verbatim(question), topic=paper.title)
    yield Understood(question, str(asked))
    found = retrieval.Found((Hit(paper, 1.0),), (resources.library.number(paper),), asked.standalone)
    yield Retrieved(found.hits, 1)
    draft = Draft(question, asked, found, 1, resources, clock)
    rest = reading.unquoted(paper, [turn.answer for turn in history], resources.library)
    if not rest:
        said = catalogue.Told(f"The abstract of {titled(paper)} says no more [1].", (paper,))
        yield from draft.tell(said, history)
        return
    evidence = numbering.keep_numbers(rest, history)
    yield EvidenceFound(evidence)
    clock.read()
    yield from _compose(Brief(Task.ANSWER, asked.standalone, evidence, history), draft, cancelled, is_doubted=False)
