"""Files in the form of another program, from which papers must be exported first: what they are, and what to do."""

from __future__ import annotations

from collections.abc import Collection

from assistant.errors import InputError

_EXPORT = "Export the papers from the program that it belongs to, as BibTeX, RIS or CSV."
_AS_LINES = "Write it as JSON Lines, as pandas does: read_{kind}(FILE).to_json(FILE, orient='records', lines=True)."
_AS_CSV = "Save it as CSV, with a line that names the columns, and index that."
_EXPAND = "Expand it and index the folder."
_TEXT = "Save it as plain text, a title and its abstract below, or export the papers as BibTeX or RIS."
_PDF = "A PDF is not read; export title and abstract from your reference manager, as BibTeX or RIS."
_BEGINNINGS = (
    (b"%PDF-", "a PDF", _PDF),
    (b"PAR1", "a Parquet file", _AS_LINES.format(kind="parquet")),
    (b"ARROW1", "an Arrow file", _AS_LINES.format(kind="feather")),
    (b"SQLite format 3\0", "a database (SQLite)", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "a file of an older Office", "Save it as plain text, or a table as CSV, and index that."),
    (b"{\\rtf", "a text with layout (RTF)", _TEXT),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _EXPAND),
    (b"Rar!\x1a\x07", "an archive (RAR)", _EXPAND),
)
_TAR, _TAR_AT = b"ustar", 257
_PAGE = (b"<!doctype html", b"<html")
_MEMBERS = (
    ("xl/", "a table of Excel", _AS_CSV),
    ("word/", "a text of Word", _TEXT),
    ("ppt/", "slides of PowerPoint", _TEXT),
    ("META-INF/container.xml", "an e-book", _TEXT),
    ("content.xml", "an OpenDocument file", "Save a table as CSV, a text as plain text, and index that."),
)


def refusal(name: str, start: bytes) -> InputError | None:
    """Return why a file that begins so is not read and what to do; None if nothing is known about it."""
    for beginning, what, hint in _BEGINNINGS:
        if start.startswith(beginning):
            return InputError(f"{name} is {what}, which is not read", hint)
    if start.startswith(_TAR, _TAR_AT):
        return InputError(f"{name} is an archive (tar) with a damaged beginning", "Fetch it again.")
    if start[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE):
        return InputError(f"{name} is a web page, which is not read", _TEXT)
    return None


def refusal_of_archive(name: str, members: Collection[str]) -> InputError | None:
    """Return why a zip archive with these members is no archive of papers; None if it may be one."""
    if any(member.endswith(".enl") for member in members):
        hint = "Open it in EndNote and export it: File > Export, as XML or RIS."
        return InputError(f"{name} is a library of EndNote, which is not read", hint)
    if "[Content_Types].xml" not in members and "mimetype" not in members:
        return None
    for member, what, hint in _MEMBERS:
        if any(other.startswith(member) for other in members):
            return InputError(f"{name} is {what}, which is not read", hint)
    return None
