"""Lines of questions: what kind each is, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import InputError, UsageError
from assistant.language.text import title_key
from assistant.scoring import Case, Fault, Kind, check_titles, find_questions, read_cases
from assistant.scoring.cases import parse_case

GOLD = {"question": "q", "gold": ["A Title"]}
CLAIM = {"claim": "It works.", "title": "A Title", "label": "supported"}


def parse(value: object) -> Case:
    """Return the case of a line."""
    return parse_case(json.dumps(value).encode(), "own.jsonl", 7)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (GOLD, Kind.SINGLE),
        (GOLD | {"core": ["A Title"]}, Kind.MULTI),
        (GOLD | {"filter": {"year_from": 2022}}, Kind.FILTERS),
        ({"question": "q"}, Kind.UNANSWERABLE),
        ({"question": "q", "gold": []}, Kind.UNANSWERABLE),
        ({"turns": [GOLD, GOLD]}, Kind.FOLLOWUPS),
        (CLAIM, Kind.CLAIMS),
    ],
)
def test_kind_is_read_off_the_keys(value: object, kind: Kind) -> None:
    """So that a file may mix kinds."""
    assert kind is parse(value).kind


def test_titles_are_compared_by_their_letters() -> None:
    """One title may stand without a list."""
    (question,) = parse({"question": "q", "gold": "A  title!"}).turns
    assert {title_key("A Title"): "A  title!"} == question.gold


def test_line_without_an_id_is_named_by_its_number() -> None:
    """And one with an id by that."""
    assert ("line 7", "a") == (parse(GOLD).id, parse(GOLD | {"id": "a"}).id)


def test_keys_of_the_writer_are_let_be() -> None:
    """They mean something to somebody else."""
    assert Kind.SINGLE is parse(GOLD | {"source": "me", "score": 3, "notes": [1]}).kind


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ([1], "not a JSON object", "a line is like"),
        ({"gold": ["A"]}, "no question", "a line is like"),
        ({"question": " ", "gold": ["A"]}, "no question", "a line is like"),
        ({"question": 5}, '"question" is not a text', "write"),
        ({"question": "q", "glod": ["A"]}, 'no key "glod"', 'did you mean "gold"?'),
        ({"Question": "q", "gold": ["A"]}, 'no key "Question"', 'did you mean "question"?'),
        ({"question": "q", "gold": ["A"], "fact": ["1"]}, 'no key "fact"', 'did you mean "facts"?'),
        ({"turns": [GOLD, {"question": "q", "glod": ["A"]}]}, 'no key "glod"', "gold"),
        ({"question": "q", "facts": ["1"]}, '"facts" but no "gold"', "gold"),
        ({"question": "q", "filter": {"year_from": 2022}}, '"filter" but no "gold"', "gold"),
        ({"question": "q", "gold": [1]}, '"gold" is not a list of texts', "write"),
        ({"question": "q", "gold": {"a": 1}}, '"gold" is not a list of texts', "write"),
        ({"question": "q", "gold": ["A"], "evidence": [""]}, '"evidence" is not a list of texts', "write"),
        ({"turns": "q"}, "not a list of objects", "a turn is like"),
        ({"turns": []}, "no later turn has a gold paper", "follow"),
        ({"turns": [GOLD, {"question": "q"}]}, "no later turn has a gold paper", "follow"),
        ({"claim": "It works."}, 'needs "claim" and "title"', "title"),
        (CLAIM | {"label": "true"}, '"label" is "true"', "supported, contradicted, unsupported"),
        (CLAIM | {"label": None}, '"label" is null', "supported, contradicted, unsupported"),
    ],
)
def test_wrong_line_says_what_and_what_to_do(value: object, message: str, hint: str) -> None:
    """A slip of the pen is not taken for a question without an answer."""
    with pytest.raises(InputError) as caught:
        parse(value)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_other_lines_are_read(tmp_path: Path) -> None:
    """Bad ones keep their file and number; blank ones are nothing."""
    file = tmp_path / "own.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"question": "q"}\r\n\n\xff\nnot JSON\n{"question": "q"}')
    read = list(read_cases(file))
    assert [1, 3, 4, 5] == [item.line for item in read]
    assert [Case, Fault, Fault, Case] == [type(item) for item in read]
    assert isinstance(read[1], Fault)
    assert "own.jsonl, line 3: this is not JSON" == read[1].as_error().message


def test_paper_that_the_library_does_not_hold_is_named() -> None:
    """A misspelt title would count as a paper that was not found."""
    case = parse({"question": "q", "gold": ["A Title", "A Tittle"]})
    fault = check_titles(case, {title_key("A Title")})
    assert fault is not None
    assert "no paper in the library is called “A Tittle”" == fault.error.message
    assert check_titles(parse(CLAIM), {title_key("A Title")}) is None


def test_folder_stands_for_its_files(tmp_path: Path) -> None:
    """In the order of their names."""
    for name in ("b.jsonl", "a.jsonl", "README.md"):
        (tmp_path / name).touch()
    assert ["a.jsonl", "b.jsonl"] == [path.name for path in find_questions([tmp_path])]


def test_nothing_to_read_is_a_usage_error(tmp_path: Path) -> None:
    """Whether the file or what should be in the folder is missing."""
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(UsageError, match=r"holds no JSONL file|does not exist"):
            find_questions([path])
