"""An exchange grows with each event and ends once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.records import Event, EvidenceFound, Finished, Repairing, Retrieved, Token, Understood
from assistant.tui.exchange import Exchange, Stage
from tests.tui.fakes import ANSWER, BEGINNING, CLAIM, DOUBT, END, EVIDENCE, HITS, TEXT, WHOLE


def after(*events: object) -> Exchange:
    """Return an exchange, asked at 10 s, to which these events have happened at 12 s."""
    exchange = Exchange(1, ANSWER.question, 10.0)
    for event in events:
        assert isinstance(event, Event)
        exchange = exchange.after(event, 12.0)
    return exchange


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (Understood("a", "b"), Stage.SEARCHING),
        (Retrieved(HITS, 352), Stage.CHOOSING),
        (EvidenceFound(EVIDENCE), Stage.READING),
        (Token("word"), Stage.WRITING),
        (END[0], Stage.CHECKING),
        (Repairing(DOUBT), Stage.REPAIRING),
        (Finished(ANSWER), Stage.FINISHED),
    ],
)
def test_each_event_leads_to_its_stage(event: Event, stage: Stage) -> None:
    """The stage says what the pipeline does now."""
    assert after(event).stage is stage


def test_it_waits_before_the_first_event() -> None:
    """A question may wait for a model that still loads."""
    assert after().stage is Stage.WAITING


def test_it_keeps_what_the_events_bring() -> None:
    """Hits, evidence, text and claims stay."""
    exchange = after(*WHOLE)
    assert (exchange.hits, exchange.evidence, exchange.searched) == (HITS, EVIDENCE, 352)
    assert exchange.text.strip() == TEXT
    assert exchange.claims == (CLAIM, DOUBT)
    assert exchange.answer == ANSWER


def test_the_standalone_question_is_kept() -> None:
    """A follow-up is searched in other words than it was asked in."""
    assert after(Understood("and it?", "and SkillWeaver?")).standalone == "and SkillWeaver?"
    noted = after(Understood("a", "a", notes=("left out",)), EvidenceFound(EVIDENCE, "unsure"))
    assert noted.notes == ("left out", "unsure")


def test_tokens_are_counted() -> None:
    """Each piece counts as one."""
    assert after(Token("a"), Token("b")).tokens == 2


def test_text_is_sanitised_as_it_arrives() -> None:
    """No widget sees a raw token."""
    assert after(Token("a\x1b[2Jb"), Token("\u202ec\x07")).text == "abc"


def test_a_sequence_that_is_cut_in_two_loses_its_escape() -> None:
    """Tokens can cut anywhere."""
    assert "\x1b" not in after(Token("a\x1b"), Token("[2Jb")).text


@pytest.mark.parametrize("count", range(len(BEGINNING) + 1))
def test_it_can_be_stopped_at_every_stage(count: int) -> None:
    """What is there stays; nothing runs any more."""
    stopped = after(*BEGINNING[:count]).stopped(13.0)
    assert not stopped.is_running
    assert stopped.stage is Stage.STOPPED


def test_it_fails_with_message_and_hint() -> None:
    """Both are shown."""
    failed = after().failed("no model", "get one", 11.0)
    assert (failed.stage, failed.error, failed.is_running) == (Stage.FAILED, ("no model", "get one"), False)


def test_seconds_run_until_the_end() -> None:
    """The clock stands still once the exchange has ended."""
    assert after(Token("a")).seconds(15.0) == 5.0
    assert after(Finished(ANSWER)).seconds(15.0) == 2.0
    assert after().stopped(11.5).seconds(15.0) == 1.5


def test_the_text_is_that_of_the_answer_in_the_end() -> None:
    """The answer may have been mended after it was streamed."""
    assert after(Token("half")).stopped(3.0).final_text == "half"
    assert after(Token("raw"), Finished(replace(ANSWER, text="mended\x07"))).final_text == "mended"


def test_evidence_may_be_cited_and_in_the_end_the_citations() -> None:
    """The numbers say which markers are links."""
    assert after(*BEGINNING).numbers == {1, 2}
    assert after(*BEGINNING, Finished(replace(ANSWER, citations=ANSWER.citations[:1]))).numbers == {1}
