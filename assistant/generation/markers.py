"""Make any stream of text into an answer: the abstention alone, or sentences that each end with markers.

    sentence  =  words " " marker{1,3} closing      "It gains 31.8 % [1]."  "Is it safe [2][3]?"  "- First point [1]"
    closing   =  what ended the sentence: "." "!" "?" "…" with quotes and brackets after it, or nothing at a line's end

What holds for every stream, also for a random one: no sentence goes without a marker, every marker is one of those
that were allowed, and none stands elsewhere. Markers that the stream brings are moved to the end of their sentence
if they are allowed, and dropped if not; where none is left, `choose` names one. A sentence that was written before
ends the answer, since small models loop; so does "I don't know".

Where a sentence ends is what `assistant.language.sentences` says, decided one character after the white space. Text is
shown as soon as it is certain; what ends a sentence is held back until its markers stand. This module knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.generation.marker_styles import BRACKETS, ESCAPE, Tail, may_cite, named, numbers_in
from assistant.language.sentences import split_plainly
from assistant.patterns import lazy_re
from assistant.prompting import ABSTENTION
from assistant.sanitizing import sanitize

_HIGHEST_MARKER = 99  # what is higher, such as a year, was not meant as a marker
MOST_MARKERS = 3  # of one sentence

_TERMINATORS = ".!?…。！？"
_CLOSERS = "\"”’»)]}'*_"
_OWN_CLOSERS = "'*_"  # those that sentences.py does not know
_ENDS_WITHOUT_SPACE = "。！？"
_NEVER_FIRST = _TERMINATORS + "”’»)]}"
_LIST_NUMBER = lazy_re(r"\W*\d{1,3}")
_OPEN_MARKER = lazy_re(r"\[[\d\s,;]*$")
_REFUSALS = ("i don't know", "i do not know", "i dont know")
_REFUSAL = lazy_re(rf"(?:{'|'.join(_REFUSALS)})\b")
_LONGEST_LEAD = 16


@dataclass(frozen=True, slots=True)
class Uncited:
    """A sentence that has ended without a marker.

    Attributes:
        end: characters of the stream up to the end of the sentence's last word.
        closing: what will stand behind the marker.
    """

    text: str
    end: int
    closing: str


Choose = Callable[[Uncited], int]


class CitedText:
    """The state between two pieces of a stream.

    Args:
        markers: the numbers that may be cited, at least one.
        choose: names one of them for a sentence that came without.
        rewinds: whether the stream goes on from the marker that was chosen, as a local model can, so that what it
            had written beyond the end of the sentence is dropped.
    """

    def __init__(self, markers: Sequence[int], choose: Choose, *, rewinds: bool = False) -> None:
        self.done = False
        self._markers = frozenset(markers)
        self._choose = choose
        self._rewinds = rewinds
        self._position = 0
        self._earlier: list[str] = []
        self._tail: Tail | None = None  # behind a marker
        self._is_doubled = False  # the bracket began as "[["
        self._start_sentence("")

    def _start_sentence(self, separator: str) -> None:
        self._separator = separator
        self._lead = ""  # what stands before the first letter: a bullet, a quote
        self._sentence = ""  # its text, as it is shown
        self._shown = 0
        self._end = 0
        self._has_space = False
        self._bracket = ""  # "[" and what follows, or an escape, until it is known whether it is a marker
        self._closing = ""
        self._gap = ""  # white space behind the closing
        self._cited: list[int] = []
        self._is_cited_behind = False
        self._is_rewound = False

    @property
    def has_begun(self) -> bool:
        """Whether a sentence was begun."""
        return bool(self._earlier or self._sentence)

    def feed(self, piece: str) -> str:
        """Take the next piece of the stream and return what can be shown now."""
        start = self._position
        self._position += len(piece)
        shown = ""
        for index, character in enumerate(piece):
            if self.done:
                break
            # what hides between "[" and "1" would make a marker when it is dropped
            for visible in sanitize(character).translate(BRACKETS):
                shown += self._take(visible, start + index + 1)
            if self._is_rewound:
                self._is_rewound = False
                break
        return shown

    def finish(self, *, is_cut: bool = False) -> str:
        """Return what is still to be shown when the stream has ended.

        Args:
            is_cut: the stream was stopped at its limit; a sentence that is broken off ends in "…".
        """
        if self.done:
            return ""
        shown = self._plain_text(self._tail.finish() if self._tail else "", self._position)
        if self._bracket:
            self._cite(self._bracket)
            self._bracket = ""
        if is_cut and not self._closing and not self._gap:
            self._closing = "…"
        is_repeated = (
            is_cut and self._earlier and not self._shown
        )  # the beginning of a sentence that was written before
        shown += self._end_sentence() if self._sentence and not is_repeated else ""
        if not self._earlier and not self.done:
            shown = ABSTENTION
        self.done = True
        return shown

    # ------------------------------------------------------- one character

    def _take(self, character: str, position: int) -> str:
        if self._tail:
            return self._behind_marker(self._tail, character, position)
        if self._bracket:
            return self._in_bracket(character, position)
        if character == ESCAPE:
            self._bracket = character
            return ""
        if character != "[":
            return self._plain(character, position)
        if self._gap and self._cited and not self._is_cited_behind and self._has_ended(character):
            return self._begin_next(character, position)
        self._bracket, self._is_doubled = character, False
        return ""

    def _plain(self, character: str, position: int) -> str:
        if self._closing or self._gap:
            return self._behind(character, position)
        if character.isspace():
            return self._space(character)
        if character in _TERMINATORS and self._sentence:
            self._closing, self._has_space = character, False
            return ""
        return self._add(character, position)

    def _space(self, character: str) -> str:
        """Take white space: a line's end ends the sentence, but for one that leads in a list."""
        self._has_space = True
        if character == "\n" and self._sentence and not self._sentence.endswith(":"):
            self._gap = character
        elif character == "\n" and not self._sentence and self._separator:
            self._separator = character
        return ""

    def _behind(self, character: str, position: int) -> str:
        """Decide whether the sentence has ended, now that something stands behind its last word."""
        if character.isspace():
            self._gap += character
            return ""
        if not self._gap and self._closing[-1] in _ENDS_WITHOUT_SPACE:
            return self._begin_next(character, position)
        if not self._gap and not self._is_cited_behind and character in _TERMINATORS + _CLOSERS:
            self._closing += character
            return ""
        if self._has_ended(character):
            return self._begin_next(character, position)
        shown = self._go_on(position)
        return shown if self.done else shown + self._plain(character, position)

    def _has_ended(self, character: str) -> bool:
        if self._is_cited_behind or not self._closing:
            return True
        is_small = "a" <= character <= "z" and "\n" not in self._gap
        return bool(self._gap) and not is_small and self._is_border()

    def _is_border(self) -> bool:
        """Say whether the closing ends a sentence and not an abbreviation or the number of a list."""
        closing = self._closing.rstrip(_OWN_CLOSERS)
        is_list_number = _LIST_NUMBER.fullmatch(self._sentence)
        return not is_list_number and len(split_plainly(f"{self._sentence}{closing} A")) > 1

    def _go_on(self, position: int) -> str:
        """Make the closing a part of the sentence; behind the number of a list it would read as an end."""
        closing = ")" if self._gap and _LIST_NUMBER.fullmatch(self._sentence) else self._closing
        has_space = bool(self._gap)
        self._closing = self._gap = ""
        shown = ""
        for character in closing:
            shown += "" if self.done else self._add(character, position)
        self._has_space = has_space
        return shown

    def _begin_next(self, character: str, position: int) -> str:
        """End the sentence and take the first character of the next one."""
        shown = self._end_sentence()
        return shown if self.done or self._is_rewound else shown + self._take(character, position)

    def _add(self, character: str, position: int) -> str:
        """Append to the sentence and return what of it can be shown."""
        if not self._sentence and not character.isalnum():
            if character not in _NEVER_FIRST and len(self._lead) < _LONGEST_LEAD:
                self._lead += self._inner_space(self._lead) + character
            return ""
        text = self._sentence or self._lead
        if character not in ",;:":
            text += self._inner_space(text)
        self._has_space = False
        is_forged_marker = character == "]" and _OPEN_MARKER.search(text)
        self._sentence = text if is_forged_marker else text + character
        self._end = position
        return self._show()

    def _inner_space(self, text: str) -> str:
        has_space, self._has_space = self._has_space, False
        return " " if has_space and text else ""

    # -------------------------------------------------------------- markers

    def _in_bracket(self, character: str, position: int) -> str:
        held, self._bracket = self._bracket, ""
        if held == ESCAPE:
            shown = "" if character == "[" else self._plain_text(ESCAPE, position)
            return shown if self.done or self._is_rewound else shown + self._take(character, position)
        if character == "]":
            return self._close_bracket(held, position)
        if may_cite(held + character):
            self._bracket = held + character
            return ""
        if character == "[":
            self._bracket, self._is_doubled = character, held == "["
            return self._plain_text(held[1:], position)
        return self._plain_text(held + character, position)

    def _close_bracket(self, bracket: str, position: int) -> str:
        """Cite what the bracket names; one that can name no paper, such as an interval, becomes a round one."""
        numbers = numbers_in(bracket)
        if not numbers and bracket[1:].strip(" ,;"):
            return self._plain_text(f"{bracket}]", position)
        if not all(1 <= n <= _HIGHEST_MARKER or n in self._markers for part in numbers for n in (part[0], part[-1])):
            return self._plain_text(f"({bracket[1:]})", position)
        self._tail, self._is_doubled = Tail(is_doubled=self._is_doubled), False
        has_cited = self._cite(bracket)
        if not self._closing and not self._gap:
            self._has_space = True
            return ""
        self._gap = self._gap or " "
        self._is_cited_behind = has_cited and self._has_ended("[")
        return self._go_on(position) if has_cited and not self._is_cited_behind else ""

    def _cite(self, bracket: str) -> bool:
        """Note the allowed numbers in `bracket` and say whether there was one."""
        allowed = named(numbers_in(bracket), self._markers)
        self._cited += [n for n in allowed if n not in self._cited]
        return bool(allowed)

    def _behind_marker(self, tail: Tail, character: str, position: int) -> str:
        text = tail.take(character)
        self._tail = tail if text is None else None
        if not text:
            return ""
        shown = self._plain_text(text[:-1], position)
        return shown if self.done or self._is_rewound else shown + self._take(text[-1], position)

    def _plain_text(self, text: str, position: int) -> str:
        """Take text that holds no marker; nothing of it is lost to a sentence that ends before it."""
        shown = ""
        for character in text:
            if self.done or self._is_rewound:
                break
            shown += self._plain(character, position)
        return shown

    # ------------------------------------------------------------ sentences

    def _show(self) -> str:
        """Return the part of the sentence that is certain and has not been shown.

        Its first words are held back while they may become a refusal or a sentence that was written before.
        """
        if not self._shown:
            text = _normalized(self._sentence)
            refusal = _REFUSAL.match(text)
            if refusal and refusal.end() < len(text):
                return self._refuse()
            if any(opening.startswith(text) for opening in (*_REFUSALS, *self._earlier)):
                return ""
        return self._unshown()

    def _unshown(self) -> str:
        new = self._sentence[self._shown :]
        separator = "" if self._shown else self._separator
        self._shown = len(self._sentence)
        return separator + new

    def _refuse(self) -> str:
        self.done = True
        return "" if self._earlier else ABSTENTION

    def _end_sentence(self) -> str:
        text = _normalized(self._sentence)
        if not self._shown and _REFUSAL.match(text):
            return self._refuse()
        if not self._shown and text in self._earlier:
            self.done = True
            return ""
        self._earlier.append(text)
        cited = self._cited[:MOST_MARKERS] or [self._choose(Uncited(self._sentence, self._end, self._closing))]
        markers = "".join(f"[{n}]" for n in sorted(cited))
        shown = f"{self._unshown()} {markers}{self._closing}"
        is_rewound = self._rewinds and not self._cited
        self._start_sentence("\n" if "\n" in self._gap else " ")
        self._is_rewound = is_rewound
        return shown


def _normalized(sentence: str) -> str:
    return re.sub(r"^\W+", "", sentence.casefold().replace("’", "'"))
