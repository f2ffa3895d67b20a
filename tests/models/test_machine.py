"""What the files of the kernel say of cores and limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import machine
from assistant.models.machine import Machine, look_at_machine


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for /sys of a Linux machine."""
    monkeypatch.setattr(machine, "_CGROUP", tmp_path / "cgroup")
    monkeypatch.setattr(machine, "_PROCESSORS", tmp_path / "cpu")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    (tmp_path / "cgroup").mkdir()
    return tmp_path


def add_core(kernel: Path, number: int, siblings: str, clock: int) -> None:
    """Write what the kernel says of a processor."""
    for name, text in (("topology/thread_siblings_list", siblings), ("cpufreq/cpuinfo_max_freq", str(clock))):
        path = kernel / "cpu" / f"cpu{number}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")


def test_two_threads_of_a_core_are_one(kernel: Path) -> None:
    """Four processors on two cores."""
    for number in range(4):
        add_core(kernel, number, f"{number % 2},{number % 2 + 2}", 4_000_000)
    assert 2 == machine._quick_cores(range(4))


def test_cores_that_save_power_do_not_count(kernel: Path) -> None:
    """The quick ones would wait for them at each layer."""
    for number in range(8):
        add_core(kernel, number, str(number), 5_000_000 if number < 4 else 3_000_000)
    assert 4 == machine._quick_cores(range(8))


def test_without_word_of_the_kernel_all_cores_are_physical(kernel: Path) -> None:
    """As in most containers."""
    assert 0 == machine._quick_cores(range(4))
    assert 4 == Machine(1, 1, 4, physical=0).physical_cores


@pytest.mark.parametrize(("text", "cores"), [("max 100000", 0), ("150000 100000", 2), ("20000 100000", 1), ("x", 0)])
def test_a_container_may_be_limited(kernel: Path, text: str, cores: int) -> None:
    """To some of the processors that it sees."""
    (kernel / "cgroup" / "cpu.max").write_text(text)
    assert cores == machine._quota()


@pytest.mark.parametrize(
    ("folder", "names"), [("", ("max", "current")), ("memory", ("limit_in_bytes", "usage_in_bytes"))]
)
@pytest.mark.parametrize(
    ("used", "stat", "free"),
    [
        ("7000", "anon 4000\nactive_file 1000\ninactive_file 2000\nfile 3000\n", 4000),
        ("7000", "inactive_file 5\ntotal_active_file 1000\ntotal_inactive_file 2000\n", 4000),
        ("9000", "active_file 0\ninactive_file 0\n", 1),
        ("100", "active_file 300\n", 8000),
        ("x", "", 8000),
    ],
)
def test_what_a_container_uses_is_not_free(
    kernel: Path, folder: str, names: tuple[str, str], used: str, stat: str, free: int
) -> None:
    """But for the files that it has read, a model among them, which make room when it is needed."""
    place = kernel / "cgroup" / folder
    place.mkdir(exist_ok=True)
    for name, text in (*zip([f"memory.{name}" for name in names], ("8000", used), strict=True), ("memory.stat", stat)):
        (place / name).write_text(text)
    assert (8000, free) == machine._limit()
    assert (8000, free) == ((seen := look_at_machine(with_gpus=False)).memory, seen.free)


def test_no_more_physical_cores_than_allowed() -> None:
    """A container with one processor gets one thread."""
    assert 1 == Machine(1, 1, 1, physical=8).physical_cores
    assert 1 <= look_at_machine().physical_cores <= look_at_machine().cores
