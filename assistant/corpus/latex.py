"""LaTeX in running text turned into the characters that it prints; formulas stay as they stand.

    M{\\"u}ller, {\\L}ukasz, 1{,}200, 61\\%, \\emph{size}, ``quoted''   ->   Müller, Łukasz, 1,200, 61%, size, “quoted”

A command that is not known stays as it is written, with its arguments. A "~" is a space where it ties something to what
stands before it, and else itself: "5~GPUs for ~3 hours".
"""

from __future__ import annotations

import re
import unicodedata

from assistant.corpus import siunitx
from assistant.corpus.latex_characters import ACCENTS, FORMULA, TEXT
from assistant.corpus.superscripts import raised
from assistant.patterns import lazy_re

_WRAPPERS = frozenset(
    "emph textbf textit texttt textsc textsf textrm textsl textnormal textup underline mbox text hbox uppercase"
    " url path enquote mathrm textsubscript".split()
)
_SWITCHES = frozenset("em bf it tt sc sf rm sl bfseries itshape scshape ttfamily small footnotesize large".split())
LONGEST = 100_000
"""Characters; what comes behind is not looked at, nor kept by anybody."""
_ACCENT = lazy_re(
    r"\\(?:([`'^\"~=.])\s*|([uvHcdbrkt])(?:\s+|(?=\{|\\)))(?:\{\s*(\\[ij](?![A-Za-z])\s*|\w)\s*\}|(\\[ij](?![A-Za-z])\s*|\w))"
)
_COMMAND = lazy_re(r"\\([A-Za-z]+)\*?[ \t]*(\{\})?")
_REFERENCE = lazy_re(
    r"~?\\(?:[Cc]ite[a-z]*|label|footnotemark|index|(?:eq|auto|page|name|[cC])?ref|[hv]?phantom|[hv]space)\*?\s*"
    r"(?:\[[^\[\]]{0,200}\]\s*){0,2}\{[^{}]{0,500}\}(?P<tie>~)?"
)
_ENVIRONMENT = lazy_re(
    r"\\(?:begin|end)\s*\{(?:itemize|enumerate|description|quote|quotation|center|abstract)\}(?:\[[^\[\]]{0,200}\])?"
)
_ADDRESS = lazy_re(r"\\href\s*\{[^{}]{0,2000}\}\s*(?=\{)")
_ARGUMENT = r"\{(?:[^{}]|\{[^{}]{0,500}\}){0,1000}\}"
_SUPERSCRIPT = lazy_re(rf"(\d?)((?:(?<!\}})\}}+)?\{{?)\\textsuperscript\s*({_ARGUMENT})")
_UNKNOWN = lazy_re(rf"\\[A-Za-z]+\*?(?:{_ARGUMENT})+")
_ENSURED = lazy_re(rf"\\ensuremath\s*({_ARGUMENT})")
_MATH = lazy_re(
    r"\$\$?(?:[^$\\]|\\.)*\$\$?|\\\((?:[^\\]|\\[^()])*\\\)|\\\[(?:[^\\]|\\[^\[\]])*\\\]" rf"|{_ENSURED.pattern}",
    re.DOTALL,
)
_SIGN = lazy_re(r"\\([A-Za-z]+)\s*")
_SYMBOL = lazy_re(r"\\([%&$#_{}]|[~^]\{\s*\})")
_SPACE = lazy_re(r"\\[,;:! /]|\\\\")
_HYPHEN = lazy_re(r"\\-")
"""Where a word may be broken."""
_SET_LOWER = lazy_re(r"\$_\{?\\text(?:rm|normal)?\{([^{}$\\]{1,60})\}\}?\$")
_SET_HIGHER = lazy_re(r"\$\^\{?\\text(?:rm|normal)?\{([^{}$\\]{1,60})\}\}?\$")
"""Words of running text set lower or higher, as Zotero writes them."""
_TIE = lazy_re(r"(?<=[^\s(\[{\\/“‘`])~(?<!\d~(?=\d))")
"""Not in front of a number that is nearly so, nor between two that are a range."""
_DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_KEPT = {"{": "\ue000", "}": "\ue001", "$": "\ue002", "~": "\ue003", "\\": "\ue004"}
"""Characters that are printed, while others like them are still to be read as LaTeX."""
_KEEP = str.maketrans(_KEPT)
_BACK = str.maketrans({kept: plain for plain, kept in _KEPT.items()})
_KEEP_BRACES = str.maketrans({brace: _KEPT[brace] for brace in "{}"})
_WITHOUT_BRACES = str.maketrans("", "", "{}")


def plain(text: str) -> str:
    """Return a text without LaTeX outside its formulas."""
    text = text[:LONGEST]
    if not any(mark in text for mark in "\\{}~") and "--" not in text and "``" not in text and "''" not in text:
        return text
    if "$_" in text or "$^" in text:
        text = _SET_HIGHER.sub(r"\\textsuperscript{\1}", _SET_LOWER.sub(r"\1", text))
    pieces, at = [], 0
    hidden = text.replace("\\$", "\\\ue002")
    for formula in _MATH.finditer(hidden):
        pieces += [_words(hidden[at : formula.start()], at > 0), _formula(formula)]
        at = formula.end()
    return "".join((*pieces, _words(hidden[at:], at > 0))).replace("\\\ue002", "$").translate(_BACK)


def _formula(found: re.Match[str]) -> str:
    """Return a formula as it stands; of one that is in no formula of its own the characters, if they print it all."""
    if not (ensured := _ENSURED.fullmatch(found[0])):
        return found[0]
    written = ensured[1][1:-1]
    printed = _SIGN.sub(lambda sign: FORMULA.get(sign[1], sign[0]), written)
    return f"${written}$" if any(mark in printed for mark in "\\{}^_") else printed


def _words(text: str, is_behind_formula: bool) -> str:
    if is_behind_formula and text.startswith("~"):
        text = f" {text[1:]}"
    text = siunitx.written_out(text)
    text = _SYMBOL.sub(lambda found: _KEPT.get(found[1][0], found[1][0]), text.replace("\\\ue002", "\ue002"))
    text = _ENVIRONMENT.sub(" ", _ADDRESS.sub("", _REFERENCE.sub(lambda found: " " if found["tie"] else "", text)))
    text = _ACCENT.sub(_accented, _ACCENT.sub(_accented, text))  # a letter may have two
    text = _SUPERSCRIPT.sub(_superscript, _COMMAND.sub(_command, text))
    text = _UNKNOWN.sub(lambda found: found[0].translate(_KEEP_BRACES), text)
    text = _TIE.sub(" ", _SPACE.sub(" ", _HYPHEN.sub("", text))).translate(_WITHOUT_BRACES)
    for written, printed in _DASHES:
        text = text.replace(written, printed)
    return text


def _accented(found: re.Match[str]) -> str:
    letter = (found[3] or found[4]).strip().removeprefix("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[found[1] or found[2]])


def _superscript(found: re.Match[str]) -> str:
    return found[1] + found[2] + raised(found[1], found[3].translate(_WITHOUT_BRACES))


def _command(found: re.Match[str]) -> str:
    name, behind = found[1], found.string[found.end() :][:9]
    if name in TEXT:
        is_letter = TEXT[name].isalpha() or found[2]
        gap = "" if is_letter or not found[0].endswith((" ", "\t")) else " "
        return TEXT[name].translate(_KEEP) + gap
    if name in _WRAPPERS or name in _SWITCHES or (name == "textsuperscript" and not behind.startswith("{")):
        return ""
    is_apart = not behind.startswith("}") or not behind.lstrip("}")[:1].isalnum()
    return found[0].translate(_KEEP_BRACES) + ("" if is_apart else " ")
