"""Numbers that are typed digit by digit."""

from __future__ import annotations

from collections.abc import Callable, Collection

_PAUSE = 0.8  # seconds after which a digit begins another number


class DigitReader:
    """Reads 1, and then 12 where 2 follows soon; nobody waits for a digit that may follow.

    Args:
        numbers: returns those that can be meant.

    Attributes:
        key_at: when the last key, of whatever kind, was typed, in seconds. A busy machine may heed it much later.
    """

    def __init__(self, numbers: Callable[[], Collection[int]]) -> None:
        self.key_at = 0.0
        self._numbers = numbers
        self._typed = ""
        self._typed_at = 0.0

    def can_take(self, digit: int) -> bool:
        """Whether some number begins or goes on with a digit."""
        return bool(self._after(digit))

    def take(self, digit: int) -> int | None:
        """Return the number that a digit completes; None if it only begins one."""
        self._typed, self._typed_at = self._after(digit), self.key_at
        return int(self._typed) if self._typed and int(self._typed) in self._numbers() else None

    def _after(self, digit: int) -> str:
        """Return what has been typed of a number once a digit is; nothing if there is no such number."""
        before = self._typed if self.key_at - self._typed_at < _PAUSE else ""
        numbers = [str(number) for number in self._numbers()]
        candidates = (f"{before}{digit}", str(digit))
        return next((typed for typed in candidates if any(number.startswith(typed) for number in numbers)), "")
