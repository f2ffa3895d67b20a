"""A session as Markdown that another program can render."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from assistant.errors import UsageError
from assistant.records import Answer, Citation, Claim, Quote, Remedy, Repair, Verdict
from assistant.sessions import KeptExchange, Session, State
from assistant.sessions.exporting import as_markdown, free_path, local_time, write_new
from assistant.summary_records import MENTIONS, LeftOut, Summary
from tests.sessions.keeping import KEPT
from tests.tui.fakes import SKILL_WEAVER
from tests.tui.test_hostile_text import HOSTILE

SESSION = Session(1, "Skills of agents", "2026-03-01T10:00:00.000+00:00", "2026-03-01T11:00:00.000+00:00", 1)


def answered(text: str, generator: str = "llama", **facts: object) -> KeptExchange:
    """Return an exchange with this answer, whose one paper has these facts."""
    assert KEPT.answer
    paper = replace(SKILL_WEAVER, **facts)  # type: ignore[arg-type]
    citations = (Citation(1, paper, (Quote(paper.abstract[:15], 0, 15),)),)
    answer = replace(KEPT.answer, text=text, generator=generator, citations=citations, claims=())
    return replace(KEPT, text=text, answer=answer, claims=())


def test_questions_answers_marks_and_references() -> None:
    """All that a colleague needs who has never seen the program."""
    text = as_markdown(SESSION, [KEPT])
    assert text.startswith("# Skills of agents\n\n1 question, 2026-03-01 ")
    assert "\n\n## How much does SkillWeaver help?\n\n" in text
    assert "\n\n*searched also for “weaver”*\n\n" in text
    assert "SkillWeaver improves WebArena by 31.8% [1]. ✓ Videos double it [2]. ~" in text
    assert "- \\~ “Videos double it.”: the number is not in the abstract" in text
    assert "- \\[1\\] SkillWeaver: Web Agents can Self-Improve. 2025." in text
    assert "  - “SkillWeaver improves WebArena by 31.8%.”" in text
    assert text.endswith("against the abstracts it cites: ✓ supported · \\~ partly supported\n")


def test_quotations_are_called_so() -> None:
    """Beside sentences of a model, or alone."""
    assert KEPT.answer
    claims = (Claim("Agents explore.", (1,), Verdict.SUPPORTED),)
    quoted = replace(KEPT, claims=claims, answer=replace(KEPT.answer, claims=claims, generator="quotes"))
    assert as_markdown(SESSION, [quoted]).endswith("it cites: ✓ quoted word for word\n")
    assert as_markdown(SESSION, [quoted, KEPT]).endswith(
        "it cites: ✓ quoted word for word or supported · \\~ partly supported\n"
    )


def test_what_became_of_a_sentence_is_told() -> None:
    """Of one that stands in other words, and of one that does not stand."""
    repair = Repair(Remedy.QUOTED, "It *loses*.", Verdict.CONTRADICTED, "it gains")
    assert KEPT.answer
    claims = (replace(KEPT.claims[0], repair=repair),)
    withheld = (replace(KEPT.claims[1], repair=replace(repair, remedy=Remedy.WITHHELD, original="<b>")),)
    exchange = replace(KEPT, claims=claims, answer=replace(KEPT.answer, claims=claims, withheld=withheld))
    written = as_markdown(SESSION, [exchange])
    assert "- → “It \\*loses\\*.” a quotation in its place: it gains\n- → “\\<b\\>” withheld: it gains" in written


def test_a_summary_names_the_papers_that_were_left_out() -> None:
    """As the screen does, with nothing in a title that is Markdown."""
    assert KEPT.answer
    left_out = (LeftOut(replace(SKILL_WEAVER, title="A *loud* title"), MENTIONS),)
    exchange = replace(KEPT, answer=replace(KEPT.answer, summary=Summary((), left_out, topic="agents", saying=3)))
    written = as_markdown(SESSION, [exchange])
    assert "- In the library 3 papers say “agents”.\n- Left out, mention it (1):\n  - A \\*loud\\* title" in written


def test_a_reference_has_authors_venue_and_link() -> None:
    """As far as they are known."""
    text = as_markdown(
        SESSION, [answered("Yes [1].", authors=("Ada Lovelace", "Alan Turing"), venue="COLM", doi="10.1/x")]
    )
    assert (
        "- \\[1\\] SkillWeaver: Web Agents can Self-Improve. Ada Lovelace, Alan Turing. COLM. 2025."
        " <https://doi.org/10.1/x>\n" in text
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.STOPPED, "stopped before"),
        (State.ASKED, "No answer was kept"),
        (State.FAILED, "failed: no m"),
    ],
)
def test_what_was_not_finished_says_so(state: State, words: str) -> None:
    """With what was written."""
    error = ("no memory", "") if state is State.FAILED else None
    text = as_markdown(SESSION, [replace(KEPT, state=state, answer=None, text="Half a sen", claims=(), error=error)])
    assert "\n\nHalf a sen\n\n" in text
    assert words in text


def test_a_follow_up_says_how_it_was_understood() -> None:
    """And what has become of its papers since."""
    text = as_markdown(SESSION, [replace(KEPT, standalone="and SkillWeaver?", remarks=("[1] is gone.",))])
    assert "\n\n*searched as: and SkillWeaver?*\n\n" in text
    assert "\n\n*\\[1\\] is gone.*\n\n" in text


def test_the_emphasis_and_lists_of_a_model_stay() -> None:
    """But its headings, tables and links are text."""
    text = as_markdown(SESSION, [answered("**Two** ways [1]:\n\n- one [1]\n- two [x](http://evil.invalid)\n\n# Big")])
    html = MarkdownIt().render(text)
    assert "<strong>Two</strong>" in html
    assert "<li>one [1]</li>" in html
    assert 'href="http://evil' not in html
    assert "<h1>Big" not in html


@pytest.mark.parametrize("generator", ["llama", "quotes"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_nothing_that_was_written_acts(hostile: str, generator: str) -> None:
    """No HTML, no image, no link but those of references, no control character, wherever the text stands."""
    claim = Claim(hostile, (1,), Verdict.PARTIAL, hostile)
    exchange = replace(
        answered(f"{hostile} said [1].", generator, title=f"T {hostile}", authors=(f"A {hostile}",), venue=hostile),
        question=f"Q {hostile}",
        standalone=hostile,
        notes=(hostile,),
        claims=(claim,),
        remarks=(hostile,),
    )
    text = as_markdown(replace(SESSION, name=hostile), [exchange])
    tokens = [child for token in MarkdownIt().parse(text) for child in (token, *(token.children or ()))]
    assert not {token.type for token in tokens} & {"html_block", "html_inline", "image", "link_open", "table_open"}
    assert ["h1", "h2"] == [token.tag for token in tokens if token.type == "heading_open"]
    assert not [char for char in text if char < " " and char not in "\n\t"]
    assert not set(text) & set("\x1b\x9b\x9d\u202e\u2066\u200b\ufeff\ud800")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.org/x y>z", "<https://a.org/x%20y%3Ez>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str, link: str) -> None:
    """And nothing in them ends the link."""
    assert f"2025. {link}\n" in as_markdown(SESSION, [answered("Yes [1].", url=url)])


def test_times_are_those_of_the_clock() -> None:
    """What is no time is shown as it is."""
    assert 16 == len(local_time("2026-03-01T10:00:00.000+00:00"))
    assert "soon" == local_time("soon\x1b[2J")


def test_an_answer_type_stays_an_answer() -> None:
    """An exchange without an answer has no references."""
    assert isinstance(KEPT.answer, Answer)
    assert "\\[1\\]" not in as_markdown(SESSION, [replace(KEPT, answer=None, state=State.STOPPED)])


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    """Half of it would look like the whole, and another try would be refused."""
    path = tmp_path / "session.md"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, limits[1]))  # what is written behind fails, as on a full disk
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            write_new(path, "a text")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not path.exists()
    write_new(path, "a text")
    with pytest.raises(UsageError, match="exists already"):
        write_new(path, "another")
    assert "a text" == path.read_text(encoding="utf-8")


def test_a_free_path_is_no_link_that_leads_nowhere(tmp_path: Path) -> None:
    """What is there cannot be made."""
    (tmp_path / "a.md").symlink_to("nowhere")
    assert tmp_path / "a-2.md" == free_path(tmp_path / "a.md")
