"""The characters that commands of LaTeX print: letters and signs of running text, and signs of formulas."""

from __future__ import annotations

from typing import Final

ACCENTS: Final = dict(
    zip(
        "`'^\"~=.uvHcdbrkt",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328\u0361",
        strict=True,
    )
)
"""The combining mark of each command that puts an accent on a letter."""


def _table(words: str) -> dict[str, str]:
    """Return commands and characters that stand in pairs in a text."""
    parts = words.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


TEXT: Final = {
    **_table(
        r"""
        ss ß  ae æ  AE Æ  oe œ  OE Œ  o ø  O Ø  l ł  L Ł  aa å  AA Å  i ı  j ȷ
        dh ð  DH Ð  th þ  TH Þ  dj đ  DJ Đ  ng ŋ  NG Ŋ
        textless <  textgreater >  textbackslash \  textasciitilde ~  textasciicircum ^  textbar |  textunderscore _
        textdollar $  textbraceleft {  textbraceright }  slash /
        textquotedblleft “  textquotedblright ”  textquoteleft ‘  textquoteright ’  textquotesingle '  textquotedbl "
        quotesinglbase ‚  quotedblbase „  guillemotleft «  guillemotright »  guilsinglleft ‹  guilsinglright ›
        textexclamdown ¡  textquestiondown ¿  textendash –  textemdash —  textminus −
        ldots …  dots …  textellipsis …  textperiodcentered ·  textbullet •
        textdegree °  degree °  celsius °C  textcelsius °C
        textmu µ  textmugreek μ  textohm Ω  textperthousand ‰  textnumero №  textestimated ℮
        textalpha α  textbeta β  textgamma γ  textdelta δ  textepsilon ε  textzeta ζ  texteta η  texttheta θ
        textkappa κ  textlambda λ  textnu ν  textxi ξ  textpi π  textrho ρ  textsigma σ  texttau τ  textphi φ
        textchi χ  textpsi ψ  textomega ω  textDelta Δ  textOmega Ω  textSigma Σ
        textpm ±  texttimes ×  textdiv ÷  textlnot ¬  textsurd √
        textrightarrow →  textleftarrow ←  textuparrow ↑  textdownarrow ↓
        textonehalf ½  textonequarter ¼  textthreequarters ¾
        textonesuperior ¹  texttwosuperior ²  textthreesuperior ³  textordfeminine ª  textordmasculine º
        textregistered ®  texttrademark ™  textcopyright ©  copyright ©
        pounds £  textsterling £  texteuro €  euro €  EUR €  textyen ¥  textcent ¢  textcurrency ¤  textbrokenbar ¦
        S §  textsection §  textparagraph ¶
        textdagger †  dag †  textdaggerdbl ‡  ddag ‡
        LaTeX LaTeX  TeX TeX
        """
    ),
    **dict.fromkeys(
        ("newline", "par", "quad", "qquad", "item", "footnote", "thinspace", "enspace", "space", "nobreakspace"), " "
    ),
    "noopsort": "",
}
"""What a command prints in running text."""

FORMULA: Final = _table(
    """
    alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
    lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  sigma σ  varsigma ς  tau τ  upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ
    omega ω  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
    sim ∼  simeq ≃  approx ≈  equiv ≡  propto ∝  ne ≠  neq ≠  le ≤  leq ≤  ge ≥  geq ≥  ll ≪  gg ≫
    lesssim ≲  gtrsim ≳  pm ±  mp ∓  times ×  div ÷  cdot ·  ast ∗  star ⋆  circ ∘  bullet •  odot ⊙
    to →  rightarrow →  leftarrow ←  leftrightarrow ↔  uparrow ↑  downarrow ↓  Rightarrow ⇒
    infty ∞  partial ∂  nabla ∇  sum ∑  prod ∏  int ∫  in ∈  cup ∪  cap ∩  subset ⊂  subseteq ⊆  emptyset ∅
    forall ∀  exists ∃  neg ¬  prime ′  hbar ℏ  ell ℓ  degree °  dagger †  perp ⊥  angle ∠  ldots …  cdots ⋯
    """
)
"""What a command prints in a formula that is no more than a sign or two."""
