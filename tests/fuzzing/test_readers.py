"""Files of any kind, damaged in any way: entries and gaps that can be stored, or an error of ours."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import READERS, latex, markup, names, open_documents, parse_mapping, written_dates
from assistant.corpus.fields import NAMES, FieldNames
from assistant.corpus.making import MAX_ABSTRACT, MAX_TITLE
from assistant.corpus.registry import Reader, read_document
from assistant.errors import AssistantError, UsageError
from assistant.language.text import clean
from assistant.records import Entry, Gap
from tests.corpus.reading import document
from tests.fuzzing.strategies import SAMPLES, damaged, documents, texts

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check(item: object) -> None:
    """Check what every reader promises of what it yields."""
    if isinstance(item, Gap):
        assert 1 <= item.first_line <= item.last_line
        assert item.reason
        return
    assert isinstance(item, Entry)
    assert item.line >= 1
    assert 0 < len(item.title) <= MAX_TITLE
    assert len(item.abstract) <= MAX_ABSTRACT
    assert item.date is None or DATE.fullmatch(item.date)
    facts = (item.organisation, item.venue, item.doi, item.arxiv_id, item.url, item.key, *item.authors)
    for text in (item.title, item.abstract, *(fact for fact in facts if fact)):
        assert clean(text) == text
        text.encode()


def zipped(data: bytes) -> bytes:
    """Return an archive of one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return file.getvalue()


@given(documents)
def test_any_text_gives_entries_and_gaps_or_an_error(data: bytes) -> None:
    """In whichever format it is taken for."""
    with contextlib.suppress(AssistantError):
        for item in read_document(document(data)):
            check(item)


@pytest.mark.parametrize("name", SAMPLES)
@given(st.data())
def test_damaged_sample_of_each_format(name: str, data: st.DataObject) -> None:
    """Nothing in it is worse than a gap or an error."""
    with contextlib.suppress(AssistantError):
        for item in read_document(document(data.draw(damaged(SAMPLES[name])), name)):
            check(item)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
@given(documents)
def test_any_text_in_a_format_that_is_asked_for(reader: Reader, data: bytes) -> None:
    """As with --format, where nobody has looked at the text before."""
    with contextlib.suppress(AssistantError):
        for item in read_document(document(data), reader):
            check(item)


@pytest.mark.parametrize(
    "compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress, zipped], ids=lambda f: f.__name__
)
@given(data=st.data())
def test_damaged_compressed_file(
    compress: Callable[[bytes], bytes], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was compressed is damaged, or what came out of it."""
    packed = data.draw(damaged(compress(data.draw(st.sampled_from(list(SAMPLES.values()))))))
    path: Path = tmp_path_factory.getbasetemp() / "packed"
    path.write_bytes(packed)
    with contextlib.suppress(AssistantError):
        for found in open_documents(path, FieldNames()):
            if isinstance(found, AssistantError):
                continue
            for item in read_document(found):
                check(item)


@given(texts)
def test_pieces_of_records(text: str) -> None:
    """LaTeX, markup, names and dates take any text."""
    latex.plain(text)
    markup.without_markup(text)
    assert all(names.split_names(text))
    date = written_dates.iso(text)
    assert date is None or DATE.fullmatch(date)


@given(st.lists(st.one_of(texts, st.tuples(st.sampled_from(list(NAMES)), texts).map("=".join)), max_size=4))
def test_any_mapping_is_understood_or_refused(said: list[str]) -> None:
    """And what is understood names fields that there are."""
    try:
        fields = parse_mapping(said)
    except UsageError as error:
        assert error.hint
        return
    assert {field for field, _ in fields.mapped} <= NAMES.keys()


@given(texts, st.data())
def test_mapped_fields_of_any_table(name: str, data: st.DataObject) -> None:
    """A name that a person gives is searched among whatever names a file has."""
    fields = FieldNames((("title", name), ("abstract", data.draw(texts))))
    with contextlib.suppress(AssistantError):
        for item in read_document(document(data.draw(documents), fields=fields)):
            check(item)
