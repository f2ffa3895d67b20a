"""Which paper of a whole library a name is of: "BERT", "DDPM", "Attention Is All You Need", "a neural ODE".

It is titled so, or so before a colon; or it is titled by what most papers say that the name stands for; or its abstract
says that it introduces it. Papers that use a name are many more than the one that has made it, and some have titles
that begin with it. They tell themselves apart by their dates: whatever others wrote of before, a paper did not make.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from assistant.citations import escape_markers
from assistant.direct_answers.naming import SURE, NameUse, as_written, meanings_of, means, mentions_of, spelt
from assistant.direct_answers.told import counted
from assistant.language.definitions import MADE, Kind, defines, kind_of
from assistant.language.sentences import sentences_of
from assistant.language.short_forms import are_alike, long_form, meaning_key, written
from assistant.language.text import title_key
from assistant.language.words import has_content, words
from assistant.patterns import lazy_re
from assistant.questions import paper_names
from assistant.records import Paper
from assistant.storage.library import Library

MOST_WORDS = 6
"""Of a name; longer ones are titles."""
TITLE = 3
"""Words from which on a title is no name that others may use as well."""
FEW, SHARE = 3, 0.05
"""So many papers, and such a share of those that say a name, may be older than the one that is titled by it: a word
meant something else before, and years are not exact."""
SOON = 3
"""Years within which a short name comes into use."""
YOUNG = 0.4
"""Share of the papers that say a short name which are not newer than one that spells it out first."""
FIRST = 1
"""Papers that may be older than one that is known by its abstract alone."""
MOST_AT_ONCE = 10
"""Papers of one year that say a name, of which one alone says that it is its own."""
TOLD = 5
"""Papers that say a name, from which on their dates tell."""
SETTLED = 10
"""Papers that spell a short name out in one way, from which on no other is meant."""
OTHERS = 3
"""Other meanings that are told."""
CLEAR = 3
"""Papers that spell a name out in one way, more than in all others, from which on most mean that by it."""
_ANOTHER = r"(?:\w(?:ed|ing|al|ive|ous|ible|able|less)|-(?:based|aware|free)|\b(?:deep|novel|new)) "
"""Before a name in what is not it but made from it: "bootstrapped DQN"."""
_MAKING = lazy_re(r"(?:the )?(?:design|release|development|construction) of\b", re.IGNORECASE)
"""Begins a sentence on things of a kind: "The design of a multi-agent system (MAS) is hard"."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a library knows of where a name comes from.

    Attributes:
        name: as most papers write it.
        papers: that are titled so or introduce it; several if nothing tells which is meant.
        mentions: papers that say it, of very many some.
        meanings: what it stands for and in how many papers, the commonest first.
        namesakes: papers that are called so though others said the name before, or mostly mean something else by it.
        beyond: papers that are titled so or introduce it, and are none of those that are asked about.
    """

    name: str
    papers: tuple[Paper, ...] = ()
    mentions: tuple[NameUse, ...] = field(default=(), repr=False)
    meanings: tuple[tuple[str, int], ...] = ()
    namesakes: tuple[Paper, ...] = ()
    beyond: tuple[Paper, ...] = ()

    @property
    def others(self) -> tuple[tuple[str, int], ...]:
        """Its meanings but those of the papers that are called so."""
        own = [meaning_key(f"{paper.title} {paper.abstract}") for paper in self.namesakes]
        return tuple(pair for pair in self.meanings if not any(meaning_key(pair[0]) in text for text in own))

    @property
    def means_another(self) -> bool:
        """Whether most papers that say the name clearly mean something else than those that are called so.

        So many spell it out so, more than in all other ways; or most of them are older, and spell it out so twice as
        often as in any other way.
        """
        if not self.others:
            return False
        meaning, most = self.others[0]
        rivals = [count for other, count in self.meanings if other != meaning]
        first = min((paper.date for paper in self.namesakes if paper.date), default="")[:4]
        dated = [item.year for item in self.mentions if item.year]
        is_older = 2 * sum(year < first for year in dated) > len(dated)
        return (most >= CLEAR and most > sum(rivals)) or (is_older and most >= 2 * max(rivals, default=0))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know who has one meaning of the name in mind, a sentence each."""
        if len(self.meanings) < 2:
            return ()
        (first, most), *others = self.meanings[: OTHERS + 1]
        others = [(meaning, count) for meaning, count in others if count >= SURE or most < SETTLED]
        if not others:
            return ()
        rest = " or ".join(f"“{escape_markers(meaning)}” ({count:,})" for meaning, count in others)
        name, meaning = escape_markers(self.name), escape_markers(first)
        return (f"“{name}” stands for “{meaning}” in {counted(most, 'paper')} here; in others for {rest}",)

    @property
    def unknown(self) -> str:
        """What is said where papers use the name and none that is asked about is known to have made it."""
        if self.beyond:
            title = escape_markers(self.beyond[0].title)
            return f"“{escape_markers(self.name)}” is of “{title}”, which is none of the papers that are asked about"
        years = sorted(item.year for item in self.mentions if item.year)
        since = f", since {years[0]}" if years else ""
        name = escape_markers(self.name)
        said = "; “{}” is not the first to say it"
        called = said.format(escape_markers(self.namesakes[0].title)) if self.namesakes else ""
        return f"papers here use “{name}”{since}, and none is known to have introduced it{called}"

    @property
    def before(self) -> tuple[str, ...]:
        """Since when papers use the name, if that is before those that are called so."""
        years = sorted(item.year for item in self.mentions if item.year)
        first = min((paper.date for paper in self.namesakes if paper.date), default="")[:4]
        if not years or years[0] >= first:
            return ()
        title = escape_markers(self.namesakes[0].title)
        return (f"papers here use “{escape_markers(self.name)}” since {years[0]}, before “{title}”",)

    @property
    def is_title(self) -> bool:
        """Whether the name is the whole title of a paper."""
        return bool(self.papers) and title_key(self.papers[0].title) == title_key(self.name)

    @property
    def is_used(self) -> bool:
        """Whether so many papers say the name, of known dates, that one that says it need not have made it."""
        dated = sum(bool(item.year) for item in self.mentions)
        return dated >= TOLD and 2 * dated >= len(self.mentions)


Find = Callable[[str], Origin]
"""Returns where a name comes from."""


def find(name: str, library: Library, allowed: Collection[int] | None = None) -> Origin:
    """Return what is known of where a name comes from; without papers if none is known to have made it.

    Args:
        allowed: the numbers of the only papers that are asked about.
    """
    forms = paper_names.forms(name)
    if not has_content(name) or not forms:
        return Origin(name)
    exact = next((papers for form in forms if (papers := library.papers_titled(title_key(form)))), [])
    origin = Origin(name, tuple(exact))
    if not exact or len(words(name)) < TITLE:
        for form in paper_names.bare_forms(name):
            origin = _of_name(form, library)
            if origin.papers:
                break
        if not origin.papers and " " in forms[-1]:
            first, kind = forms[-1].rsplit(" ", 1)
            origin = _of_kind(first, kind, library) or origin
    if allowed is None:
        return origin
    return replace(
        origin,
        papers=tuple(paper for paper in origin.papers if library.number(paper) in allowed),
        mentions=tuple(item for item in origin.mentions if item.number in allowed),
        namesakes=tuple(paper for paper in origin.namesakes if library.number(paper) in allowed),
        beyond=tuple(paper for paper in origin.papers if library.number(paper) not in allowed),
    )


def explaining(origin: Origin, found: Iterable[Paper], library: Library) -> tuple[Paper, str] | None:
    """Return a paper that says what a name means that it uses, and the name or what it stands for as it is defined.

    Args:
        found: papers that are looked at before others that say the name.
    """
    best = [long for long, count in origin.others[:1] if count >= SURE or len(origin.others) == 1]
    names = [origin.name, *best]
    said = re.compile(
        rf"(?:{'|'.join(map(written, names))})(?: \([^)]*\))?,? (?:which )?(?:is|are|refers|aims|means)\b"
    )
    called = {paper.title for paper in origin.namesakes}
    every: list[NameUse | Paper] = [*found, *origin.mentions]
    spoken = [item for item in every if item.title not in called and said.search(item.abstract)]
    for item in (item for item in spoken if means(item, origin.name, [(long, SURE) for long in best])):
        for name in reversed(names):
            if any(defines(text, name) for text in sentences_of(item.abstract)):
                paper = item if isinstance(item, Paper) else library.papers([item.number]).get(item.number)
                return (paper, name) if paper else None
    for mention in (item for item in origin.mentions if best and item.title not in called):
        if meaning_key(best[0]) in spelt(mention, origin.name):
            paper = library.papers([mention.number]).get(mention.number)
            return (paper, origin.name) if paper else None
    return None


def _of_kind(name: str, kind: str, library: Library) -> Origin | None:
    """Return the origin of a name behind which it is said of what kind it is: "Lion optimizer"."""
    if kind != kind.lower() or name == name.lower():
        return None
    origin = _of_name(name, library, kind[: max(5, len(kind) - 3)].lower())
    return origin if origin.papers else None


def _of_name(name: str, library: Library, kind: str = "") -> Origin:
    said = words(name)
    if not has_content(name) or len(said) > MOST_WORDS:
        return Origin(name)
    mentions = [item for item in mentions_of((name,), library) if kind in item.text.lower()]
    name = as_written(name, mentions)
    meanings = meanings_of(name, mentions)
    key, settled = title_key(name), meaning_key(meanings[0][0]) if meanings and meanings[0][1] >= SETTLED else ""
    begun = [item for item in mentions if title_key(item.title[: 2 * len(name) + 8]).startswith(key)]
    named = [item for item in begun if key in map(title_key, item.names)]
    named = [item for item in named if item.names[1].lower() == name.lower()] or named  # no "PointNet++"
    own = [item for item in named if means(item, name, meanings)]
    own = [item for item in own if not settled or settled in meaning_key(item.text)]
    own = [item for item in own if _is_early(item, _of_one_meaning(item, name, mentions), FEW, SHARE)]
    made = own or _of_meaning(name, mentions, meanings, library) or _makers(name, mentions, meanings)
    papers = tuple(library.papers([item.number for item in made]).values())
    called = [] if own else [item.number for item in named if item not in made]
    namesakes = tuple(library.papers(called).values()) if called else ()
    return Origin(name, papers, tuple(mentions), tuple(meanings), namesakes)


def _of_one_meaning(item: NameUse, name: str, mentions: Sequence[NameUse]) -> Sequence[NameUse]:
    """Return the papers that spell a name out as the title of one does that is called so; all if it does not."""
    rest = item.title.partition(": ")[2]
    if not (said := long_form(name, rest)) or meaning_key(said) != meaning_key(rest):
        return mentions
    same = [other for other in mentions if any(are_alike(said, own) for own in spelt(other, name).values())]
    return same if len(same) >= SURE else mentions


def _is_early(item: NameUse, mentions: Sequence[NameUse], few: int, share: float = 0.0) -> bool:
    """Whether no more papers than by chance said a name in the years before a paper's."""
    earlier = sum(len(other.year) > 0 and other.year < item.year for other in mentions) if item.year else 0
    return earlier <= max(few, share * len(mentions))


def _of_meaning(
    short: str, uses: Sequence[NameUse], meanings: Sequence[tuple[str, int]], library: Library
) -> list[NameUse]:
    """Return the papers that are titled by what most papers say a short name stands for, or that begin it.

    The title of such a one begins with these words, or its abstract says at least that it is about what they name; it
    is the first to say them, and the short name came into use with it.

    Args:
        uses: papers that say the short name.
    """
    if not meanings or meanings[0][1] < SURE:
        return []
    long = meanings[0][0]
    short_net = re.sub(r"networks?$", "nets", long, flags=re.IGNORECASE)
    mentions, key = mentions_of(list(dict.fromkeys((long, short_net))), library), meaning_key(long)
    begun = [item for item in mentions if meaning_key(item.title).startswith(key)]
    uses = [item for item in uses if key in spelt(item, short)]
    first_use = min((item.year for item in uses if item.year), default="")
    fresh = [item for item in mentions if item.year and int(first_use or item.year) - int(item.year) <= SOON]
    named = [item for item in begun if key in map(meaning_key, item.names)]
    if named := [item for item in named if item in fresh and _is_early(item, mentions, FEW, SHARE)]:
        return named
    fresh = [item for item in fresh if _is_early(item, mentions, FEW) and _is_early(item, uses, 0)]
    until = {item.year: sum(other.year <= item.year for other in uses) for item in fresh}
    kept = [item for item in begun if item in fresh and key in spelt(item, short)]
    if kept := [item for item in kept if until[item.year] <= max(FEW, YOUNG * len(uses))]:
        return kept
    first = [item for item in fresh if _is_early(item, mentions, FIRST)]
    same = Counter(item.year for item in mentions)
    kept = [item for item in begun if item in first and same[item.year] <= FEW]
    return kept or _beginning(long, first)


def _beginning(long: str, fresh: Sequence[NameUse]) -> list[NameUse]:
    """Return the only one of the first papers to say a thing that is titled by it and says that it presents it."""
    head = words(long)[0]
    made = re.compile(rf"{MADE} (?:(?:an?|the|our|new|novel) )*{re.escape(head)}\b", re.IGNORECASE)
    found = [item for item in fresh if head in words(item.title)[:2] and made.search(item.abstract)]
    return found if len(found) == 1 else []


def _makers(name: str, mentions: Sequence[NameUse], meanings: Sequence[tuple[str, int]]) -> list[NameUse]:
    """Return the first of the papers whose abstracts say that they introduce a name, if dates tell that they do."""
    dated = sorted((item for item in mentions if item.year), key=lambda item: item.year)
    if re.fullmatch(r"[A-Z][a-z]+", name):  # as a name, within a sentence and not behind another one
        said = re.compile(rf"(?:(?<![\w-])[a-z]+|,) {name}\b(?! [A-Z])")
        dated = [item for item in dated if said.search(item.abstract)]
    if len(dated) < TOLD or 2 * len(dated) < len(mentions) or name == name.lower():
        return []
    for _, group in groupby(dated, key=lambda item: item.year):
        same = list(group)
        if not _is_early(same[0], dated, FIRST):
            return []
        if made := [item for item in same if _makes(item, name) and means(item, name, meanings)]:
            return made if len(made) == 1 and len(same) <= MOST_AT_ONCE else []
    return []


def _makes(item: NameUse, name: str) -> bool:
    """Whether the first sentence that says a name says that it is made."""
    said = re.compile(written(name))
    first = next((text for text in sentences_of(item.abstract) if said.search(text)), "")
    is_other = _MAKING.match(first) or re.search(_ANOTHER + written(name), first)
    return kind_of(first, name) is Kind.MAKES and not is_other
