"""Words that abstracts of any field are full of, and that tell neither a theme nor a point."""

from __future__ import annotations

PLAIN = frozenset(
    """abilities ability able accuracy achieve achieved achieves achieving across address agnostic aim allow allows
    analysis analyze application applications approach approaches art artificial available based baseline
    baselines benchmark benchmarks best better beyond capabilities capability case cases challenge
    challenges challenging code comparable compared complex comprehensive consistent consistently current
    data dataset datasets demonstrate demonstrated demonstrates demonstrating design despite different
    diverse downstream during effective effectively effectiveness efficiency efficient emerging enable
    enables enabling end-to-end evaluate evaluated evaluating evaluation evaluations existing experiment
    experimental experiments explore extensive fails fewer finding findings first framework frameworks
    further gain gains general good high highlight however identify important improve improved improvement
    improvements improves improving include including information insights introduce introducing investigate
    key language large lead leads learn learned learning leverage leverages leveraging limitations limited
    llm llms low make many method methods model models multiple need network networks neural new nlp novel
    number often outperform outperforming outperforms over paper papers perform performance potential
    present presented previous prior problem problems process promising propose proposed proposes proposing
    provide provides providing question questions real real-world recent reduce remains research result
    results reveal reveals robust scale several shown significant significantly similar simple single small
    solve solved solving specific state state-of-the-art strategies strategy strong studies study
    substantial substantially success superior support surpasses system systems task tasks technique
    techniques test three time times toward towards train trained training two understanding unified use
    used using utilize various versatile way ways well wide without work works world""".split()
)
