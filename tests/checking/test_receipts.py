"""Receipts: what they hold, and what checking them again finds in a library that has changed since."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import pipeline
from assistant.checking import receipts
from assistant.checking.receipt_reading import parse, read_receipt
from assistant.checking.rechecking import Recheck, recheck
from assistant.embedding import OnnxEmbedder
from assistant.errors import InputError
from assistant.indexing import index_files
from assistant.language.words import Stemmer
from assistant.reader import Reader
from assistant.records import Answer, Finished
from assistant.settings import BUNDLED_EMBEDDING_MODEL, Settings
from assistant.storage.library import Library
from tests.conftest import BREAD, FIVE, PENGUINS, Text, Write

Check = Callable[..., Recheck]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library."""
    with Library(tmp_path / "library", create=True) as library:
        yield library


@pytest.fixture
def put(shelf: Library, embedder: OnnxEmbedder, write_papers: Write, tmp_path: Path) -> Callable[..., None]:
    """Return a function that indexes papers from one file, in place of what it held before."""

    def index(*papers: Text, file: str = "papers.txt") -> None:
        index_files(shelf, [write_papers(tmp_path / file, papers)], lambda: embedder, BUNDLED_EMBEDDING_MODEL)

    return index


@pytest.fixture
def receipt(shelf: Library, put: Callable[..., None]) -> receipts.JSON:
    """Return the receipt of an answer from the five papers."""
    put(*FIVE)
    answer, settings = answered("How long do penguins remember faces?", shelf)
    return receipts.receipt_of(answer, settings, shelf)


@pytest.fixture
def check(shelf: Library, reader: Reader) -> Check:
    """Return a function that checks a receipt against the library as it is."""

    def check(receipt: receipts.JSON) -> Recheck:
        return recheck(parse(json.dumps(receipt), "r.json"), shelf, Stemmer(), lambda: reader)

    return check


def answered(question: str, library: Library, **choices: Any) -> tuple[Answer, Settings]:
    """Return an answer and what it was given with."""
    settings = dataclasses.replace(Settings(library=library.folder, generator="quotes"), **choices)
    resources = pipeline.open_resources(settings, print)
    *_, last = pipeline.answer(question, resources)
    assert isinstance(last, Finished)
    resources.close()
    return last.answer, settings


def forged(receipt: receipts.JSON, **changes: Any) -> receipts.JSON:
    """Return a receipt that says something else, with a checksum that fits."""
    changed: receipts.JSON = json.loads(json.dumps(receipt)) | changes
    return changed | {"sha256": receipts.checksum(changed)}


# ------------------------------------------------------------------ making


def test_receipt_holds_what_the_answer_was_made_from(receipt: receipts.JSON) -> None:
    """Sentences by offset and hash, the papers by the hash of their abstracts, the state of the library."""
    first = receipt["evidence"][0]
    assert PENGUINS[1][first["start"] : first["end"]] == first["text"]
    assert receipts.sha256_of(first["text"]) == first["sha256"]
    assert receipts.sha256_of(PENGUINS[1]) == first["abstract_sha256"]
    assert (5, 5) == (receipt["library"]["papers"], receipt["searched"])
    assert {"supported"} == {claim["verdict"] for claim in receipt["claims"]}


def test_receipt_survives_json(receipt: receipts.JSON) -> None:
    """It can be stored in a file or a session and read back."""
    assert parse(json.dumps(receipt, indent=1), "r").question == "How long do penguins remember faces?"


def test_filters_are_noted(shelf: Library, put: Callable[..., None]) -> None:
    """Only those that were asked for."""
    put(*FIVE)
    answer, settings = answered('What remembers faces? title:"Penguins"', shelf)
    receipt = receipts.receipt_of(answer, settings, shelf)
    assert {"title": "Penguins"} == receipt["filters"]
    assert 1 == receipt["searched"]


def test_abstention_has_a_receipt_that_holds(shelf: Library, put: Callable[..., None], check: Check) -> None:
    """It names the papers that were found, and nothing is left unchecked in it."""
    put(*FIVE)
    answer, settings = answered("How do central banks transmit monetary policy?", shelf)
    assert answer.abstained
    result = check(receipts.receipt_of(answer, settings, shelf))
    assert (True, ()) == (result.holds, result.changes)


def test_answer_in_doubt_has_a_receipt_that_holds(shelf: Library, put: Callable[..., None], check: Check) -> None:
    """The note before it is no claim."""
    put(*FIVE)
    answer, settings = answered("How do central banks transmit policy?", shelf, always_answer=True)
    assert answer.would_abstain
    assert check(receipts.receipt_of(answer, settings, shelf)).holds


def test_no_key_is_in_a_receipt(shelf: Library, put: Callable[..., None]) -> None:
    """Nor the password of an address."""
    put(*FIVE)
    answer, _ = answered("How long do penguins remember faces?", shelf)
    answer = dataclasses.replace(answer, generator="openai", model="m")
    settings = Settings(openai_url="http://ada:secret@127.0.0.1:80/v1?token=secret", openai_key="secret")
    receipt = receipts.receipt_of(answer, settings, shelf)
    assert {"name": "m", "server": "http://127.0.0.1:80/v1"} == receipt["model"]
    assert "secret" not in json.dumps(receipt)


# ---------------------------------------------------------- checking again


def test_receipt_holds_while_nothing_changes(receipt: receipts.JSON, check: Check) -> None:
    """All quotations and verdicts are reached again."""
    result = check(receipt)
    assert (True, (), ()) == (result.holds, result.faults, result.changes)
    assert result.quotes
    assert result.claims


def test_more_papers_are_told_and_do_no_harm(receipt: receipts.JSON, put: Callable[..., None], check: Check) -> None:
    """The answer rests on what it cites."""
    put(("A New Paper on Tides", "Tides follow the moon. We measured 12 of them."), file="more.txt")
    result = check(receipt)
    assert result.holds
    assert ("the library holds 1 more paper: 6 instead of 5",) == result.changes


def test_changed_abstract_is_a_fault(receipt: receipts.JSON, put: Callable[..., None], check: Check) -> None:
    """Here the quoted number is another one now: quotation and verdict fall with it."""
    put((PENGUINS[0], PENGUINS[1].replace("six months", "six weeks")), *FIVE[1:])
    result = check(receipt)
    kinds = {fault.kind for fault in result.faults}
    assert {"abstract_changed", "quote_missing"} <= kinds
    assert not result.holds


def test_abstract_that_grew_keeps_its_quotations(
    receipt: receipts.JSON, put: Callable[..., None], check: Check
) -> None:
    """What was quoted still stands there, at another place; that the abstract is another one is said."""
    put((PENGUINS[0], "This is a study. " + PENGUINS[1]), *FIVE[1:])
    assert ["abstract_changed"] == [fault.kind for fault in check(receipt).faults]


def test_changed_paper_that_was_not_used_does_no_harm(
    receipt: receipts.JSON, put: Callable[..., None], check: Check
) -> None:
    """It was found, and is told."""
    put(PENGUINS, (BREAD[0], BREAD[1] + " It runs on phones."), *FIVE[2:])
    result = check(receipt)
    assert result.holds == ("SourSim" not in json.dumps(receipt["evidence"]))
    assert any("SourSim" in words for words in (*result.changes, *(fault.message for fault in result.faults)))


def test_paper_that_is_gone_is_a_fault(
    receipt: receipts.JSON, tmp_path: Path, embedder: OnnxEmbedder, write_papers: Write, reader: Reader
) -> None:
    """Another library, made without it, says so too."""
    with Library(tmp_path / "other", create=True) as other:
        index_files(other, [write_papers(tmp_path / "o.txt", FIVE[1:])], lambda: embedder, BUNDLED_EMBEDDING_MODEL)
        result = recheck(parse(json.dumps(receipt), "r"), other, Stemmer(), lambda: reader)
    assert "paper_gone" in {fault.kind for fault in result.faults}
    (verdict,) = (fault.message for fault in result.faults if fault.kind == "verdict")
    assert verdict.endswith("([1] is no longer in the library)")
    assert (verdict.count("“"), verdict.count("”")) == (1, 1)  # the quotation has its own marks
    assert any("another one" in change for change in result.changes)


@pytest.mark.parametrize(
    ("place", "changes", "kind"),
    [
        ("claims", {"text": "Penguins remember faces for nine years.", "verdict": "supported"}, "verdict"),
        ("claims", {"verdict": "contradicted"}, "verdict"),
        ("evidence", {"text": "Penguins forget."}, "hash"),
        ("evidence", {"start": 0, "end": 9}, "quote_missing"),
        ("evidence", {"abstract_sha256": "0"}, "abstract_changed"),
        ("evidence", {"paper": "none"}, "paper_gone"),
        ("citations", {"quotes": [{"text": "Penguins forget.", "start": 0, "end": 16}]}, "quote_missing"),
    ],
)
def test_forged_receipt_does_not_hold(
    receipt: receipts.JSON, check: Check, place: str, changes: dict[str, Any], kind: str
) -> None:
    """Also where its checksum was made to fit: what it says is compared with the papers."""
    first, *rest = receipt[place]
    assert kind in {fault.kind for fault in check(forged(receipt, **{place: [first | changes, *rest]})).faults}


def test_another_title_is_a_fault(receipt: receipts.JSON, check: Check) -> None:
    """Of a paper that is cited: who reads the receipt takes it for the one that was checked."""
    changed = [{**item, "title": "On Hens"} for item in receipt["citations"]]
    result = check(forged(receipt, citations=changed, retrieved=[], evidence=[]))
    assert {"title_changed", "text"} == {fault.kind for fault in result.faults}
    assert result.faults[0].message.startswith("[1] “On Hens” is called “Penguins Remember Faces")


def test_papers_that_were_found_are_compared(receipt: receipts.JSON, check: Check) -> None:
    """Those that were used must agree with what is noted of them elsewhere, the others are told."""
    changed = [hit | {"abstract_sha256": "0", "title": "On Hens"} for hit in receipt["retrieved"]]
    result = check(forged(receipt, retrieved=changed))
    assert {"hash", "text"} == {fault.kind for fault in result.faults}
    used = {item["paper"] for item in receipt["evidence"]}
    others = sum(hit["paper"] not in used for hit in changed)
    assert others == sum("which was found and not used, is called" in change for change in result.changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"abstained": True}, "was checked, though no answer was found"),
        ({"generator": "library"}, "was checked, though it is told from what the library stores"),
        ({"text": ""}, "was checked and does not stand in the answer"),
        ({"text": "\0 [1]"}, "a sentence without a visible character stands in the answer"),
        ({"citations": []}, "[1] is named in the answer, and is no paper that the receipt cites"),
        ({"evidence": []}, "is not among the sentences that the answer is from"),
        ({"claims": [], "text": ""}, "is cited, and no sentence of the answer names it"),
        ({"would_abstain": True}, "the receipt says, and the text does not"),
    ],
)
def test_parts_that_do_not_agree_are_faults(
    receipt: receipts.JSON, check: Check, changes: dict[str, Any], message: str
) -> None:
    """Each part is compared with the others, also where the checksum was made to fit."""
    result = check(forged(receipt, **changes))
    assert any(message in fault.message for fault in result.faults)


def test_citation_without_a_sentence_is_a_fault(receipt: receipts.JSON, check: Check) -> None:
    """Something of the paper must stand behind what names it."""
    result = check(forged(receipt, citations=[item | {"quotes": []} for item in receipt["citations"]]))
    assert any("is cited without a sentence of it" in fault.message for fault in result.faults)


def test_claim_of_another_number_says_where(receipt: receipts.JSON, check: Check) -> None:
    """It is not told that the sentence was never checked: it was, with another number."""
    first, *rest = receipt["claims"]
    faults = check(forged(receipt, claims=[first | {"citations": [7]}, *rest])).faults
    assert any("([7] is no paper of the receipt)" in fault.message for fault in faults)
    assert any("cites [1] in the answer and [7] where it was checked" in fault.message for fault in faults)
    assert not any("was not checked" in fault.message for fault in faults)


def test_paper_that_comes_back_has_not_changed(receipt: receipts.JSON, shelf: Library, check: Check) -> None:
    """Its words are stored again, and are those of before; that they have changed is not said."""
    library = receipt["library"] | {"newest_passage": receipt["library"]["newest_passage"] - 1}
    result = check(forged(receipt, library=library))
    assert (True, ("papers of the library were stored again, with the same words or with others",)) == (
        result.holds,
        result.changes,
    )


def test_sentence_that_was_not_checked_does_not_hold(receipt: receipts.JSON, check: Check) -> None:
    """Nothing can be put into the text beside the claims."""
    result = check(forged(receipt, text=receipt["text"] + " Penguins also fly [1]."))
    assert ["text"] == [fault.kind for fault in result.faults]


# ----------------------------------------------------------------- reading


@pytest.mark.parametrize(("verdict", "holds"), [("unsupported", True), ("supported", False), ("contradicted", False)])
def test_what_was_withheld_is_checked_again(receipt: receipts.JSON, check: Check, verdict: str, holds: bool) -> None:
    """It was taken out since it did not hold, and still does not."""
    n = receipt["citations"][0]["n"]
    withheld = {"text": "Penguins gain 31.8 %.", "citations": [n], "verdict": verdict, "reason": "", "repair": None}
    found = check(forged(receipt, withheld=[withheld]))
    assert (holds, 1) == (found.holds, found.withheld)
    assert ["verdict"] * (not holds) == [fault.kind for fault in found.faults]
    assert holds or f"was withheld as {verdict} and is unsupported now" in found.faults[0].message


def test_changed_receipt_is_refused(receipt: receipts.JSON) -> None:
    """Its checksum tells."""
    with pytest.raises(InputError, match="not as it was written"):
        parse(json.dumps(receipt | {"question": "another"}), "r.json")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_receipt_that_was_cut_is_refused(receipt: receipts.JSON, share: float) -> None:
    """At any place."""
    text = json.dumps(receipt)
    with pytest.raises(InputError, match=r"r\.json is not JSON"):
        parse(text[: int(len(text) * share)], "r.json")


def test_newer_format_is_refused_politely(receipt: receipts.JSON) -> None:
    """Whatever else is in it."""
    with pytest.raises(InputError, match="version 2 of the format") as raised:
        parse(json.dumps(receipt | {"version": 2, "claims": "different"}), "r.json")
    assert raised.value.hint == "update the assistant"


@pytest.mark.parametrize("text", ["[]", "3", '{"format": "other"}', '"x"', "[" * 99_999, "{}"])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    """Some other JSON, or an attack on the parser."""
    with pytest.raises(InputError):
        parse(text, "r.json")


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("library", "papers"), "many", "library.papers is “many”, and must be a whole number from 0"),
        (("library", "passages"), -5, "library.passages is -5, and must be a whole number from 0"),
        (("abstained",), "yes", "abstained is “yes”, and must be true or false"),
        (("notes",), "abc", "notes is “abc”, and must be an array"),
        (("filters",), [], "filters is an array, and must be an object"),
        (("created",), "yesterday", "created is “yesterday”, and must be a time"),
        (("claims", 0, "verdict"), "banana", "claims[0].verdict is “banana”, and must be one of supported,"),
        (("claims", 0, "citations", 0), True, "claims[0].citations[0] is true, and must be a whole number"),
        (("evidence", 0, "score"), "high", "evidence[0].score is “high”, and must be a number"),
        (("evidence", 0, "score"), float("nan"), "it has NaN for a number"),
        (("evidence", 0, "score"), 10**400, "evidence[0].score is 1000"),
        (("generator",), "gpt-9", "generator is “gpt-9”, and must be one of quotes,"),
        (("generator",), "llama", "model is null, and generator “llama”"),
        (("version",), True, "not as it was written"),
        (("surprise",), 1, "surprise is no field of a receipt"),
    ],
)
def test_field_that_does_not_fit_is_named(
    receipt: receipts.JSON, place: tuple[str | int, ...], value: Any, message: str
) -> None:
    """With its place, what it holds and what it must be; nothing else of the receipt is told."""
    changed = json.loads(json.dumps(receipt))
    inner = changed
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    with pytest.raises(InputError, match=re.escape(message)):
        parse(json.dumps(forged(changed)), "r.json")


@pytest.mark.parametrize("name", ["claims", "task", "searched", "draft", "tokens"])
def test_missing_field_is_named(receipt: receipts.JSON, name: str) -> None:
    """Whether or not anything is compared with it."""
    del receipt[name]
    with pytest.raises(InputError, match=rf"damaged receipt: {name} is missing"):
        parse(json.dumps(forged(receipt)), "r.json")


def test_field_that_is_there_twice_is_refused(receipt: receipts.JSON) -> None:
    """One reader would show the first, another one checks the second."""
    text = json.dumps(receipt).replace('"text": ', '"text": "another", "text": ', 1)
    with pytest.raises(InputError, match="damaged receipt: it has text twice"):
        parse(text, "r.json")


def test_mark_of_the_encoding_does_no_harm(receipt: receipts.JSON, tmp_path: Path) -> None:
    """Editors of Windows write one."""
    path = tmp_path / "r.json"
    path.write_text(json.dumps(receipt), encoding="utf-8-sig")
    assert receipt["text"] == read_receipt(path).text


KEYS = "question text generator abstained claims evidence citations retrieved versions library".split()


@pytest.mark.parametrize("value", [None, 3, "x", [3], [{}], {"a": 1}, True])
@pytest.mark.parametrize("key", KEYS)
def test_receipt_of_another_shape_is_refused_or_checked(
    receipt: receipts.JSON, check: Check, key: str, value: Any
) -> None:
    """Nothing that is in a file ends the program otherwise."""
    try:
        result = check(forged(receipt, **{key: value}))
    except InputError as error:
        assert error.hint
    else:
        assert isinstance(result.holds, bool)


def test_unreadable_files_are_errors(tmp_path: Path) -> None:
    """A folder, nothing, bytes, and far too many of them."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(17 << 20)
    for name, message in ((".", "no file"), ("none", "not exist"), ("bytes", "not text"), ("large", "17,825,792")):
        with pytest.raises(InputError, match=message):
            read_receipt(tmp_path / name)
