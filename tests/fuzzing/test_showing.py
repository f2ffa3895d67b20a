"""Whatever is shown: nothing in it acts on a terminal, and nothing hides."""

from __future__ import annotations

import json
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assistant.language.text import clean
from assistant.sanitizing import json_text, sanitize, sanitize_line
from tests.fuzzing.strategies import answers, questions, texts

every = st.one_of(st.text(), texts, answers, questions)
_LOUD = ("Cc", "Cf", "Cs")
_MEANT = {"\n", "\t"}
_SHOWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f]")
"""Format characters that are ink: signs of Arabic numbers, hieroglyphs."""


@given(every)
def test_nothing_acts(text: str) -> None:
    """No control, no direction, nothing without ink."""
    shown = sanitize(text)
    acting = {c for c in shown if unicodedata.category(c) in _LOUD and c not in _MEANT and not _SHOWN.match(c)}
    assert set() == acting
    shown.encode()


@given(every)
def test_it_is_done_once(text: str) -> None:
    """What was taken out cannot put something together that acts."""
    assert sanitize(sanitize(text)) == sanitize(text)
    assert sanitize_line(sanitize_line(text)) == sanitize_line(text)
    assert clean(clean(text)) == clean(text)
    assert "\n" not in sanitize_line(text)


@given(every, every)
def test_json_says_what_it_was_given(text: str, key: str) -> None:
    """With nothing in it that acts."""
    written = json_text({key: text})
    assert json.loads(written) == {key: text}
    assert [character for character in set(written) if sanitize(character) != character] == []
