"""Every error that the assistant raises on purpose, with the exit code it maps to.

    AssistantError            1  the command could not do its work
    ├── UsageError            2  the command or the question was wrong; change it
    ├── MissingError          3  something that is needed is not here: a model, a library
    │   └── ModelMissing      3  the named language model does not exist
    ├── InputError            1  a file of papers or questions cannot be read
    ├── LibraryError          1  the library cannot be used as asked
    │   └── LibraryBusy       1  another process is writing to it
    ├── ModelError            1  a language model is damaged, foreign or failed
    │   └── ModelBroken       1  it loads, and what it computes is of no use
    ├── DownloadError         1  a model could not be had from the hub, whole and unchanged
    ├── EndpointError         1  the OpenAI-compatible server failed
    └── ClusterError          1  the Ray cluster failed, or is not made of what is here

A message says what and with which value; a hint says what to do next. Foreign exceptions are translated in the one
module that owns the dependency.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "AssistantError",
    "ClusterError",
    "DownloadError",
    "EndpointError",
    "ExitCode",
    "InputError",
    "LibraryBusy",
    "LibraryError",
    "MissingError",
    "ModelBroken",
    "ModelError",
    "ModelMissing",
    "UsageError",
]


class ExitCode(IntEnum):
    """What the process says when it ends."""

    ANSWERED = 0
    FAILED = 1
    USAGE = 2
    MISSING = 3
    ABSTAINED = 4
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class AssistantError(Exception):
    """The root; catch it at the outermost edge of a front end only."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def kind(self) -> str:
        """The name under which the error stands in JSON."""
        return type(self).__name__

    def as_json(self) -> dict[str, str]:
        """Return the error in its stable JSON form."""
        return {"kind": self.kind, "message": self.message, "hint": self.hint}


class UsageError(AssistantError):
    """You called a command, a setting or a question in a way that cannot work."""

    exit_code = ExitCode.USAGE


class MissingError(AssistantError):
    """You need something first: a library with papers, a model."""

    exit_code = ExitCode.MISSING


class ModelMissing(MissingError):
    """You named a language model that is not there."""


class InputError(AssistantError):
    """You gave a file that cannot be read as papers or questions."""


class LibraryError(AssistantError):
    """You opened a library that does not fit this call: newer version, other embedding model, damaged."""


class LibraryBusy(LibraryError):
    """You tried to write while another process writes."""


class ModelError(AssistantError):
    """You gave a model file that llama.cpp cannot load or run."""


class ModelBroken(ModelError):
    """You gave a model file that llama.cpp loads and cannot compute with, whatever is asked."""


class DownloadError(AssistantError):
    """You asked for a model that the hub does not give, or gives otherwise than it says."""


class EndpointError(AssistantError):
    """You pointed to a server that does not answer as an OpenAI-compatible one should.

    Attributes:
        status: of the HTTP response that says no, or is no answer; None if there was none, or it broke off.
        said: what the server says of it, whole.
    """

    status: int | None = None
    said: str = ""


class ClusterError(AssistantError):
    """You asked to embed on a Ray cluster that does not answer, fails, or has other versions."""
