"""Loading, stopping and closing a local model, alone and from several threads, and what the outside sees of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ModelError, ModelMissing
from assistant.generation import Cancelled, never
from assistant.generation.llama import LlamaGenerator
from assistant.generation.llama_native import NativeModel
from assistant.generation.stopping import Stopped
from assistant.models.machine import Gpu
from assistant.models.running import RunPlan
from assistant.settings import Settings
from tests.generation.briefs import brief, drained, native_of, token_of, uncited, written
from tests.generation.conftest import Build, Script
from tests.tiny_gguf import write_tiny_gguf


def test_reading_a_prompt_can_be_stopped(build: Build) -> None:
    """Nothing is written, and the model answers the next question as if nothing had been."""
    answer = written(build(temperature=0.0), brief())[0]
    generator = build(temperature=0.0)
    assert drained(generator.generate(brief(30), lambda: True))[0] == ""
    assert answer == written(generator, brief())[0]


def test_writing_can_be_stopped(build: Build, script: Script) -> None:
    """Between two tokens, in the midst of a sentence."""
    script("word ", repeats=True)
    generator, asked = build(), iter([False] * 10 + [True] * 1000)
    text, usage = drained(generator.generate(brief(1), lambda: next(asked)))
    assert len(text) < 20
    assert usage.completion < 20
    assert written(generator, brief(1))[0].endswith(" [1]…")


def test_a_stop_interrupts_llama_cpp_itself(build: Build) -> None:
    """The batch that is being read is broken off and forgotten."""
    generator = build()
    generator.load()
    native, asked = native_of(generator), iter([False, False])
    with pytest.raises(Stopped):
        native._read_stoppable([token_of(65)] * 100, lambda: next(asked, True))
    assert native.past == []


def test_who_stops_does_not_wait_for_llama_cpp(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may need a second to stop; the next question waits for it, and can be stopped meanwhile."""
    answer = written(build(temperature=0.0), brief())[0]
    generator = build(temperature=0.0)
    generator.load()
    native, has_begun, gate = native_of(generator), threading.Event(), threading.Event()
    read = native._read_stoppable

    def slow(tokens: list[int], stop: Cancelled) -> None:
        has_begun.set()
        try:
            read(tokens, stop)
        finally:
            gate.wait(30)

    monkeypatch.setattr(native, "_read_stoppable", slow)
    for _ in range(2):
        assert drained(generator.generate(brief(30), has_begun.is_set))[0] == ""
    threading.Timer(0.2, gate.set).start()
    assert answer == written(generator, brief())[0]


def test_closing_ends_what_is_being_written(build: Build, script: Script) -> None:
    """The pieces end without an error, and twice is not once too often."""
    script("word ", repeats=True)
    generator = build(max_tokens=1000)
    pieces = generator.generate(brief(1), never)
    next(pieces)
    generator.close()
    generator.close()
    assert drained(pieces)[0] == ""


def test_a_closed_generator_says_so(build: Build) -> None:
    """It does not load the model again."""
    generator = build()
    generator.close()
    with pytest.raises(ModelError, match="closed"):
        generator.load()


def test_closing_from_another_thread_waits_for_the_step(build: Build, script: Script) -> None:
    """Nothing is freed while llama.cpp works with it."""
    script("word ", repeats=True)
    generator = build(max_tokens=2000)
    answer: list[str] = []
    writer = threading.Thread(target=lambda: answer.extend(generator.generate(brief(1), never)))
    writer.start()
    while not answer:
        time.sleep(0.01)
    generator.close()
    writer.join(10)
    assert not writer.is_alive()


def test_two_questions_wait_for_each_other(build: Build) -> None:
    """Each gets the answer that it would have got alone."""
    alone = [written(build(temperature=0.0), brief(n))[0] for n in (2, 5)]
    generator, answers = build(temperature=0.0), {}
    threads = [
        threading.Thread(target=lambda n=n: answers.update({n: written(generator, brief(n))[0]})) for n in (2, 5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert alone == [answers[2], answers[5]]


def test_a_missing_model_is_missing(tmp_path: Path) -> None:
    """Before anything is loaded."""
    with pytest.raises(ModelMissing):
        LlamaGenerator(tmp_path / "none.gguf")


def test_what_llama_cpp_refuses_is_an_error_with_its_reason(tmp_path: Path, build: Build) -> None:
    """The header is sound, the architecture unknown."""
    generator = build(write_tiny_gguf(tmp_path / "m.gguf", architecture="llamb"))
    with pytest.raises(ModelError, match="unknown model architecture: 'llamb'"):
        generator.load()


def test_it_is_named_after_its_file(build: Build) -> None:
    """An answer says who wrote it."""
    assert ("llama", "tiny.gguf") == (build().name, build().model)


def test_the_settings_reach_it(tiny: Path) -> None:
    """What a person chose is what is run."""
    generator = LlamaGenerator.of(Settings(context=777, max_tokens=9, seed=3), tiny)
    assert (777, 9, 3) == (generator.plan().context, generator._max_tokens, generator._seed)


def test_what_the_gpu_does_not_take_runs_without_it(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is free there is an estimate; only layers that a person asked for are insisted on."""
    layers: list[int] = []

    class Refusing(NativeModel):
        def __init__(self, path: Path, plan: RunPlan, **others: Any) -> None:
            layers.append(plan.gpu_layers)
            if plan.gpu_layers:
                raise ModelError("out of memory", "")
            super().__init__(path, plan, **others)

    monkeypatch.setattr("assistant.generation.llama_native.NativeModel", Refusing)
    monkeypatch.setattr("assistant.generation.llama_library.find_gpus", lambda: (Gpu("G", 1 << 40),))
    assert written(build(), brief())[0]
    assert [-1, 0] == layers
    with pytest.raises(ModelError, match="out of memory"):
        build(gpu_layers=1).load()


def test_the_devices_of_llama_cpp_are_found(build: Build) -> None:
    """Every build has the processor itself."""
    from assistant.generation import llama_library

    assert llama_library.has_gpu_support() == bool(llama_library.find_gpus())
    (processor,) = llama_library._devices((0,))
    assert processor.name and processor.free > 0


def test_every_plan_can_be_run(build: Build) -> None:
    """Each of the settings reaches llama.cpp, which takes it."""
    ways: list[dict[str, Any]] = [{"flash_attention": "on"}, {"flash_attention": "off"}, {"cache_type": "q8_0"}]
    for way in [*ways, {"batch_size": 64, "micro_batch_size": 32}, {"threads": 2, "prompt_threads": 1}]:
        generator = build(**way)
        assert not uncited(written(generator, brief(20))[0], range(1, 21))
        generator.close()


def test_messages_go_to_the_log(tmp_path: Path, build: Build) -> None:
    """As printable lines, from the beginning with each load."""
    log = tmp_path / "logs" / "llama.log"
    build(log=log).load()
    text = log.read_text(encoding="ascii")
    assert "general.architecture" in text
    assert all(character.isprintable() or character in "\n\t" for character in text)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, build: Build) -> None:
    """A full disk is no reason to go without an answer."""
    (tmp_path / "file").touch()
    build(log=tmp_path / "file" / "llama.log").load()


SCRIPT = """
import sys
from pathlib import Path
from assistant.generation.llama import LlamaGenerator
from assistant.generation.llama_native import NativeModel
assert "llama_cpp" not in sys.modules
from tests.generation.briefs import brief, written
{body}
"""


def run(path: Path, body: str) -> subprocess.Popen[str]:
    """Start a process of its own with a generator for the model at `path`."""
    code = SCRIPT.format(body=body.format(path=str(path)))
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], stdout=pipe, stderr=pipe, text=True, cwd=Path.cwd())


def test_nothing_reaches_the_terminal(tiny: Path) -> None:
    """Neither loading nor writing nor closing prints on the file descriptors 1 and 2, and importing loads nothing."""
    body = "g = LlamaGenerator(Path({path!r}), max_tokens=20); written(g, brief()); g.close(); print('end')"
    assert ("end\n", "") == run(tiny, body).communicate(timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals on Windows")
def test_an_interrupt_ends_the_reading_of_a_prompt(tiny: Path) -> None:
    """Ctrl-C arrives although the main thread waits for C code, and is not lost in a callback."""
    body = """
g = LlamaGenerator(Path({path!r}))
g.load()
native = g._native
print("ready", flush=True)
try:
    while True:
        native.read_prompt([7, *[5] * 3000, 8], lambda: False)
        native.rewind(0)
except KeyboardInterrupt:
    g.close()
    print("interrupted")
"""
    process = run(tiny, body)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert ("interrupted\n", "") == process.communicate(timeout=30)
