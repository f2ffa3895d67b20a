"""Whether two names in the world, DOIs or arXiv ids, are surely of two papers.

One paper has one arXiv id, and one DOI of one publisher. It may have another one of an archive, where it lies as a
preprint, one of each version, and one of a second publisher.
"""

from __future__ import annotations

from assistant.patterns import lazy_re
from assistant.records import Entry, Paper

# arXiv, bioRxiv and medRxiv, ChemRxiv, OSF, Preprints.org, Research Square, SSRN, TechRxiv, Authorea, Zenodo, figshare,
# ResearchGate, and the discussion papers and preprints of Copernicus, JMIR and Wiley: some share the publisher's number
_ARCHIVED = lazy_re(
    r"10\.(?:48550|26434|31219|3123\d|20944|21203|2139|36227|22541|5281|6084|13140)/"
    r"|10\.(?:1101/\d|5194/(?:egusphere|[a-z]+d-|[a-z]+-\d{4}-\d+$)|2196/preprints|1002/essoar)"
)
_VERSION = lazy_re(r"(?:[./]v\d{1,2}|\.pub\d{1,2})$")
_NUMBER_OF_VERSION = lazy_re(r"[./]v?\d{1,2}")


def have_other_names(entry: Entry, paper: Paper, *, is_title_telling: bool) -> bool:
    """Whether an entry and a paper have names that are surely of two papers.

    Args:
        is_title_telling: whether the title that they share says more than "Editorial".
    """
    if entry.arxiv_id and paper.arxiv_id:
        return entry.arxiv_id != paper.arxiv_id
    one, other = sorted((entry.doi or "", paper.doi or ""), key=len)
    if not one or one == other or bool(_ARCHIVED.match(one)) != bool(_ARCHIVED.match(other)):
        return False
    if _VERSION.sub("", one) == _VERSION.sub("", other) or _is_version(one, other):
        return False
    return _publisher(one) == _publisher(other) or not is_title_telling


def _is_version(doi: str, longer: str) -> bool:
    return longer.startswith(doi) and _NUMBER_OF_VERSION.fullmatch(longer[len(doi) :]) is not None


def _publisher(doi: str) -> str:
    return doi.partition("/")[0]
