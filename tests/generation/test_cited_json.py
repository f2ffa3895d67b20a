"""The JSON of a server becomes a text with markers, however it is cut into pieces."""

from __future__ import annotations

import json

import pytest

from assistant.generation.cited_json import CitedJson

SENTENCES = [
    {"text": 'It gains 31.8 % – "so" \U0001f600 on\n[tests]', "papers": [1, 12]},
    {"papers": [2], "text": "Is it {safe}, \\\\o/?"},
    {"text": "He said “this.”", "papers": ["3"], "note": "text"},
]
WRITTEN = 'It gains 31.8 % – "so" \U0001f600 on [tests]. [1][12] Is it {safe}, \\\\o/? [2] He said “this.” [3] '


def read(text: str, step: int, *, is_expected: bool = False) -> str:
    """Return what comes of a stream in pieces of `step` letters."""
    unpacked = CitedJson(is_expected=is_expected)
    pieces = [unpacked.feed(text[start : start + step]) for start in range(0, len(text), step)]
    return "".join(pieces) + unpacked.finish()


@pytest.mark.parametrize("step", [1, 2, 7, 10_000])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"sentences": SENTENCES}),
        json.dumps({"sentences": SENTENCES}, ensure_ascii=False, indent=2),
        f"```json\n{json.dumps({'sentences': SENTENCES})}\n```",
        json.dumps(SENTENCES),
        f"```json\n{json.dumps(SENTENCES, indent=2)}\n```",
    ],
)
def test_sentences_come_with_their_markers(text: str, step: int) -> None:
    """Whatever the order of the keys, what is escaped, and what else stands there."""
    assert WRITTEN == read(text, step)


@pytest.mark.parametrize("step", [1, 2, 7, 10_000])
@pytest.mark.parametrize("before", ["Here is the JSON object:\n\n```json\n", "Sure! ", "[The answer] {as JSON}:\n"])
@pytest.mark.parametrize("data", [{"sentences": SENTENCES}, SENTENCES])
def test_words_before_json_that_was_asked_for_are_left_out(before: str, data: object, step: int) -> None:
    """A model that is not made to write it says so first."""
    text = before + json.dumps(data)
    assert WRITTEN == read(text, step, is_expected=True)
    assert text == read(text, step)


@pytest.mark.parametrize("papers", ["[1.0, 12.0]", '["[1]", "[12]"]', '["1", "paper 12"]', "[1.0,12.50]"])
def test_numbers_of_papers_are_read_in_other_forms(papers: str) -> None:
    """Some models write numbers with a fraction, or the markers themselves."""
    assert "It gains. [1][12] " == read(f'{{"sentences": [{{"text": "It gains.", "papers": {papers}}}]}}', 1)


@pytest.mark.parametrize("is_expected", [False, True])
@pytest.mark.parametrize("step", [1, 3, 10_000])
@pytest.mark.parametrize("text", ["It gains [1]. So?", "`x` is [1]", "  ", "I don't know.", '"A quote" [2].'])
def test_what_is_no_json_passes_as_it_is(text: str, step: int, is_expected: bool) -> None:
    """As from a server that does not keep to what it was asked for."""
    assert text.strip() == read(text, step, is_expected=is_expected).strip()


def test_text_is_shown_once_it_is_none_of_the_words_before_json() -> None:
    """It has a marker, or is too long for them."""
    assert "It gains [1" == CitedJson(is_expected=True).feed("It gains [1")
    assert CitedJson(is_expected=True).feed("It gains. " * 20)


@pytest.mark.parametrize("text", ['{"sentences": []}', "{}", "{", '{"sentences": [{"text": "", "papers": [1]}]}'])
def test_no_sentence_is_no_text(text: str) -> None:
    """Of which the abstention is made elsewhere."""
    assert "" == read(text, 1).strip()


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ('{"sentences": [ ]}', True),
        ("{}", False),
        ('{"sentences": [', False),
        ('{"sentences": [{"text": "A."}]}', False),
    ],
)
def test_a_list_without_sentences_is_known(text: str, is_empty: bool) -> None:
    """It says that there is no answer, which nothing else does."""
    unpacked = CitedJson()
    unpacked.feed(text)
    assert is_empty == unpacked.is_empty


def test_a_sentence_that_is_shown_is_not_waited_for() -> None:
    """Its letters come as they are written."""
    unpacked = CitedJson()
    assert "It gains" == unpacked.feed('{"sentences": [{"text": "It gains')


def test_a_sentence_that_was_cut_gets_no_full_stop() -> None:
    """What is to be said of that is said elsewhere."""
    assert "It gains" == read('{"sentences": [{"text": "It gains', 3).strip()


@pytest.mark.parametrize("escape", ["\\ud83d", "\\ude00", "\\uzzzz"])
def test_broken_escapes_are_left_out(escape: str) -> None:
    """What follows them is read."""
    assert "ab. [1]" == read(f'{{"sentences": [{{"text": "a{escape}b", "papers": [1]}}]}}', 1).strip()
