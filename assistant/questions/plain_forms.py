"""The many ways to ask what a paper tells, brought to the few that `gist_questions` knows.

"TL;DR of SkillWeaver" and "what makes SkillWeaver special?" ask for the idea of it, "walk me through SkillWeaver" for
what it is about. What is said around that ("in one sentence", "to a beginner") changes how it would be told, not what.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re


def _any(words: str) -> str:
    """Return a pattern for one of some words or patterns, which commas part."""
    return f"(?:{'|'.join(word.strip() for word in words.split(','))})"


_AMOUNT = _any("one, a, two, three, a few, a couple of, simple, plain, short, brief, your own, other")
_MANNER = rf"in (?:{_AMOUNT} )?{_any('sentences?, words?, terms, english, short, brief, essence, detail, nutshell')}"
_NOVICE = r"(?:a )?(?:beginners?|dummies|lay ?(?:man|men|person|people))"
_BEFORE = lazy_re(rf"^(?:{_MANNER}|briefly|quickly|basically|simply put|for {_NOVICE})[,:]? ", re.IGNORECASE)
_AFTER = lazy_re(
    rf",? (?:{_MANNER}|briefly|quickly|simply|please|again|exactly|really|at all|step by step|(?:to|for) (?:me|us"
    rf"|{_NOVICE}|an? (?:child|newcomer|non-expert|student)|someone (?:new|outside)[\w ]*))$",
    re.IGNORECASE,
)
_YOU = r"(?:(?:can|could|would|will) you (?:please )?|please |how (?:do|would) you )?"
_SHOW = _any(
    "explain, describe, summari[sz]e, outline, sketch, introduce, elaborate on, go over"
    ", (?:give|show|tell|teach) (?:me|us), (?:walk|talk|take|guide|lead|run) (?:me|us) through"
    ", help (?:me|us) (?:to )?(?:understand|grasp|get)"
)
_WANT = rf"i(?:['’]d like| want| need| would like|['’]m trying) to {_any('know, learn, understand, grasp, hear')}"
_ASK = (
    rf"(?:{_YOU}{_SHOW}(?: to (?:me|us))?|{_WANT}|what (?:should|must|do) i (?:need to )?know)"
    r"(?:(?: something| anything| everything| more| all| a bit)* about)?"
)
_ADJECTIVE = _any(
    "main, key, core, central, basic, general, experimental, major, primary, overall, important, principal, short"
    ", brief, quick, high-level, underlying, big, biggest, essential"
)
_OF = _any("of, in, from, behind, for, to, with, about")
_NOUNS = {
    "idea": _any(
        r"ideas?, gist, essence, points?, tl;?\s?dr, insights?, intuition, novelty, novelties, innovations?"
        ", concepts?, message, deal, story, thesis, claims?, description, explanation, contributions?, highlights?"
        ", basics"
    ),
    "results": _any(
        "results?, findings?, conclusions?, outcomes?, take-?aways?, take-?home messages?, implications?, significance"
        ", impact, strengths?, advantages?, benefits?, merits, achievements?, performance, effects?, evaluation"
        ", experiments?, lessons?"
    ),
    "method": _any(
        "methods?, approach(?:es)?, techniques?, mechanisms?, algorithms?, architecture, design, pipeline, components?"
        ", parts, steps, stages, ingredients, building blocks, procedure, recipe, methodology, workings"
    ),
    "motivation": _any(
        "problems?, motivations?, challenges?, needs?, (?:research )?questions?, hypothes[ie]s, objectives?, background"
    ),
}
NOUN = rf"(?:{_ADJECTIVE} )*(?:{'|'.join(_NOUNS.values())})"
"""What a paper has, that is asked for: "key insight"."""
_HAS_NOUN, _ASKS = lazy_re(rf"(?:{'|'.join(_NOUNS.values())}) ", re.IGNORECASE), lazy_re(f"{_ASK} ", re.IGNORECASE)
"""Without which most forms below need not be tried, nor compiled."""
_DONE = _any("taken, used, proposed, presented, introduced, described, reported, done, made")
_EARLIER = _any("previous, prior, existing, earlier, other, related, past, current, standard, strong")
_WORK = _any(
    "works?, methods?, approach(?:es)?, papers?, models?, techniques?, baselines?, systems?, research, ones, others"
)
_OTHERS = (
    rf"(?:(?:the|its|all|any) )?(?:{_EARLIER} )*{_WORK}"
    r"|(?:the )?(?:state[- ]of[- ]the[- ]art|sota)(?: \w+)?"
)
_NEW = _any(
    "new, novel, special, unique, original, innovative, different, interesting, remarkable, distinctive, good, better"
)
_IMPORTANT = _any(r"important, useful, relevant, significant, interesting, needed, necessary, matter, worth \w+, exist")
_THEY = r"(?:they|(?:the )?(?:authors|researchers|people|team))"
_TRY = _any("test, evaluate, validate, assess, measure")
_TRIED = _any("evaluated, tested, validated, assessed, measured")
_GAIN = (
    r"(?:the )?(?:(?:largest|biggest|highest|greatest|maximum|best|average|overall|main|relative|absolute) )*"
    r"(?:performance )?(?:improvement|gain|boost)s?"
)
"""Not "how large" one, to which a result without a figure would be no answer."""
_GIVE = _any("report, bring, achieve, show, reach, obtain, claim, yield, give, get, make, deliver, provide, offer")
_GIVEN = _any("reported, achieved, shown, reached, obtained, claimed, made, brought, given")
_INQUIRE = _any("answer, ask, test, study, investigate, explore, examine, pose, raise, pursue, have, set")


def _form(pattern: str) -> re.Pattern[str]:
    return lazy_re(pattern.replace("PAPER", r"(?P<paper>\S.*?)"), re.IGNORECASE)


_IDEA, _RESULTS, _WHY = "what is the idea of PAPER", "what are the results of PAPER", "what is the motivation of PAPER"
_WHAT, _HOW, _WELL = "what is PAPER", "how does PAPER work", "how well does PAPER work"
_OF_NOUNS = tuple(
    (
        _form(
            rf"(?:{_ASK} |what(?:['’]?s| is| are| was| were)? )?(?:the |a |an |some )?(?:{_ADJECTIVE} )*{noun}"
            rf"(?: {_DONE})? {_OF} PAPER"
        ),
        f"what is the {name} of PAPER",
    )
    for name, noun in _NOUNS.items()
)
_ASKED = (
    (_form(rf"{_ASK} how PAPER (?:works?|does (?:it|this|that)|functions?|operates?)"), _HOW),
    (_form(rf"{_ASK} what PAPER (?:is|does|means|proposes|says)(?: about)?"), _WHAT),
    (_form(rf"{_ASK} why PAPER (?:is|was|matters|exists).*"), _WHY),
    (_form(rf"{_ASK} PAPER"), "tell me about PAPER"),
)
_OTHER = (
    (_form(r"how (?:does|do|did) PAPER (?:do (?:it|this|that)|function|operate)"), _HOW),
    (_form(r"what (?:does|do|did) (?:the (?:name|acronym|abbreviation|letters) )?PAPER stand for"), _WHAT),
    (_form(r"what (?:is|are) PAPER (?:short|an? (?:acronym|abbreviation|short form)) (?:for|of)"), _WHAT),
    (_form(r"what(?: is|['’]?s) (?:the )?(?:full|long) (?:name|form) of PAPER"), _WHAT),
    (_form(rf"what(?: is|['’]?s) (?:so )?{_NEW} (?:in|about|with|of) PAPER"), _IDEA),
    (_form(rf"what (?:makes|is it that makes) PAPER (?:so )?{_NEW}.*"), _IDEA),
    (
        _form(
            r"how (?:is|are|does|do|did) PAPER (?:different|differ|better|improve)"
            rf"(?: from| than| on| over| upon)? (?:{_OTHERS})"
        ),
        _IDEA,
    ),
    (
        _form(
            rf"how (?:does|do|did) PAPER (?:compare|fare|stack up|measure up)(?: (?:to|with|against) (?:{_OTHERS}))?"
        ),
        _RESULTS,
    ),
    (_form(rf"in (?:what|which) (?:way|sense|respect)s? (?:is|are) PAPER {_NEW}"), _IDEA),
    (_form(r"how (?:innovative|novel|original|new) (?:is|are) PAPER"), _IDEA),
    (
        _form(
            r"(?:what|which) (?:innovation|contribution|insight|idea|concept)s? (?:does|do|did) PAPER"
            r" (?:bring|make|offer|have|provide|introduce)"
        ),
        _IDEA,
    ),
    (
        _form(rf"what (?:do|did|have) {_THEY} (?:do|done|propose|proposed|present|introduce|introduced) in PAPER"),
        _WHAT,
    ),
    (_form(rf"what (?:do|did) {_THEY} (?:find|show|conclude|report|achieve|observe|learn) in PAPER"), _RESULTS),
    (_form(rf"(?:what|which) {_GAIN} (?:does|do|did) PAPER {_GIVE}"), _RESULTS),
    (_form(rf"what(?:['’]s| is| are| was| were) {_GAIN} (?:that )?PAPER {_GIVE}e?s"), _RESULTS),
    (_form(rf"what(?:['’]s| is| are| was| were) {_GAIN} (?:{_GIVEN} )?(?:of|by|in|with) PAPER"), _RESULTS),
    (_form(r"how (?:does|do|did) PAPER (?:achieve|reach|obtain|get|manage) (?:its results|this|that|it)"), _HOW),
    (_form(rf"how (?:does|do|did) PAPER {_TRY}(?: (?:it|this|that|itself|(?:its|their|the) \w+))?"), _RESULTS),
    (_form(rf"why (?:is|are|does|do) PAPER (?:so )?{_IMPORTANT}"), _WHY),
    (_form(r"what (?:can|could) (?:i use |we use )?PAPER (?:be used )?for"), _WHAT),
    (_form(r"what (?:is|are) PAPER (?:used|good|useful|meant|intended|designed) for"), _WHAT),
    (_form(r"(?:is|are|was) PAPER (?:any |really |actually )*(?:good|effective|useful|successful|helpful)"), _WELL),
    (_form(r"(?:does|do|did) PAPER (?:really |actually )?(?:work|help|perform|succeed)(?: well)?"), _WELL),
    (_form(r"how effective (?:is|are|was) PAPER"), _WELL),
    (_form(rf"how (?:is|are|was|were) PAPER {_TRIED}"), _RESULTS),
    (
        _form(
            r"(?:what|which) (?:experiments|evaluations?|tests) (?:are|were|was|is)"
            r" (?:done|run|conducted|performed|made|carried out) (?:with|on|for|in|of|by) PAPER"
        ),
        _RESULTS,
    ),
    (_form(r"(?:what|which) (?:experiments|tests) (?:did|does|do) PAPER (?:run|do|conduct|perform)"), _RESULTS),
    (
        _form(
            r"(?:what|which) (?:research )?(?:question|hypothesis|task|goal|issue)s? (?:does|do|did) PAPER"
            rf" (?:try to )?{_INQUIRE}"
        ),
        _WHY,
    ),
)


def plainly(text: str) -> str:
    """Return a question in its plain form, or what is left of it without what is said around it."""
    said = _AFTER.sub("", _BEFORE.sub("", text)).strip()
    groups = ((_OF_NOUNS, _HAS_NOUN.search(said)), (_ASKED, _ASKS.match(said)), (_OTHER, True))
    for pattern, form in (each for forms, may_be in groups if may_be for each in forms):
        if found := pattern.fullmatch(said):
            return form.replace("PAPER", found["paper"])
    return said or text
