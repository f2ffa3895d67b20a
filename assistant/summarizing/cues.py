"""The words by which sentences of abstracts say what they state: a problem, a method, a result, or none of them."""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

Cues = tuple[tuple[float, re.Pattern[str]], ...]


def _cues(*weighted: tuple[float, str]) -> Cues:
    return tuple((weight, lazy_re(pattern, re.IGNORECASE)) for weight, pattern in weighted)


PROBLEM = _cues(
    (1.5, r"^(?:however|yet|unfortunately|nevertheless|nonetheless|but)\b"),
    (1.0, r"^(?:while|although|though|despite)\b|\bhowever\b|, but\b|\byet\b"),
    (
        1.5,
        r"\b(?:challeng\w+|bottlenecks?|limitations?|drawbacks?|obstacles?|impeded?|hinder\w*|scarc\w+|shortage|lacuna)\b",
    ),
    (1.2, r"\blimited (?:stud(?:y|ies)|research|understanding|attention|work)\b|\bambiguous understanding\b"),
    (1.2, r"\b(?:lack(?:s|ing)?|insufficient\w*|limited (?:by|to)|fundamentally limited|suffers?|struggles?|fails?)\b"),
    (1.2, r"\b(?:difficult|costly|expensive|infeasible|impractical|prohibitive\w*|problematic|inefficient|tedious)\b"),
    (1.2, r"\b(?:unclear|unknown|unexplored|under-?explored|overlooked|little is known|poorly understood)\b"),
    (1.2, r"\b(?:open (?:problem|question|challenge)|no attempt|little work|few (?:works?|studies)|remains?)\b"),
    (
        0.8,
        r"\b(?:existing|current|prior|previous|conventional|traditional|most) (?:\w+ ){0,3}"
        r"(?:methods?|approaches|works?|models|studies|systems|techniques|benchmarks|research)\b",
    ),
    (0.6, r"\b(?:key|important|crucial|essential|critical|necessary|need(?:s|ed)?|require[sd]?|demand)\b"),
    (0.6, r"\b(?:problem|question|issue|gap|costs?|cannot|can not|unable|neglect\w*|ignor\w+|risk\w*)\b"),
)
METHOD = _cues(
    (
        3.0,
        r"\bwe (?:\w+ )?(?:(?:propos|introduc|devis|formulat|creat|releas|describ|formali[sz]|contribut|curat)ed?"
        r"|(?:present|develop|design|construct)(?:ed)?|collect|buil[dt])\b",
    ),
    (
        3.0,
        r"\b(?:this|the|our) (?:paper|work|article|study|thesis|survey|report) (?:\w+ )?(?:proposes|introduces|presents"
        r"|develops|describes|investigates|examines|explores|studies|analy[sz]es|reviews|surveys|provides|aims|addresses"
        r"|offers|compares|evaluates|advances|considers|discusses|tackles|focuses|applies|is the)\b",
    ),
    (
        3.0,
        r"\bthe authors? (?:\w+ )?(?:propose|introduce|present|develop|describe|investigate|stud(?:y|ies)|examine)s?\b"
        r"|\b(?:contributions?|aims?|goals?|purpose|objectives?) of (?:this|the|our) (?:paper|work|study|article)\b"
        r"|\bour (?:\w+ )?(?:aim|goal|objective|contribution)s? (?:is|are)\b",
    ),
    (
        2.0,
        r"\b(?:is|are) (?:\w+ )?(?:proposed|presented|introduced|described|developed|investigated|discussed|examined"
        r"|explored|derived|outlined)\b",
    ),
    (
        2.0,
        r"\bwe (?:\w+ )?(?:(?:investigat|examin|explor|analy[sz]|compar|defin|argu|leverag|us|prob|measur|evaluat"
        r"|combin|deriv|generali[sz]|tackl|encod)ed?|conduct|identify|(?:ask|test|review|survey|revisit|consider|address"
        r"|adapt|train|employ|perform|link|extend|focus|implement|assess|screen|pre-?train)(?:ed)?"
        r"|(?:stud|appl|unif)(?:y|ied)|fine-?tuned?)\b",
    ),
    (
        1.0,
        r"\b(?:in this (?:paper|work|study|article|survey|response|note|report|chapter|proposal)|here,? we"
        r"|to (?:this|that) end|to address|to (?:tackle"
        r"|overcome|bridge|fill|mitigate|alleviate)|in response)\b",
    ),
    (
        0.6,
        r"\b(?:novel|new|first|framework|approach|method|algorithm|dataset|benchmark|model|pipeline|system|called"
        r"|named|dubbed)\b",
    ),
    (0.5, r"\bby \w+ing\b"),
    (1.2, r"\bwe (?:\w+ )?(?:give|provide|offer) (?:an?|the|new|some)\b"),
    (1.5, r"\bby (?:introducing|proposing|presenting|developing)\b"),
)
PLAIN_METHOD = METHOD[:5]
"""Say that something was made or studied, and what."""
RESULT = _cues(
    (
        2.4,
        r"\b(?:results?|experiments?|evaluations?|findings?|analys[ie]s|stud(?:y|ies)) (?:[\w,():%-]+ ){0,12}"
        r"(?:show(?:s|n|ed)?|demonstrate[sd]?|reveal(?:s|ed)?|suggest(?:s|ed)?|indicate[sd]?|confirm(?:s|ed)?|highlights?|prove[sdn]?"
        r"|validate[sd]?|verif(?:y|ies|ied)|underscores?|yields?)\b",
    ),
    (
        2.2,
        r"\bwe (?:\w+ )?(?:show(?:ed|n)?|find|found|(?:demonstrat|observ|conclud|prov)ed?|discover|reveal"
        r"|report|establish) that\b"
        r"|\b(?:provides?|gives?|finds?|found|there is) (?:\w+ ){0,2}evidence (?:that|for|of)\b",
    ),
    (
        1.6,
        r"\bwe (?:\(\w+\) |\w+ )?(?:show(?:ed)?|find|(?:demonstrat|observ|validat|achiev|prov)ed?|identify|establish"
        r"|obtain)\b",
    ),
    (
        2.2,
        r"\b(?:is|are|was|were) (?:\w+ )?(?:shown|found|demonstrated|proved|proven|observed|seen) (?:to|that)\b"
        r"|\bthe authors? (?:\w+ )?(?:show|find|demonstrate|prove|conclude)s?\b",
    ),
    (
        1.6,
        r"\b(?:outperform\w*|surpass\w*|exceed\w*|state[- ]of[- ]the[- ]art (?:result|performance)s?|superior\w*"
        r"|better than|competitive (?:with|performance)|favou?rabl\w+|on par with"
        r"|match(?:es|ing) the (?:performance|accuracy)"
        r"|comparable (?:to|with|performance))\b",
    ),
    (
        1.0,
        r"\b(?:achiev\w+|improv(?:es|ed|ing|ements?)|gains?|reduc(?:es|ed|ing|tions?)|increas(?:es|ed|ing)"
        r"|success rates?|effectiveness|significant\w*|substantial\w*|accuracy|faster)\b",
    ),
    (
        3.4,
        r"\d(?:\.\d+)?\s?\\?%|\b\d+(?:\.\d+)?\s?(?:x|×|times|-fold)\b|\bby (?:up to |over |about )?\d"
        r"|(?<![\w.])0?\.\d{2,}|(?:(?<![\w-])[a-z]+ |[(=~≈,]\s?)\d+\.\d+\b(?!\.|[- ]?(?:billion|million|[BMK]\b))"
        r"|\b(?:factors?|points?) of (?:\w+ )?\d"
        r"|\b(?:tens|hundreds|thousands|two|three|four|five|ten|twice)(?: of)? times\b|\borders? of magnitude\b"
        r"|\b\d+(?:\.\d+)? (?:percent\w*|points?|BLEU)\b|\bone in (?:two|three|four|five|ten)\b",
    ),
    (
        1.0,
        r"\b(?:regret|complexity|convergence|approximation|generali[sz]ation|error) (?:bound|rate|guarantee)s?\b"
        r"|\bwe (?:do|did|could|can) not (?:\w+ )?(?:see|find|observe)\b|\bcounter-?examples?\b",
    ),
    (
        0.8,
        r"\b(?:experiment\w*|empirical\w*|evaluat\w+|results?|findings?|baselines?|consistently|notably|remarkably)\b",
    ),
)
SETUP = lazy_re(r"\bwe (?:\w+ )?(?:evaluate|experiment|assess|conduct(?:ed)?|test)\b", re.IGNORECASE)
UNTOLD = lazy_re(
    r"\b(?:results?|experiments?|evaluations?|findings?|examples?)\b[^.;]{0,60}? (?:is|are|will be) (?:\w+ )?"
    r"(?:presented|reported|given|discussed|provided|described)\b|^as a result\b"
    r"|\b(?:conduct|perform|carried out|carry out|design)\w*\b[^.;]{0,80}\bto (?:demonstrate|verify|validate|evaluate"
    r"|assess|test|show|examine|measure|understand)\b|\b(?:we|our) (?:\w+ )?(?:aim|seek|plan|intend)\b"
    r"|\bresults? (?:is|are|were) (?:\w+ )?(?:validated|verified|confirmed|compared)\b"
    r"|\bmay (?:lead|help|be)\b|\bthe following\b|\b(?:are|is) illustrated\b"
    r"|\b(?:verif|confirm|validat|support|corroborat|illustrat)\w* (?:our|the|these) "
    r"(?:theor\w+|analysis|findings|claims)\b",
    re.IGNORECASE,
)
"""Speaks of results, or of what is hoped for, without saying what came out."""
BACKGROUND = lazy_re(
    r"^(?:recently|lately|nowadays|traditionally|classically|historically|in recent years|in the past"
    r"|(?:recent|prior|previous|existing|many|most|several) (?:[\w-]+ ){0,3}(?:works?|methods?|approaches|studies"
    r"|advances|progress|research|models|systems))\b(?!.*\b(?:we|our|this (?:paper|work|study|article)|here)\b)"
    r"|^[^,;:]*\bhave (?:\w+ )?(?:shown|demonstrated|achieved|seen|become|emerged|attracted|gained)\b"
    r"(?!.*\b(?:we|our|this (?:paper|work|study|article))\b)",
    re.IGNORECASE,
)
"""Tells of what others have done, or of a field at large."""
WISHED = lazy_re(r"\b(?:should|ideal)\b", re.IGNORECASE)
AVAILABLE = lazy_re(
    r"https?://|\b(?:code|models?|data(?:set)?s?|project|website|page|videos?|demo)\b[^.]{0,60}\b(?:available|released"
    r"|open-?sourced?|found at)\b|\bwe (?:\w+ )?(?:release|open-?source)\b|\b(?:project|code) (?:page|website)\b",
    re.IGNORECASE,
)
CLOSING = lazy_re(
    r"\b(?:(?:underscor|highlight|emphasi[sz]|stress|underlin)\w*|points? to|calls? for)"
    r" (?:(?:the|an?|more|urgent|critical|crucial) )*(?:need|importance|necessity|urgency)\b|"
    r"\b(?:we (?:hope|believe)|shed light|paves? the way|future (?:work|research)|opens? (?:up )?new|implications?"
    r"|inspire|limitations remain|unresolved|first attempt|we (?:also )?discuss|in general|overall,|together, these"
    r"|this work opens|our findings will)\b",
    re.IGNORECASE,
)
JOINED = lazy_re(
    r"^(?:specifically|moreover|additionally|further(?:more)?|also|in (?:addition|particular)|besides|finally|notably),"
    r" (?!it\b|this\b|these\b|that\b|they\b|such\b)",
    re.IGNORECASE,
)
"""Leans only by its first words, which are easily read over."""
LEANING = lazy_re(
    r"^(?:it|this|these|that|those|they|such|here|there|specifically|moreover|additionally|further(?:more)?|also"
    r"|we (?:also|further)|finally|then|next|subsequently|second(?:ly)?|third(?:ly)?|first(?:ly)?|as a result"
    r"|for (?:example|instance)|in (?:addition|particular|contrast)|besides|at heart|likewise|similarly|to this end)\b"
    r"(?! (?:paper|work|study|article|survey))",
    re.IGNORECASE,
)
"""Leans on the sentence before, so that it says less when it stands alone."""
