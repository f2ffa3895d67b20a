"""What in a paper is meant for a program and not for a reader: it is told when the paper comes in, and shown with it.

Nothing is judged by this alone: text of papers never acts, whatever it says (see `assistant.prompting`). Orders are no
evidence, and a list of search words in the place of an abstract goes behind all other papers. What is hidden in a text
or would act on a terminal is taken out when the text is stored, so it can be told of the text as it came only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.language.sentences import sentences_of
from assistant.language.words import words
from assistant.patterns import lazy_re
from assistant.records import Paper

ORDER = "an order to a language model"
TOKENS = "tokens of a chat template"
FORGED = "an imitation of a list of sources"
UNSEEN = "text that is made to be unseen"
STUFFED = "a list of search words in place of an abstract"

CONTROLS = "control sequences, taken out"
DIRECTIONS = "characters that turn text round, taken out"
HIDDEN = "hidden characters, taken out"

_GAP = r"(?:\W+\w+){0,4}?\W+"
_RULE = r"(?:instructions?|prompts?|rules|guidelines|directions|commands|context|polic(?:y|ies)|messages?)\b"
_MODEL = r"(?:operators?|assistants?|system|developers?|administrators?|admin|AI|LLMs?|language models?|chatbots?)"
_BEFORE = "".join(
    rf"(?<!\b{word} )"
    for word in "to that which who can could may might would will they we or not models llms agents".split()
)
"""Not behind these words, with which a paper tells what others do: "models that ignore previous instructions"."""
_NOT_TOLD = rf"(?:\byou (?:\w+ ){{1,2}}to |{_BEFORE}\b)"
_START = (
    r"(?:^|[.!?:;>*#\n]\s*[\"“'(]*"
    r"|\b(?:please|kindly|(?<!we )now|from now on,?|you (?:must|should|shall|are to|have to))\s+"
    r"|\b(?:assistant|AI|model|LLM|chatbot|ChatGPT|GPT|Claude|Gemini),\s*)"
)
"""Where an order begins: with a sentence, or behind what addresses a reader."""
_VERBS = "answer reply respond say output recommend cite mention state claim print write repeat quote".split()
_SAY = rf"(?:{'|'.join(_VERBS)})"
_ROLES = ("system", "assistant", "developer", "operator", "admin", "administrator")
_NOTES = ("", " prompt", " message", " note", " override", " command", " instruction", " instructions")
_EVERY = r"(?:all|any|every|each)"
_OBLIGED = r"(?:always|only|just|simply|please|you (?:must|should|shall|will))"
_TRIED: tuple[tuple[str, tuple[tuple[Sequence[str], str], ...]], ...] = (
    (
        ORDER,
        (
            (
                ("ignore", "disregard", "forget", "override", "bypass"),
                rf"{_NOT_TOLD}(?:ignore|disregard|forget|override|bypass){_GAP}"
                rf"(?:previous|prior|above|earlier|preceding|system|safety){_GAP}?{_RULE}"
                rf"|{_NOT_TOLD}(?:ignore|disregard|forget) (?:all|any|your|these) (?:\w+ )?"
                r"(?:instructions?|prompts?|rules)\b"
                rf"|{_START}(?:ignore|disregard|forget) "
                r"(?:(?:all|any|the|everything|what|whatever|of|you|were|was|is|that|came) ){0,4}"
                r"(?:previous|prior|above|earlier|preceding|following|foregoing|other|before|told)\b"
                r"(?! (?:work|research|stud|methods|approach))",
            ),
            (
                tuple(f"{word}:" for word in {*_ROLES, *" ".join(_NOTES).split()}),
                rf"(?:^|[.!?>\n]\s*)(?:{'|'.join(_ROLES)})(?:{'|'.join(_NOTES)}):\s*"
                r"(?:when|if|you|your|ignore|disregard|forget|always|never|only|do not|don't|please"
                rf"|from now on|act|pretend|obey|follow|{_SAY})\b",
            ),
            (
                ("asked ", "asks ", "ask ", "prompted", "queried", "questioned"),
                r"\b(?:when|if|whenever|once) (?:you(?:'re| are) |ever |someone |a user |the user |anyone |people )?"
                r"(?:asked|asks?|queried|prompted) (?:(?:about|for|by|you|to \w+) )?"
                r"(?:(?:anything|something|any|a|the|this|it|questions?|user|anyone|about|paper|topic) ?){0,5},? ?"
                rf"(?:{_OBLIGED} )*{_SAY}\b(?! (?:of|to|from|in)\b)"
                r"|\b(?:when|if|whenever) (?:you(?:'re| are) |someone |a user |the user |anyone |people )?"
                rf"(?:asked|asks?|prompted)\b[^.!?]{{0,80}}?, {_OBLIGED} {_SAY}\b",
            ),
            (
                (
                    *(f"{word} {verb}" for word in ("always", "never", "only") for verb in _VERBS[:8]),
                    *("you must", "you shall", "you are to", "you have to"),
                ),
                rf"{_START}(?:always|never|only) {_SAY}\b|\byou (?:must|shall|are to|have to) (?:\w+ )?{_SAY}\b",
            ),
            (
                (
                    *(f"{to} {every}" for to in ("to", "for") for every in ("all", "any", "every", "each")),
                    *("whatever", "no matter what", "regardless of"),
                ),
                rf"{_START}{_SAY} [^.!?]{{1,60}}?\b(?:to|for) {_EVERY} (?:\w+ )?"
                r"(?:questions?|quer(?:y|ies)|requests?|prompts?)\b"
                rf"|\b(?:whatever|no matter what|regardless of) [^.!?,]{{1,40}}, (?:always |only |you must )?{_SAY}\b"
                r"|\b(?:correct|right|true|best|only|final|expected) (?:answer|reply|response)"
                rf" (?:to|for) {_EVERY} [^.!?]{{0,40}}?\b(?:is|are)\b",
            ),
            (
                ("this paper", "this abstract", "this document", "this source", "other papers", "other sources"),
                rf"{_START}(?:(?:always|only) )*(?:rank|cite|list|place|put|recommend|quote|prefer|trust) (?:only )?"
                r"(?:this (?:paper|abstract|document|source)\b(?! as\b)|no other (?:papers?|sources?))"
                rf"|{_START}do not (?:cite|use|quote|trust|mention) (?:any )?other (?:papers?|sources?)",
            ),
            (
                ("from now on", "pretend", "act as"),
                rf"\bfrom now on,? (?:you|{_SAY}|act|always|only)\b"
                rf"|{_START}(?:pretend (?:to be|that you|you)|act as if you)\b",
            ),
            (("you are no",), r"\byou are (?:now|no longer) (?:an?|the|in)\b"),
            (
                ("reply", "respond ", "answer "),
                r"\b(?:reply|respond|answer) (?:(?!or\b|with\b)\w+ ){0,4}?"
                r"(?:only(?: with| that|:)|with (?:only|nothing but|the single) (?:the|this|one|word)\b)",
            ),
            (("nothing else",), r"\b(?:reply|respond|answer|say|print|output)\b[^.!?]{0,60}\band nothing else\b"),
            (
                ("note", "notice", "message", "attention", "instruction", "memo"),
                r"\b(?:note|notice|message|attention|instructions?|memo)\b[\s,]+(?:(?:to|from|for) )?"
                rf"(?:(?:the|an?|all|any) )?{_MODEL}\b\s*[:!]",
            ),
            (
                ("note", "notice", "message", "instruction", "override", "command"),
                rf"\b{_MODEL} (?:notice|note|message|instructions?|override|command)\s*[:!]",
            ),
            (
                ("reviewer", "readers", "assistants"),
                r"\bfor (?:LLM|AI|language model|machine|automated) (?:reviewers?|readers?|assistants?)\s*[:!]",
            ),
            (
                ("system prompt", "hidden", "environment variables", "api key"),
                r"\b(?:print|reveal|show|output|repeat|leak|send|include) (?:your|me your|the) (?:\w+ ){0,2}?"
                r"(?:system prompt|hidden (?:rules|prompt|instructions)|environment variables|api keys?)",
            ),
            (
                ("give",),
                r"\bgive (?:it )?(?:an? )?(?:only )?(?:a )?(?:positive|favou?rable|good|glowing) reviews?"
                r"(?: only|\b(?=\s*[.!]))",
            ),
            (("do not",), r"\bdo not (?:highlight|mention|report|list) (?:any )?(?:negatives|weaknesses|flaws)\b"),
            (
                ("context", "prompt"),
                r"\b(?:other|every|all) (?:other )?(?:sources?|papers?|documents?) in (?:your|this|the)"
                r" (?:context|prompt)\b",
            ),
            (("decode and",), r"\bdecode and (?:follow|execute|run|obey)\b"),
            (
                ("priority over",),
                r"\bpriority over (?:the|your|all) (?:system prompt|instructions|rules|other instructions)\b",
            ),
            (
                ("vergiss", "ignorier", "missacht"),
                r"\b(?:vergiss|ignorier|missacht)\w*\b[^.!?]{0,50}\b(?:anweisung|regel|befehl|vorgabe|instruktion)",
            ),
            (
                ("oublie", "ignore"),
                r"\b(?:oublie|ignore)[zrs]?\b[^.!?]{0,50}\b(?:consignes|instructions (?:pr[ée]c|ant))",
            ),
            (("instrucciones",), r"\b(?:ignor|olvid)\w+\b[^.!?]{0,40}\binstrucciones\b"),
            (("istruzioni",), r"\b(?:ignora|dimentica)\w*\b[^.!?]{0,40}\bistruzioni\b"),
            (("instruç", "instruco"), r"\b(?:ignore|esque[çc]a)\b[^.!?]{0,40}\binstru[çc][õo]es\b"),
            (("забудь", "игнорируй"), r"(?:забудь|игнорируй)\w*\b[^.!?]{0,50}(?:инструкци|указани|команд)"),
            (("忽略", "无视", "忘记", "忘掉"), r"(?:忽略|无视|忘记|忘掉)[^。！？]{0,12}(?:指令|指示|提示|说明|规则)"),
            (("無視", "忘れ"), r"(?:指示|命令|プロンプト)[^。！？]{0,8}(?:無視|忘れ)"),
        ),
    ),
    (
        TOKENS,
        (
            (("<|", "<｜"), r"<[|｜][^<>\n|｜]{1,60}[|｜]>"),
            (("inst]", "<</sys", "<<sys"), r"\[/?INST\]|<</?SYS>>"),
            (("_of_turn>", "<bos>", "<eos>"), r"<(?:start|end)_of_turn>|<(?:bos|eos)>"),
            (("[system_", "[tool_", "[available_"), r"\[(?:SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]"),
            (("<tool_", "<function_call"), r"<(?:tool_call|tool_response|function_call)>"),
            (("</s>",), r"<s>.*</s>"),
            (("assistant:",), r"\b(?:Human|User): .{0,200}\bAssistant: "),
        ),
    ),
    (
        FORGED,
        (
            (("]",), r"\[\d{1,3}\]\s*(?:\(continued\)\s*)?(?:Title|Source|Abstract|Document)s?\s*:"),
            (
                ("<source", "<document", "<context", "<evidence", "</"),
                r"</?(?:sources?|documents?|context|evidence)(?:\s[^<>]{0,80})?>|</abstract>",
            ),
            (
                ("end of ", "begin of ", "start of ", "begin sources"),
                r"(?-i:\b(?:END|BEGIN|START) OF (?:THE )?(?:SOURCES?|CONTEXT|DOCUMENTS?|EVIDENCE|PROMPT|PAPERS?)\b)",
            ),
            (
                ("]",),
                r"(?-i:(?:^|[.!?]\s*)\[\d{1,3}\] "
                r"(?:[A-Z][\w-]*,? |(?:a|an|and|as|at|by|for|from|in|is|of|on|or|the|to|with) ){1,20}"
                r"(?:[A-Z][\w-]*|\(\d{4}\))(?:[.!?]|$|\s*\n))|\[\d{1,3}\]\s*\[\d{1,3}\]\s*[A-Z]",
            ),
            (
                ("quoted word for word", "papers in the library"),
                r"\bquoted word for word from the abstracts?\b|\bnone of the (?:[\d,]+ )?papers in the library\b",
            ),
        ),
    ),
    (
        UNSEEN,
        (
            (("color", "\\fontsize{0"), r"\\(?:text)?color\{white\}|\\fontsize\{0(?:\.\d+)?(?:pt)?\}"),
            (("color:", "color :"), r"\bcolor\s*:\s*(?:white|#fff\w*)\b"),
            (
                ("font-size", "display", "visibility"),
                r"\b(?:font-size\s*:\s*0|display\s*:\s*none|visibility\s*:\s*hidden)\b",
            ),
        ),
    ),
)
"""What is tried, by expressions that are run only if one of the words before them occurs: most texts need none."""
_COMPILED = {
    phrase: tuple((words, lazy_re(pattern, re.IGNORECASE)) for words, pattern in rules) for phrase, rules in _TRIED
}
_SEPARATOR = lazy_re(r"[,;•·](?=\s)|(?<=\s)[|/](?=\s)")
_INNER = r"(?:[^`']|(?<=\w)'(?=\w)){1,300}"
_QUOTATION = lazy_re(
    r"“[^“”]{1,300}”|\"[^\"]{1,300}\"|(?<!\w)‘[^‘’]{1,300}’(?!\w)|«[^«»]{1,300}»|‹[^‹›]{1,300}›|„[^„“”]{1,300}[“”]"
    rf"|「[^「」]{{1,300}}」|``{_INNER}''|`{_INNER}['`](?!\w)|(?<![\w'])'(?=[^\s'`]){_INNER}(?<=\S)'(?![\w'])"
    r"|\\(?:textit|textsl|texttt|emph|enquote)\{[^{}]{1,300}\}"
)
"""A single mark between letters is an apostrophe."""
_USING = (
    r"(?:if|when|whenever)\s+(?:(?:you|they|anyone|others|are|have)\s+){0,2}"
    r"(?:us(?:e[ds]?|ing)|re-?us\w+|find|found|build\w*|built|adopt\w*|employ\w*|download\w*|extend\w*|benefit\w*)\s+"
    r"(?!(?:\w+\s+){0,4}(?:sources?|context|prompts?|questions?|answers?|abstracts?|passages?|documents?)\b)"
    r"[^.!?;,]{1,80}"
)
_CITE = r"(?<!\balways )(?<!\bonly )(?<!\bmust )\bcite this (?:paper|document|source)\b"
_REQUEST = lazy_re(rf"\b{_USING},\s+(?:please\s+|kindly\s+)?{_CITE}|{_CITE},?\s+{_USING}", re.IGNORECASE)
"""What papers ask of those who use what they offer."""
_TURN = lazy_re(
    r"<[|｜]\s*(?:im_start|start_header_id)\s*[|｜]>|<[|｜]\s*(?:system|user|assistant|developer)\s*[|｜]>"
    r"|\[/?INST\]|<</?SYS>>|<start_of_turn>|\[SYSTEM_PROMPT\]",
    re.IGNORECASE,
)
"""Where a turn of a dialogue begins in the templates of chat models."""
_FEWEST_STATED = 4
_READ = 3000
_FEWEST_WORDS, _MOST_SEPARATORS, _FEWEST_PAIRS, _FEWEST_SHORT = 60, 0.35, 0.45, 0.06
"""Of 50,000 abstracts of machine learning none has more separators a word, or so few different pairs of words."""

_CONTROL = lazy_re("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_DIRECTION = lazy_re("[\u202a-\u202e\u2066-\u2069]")
_WITHOUT_INK = lazy_re("(?<=.)[\u034f\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0\U000e0000-\U000e007f]")


def suspicions(paper: Paper) -> tuple[str, ...]:
    """Return what in a paper is meant for a program, a phrase each; nearly always nothing."""
    return of_texts(paper.title, paper.abstract)


def warning(paper: Paper) -> str:
    """Return what a person should know who reads a paper; empty for nearly all."""
    found = suspicions(paper)
    return f"⚠ meant for a program, not for you: {', '.join(found)}" if found else ""


def of_texts(title: str, abstract: str) -> tuple[str, ...]:
    """Return what in a title and an abstract is meant for a program, a phrase each."""
    tried = tuple(_tried(f"{title}\n{abstract}"))
    return (*tried, STUFFED) if is_stuffed(abstract) else tried


def of_raw_text(text: str) -> tuple[str, ...]:
    """Return what of a text is taken out before it is stored, a phrase each."""
    if text.isascii() and text.isprintable():
        return ()
    found = ((CONTROLS, _CONTROL), (DIRECTIONS, _DIRECTION), (HIDDEN, _WITHOUT_INK))
    return tuple(phrase for phrase, pattern in found if pattern.search(text))


def is_trying(paper: Paper) -> bool:
    """Whether a text of a paper gives orders, imitates a turn or a source, or is made to be unseen."""
    return any(_tried(f"{paper.title}\n{paper.abstract}"))


def is_order(text: str) -> bool:
    """Whether a sentence gives orders to a language model; a statement about an order that it quotes does not.

    Nor does the request to cite a paper for what one uses of it.
    """
    return _tries(text, ORDER) and _tries(_REQUEST.sub(" ", _without_quotations(text)), ORDER)


def statement(sentence: str, *, is_trying: bool) -> str:
    """Return what of a sentence its paper states, from its beginning: all of it but in a paper that tries something.

    There, orders and imitations are none, nor are a few words: what an order asks for may stand alone.

    Args:
        is_trying: whether its paper does.
    """
    if not is_trying:
        return sentence
    turn = _TURN.search(sentence)
    said = sentence[: turn.start()].rstrip() if turn else sentence
    is_program_text = is_order(sentence) or any(_tries(said, phrase) for phrase in (FORGED, UNSEEN))
    return "" if is_program_text or len(words(said)) < _FEWEST_STATED else said


def is_stuffed(abstract: str) -> bool:
    """Whether an abstract is a list of words to be found by: full of separators or repetitions, or no short words."""
    said = words(abstract[:_READ])
    if len(said) < _FEWEST_WORDS:
        return False
    if len(_SEPARATOR.findall(abstract[:_READ])) > _MOST_SEPARATORS * len(said):
        return True
    if len(set(pairwise(said))) < _FEWEST_PAIRS * len(said):
        return True
    return abstract.isascii() and sum(len(word) <= 3 for word in said) < _FEWEST_SHORT * len(said)


def _tried(text: str) -> Iterator[str]:
    """Yield what a text tries; orders only if one of its sentences is one."""
    for phrase in _COMPILED:
        if _tries(text, phrase) and (phrase != ORDER or any(map(is_order, (text, *sentences_of(text))))):
            yield phrase


def _tries(text: str, phrase: str) -> bool:
    small = text.lower()
    for triggers, pattern in _COMPILED[phrase]:
        for trigger in triggers:  # no generator: of a record of few words a third of the time of reading went there
            if trigger in small:
                if pattern.search(text):
                    return True
                break
    return False


def _without_quotations(text: str) -> str:
    """Return a text without what it quotes, where it says more than that: a prompt that is told of orders nothing."""
    rest = _QUOTATION.sub('""', text)
    return rest if len(words(rest)) >= _FEWEST_STATED else text
