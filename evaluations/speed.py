"""How soon and how quickly a local model answers, against a bare loop with llama-cpp-python, in one run.

    python -m evaluations.speed MODEL.gguf [--library DIR] [--tokens 48] [--json FILE]

Speed depends on a model's shape and not on its weights, so a random model of a real shape will do. Both sides run in
one process with the same threads, and write in turns, so that what else the machine does falls on both; memory is
measured in a process each. Nothing is left in the cache of the person.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter

from assistant import pipeline
from assistant.generation import never
from assistant.generation.llama import LlamaGenerator
from assistant.generation.llama_prompt import build_prompt
from assistant.prompting import messages
from assistant.records import Brief, EvidenceFound, Finished, Retrieved, Task, Turn, Understood, Usage
from assistant.settings import Settings

DIALOGUES = (
    ("By how much does SkillWeaver improve web agents on WebArena?", "How was it tested?"),
    ("Is there a video dataset of people struggling while they learn a manual task?", "How many hours is it?"),
    ("What share of New York Times Connections games does the best LLM solve?", "How do experts do on it?"),
)
ABSTRACTS = 5
TURN = 8  # tokens that one side writes before it is the other's turn
ROOM = 256  # tokens of context beside the prompt
CANCEL = 0.2  # seconds: the target


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure beside its target; `is_least` when it should be at least that."""

    name: str
    value: float
    target: float
    unit: str = ""
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.value >= self.target if self.is_least else self.value <= self.target

    def __str__(self) -> str:
        """The figure, its target and whether it is met."""
        sign = "≥" if self.is_least else "≤"
        mark = "✓" if self.is_met else "✗"
        return f"{mark} {self.name}: {self.value:.3g}{self.unit} (target {sign} {self.target:.3g}{self.unit})"


@dataclass(frozen=True, slots=True)
class Material:
    """What both sides read.

    Attributes:
        first, second: the briefs of two turns of a dialogue; the history of the second is to be filled in.
        stuffed: a prompt with whole abstracts.
    """

    first: Brief
    second: Brief
    stuffed: str


def gather(library: Path) -> list[Material]:
    """Search and read for the questions of each dialogue, as the program does."""
    settings = Settings(library=library, generator="quotes")
    with closing(pipeline.open_resources(settings, _tell)) as resources:
        return [_gathered(questions, resources) for questions in DIALOGUES]


def _gathered(questions: tuple[str, str], resources: pipeline.Resources) -> Material:
    briefs: list[Brief] = []
    history: list[Turn] = []
    stuffed = ""
    for question in questions:
        standalone = question
        for event in pipeline.answer(question, resources, history=history):
            if isinstance(event, Understood):
                standalone = event.standalone
            elif isinstance(event, Retrieved) and not stuffed:
                papers = [hit.paper for hit in event.hits[:ABSTRACTS]]
                whole = [f"[{n}] {paper.title}\n{paper.abstract}" for n, paper in enumerate(papers, 1)]
                rules = messages(Brief(Task.ANSWER, question, ()))[0].content
                stuffed = "\n\n".join([rules, *whole, f"Question: {question}", "Answer:"])
            elif isinstance(event, EvidenceFound):
                briefs.append(Brief(Task.ANSWER, standalone, event.evidence))
            elif isinstance(event, Finished):
                history.append(pipeline.turn_of(event.answer, resources.library))
    if len(briefs) < len(questions):
        raise SystemExit(f"the library does not answer {questions}; name one that holds the bundled papers")
    return Material(briefs[0], briefs[1], stuffed)


def measure_times(given: argparse.Namespace, materials: list[Material]) -> Iterator[Measure]:
    """Measure the wait for the first word, of both turns of a dialogue, and the speed of writing."""
    stuffed, first = materials[0].stuffed, materials[0].first
    with tempfile.TemporaryDirectory() as folder:
        generator = LlamaGenerator(given.model, max_tokens=given.tokens, cache=Path(folder))
        generator.load()
        native, threads = generator._loaded(never), generator.plan().threads
        bare = _Bare(given.model, len(native.tokenize(stuffed, special=False)) + ROOM, threads)
        ours, others = _write_in_turns(generator, bare, first)
        generator.close()
        _tell(f"writing: {ours:.1f} tok/s, bare {others:.1f}")
        yield Measure("tok/s against the bare loop's, in turns", ours / others, 0.9, is_least=True)
        known = _first_word_of_new(given, first, Path(folder))
    unknown = _first_word_of_new(given, first, None)
    whole = bare.first_word(stuffed)
    bare.close()
    _tell(f"first word: whole abstracts {whole:.2f} s; ours {unknown:.2f} s, rules known {known:.2f} s")
    yield Measure("first word against whole abstracts, rules not known", unknown / whole, 1 / 3)
    yield Measure("first word against whole abstracts, rules known", known / whole, 1 / 3)
    yield from _measure_turns(given, materials)


def _measure_turns(given: argparse.Namespace, materials: list[Material]) -> Iterator[Measure]:
    """Measure the second turn against the first, which reads the rules, too, over all dialogues."""
    generator = LlamaGenerator(given.model, max_tokens=given.tokens)
    generator.load()
    native, times, tokens = generator._loaded(never), [0.0, 0.0], [0, 0]
    for material in materials:
        native.rewind(0)
        text = ""
        for turn, brief in enumerate((material.first, material.second)):
            history = (Turn(material.first.question, material.first.question, text),) if turn else ()
            text, usage = _drain(generator.generate(replace(brief, history=history), never))
            times[turn] += usage.read_ms / 1000
            tokens[turn] += usage.prompt - usage.reused
    generator.close()
    _tell(f"turns: {times[0]:.2f} s and {tokens[0]} tokens read, then {times[1]:.2f} s and {tokens[1]} tokens")
    yield Measure("second turn against the first", times[1] / times[0], 1 / 2)
    yield Measure("second turn against the first, in tokens", tokens[1] / tokens[0], 1 / 2)


def measure_cancelling(given: argparse.Namespace, materials: list[Material]) -> Iterator[Measure]:
    """Measure how long after a cancellation the prompt can be used again, at each stage."""
    brief = materials[0].first
    generator = LlamaGenerator(given.model, max_tokens=400)
    seconds = {"loading": _cancelled_after(generator, brief, 0.05)}
    generator.load()
    seconds["reading"] = _cancelled_after(generator, brief, 0.3)
    stops: list[float] = []
    for number, _ in enumerate(generator.generate(brief, lambda: bool(stops))):
        if number == 2:
            stops.append(perf_counter())
    seconds["writing"] = perf_counter() - stops[0]
    is_usable = bool("".join(islice(generator.generate(brief, never), 3)))
    generator.close()
    for stage, wait in seconds.items():
        yield Measure(f"cancelled while {stage}", wait * 1000, CANCEL * 1000, " ms")
    yield Measure("writes after that", float(is_usable), 1, is_least=True)


def measure_memory(given: argparse.Namespace, materials: list[Material]) -> Iterator[Measure]:
    """Measure the peak of both sides, each in a process of its own with the same prompt and context."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        prompt = Path(folder) / "prompt.txt"
        prompt.write_text("\n\n".join(item.content for item in messages(materials[0].first)), encoding="utf-8")
        for side in ("ours", "bare"):
            command = [sys.executable, "-m", "evaluations.speed", str(given.model), "--library", str(given.library)]
            command += ["--tokens", str(given.tokens), "--side", side, "--prompt", str(prompt)]
            peaks[side] = float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    _tell(f"peak memory: {peaks['ours']:.0f} MiB, bare {peaks['bare']:.0f} MiB")
    yield Measure("peak memory beyond the bare loop's", peaks["ours"] - peaks["bare"], 150, " MiB")


def print_peak(model: Path, library: Path, tokens: int, side: str, prompt: Path) -> None:
    """Run one side of the comparison of memory and print its peak in MiB."""
    if side == "ours":
        settings = Settings(library=library, model=str(model), max_tokens=tokens, context=4096, repair="never")
        with closing(pipeline.open_resources(settings, lambda line: None)) as resources:
            list(pipeline.answer(DIALOGUES[0][0], resources))
    else:
        bare = _Bare(model, 4096, LlamaGenerator(model).plan().threads)
        list(islice(bare.write(prompt.read_text(encoding="utf-8")), tokens))
    scale = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1024**2)


class _Bare:
    """The loop that everybody writes first."""

    def __init__(self, model: Path, context: int, threads: int) -> None:
        from llama_cpp import Llama

        self._llama = Llama(str(model), n_ctx=context, n_threads=threads, n_threads_batch=threads, verbose=False)

    def write(self, prompt: str | list[int]) -> Iterator[int]:
        tokens = self._llama.tokenize(prompt.encode()) if isinstance(prompt, str) else prompt
        self._llama.reset()
        yield from self._llama.generate(tokens, temp=0.0)

    def first_word(self, prompt: str) -> float:
        begin = perf_counter()
        next(self.write(prompt))
        return perf_counter() - begin

    def close(self) -> None:
        self._llama.close()


def _tell(line: str) -> None:
    print(f"  {line}", flush=True)


def _first_word_of_new(given: argparse.Namespace, brief: Brief, cache: Path | None) -> float:
    """Return the seconds to the first word of a generator whose model is loaded, and has read what `cache` holds."""
    generator = LlamaGenerator(given.model, max_tokens=4, cache=cache)
    generator.load()
    with closing(generator):
        return _drain(generator.generate(brief, never))[1].read_ms / 1000


def _drain(pieces: Generator[str, None, Usage]) -> tuple[str, Usage]:
    """Return all that is written, and what it cost."""
    text = ""
    while True:
        try:
            text += next(pieces)
        except StopIteration as end:
            return text, end.value


def _write_in_turns(generator: LlamaGenerator, bare: _Bare, brief: Brief) -> tuple[float, float]:
    """Let both sides write on the same prompt, some tokens each in turn; return their tokens a second."""
    native = generator._loaded(never)
    turns = _Turns(bare.write(list(build_prompt(native, brief, native.context // 2).tokens)))
    _, usage = _drain(turns.opened_by(generator.generate(brief, turns.take)))
    if not turns.seconds:
        raise SystemExit("the answer was too short to be measured; give more --tokens")
    return usage.speed, turns.tokens / turns.seconds


class _Turns:
    """The other side, which writes while ours asks whether to stop: once a token, and outside what it times."""

    def __init__(self, writing: Iterator[int]) -> None:
        next(writing)  # the prompt is read
        self._writing = writing
        self._asked = 0
        self.is_open = False
        self.tokens, self.seconds = 0, 0.0

    def opened_by(self, pieces: Generator[str, None, Usage]) -> Generator[str, None, Usage]:
        """Pass on what our side writes; its first piece says that its prompt is read."""
        while True:
            try:
                piece = next(pieces)
            except StopIteration as end:
                usage: Usage = end.value
                return usage
            self.is_open = True
            yield piece

    def take(self) -> bool:
        """Write some tokens if it is the turn, and never stop ours."""
        self._asked += self.is_open
        if self.is_open and self._asked % TURN == 0:
            begin = perf_counter()
            self.tokens += sum(1 for _ in islice(self._writing, TURN))
            self.seconds += perf_counter() - begin
        return False


def _cancelled_after(generator: LlamaGenerator, brief: Brief, seconds: float) -> float:
    """Return how long after a cancellation the call came back, in seconds."""
    deadline = perf_counter() + seconds
    list(generator.generate(brief, lambda: perf_counter() > deadline))
    return max(0.0, perf_counter() - deadline)


def main() -> int:
    """Measure, print each figure beside its target, and say by the exit code whether all are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, metavar="MODEL.gguf")
    parser.add_argument("--library", type=Path, default=Settings().library, help="one that holds the bundled papers")
    parser.add_argument("--tokens", type=int, default=48, help="tokens to write (48)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    parser.add_argument("--side", choices=("ours", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--prompt", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        print_peak(given.model, given.library, given.tokens, given.side, given.prompt)
        return 0
    materials = gather(given.library)
    measures = []
    for measure in (measure_memory, measure_times, measure_cancelling):
        for found in measure(given, materials):
            print(found, flush=True)
            measures.append(found)
    if given.json:
        given.json.write_text(json.dumps([asdict(found) for found in measures], indent=2), encoding="utf-8")
    return 0 if all(found.is_met for found in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
