"""Questions of any kind: understood or refused, and searched without a fault."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.language.words import Stemmer, any_of, content_words, other_spellings, parts, plain, spellings, words
from assistant.questions import filters, understand
from assistant.records import Filters, Turn
from assistant.sanitizing import sanitize, sanitize_line
from assistant.search import spelling
from assistant.storage.library import Library
from tests.fuzzing.strategies import ACTING, questions, texts

asked = st.one_of(questions, texts)
titles = st.lists(texts.map(sanitize_line).filter(bool), max_size=3).map(tuple)
turns = st.builds(
    lambda question, answer, named: Turn(question, question, answer, named, tuple(enumerate(named, 1))),
    *(questions, texts, titles),
)
organisations = st.lists(st.one_of(st.just("ByteDance"), st.just("Korea University"), texts.filter(bool)), max_size=3)


@given(asked, st.lists(turns, max_size=3), organisations)
def test_any_question_is_understood_or_refused(question: str, history: list[Turn], known: list[str]) -> None:
    """Behind any dialogue; what is refused says what to do."""
    try:
        found = understand.understand(question, history, known)
    except UsageError as error:
        assert error.hint
        return
    for text in (found.text, found.standalone, str(found), *found.notes):
        assert sanitize(text) == text
    assert (found.is_broad, found.is_elsewhere, found.asks_for_papers, found.wants_all) is not None


@given(question=asked)
def test_any_question_searches_a_library(question: str, small_library: Library) -> None:
    """Its words and filters are no syntax of the database."""
    with contextlib.suppress(UsageError):
        parsed = filters.parse(understand.check_question(question))
        small_library.numbers_matching(parsed.filters)
        small_library.count_without("date", parsed.filters)
        reading = spelling.read(parsed.text, small_library, str.isascii)
        expression = any_of([*reading.others, *content_words(parsed.text)])
        if expression:
            small_library.match_words(expression, (1.5, 1.0), 10)


@given(
    wanted=st.builds(
        Filters,
        **{name: st.one_of(st.none(), texts.map(sanitize_line)) for name in ("organisation", "source", "title")},
    )
)
def test_any_text_may_be_a_filter(wanted: Filters, small_library: Library) -> None:
    """It is compared, never run."""
    assert set(small_library.numbers_matching(wanted)) <= set(small_library.papers())


@given(st.one_of(asked, st.sampled_from(ACTING)))
def test_words_of_any_text(text: str) -> None:
    """All of them are words of the text in its index, too."""
    for word in words(text):
        other_spellings(word)
        parts(word)
    assert all(word == plain(word) for word in spellings(text))
    assert len(Stemmer().stems([sanitize_line(text)] * 2)) == 2
