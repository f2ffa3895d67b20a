"""Tell a question in another language than English, which the program does not read: by its letters or little words.

Nothing English may be taken for foreign: names keep their particles ("van der Waals", "El Niño"), and one English
little word is enough to be English.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from assistant.language.words import STOP_WORDS, plain
from assistant.patterns import lazy_re

LEAST_WORDS = 2
"""Little words of one language that a question in it has at least, one of them no English word or part of a name."""

_SCRIPTS = frozenset(
    "ARABIC ARMENIAN BENGALI BOPOMOFO CJK CYRILLIC DEVANAGARI ETHIOPIC GEORGIAN GUJARATI HANGUL HEBREW HIRAGANA"
    " KANNADA KATAKANA KHMER LAO MALAYALAM MONGOLIAN MYANMAR SINHALA TAMIL TELUGU THAI TIBETAN".split()
)
"""First words of the names that Unicode gives to letters; those of mathematics ("MATHEMATICAL BOLD PI") are none."""
_WORD = lazy_re(r"[^\W_]+")

_TELLING = {
    "German": """
        auf aus bei beim bitte damit dass dem dessen dich diese dieser dieses doch durch ein eine
        einem einen einer eines erklare es funktioniert funktionieren fur gibt haben ich ihr ihre im
        ist jeder kann kannst keine konnen mir mit nach nicht noch oder sich sie sind uber und uns
        unter viele vom von wann warum welche welchen welcher welches wenn wer werden wie wieso wird
        wo wozu wurde zeig zeige zum zur zwischen gegen""",
    "French": """
        aux avec ce ces cette comme dans elle elles entre est et etre explique font fonctionne
        fonctionnent il ils je leur leurs mais meme nous ont ou parmi pas peut pourquoi qu quand que
        quel quelle quelles quels qui quoi sans ses sont sur tous une vous fait combien""",
    "Spanish": """
        al como con cual cuales cuando cuanto cuantos donde ella ellos entre es esta estan este
        estos explica funciona funcionan ha hay la las los muy para pero por porque puede pueden que
        quien se ser sin sobre su sus tiene tienen todos una unos""",
    "Italian": """
        agli alla alle anche che cos cosa dai dal dalla degli dei della delle dello dove e essere
        funziona funzionano gli ho nei nel nella nelle perche piu puo quale quali quando quanti
        questa questo sono spiega sui sulla sull una uno dell hanno tra""",
    "Portuguese": """
        ao aos com como das e ela eles entre essa esse esta este explique funciona funcionam isso
        mais mas na nas nao nos onde os ou para pela pelo podem por porque qual quais quando que
        quem sao sem seu sobre sua tem uma voce""",
    "Dutch": """
        aan als bij dat deze dit een en er geen heeft het hoe hun ik je kan kunnen maar met naar
        niet om ook op over te tussen uit voor waarom wanneer welke werkt werken wie worden wordt
        zijn""",
}
"""Words in small letters without accents."""
_PARTICLES = {
    "German": "als das den der des die macht von war was",
    "French": "au comment de des du en la le les l d par plus pour un son",
    "Spanish": "de del el en la las los no un y",
    "Italian": "al come con da del di i il in la le lo ma non per si un",
    "Portuguese": "a as da de do dos em no o um",
    "Dutch": "de den der in is van wat",
}
"""Words that English has, too, or names: they count only beside a telling one."""
_QUESTIONING = frozenset(
    """wie warum wieso weshalb wann welche welchen welcher welches pourquoi quel quelle quelles quels cuales cuantos
    perche quali quanti quais quantos waarom welke""".split()
)
"""Which no English question begins with: one of them is enough before two other words."""
_IN_ENGLISH = frozenset("a als e en er es et ha he i il is la las los o om os over sur te ut al y".split())
"""Telling elsewhere, but also signs, names and Latin in English: "et al", "e", "Los Angeles", "ES"."""

_TABLE = {
    name: (frozenset(telling.split()) - _IN_ENGLISH, frozenset((*telling.split(), *_PARTICLES[name].split())))
    for name, telling in _TELLING.items()
}
_SHARED = frozenset(word for _, every in _TABLE.values() for word in every)
_ENGLISH = STOP_WORDS - _SHARED - frozenset("am an also do in me no on or so will".split()) | frozenset(
    "and are does is the what which of".split()
)


def is_foreign(text: str) -> bool:
    """Whether a question is surely in another language than English."""
    written = _WORD.findall(text)
    said = [plain(word) for word in written]
    is_english = not _ENGLISH.isdisjoint(said)
    latin, other, greek = _letters(said)
    if other + greek > latin or (other >= LEAST_WORDS and not is_english):
        return True
    return not is_english and (_has_little_words(said, written) or _is_asked_so(said, written))


def _letters(said: Sequence[str]) -> tuple[int, int, int]:
    """Return how many letters are Latin, of another script, and Greek; a Greek letter that stands alone is a sign."""
    latin = other = greek = 0
    for word in said:
        scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()]
        latin += scripts.count("LATIN")
        other += sum(script in _SCRIPTS for script in scripts)
        greek += scripts.count("GREEK") if len(scripts) > 1 else 0
    return latin, other, greek


def _has_little_words(said: Sequence[str], written: Sequence[str]) -> bool:
    """Whether a text has little words of another language; what has a capital is a name."""
    little = {word for place, word in enumerate(said) if _is_no_name(written[place], place)}
    return any(len(little & every) >= LEAST_WORDS and little & telling for telling, every in _TABLE.values())


def _is_no_name(word: str, place: int) -> bool:
    return not word[0].isupper() or (place == 0 and not (word.isupper() and len(word) > 1))


def _is_asked_so(said: Sequence[str], written: Sequence[str]) -> bool:
    """Whether a text begins with a question word of another language."""
    return len(said) > LEAST_WORDS and said[0] in _QUESTIONING and not written[0].isupper()
