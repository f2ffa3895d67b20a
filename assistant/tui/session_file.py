"""A session as a file in the present folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

from assistant.sessions import Session
from assistant.sessions.exporting import as_markdown, free_path, write_new
from assistant.tui.memory import Memory


async def write(session: Session, memory: Memory) -> Path:
    """Write a session as Markdown into a file that is not there yet, and return which.

    Raises:
        AssistantError: it cannot be read or written.
    """
    exchanges = await asyncio.wrap_future(memory.exchanges(session.id))
    return await asyncio.to_thread(_write, f"session-{session.id}.md", as_markdown(session, exchanges))


def _write(name: str, text: str) -> Path:
    path = free_path(Path.cwd() / name)
    write_new(path, text)
    return path
