"""A session as a file in the present folder."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from assistant.errors import UsageError
from assistant.sessions import Session
from assistant.sessions.exporting import as_markdown, free_path, write_new
from assistant.tui.aside import aside
from assistant.tui.memory import Memory


async def write(session: Session, memory: Memory) -> Path:
    """Write a session as Markdown into a file that is not there yet, and return which.

    Raises:
        AssistantError: it cannot be read or written.
    """
    exchanges = await asyncio.wrap_future(memory.exchanges(session.id))
    return await aside(partial(_write, f"session-{session.id}.md", as_markdown(session, exchanges)))


def present_folder() -> Path:
    """Return the folder that the chat was opened in.

    Raises:
        UsageError: it is there no longer.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the folder that the chat was opened in is gone", "leave, and open it in another") from error


def _write(name: str, text: str) -> Path:
    path = free_path(present_folder() / name)
    write_new(path, text)
    return path
