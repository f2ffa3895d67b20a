"""What names a paper in the world: DOI, arXiv id, address; each in one spelling."""

from __future__ import annotations

import re
from urllib.parse import unquote

from assistant.language.text import clean
from assistant.patterns import lazy_re

_DOI = lazy_re(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_ADDRESS = lazy_re(r"doi\.org/|/doi/")
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|econ"
    "|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics"
    "|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_ID = rf"(\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[A-Z]{{2}})?/\d{{7}})(?:v\d+)?(?!\d|/\d)"
_NAMED = lazy_re(
    rf"(?i:arxiv(?:\.org/[a-z-]+/|[:./\s]\s*|\s+preprint\s+)|huggingface\.co/papers/|\babs/)(?i:arxiv:)?{_ID}"
)
_ALONE = lazy_re(rf"(?<![\w./-]){_ID}")
_OF_ANOTHER = lazy_re(
    r"\b(?:comments?|repl(?:y|ies)|respon\w+|rejoinder|discussion|see|cf|also|related|based|builds?|extend\w*|extension"
    r"|errat\w+|corrigend\w+|correct\w+|companion|follow\w*|supersed\w+|reviews?|summary|contradict\w*|continu\w+)\b[^.;]*(?:arxiv|\babs/)",
    re.IGNORECASE,
)
"""Of a note that names the paper which it is about: "Comment on arXiv:2004.11111"."""
_ESCAPES = (("\\_", "_"), ("{\\textless}", "<"), ("{\\textgreater}", ">"), ("\\textless", "<"), ("\\textgreater", ">"))
_URL = lazy_re(r"https?://(?:(?!;https?://)[^\s<>\"])+")
_MAX = 2000


def doi(text: str) -> str | None:
    """Return the DOI in a text such as "https://doi.org/10.1000/X1", in lower case, as DOIs mean the same in both."""
    text = clean(text[:_MAX])
    for written, meant in _ESCAPES:
        text = text.replace(written, meant)
    found = _DOI.search(text)
    if not found:
        return None
    whole = unquote(found[0]) if re.search(r"%[0-9A-Fa-f]{2}", found[0]) else found[0]
    return whole.rstrip(".,;)}]>").lower() if _DOI.fullmatch(whole) else found[0].rstrip(".,;)}]>").lower()


def doi_of_address(address: str) -> str | None:
    """Return the DOI in the address of a paper, if it is made of one."""
    return doi(re.split(r"[?#]", address)[0]) if _DOI_ADDRESS.search(address[:_MAX]) else None


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id in a text such as "arXiv:2403.01234v2 [cs]", without version; None if there is none."""
    text = clean(text[:_MAX])
    found = _NAMED.search(text) or _ALONE.search(text)
    return found[1] if found else None


def is_of_another(note: str) -> bool:
    """Whether a note tells of another paper, so that the id in it is that one's."""
    return _OF_ANOTHER.search(note[:_MAX]) is not None


def named_arxiv_id(text: str) -> str | None:
    """Return the arXiv id in a text that says whose it is, as an address or a DOI of arXiv does."""
    found = _NAMED.search(clean(text[:_MAX])) if "arxiv" in text[:_MAX].lower() else None
    return found[1] if found else None


def url(text: str) -> str | None:
    """Return the first web address in a text."""
    found = _URL.search(clean(text[:_MAX]).replace("\\_", "_").replace("\\%", "%").replace("\\&", "&"))
    return found[0].rstrip(".,;)}") if found else None
