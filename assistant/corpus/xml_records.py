"""Records of XML, one in memory at a time, read so that nothing in the file can act.

Entities that a file declares are refused (they can expand without end, or name other files), nothing is ever fetched,
and depth and size of a record are bounded. What is not well-formed ends the reading with its line; what stands before
is read. Documents that stand one after the other in a file, as pages of an answer do, are all read.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Collection, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assistant.corpus.documents import Document
from assistant.corpus.streams import BUFFER
from assistant.corpus.superscripts import raised
from assistant.corpus.xml_characters import Blanking, for_parser
from assistant.errors import InputError
from assistant.patterns import lazy_re
from assistant.records import Gap

MAX_DEPTH = 200
MAX_RECORD = 16 * 1024**2
MAX_PAGES = 10_000
"""Documents in a file."""
_COST = 100
"""Bytes that an element, or half of an attribute, takes beside its letters."""
_OF_XML = ("xlink:type", "xsi:type")
"""Attributes that tell how something is written, and hide what it is."""
_ROOT = lazy_re(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)(?P<rest>[^>]*)")
_NEXT_PAGE = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
        expat.errors.XML_ERROR_MISPLACED_XML_PI,
        expat.errors.XML_ERROR_INVALID_TOKEN,
    )
}
"""What is wrong with a document that goes on behind its end."""
_BEGINNINGS = (b"<", b"\0<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BLANK = b" \t\r\n"
_ABOVE_ROOT = lazy_re(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>)", re.DOTALL)


def root_of(document: Document) -> tuple[str, str]:
    """Return the name of the outermost element and its attributes as written; empty if the document is no XML."""
    head, at = document.head, 0
    if not head[:200].lstrip().startswith("<"):
        return "", ""
    while found := _ABOVE_ROOT.match(head, at):
        at = found.end()
    root = _ROOT.match(head[at:].lstrip())
    return (root["name"], root["rest"]) if root else ("", "")


def elements(document: Document, names: Collection[str]) -> Iterator[tuple[int, Element]]:
    """Yield each element with one of these names, whole, with the line on which it begins; none within another.

    Names are without the prefix of their namespace.

    Raises:
        InputError: the document declares entities, is not well-formed, nested too deep, or a record is too large.
    """
    chunks, encoding = for_parser(document)
    pages, blanking = _Pages(document, names, encoding), Blanking()
    try:
        for chunk in chunks:
            yield from pages.take(blanking.take(chunk, False), False)
        yield from pages.take(blanking.take(b"", True), True)
    except expat.ExpatError as error:
        yield from pages.collector.taken()
        what = expat.errors.messages.get(error.code, str(error))
        where = f"{document.name}, line {pages.collector.lines_before + error.lineno}"
        if pages.is_last:
            hint = "Fetch or export it again; what stands before is read."
            raise InputError(f"{where}: the file ends before its XML does: {what}", hint) from error
        raise InputError(
            f"{where}: not well-formed XML: {what}", "Mend that place; what stands before is read."
        ) from error
    except InputError:
        yield from pages.collector.taken()
        raise
    finally:
        if blanking.count:
            reason = f"from here on characters that XML cannot hold, read as blanks: {blanking.count:,}"
            document.faults.append(Gap(document.name, blanking.line, blanking.line, reason, is_kept=True))


class _Pages:
    """The documents in a file, one after the other, each with a parser of its own."""

    def __init__(self, document: Document, names: Collection[str], encoding: str | None) -> None:
        self._document, self._names, self._encoding = document, names, encoding
        self.collector = self._parser(0)
        self._root, self.is_last = "", False
        self._count, self._given, self._recent = 1, 0, b""

    def take(self, data: bytes, is_last: bool) -> Iterator[tuple[int, Element]]:
        """Yield what is found in the next bytes of the file."""
        self.is_last = is_last
        if not self._given:
            begun = data.lstrip(_BLANK)  # a declaration must stand at the very beginning, and often does not
            self.collector.lines_before += data.count(b"\n", 0, len(data) - len(begun))
            data = begun
        while True:
            self._recent = self._recent[-BUFFER:] + data
            self._given += len(data)
            try:
                self.collector.parser.Parse(data, is_last)
            except expat.ExpatError as error:
                yield from self.collector.taken()
                data = self._next_page(error)
            except (LookupError, ValueError) as error:
                where = f"{self._document.name}, line {self.collector.lines_before + 1}"
                raise InputError(f"{where}: its encoding is not read: {error}", "Save the file as UTF-8.") from error
            else:
                yield from self.collector.taken()
                return

    def _next_page(self, error: expat.ExpatError) -> bytes:
        """Return the bytes of the next document, of those that were taken already, for a new parser.

        Raises:
            ExpatError: the error has nothing to do with a next document.
            InputError: there are too many.
        """
        before = self.collector
        at = len(self._recent) - (self._given - before.parser.ErrorByteIndex)
        rest = self._recent[at:] if at >= 0 else b""
        if not before.is_complete or error.code not in _NEXT_PAGE or not rest.startswith(_BEGINNINGS):
            raise error
        self._count += 1
        if self._count > MAX_PAGES:
            hint = "Split it into smaller files."
            raise InputError(f"{self._document.name} holds more than {MAX_PAGES:,} XML documents", hint)
        self._tell_of_other_kind(before)
        self.collector = self._parser(before.lines_before + error.lineno - 1)
        self._given, self._recent = 0, b""
        return rest

    def _parser(self, lines_before: int) -> _Collector:
        return _Collector(self._document.name, self._names, self._encoding, lines_before)

    def _tell_of_other_kind(self, page: _Collector) -> None:
        """Tell of a document in which nothing was looked for, as an error page between two answers."""
        self._root = self._root or page.root
        if page.root != self._root:
            line = page.lines_before + 1
            reason = f"another document begins here, <{page.root[:80]}>, of which nothing is read"
            self._document.faults.append(Gap(self._document.name, line, line, reason))


class _Collector:
    """Builds the elements that are asked for, and forgets all others."""

    def __init__(self, name: str, names: Collection[str], encoding: str | None, lines_before: int) -> None:
        self.parser = expat.ParserCreate(encoding)
        self.lines_before, self.root, self.is_complete = lines_before, "", False
        self._name, self._names = name, names
        self._builder: TreeBuilder | None = None
        self._path: list[str] = []
        self._begun, self._line, self._size = 0, 0, 0
        self._found: list[tuple[int, Element]] = []
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = None
        self.parser.SkippedEntityHandler = self._entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def taken(self) -> list[tuple[int, Element]]:
        """Return what was found since the last call."""
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._path.append(local)
        self.root = self.root or local
        if len(self._path) > MAX_DEPTH:
            raise self._fault(f"elements nested more than {MAX_DEPTH} deep")
        if self._builder is None:
            if local not in self._names:
                return
            self._builder, self._begun, self._size = TreeBuilder(), len(self._path), 0
            self._line = self.lines_before + self.parser.CurrentLineNumber
        self._grown(sum(_COST + len(word) for word in (name, *attributes, *attributes.values())))
        self._builder.start(local, _own(attributes))

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(self._path[-1])
            if len(self._path) == self._begun:
                self._found.append((self._line, self._builder.close()))
                self._builder = None
        self._path.pop()
        self.is_complete = not self._path

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._grown(len(text))
            self._builder.data(text)

    def _grown(self, size: int) -> None:
        self._size += size
        if self._size > MAX_RECORD:
            raise self._fault(f"a record larger than {MAX_RECORD // 1024**2} MiB")

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter and (text := html.entities.html5.get(f"{name};")):
            self._data(text)

    def _refuse(self, *_: object) -> None:
        raise self._fault("the file declares entities, which are not read as they can hide anything")

    def _fault(self, what: str) -> InputError:
        where = f"{self._name}, line {self.lines_before + self.parser.CurrentLineNumber}"
        return InputError(f"{where}: {what}", "Export the papers again, or in another format.")


def _own(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes without the prefixes of their names; one that has none goes before one that has."""
    every = {key.rpartition(":")[2]: value for key, value in attributes.items() if key not in _OF_XML}
    return every | {key: value for key, value in attributes.items() if ":" not in key}


def is_english(element: Element) -> bool:
    """Whether an element is in English, or does not say in which language."""
    return (element.get("lang") or "en").lower().startswith("en")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant down a path of names, None if there is none."""
    for name in path:
        element = next((below for below in element if below.tag == name), None) if element is not None else None
    return element


def text(element: Element | None, special: Callable[[Element], str | None] = lambda _: None) -> str:
    """Return all text in an element, exponents behind "^".

    Args:
        special: gives the text of some elements below, None for the others.
    """
    if element is None:
        return ""
    pieces = [element.text or ""]
    for below in element:
        said = special(below)
        said = text(below, special) if said is None else said
        if below.tag == "sup" or (element.tag == "msup" and below is not element[0]):
            said = raised(next((piece for piece in reversed(pieces) if piece), ""), said)
        pieces += [said, below.tail or ""]
    return "".join(pieces)


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the children of an element, with names those that have one, of the first name first."""
    below = list(element) if element is not None else []
    return [each for name in names for each in below if each.tag == name] if names else below


def texts(element: Element | None, *names: str) -> list[str]:
    """Return the texts of the children with these names, in their order; none is empty."""
    found = (text(each).strip() for each in children(element, *names))
    return [said for said in found if said]
