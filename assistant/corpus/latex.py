"""LaTeX in running text turned into the characters that it prints; formulas stay as they stand.

    M{\\"u}ller, {\\L}ukasz, 1{,}200, 61\\%, \\emph{size}, ``quoted''   ->   Müller, Łukasz, 1,200, 61%, size, “quoted”

A command that is not known stays as it is written.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = dict(
    zip(
        "`'^\"~=.uvHcdbrkt",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328\u0361",
        strict=True,
    )
)
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "textless": "<",
    "textgreater": ">",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textbar": "|",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textdegree": "°",
    "textmu": "µ",
    "textbullet": "•",
    "textregistered": "®",
    "texttrademark": "™",
    "copyright": "©",
    "pounds": "£",
    "texteuro": "€",
    "S": "§",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "newline": " ",
    "par": " ",
    "quad": " ",
    "qquad": " ",
    "noopsort": "",
}
_WRAPPERS = frozenset(
    "emph textbf textit texttt textsc textsf textrm textsl textnormal textup underline mbox text hbox uppercase"
    " url path enquote mathrm textsuperscript textsubscript".split()
)
_SWITCHES = frozenset("em bf it tt sc sf rm sl bfseries itshape scshape ttfamily small footnotesize large".split())
LONGEST = 100_000
"""Characters; what comes behind is not looked at, nor kept by anybody."""
_MATH = re.compile(
    r"\$\$?(?:[^$\\]|\\.)*\$\$?|\\\((?:[^\\]|\\[^()])*\\\)|\\\[(?:[^\\]|\\[^\[\]])*\\\]",
    re.DOTALL,
)
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])\s*|([uvHcdbrkt])(?:\s+|(?=\{|\\)))(?:\{\s*(\\[ij](?![A-Za-z])\s*|\w)\s*\}|(\\[ij](?![A-Za-z])\s*|\w))"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?[ \t]*(\{\})?")
_REFERENCE = re.compile(
    r"~?\\(?:[Cc]ite[a-z]*|label|footnotemark|index)\*?\s*(?:\[[^\[\]]{0,200}\]\s*){0,2}\{[^{}]{0,500}\}"
)
_SYMBOL = re.compile(r"\\([%&$#_{}])")
_SPACE = re.compile(r"\\[,;:! /]|(?<![\\/])~|\\\\")
_DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_KEPT = {"{": "\ue000", "}": "\ue001", "$": "\ue002"}
_BACK = str.maketrans({kept: plain for plain, kept in _KEPT.items()})


def plain(text: str) -> str:
    """Return a text without LaTeX outside its formulas."""
    text = text[:LONGEST]
    if not any(mark in text for mark in "\\{}~") and "--" not in text and "``" not in text and "''" not in text:
        return text
    pieces, at = [], 0
    hidden = text.replace("\\$", "\\\ue002")
    for formula in _MATH.finditer(hidden):
        pieces += [_words(hidden[at : formula.start()]), formula[0]]
        at = formula.end()
    return "".join((*pieces, _words(hidden[at:]))).replace("\\\ue002", "$").translate(_BACK)


def _words(text: str) -> str:
    text = _SYMBOL.sub(lambda found: _KEPT.get(found[1], found[1]), text.replace("\\\ue002", "\ue002"))
    text = _ACCENT.sub(_accented, _REFERENCE.sub("", text))
    text = _COMMAND.sub(_command, text)
    text = _SPACE.sub(" ", text).replace("{", "").replace("}", "")
    for written, printed in _DASHES:
        text = text.replace(written, printed)
    return text


def _accented(found: re.Match[str]) -> str:
    letter = (found[3] or found[4]).strip().removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[found[1] or found[2]])


def _command(found: re.Match[str]) -> str:
    name = found[1]
    if name in _LETTERS:
        is_letter = _LETTERS[name].isalpha() or found[2]
        gap = "" if is_letter or not found[0].endswith((" ", "\t")) else " "
        return _LETTERS[name] + gap
    if name in _WRAPPERS or name in _SWITCHES:
        return ""
    return found[0]
