"""Journals that BibTeX of the Astrophysics Data System calls by the macros of AASTeX: `journal = {\\apj}`."""

from __future__ import annotations

from assistant.patterns import lazy_re

_MACRO = lazy_re(r"\{?\\([a-z]+)\}?")
_JOURNALS = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement Series",
    "aj": "The Astronomical Journal",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}


def without_macro(journal: str) -> str:
    """Return the name of the journal that a macro stands for, the macro's own if it is not known, else the text."""
    found = _MACRO.fullmatch(journal.strip())
    return _JOURNALS.get(found[1], found[1]) if found else journal
