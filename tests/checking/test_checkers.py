"""A cross-encoder by name in the place of the bundled reader: real ones, whose weights are random."""

from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest

from assistant import pipeline
from assistant.checking.checkers import CrossEncoderChecker
from assistant.checking.verification import verify
from assistant.citations import CitedSentence
from assistant.errors import MissingError
from assistant.language.words import Stemmer
from assistant.reader import Entailment
from assistant.records import Finished, Paper
from assistant.settings import Settings
from assistant.storage.library import Library
from tests.tiny_bert import save_classifier

pytestmark = pytest.mark.torch
SENTENCES = ["Penguins swim far.", "They remember faces.", "Bread rises."]
NLI = ("contradiction", "entailment", "neutral")


@pytest.fixture(scope="module")
def nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model with the labels of most NLI models."""
    return save_classifier(tmp_path_factory.mktemp("nli"), names=NLI)


def chances(checker: CrossEncoderChecker, premise: str, claim: str) -> dict[str, float]:
    """Return what the model says of one pair."""
    (row,) = np.asarray(checker._model.predict([(premise, claim)], apply_softmax=True, show_progress_bar=False))
    return dict(zip(NLI, map(float, row), strict=True))


def test_any_premise_supports_and_the_whole_contradicts(nli: Path) -> None:
    """The sentence that decides is one of the abstract."""
    checker = CrossEncoderChecker(str(nli))
    found = checker.check("Penguins know faces", "Penguins", SENTENCES)
    whole = "Penguins. Penguins swim far. They remember faces. Bread rises."
    entails = [chances(checker, text, "Penguins know faces")["entailment"] for text in (whole, *SENTENCES)]
    contradicts = [chances(checker, text, "Penguins know faces")["contradiction"] for text in (whole, *SENTENCES)]
    assert found.supported == pytest.approx(max(entails), abs=1e-5)
    assert found.contradicted == pytest.approx(min(contradicts[0], 1 - max(entails)), abs=1e-5)
    deciding = entails if found.supported >= found.contradicted else contradicts
    assert found.sentence == int(np.argmax(deciding[1:]))


def test_order_and_words_of_the_labels_do_not_matter(tmp_path: Path, nli: Path) -> None:
    """Those of fact checking, and of models that know no contradiction."""
    facts = CrossEncoderChecker(
        str(save_classifier(tmp_path / "facts", names=("REFUTES", "SUPPORTS", "NOT ENOUGH INFO")))
    )
    same = CrossEncoderChecker(str(nli))
    assert facts.check("a b", "c", SENTENCES) == same.check("a b", "c", SENTENCES)
    two = CrossEncoderChecker(str(save_classifier(tmp_path / "two", names=("entailment", "not_entailment"))))
    assert two.check("a b", "c", SENTENCES).contradicted == 0


def test_a_paper_without_an_abstract_is_checked_by_its_title(nli: Path) -> None:
    """There is no sentence to decide."""
    assert CrossEncoderChecker(str(nli)).check("a b", "c", []).sentence == 0


@pytest.mark.parametrize("names", [(), ("LABEL_0", "LABEL_1", "LABEL_2"), ("not_entailment", "other")])
def test_labels_that_say_nothing_of_entailment_are_an_error(tmp_path: Path, names: tuple[str, ...]) -> None:
    """A model that ranks, or one whose labels nobody named."""
    folder = save_classifier(tmp_path / "model", names=names)
    with pytest.raises(MissingError, match="tells no entailment: its labels are"):
        CrossEncoderChecker(str(folder))


def test_unknown_model_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without asking the network; the hint says how to fetch one."""
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    with pytest.raises(MissingError, match="cannot be loaded") as caught:
        CrossEncoderChecker("nobody/no-such-model")
    assert "hf download" in caught.value.hint


def test_it_decides_where_the_rules_do_not(monkeypatch: pytest.MonkeyPatch, nli: Path) -> None:
    """Quotations, made-up numbers and names are told without it."""
    checker = CrossEncoderChecker(str(nli))
    paper = {1: Paper("a", "Penguins", " ".join(SENTENCES))}
    monkeypatch.setattr(checker, "check", lambda claim, title, sentences: Entailment(0.0, 1.0, 1))
    claim = verify(CitedSentence("Penguins remember no faces.", (1,)), paper, Stemmer(), checker)
    assert (claim.verdict, claim.reason) == ("contradicted", "the cited abstract says: “They remember faces.”")
    assert verify(CitedSentence("They swim 9 km.", (1,)), paper, Stemmer(), checker).verdict == "unsupported"


def test_the_setting_puts_it_in_the_place_of_the_reader(small_library: Library, nli: Path) -> None:
    """Only where it is asked for."""
    settings = Settings(library=small_library.folder, generator="quotes", check=str(nli))
    resources = pipeline.open_resources(settings, print)
    assert isinstance(resources.checker, CrossEncoderChecker)
    *_, last = pipeline.answer("How long do penguins remember?", resources)
    resources.close()
    assert isinstance(last, Finished)
    assert {claim.verdict for claim in last.answer.claims} == {"supported"}
    plain = pipeline.open_resources(Settings(library=small_library.folder, generator="quotes"), print)
    assert plain.checker is plain.reader
    plain.close()


def test_a_missing_one_is_an_error_before_anything_is_asked(small_library: Library) -> None:
    """A check that was asked for is not left out in silence."""
    with pytest.raises(MissingError, match="no/such-model"):
        pipeline.open_resources(Settings(library=small_library.folder, check="no/such-model"), print)
