"""How much memory this machine has for a model, and which GPU. Nothing is loaded and nothing is sent to find out."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
_CARDS = Path("/sys/class/drm")
_PROCESSORS = Path("/sys/devices/system/cpu")
_SLOW_SHARE = 0.75  # of the highest clock: a core below is one of those that save power
_SHARE = 0.7
"""Of the whole memory, what can be had for a model where the system does not say what is free."""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics processor and the bytes of its memory that are free."""

    name: str
    free: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model can use.

    Attributes:
        memory: bytes in all.
        free: bytes that programs can have now.
        cores: how many this process may use; two that share a physical one count as two.
        physical: how many of them are physical and quick; 0 if that is not known.
    """

    memory: int
    free: int
    cores: int
    gpus: tuple[Gpu, ...] = ()
    physical: int = 0

    @property
    def physical_cores(self) -> int:
        """How many of the cores are physical and quick, as far as that is known."""
        return min(self.physical or self.cores, self.cores)

    @property
    def gpu(self) -> Gpu | None:
        """The GPU with the most free memory."""
        return max(self.gpus, key=lambda gpu: gpu.free, default=None)


def look_at_machine(*, with_gpus: bool = True) -> Machine:
    """Return what there is; what cannot be found out is 0.

    Args:
        with_gpus: whether to look for GPUs, which may take a second.
    """
    memory, free = _memory()
    limit, left = _limit()
    if limit:
        memory, free = min(memory or limit, limit), min(free or left, left)
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    cores = min(len(allowed) if allowed else os.cpu_count() or 1, _quota() or 1 << 20)
    is_apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    gpus: list[Gpu] = []
    if with_gpus:
        gpus = [Gpu("Apple", free)] if is_apple else [*_nvidia(), *_amd()]
    return Machine(memory, free, cores, tuple(gpus), _quick_cores(allowed))


def _memory() -> tuple[int, int]:
    """Return the bytes of the memory, and those that are free."""
    with suppress(OSError, ValueError):
        said = Path("/proc/meminfo").read_text(encoding="ascii")
        found: dict[str, str] = dict(re.findall(r"^(\w+):\s+(\d+) kB", said, re.M))
        if "MemTotal" in found:
            total = int(found["MemTotal"]) * 1024
            return total, int(found.get("MemAvailable") or found["MemTotal"]) * 1024
    with suppress(OSError, ValueError, AttributeError):
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return total, int(total * _SHARE)
    return 0, 0


def _limit() -> tuple[int, int]:
    """Return the bytes that a container may use, and those of them that are free, at least 1; 0 without a limit."""
    for limit_name, used_name in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        with suppress(OSError, ValueError):
            limit = int((_CGROUP / limit_name).read_text(encoding="ascii"))
            if limit >= 1 << 50:
                return 0, 0
            return limit, min(max(limit - _used(_CGROUP / used_name), 1), limit)
    return 0, 0


def _used(file: Path) -> int:
    """Return the bytes that a container cannot give up, 0 if nobody tells: like the system it gives up read files."""
    with suppress(OSError, ValueError):
        used = int(file.read_text(encoding="ascii"))
        said = file.with_name("memory.stat").read_text(encoding="ascii")
        kept = {name: int(size) for name, size in re.findall(r"^(?:total_)?((?:in)?active_file) (\d+)$", said, re.M)}
        return used - sum(kept.values())  # of the first version the totals come last, with what is below
    return 0


def _quota() -> int:
    """Return how many processors a container may keep busy, 0 if it is not limited."""
    with suppress(OSError, ValueError):
        most, period = (_CGROUP / "cpu.max").read_text(encoding="ascii").split()
        return 0 if most == "max" else max(1, round(int(most) / int(period)))
    with suppress(OSError, ValueError):
        most, period = ((_CGROUP / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return max(0, round(int(most) / int(period)))
    return 0


def _quick_cores(allowed: Iterable[int] | None) -> int:
    """Return how many physical cores there are, of the quick kind if there are two kinds; 0 if nobody tells."""
    if platform.system() == "Darwin":
        return _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu")
    found: dict[str, int] = {}
    for number in allowed or ():
        place = _PROCESSORS / f"cpu{number}"
        with suppress(OSError, ValueError):
            siblings = (place / "topology" / "thread_siblings_list").read_text(encoding="ascii").strip()
            found.setdefault(siblings, 0)
            found[siblings] = int((place / "cpufreq" / "cpuinfo_max_freq").read_text(encoding="ascii"))
    quickest = max(found.values(), default=0)
    return sum(speed >= _SLOW_SHARE * quickest for speed in found.values())


def _sysctl(name: str) -> int:
    with suppress(OSError, ValueError, subprocess.TimeoutExpired):
        done = subprocess.run(["/usr/sbin/sysctl", "-n", name], capture_output=True, text=True, timeout=5)
        return int(done.stdout)
    return 0


def _nvidia() -> Iterable[Gpu]:
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    question = [program, "--query-gpu=name,memory.free", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(question, capture_output=True, text=True, errors="replace", timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return []
    found = re.findall(r"^(.+), (\d+)$", done.stdout, re.M) if done.returncode == 0 else []
    return [Gpu(name, int(free) << 20) for name, free in found]


def _amd() -> Iterable[Gpu]:
    for total in sorted(_CARDS.glob("card*/device/mem_info_vram_total")):
        with suppress(OSError, ValueError):
            used = int(total.with_name("mem_info_vram_used").read_text(encoding="ascii"))
            yield Gpu("AMD", int(total.read_text(encoding="ascii")) - used)
