"""What abstracts tell of how a study was done and what its figures are: how it is asked for, and how it is stated.

The words that ask for a fact are mostly not those that state it: a p-value stands there as "P = .003", a sample size as
"1,222 patients". So they are no names of things, which a paper would have to hold, but kinds of things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.language.said_numbers import NUMBER
from assistant.patterns import lazy_re


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of thing that is asked of a study.

    Attributes:
        name: as a refusal names it; empty where abstracts state it in too many ways for a pattern to tell that they do
            not, and where it is named as it is asked for.
        asked: finds it in a question.
        stated: finds it in a sentence; None where only reading tells.
        near: finds what answers in part: another design than the one that was asked for, another ratio.
    """

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None

    def states(self, sentence: str) -> bool:
        """Whether a sentence states it."""
        return self.stated is not None and self.stated.search(sentence) is not None

    def comes_near(self, sentence: str) -> bool:
        """Whether a sentence states something near to it."""
        return self.near is not None and self.near.search(sentence) is not None


def _any_case(pattern: str) -> re.Pattern[str]:
    return lazy_re(pattern, re.IGNORECASE)


ANYBODY = lazy_re(
    r"participants?|patients?|subjects?|people|persons?|individuals?|volunteers?|respondents?", re.IGNORECASE
)
"""Words for those who are studied, whoever they are."""
_SOMEBODY = (
    r"(?:cases|controls|children|adults|adolescents|infants|neonates|newborns|boys|girls|men|women|males|females"
    r"|residents|inhabitants|students|pupils|nurses|physicians|doctors|workers|employees|households|families|travell?ers"
    r"|survivors|mothers|pregnancies|births|donors|recipients|twins|veterans|soldiers|users|nonusers|smokers|members"
    r"|citizens|annotators|raters|speakers|humans|players)"
)
_MATERIAL = r"(?:mice|rats|animals|monkeys|rabbits|dogs|pigs|samples|specimens|biopsies|tumou?rs|eyes|trials|studies)"
PEOPLE = lazy_re(rf"{ANYBODY.pattern}|{_SOMEBODY}|{_MATERIAL}", re.IGNORECASE)
"""Those whose number is the size of a study."""
_COUNTED = (
    r"(?<![\w.,^])(?<![A-Za-z]-)(?:\d{1,3}(?:[,.\u2009\u00a0 ] ?\d{3})+|"
    rf"{NUMBER})(?![.,]?\d)(?!\s*(?:%|percent|[mb]illion|years?\b|months?\b|weeks?\b|days?\b|hours?\b|h\b|min\w*|[mk]?g\b|ml\b|mm\b|fold))"
)
_DESCRIBED = r"(?:(?!(?:of|in|with|for|and|or|to|by|from|at|on|than|the|was|were|is|are)\b)[\w'’/-]+\s+)"
_P = r"\bP\s*(?:-?\s*values?\s*)?(?:for \w+ )?(?:[=<>≤≥]|&[lg]t;|of|was|were|below|less than)+\s*0?[.·]?\d"
_RATIO = r"(?:hazards?|odds|risk|rate) ratios?|relative risks?|\b[Aa]?(?:HR|OR|RR|IRR)s?\b"
_A_RATIO = lazy_re(rf"(?:{_RATIO}).*\d[.·]\d")
_DESIGN = (
    r"\brandomi[sz]|\bplacebo[- ]controlled|\b(?:double|single)[- ]blind"
    r"|\bopen(?:[- ]label)?(?: \w+)? (?:study|trial)\b|\bobservational\b|\bcohort\b|\bcase[- ]control(?:led)?\b"
    r"|\bcross[- ]sectional\b|\bprospective|\bretrospective|\bmeta[- ]?analys|\bsystematic review|\bpilot study"
    r"|\bcross[- ]?over\b|\bsurvey\b|\bcontrolled (?:\w+ )?trial|\blongitudinal|\bpopulation[- ]based"
    r"|\bcase (?:report|series)|\bDESIGN\b"
)
_TIME = (
    rf"(?:\d+(?:[.·]\d+)?|{NUMBER})[- ](?:\w+[- ])?(?:decades?|years?|yrs?|y|months?|mos?|weeks?|wks?|days?|hours?)\b"
)
_RANDOM = r"\brandom(?:i[sz]\w+|ly)?\b"
_BLIND = r"\b(?:double|single|triple)?[- ]?(?:un)?(?:blind(?:ed|ing|ly)?|mask(?:ed|ing))\b"
_DATA = r"data ?-?sets?|benchmarks?|corpus|corpora|training (?:data|set)|test(?:ing)? (?:data|sets?)|validation sets?"
_TRAINING = (
    r"batch sizes?|learning rates?|optimi[sz]ers?|epochs?|hyper-?parameters?|layers|GPUs?|hardware|model sizes?"
    r"|context (?:length|window)s?|loss(?: functions?)?|objective functions?|seeds|ablations?|ablation stud(?:y|ies)"
    r"|evaluation metrics?|metrics?|backbones?|base models?"
)

SIZE = Fact(
    "the number of those studied",
    _any_case(
        rf"\bsample sizes?\b|\b(?:size of|how (?:large|big) (?:was|were|is|are)) (?:the|their|its|this) (?:\w+ )?"
        rf"(?:sample|cohort|stud(?:y|ies)|trial|population)s?\b|^\W*n\W*$"
        rf"|\b(?:how many|numbers? of) (?:\w+ )?(?:{PEOPLE.pattern})\b"
    ),
    _any_case(
        rf"(?:{_COUNTED})\s+{_DESCRIBED}{{0,4}}?(?:{PEOPLE.pattern})\b(?!-)|\bn\s*=\s*\d|sample size (?:of|was)\s+\d"
        rf"|\btotal of {_COUNTED}"
    ),
)
_FACTS = (
    SIZE,
    Fact(
        "a p-value",
        _any_case(r"\bp[- ]?values?\b|^\W*(?:what (?:is|was) )?p\W*$"),
        _any_case(_P),
        _any_case(r"\bsignifican"),
    ),
    Fact(
        "statistical significance",
        _any_case(r"\bsignifican(?:t|ce|tly)\b"),
        _any_case(rf"\bsignifican|{_P}"),
        _any_case(
            r"\b(?:\d+% CI|confidence interval|differ\w*|associat\w+|increas\w+|reduc\w+|decreas\w+|improv\w+)\b"
        ),
    ),
    Fact(
        "a confidence interval",
        lazy_re(r"\b(?i:(?:confidence|credible|credibility|uncertainty) (?:intervals?|limits?|bounds?))\b|\bCIs?\b"),
        lazy_re(r"\b(?i:(?:confidence|credible|credibility) (?:intervals?|limits?))|\bCIs?\b"),
    ),
    Fact(
        "a hazard ratio",
        lazy_re(r"\b(?i:hazards? ratios?)\b|\ba?HRs?\b"),
        lazy_re(r"\b(?i:hazards? ratios?)\b.*\d[.·]\d|\b[Aa]?HRs?\b.*\d[.·]\d"),
        _A_RATIO,
    ),
    Fact(
        "an odds ratio",
        lazy_re(r"\b(?i:odds ratios?)\b|\ba?ORs\b|\bOR\W*$"),
        lazy_re(r"\b(?i:odds ratios?)\b.*\d[.·]\d|\b[Aa]?ORs?\b.*\d[.·]\d"),
        _A_RATIO,
    ),
    Fact(
        "a relative risk",
        lazy_re(r"\b(?i:relative risks?|(?:risk|rate) ratios?)\b|\bI?RRs?\b"),
        lazy_re(r"\b(?i:relative risks?|(?:risk|rate) ratios?)\b.*\d[.·]\d|\b[Aa]?I?RRs?\b.*\d[.·]\d"),
        _A_RATIO,
    ),
    Fact(
        "",
        _any_case(r"\beffect sizes?\b|\bhow (?:large|big|strong) (?:was|is) (?:the|this|that|its) effect\b|\bcohen"),
        lazy_re(rf"\beffect sizes?\b.*\d|(?:{_RATIO}).*\d|\d+(?:\.\d+)?%|-fold\b"),
    ),
    Fact(
        "",
        _any_case(
            r"\b(?:absolute risk(?: reduction)?|risk difference|numbers? needed to (?:treat|harm)|standard (?:deviation"
            r"|error)s?|variance|statistical power|correlations?(?: coefficients?)?|regression coefficients?|AUC|AUROC"
            r"|sensitivity|specificity|accuracy|(?:response|event|dropout|drop-out|attrition|recruitment) rates?"
            r"|statistic(?:s|al (?:analys[ie]s|tests?|methods?)))\b"
        ),
    ),
    Fact(
        "a time of follow-up",
        _any_case(
            r"(?<!\ba )(?<!\bany )\bfollow(?:ed|[- ]?up)\b(?: (?:time|period|duration|rate)s?)?"
            rf"|\bhow long (?:was|were|did|is) (?:(?:the )?(?:{PEOPLE.pattern})|the|this|that|they|it)\b"
        ),
        _any_case(rf"\b(?:follow(?:ed|[- ]?up)?\b.*{_TIME}|{_TIME}.*\bfollow)"),
        _any_case(
            rf"\b(?:over|during|for|after|within|at)\b.{{0,30}}{_TIME}"
            r"|\b(?:19|20)\d\d\b.{1,20}\b(?:19|20)\d\d\b"
        ),
    ),
    Fact("randomization", _any_case(_RANDOM), _any_case(_RANDOM), _any_case(_DESIGN)),
    Fact("blinding", _any_case(_BLIND), _any_case(rf"{_BLIND}|\bopen[- ]label\b"), _any_case(_DESIGN)),
    Fact(
        "a control group",
        _any_case(
            r"\bcontrol(?:s|led| (?:groups?|arms?|conditions?|subjects?))?\b|\bcomparators?\b|\bplacebo\b|\bsham\b"
        ),
        _any_case(
            r"\bcontrols\b|\bcontrol (?:groups?|arms?|conditions?|subjects?|participants|patients|mice|animals|cells)\b"
            r"|\bplacebo\b|\bcontrolled\b|\bsham\b|\buntreated\b|\busual care\b|\bstandard (?:care|treatment)\b"
            r"|\bwild[- ]?type\b"
        ),
        _any_case(_DESIGN),
    ),
    Fact(
        "",
        _any_case(
            r"\b(?:study|trial|research|experimental) design\b|\bdesign(?:ed)?\b"
            r"|\b(?:kind|type|sort) of (?:study|trial)\b|\b(?:prospective|retrospective|observational|cross-sectional"
            r"|longitudinal|case-control|cohort|cross-?over|multi-?cent(?:er|re)|open[- ]label|pilot|interventional"
            r"|meta-analysis|phase (?:\d|I+V?))\b"
        ),
        _any_case(_DESIGN),
    ),
    Fact(
        "whether it was stopped early",
        _any_case(
            r"\b(?:(?:stopped|terminated|halted|ended|discontinued|closed)(?: (?:early|prematurely|ahead of time))?)\b"
        ),
        _any_case(
            r"\b(?:trial|study|enrol\w*|recruitment|arm|it)\b[^.;]{0,60}\b(?:stopp|terminat|halt|discontinu|clos)ed"
            r"|\bstopping (?:rule|bound)|\binterim (?:analys|results|safety)|\bprematurely\b|\bearly terminat"
        ),
    ),
    Fact(
        "",
        _any_case(r"\b(?:end ?-?points?|outcomes?(?: measures?)?)\b"),
        _any_case(r"\bend ?-?points?\b|\boutcomes?\b"),
    ),
    Fact(
        "",
        _any_case(r"\bages?\b(?: (?:range|group)s?)?|\bhow old (?:was|were)\b"),
        _any_case(r"\bage[ds]?\b.{0,40}\d|\d+ years? (?:old|of age)|\d+-year-olds?"),
        _any_case(r"\b(?:elderly|older|young\w*|middle-aged|midlife|prepubertal|newborn|infants?|adolescents?)\b"),
    ),
    Fact(
        "",
        _any_case(r"\b(?:doses?|dosages?|dosing)\b"),
        lazy_re(r"\d+(?:\.\d+)?\s?(?:m|µ|μ|mc|n|k)?(?:g|M|mol|L|l|IU|U)\b|\b(?:IU|units?)\b"),
    ),
    Fact(
        "",
        _any_case(r"\bcell(?: lines?|s| types?)\b"),
        lazy_re(
            r"\b(?i:cell lines?)\b|\b[A-Z][\w-]*\d[\w-]*(?: \w+){0,2} cells\b"
            r"|\b(?:human|mouse|murine|rat|immortali[sz]ed|cultured|primary|cancer|tumou?r)(?: [\w-]+){0,5}? cells\b"
        ),
        _any_case(r"\bcells\b"),
    ),
    Fact(
        "",
        _any_case(
            rf"\b(?:which|what(?! about)|who (?:was|were)(?: the)?) (?:\w+ )?(?:{PEOPLE.pattern}|populations?|cohorts?"
            r"|species|strains?|ethnicit(?:y|ies)|sex|gender)\b"
        ),
    ),
    Fact(
        "",
        _any_case(
            r"\b(?:(?:inclusion|exclusion|eligibility|selection) criteria|recruitment|recruited|enrol(?:l?ed|l?ment)"
            r"|drop-?outs?|attrition|setting|intervention arms?|arms|comparison groups?|confounders?|covariates?"
            r"|limitations?|funding|duration)\b"
        ),
    ),
    Fact(
        "",
        _any_case(rf"\b(?:{_DATA})\b"),
        None,
        lazy_re(
            r"\b(?i:experiment(?:s|al|ed)?|evaluat(?:e[sd]?|ing|ions?)|test(?:s|ed|ing)?|train(?:ed|ing)|results|validated)\b"
            rf"[^.;]{{0,90}}? (?:on|with|in) (?:\w+ ){{0,4}}?[A-Z][\w-]*[A-Z0-9]|\b(?i:{_DATA})\b"
        ),
    ),
    Fact(
        "",
        _any_case(r"\bbaselines?\b"),
        _any_case(r"\bbaselines?\b"),
        _any_case(r"\b(?:outperform\w*|surpass\w*|compared (?:to|with|against)|state[- ]of[- ]the[- ]art|than)\b"),
    ),
    Fact("", _any_case(r"\bparameters\b"), _any_case(r"\d\s?(?:[bmk]|billion|million)(?:[- ]parameters?)?\b")),
    Fact("", _any_case(rf"\b(?:{_TRAINING})\b")),
)
"""More than one may be asked for; the first that a question asks for is the one that is sought."""


def asked_in(text: str) -> list[tuple[Fact, list[re.Match[str]]]]:
    """Return the facts that a question asks for, with the words that do, in the order of the table."""
    found = [(fact, list(fact.asked.finditer(text))) for fact in _FACTS]
    return [(fact, matches) for fact, matches in found if matches]


def counts(noun: str) -> Fact:
    """Return the fact of how many of a kind of thing there are: "20 human tissues"."""
    stem = re.escape(re.sub(r"(?:ies|es|s)$", "", noun))
    return Fact(f"a number of {noun}", lazy_re(""), _any_case(rf"(?:{_COUNTED})\s+{_DESCRIBED}{{0,3}}?{stem}"))
