"""What reference managers and arXiv write in LaTeX, as it is read in texts that are quoted word for word."""

from __future__ import annotations

import time

import pytest

from assistant.corpus import latex
from tests.corpus.reading import read_any


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (
            "We train for ~100 hours (~3x faster) and reach ~92%.",
            "We train for ~100 hours (~3x faster) and reach ~92%.",
        ),
        ("~5 of 5~GPUs, e.g.,~this, and $x$~too", "~5 of 5 GPUs, e.g., this, and $x$ too"),
        ("3~5 times, see Fig.~\\ref{a} as \\cite{b}~says", "3~5 times, see Fig. as  says"),
        (r"{\textasciitilde}100 ms, x{\textasciitilde}9, \~{}400", "~100 ms, x~9, ~400"),
        ("https://x.invalid/~ada", "https://x.invalid/~ada"),
    ],
)
def test_tilde_is_a_space_only_where_it_ties(written: str, printed: str) -> None:
    """A number that is nearly so is no exact one."""
    assert printed == latex.plain(written)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (r"{\ensuremath{\alpha}}={\ensuremath{-}}1.5{\textpm}0.2", "α=-1.5±0.2"),
        (r"z{\ensuremath{\sim}}6, \ensuremath{x^2} and $\ensuremath{x}$", r"z∼6, $x^2$ and $\ensuremath{x}$"),
        (r"10{\textasciicircum}6 3{\texttimes}4 x\^{}2", "10^6 3×4 x^2"),
        (r"see \href{https://x.invalid/a\_b}{our {P}age}.\footnote{It is free.}", "see our Page. It is free."),
        (r"\{\vphantom{\}}a, b\vphantom{\{}\}", "{a, b}"),
        (r"{\textbackslash}, and {\textdollar}5{\textasciitilde}", "\\, and $5~"),
        (r"{\textonehalf} {\textperthousand}5{\textminus}3{\textrightarrow}{\texttwosuperior}", "½ ‰5−3→²"),
        (r"\foo{bar {x}} {\foo}9 \foo{}b {\foo}, \emph{c {D}}", r"\foo{bar {x}} \foo 9 \foo{}b \foo, c D"),
        (r"\begin{equation} \sqrt{T} \end{equation}", r"\begin{equation} \sqrt{T} \end{equation}"),
    ],
)
def test_commands_print_their_characters_or_stay_whole(written: str, printed: str) -> None:
    """None runs into the word behind it."""
    assert printed == latex.plain(written)


def test_items_of_a_list_stand_apart() -> None:
    """The commands around them are gone."""
    ((entry,), _) = read_any(
        r"@article{a, title={T}, abstract={We \begin{itemize}\item see\item act\end{itemize}.}}", "f.bib"
    )
    assert "We see act ." == entry.abstract


def test_a_letter_may_have_two_accents() -> None:
    """As those of Vietnamese names have."""
    names = r"Nguy{\~{\^e}}n, V{\u a}n and Tr{\'{\^{a}}}n, C and Nguy{\~\^e}n, B"
    ((entry,), _) = read_any(f"@article{{a, author={{{names}}}, title={{T}}}}", "f.bib")
    assert ("Văn Nguyễn", "C Trấn", "B Nguyễn") == entry.authors


@pytest.mark.parametrize("piece", ["\\a{", "\\textsuperscript{", "\\ensuremath{", "\\a{{}", "5}", "\\href{", "~"])
def test_open_commands_take_no_long_time(piece: str) -> None:
    """Of each as many as are looked at."""
    begun = time.process_time()
    latex.plain(piece * (latex.LONGEST // len(piece)))
    assert time.process_time() - begun < 5
