"""The library llama.cpp: finding it, the devices that it can use, and where its messages go."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from assistant.errors import ModelError
from assistant.models.machine import Gpu

SPIN = "2000"  # turns that a waiting thread of OpenMP spins before it gives way
GPU_KINDS = (1, 2)  # ggml's numbers for devices: GPU and integrated GPU

_log_callback: Any = None  # what llama.cpp holds a pointer to, for the whole process


def has_gpu_support() -> bool:
    """Whether llama.cpp was built for a GPU and finds one; not if it cannot be loaded, as its first use will say."""
    try:
        native = open_library()
    except ModelError:
        return False
    if _log_callback is None:
        Messages(None).send_here(native)
    return bool(native.llama_supports_gpu_offload())


def build_name() -> str:
    """Return which llama.cpp this is: its version and what it was built for."""
    import llama_cpp

    return f"{llama_cpp.__version__} {open_library().llama_print_system_info().decode('ascii', 'replace')}"


def find_gpus() -> tuple[Gpu, ...]:
    """Return the GPUs that llama.cpp can use, with the memory that is free on each, as llama.cpp itself sees them."""
    return _devices(GPU_KINDS) if has_gpu_support() else ()


def _devices(kinds: Container[int]) -> tuple[Gpu, ...]:
    from llama_cpp._ggml import libggml

    count, get, describe = (
        getattr(libggml, f"ggml_backend_dev_{name}", None) for name in ("count", "get", "description")
    )
    memory, kind_of = (getattr(libggml, f"ggml_backend_dev_{name}", None) for name in ("memory", "type"))
    if not (count and get and describe and memory and kind_of):
        return ()
    count.restype, get.restype, describe.restype = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    get.argtypes = [ctypes.c_size_t]
    for function in (describe, kind_of):
        function.argtypes = [ctypes.c_void_p]
    memory.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)]
    memory.restype = None
    found = []
    for device in (get(number) for number in range(count())):
        if kind_of(device) in kinds:
            free, total = ctypes.c_size_t(), ctypes.c_size_t()
            memory(device, ctypes.byref(free), ctypes.byref(total))
            found.append(Gpu(describe(device).decode("utf-8", "replace"), free.value))
    return tuple(found)


def open_library() -> Any:
    """Return llama.cpp, which lies in a file of its own that may lack others, such as those of a GPU.

    Its threads wait for each other by spinning. Beside any other busy process that costs nine tenths of the speed,
    unless they soon give way. Where it ends the process, it starts no debugger before.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", SPIN)
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    try:
        import llama_cpp.llama_cpp as native
    except (ImportError, OSError, RuntimeError) as error:
        what = f"llama-cpp-python cannot be loaded: {error}"
        raise ModelError(what, "install it again, built for this machine: models/README.md says how") from error
    return native


class Messages:
    """What llama.cpp says: it goes to a file, from its beginning, or nowhere, and never to the terminal.

    Attributes:
        fault: why the last model could not be loaded.
    """

    def __init__(self, log: Path | None) -> None:
        self.fault = ""
        self._log = log
        if log is not None:
            with contextlib.suppress(OSError):
                log.parent.mkdir(parents=True, exist_ok=True)
                log.write_bytes(b"")

    def send_here(self, native: Any) -> None:
        """Let llama.cpp send what it says to this object from now on."""
        global _log_callback
        callback = native.llama_log_callback(self._take)
        native.llama_log_set(callback, None)
        _log_callback = callback

    def _take(self, level: int, data: bytes | None, _: object) -> None:
        text = re.sub(r"[^\n\t -~]", "?", (data or b"").decode("utf-8", "replace"))
        if fault := re.search(r"error loading model: (.+)", text):
            self.fault = fault[1]
        if self._log is not None:
            # a log that cannot be written is no reason to fail, and an exception could not leave a callback anyway
            with contextlib.suppress(OSError), self._log.open("a", encoding="ascii") as file:
                file.write(text)
