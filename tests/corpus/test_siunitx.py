"""Numbers with units of siunitx are read as they are printed."""

from __future__ import annotations

import pytest

from assistant.corpus import bibtex, latex
from assistant.records import Entry
from tests.corpus.reading import read


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"runs in \SI{5}{\milli\second}, not \qty{16}{ms}", "runs in 5 ms, not 16 ms"),
        (r"by \SI[round-mode=places]{31.8}{\percent}.", "by 31.8%."),
        (r"\num{12000} items, \num{1e6} pairs, \num{2.5e-3}", "12000 items, 1 × 10^6 pairs, 2.5 × 10^-3"),
        (r"\SIrange{1}{2}{\metre\per\second\squared}", "1–2 m/s²"),
        (r"\numrange{10}{20} layers", "10–20 layers"),
        (r"\qty{80}{\giga\byte} at \ang{45}, \qty{37}{\celsius}", "80 GB at 45°, 37 °C"),
        (r"in \si{\micro\metre} and \unit{\kilo\watt\hour}", "in µm and kW h"),
        (r"\qty{3}{\cubic\centi\metre}", "3 cm³"),
        (r"\num{5}{x}", "5x"),
        (r"\SI{3}{\smoot} long", r"\SI{3}{\smoot} long"),
        (r"\SI{3}", r"\SI{3}"),
        (r"\sigma and \singular{x}", r"\sigma and \singular{x}"),
    ],
)
def test_quantities_are_written_out(written: str, printed: str) -> None:
    """With their units; one that is not known stays as it is."""
    assert printed == latex.plain(written)


def test_an_abstract_of_bibtex_has_them() -> None:
    """As people paste them from their paper."""
    text = r"@article{a, title={Fast}, abstract={It takes \SI{5}{\milli\second} at \qty{31.8}{\percent} of the cost.}}"
    entries, gaps = read(bibtex, text)
    assert [] == gaps
    assert ["It takes 5 ms at 31.8% of the cost."] == [entry.abstract for entry in entries if isinstance(entry, Entry)]
