"""Questions and claims made from sentences by rules: many, cheap and crude; they teach the network to compare.

A question is some content words of a sentence, at times exchanged for words near them in the embedding table, in a
frame. A claim is a sentence that is reworded a little; a false one has one thing turned round: a number, a name, an
antonym, a quantifier, a negation, or two names that change places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

import torch
from tokenizers import Tokenizer

from training.network import NEITHER, NO, YES, Encoder, Item
from training.papers import MOST_SENTENCES, Abstract

FRAMES = (
    *("{}", "what {}?", "how {}?", "which {}", "which {}?", "papers on {}", "why {}", "{}: how?"),
    *("is there work on {}?", "does {}?", "how does {} work", "what is {}", "Which papers {}?"),
    *("has anyone studied {}?", "{} ?"),
)
COUNT_FRAMES = ("how many {} {}?", "How many {}: {}", "{} {} number?")
STOP = set(
    "the a an of in on to and or for with by from that this these those we our is are be been as at it its their can"
    " which such than into both also has have not but while between through via using based propose paper show present"
    " method approach results novel new however when where how what who more most".split()
)
OPPOSITES = (
    "increase/decrease increases/decreases increasing/decreasing improve/worsen improves/degrades improved/degraded"
    " higher/lower high/low better/worse best/worst more/less larger/smaller large/small faster/slower fast/slow"
    " before/after with/without strong/weak stronger/weaker positive/negative supervised/unsupervised"
    " labeled/unlabeled local/global static/dynamic online/offline success/failure easy/hard simple/complex early/late"
    " first/last minimum/maximum minimize/maximize minimizes/maximizes reduce/increase reduces/increases"
    " reducing/increasing reduced/increased outperforms/underperforms outperform/underperform superior/inferior"
    " above/below upper/lower always/never often/rarely similar/different human/machine real/synthetic"
    " single/multiple efficient/inefficient explicit/implicit discrete/continuous linear/nonlinear"
    " training/inference input/output image/text encoder/decoder deterministic/stochastic sufficient/insufficient"
    " consistent/inconsistent possible/impossible robust/sensitive homogeneous/heterogeneous benefit/hurt helps/hurts"
    " pretraining/fine-tuning centralized/decentralized convex/non-convex cheap/expensive gain/loss same/different"
    " near/far dense/sparse"
)
ALIKE = (
    "propose/introduce/present show/demonstrate/find approach/method/technique achieves/attains/reaches"
    " improves/boosts/enhances reduces/cuts/lowers large/big significant/substantial outperforms/beats/surpasses"
    " model/system dataset/corpus/collection task/problem several/various use/employ leverage/exploit/use novel/new"
    " experiments/evaluations framework/system paper/work/study reduce/cut/decrease increase/raise"
    " improve/enhance/boost requires/needs address/tackle challenging/difficult results/outcomes performance/quality"
    " recent/latest methods/approaches/techniques models/systems"
)
QUANTIFIERS = (
    *(("all", "some"), ("all", "none of the"), ("most", "few"), ("both", "neither"), ("only", "not only")),
    *(("every", "no"), ("many", "few"), ("significantly", "slightly"), ("fully", "partly"), ("any", "no")),
)
NEGATIONS: tuple[tuple[str, str], ...] = (
    (r"\b(is|are|was|were|can|does|do|has|have|will|could|may)\b (?!not)", r"\1 not "),
    (r"\b(is|are|was|were|can|does|do) not\b", r"\1"),
    (r"\b(outperform|improve|achieve|reduce|require|use|allow|enable|learn|preserve|converge|transfer)s\b",
     r"does not \1"),
    (r"\b(outperform|improve|achieve|reduce|require|use|rely|generalize|allow|enable|learn|suffer)\b", r"do not \1"),
)  # fmt: skip
OPENINGS = re.compile(
    r"^(In this (paper|work|study),? |Specifically, |Moreover, |Furthermore, |To this end, |However, |Finally, "
    r"|Additionally, |In addition, |Experiments show that |Our experiments show that |Results show that )"
)
NAME = re.compile(r"(?<![.\w] )(?<!^)\b(?:[A-Z][A-Za-z]*[A-Z0-9][\w\-]*|[A-Z][a-z]+(?:[- ][A-Z][a-z]+)*)\b")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(\.\d+)?(?![\w])")
COUNTED = re.compile(r"\b(\d[\d,\.]*) (\w+(?: \w+)?)")
CONTENT = re.compile(r"[A-Za-z0-9][\w\-\.%]*[\w%]|[A-Za-z0-9]")


class Maker:
    """Makes items of an abstract and a neighbour of it."""

    def __init__(self, encoder: Encoder, tokenizer: Tokenizer, table: torch.Tensor, rng: random.Random) -> None:
        self._encoder, self._rng = encoder, rng
        self._words = _NearWords(tokenizer, table)
        self._opposites = _groups(OPPOSITES)
        self._alike = _groups(ALIKE)

    def items(self, paper: Abstract, neighbour: Abstract) -> Iterator[Item]:
        """Yield at most one item of a random sentence."""
        if not 3 <= len(paper.sentences) <= MOST_SENTENCES or not neighbour.sentences:
            return
        chosen = self._rng.randrange(len(paper.sentences))
        make = self._question if self._rng.random() < 0.45 else self._claim
        if item := make(paper, chosen, neighbour):
            yield item

    def _question(self, paper: Abstract, chosen: int, neighbour: Abstract) -> Item | None:
        text = self._ask(paper.sentences[chosen], paper.title)
        if not text:
            return None
        drawn = self._rng.random()
        if drawn < 0.55:
            return self._item(text, paper.title, paper.sentences, chosen, YES)
        if drawn < 0.75:
            return self._item(text, paper.title, _without(paper.sentences, chosen), None, NEITHER)
        return self._item(text, neighbour.title, neighbour.sentences[:MOST_SENTENCES], None, NEITHER)

    def _claim(self, paper: Abstract, chosen: int, neighbour: Abstract) -> Item | None:
        text = self._reworded(paper.sentences[chosen])
        if len(text) < 40:
            return None
        drawn = self._rng.random()
        if drawn < 0.33:
            return self._item(text, paper.title, paper.sentences, chosen, YES, is_claim=True)
        if drawn < 0.72:
            wrong = self._wronged(text, [*paper.sentences, *neighbour.sentences])
            return self._item(wrong, paper.title, paper.sentences, chosen, NO, is_claim=True) if wrong else None
        if drawn < 0.86:
            return self._item(text, paper.title, _without(paper.sentences, chosen), None, NEITHER, is_claim=True)
        text = self._reworded(self._rng.choice(neighbour.sentences))
        if len(text) < 40:
            return None
        return self._item(text, paper.title, paper.sentences, None, NEITHER, is_claim=True)

    def _item(
        self, text: str, title: str, sentences: Sequence[str], chosen: int | None, label: int, **of: bool
    ) -> Item:
        labels = [label if place == chosen else NEITHER for place in range(len(sentences))]
        return self._encoder.item(text, self._encoder.paper(title, sentences), labels, label, "made", **of)

    def _ask(self, sentence: str, title: str) -> str | None:
        content = [word for word in CONTENT.findall(sentence) if word.lower() not in STOP]
        if len(content) < 6:
            return None
        counted = COUNTED.search(sentence)
        if counted and self._rng.random() < 0.5:
            rest = [word for word in content if word not in counted[0]]
            kept = sorted(self._rng.sample(range(len(rest)), min(self._rng.randint(2, 5), len(rest))))
            about = " ".join(self._exchanged([rest[place] for place in kept], 0.3))
            return self._rng.choice(COUNT_FRAMES).format(counted[2], about)
        kept = self._rng.sample(range(len(content)), self._rng.randint(3, min(8, len(content) - 2)))
        if self._rng.random() < 0.7:
            kept.sort()
        words = self._exchanged([content[place] for place in kept], 0.35)
        if (name := re.match(r"([\w\-]+):", title)) and self._rng.random() < 0.3:
            words = [name[1], *words] if self._rng.random() < 0.5 else [*words, "in", name[1]]
        text = self._rng.choice(FRAMES).format(" ".join(words))
        return text.lower() if self._rng.random() < 0.4 else text

    def _exchanged(self, words: Sequence[str], share: float) -> list[str]:
        return [
            self._rng.choice(near) if self._rng.random() < share and (near := self._words.of(word.lower())) else word
            for word in words
        ]

    def _reworded(self, sentence: str) -> str:
        text = OPENINGS.sub("", sentence)
        text = re.sub(r"\b[Ww]e\b", self._rng.choice(("the authors", "they", "the study", "we")), text, count=1)
        if self._rng.random() < 0.6:
            text = re.sub(r"\b[Oo]ur\b", "their", text)
        if self._rng.random() < 0.5:
            text = re.sub(r" \([^)]{2,40}\)", "", text)
        words = text.split(" ")
        for place, word in enumerate(words):
            if word in self._alike and self._rng.random() < 0.5:
                words[place] = self._rng.choice(self._alike[word])
            elif self._rng.random() < 0.08 and (near := self._words.of(word)) and word.lower()[:4] == near[0][:4]:
                words[place] = near[0]
        text = " ".join(words)
        if self._rng.random() < 0.3:
            parts = text.split(", ")
            shorter = ", ".join(parts[:-1] if self._rng.random() < 0.5 else parts[1:])
            text = shorter if len(shorter) > 50 else text
        text = text.strip(" ,")
        return text[:1].upper() + text[1:]

    def _wronged(self, text: str, sentences: Sequence[str]) -> str | None:
        """Return a claim with one thing turned round, or None if there is nothing to turn."""
        ways: list[Callable[[str], str | None]] = [self._number, self._number, self._opposite, self._opposite]
        ways += [self._quantifier, self._negation, self._places, lambda said: self._name(said, sentences)]
        self._rng.shuffle(ways)
        return next((wrong for way in ways if (wrong := way(text)) and wrong != text), None)

    def _number(self, text: str) -> str | None:
        found = list(NUMBER.finditer(text))
        if not found:
            return None
        match = self._rng.choice(found)
        written = match[0].replace(",", "")
        value = float(written)
        other = self._rng.choice(
            (
                value + self._rng.choice((-3, -2, -1, 1, 2, 3, 5)),
                value * self._rng.choice((0.5, 2, 1.5, 3, 0.1, 10)),
                value * (1 + self._rng.uniform(-0.3, 0.3)),
            )
        )
        digits = len(written.partition(".")[2])
        shown = f"{abs(other):.{digits}f}"
        return None if float(shown) == value else text[: match.start()] + shown + text[match.end() :]

    def _name(self, text: str, sentences: Sequence[str]) -> str | None:
        found = [match for match in NAME.finditer(text) if match.start()]
        others = sorted({name for sentence in sentences for name in NAME.findall(sentence) if name not in text})
        if not found or not others:
            return None
        match, other = self._rng.choice(found), str(self._rng.choice(others))
        return text[: match.start()] + other + text[match.end() :]

    def _opposite(self, text: str) -> str | None:
        words = text.split(" ")
        places = [place for place, word in enumerate(words) if word.lower().strip(".,;") in self._opposites]
        if not places:
            return None
        place = self._rng.choice(places)
        word = words[place].strip(".,;")
        words[place] = words[place].replace(word, self._rng.choice(self._opposites[word.lower()]))
        return " ".join(words)

    def _quantifier(self, text: str) -> str | None:
        found = [pair for pair in QUANTIFIERS if re.search(rf"\b{pair[0]}\b", text)]
        if not found:
            return None
        said, other = self._rng.choice(found)
        return re.sub(rf"\b{said}\b", other, text, count=1)

    def _negation(self, text: str) -> str | None:
        found = [pair for pair in NEGATIONS if re.search(pair[0], text)]
        return re.sub(*self._rng.choice(found), text, count=1) if found else None

    def _places(self, text: str) -> str | None:
        turned = re.search(r"\bfrom ([\w\- ]{3,30}?) to ([\w\- ]{3,25}?)\b([,.]| and|$)", text)
        if turned:
            return f"{text[: turned.start()]}from {turned[2]} to {turned[1]}{turned[3]}{text[turned.end() :]}"
        names = [match for match in NAME.finditer(text) if match.start()]
        if len(names) < 2:
            return None
        one, two = sorted(self._rng.sample(names, 2), key=lambda match: match.start())
        if one[0] == two[0]:
            return None
        return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


class _NearWords:
    """Words near a word in the embedding table: mostly other forms of it and words of the same kind."""

    def __init__(self, tokenizer: Tokenizer, table: torch.Tensor) -> None:
        self._vocabulary = {word: n for word, n in tokenizer.get_vocab().items() if re.fullmatch("[a-z]{4,}", word)}
        self._words = list(self._vocabulary)
        unit = torch.nn.functional.normalize(table.detach(), dim=1)
        self._vectors = unit[list(self._vocabulary.values())]
        self._known: dict[str, list[str]] = {}

    def of(self, word: str) -> list[str]:
        """Return up to five words, nearest first."""
        if word not in self._vocabulary:
            return []
        if word not in self._known:
            own = self._vectors[self._words.index(word)]
            cosines, places = (self._vectors @ own).topk(6)
            pairs = zip(cosines.tolist(), places.tolist(), strict=True)
            self._known[word] = [self._words[n] for cosine, n in pairs if cosine > 0.48 and self._words[n] != word]
        return self._known[word]


def _groups(text: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for group in (words.split("/") for words in text.split()):
        for word in group:
            groups.setdefault(word, []).extend(other for other in group if other != word)
    return groups


def _without(sentences: Sequence[str], place: int) -> list[str]:
    return [sentence for other, sentence in enumerate(sentences) if other != place]
