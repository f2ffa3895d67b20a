"""Groups of people and animals of whom something is said: "in children", "murine"."""

from __future__ import annotations

GROUPS = tuple(
    tuple(frozenset(part.split()) for part in f"{line}:".split(":")[:2])
    for line in (
        "child children childhood pediatric paediatric kids: infant infants neonates newborns boys girls toddlers"
        " juvenile adolescents schoolchildren preschoolers pupils",
        "infant infants newborn newborns neonatal neonates babies: baby toddlers infancy birth",
        "adolescent adolescents teenagers teens: adolescence youth young students",
        "adult adults adulthood: men women elderly older middle midlife workers parents",
        "elderly: older aged seniors geriatric ageing aging old",
        "human humans people person persons patient patients volunteers participants: patient patients human humans"
        " people persons participants volunteers subjects individuals users women men children adults cohort clinical"
        " clinically annotators workers students cases trial crowdworkers demonstrators",
        "mouse mice murine: mouse mice murine knockout transgenic",
        "rat rats: rodents",
        "rodent rodents: mice mouse rats rat murine",
        "yeast yeasts: saccharomyces cerevisiae pombe",
        "flies fly drosophila: melanogaster",
        "worms worm: elegans nematode nematodes",
        "monkeys monkey macaques primates: macaque primate rhesus",
        "men males male: man boys",
        "women females female: woman girls maternal pregnant pregnancy postmenopausal mothers",
    )
)
"""Of whom something is said: the words that a question may have for a group, and further ones that tell of it."""
NAMED = frozenset().union(*(asked for asked, _ in GROUPS))
"""All words that a question may have for a group."""
