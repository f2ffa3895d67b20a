"""What the chat knows: the exchange in progress or shown last, the engine, and what holds for the next question.

It changes with what the worker delivers. Deliveries that carry another number than that of the running exchange come
too late and are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.tui import wording
from assistant.tui.exchange import Exchange
from assistant.tui.keymap import Keymap
from assistant.tui.next_question import NextQuestion
from assistant.tui.past_sources import PastSources
from assistant.tui.sources import SourceList, list_sources
from assistant.tui.worker import Arrived, Delivery, Failed, Narrated, Opened


@dataclass(slots=True)
class ChatState:
    """The whole state of the chat but for its widgets.

    Attributes:
        notes: what was said while the engine opened.
        problem: why no question can be answered, as things are.
        past: the papers behind the exchanges before.
    """

    exchange: Exchange | None = None
    opened: Opened | None = None
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    next: NextQuestion = field(default_factory=NextQuestion)
    past: PastSources = field(default_factory=PastSources)

    @property
    def is_running(self) -> bool:
        """Whether an answer is in the making."""
        return self.exchange is not None and self.exchange.is_running

    @property
    def is_verbatim(self) -> bool:
        """Whether what is being written, or was written last, are sentences of papers."""
        if self.exchange is not None and self.exchange.answer is not None:
            return self.exchange.is_verbatim
        return self.opened is not None and self.opened.generator == "quotes"

    @property
    def listing(self) -> SourceList:
        """The papers behind the exchange."""
        return list_sources(self.exchange, self.past.cited) if self.exchange else SourceList("")

    @property
    def source_numbers(self) -> set[int]:
        """The numbers under which a paper can be opened, of this exchange or one before."""
        return {*self.past, *(source.n for source in self.listing.sources)}

    def find_source(self, n: int) -> SourceList | None:
        """Return the papers among which that with a number was shown last."""
        return listing if (listing := self.listing).find(n) else self.past.find(n)

    def begin(self, exchange: Exchange) -> None:
        """Let an exchange follow the one before it."""
        if self.exchange is not None:
            self.past.add(self.exchange)
        self.exchange = exchange

    def turn_to(self, exchanges: Sequence[Exchange]) -> None:
        """Go on with another dialogue."""
        self.past = PastSources(exchanges[:-1])
        self.exchange = exchanges[-1] if exchanges else None

    def welcome(self, keymap: Keymap) -> str:
        """Return the words on an empty screen."""
        return "" if self.exchange else wording.welcome(self.opened, self.notes, self.problem, keymap)

    def status(self, now: float) -> str:
        """Return the status line."""
        narration = wording.NOT_READY if self.problem else "".join(self.notes[-1:])
        return wording.status(self.exchange, self.opened, narration, now)

    def stop(self, now: float) -> Exchange | None:
        """Stop the running exchange and return it; None if there is none."""
        if self.exchange is None or not self.exchange.is_running:
            return None
        self.exchange = self.exchange.stopped(now)
        return self.exchange

    def take(self, delivery: Delivery, now: float) -> Exchange | None:
        """Take what the worker has delivered, and return the exchange that has ended with it, if one has."""
        match delivery:
            case Narrated(text):
                self.notes.append(text)
            case Opened():
                self.opened, self.problem = delivery, ""
            case Failed(None, message, hint):
                self.opened, self.problem = None, wording.failure(message, hint)
            case Arrived() | Failed():
                return self._advance(delivery, now)
        return None

    def _advance(self, delivery: Arrived | Failed, now: float) -> Exchange | None:
        """Let the running exchange grow, unless the delivery comes too late."""
        exchange = self.exchange
        if exchange is None or not exchange.is_running or delivery.number != exchange.number:
            return None
        if isinstance(delivery, Failed):
            exchange = exchange.failed(delivery.message, delivery.hint, now)
        else:
            exchange = exchange.after(delivery.event, now)
        self.exchange = exchange
        return None if exchange.is_running else exchange
