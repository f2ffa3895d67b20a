"""Organisations in words: "by ByteDance", "Korea University papers", "what did Korea University do?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.patterns import lazy_re
from assistant.questions import left_out, typed_filters

_PAPER = r"(?:papers?|works?|articles?|publications?|preprints?|stud(?:y|ies)|abstracts?)"
_DID = (
    r"(?:do(?:ne|ing)?|publish(?:ed|ing)?|work(?:ed|ing)?(?:\s+on)?|written?|write|release[ds]?|stud(?:y|ied|ying)"
    r"|propose[ds]?|find|found|present(?:ed)?|contribute[ds]?|(?=\W*$))"
)
_UNKNOWN = lazy_re(
    rf"\b(?i:{_PAPER})\s+(?i:(?:(?:are|is|were|was|comes?|published|written|released|posted)\s+)?by|from)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&.-]*(?:,?\s+(?:of\s+|for\s+|and\s+|or\s+)?[A-Z][\w&.-]*){0,4})(?=\s+(?:on|about|that|which|with|in|for)\b|\W*$)"
)
_UNKNOWN_AT_END = lazy_re(  # not of what is funded or driven by somebody
    r"(?:(?<=published )|(?<=written )|(?<!ed )(?<!en ))\bby\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&.-]*(?:,?\s+(?:of\s+|for\s+|and\s+|or\s+)?[A-Z][\w&.-]*){0,4})(?=\W*$)"
)
_BEHIND = r"(?:on|about|that|which|with|in|for|and|or|but)"
_PROPER = r"(?P<name>[A-Z][\w&.-]*(?:\s+(?:(?:of|for)\s+)?[A-Z][\w&.-]*){0,4})"
_OTHER_BEHIND = lazy_re(
    rf"(?:\s*,\s*{_PROPER.replace('?P<name>', '?:')}){{0,9}}\s*,?\s*(?:(?P<or>\bor\b)|\band\b|/|&)\s*"
    rf"(?:(?:by|from|at)\s+)?(?:the\s+)?(?:{_PROPER}|(?(or)\w*|(?!)))"
)
_USED = lazy_re(
    r"\b(?:us(?:e[sd]?|ing)|rel(?:y|ies|ying)\s+on|(?:based|trained|tested|evaluated|built)\s+(?:on|with)"
    r"|compar\w+\s+(?:with|to|against))\s+(?:[\w-]+\s+){0,2}"
    r"(?:data|datasets?|corpus|corpora|models?|code|tools?|benchmarks?|checkpoints?|weights|apis?|chips?|hardware|apps?)\s*$",
    re.IGNORECASE,
)
"""What papers use, which somebody else may have made: "papers that use models by Google"."""
_SOURCE = lazy_re(rf"\b(?:by|from)\s+(?:the\s+)?{_PROPER}")
_NEXT = lazy_re(
    r"(?:\s*[,/&]\s*(?:(?:or|and|nor)\s+)?|\s+(?:or|and|nor)\s+)(?:(?:by|from|at)\s+)?(?:the\s+)?", re.IGNORECASE
)
_LAST = lazy_re(r"(?:\s*[,/&]\s*(?:(?:or|and|nor)\s+)?|\s+(?:or|and|nor)\s+)(?:the\s+)?$", re.IGNORECASE)
_OTHER_BEFORE = lazy_re(rf"\b{_PROPER}\s*(?:,?\s*\b(?:or|and)\s+|[/&]\s*)(?:the\s+)?$")
_NO_NAME = lazy_re(
    r"(?:GPT|LLM|BERT|LLaMA|Claude|Gemini|AI|RL|I|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def take(text: str, known: Sequence[str], is_about_papers: bool, is_open: bool) -> left_out.Named:
    """Return a question without the organisations that it names as sources of papers, or leaves out as such.

    Args:
        known: names of organisations that papers come from.
        is_about_papers: whether the question is about papers, so that case does not matter.
        is_open: whether "from Korea University" can be nothing but a filter.
    """
    ways = _longest_first(known)
    excluded: list[str] = []
    while left_out.is_in(text) and (
        found := next(_places(text, ways, is_about_papers, is_open, are_left_out=True), None)
    ):
        names, start, end = _with_others(text, *found, ways)
        begin = left_out.start(text, start)
        text = left_out.cut(text, start if begin is None else begin, end)
        excluded.extend(names)
    note = ""
    for found in _places(text, ways, is_about_papers, is_open, are_left_out=False):
        names, start, end = _with_others(text, *found, ways)
        if (begin := left_out.start_perhaps(text, start)) is not None:
            note = note or typed_filters.note(text[begin:end], "org", names[0], is_left_out=True)
        elif used := _USED.search(text, 0, start):
            note = note or typed_filters.note(text[used.start() : end], "org", names[0])
        elif (
            (other := _OTHER_BEHIND.match(text, end))
            and other["or"]
            and other["name"]
            and not _NO_NAME.match(other["name"])
        ):
            note = note or f"no organisation of a paper here is called “{other['name']}”"
            either = " or ".join([*names, other["name"]])
            return left_out.Named(f"{text[:start]} {text[other.end() :]}", either, tuple(excluded), note)
        elif choice := _choice(text, start, end):
            return left_out.Named(text, None, tuple(excluded), note or typed_filters.note(choice, "org", names[0]))
        else:
            return left_out.Named(f"{text[:start]} {text[end:]}", " or ".join(names), tuple(excluded), note)
    return left_out.Named(text, None, tuple(excluded), note)


def take_unknown(text: str) -> tuple[str, str]:
    """Return a question without a name of nobody here whose papers it leaves out, and a note."""
    for found in _SOURCE.finditer(text):
        if (begin := left_out.start(text, found.start())) is not None and not _NO_NAME.match(found["name"]):
            note = f"no paper here is known to be by “{found['name']}”, so that none is left out"
            return left_out.cut(text, begin, found.end()), note
    return text, ""


def _places(
    text: str, ways: Sequence[tuple[str, str]], is_about_papers: bool, is_open: bool, *, are_left_out: bool
) -> Iterator[tuple[re.Match[str], str]]:
    """Yield where organisations are named as sources of papers that are left out, or are not, and who they are."""
    unread = text
    for said, name in ways:
        if said.split()[0].lower() not in unread.lower():
            continue
        for found in _finds(said, unread, is_about_papers, is_open):
            if (left_out.start(text, found.start()) is not None) is are_left_out:
                yield found, name
                unread = f"{unread[: found.start()]}{'_' * len(found[0])}{unread[found.end() :]}"


def _finds(said: str, text: str, is_about_papers: bool, is_open: bool) -> Iterator[re.Match[str]]:
    """Yield where an organisation is named as a source of papers."""
    name = r"\s+".join(map(re.escape, said.split()))
    yield from re.finditer(rf"\b(?:did|does|do|has|have|is|are|was|were)\s+(?:the\s+)?{name}\s+{_DID}", text)
    if is_open:
        yield from re.finditer(
            rf"\b(?:(?:comes?|is|are|was|were)\s+)?(?:by|from|at)\s+(?:the\s+)?{name}(?![\w-])"
            rf"|\b{name}(?:['’]s)?(?=\s+{_PAPER}\b)",
            text,
        )
        for found in re.finditer(rf"\b{name}(?![\w-])", text):
            if left_out.start(text, found.start(), is_bare=True) is not None:
                yield found
    if is_about_papers:
        behind = rf"(?=\s+{_BEHIND}\b|\s*[,/&]|\W*$)"
        yield from re.finditer(rf"\b(?:by|from)\s+(?:the\s+)?{name}{behind}", text, re.IGNORECASE)


def _with_others(
    text: str, found: re.Match[str], name: str, ways: Sequence[tuple[str, str]]
) -> tuple[list[str], int, int]:
    """Return an organisation and those named beside it, "Google or Meta", and where they begin and end."""
    names, start, end = [name], found.start(), found.end()
    low = text.lower()
    while more := _NEXT.match(text, end):
        place = more.end()
        other = next((way for way in ways if low.startswith(way[0].lower(), place)), None)
        if not other or re.match(r"[\w-]", text[place + len(other[0]) :]):
            break
        names.append(other[1])
        end = place + len(other[0])
    while more := _LAST.search(text, 0, start):
        other = next((way for way in ways if low.endswith(way[0].lower(), 0, more.start())), None)
        if not other or re.search(r"[\w-]$", text[: more.start() - len(other[0])]):
            break
        names.insert(0, other[1])
        start = more.start() - len(other[0])
    return list(dict.fromkeys(names)), start, end


def _choice(text: str, start: int, end: int) -> str | None:
    """Return the words of a question that name organisations and an unknown one beside them: "by Google or Acme"."""
    if other := _OTHER_BEHIND.match(text, end):
        is_name = other["or"] or not _NO_NAME.match(other["name"])
        return text[start : other.end()] if is_name else None
    other = _OTHER_BEFORE.search(text, 0, start)
    return text[other.start() : end] if other and not _NO_NAME.match(other["name"]) else None


def _longest_first(known: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ways in which a question may say organisations, and the name that each is."""
    ways = [(said, name) for name in known if name.split() for said in _ways_to_say(name)]
    return sorted(ways, key=lambda way: (-len(way[0]), way[0] != way[1]))


def unknown(text: str, *, is_about_papers: bool) -> str | None:
    """Return the name that a question takes papers to be by; it may be a person's, or no name at all."""
    found = _UNKNOWN.search(text) or (_UNKNOWN_AT_END.search(text) if is_about_papers else None)
    return found["name"] if found and not _NO_NAME.match(found["name"]) else None


def _ways_to_say(name: str) -> list[str]:
    """Return the name, and the first word of it if that is surely a name, as ByteDance is."""
    head = name.split()[0]
    return [name, head] if re.search(r"[a-z][A-Z]|^[A-Z\d]{3,}$", head) else [name]
