"""The conversations of the chat, kept beside the library: sessions, their exchanges, and a search among them."""

from assistant.sessions.records import FindPaper, KeptExchange, Match, Session, State
from assistant.sessions.store import FILE, Sessions

__all__ = ["FILE", "FindPaper", "KeptExchange", "Match", "Session", "Sessions", "State"]
