"""Records of XML, one in memory at a time, read so that nothing in the file can act.

Entities that a file declares are refused (they can expand without end, or name other files), nothing is ever fetched,
and depth and size of a record are bounded. What is not well-formed ends the reading with its line; what stands before
is read.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Collection, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assistant.corpus.documents import Document
from assistant.errors import InputError

MAX_DEPTH = 200
MAX_RECORD = 16 * 1024**2
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)(?P<rest>[^>]*)")
_ABOVE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>)", re.DOTALL)


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
    collector = _Collector(document.name, names)
    try:
        for chunk in document.chunks():
            collector.parser.Parse(chunk, False)
            yield from collector.taken()
        collector.parser.Parse(b"", True)
    except expat.ExpatError as error:
        yield from collector.taken()
        what = expat.errors.messages.get(error.code, str(error))
        where = f"{document.name}, line {error.lineno}"
        raise InputError(
            f"{where}: not well-formed XML: {what}", "Mend that place; what stands before is read."
        ) from error
    except InputError:
        yield from collector.taken()
        raise
    yield from collector.taken()


class _Collector:
    """Builds the elements that are asked for, and forgets all others."""

    def __init__(self, name: str, names: Collection[str]) -> None:
        self.parser = expat.ParserCreate()
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
        if len(self._path) > MAX_DEPTH:
            raise self._fault(f"elements nested more than {MAX_DEPTH} deep")
        if self._builder is None:
            if local not in self._names:
                return
            self._builder, self._begun, self._size = TreeBuilder(), len(self._path), 0
            self._line = self.parser.CurrentLineNumber
        self._grown(len(name) + sum(len(key) + len(value) for key, value in attributes.items()))
        self._builder.start(local, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is not None:
            self._builder.end(self._path[-1])
            if len(self._path) == self._begun:
                self._found.append((self._line, self._builder.close()))
                self._builder = None
        self._path.pop()

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
        where = f"{self._name}, line {self.parser.CurrentLineNumber}"
        return InputError(f"{where}: {what}", "Export the papers again, or in another format.")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant down a path of names, None if there is none."""
    for name in path:
        element = next((below for below in element if below.tag == name), None) if element is not None else None
    return element


def text(element: Element | None, special: Callable[[Element], str | None] = lambda _: None) -> str:
    """Return all text in an element.

    Args:
        special: gives the text of some elements below, None for the others.
    """
    if element is None:
        return ""
    pieces = [element.text or ""]
    for below in element:
        said = special(below)
        pieces += [text(below, special) if said is None else said, below.tail or ""]
    return "".join(pieces)
