"""The terminal chat: the only package that imports textual, and only once `run_chat` is called."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import platformdirs

from assistant.errors import ExitCode
from assistant.settings import APP, Settings, read_keys

if TYPE_CHECKING:
    from assistant.tui.memory import Memory

__all__ = ["run_chat"]

_ESCAPE_DELAY = "25"  # milliseconds in which a terminal may follow Esc up, were it the beginning of another key
_GRACE = 0.3  # seconds that the engine gets to close itself when the person leaves


def run_chat(settings: Settings, session: int | None = None, *, fills: bool = False) -> NoReturn:
    """Hold a conversation until the person leaves, and end the process.

    Here and now: finalising the interpreter takes a quarter of a second for which the shell is not back, and under a
    thread that is inside native code, as of a model that is still loading or writing, it crashes or waits. What was
    said is kept by then.

    Args:
        session: the number of the session to go on with.
        fills: whether to index the bundled papers, behind the chat, if the library holds none.

    Raises:
        UsageError: there is no terminal, or the settings give keys that cannot be given.
    """
    os.environ.setdefault("ESCDELAY", _ESCAPE_DELAY)  # textual reads it when it is imported
    from assistant.tui import indexer, pasted_text
    from assistant.tui.app import ChatApp
    from assistant.tui.engine import open_pipeline
    from assistant.tui.keymap import Keymap
    from assistant.tui.memory import open_beside
    from assistant.tui.native_output import redirected

    pasted_text.install()
    keymap = Keymap(read_keys())
    then: Settings | None = settings
    with redirected(log_path()):
        while then is not None:
            job = indexer.bundled(then) if fills else None
            memory = open_beside(then.library)
            app = ChatApp(open_pipeline, keymap, memory, session, settings=then, fill=job, log=log_path())
            app.run()
            app.worker.close(_GRACE)
            _keep(app.memory)
            then, session, fills = app.next_settings, None, False
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(app.return_code or ExitCode.ANSWERED)


def _keep(memory: Memory) -> None:
    """Wait until what was said is kept; tell the person, in the shell, why that takes long or fails."""
    from assistant.sessions.store import PATIENCE
    from assistant.tui import wording

    if memory.close(_GRACE):
        return
    print("waiting for another program, to keep the end of the conversation …", file=sys.__stderr__, flush=True)
    if not memory.close(PATIENCE):
        print("The end of the conversation is not kept.", file=sys.__stderr__, flush=True)
    elif memory.trouble:
        print(wording.trouble(memory.trouble), file=sys.__stderr__, flush=True)


def log_path() -> Path:
    """Return the file that catches what libraries write while the chat is on the screen."""
    return platformdirs.user_log_path(APP) / "chat.log"
