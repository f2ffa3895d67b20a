"""Turn the JSON that a server was asked for into a text with markers, while it comes; any other stream passes as it is.

    {"sentences": [{"text": "It gains 31.8 %.", "papers": [1, 2]}]}   →   It gains 31.8 %. [1][2]

Read letter by letter, and with patience: the order of the keys does not matter, nor what else stands there, nor a fence
of Markdown around it, nor that the list stands alone. What the markers come to is decided elsewhere.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

SENTENCES, TEXT, PAPERS = "sentences", "text", "papers"
_ENDS, _CLOSERS = ".!?…。！？", "\"”’»)]}'"
_OPENING = lazy_re(r"\s*(?:`{1,3}\s*(?:json)?\s*)?(?:(\{|\[\s*[{\]])|\[?\s*$|(\S))", re.IGNORECASE)
_WITHIN = lazy_re(r"\{\s*\"|\[\s*\{")
_MARKER = lazy_re(r"\[\d")
_MOST_BEFORE = 200  # letters before JSON
_NUMBER = lazy_re(r"\D*(\d{1,9})\D*")
_ESCAPES = {"n": " ", "t": " ", "r": " ", "b": "", "f": ""}


class CitedJson:
    """The state between two pieces of a stream.

    Args:
        is_expected: whether JSON was asked for, so that a few words before it are none of the answer.

    Attributes:
        is_empty: the list of sentences has come and holds none, which says that there is no answer.
    """

    def __init__(self, *, is_expected: bool = False) -> None:
        self.is_empty = False
        self._is_expected = is_expected
        self._held = ""
        self._is_json: bool | None = None
        self._string: str | None = None  # the one that is being read
        self._escape = ""
        self._high = 0  # the first half of a character that JSON writes in two
        self._last = ""  # the last string that ended
        self._key = ""
        self._digits = ""
        self._papers: list[int] = []
        self._text_end = ""  # the last letter of the sentence

    def feed(self, piece: str) -> str:
        """Take the next piece and return the text in it."""
        if self._is_json is False:
            return piece
        if self._is_json is None:
            self._held += piece
            start = self._start()
            if start is None:
                return ""
            self._is_json = start >= 0
            piece, self._held = self._held[max(start, 0) :], ""
            if not self._is_json:
                return piece
            self._key = SENTENCES if piece[0] == "[" else ""
        return "".join(map(self._take, piece))

    def finish(self) -> str:
        """Return what was held back when the stream has ended; a sentence that it broke off gets no full stop."""
        held, self._held = self._held, ""
        return held + self._marks().lstrip(".")

    def _start(self) -> int | None:
        """Return where in what is held back JSON begins; -1 if it is none, None as long as that cannot be told."""
        held = self._held
        found = _OPENING.match(held)
        if found and found[1]:
            return found.start(1)
        is_fence = len(held) < len("```json") and "```json".startswith(held.strip().lower())
        if is_fence or not (found and found[2]):
            return None
        if within := _WITHIN.search(held) if self._is_expected else None:
            return within.start()
        return None if self._is_expected and len(held) < _MOST_BEFORE and not _MARKER.search(held) else -1

    def _take(self, character: str) -> str:
        if self._string is not None:
            return self._in_string(character)
        if self._key == PAPERS and (character.isdecimal() or (character == "." and self._digits)):
            self._digits += character
            return ""
        self._end_number()
        if character == '"':
            self._string = ""
        elif character == ":":
            self._key = self._last
        elif character == "]" and self._key == SENTENCES:
            self.is_empty = True
        elif character == "]" or (character == "," and self._key != PAPERS):
            self._key = ""
        elif character == "}":
            return self._marks()
        return ""

    def _in_string(self, character: str) -> str:
        if self._escape or character == "\\":
            self._escape += character
            return self._say(self._escaped())
        if character != '"':
            return self._say(character)
        self._last, self._string = self._string or "", None
        if self._key == PAPERS and (found := _NUMBER.fullmatch(self._last)):
            self._papers.append(int(found[1]))
        return ""

    def _say(self, character: str) -> str:
        """Note a character of a string, and return it if it belongs to a sentence."""
        self._string = (self._string or "") + character
        if self._key != TEXT or not character:
            return ""
        if not character.isspace() and character not in _CLOSERS:
            self._text_end = character
        return " " if character.isspace() else character

    def _escaped(self) -> str:
        """Return the character that an escape stands for; nothing as long as it is not complete."""
        if len(self._escape) < 2 or (self._escape[1] == "u" and len(self._escape) < 6):
            return ""
        escape, self._escape = self._escape, ""
        if escape[1] != "u":
            return _ESCAPES.get(escape[1], escape[1])
        try:
            code = int(escape[2:], 16)
        except ValueError:
            return ""
        high, self._high = self._high, 0
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return ""
        if 0xDC00 <= code < 0xE000:
            return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else ""
        return chr(code)

    def _end_number(self) -> None:
        if self._digits:
            self._papers.append(int(self._digits.partition(".")[0][:9]))
            self._digits = ""

    def _marks(self) -> str:
        """Return what ends a sentence: a full stop where it has none, and its markers."""
        self._end_number()
        said, papers = self._text_end, self._papers
        self._text_end, self._papers, self._key, self._last = "", [], "", ""
        if not said:
            return ""
        return ("" if said in _ENDS else ".") + " " + "".join(f"[{n}]" for n in papers) + " "
