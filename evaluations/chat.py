"""How fast the chat is: start, keys while a model streams, tokens on the screen, and memory over many questions.

    python -m evaluations.chat [--library DIR] [--questions 500] [--json FILE]

The start is that of the whole program on a pseudo-terminal over the library; the rest plays scripted answers to the
real application, so that no model is measured. Keys are timed on a pseudo-terminal too: from the write of a letter to
the read of the frame that shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import gc
import json
import os
import pty
import resource
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep

from assistant.records import Answer, Claim, ClaimVerified, Event, Finished, Timings, Token, Understood, Verdict
from assistant.settings import Settings
from assistant.tui.app import ChatApp
from assistant.tui.engine import Request
from assistant.tui.question_box import QuestionBox
from evaluations.speed import Measure

SIZE = (100, 30)
STARTS, KEYS, TOKENS = 3, 40, 2000
KEY = "Z"  # is in no word that is streamed or shown
EMPTY = "sk about your"  # in the empty question box; on its first letter stands the cursor, which blinks
PATIENCE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Scripted:
    """An engine that writes `tokens` words, `pause` seconds apart."""

    tokens: int
    pause: float = 0.0
    paper_count: int = 352
    generator_name: str = "llama"
    model: str | None = "scripted.gguf"

    def prepare(self) -> None:
        """Be ready at once."""

    def ask(self, request: Request, history: Sequence[Answer], cancelled: Callable[[], bool]) -> Iterator[Event]:
        """Yield a whole answer."""
        yield Understood(request.question, request.question)
        words = []
        for n in range(self.tokens):
            words.append(f"word{n}" + ("\n\n" if n % 40 == 39 else " "))
            yield Token(words[-1])
            if self.pause:
                sleep(self.pause)
        claims = (Claim(words[0] if words else "", (), Verdict.UNSUPPORTED),)
        yield ClaimVerified(claims[0])
        text = "".join(words)
        yield Finished(
            Answer(request.question, request.question, text, False, claims, (), (), "llama", self.model, Timings())
        )

    def receipt(self, answer: Answer, history: Sequence[Answer]) -> str:
        """Return an empty one."""
        return "{}"

    def refresh(self) -> None:
        """Find nothing new."""

    def close(self) -> None:
        """Have nothing to give back."""


# -------------------------------------------------------- on a pseudo-terminal


class Screen:
    """A program in a terminal, read and typed to."""

    def __init__(self, control: int) -> None:
        self._control = control
        self.output = b""

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._control, keys.encode())

    def wait_for(self, words: str, since: int = 0) -> None:
        """Read until the words are painted after byte `since`.

        Raises:
            TimeoutError: they never are.
        """
        deadline = perf_counter() + PATIENCE
        while words.encode() not in self.output[since:]:
            if perf_counter() > deadline:
                raise TimeoutError(words)
            if select.select([self._control], [], [], 1.0)[0]:
                self.output += os.read(self._control, 65536)


@contextmanager
def terminal(command: Sequence[str]) -> Iterator[Screen]:
    """Run a command in a terminal of its own; what it keeps goes to a folder that vanishes."""
    control, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TERM": "xterm-256color", "XDG_STATE_HOME": folder}
        process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        try:
            yield Screen(control)
        finally:
            process.kill()
            process.wait()
            with suppress(OSError):
                os.close(control)
            os.close(inside)


def time_start(library: Path) -> tuple[float, float, float]:
    """Start the program, and type a letter as soon as it shows where.

    Returns:
        The seconds until the letter stands in the question box, those until the library is open, and the seconds of
        processor that all threads of the program took till then, which other programs change little.
    """
    arguments = ["--library", str(library), "--generator", "quotes"]
    begin, before = perf_counter(), _processor()
    with terminal([sys.executable, "-m", "assistant.cli", "chat", *arguments]) as screen:
        screen.wait_for(EMPTY)
        since = len(screen.output)
        screen.type(KEY)
        screen.wait_for(KEY, since)
        usable = perf_counter() - begin
        screen.wait_for("ready")
        opened = perf_counter() - begin
    return usable, opened, _processor() - before


def time_keys() -> list[float]:
    """Return the milliseconds from key to paint while 50 tokens a second are written."""
    program = "from evaluations.chat import play; play(20_000, 0.02)"
    found = []
    with terminal([sys.executable, "-c", program]) as screen:
        screen.wait_for("ready")
        screen.type("how much?\r")
        screen.wait_for("word9")
        for _ in range(KEYS):
            since, begin = len(screen.output), perf_counter()
            screen.type(KEY)
            screen.wait_for(KEY, since)
            found.append((perf_counter() - begin) * 1000)
            screen.type("\x7f")
            sleep(0.15)
    return found


def play(tokens: int, pause: float) -> None:
    """Run the chat over a scripted engine, in this terminal."""
    app(Scripted(tokens, pause)).run()


def app(engine: Scripted) -> ChatApp:
    """Return the chat over a scripted engine; its sessions are kept in memory."""
    return ChatApp(lambda settings, narrate: engine, settings=Settings())


# --------------------------------------------------------------- without one


async def time_tokens() -> float:
    """Return how many tokens a second come onto the screen when they come as fast as it takes them."""
    chat = app(Scripted(TOKENS))
    async with chat.run_test(size=SIZE) as pilot:
        begin = perf_counter()
        await _ask(chat)
        while not _has_answered(chat, 1):
            await pilot.pause(0.01)
        took = perf_counter() - begin
    chat.worker.close(1)
    return TOKENS / took


async def grow(questions: int) -> tuple[float, float]:
    """Ask many questions of 40 words; return the resident memory after two fifths of them and at the end, in MB.

    By then the widgets that are kept, and the caches of Textual, are full.
    """
    chat = app(Scripted(40))
    early = 0.0
    async with chat.run_test(size=SIZE) as pilot:
        for number in range(1, questions + 1):
            await _ask(chat)
            while not _has_answered(chat, number):
                await pilot.pause(0.002)
            if number == 2 * questions // 5:
                early = _resident()
        late = _resident()
    chat.worker.close(1)
    return early, late


async def _ask(chat: ChatApp) -> None:
    box = chat.chat.query_one(QuestionBox)
    box.text = "how much?"
    box.action_send()


def _has_answered(chat: ChatApp, number: int) -> bool:
    exchange = chat.chat.state.exchange
    return exchange is not None and exchange.number == number and not exchange.is_running


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident() -> float:
    gc.collect()
    with closing(Path("/proc/self/statm").open()) as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(library: Path, questions: int) -> Iterator[Measure]:
    """Yield every figure beside its target."""
    starts = [time_start(library) for _ in range(STARTS)]
    usable, opened, used = (min(figures) for figures in zip(*starts, strict=True))
    yield Measure("start to usable prompt", usable, 1.2, " s")
    yield Measure("start to open library", opened, 1.2, " s")
    yield Measure("the same, in seconds of processor", used, 2 * 1.2, " s")
    keys = sorted(time_keys())
    yield Measure("key to paint while 50 tok/s are written", statistics.median(keys), 50, " ms")
    yield Measure("the same, 95th percentile", keys[int(0.95 * len(keys))], 50, " ms")
    yield Measure(f"{TOKENS:,} tokens drawn", asyncio.run(time_tokens()), 200, " tok/s", is_least=True)
    early, late = asyncio.run(grow(questions))
    rest = questions - 2 * questions // 5
    yield Measure("memory for each question after two fifths", (late - early) * 1000 / rest, 20, " kB")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.chat", description=__doc__)
    parser.add_argument("--library", type=Path, default=Settings().library, help="for the start")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    found = []
    for figure in measure(arguments.library, arguments.questions):
        found.append(figure)
        print(figure, flush=True)
    print(f"(load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(figure) for figure in found], indent=2) + "\n", encoding="utf-8")
    return 0 if all(figure.is_met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
