"""Web pages in a browser of this machine's desktop, never in one that runs in the terminal of the chat."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import PurePath

from assistant.tui.clipboard import is_remote

_PATIENCE = 5.0
"""Seconds after which a browser that has not said otherwise is taken for one that shows the page."""
_IN_TERMINAL = {"browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"}
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def open_page(address: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Open a web address and say whether that was done; it may take seconds: not for the thread that paints.

    A process of its own does it, without our terminal, which a browser would read our keys from.
    """
    if not address.lower().startswith(("http://", "https://")) or not _has_desktop(environment):
        return False
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", _OPEN, address],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            env=_without_terminal(environment),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, name="browser", daemon=True).start()  # it is not left a zombie
        return True


def _has_desktop(environment: Mapping[str, str]) -> bool:
    """Whether the person sees windows of this machine."""
    is_shown = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return not is_remote(environment) and (is_shown or sys.platform in ("darwin", "win32"))


def _without_terminal(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Python finds no browser that runs in a terminal; it looks for them by TERM."""
    left = {name: value for name, value in environment.items() if name != "TERM"}
    wanted = [command for command in left.get("BROWSER", "").split(os.pathsep) if command.strip()]
    seen = [command for command in wanted if PurePath(command.split()[0]).name not in _IN_TERMINAL]
    return left | {"BROWSER": os.pathsep.join(seen)}
