"""What a language model's answer cost, in words: the wait for its first word, and how quickly it wrote."""

from __future__ import annotations

from assistant.records import Answer


def in_words(answer: Answer) -> str:
    """Return the cost in one line; nothing if no language model wrote."""
    usage = answer.usage
    if not usage.completion:
        return ""
    parts = [f"first word after {_seconds(answer.timings.first_token)}"]
    if usage.load_ms >= 100:
        parts.append(f"waited {_seconds(usage.load_ms)} for the model")
    if usage.read_ms:
        before = f", {usage.reused:,} more were known" if usage.reused else ""
        parts.append(f"{usage.prompt - usage.reused:,} tokens read in {_seconds(usage.read_ms)}{before}")
    written = f"{usage.completion:,} written"
    return "; ".join([*parts, f"{written} at {usage.speed:.1f} tok/s" if usage.speed else written])


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 1000 else f"{milliseconds:.0f} ms"
