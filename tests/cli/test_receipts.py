"""`--receipt` and `assistant verify`: what is saved where, and what the exit code says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.checking import receipt_files
from assistant.errors import ExitCode
from tests.cli.conftest import Assistant

WEBARENA = "By how much does SkillWeaver improve web agents on WebArena?"
HELD, NOT_HELD, UNUSABLE = 0, 1, 2


@pytest.fixture
def receipt(run: Assistant, tmp_path: Path) -> Path:
    """Return a receipt of the bundled papers."""
    path = tmp_path / "receipt.json"
    assert ExitCode.ANSWERED == run("ask", WEBARENA, "--receipt", str(path)).code
    return path


def test_receipt_is_saved_and_holds(run: Assistant, receipt: Path) -> None:
    """Readable by its owner only, and what it says is found again."""
    assert 0o600 == receipt.stat().st_mode & 0o777
    assert [receipt] == list(receipt.parent.iterdir())
    done = run("verify", str(receipt))
    assert (HELD, "") == (done.code, done.err)
    assert f"{receipt}: holds (checked again: 2 sentences of papers, 2 of the answer)\n" == done.out


def test_folder_gets_a_name_for_each_receipt(run: Assistant, tmp_path: Path) -> None:
    """Two answers of one second are two files; summaries have receipts too."""
    run("ask", WEBARENA, "--receipt", str(tmp_path), "--json")
    run("summarize", "--paper", "SkillWeaver", "--receipt", str(tmp_path))
    run("summarize", "--paper", "SkillWeaver", "--receipt", str(tmp_path))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert ["by-how-much-does-skillweaver-improve.json"] == [name.partition("-")[2] for name in names if "by" in name]
    assert 3 == len(names)
    assert HELD == run("verify", *map(str, tmp_path.iterdir())).code


def test_receipt_may_be_written_anew(run: Assistant, receipt: Path) -> None:
    """Also over one that was cut."""
    receipt.write_bytes(receipt.read_bytes()[:500])
    assert UNUSABLE == run("verify", str(receipt)).code
    assert ExitCode.ANSWERED == run("ask", "What is DIAYN?", "--receipt", str(receipt)).code
    assert "What is DIAYN?" == json.loads(receipt.read_text())["question"]


@pytest.mark.parametrize("text", ["", "my notes", '[{"format": "abstract-assistant receipt"}]', '{"format": "other"}'])
def test_other_files_are_not_overwritten(run: Assistant, tmp_path: Path, text: str) -> None:
    """And nothing is answered before that is said."""
    path = tmp_path / "notes.json"
    path.write_text(text)
    done = run("ask", WEBARENA, "--receipt", str(path))
    assert (ExitCode.USAGE, "", text) == (done.code, done.out, path.read_text())
    assert "is left as it is" in done.err


def test_each_answer_of_a_batch_has_a_receipt(run: Assistant, tmp_path: Path) -> None:
    """The answer says where; those of a dialogue know the turns before."""
    turns = ["What is SkillRouter?", "how large is that pipeline?"]
    questions = [{"id": "a", "question": WEBARENA}, {"question": " "}, {"id": "d", "turns": turns}]
    stdin = "".join(json.dumps(question) + "\n" for question in questions)
    done = run("ask", "--batch", "-", "--receipt", str(tmp_path), stdin=stdin)
    assert ExitCode.FAILED == done.code
    single, fault, dialogue = done.lines()
    assert "receipt" not in fault
    places = [Path(answer["receipt"]) for answer in (single, *dialogue["turns"])]
    assert sorted(places) == sorted(tmp_path.iterdir())
    assert [WEBARENA, *turns] == [json.loads(place.read_text())["question"] for place in places]
    assert [0, 0, 1] == [len(json.loads(place.read_text())["history"]) for place in places]
    assert HELD == run("verify", *map(str, places)).code


def test_receipt_needs_a_folder_and_one_answer(run: Assistant, tmp_path: Path) -> None:
    """Devices and missing folders are refused, and a batch has many answers."""
    assert ExitCode.USAGE == run("ask", WEBARENA, "--receipt", str(tmp_path / "none" / "r.json")).code
    assert ExitCode.USAGE == run("ask", WEBARENA, "--receipt", "/dev/null").code
    done = run("ask", "--batch", "-", "--receipt", str(tmp_path / "r.json"))
    assert (ExitCode.USAGE, "") == (done.code, done.out)


def test_exit_code_is_that_of_the_worst(run: Assistant, receipt: Path, tmp_path: Path) -> None:
    """Good ones are checked beside bad ones, and JSON tells them apart."""
    from assistant.checking.receipts import checksum

    value: dict[str, Any] = json.loads(receipt.read_text())
    value["claims"][0]["verdict"] = "contradicted"
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(value | {"sha256": checksum(value)}))
    done = run("verify", str(receipt), str(forged))
    assert NOT_HELD == done.code
    assert "was contradicted and is supported now" in done.out
    done = run("verify", "--json", str(forged), str(tmp_path / "none"), str(receipt))
    assert UNUSABLE == done.code
    first, second, third = done.json()
    assert (False, ["verdict"]) == (first["holds"], [fault["kind"] for fault in first["faults"]])
    assert "does not exist" in second["error"]["message"]
    assert third["holds"]


def test_verify_without_a_library_is_missing_one(run: Assistant, receipt: Path, tmp_path: Path) -> None:
    """The receipt may well be sound."""
    assert ExitCode.MISSING == run("verify", str(receipt), "--library", str(tmp_path / "none")).code


def test_hostile_receipt_does_not_reach_the_terminal(run: Assistant, receipt: Path) -> None:
    """Its texts and its file name are shown without what acts."""
    from assistant.checking.receipts import checksum

    value: dict[str, Any] = json.loads(receipt.read_text())
    value["claims"][0]["text"] = "\x1b]52;c;aGk=\x07boo \u202e"
    path = receipt.with_name("a\x1b[31mb.json")
    path.write_text(json.dumps(value | {"sha256": checksum(value)}))
    for arguments in (["verify", str(path)], ["verify", "--json", str(path)]):
        done = run(*arguments)
        assert NOT_HELD == done.code
        assert not any(letter in done.out + done.err for letter in "\x1b\x07\u202e")


def test_same_seed_model_and_library_give_the_same_answer(run: Assistant, sound: Path, tmp_path: Path) -> None:
    """In processes of their own, drawn at a temperature, from a real GGUF; another seed gives another one."""
    run("ask", WEBARENA, "--generator", "quotes")  # makes the library
    receipts = [
        asked_elsewhere(sound, tmp_path / f"{name}.json", seed) for name, seed in (("a", 7), ("b", 7), ("c", 8))
    ]
    first, second, third = receipts
    changing = {"created", "sha256"}
    assert {key: first[key] for key in first.keys() - changing} == {
        key: second[key] for key in second.keys() - changing
    }
    assert (first["text"], first["draft"]) != (third["text"], third["draft"])  # what does not hold is repaired
    assert first["prompt_sha256"] == third["prompt_sha256"]
    assert (7, 3.0) == (first["seed"], first["sampling"]["temperature"])
    assert HELD == run("verify", str(tmp_path / "a.json")).code


def asked_elsewhere(model: Path, path: Path, seed: int) -> dict[str, Any]:
    """Return the receipt of an answer that another process has given."""
    import hashlib

    command = [sys.executable, "-m", "assistant.cli", "ask", WEBARENA, "--model", str(model), "--seed", str(seed)]
    options = ["--temperature", "3", "--max-tokens", "60", "--threads", "1", "--receipt", str(path), "--json"]
    done = subprocess.run([*command, *options], capture_output=True, timeout=120, env=dict(os.environ))
    assert done.returncode in (ExitCode.ANSWERED, ExitCode.ABSTAINED), done.stderr.decode()
    receipt: dict[str, Any] = json.loads(path.read_text())
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    assert [{"name": model.name, "size": model.stat().st_size, "sha256": digest}] == receipt["model"]["files"]
    return receipt


def test_receipt_in_a_folder_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is that of a whole file from the first; only where files have one name it is taken before."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", stop)
        first = receipt_files.save({"question": "Why?"}, tmp_path)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    second = receipt_files.save({"question": "Why?"}, tmp_path)
    assert {first, second} == set(tmp_path.iterdir())
    assert [{"question": "Why?"}] * 2 == [json.loads(path.read_text()) for path in (first, second)]
