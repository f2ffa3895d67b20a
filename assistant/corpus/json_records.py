"""What objects of JSON say of papers, under their usual names or as a person maps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.corpus import arxiv_habits, names, written_dates, written_lists
from assistant.corpus.documents import Document
from assistant.corpus.fields import FieldNames, look_up
from assistant.corpus.json_shapes import plain, unfolded
from assistant.corpus.json_values import values
from assistant.corpus.making import Facts, first, joined, make
from assistant.records import Gap, Item

_LISTS = (
    *("papers", "items", "data", "results", "records", "entries", "articles", "documents", "references", "works"),
    *("notes", "docs", "hits", "hit", "result", "collection", "publications", "list"),
)
_WRAPPERS = ("message", "resultList", "result", "response", "hits", "data", "feed")
_WHOLE_NAMES = ("name", "literal", "fullname", "full_name", "creator")
_IDENTIFIERS = ("externalids", "ids", "identifiers")
_DEEPEST = 5

Record = Mapping[str, Any]


def records(value: Any, fields: FieldNames, depth: int = 0) -> Iterator[Any]:
    """Yield the records in a value: itself, the members of a list, or of a list under a name such as "papers"."""
    if isinstance(value, list) and depth < _DEEPEST:
        for member in value:
            yield from records(member, fields, depth + 1)
        return
    if isinstance(value, dict) and "message-type" in value and isinstance(value.get("message"), dict):
        yield from records(value["message"], fields, depth + 1)  # of Crossref: one work, or a list of them
        return
    if isinstance(value, dict) and depth < _DEEPEST:
        held = _held(value)
        if held is not None and not _is_paper(value, held, fields):
            yield from records(held, fields, depth + 1)
            return
    yield value


def _held(value: Record) -> Any:
    """Return what an object without a title holds if it is one of several papers: a list or an object; else None."""
    if any(str(name).lower().endswith("title") for name in value):
        return None
    lists = [value[name] for name in _LISTS if isinstance(value.get(name), list)]
    if lists:
        return next(filter(_has_objects, lists), lists[0])
    if value and all(isinstance(member, dict) and "title" in member for member in value.values()):
        return [{"id": name, **member} for name, member in value.items()]
    if any(isinstance(member, dict) and "title" in member for member in value.values()):
        return None
    return next((value[name] for name in _WRAPPERS if isinstance(value.get(name), dict)), None)


def _is_paper(value: Record, held: Any, fields: FieldNames) -> bool:
    """Whether an object tells of one paper further down or as it is mapped, and what it holds belongs to that.

    A collection may have a title and a description of its own, but no abstract.
    """
    record = _flat(value, fields)
    places = fields.places(record)
    title = look_up(record, places, "title")
    if not title or not isinstance(title, str):
        return False
    has_abstract = "abstract" in places.get("abstract", "").lower() and bool(look_up(record, places, "abstract"))
    return has_abstract or not _has_objects(held) or ("title", places["title"]) in fields.mapped


def _has_objects(held: Any) -> bool:
    return isinstance(held, dict) or any(isinstance(member, dict) for member in held)


def each(document: Document, entry: Callable[[Any, int, Document], Iterator[Item]]) -> Iterator[Item]:
    """Yield what `entry` makes of each record of a document and the line of it, and the gaps between them."""
    for value in values(document):
        if isinstance(value, Gap):
            yield value
            continue
        line, held = value
        for record in records(held, document.fields):
            yield from entry(record, line, document)


def entry(record: Any, line: int, document: Document) -> Iterator[Item]:
    """Yield the entry of a record whose fields have usual names."""
    if record is None:
        yield Gap(document.name, line, line, "a place without a record (null)")
        return
    if not isinstance(record, dict):
        yield Gap(document.name, line, line, "no object with a title and an abstract")
        return
    record = _flat(record, document.fields)
    places = document.fields.places(record)
    title, abstract = (look_up(record, places, field) for field in ("title", "abstract"))
    title = title[0] if isinstance(title, list) and len(title) == 1 else title
    if not isinstance(title, str):
        reason = "no title" if title is None else "a title that is no text"
        yield Gap(document.name, line, line, f"{reason}; --map title=NAME says which field it is")
        return
    authors, has_more = author_names(look_up(record, places, "authors"))
    ids: Record = next((value for name, value in record.items() if _holds_identifiers(name, value)), {})
    lower = {str(name).lower(): text(value) for name, value in ids.items()}
    said = {field: text(look_up(record, places, field)) for field in places if field not in ("title", "abstract")}
    facts = Facts(
        authors=authors,
        has_more_authors=has_more,
        date=_date(look_up(record, places, "date"), said.get("year")),
        venue=first(said.get("venue"), text(record.get("journal"))),
        doi=first(said.get("doi"), lower.get("doi")),
        arxiv=first(
            said.get("arxiv"), lower.get("arxiv"), _arxiv_in(said), arxiv_habits.own_id(said.get("key", ""), record)
        ),
        url=said.get("url"),
        key=said.get("key"),
        organisation=said.get("organisation"),
    )
    yield from make(document.name, line, title, paragraphs(abstract), facts)


def _flat(record: Record, fields: FieldNames) -> Record:
    """Return a record with what it says of its paper on its first level, also down paths from either."""
    found = unfolded(record)
    reached = fields.reached(found) | fields.reached(record)
    return {**found, **{name: plain(value) for name, value in reached.items()}} if reached else found


def _holds_identifiers(name: Any, value: Any) -> bool:
    return isinstance(value, dict) and str(name).lower().replace("_", "") in _IDENTIFIERS


def text(value: Any) -> str:
    """Return a value as text: of an object its name, of a list its first member."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return text(next((value[name] for name in ("name", "value", "text", "url") if name in value), ""))
    if isinstance(value, list):
        return text(value[0]) if value and not isinstance(value[0], list) else ""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def paragraphs(value: Any) -> str:
    """Return an abstract, which may be a list of paragraphs; empty when it is something else."""
    if isinstance(value, list):
        return joined(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def author_names(value: Any) -> tuple[tuple[str, ...], bool]:
    """Return the authors, and whether the list breaks off: a text, a list of texts, or of objects with names.

    A text may hold such a list as programs write it.
    """
    if isinstance(value, str):
        value = written_lists.parsed(value)
    if isinstance(value, str):
        return names.split_names(value), names.has_others(value)
    if isinstance(value, dict):
        inner = next((value[name] for name in ("author", "authors") if isinstance(value.get(name), list)), None)
        is_numbered = all(isinstance(member, dict) for member in value.values())
        value = inner if inner is not None else list(value.values()) if is_numbered else [value]
    if not isinstance(value, list):
        return (), False
    said = [_name(member) for member in value[: names.MAX_AUTHORS]]
    return names.name_list(said), any(map(names.has_others, said[-1:]))


def _name(value: Any) -> str:
    if isinstance(value, list) and 1 < len(value) <= 3 and all(isinstance(part, str) for part in value):
        family, given, *suffix = value  # as the snapshot of arXiv has them
        return names.whole(given, family, "".join(suffix))
    if not isinstance(value, dict):
        return text(value)
    if literal := next((value[name] for name in _WHOLE_NAMES if value.get(name)), None):
        return text(literal)
    if group := text(value.get("collectiveName")):
        return names.kept_whole(group)
    if isinstance(value.get("author"), dict):
        return _name({"name": value["author"].get("display_name"), **value["author"]})
    given = first(*(text(value.get(name)) for name in ("given", "first", "firstName", "first_name", "forename")))
    family = first(*(text(value.get(name)) for name in ("family", "last", "lastName", "last_name", "surname")))
    return names.whole(given or "", family or "") or text(value.get("display_name") or value.get("fullName"))


def _date(date: Any, year: str | None) -> str | None:
    written = written_dates.iso_of_csl(date) if isinstance(date, dict) else written_dates.iso(text(date))
    return written_dates.more_precise(written, written_dates.iso(year or ""))


def _arxiv_in(said: Mapping[str, str]) -> str | None:
    """Return the address or key of a record, if it is one of arXiv."""
    return next((said[field] for field in ("url", "key") if "arxiv" in said.get(field, "").lower()), None)
