"""A real `llama_cpp.server` on this machine, with a tiny model, and a proof that nothing is sent anywhere else."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.generation.openai import OpenAIGenerator
from assistant.generation.server_constraint import Constraint, request_of
from assistant.prompting import ABSTENTION, Message, digest, messages
from assistant.records import Turn
from assistant.storage.library import Library
from tests.generation.briefs import brief, drained, uncited, written
from tests.generation.chat_server import running
from tests.stopwatch import Stopwatch
from tests.tiny_gguf import CHATML, write_tiny_gguf

CONTEXT = 4096

CONNECTIONS = """
import json, sys
said = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        said.append([event, str(arguments[0 if event == "socket.getaddrinfo" else 1])])
sys.addaudithook(watch)
from assistant import cli
code = cli.main(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps([code, said]))
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the server that llama-cpp-python brings along."""
    folder = tmp_path_factory.mktemp("server")
    model = write_tiny_gguf(folder / "tiny.gguf", chat_template=CHATML, tokenizer="gpt2")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--model_alias", "tiny"]
    options = ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", str(CONTEXT), "--n_threads", "1"]
    with (folder / "log").open("w") as log, subprocess.Popen([*command, *options], stdout=log, stderr=log) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    with httpx.Client(trust_env=False) as client:
        for _ in range(1200):
            assert process.poll() is None, "the server ended; 'pip install .[dev]' brings what it needs"
            try:
                client.get(url)
            except httpx.ConnectError:
                time.sleep(0.1)
            else:
                return
    raise AssertionError("the server does not answer")


def test_real_server_answers_with_citations(real: str) -> None:
    """Its random model writes anything; what leaves the generator has markers, and what it cost is known."""
    generator = OpenAIGenerator(real, max_tokens=40, temperature=3.0, seed=1)
    answer, usage = written(generator, brief(2))
    assert not uncited(answer, (1, 2))
    assert answer != ABSTENTION
    assert "tiny" == generator.model
    assert usage.prompt_sha256


def test_same_seed_gives_the_same_answer(real: str) -> None:
    """From the server, too; another seed another one."""
    answers = [
        written(OpenAIGenerator(real, max_tokens=30, temperature=3.0, seed=seed), brief(2))[0] for seed in (5, 5, 6)
    ]
    assert answers[0] == answers[1] != answers[2]


def test_real_server_that_drops_a_long_prompt_gets_a_shorter_one(real: str) -> None:
    """It ends its stream without a word; its model reads letters, so that more tokens are needed than estimated."""
    history = tuple(Turn("q", f"Earlier question {n}?", "Earlier answer. " * 14) for n in range(20))
    asked = brief(8, history=history)
    assert len(messages(asked)[1].content) > CONTEXT
    answer, usage = written(OpenAIGenerator(real, max_tokens=40), asked)
    assert not uncited(answer, range(1, 9))
    assert digest(messages(asked)) != usage.prompt_sha256


def test_real_server_keeps_to_the_grammar(real: str) -> None:
    """Its random model writes any letters, but no other marker, and none but behind or before the end of a sentence."""
    body = {"model": "tiny", "max_tokens": 150, "temperature": 3.0, "messages": [{"role": "user", "content": "Why?"}]}
    with httpx.Client(trust_env=False, timeout=60) as client:
        for seed in range(3):
            request = body | request_of(Constraint.GRAMMAR, (1, 12)) | {"seed": seed}
            reply = client.post(f"{real}/chat/completions", json=request).raise_for_status().json()
            text = reply["choices"][0]["message"]["content"]
            assert len(text) > 20
            assert not set(re.findall(r"\[[^\]]*\]", text)) - {"[1]", "[12]"}
            assert not re.search(r"(?<!\])[.!?] (?!\[)", text)


def test_real_server_answers_by_a_grammar(real: str) -> None:
    """From one end to the other."""
    generator = OpenAIGenerator(real, max_tokens=60, temperature=3.0, seed=1, constraint=Constraint.GRAMMAR)
    assert not uncited(written(generator, brief(2))[0], (1, 2))
    assert Constraint.GRAMMAR is generator._constraint


def test_real_server_that_knows_no_schema_is_asked_without(real: str) -> None:
    """It refuses the standard form."""
    generator = OpenAIGenerator(real, max_tokens=30, temperature=3.0, constraint=Constraint.SCHEMA)
    assert not uncited(written(generator, brief(2))[0], (1, 2))
    assert Constraint.NEVER is generator._constraint


def test_line_of_a_real_server(real: str) -> None:
    """Follow-ups are rewritten by it."""
    chat = [Message("system", "Rewrite."), Message("user", "is it public?")]
    assert "\n" not in OpenAIGenerator(real, model="tiny").complete(chat, 8, lambda: False)


@pytest.mark.alone
def test_real_server_answers_after_it_was_cancelled(real: str) -> None:
    """In the midst of an answer; the connection is closed and the next question is answered."""
    generator = OpenAIGenerator(real, max_tokens=400, temperature=3.0)
    stopped = False
    pieces = generator.generate(brief(2), lambda: stopped)
    next(pieces)
    stopped = True
    watch = Stopwatch()
    drained(pieces)
    assert watch.seconds < 2
    stopped = False
    assert not uncited(written(OpenAIGenerator(real, max_tokens=20), brief(2))[0], (1, 2))


def connections(tmp_path: Path, library: Library, *arguments: str) -> tuple[int, list[Any]]:
    """Return the exit code of a command in a process of its own, and all addresses that it looked up or spoke to."""
    report = tmp_path / "said.json"
    command = [sys.executable, "-c", CONNECTIONS, str(report), *arguments, "--library", str(library.folder)]
    home = {f"XDG_{name}_HOME": str(tmp_path) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    subprocess.run(command, capture_output=True, check=True, timeout=240, env=os.environ | home)
    code, said = json.loads(report.read_text())
    return code, said


@pytest.mark.parametrize("generator", ["quotes", "llama"])
def test_nothing_is_sent_without_an_address(
    tmp_path: Path, small_library: Library, sound: Path, generator: str
) -> None:
    """No socket is connected and no name looked up, from the start of the process to its end."""
    choice = ["--generator", generator] + (
        ["--model", str(sound), "--max-tokens", "20"] if generator == "llama" else []
    )
    receipt = ["--receipt", str(tmp_path / "r.json")]
    code, said = connections(tmp_path, small_library, "ask", "How long do penguins remember?", *choice, *receipt)
    assert code in (0, 4)
    assert [] == said
    assert (0, []) == connections(tmp_path, small_library, "verify", str(tmp_path / "r.json"))


def test_only_the_given_address_is_spoken_to(tmp_path: Path, small_library: Library) -> None:
    """Also where proxies are set, and where the server points elsewhere."""
    with running() as server:
        question = ["ask", "How long do penguins remember?", "--openai-url", server.url]
        code, said = connections(tmp_path, small_library, *question)
        port = server.server_address[1]
        assert code in (0, 4)  # what the server says is in no paper, and is withheld
        assert {"socket.connect"} == {event for event, _ in said} - {"socket.getaddrinfo"}
        assert {f"('127.0.0.1', {port})"} == {place for event, place in said if event == "socket.connect"}
        assert {"127.0.0.1"} >= {place for event, place in said if event == "socket.getaddrinfo"}
