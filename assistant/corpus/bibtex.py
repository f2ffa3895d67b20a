"""BibTeX and BibLaTeX: entries with a key and fields, of which only those with an abstract can be asked about.

    @article{lovelace1843,
      title    = {Notes on the {A}nalytical Engine},
      author   = {Lovelace, Ada and others},
      year     = 1843,
      abstract = {…}
    }

An entry begins on a line of its own with "@", so that one whose braces do not match costs itself only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus import identifiers, latex, names, written_dates
from assistant.corpus.bibtex_parents import Family, Fields, RawEntry
from assistant.corpus.documents import MAX_LINE, Document
from assistant.corpus.journal_macros import without_macro
from assistant.corpus.making import Facts, first, make
from assistant.patterns import lazy_re
from assistant.records import Gap, Item

NAME = "bibtex"
TITLE = "BibTeX and BibLaTeX"

_BEGINNING = lazy_re(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)
_HEAD = lazy_re(r"@\s*(?P<type>[A-Za-z]+)\s*[{(]\s*")
_KEY = lazy_re(r"(?P<key>(?:[^\s,={}()\"#%]+(?:[ \t]+[^\s,={}()\"#%]+){0,9})?)\s*,")
_FIELD = lazy_re(r"[\s,]*(?P<name>[A-Za-z][\w:+.-]*)\s*=\s*")
_BARE = lazy_re(r"[^\s,#{}()\"=]+")
_AND = lazy_re(" and ", re.IGNORECASE)
_MAX_DAMAGES = 20
"""Entries of one stretch that may be damaged, before the rest of it is left alone."""
_MAX_ADDED, _MAX_MACROS = 10_000, 16 * 1024**2
"""Characters that macros may add to an entry, and those of all macros; further ones are not known."""
_PASSED_OVER = frozenset(("comment", "preamble"))


class _Damaged(Exception):
    """An entry cannot be understood; the argument says why."""


def recognises(document: Document) -> bool:
    """Whether an entry begins in the head."""
    return _BEGINNING.search(document.head[:20_000]) is not None


def read(document: Document) -> Iterator[Item]:
    """Yield an entry for each one with a title; one that cannot be understood is a gap."""
    family = Family()
    for found in _parts(document):
        if isinstance(found, Gap):
            yield found
            continue
        for entry in family.take(found):
            yield from _entry(document, entry)
    for entry in family.rest():
        yield from _entry(document, entry)


def _parts(document: Document) -> Iterator[RawEntry | Gap]:
    macros: Fields = {}
    held = 0
    for line, last, text in _chunks(document):
        at, counted, number, damages = 0, 0, line, 0
        while damages < _MAX_DAMAGES and (found := _HEAD.search(text, at)):
            number += text.count("\n", counted, found.start())
            counted = found.start()
            if found["type"].lower() in _PASSED_OVER:
                at = _closed(text, found.end(), len(text))
                continue
            try:
                key, fields, at = _parsed(text, found, macros)
            except _Damaged as damaged:
                again = _HEAD.search(text, found.end())
                end = number + text.count("\n", counted, again.start()) if again else last
                damages += 1
                yield Gap(document.name, number, max(number, end), f"an entry that cannot be read: {damaged}")
                at = found.end()
                continue
            if found["type"].lower() == "string":
                held += sum(map(len, fields.values()))
                macros |= fields if held <= _MAX_MACROS else {}
            else:
                yield RawEntry(number, found["type"].lower(), key, fields)


def _chunks(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield stretches from one line that begins an entry to the next, with the numbers of the first and last line."""
    lines: list[str] = []
    first_line, size, number = 1, 0, 0
    for line in document.lines():
        number = line.number
        text = line.text.replace("\0", "")
        if line.fault:
            document.faults.append(Gap(document.name, number, number, line.fault, is_kept=True))
        if lines and (_BEGINNING.match(text) or size > MAX_LINE):
            yield first_line, number - 1, "\n".join(lines)
            lines, first_line, size = [], number, 0
        lines.append(text)
        size += len(text)
    if lines:
        yield first_line, number, "\n".join(lines)


def _parsed(text: str, head: re.Match[str], macros: Fields) -> tuple[str, Fields, int]:
    """Return the key and the fields of an entry, and where it ends."""
    at, key = head.end(), ""
    if head["type"].lower() != "string":
        if not (found := _KEY.match(text, at)):
            raise _Damaged("no key, or no comma behind it")
        key, at = found["key"], found.end()
    fields: Fields = {}
    added = 0
    while found := _FIELD.match(text, at):
        value, at, more = _value(text, found.end(), macros, _MAX_ADDED - added)
        added += more
        fields.setdefault(found["name"].lower(), value)
    while at < len(text) and text[at] in " \t\n\r,":
        at += 1
    if at == len(text):
        raise _Damaged("its closing brace is missing")
    if text[at] not in "})":
        raise _Damaged(f"unexpected “{text[at : at + 10]}”")
    return key, fields, at + 1


def _value(text: str, at: int, macros: Fields, most: int) -> tuple[str, int, int]:
    """Return the text of a field, where it ends, and how many of its characters, `most` at most, macros stand for."""
    parts, added = [], 0
    while True:
        if text[at : at + 1] == "{":
            end = _closed(text, at + 1)
            parts.append(text[at + 1 : end - 1])
        elif text[at : at + 1] == '"':
            end = _unquoted(text, at + 1)
            parts.append(text[at + 1 : end - 1])
        elif found := _BARE.match(text, at):
            end = found.end()
            macro = macros.get(found[0].lower())
            parts.append(found[0] if macro is None else macro)
            added += len(macro or "")
            if added > most:
                raise _Damaged(f"macros add more than {_MAX_ADDED:,} characters to it")
        else:
            raise _Damaged("a field without a value")
        at = end
        while text[at : at + 1].isspace():
            at += 1
        if text[at : at + 1] != "#":
            return "".join(parts), at, added
        at += 1
        while text[at : at + 1].isspace():
            at += 1


_BRACES = lazy_re(r"\\.|[{}]", re.DOTALL)
_BRACES_AND_QUOTES = lazy_re(r'\\[^"]|[{}"]', re.DOTALL)


def _closed(text: str, at: int, otherwise: int | None = None) -> int:
    """Return where a group ends whose opening brace stands before `at`."""
    depth = 1
    for found in _BRACES.finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    if otherwise is None:
        raise _Damaged("its braces do not match")
    return otherwise


def _unquoted(text: str, at: int) -> int:
    depth = 0
    for found in _BRACES_AND_QUOTES.finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == '"' and depth <= 0:
            return found.end()
    raise _Damaged("its quotes do not match")


def _entry(document: Document, entry: RawEntry) -> Iterator[Item]:
    line, key, fields = entry.line, entry.key, entry.fields
    if "title" not in fields:
        if entry.type not in ("xdata", "set"):
            yield Gap(document.name, line, line, f"the entry {key[:80]} has no title")
        return
    title = latex.plain(first(fields.get("title")) or "")
    if subtitle := fields.get("subtitle"):
        title += f": {latex.plain(subtitle)}"
    written = _written_names(" ".join(fields.get("author", "").split()))
    venues = ("journal", "journaltitle", "booktitle", "school", "institution", "publisher")
    facts = Facts(
        authors=names.name_list(latex.plain(_name(name)) for name in written),
        has_more_authors=written[-1].strip().lower() == "others",
        date=written_dates.iso(fields["date"]) if "date" in fields else _date(fields),
        venue=latex.plain(without_macro(first(*(fields.get(name) for name in venues)) or "")),
        doi=fields.get("doi"),
        arxiv=_arxiv(fields),
        url=first(fields.get("url"), fields.get("howpublished"), fields.get("ee")),
        key=key,
    )
    yield from make(document.name, line, title, latex.plain(fields.get("abstract", "")), facts)


_EXTENDED_NAME = lazy_re(r"(?:family|given|prefix|suffix)(?:-i)?\s*=")
_NAME_PART = lazy_re(r"(?:^|,)\s*(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]*)")
"""Of a name in the extended form of BibLaTeX: "family=Beethoven, given=Ludwig, prefix=van, useprefix=true"."""


def _written_names(text: str) -> list[str]:
    """Return the names of a list; some programs set them apart by semicolons."""
    apart = _outside_braces(text)
    is_by_semicolons = len(apart) == 1 and "; " in text and not any(mark in text for mark in "{}\\&")
    return text.split(";") if is_by_semicolons else apart


def _outside_braces(text: str) -> list[str]:
    """Return what stands between the "and"s of a list that stand in no braces."""
    parts: list[list[str]] = []
    depth, is_even = 0, True
    for part in (every := _AND.split(text)):
        if depth > 0:
            parts[-1].append(part)
        else:
            is_even = is_even and not depth
            parts.append([part])
            depth = 0
        depth += part.count("{") - part.count("}")
    return [" and ".join(part) for part in parts] if is_even and not depth else every


def _name(name: str) -> str:
    """Keep a name in braces, "{Example Collaboration}", from being turned round at a comma."""
    name = name.strip()
    if parts := dict(_NAME_PART.findall(name)) if _EXTENDED_NAME.match(name) else {}:
        said = {part: value.strip().strip('"').strip("{}") for part, value in parts.items()}
        family = " ".join(filter(None, (said.get("prefix"), said.get("family"))))
        return names.whole(said.get("given", ""), family, said.get("suffix", "")).replace(",", "\u201a")
    return name if name[:1] != "{" or _closed(name, 1, 0) != len(name) else name[1:-1].replace(",", "\u201a")


def _arxiv(fields: Fields) -> str | None:
    """Return where the arXiv id stands: an eprint is one of arXiv unless it says otherwise."""
    archive = first(fields.get("archiveprefix"), fields.get("eprinttype"), "arxiv") or ""
    eprint = fields.get("eprint") if "arxiv" in archive.lower() else None
    elsewhere = (fields.get(name, "")[:500] for name in ("url", "journal", "volume", "note", "howpublished", "number"))
    named = " ".join(
        text
        for text in elsewhere
        if ("arxiv" in text.lower() or "abs/" in text) and not identifiers.is_of_another(latex.plain(text))
    )
    return first(eprint, fields.get("arxivid"), named)


def _date(fields: Fields) -> str | None:
    return written_dates.iso_of_parts(fields.get("year", ""), fields.get("month"), fields.get("day"))
