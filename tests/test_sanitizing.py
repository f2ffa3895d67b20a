"""What may reach a terminal, and what may not."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest

from assistant.sanitizing import sanitize, sanitize_line

ESC = "\x1b"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        (f"{ESC}[2J{ESC}[1;1Hclear", "clear"),
        (f"{ESC}[38;5;9mred{ESC}[0m", "red"),
        (f"{ESC}]52;c;ZWNobw==\x07clipboard", "clipboard"),
        (f"{ESC}]52;c;ZWNobw=={ESC}\\clipboard", "clipboard"),
        (f"{ESC}]8;;https://evil.invalid/{ESC}\\link{ESC}]8;;{ESC}\\", "link"),
        (f"{ESC}]0;title\x07window", "window"),
        (f"{ESC}Pq#0;2;0;0;0#0~~@@{ESC}\\sixel", "sixel"),
        (f"{ESC}_Ga=T,f=24;AAAA{ESC}\\kitty", "kitty"),
        (f"{ESC}^private{ESC}\\{ESC}Xstring{ESC}\\after", "after"),
        (f"{ESC}c{ESC}#8{ESC}(0reset", "reset"),
        ("\x9b2J\x9d0;title\x9cC1", "C1"),
        ("\x90q#0~\x9cDCS", "DCS"),
        ("a\x00b\x07c\x08d\x7fe", "abcde"),
        ("\u202egnikcats\u202c \u2067x\u2069\u200e\u200f\u061c", "gnikcats x"),
        ("Wear\u200bables tea\u00adch\ufeff no\u2060w", "Wearables teach now"),
        ("hid\U000e0041\U000e0042den\U000e0100", "hidden"),
        ("blank\u3164\u115f\u2800\uffa0\u1160s", "blanks"),
        ("lone\ud800 surrogate\udfff", "lone surrogate"),
        ("nonchar\ufffe\uffff\ufdd0", "nonchar"),
    ],
)
def test_what_acts_or_hides_is_dropped(hostile: str, shown: str) -> None:
    """Escape sequences go with their payload, invisible characters alone."""
    assert shown == sanitize(hostile)


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_a_newline(line_break: str) -> None:
    """Nothing returns to the start of a line to write over it."""
    assert sanitize(f"40%{line_break}00%") == "40%\n00%"


@pytest.mark.parametrize(
    "text",
    [
        "plain ASCII",
        "one\n\ttwo",
        "naïve Café κ = 0.74, −3.5 °C, 5 × 10⁻³ m",
        "Cafe\u0301 and नमस्ते and ไทย",
        "نقل المهارات העברת",
        "跨具身机器人技能迁移",
        "🤖🤝 👍🏽 1️⃣",
        r"written out: \x1b[31m, ^[[H, &#27;[2J, %1b%5b2J",
        "[@click=app.quit]x[/] [/] [1] <b>&amp;</b>",
    ],
)
def test_text_that_is_only_text_stays_as_it_is(text: str) -> None:
    """Letters of every script, marks, emoji, markup and written-out escapes are content."""
    assert text == sanitize(text)


@pytest.mark.parametrize("introducer", ["]8;;https://evil.invalid/", "]", "P", "_", "^", "X"])
def test_a_sequence_without_an_end_swallows_no_text(introducer: str) -> None:
    """The words that follow an unclosed sequence stay readable."""
    assert "all of this stays" in sanitize(f"{ESC}{introducer} all of this stays")


def test_a_sequence_ends_at_the_line() -> None:
    """A terminator that stands in a later line does not eat what is between."""
    assert sanitize(f"{ESC}]52;c; first\nsecond\x07") == "52;c; first\nsecond"


def test_removing_characters_never_makes_a_new_sequence() -> None:
    """An escape that is torn apart by an invisible character is not joined again."""
    assert ESC not in sanitize(f"{ESC}\u200b[2J{ESC}{ESC}[[2J\x00{ESC}")


def test_a_flood_of_marks_is_cut_to_four() -> None:
    """Marks cannot paint over the neighbouring lines."""
    assert sanitize("Z" + "\u0351" * 200 + "a") == "Z" + "\u0351" * 4 + "a"


def test_a_line_has_no_breaks_and_single_spaces() -> None:
    """The one-line variant fits a title or a status line."""
    assert sanitize_line("  Line \t Following\r\n\x0bFAKE\u2028") == "Line Following FAKE"


def test_every_code_point_is_printable_or_white_space() -> None:
    """No control, format (but for visible prepended marks) or surrogate character passes, in any plane."""
    kept = sanitize("".join(chr(point) for point in range(0x20, 0x110000)))
    bad = {character for character in kept if unicodedata.category(character) in {"Cc", "Cf", "Cs"}} - {"\n"}
    assert not {hex(ord(character)) for character in bad if not _is_visible(character)}


def _is_visible(character: str) -> bool:
    """Say whether Unicode gives the format character a shape: Arabic number signs, Egyptian joiners and the like."""
    name = unicodedata.name(character, "")
    return name.startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND"))


@pytest.mark.parametrize("unit", [f"{ESC}]", "\x9d", f"{ESC}[", "\u0301", f"{ESC}]x", "\x90;", "\r", f"{ESC} "])
def test_hostile_length_costs_linear_time(unit: str) -> None:
    """A megabyte of unfinished sequences takes well under a second."""
    started = time.process_time()
    sanitize(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 2.0


def test_the_seeds_keep_every_word() -> None:
    """Real abstracts lose no letter."""
    for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert [part for part in text.split() if part.isascii()] == [p for p in sanitize(text).split() if p.isascii()]


def test_sanitising_twice_changes_nothing() -> None:
    """Who is unsure may sanitise again."""
    hostile = json.dumps("x") + f"{ESC}]0;a\x07{ESC}[2J\u202e\r\nZ" + "\u0300" * 9
    assert sanitize(hostile) == sanitize(sanitize(hostile))
