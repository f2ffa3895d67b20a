"""Formulas in the markup of journals: LaTeX stays as a formula of it, MathML becomes its characters."""

from __future__ import annotations

import re

from assistant.corpus.superscripts import raised
from assistant.patterns import lazy_re

_NAME = r"(?:jats:)?"
_ATTRIBUTES = r"(?:\s[^<>]{0,500})?"
_ALTERNATIVES = lazy_re(
    rf"<{_NAME}alternatives{_ATTRIBUTES}>([^<]*(?:<(?!/?{_NAME}alternatives)[^<]*)*)</{_NAME}alternatives>"
)
_TEX = lazy_re(rf"<{_NAME}tex-math{_ATTRIBUTES}>([^<]*(?:<(?!/?{_NAME}tex-math)[^<]*)*)</{_NAME}tex-math>")
_BODY = lazy_re(r"\\begin\s*\{document\}(.*)\\end\s*\{document\}", re.DOTALL)
_MATHML = lazy_re(rf"<(?:mml:|m:)?math{_ATTRIBUTES}>([^<]*(?:<(?!/?(?:mml:|m:)?math\b)[^<]*)*)</(?:mml:|m:)?math>")
_ANNOTATION = lazy_re(r"<(?:\w+:)?annotation(?:-xml)?\b[^<>]*>[^<>]*</(?:\w+:)?annotation(?:-xml)?>")
_ONE = r"<(?:\w+:)?(?:mi|mn|mo|mtext)\b[^<>]*>([^<>]{0,200})</(?:\w+:)?(?:mi|mn|mo|mtext)>"
_RAISED = lazy_re(rf"<(?:\w+:)?msup\b[^<>]*>{_ONE}{_ONE}</(?:\w+:)?msup>")
_AROUND = lazy_re(rf"</?{_NAME}(?:inline-formula|disp-formula|alternatives|tex-math){_ATTRIBUTES}>")
_TAG = lazy_re(r"<[^<>]*>")
_BETWEEN = lazy_re(r">\s+<")


def without_formula_tags(text: str) -> str:
    """Return a text with formulas and without the tags of them; of one that is given twice, as LaTeX."""
    if "math" not in text and "formula" not in text:
        return text
    text = _ALTERNATIVES.sub(lambda found: tex[0] if (tex := _TEX.search(found[1])) else found[1], text)
    text = _MATHML.sub(_characters, _TEX.sub(_latex, text))
    return _AROUND.sub("", text)


def of_latex(written: str) -> str:
    """Return a formula in LaTeX without what stands around it in a document of its own, between dollar signs."""
    body = _BODY.search(written)
    formula = (body[1] if body else written).strip().strip("$").strip()
    return formula if formula.startswith("\\(") or not formula else f"${formula}$"


def _latex(found: re.Match[str]) -> str:
    return of_latex(found[1].replace("<![CDATA[", "").replace("]]>", ""))


def _characters(found: re.Match[str]) -> str:
    text = _ANNOTATION.sub("", _BETWEEN.sub("><", found[1].strip()))
    text = _RAISED.sub(lambda power: power[1] + raised(power[1], power[2]), text)
    return " ".join(_TAG.sub("", text).split())
