"""Records of the interfaces of libraries, which hold a paper one level down, brought to one level with usual names.

OpenAlex (`abstract_inverted_index`, `authorships`, `primary_location`), OpenReview (`content`, of plain values or of
`{"value": …}`), the daily papers of Hugging Face (`paper`), Europe PMC (`authorList`, `journalInfo`), DBLP (`info`),
Elasticsearch (`_source`), Mendeley (`source`, `identifiers`), Zenodo and INSPIRE (`metadata`), DataCite (`attributes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assistant.patterns import lazy_re

_INNER = ("paper", "content", "_source", "info", "article", "document", "metadata", "attributes")
_INDEX = "abstract_inverted_index"
_YEAR = lazy_re(r"\b(?:19|20)\d\d\b")
_EARLIEST, _LATEST = 631_152_000_000, 4_102_444_800_000  # 1990 to 2100
_DATES = ("publication_date", "publicationYear", "preprint_date", "earliest_date")
_MOST_PLACES = 50_000
"""Words of an abstract; a place beyond is not believed."""

Record = Mapping[str, Any]


def unfolded(record: Record) -> Record:
    """Return a record with what it says of its paper on its first level; one of another shape as it is."""
    found: Record = record
    for name in _INNER:
        inner = record.get(name)
        if isinstance(inner, dict) and ("title" in inner or "titles" in inner):
            rest = {key: value for key, value in record.items() if key != name}
            found = rest | {key: plain(value) for key, value in inner.items()}
            break
    if isinstance(found.get("discussionId"), str) and isinstance(found.get("id"), str):  # of Hugging Face
        found = {"arxiv_id": found["id"], **found}
        if isinstance(found.get("organization"), dict):
            found["organization"] = found["organization"].get("fullname") or found["organization"].get("name")
    shapes = (_of_openreview, _of_openalex, _of_europe_pmc, _of_mendeley, _of_repositories)
    more = {name: value for shape in shapes for name, value in shape(found).items() if value}
    return {**found, **{name: value for name, value in more.items() if value and not found.get(name)}}


def plain(value: Any) -> Any:
    """Return a value, without the object around it that OpenReview writes."""
    return value["value"] if isinstance(value, dict) and value.keys() == {"value"} else value


def _of_openreview(record: Record) -> dict[str, Any]:
    """Tell when a note was published, else when the venue met that it names, else when it was handed in."""
    venue = record.get("venue")
    met = _YEAR.search(venue) if isinstance(venue, str) and "cdate" in record else None
    said = (_day(record.get("pdate")), _day(record.get("odate")) if not met else None, met and met[0])
    return {"date": next(filter(None, (*said, _day(record.get("cdate")))), None)}


def _day(moment: Any) -> str | None:
    """Return the day of milliseconds since 1970, of this time; None for anything else."""
    is_moment = isinstance(moment, int) and not isinstance(moment, bool) and _EARLIEST <= moment < _LATEST
    return datetime.fromtimestamp(moment / 1000, UTC).date().isoformat() if is_moment else None


def _of_openalex(record: Record) -> dict[str, Any]:
    place = record.get("primary_location")
    source = place.get("source") if isinstance(place, dict) else None
    said: dict[str, Any] = {"authors": record.get("authorships")}
    if isinstance(place, dict):
        said["url"] = place.get("landing_page_url")
    if isinstance(source, dict):
        said["venue"] = source.get("display_name")
    if isinstance(index := record.get(_INDEX), dict):
        said["abstract"] = _in_order(index)
    return said


def _in_order(index: Mapping[str, Any]) -> str:
    """Return the text of which an index tells at which places each word stands."""
    words: dict[int, str] = {}
    for word, places in index.items():
        for place in places if isinstance(places, list) else ():
            if isinstance(place, int) and 0 <= place < _MOST_PLACES:
                words[place] = word
    return " ".join(words[place] for place in sorted(words))


def _of_europe_pmc(record: Record) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if isinstance(authors := record.get("authorList"), dict):
        said["authors"] = authors.get("author")
    info = record.get("journalInfo")
    if isinstance(info, dict) and isinstance(info.get("journal"), dict):
        said["journal"] = info["journal"].get("title")
    return said


def _of_mendeley(record: Record) -> dict[str, Any]:
    """Tell the venue, which others call the source of a record, where a document of Mendeley says it."""
    is_document = isinstance(record.get("identifiers"), dict) and isinstance(record.get("source"), str)
    return {"venue": record["source"]} if is_document else {}


def _of_repositories(record: Record) -> dict[str, Any]:
    """Tell what stands in lists of objects, each with a language or a source: of titles, abstracts, numbers."""
    kinds = record.get("descriptions")
    is_abstract = [each for each in kinds if _is_abstract(each)] if isinstance(kinds, list) else []
    return {
        "title": _first(record, "titles", "title"),
        "abstract": _first({"one": is_abstract}, "one", "description") or _first(record, "abstracts", "value"),
        "date": next((record[name] for name in _DATES if record.get(name)), None),
        "doi": _first(record, "dois", "value"),
        "arxiv": _first(record, "arxiv_eprints", "value"),
        "venue": _first(record, "publication_info", "journal_title"),
    }


def _is_abstract(description: Any) -> bool:
    return isinstance(description, dict) and description.get("descriptionType", "Abstract") == "Abstract"


def _first(record: Record, name: str, inner: str) -> Any:
    """Return what the first object of a list says under a name, None if there is none."""
    found = record.get(name)
    first = found[0] if isinstance(found, list) and found else None
    return first.get(inner) if isinstance(first, dict) else None
