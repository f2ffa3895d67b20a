"""Words that say the opposite of each other, and words by which a sentence denies or takes away without a "not"."""

from __future__ import annotations

DENYING = frozenset(
    "fail fails failed failing failure lack lacks lacking unable few little only yet rather instead nothing none nobody"
    " avoid avoids avoiding unlike beyond except limitation limitations limited limits struggle struggles hard harder"
    " difficult challenge challenging challenges prevent prevents prevented eliminate eliminates eliminating remove"
    " removes removing free away loses lost despite barely rarely seldom scarce scarcely stops stop unchanged remains"
    " remain missing absence absent refuse refuses reject rejects deny denies less than if whether alleviate alleviates"
    " mitigate mitigates reduce reduces replace replaces out had before previously poorly merely ignore ignores ignored"
    " neglect neglects neglected omit omits omitted skip skips skipped passed drop drops dropped"
    " silence silences silenced silencing abolish abolishes abolished abolishing abrogate abrogates abrogated ablate"
    " ablated ablation block blocks blocked blocking blockade suppress suppresses suppressed suppressing suppression"
    " repress represses repressed repressing repression inhibit inhibits inhibited inhibiting inhibition inhibitory"
    " impair impairs impaired impairing disrupt disrupts disrupted disruption compromise compromises compromised"
    " compromising refractory resistant resist resists insensitive unresponsive defective defect defects deficient"
    " deficiency null knockout knockouts knockdown ko deplete depletes depleted depletion delete deletes deleted"
    " deletion dispensable dispense inactivate inactivates inactivated inactivation inactive attenuate attenuates"
    " attenuated diminish diminishes diminished unrelated unaffected unaltered resisted independent independently"
    " irrespective regardless negative seronegative silent spare spares spared".split()
)
"""By which a sentence may say that something is not so, or how it is where it is not."""
NEEDED = frozenset(
    "depend depends depended dependent dependence require requires required requirement need needs needed necessary"
    " essential crucial critical must indispensable via through mediate mediates mediated".split()
)
"""By which a sentence says what goes on without something, when a claim says it: "Y fails without X"."""
AS_BEFORE = frozenset(
    "alone aside intact same stay stays kept keep keeps leave leaves hide hides hidden miss misses".split()
)
_OPPOSITES = (
    "increase/decrease improve/worsen,degrade higher/lower high/low better/worse best/worst more/less,fewer"
    " larger/smaller large/small faster/slower fast/slow before/after strong/weak stronger/weaker positive/negative"
    " supervised/unsupervised labeled/unlabeled labelled/unlabelled local/global static/dynamic online/offline"
    " success/failure easy/hard,difficult easier/harder simple/complex early/late minimum/maximum minimize/maximize"
    " reduce/increase outperform/underperform superior/inferior above/below always/never often/rarely similar/different"
    " real/synthetic,simulated efficient/inefficient explicit/implicit explicitly/implicitly discrete/continuous"
    " linear/nonlinear training/inference deterministic/stochastic sufficient/insufficient"
    " consistent/inconsistent possible/impossible homogeneous/heterogeneous benefit,help/hurt,harm"
    " centralized/decentralized convex/nonconvex cheap/expensive gain/loss same/different dense/sparse rise/fall"
    " raise/lower most/least,few all/none few/many successful/failed long/short longer/shorter shallow/deep"
    " wide/narrow open/closed public/private manual/automatic manually/automatically parametric/nonparametric"
    " grow,expand/shrink correlated/uncorrelated dependent/independent helpful/harmful ahead/behind"
    " lead,surpass,exceed/trail,lag known/unknown jointly/separately symmetric/asymmetric bottom/top first/last"
    " weaken/strengthen underestimate/overestimate half/double stable/unstable balanced/unbalanced"
)
"""Words that say the opposite, in their first form; those with a comma between them say the same."""
_SIDES = (
    "increase increases increased increasing raise raises raised raising rise rises rising grow grows boost boosts"
    " boosted / decrease decreases decreased decreasing reduce reduces reduced reducing drop drops dropped fall falls"
    " decline declines declined lower lowers cut cuts shrink shrinks",
    "improve improves improved improving improvement improvements enhance enhances enhancing boost boosts better"
    " strengthen strengthens benefit benefits help helps /"
    " degrade degrades degraded degrading worsen worsens worsened hurt hurts harm harms deteriorate deteriorates impair"
    " impairs weaken weakens worse suffers",
    "faster accelerate accelerates accelerating accelerated speed speeds speedup quicker /"
    " slower slow slows slowed slowing slowdown",
    "success successful successfully succeed succeeds succeeded / failure failures fail fails failed unsuccessful",
    "upper / lower",
    "fixed static constant / adaptive adaptively dynamic dynamically varying variable learned",
    "exact exactly / approximate approximately approximation",
    "quadratic quadratically exponential exponentially / linear linearly sublinear",
    "novice novices beginner beginners inexperienced amateur amateurs / expert experts experienced",
    "monolingual / multilingual",
    "common frequent typical usual / rare uncommon unusual",
    "rigid inflexible / flexible",
    "robust resilient / fragile brittle vulnerable sensitive",
    "similar same alike identical equal / different distinct differs differ dissimilar",
    "together jointly simultaneously joint / separately independently separate",
    "synthetic synthetically simulated simulation virtual / real physical",
    "all every each always / some few rarely seldom sometimes",
    "every always fully entirely completely / most many often usually partially partly mostly largely mainly sometimes",
    "few handful couple / most many majority all almost nearly",
    "promote promotes promoted promoting stimulate stimulates stimulated stimulating induce induces induced inducing"
    " activate activates activated activating trigger triggers triggered triggering foster fosters facilitate"
    " facilitates facilitated upregulate upregulates upregulated potentiate potentiates potentiated provoke provokes"
    " accelerate accelerates accelerated hasten hastens hastened enhance enhances enhanced enhancing elevate elevates"
    " elevated /"
    " inhibit inhibits inhibited inhibiting suppress suppresses suppressed suppressing repress represses repressed"
    " prevent prevents prevented preventing block blocks blocked attenuate attenuates attenuated dampen dampens"
    " dampened downregulate downregulates downregulated hinder hinders hindered impede impedes delay delays delayed"
    " abolish abolishes abolished diminish diminishes diminished",
    "susceptible sensitive vulnerable sensitizes sensitize susceptibility sensitivity /"
    " resistant refractory insensitive tolerant resistance protected",
    "elevated / reduced lowered diminished decreased depressed",
    "protect protects protected protective protection / harm harms harmful aggravate aggravates aggravated worsen"
    " worsens exacerbate exacerbates exacerbated predispose predisposes",
    "required essential indispensable necessary needed crucial / dispensable unnecessary",
    "agonist agonists / antagonist antagonists",
    "stabilize stabilizes stabilized stabilizing / destabilize destabilizes destabilized destabilizing degrade degrades"
    " degraded",
    "favorable favourable / unfavorable unfavourable adverse",
    "hyperpolarize hyperpolarizes / depolarize depolarizes",
    "dilate dilates dilated relax relaxes relaxation / constrict constricts constricted contract contracts",
)
"""Words in all their forms, of which any on one side of the slash says the opposite of any on the other."""
REMOVED = frozenset(
    "lack lacks lacking absence absent deficient deficiency deleted deletion depleted depletion ablated ablation"
    " knockout knockdown ko null silenced silencing inhibitor inhibitors inhibition blockade blocker blockers"
    " antagonist antagonists without defective defect restriction removal removing withdrawal inactivation"
    " dominant".split()
)
"""What turns round what is said to be done: "loss of X promotes Y" says that X hinders it."""
WIN, LOSE = (
    frozenset(words.split())
    for words in (
        "outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds"
        " exceeded beat beats beaten superior superiority better",
        "underperform underperforms underperformed trail trails trailed lose loses lost lag lags worse inferior behind",
    )
)


def _forms(word: str) -> list[str]:
    """Return how a verb or noun may stand in a sentence."""
    ends = word.endswith("e")
    return [word, f"{word}s", f"{word}d" if ends else f"{word}ed", f"{word[:-1]}ing" if ends else f"{word}ing"]


def _table() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in _OPPOSITES.split():
        sides = [[_forms(word) for word in side.split(",")] for side in group.split("/")]
        for side, other in (sides, sides[::-1]):
            for forms in side:
                for place, word in enumerate(forms):
                    found.setdefault(word, set()).update(opposite[place] for opposite in other)
    return found


OPPOSED = _table()
WIDE = tuple(
    (frozenset(one.split()), frozenset(other.split())) for one, other in (sides.split("/") for sides in _SIDES)
)
