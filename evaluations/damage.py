"""Kill, damage, fill up and lock a library, and see whether anything is lost, doubled, or wrong without a word.

    python -m evaluations.damage [--papers 120] [--kills 50] [--seed N] [--only NAME …] [--results FILE.json]
        [TRIAL …]

TRIAL is one of library, full, readonly, kills, chroma; all of them without it. Each works on a copy of a library of the
first bundled papers, with the commands that a person runs. A trial fails if a paper is lost or doubled, if an answer is
another one than that of the undisturbed library and nothing was said on stderr, or if a traceback is shown.

Needs root for a small disk (a tmpfs of its own); the trials of a full disk are left out otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.corpus import find_files, read_file
from assistant.records import Paper, Span
from assistant.resources import resource_folder
from assistant.search.vectors import FOLDER, STATE, synchronise
from assistant.storage.library import FILE, Library, PaperVectors
from assistant.storage.schema import PAGE_SIZE

QUESTIONS = (
    "Which robot learns to play basketball?",
    "How are skills discovered without a reward?",
    "What helps agents on the web?",
    "Which benchmark measures social interaction?",
)
PATIENCE = 600
"""Seconds for one command, on a busy machine."""
COUNTED = """
import sys
from pathlib import Path
from assistant import embedding
one = embedding.OnnxEmbedder._embed_paper
def counted(self, paper):
    found = one(self, paper)
    with open(sys.argv[1], "a") as file:
        file.write(paper.id + "\\n")
    return found
embedding.OnnxEmbedder._embed_paper = counted
from assistant.cli import main
sys.exit(main(sys.argv[2:]))
"""
PADDING = 1500
Damage = Callable[[Path, random.Random], object]


@dataclass(slots=True)
class Outcome:
    """What a trial has shown.

    Attributes:
        silent: answers that were other ones without a word.
        said: commands that said what is wrong.
    """

    name: str
    runs: int = 0
    lost: int = 0
    doubled: int = 0
    embedded_twice: int = 0
    silent: int = 0
    tracebacks: int = 0
    said: int = 0
    healed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Whether nothing happened that must not."""
        return not (self.lost or self.doubled or self.embedded_twice or self.silent or self.tracebacks)


@dataclass(frozen=True, slots=True)
class Done:
    """What one command said."""

    code: int
    out: str
    err: str


class Bench:
    """A library of some papers, undisturbed, with its answers, of which each trial takes a copy."""

    def __init__(self, folder: Path, papers: int, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.papers = folder / "papers.jsonl"
        self._write_papers(papers)
        self.sound = folder / "sound"
        begun = time.monotonic()
        self.run("index", self.papers, library=self.sound)
        self.seconds = time.monotonic() - begun
        self.right = self.answers(self.sound, "chroma")[0]
        if self.right != self.answers(self.sound, "exact")[0]:
            raise SystemExit("Chroma and the exact scan differ before anything was damaged")

    def _write_papers(self, count: int) -> None:
        entries = [entry for file in find_files([resource_folder("seeds")]) for entry in read_file(file).entries]
        titles: dict[str, str] = {entry.title: entry.abstract for entry in entries if entry.abstract}
        lines = [json.dumps({"title": title, "abstract": text}) for title, text in list(titles.items())[:count]]
        self.papers.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def copy(self) -> Path:
        """Return a copy of the undisturbed library."""
        place = Path(tempfile.mkdtemp(dir=self.folder)) / "library"
        shutil.copytree(self.sound, place)
        return place

    def run(self, *arguments: object, library: Path, user: str = "") -> Done:
        """Run one command."""
        command = [sys.executable, "-m", "assistant.cli", *map(str, arguments), "--library", str(library)]
        if user:
            command = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", *command]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            return Done(-signal.SIGALRM, "", "Traceback: it never came back")
        return Done(done.returncode, done.stdout, done.stderr)

    def answers(self, library: Path, index: str, user: str = "") -> tuple[list[Any], Done]:
        """Return the rankings of all questions, and what the command said."""
        batch = self.folder / "questions.jsonl"
        batch.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(QUESTIONS)))
        done = self.run("search", "--batch", batch, "-k", 10, "--vector-index", index, library=library, user=user)
        found = [json.loads(line) for line in done.out.splitlines()]
        return [
            [(hit["paper"], round(hit["score"], 2)) for hit in line["retrieved"]] if "retrieved" in line else line
            for line in found
        ], done

    def watch(self, outcome: Outcome, done: Done, found: list[Any] | None = None) -> None:
        """Count what must not be seen in what a command said."""
        outcome.runs += 1
        if "Traceback" in done.err or done.code < 0:
            outcome.tracebacks += 1
            outcome.notes.append(f"{outcome.name}: {done.code} {done.err.strip().splitlines()[-1:]}")
        has_said = bool(done.err.strip()) or done.code != 0
        outcome.said += has_said
        if found is not None and found != self.right and not has_said:
            outcome.silent += 1
            outcome.notes.append(f"{outcome.name}: another answer without a word")

    def compare(self, outcome: Outcome, library: Path) -> None:
        """Count the papers that are lost or doubled, and vectors that are others, against the undisturbed library."""
        mine, right = contents(library), contents(self.sound)
        outcome.lost += len(right.keys() - mine.keys())
        outcome.doubled += len(mine.keys() - right.keys())
        if other := [title for title in mine.keys() & right.keys() if mine[title] != right[title]]:
            outcome.silent += len(other)
            outcome.notes.append(f"{outcome.name}: {len(other)} papers are others")


def contents(folder: Path) -> dict[str, tuple[bytes, ...]]:
    """Return all papers of a library with their words and vectors, by title."""
    with Library(folder) as library:
        papers = library.papers()
        passages, sentences = library.passage_vectors(list(papers)), library.sentences(list(papers))
        found: dict[str, tuple[bytes, ...]] = {}
        for number, paper in papers.items():
            text, vectors = paper.abstract.encode(), passages[number].tobytes()
            found[f"{paper.title} {paper.id}"] = (text, vectors, sentences[number][1].tobytes())
        return found


# ------------------------------------------------------------------ damage


def _segment(library: Path, name: str) -> Path:
    return next((library / FOLDER).glob(f"*/{name}"))


def cut(path: Path, share: float = 0.5) -> None:
    """Keep the beginning of a file."""
    os.truncate(path, int(path.stat().st_size * share))


def flip(path: Path, chance: random.Random, count: int, first: int = 0) -> None:
    """Flip bits here and there."""
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[chance.randrange(first, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def fill_page(path: Path, chance: random.Random, byte: int | None = None, count: int = 1) -> None:
    """Overwrite pages of a database, the first one excepted, with noise or one byte."""
    data = bytearray(path.read_bytes())
    size = page_size(data)
    for _ in range(count):
        start = chance.randrange(1, max(2, len(data) // size)) * size
        data[start : start + size] = chance.randbytes(size) if byte is None else bytes([byte]) * size
    path.write_bytes(data)


def exchange_pages(path: Path, chance: random.Random) -> None:
    """Put two pages of a database, but for the first one, in the place of each other."""
    data = bytearray(path.read_bytes())
    size = page_size(data)
    a, b = (size * number for number in chance.sample(range(1, len(data) // size), 2))
    data[a : a + size], data[b : b + size] = data[b : b + size], data[a : a + size]
    path.write_bytes(data)


def page_size(database: bytes | bytearray) -> int:
    """Return how many bytes a page has, which https://www.sqlite.org/fileformat.html has at offset 16."""
    return int.from_bytes(database[16:18], "big")


def flip_rows(path: Path, table: str, column: str, chance: random.Random, share: float = 0.3) -> None:
    """Flip a bit in some rows of a table, so that the structure of the file stays sound."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for number, value in db.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
            if value and chance.random() < share:
                data = bytearray(value)
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (bytes(data), number))


def execute(path: Path, *statements: str) -> None:
    """Change a database behind its owner's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def _chroma_database(library: Path) -> Path:
    return library / FOLDER / "chroma.sqlite3"


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _remake(path: Path, content: bytes) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.write_bytes(content)


_OTHER_VECTOR = (
    "UPDATE embeddings_queue SET vector = (SELECT vector FROM embeddings_queue LIMIT 1) WHERE seq_id % 3 = 0"
)
CHROMA: dict[str, Damage] = {
    "folder deleted": lambda library, _: shutil.rmtree(library / FOLDER),
    "folder emptied": lambda library, _: _empty(library / FOLDER),
    "folder is a file": lambda library, _: _remake(library / FOLDER, b"x"),
    "state deleted": lambda library, _: (library / STATE).unlink(),
    "state garbled": lambda library, chance: (library / STATE).write_bytes(chance.randbytes(99)),
    "state emptied": lambda library, _: (library / STATE).write_bytes(b""),
    "database deleted": lambda library, _: _chroma_database(library).unlink(),
    "database emptied": lambda library, _: _chroma_database(library).write_bytes(b""),
    "database cut in half": lambda library, _: cut(_chroma_database(library)),
    "database cut by a byte": lambda library, _: os.truncate(
        _chroma_database(library), _chroma_database(library).stat().st_size - 1
    ),
    "one bit of the database": lambda library, chance: flip(_chroma_database(library), chance, 1),
    "many bits of the database": lambda library, chance: flip(_chroma_database(library), chance, 500),
    "page of the database": lambda library, chance: fill_page(_chroma_database(library), chance),
    "rows deleted": lambda library, _: execute(_chroma_database(library), "DELETE FROM embeddings WHERE id % 5 = 0"),
    "vectors exchanged": lambda library, _: execute(_chroma_database(library), _OTHER_VECTOR),
    "segment deleted": lambda library, _: shutil.rmtree(_segment(library, "header.bin").parent),
    "segment cut": lambda library, _: cut(_segment(library, "data_level0.bin")),
    "header cut": lambda library, _: cut(_segment(library, "header.bin"), 0.1),
    "segment flipped": lambda library, chance: flip(_segment(library, "data_level0.bin"), chance, 2000),
    "segment emptied": lambda library, _: os.truncate(_segment(library, "data_level0.bin"), 0),
    "links flipped": lambda library, chance: flip(_segment(library, "length.bin"), chance, 50),
    "another library's": lambda library, chance: execute(
        library / FILE, f"UPDATE meta SET value = '{chance.randbytes(16).hex()}' WHERE key = 'id'"
    ),
}
_NO_TRIGGER = "DROP TRIGGER papers_updated"
LIBRARY: dict[str, Damage] = {
    "emptied": lambda library, _: os.truncate(library / FILE, 0),
    "deleted": lambda library, _: (library / FILE).unlink(),
    "cut in half": lambda library, _: cut(library / FILE),
    "cut by a page": lambda library, _: os.truncate(library / FILE, (library / FILE).stat().st_size - PAGE_SIZE),
    "cut by a byte": lambda library, _: os.truncate(library / FILE, (library / FILE).stat().st_size - 1),
    "header": lambda library, chance: _remake(
        library / FILE, chance.randbytes(100) + (library / FILE).read_bytes()[100:]
    ),
    "foreign": lambda library, chance: _remake(library / FILE, chance.randbytes(200_000)),
    "text": lambda library, _: _remake(library / FILE, b"hello\n" * 1000),
    "one bit": lambda library, chance: flip(library / FILE, chance, 1, 4096),
    "ten bits": lambda library, chance: flip(library / FILE, chance, 10, 4096),
    "a thousand bits": lambda library, chance: flip(library / FILE, chance, 1000, 4096),
    "a page of noise": lambda library, chance: fill_page(library / FILE, chance),
    "a page of zeros": lambda library, chance: fill_page(library / FILE, chance, 0),
    "ten pages": lambda library, chance: fill_page(library / FILE, chance, count=10),
    "texts changed": lambda library, _: execute(
        library / FILE, _NO_TRIGGER, "UPDATE papers SET abstract = replace(abstract, 'not', 'now')"
    ),
    "vectors zeroed": lambda library, _: execute(library / FILE, "UPDATE passages SET vector = zeroblob(577)"),
    "vectors cut": lambda library, _: execute(library / FILE, "UPDATE passages SET vector = substr(vector, 1, 100)"),
    "sentences cut": lambda library, _: execute(library / FILE, "UPDATE sentences SET spans = substr(spans, 1, 7)"),
    "pages exchanged": lambda library, chance: exchange_pages(library / FILE, chance),
    "words of the index flipped": lambda library, chance: flip_rows(library / FILE, "words_data", "block", chance),
    "vectors flipped": lambda library, chance: flip_rows(library / FILE, "passages", "vector", chance),
    "sentences flipped": lambda library, chance: flip_rows(library / FILE, "sentences", "vectors", chance),
    "spellings changed": lambda library, _: execute(library / FILE, "UPDATE spellings SET papers = papers * 7 % 5"),
    "facts changed": lambda library, _: execute(library / FILE, "UPDATE publications SET venue = 'Nowhere'"),
    "words emptied": lambda library, _: execute(library / FILE, "UPDATE words_data SET block = zeroblob(9)"),
    "newer version": lambda library, _: execute(library / FILE, "PRAGMA user_version = 99"),
}


# ------------------------------------------------------------------ trials


def pad(library: Path, count: int) -> None:
    """Add papers with random vectors, so many that Chroma keeps its segments in files."""
    drawn = np.random.default_rng(0).normal(size=(count, 384)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    nothing = np.zeros((0, 384), np.float32)
    with Library(library) as opened, opened.writing():
        with opened.transaction():
            for n, vector in enumerate(drawn):
                number, _ = opened.put_paper(Paper(f"pad{n}", f"Padding {n}", f"Words {n}."), f"padding {n}")
                opened.put_vectors(number, PaperVectors((Span(0, 5),), vector[None], (), nothing))
        synchronise(opened)


def try_chroma(bench: Bench, kills: int) -> Iterator[Outcome]:
    """Damage Chroma: the same answers, a line that says so, and a sound index afterwards."""
    pad(bench.sound, PADDING)
    bench.right = bench.answers(bench.sound, "exact")[0]
    for name, damage in CHROMA.items():
        outcome = Outcome(f"chroma: {name}")
        library = bench.copy()
        damage(library, bench.chance)
        found, done = bench.answers(library, "chroma")
        bench.watch(outcome, done, found)
        if found != bench.right:
            outcome.silent += 1
            outcome.notes.append(f"{outcome.name}: another answer")
        again, told = bench.answers(library, "chroma")
        bench.watch(outcome, told, again)
        outcome.healed += again == bench.right and "cannot be used" not in told.err
        bench.compare(outcome, library)
        shutil.rmtree(library.parent)
        yield outcome


def try_library(bench: Bench, kills: int) -> Iterator[Outcome]:
    """Damage the library: right answers or an error; the doctor and indexing again bring every paper back."""
    for name, damage in LIBRARY.items():
        outcome = Outcome(f"library: {name}")
        library = bench.copy()
        damage(library, bench.chance)
        for index in ("exact", "chroma"):
            found, done = bench.answers(library, index)
            bench.watch(outcome, done, found)
        bench.watch(outcome, bench.run("ask", QUESTIONS[0], "--generator", "quotes", library=library))
        if name in ("newer version", "deleted"):
            outcome.healed = 1
            yield outcome
            continue
        bench.watch(outcome, bench.run("doctor", "--fix", library=library))
        bench.watch(outcome, bench.run("index", bench.papers, library=library))
        done = bench.run("doctor", library=library)
        bench.watch(outcome, done)
        outcome.healed += done.code == 0
        try:
            bench.compare(outcome, library)
        except Exception as error:  # whatever it is, it is the result
            outcome.lost += 1
            outcome.notes.append(f"{outcome.name}: {error}")
        found, _ = bench.answers(library, "exact")
        outcome.silent += found != bench.right
        shutil.rmtree(library.parent)
        yield outcome


def try_kills(bench: Bench, kills: int) -> Iterator[Outcome]:
    """Kill indexing at random moments, go on, and compare with the undisturbed library."""
    outcome = Outcome("kill -9")
    moments: list[str] = []
    for n in range(kills):
        place = Path(tempfile.mkdtemp(dir=bench.folder))
        library, log = place / "library", place / "embedded"
        log.write_text("")
        command = [sys.executable, "-c", COUNTED, str(log), "index", str(bench.papers), "--library", str(library)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(bench.chance.uniform(0.05, 1) * bench.seconds)
        process.kill()
        process.wait()
        kept = embedded(library)
        moments.append(f"{len(kept)}")
        before = log.read_text().split()
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=PATIENCE)
        bench.watch(outcome, Done(done.returncode, done.stdout, done.stderr))
        outcome.lost += done.returncode != 0
        later = log.read_text().split()[len(before) :]
        outcome.embedded_twice += len(kept & set(later)) + len(later) - len(set(later))
        bench.compare(outcome, library)
        found, told = bench.answers(library, "chroma")
        bench.watch(outcome, told, found)
        outcome.silent += found != bench.right
        outcome.healed += 1
        if n % 10 == 9:
            print(f"  {n + 1} kills", file=sys.stderr)
        shutil.rmtree(place)
    outcome.notes.append(f"papers with vectors at the kill: {' '.join(moments)}")
    yield outcome


def embedded(folder: Path) -> set[str]:
    """Return the ids of the papers that have vectors."""
    if not (folder / FILE).exists():
        return set()
    with Library(folder, create=True) as library:
        missing = set(library.numbers_without_vectors())
        return {paper.id for number, paper in library.papers().items() if number not in missing}


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Yield the mount point of a disk of so many bytes."""
    place = Path(tempfile.mkdtemp(dir=folder))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def try_full(bench: Bench, kills: int) -> Iterator[Outcome]:
    """Index onto disks that become full early and late, then give them room."""
    if os.geteuid():
        return
    whole = sum(path.stat().st_size for path in bench.sound.rglob("*") if path.is_file())
    for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
        outcome = Outcome(f"disk of {share:.0%} of what is needed")
        with small_disk(bench.folder, int(whole * share) // 4096 * 4096 + 4096) as disk:
            done = bench.run("index", bench.papers, library=disk / "library")
            bench.watch(outcome, done)
            outcome.notes += [f"{outcome.name}: {line}" for line in done.err.splitlines()[-1:]]
            if (disk / "library" / FILE).exists():
                bench.watch(outcome, bench.answers(disk / "library", "exact")[1])
                bench.watch(outcome, bench.run("doctor", "--fix", library=disk / "library"))
            subprocess.run(["mount", "-o", f"remount,size={8 * whole}", str(disk)], check=True)
            done = bench.run("index", bench.papers, library=disk / "library")
            bench.watch(outcome, done)
            bench.compare(outcome, disk / "library")
            found, told = bench.answers(disk / "library", "chroma")
            bench.watch(outcome, told, found)
            outcome.silent += found != bench.right
            outcome.healed += done.code == 0
        yield outcome


def try_readonly(bench: Bench, kills: int) -> Iterator[Outcome]:
    """Ask a library that may not be written, and try to write to it."""
    if os.geteuid():
        return
    whole = sum(path.stat().st_size for path in bench.sound.rglob("*") if path.is_file())
    with small_disk(bench.folder, 4 * whole + (1 << 20)) as disk:
        library = disk / "library"
        shutil.copytree(bench.sound, library)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        outcome = Outcome("read-only disk")
        for index in ("exact", "chroma"):
            found, done = bench.answers(library, index)
            bench.watch(outcome, done, found)
            outcome.silent += found != bench.right
        bench.watch(outcome, bench.run("ask", QUESTIONS[0], "--generator", "quotes", library=library))
        bench.watch(outcome, bench.run("doctor", library=library))
        for command in (("index", bench.papers), ("index", "--rebuild"), ("papers", "undo"), ("doctor", "--fix")):
            done = bench.run(*command, library=library)
            bench.watch(outcome, done)
            outcome.notes.append(f"{' '.join(map(str, command[:1]))}: {done.err.strip().splitlines()[-1:]}")
        bench.compare(outcome, library)
        outcome.healed = 1
        yield outcome


TRIALS: dict[str, Callable[[Bench, int], Iterator[Outcome]]] = {
    "library": try_library,
    "full": try_full,
    "readonly": try_readonly,
    "kills": try_kills,
    "chroma": try_chroma,  # the last, since it adds papers
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials and say how each ended."""
    parser = argparse.ArgumentParser(prog="python -m evaluations.damage", description=__doc__)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument("--papers", type=int, default=120)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0, help="of the moments and places (0)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="damages of this name (all)")
    parser.add_argument("--results", type=Path, metavar="FILE", help="write the outcomes as JSON")
    chosen = parser.parse_args(arguments)
    for damages in (LIBRARY, CHROMA):
        for name in [name for name in damages if chosen.only and name not in chosen.only]:
            del damages[name]
    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        bench = Bench(Path(folder), chosen.papers, random.Random(chosen.seed))
        outcomes = []
        for name in chosen.trials or TRIALS:
            for outcome in TRIALS[name](bench, chosen.kills):
                outcomes.append(outcome)
                print(as_line(outcome), flush=True)
                for note in outcome.notes:
                    print(f"      {note}", flush=True)
    bad = [outcome for outcome in outcomes if not outcome.is_well]
    print(f"{len(outcomes)} trials, {sum(outcome.runs for outcome in outcomes)} commands, {len(bad)} failed")
    if chosen.results:
        chosen.results.write_text(json.dumps([_as_json(outcome) for outcome in outcomes], indent=1) + "\n")
    return int(bool(bad))


def as_line(outcome: Outcome) -> str:
    """Return an outcome in one line."""
    counts = f"lost {outcome.lost}  doubled {outcome.doubled}  twice {outcome.embedded_twice}  silent {outcome.silent}"
    rest = f"tracebacks {outcome.tracebacks}  said {outcome.said}/{outcome.runs}  healed {outcome.healed}"
    return f"{'✓' if outcome.is_well else '✗'} {outcome.name:32s} {counts}  {rest}"


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in Outcome.__dataclass_fields__}


if __name__ == "__main__":
    sys.exit(main())
