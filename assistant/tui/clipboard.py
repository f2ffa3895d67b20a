"""Put text on the clipboard: with a tool of the desktop where there is one, through the terminal (OSC 52) otherwise.

A terminal never says whether it took what it was sent, so a tool, which does, comes first on this machine's desktop.
Over ssh the desktop is the other machine's, which only the terminal reaches.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

MOST = 74_994
"""Bytes that terminals take at once after encoding; longer texts many drop in silence."""
_PATIENCE = 2.0  # seconds

Send = Callable[[str], None]
"""Writes an escape sequence to the terminal."""


def copy(text: str, what: str, send: Send, environment: Mapping[str, str] = os.environ) -> tuple[bool, str]:
    """Copy a text; return whether it was done, as far as can be known, and what to tell the person.

    It may take seconds when a tool hangs: not for the thread that paints.

    Args:
        what: the text, in words, such as "the answer".
    """
    troubles = []
    for command in _tools(environment):
        if not (trouble := _run(command, text)):
            return True, f"Copied {what}."
        troubles.append(trouble)
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    if len(encoded) > MOST:
        troubles.append("it is too long for the terminal's clipboard")
    elif _is_deaf(environment):
        troubles.append("this terminal has no clipboard for programs, and no wl-copy, xclip or xsel works here")
    else:
        send(f"\x1b]52;c;{encoded}\x07")
        return True, f"Sent {what} to the clipboard of the terminal."
    return False, f"Could not copy {what}: {'; '.join(troubles)}. Select it with Shift and the mouse."


def is_remote(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the person sits at another machine."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def _tools(environment: Mapping[str, str]) -> list[list[str]]:
    """Return the commands of this machine that take a text for its desktop's clipboard."""
    if is_remote(environment):
        return []
    candidates = [["pbcopy"], ["clip.exe"]]
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if environment.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    path = environment.get("PATH")
    return [[found, *command[1:]] for command in candidates if (found := shutil.which(command[0], path=path))]


def _run(command: list[str], text: str) -> str:
    """Run a tool and return what went wrong, or nothing; it gets no pipe, since xclip stays and would hold it open."""
    name = os.path.basename(command[0])  # noqa: PTH119 - it is a name in a message
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-16-le" if name == "clip.exe" else "utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{name} did not answer"
    except OSError as error:
        return f"{name} cannot be run ({error.strerror})"
    return f"{name} failed with {done.returncode}" if done.returncode else ""


def _is_deaf(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is one of those that are known to ignore OSC 52."""
    return (
        environment.get("TERM_PROGRAM") == "Apple_Terminal"
        or environment.get("TERM") in ("linux", "dumb")
        or int("0" + "".join(c for c in environment.get("VTE_VERSION", "") if c.isdigit())) in range(1, 7600)
    )
