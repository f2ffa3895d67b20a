"""What is said around a question and asks nothing: "hi, …", "thanks. …", "can anyone tell me …", "in your library, …".

Its words would be searched, and seem to be missing from every paper.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re

_HELLO = (
    r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|all|everyone|everybody|again|assistant))?\b"
)
_THANKS = (
    r"(?:(?:many )?thanks?(?: you)?|thx|cheers|ok(?:ay)?|great|nice|cool|perfect|wow|good|interesting|excellent|awesome"
    r"|alright|all right|got it|i see|sure|yes|right|fine|sorry|well)"
    r"(?: (?:a lot|so much|very much|again|for (?:that|this|the (?:answer|help))|that (?:helps|is (?:helpful|good))))?"
)
_GREETING = lazy_re(rf"\W*(?:{_HELLO}[\s,.!:;–-]*|(?:{_THANKS} )*{_THANKS}(?:[,.!:;]+| [–-])\s+)+(?=\w)", re.IGNORECASE)
"""Thanks end with a sign: "good papers on skills" begins with none."""
_ANYBODY = r"(?:any|some)(?:one|body)(?: here| (?:out )?there)?"
_FRAME = lazy_re(
    rf"\W*(?:(?:can|could|would|will) {_ANYBODY} (?:please )?(?:tell|show|remind|explain to) (?:me|us)"
    rf"|(?:does|do) (?:{_ANYBODY}|you) (?:happen to )?know"
    r"|(?:can|could|would|will) you (?:please )?tell (?:me|us)"
    r"|i(?:['’]m| am| was|['’]ve been| have been) (?:just |also )?(?:wondering|curious|asking myself)"
    r"|i(?:['’]d| would) (?:like|love) to know"
    r"|(?:just )?(?:a |one |quick |small |other ){1,2}question|(?:just )?question(?=\s*[,:–-]\s|\s+about\b)"
    r"|(?:just )?out of curiosity|do you have any idea|any idea)\b[\s,:–-]*(?:about\b\s*)?(?=\w)",
    re.IGNORECASE,
)
_HERE = lazy_re(
    r"\W*(?:in|from|within|according to) (?:your|the|this|my|our) (?:library|collection|corpus|database)\b[\s,:]*"
    r"(?=\w)",
    re.IGNORECASE,
)
_TURNED = lazy_re(r"(?P<word>what|who) (?P<thing>\S.*) (?P<verb>is|are|was|were)(?P<end>\W*)", re.IGNORECASE)
_DONE = lazy_re(r"what (?P<thing>\S.*) (?P<verb>does|do|did)(?P<end>\W*)", re.IGNORECASE)
_IS_THERE = lazy_re(
    r"\W*(?:(?:is|are) there|do you (?:have|know(?: of)?)|have you(?: got)?|(?:has|have) (?:any|some)(?:one|body)"
    r"(?: here)?(?: ever| already| yet)? (?:worked|written|published|looked|done))(?: (?:an?|any|some|one))?"
    r"(?: (?:papers?|works?|stud(?:y|ies)|articles?|research|anything|something))?"
    r" (?:on|about|(?<=looked )(?:at|into)|(?<=worked )at|(?<=research )into) "
    r"(?P<about>(?!.*\b(?:it|its|that|this|them|they|these|those|same)\b)\S(?:.*?\w)?)(?P<end>[\s?.!…]*)",
    re.IGNORECASE,
)


def unframed(text: str) -> str:
    """Return a question without what is said around it; "what X is" behind that becomes "what is X".

    Whether there is a paper on something asks for papers about it.
    """
    rest = _GREETING.sub("", text, count=1) if _GREETING.match(text) else text
    inner = _FRAME.sub("", rest, count=1) if _FRAME.match(rest) else rest
    if inner != rest:
        if found := _TURNED.fullmatch(inner):
            inner = f"{found['word']} {found['verb']} {found['thing']}{found['end']}"
        elif found := _DONE.fullmatch(inner):
            inner = f"what {found['verb']} {found['thing']} do{found['end']}"
    inner = _HERE.sub("", inner, count=1) if _HERE.match(inner) else inner
    found = _IS_THERE.fullmatch(inner)
    return f"papers about {found['about']}{found['end']}" if found else inner
