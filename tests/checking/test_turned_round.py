"""What can be seen by its words to turn an abstract round."""

from __future__ import annotations

import time
from itertools import product

import pytest

from assistant.checking.compared import Turned
from assistant.checking.turned_round import turned_round
from assistant.language.words import Stemmer

ABSTRACT = [
    "We present three metrics and a four-level taxonomy that covers 19 tasks.",
    "A handful of examples align the style of the model but do not saturate performance on the benchmarks.",
    "Composing actions reduces the number of steps by 10.7%.",
    "The method applies adaptive blending during inference, in 1.4 hours on two GPUs.",
    "Mismatched expertise makes pair programming less productive.",
    "The policy generalizes to new scenes.",
    "Non-convex losses are hard.",
    "Accuracy improves by 7.3% on OfficeQA, and SealQA sees a 12.1% gain, with a 7B model.",
    "Agents may shift core competencies from information-focused skills to interpersonal ones.",
    "Models tuned on 1,920 samples perform worse than those tuned on 240 samples.",
    "Scaling up pre-training tends to improve factuality, while scaling up fine-tuning tends to improve helpfulness.",
    "Our planner outperforms every earlier planner on the maze.",
    "Generalization is good when learning from experienced subjects.",
    "Routing is not an intrinsic feature of a data-driven emulator, which can be fine-tuned on small amounts of data.",
    "The annotation compares speed and memory of partial materials with hard segmentation.",
    "Pre-training on massive code data does not result in decent code syntax understanding.",
    "Planning skillsets requires a latent model rather than a full simulator of the world.",
    "Robust tickets transfer better, i.e., robust subnetworks win better scores over vanilla lottery tickets.",
    "The controller drives low-level joints of the hand.",
    "Vega leads in 4/9 leagues.",
]
LETTERS = ["".join(letters) for letters in product("abcdefghij", repeat=4)][::4]
TRIALS = [
    "Deletion of Raptor abolished the production of cytokine by neutrophils.",
    "Cdx9 induces proliferation of stem cells in the crypt.",
    "Loss of Brk1 promotes metastasis of breast cancer cells.",
    "The p53 target Lig4 was expressed in four clones.",
    "NO release by endothelial cells rises with flow.",
    "Whether or not patients smoked, survival was alike.",
    "The enzyme is required for repair of breaks.",
    "Skills appear when the training loss falls below a threshold.",
]


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("Cdx9 suppresses proliferation of stem cells in the crypt.", "says “induces”, not “suppresses”"),
        ("The enzyme is dispensable for repair of breaks.", "says “required”, not “dispensable”"),
        ("The enzyme is not required for repair of breaks.", "does not deny “required”"),
        ("Skills appear when the training loss of a model rises above a threshold.", "says “falls”, not “rises”"),
    ],
)
def test_opposites_of_medicine_are_seen(claim: str, what: str, stemmer: Stemmer) -> None:
    """With the words that turn it round."""
    found = turned_round(claim, TRIALS, stemmer)
    assert found is not None
    assert what in found.what


@pytest.mark.parametrize(
    "claim",
    [
        "Without Raptor neutrophils produce no cytokine.",
        "Neutrophils do not produce the cytokine without Raptor.",
        "Brk1 suppresses metastasis of breast cancer cells.",
        "Repair of breaks fails without the enzyme.",
        "Four clones expressed a target of p53.",
        "Release by endothelial cells of NO rises with flow.",
        "Survival of patients who smoked was alike.",
    ],
)
def test_what_is_taken_away_says_the_same_by_its_opposite(claim: str, stemmer: Stemmer) -> None:
    """Nor is a number in a name a count, a molecule a denial, or "or not"."""
    assert turned_round(claim, TRIALS, stemmer) is None


@pytest.mark.parametrize(
    ("claim", "sentence", "what"),
    [
        ("Four key metrics are presented.", 0, "counts 3, not 4"),
        ("The taxonomy has five levels.", 0, "counts 4, not 5"),
        ("It covers 21 tasks.", 0, "counts 19, not 21"),
        ("A handful of examples align the style and saturate performance on benchmarks.", 1, "denies “saturate”"),
        ("Composing actions increases the number of steps.", 2, "says “reduces”, not “increases”"),
        ("Adaptive blending is applied during training.", 3, "says “inference”, not “training”"),
        ("Mismatched expertise makes pair programming more productive.", 4, "says “less”, not “more”"),
        ("The policy does not generalize to new scenes.", 5, "does not deny “generalize”"),
        (
            "Accuracy on OfficeQA improves by 12.1%, and the gain on SealQA is 7.3%.",
            7,
            "has 12.1 and 7.3 the other way round",
        ),
        ("The policy doesn’t generalize to new scenes.", 5, "does not deny “generalize”"),
        (
            "Core competencies may shift away from interpersonal skills and toward information-focused ones.",
            8,
            "goes the other way round",
        ),
        ("Tuned on 240 samples, models are worse than on 1,920 samples.", 9, "compares them the other way round"),
        (
            "Scaling up pre-training tends to raise helpfulness, and scaling up fine-tuning tends to raise factuality.",
            10,
            "says of the one what is said here of the other",
        ),
        ("The planner trails every earlier planner on the maze.", 11, "says “outperforms”, not “trails”"),
        ("Generalization was good when it learned from novices.", 12, "says “experienced”, not “novices”"),
        (
            "The authors conclude that routing on the sphere is an intrinsic property of data-driven emulators.",
            13,
            "denies “intrinsic”",
        ),
        ("Massive code data do give decent syntax understanding.", 15, "denies “decent code syntax understanding”"),
        ("Vega leads in six of the nine leagues.", 19, "says 4 of 9, not 6"),
        ("It depends on a full simulator of the world.", 16, "denies “full simulator world”"),
    ],
)
def test_what_is_turned_round_is_told(stemmer: Stemmer, claim: str, sentence: int, what: str) -> None:
    """With the sentence that says otherwise."""
    assert turned_round(claim, ABSTRACT, stemmer) == Turned(sentence, f"the cited abstract {what}")


@pytest.mark.parametrize(
    "claim",
    [
        "Three metrics are presented.",
        "It covers about 20 tasks.",  # rounded
        "It covers more than 15 tasks.",
        "Two of the tasks are new.",  # a part of them
        "Blending takes about 1.4 hours on 2 GPUs.",
        "Blending takes two hours.",  # of 1.4: no whole number is compared with another
        "Examples do not saturate performance on the benchmarks.",
        "Not only do examples align the style, they are a handful.",
        "Examples fail to saturate performance on the benchmarks.",
        "Composing actions decreases the number of steps.",
        "Composing actions does not increase the number of steps.",
        "Mismatched expertise makes pair programming hardly more productive.",
        "The losses are not convex and are hard.",
        "The policy generalizes to new scenes.",
        "It is difficult for convex losses.",  # "hard" is no opposite
        "Penguins swim faster than ducks.",
        "It improves OfficeQA by 7.3% and SealQA by 12.1%.",
        "On SealQA, accuracy rises by 12.1%, on OfficeQA by 7.3%.",
        "A 7B model improves by 12.1% on SealQA.",
        "Competencies shift from skills focused on information to interpersonal skills.",
        "Tuned on 1,920 samples, models are worse than on 240 samples.",
        "Tuned on 240 samples, models are better than on 1,920 samples.",
        "Scaling up fine-tuning tends to raise helpfulness, and scaling up pre-training tends to raise factuality.",
        "Every earlier planner trails ours on the maze.",  # the one that loses is the other
        "Hard segmentation of partial materials is compared by memory and speed in the annotation.",
        "Routing on the sphere ignores every intrinsic feature of a data-driven emulator.",
        "Massive code data keep decent syntax understanding out of reach.",
        "Massive code data leave an indecent understanding of syntax.",
        "Instead of a full simulator of the world, planning skillsets requires a latent model.",
        "Planning skillsets requires a latent model in place of a full simulator.",
        "Vanilla lottery tickets transfer worse than robust subnetworks and get worse scores.",
        "The controller drives joints of the hand at a high speed.",
        "Vega leads in four of the nine leagues.",
        "Vega leads in 4 out of 9 leagues, and one of the nine leagues is hard.",
        "not no never",
        "4 4 4",
        "",
    ],
)
def test_what_may_hold_is_left_to_the_reader(stemmer: Stemmer, claim: str) -> None:
    """Other words for the same, rounded numbers, a denial in both, nothing shared."""
    assert turned_round(claim, ABSTRACT, stemmer) is None


@pytest.mark.parametrize(
    ("claim", "sentence", "is_turned"),
    [
        ("The two trials showed a benefit.", "In two phase 3 trials a benefit was shown.", False),
        ("Two models were tested.", "We tested two Llama 3 models.", False),
        ("40 patients recovered.", "Of 40 COVID 19 patients all recovered.", False),
        ("Twelve models are open.", "We evaluate 24 models, of which 12 are open.", False),
        ("Twelve models are open.", "We evaluate 24 models, 12 open and 12 closed.", False),
        ("Thirteen models are open.", "We evaluate 24 models, of which 12 are open.", True),
        ("Twelve models are open.", "We evaluate 24 models on 12 datasets.", True),
        ("Two agents bid.", "It has four agents rather than two.", True),
        ("Two settings are studied.", "Of three settings 1) is easy and 2) is hard.", True),
        ("25 children were enrolled.", "Thirty-five children were enrolled.", True),
    ],
)
def test_number_counts_neither_a_part_nor_what_it_names(
    stemmer: Stemmer, claim: str, sentence: str, is_turned: bool
) -> None:
    """It is of a name ("phase 3"), or of some of what the sentence counts."""
    assert (turned_round(claim, [sentence], stemmer) is not None) is is_turned


def test_sentence_that_counts_the_same_thing_twice_is_left_alone(stemmer: Stemmer) -> None:
    """Nobody knows which of them is meant."""
    assert turned_round("On 12 datasets it wins.", ["We use 30 datasets.", "It wins on 10 datasets."], stemmer) is None


@pytest.mark.parametrize(
    ("claim", "sentence", "is_turned"),
    [
        ("Wanderer outperforms Homer on every maze.", "Homer outperforms Wanderer on every maze.", True),
        ("Homer is outperformed by Wanderer.", "We show that Homer outperforms Wanderer on mazes.", True),
        ("Homer lags behind Wanderer.", "Homer surpasses Wanderer.", True),
        ("Wanderer is superior to Homer.", "Homer beats Wanderer by 3% on mazes.", True),
        ("LSTM is better than BERT on long inputs.", "BERT is better than LSTM on long inputs.", True),
        (
            "The recent planners beat Homer.",
            "Experiments show that Homer beats the most recent planners.",
            True,
        ),
        ("Wanderer is outperformed by Homer.", "Homer outperforms Wanderer on every maze.", False),
        ("Wanderer is beaten by Homer on mazes.", "Wanderer lags behind Homer on mazes.", False),
        ("LSTM is worse than BERT on long inputs.", "BERT is better than LSTM on long inputs.", False),
        ("No planner published does better than Homer.", "Homer beats all earlier planners of mazes.", False),
        ("Wanderer was outperformed on mazes.", "Homer outperformed Wanderer on mazes.", False),
        ("Homer beats Wanderer on mazes.", "Homer beats Wanderer on mazes, Wanderer beats Homer on trees.", False),
    ],
)
def test_winner_and_loser_are_not_exchanged(stemmer: Stemmer, claim: str, sentence: str, is_turned: bool) -> None:
    """By "than", by verbs, in the passive; where they win stands on the same side in both."""
    assert bool(turned_round(claim, [sentence], stemmer)) == is_turned


@pytest.mark.parametrize(
    ("claim", "sentence", "is_turned"),
    [
        ("Statins do not reduce strokes in older adults.", "Statins reduce strokes in older adults.", True),
        ("The vaccine did not prevent measles.", "The vaccine prevented measles in infants.", True),
        ("Zinc inhibits the pump in cells.", "Zinc did not inhibit the pump in cells.", True),
        (
            "Our planner does not improve accuracy on mazes with only a few examples.",
            "Our planner improves accuracy on mazes with only a few examples.",
            True,
        ),
        ("Statins do not reduce strokes.", "Statins rarely reduce strokes in older adults.", False),
        ("Strokes are not reduced in adults by statins.", "Statins fail to reduce strokes in adults.", False),
        ("Zinc does not help cells.", "Zinc helps few cells of the liver, the gut and the skin.", False),
    ],
)
def test_verb_is_denied_whatever_else_is(stemmer: Stemmer, claim: str, sentence: str, is_turned: bool) -> None:
    """A word that denies something else, or the verb itself, excuses no negation; one beside the verb does."""
    assert bool(turned_round(claim, [sentence], stemmer)) == is_turned


@pytest.mark.parametrize("sentences", [[], [""], ["…"]])
def test_abstract_without_words_turns_nothing_round(stemmer: Stemmer, sentences: list[str]) -> None:
    """Such as that of a paper that has a title alone."""
    assert turned_round("Four metrics do not improve.", sentences, stemmer) is None


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("more " * 400 + "data", "fewer data " * 3000),
        ("models trail baselines " * 150, "models outperform baselines " * 2000),
        ("not x " * 300, "rather than x " * 3000),
        ("from a to b " * 200, "from b to a " * 2000),
        (", ".join(LETTERS[:300]), ", ".join(LETTERS)),
    ],
)
def test_text_that_is_made_to_cost_time_does_not(stemmer: Stemmer, claim: str, sentence: str) -> None:
    """A minute and a half, if each word were held against each."""
    began = time.process_time()
    turned_round(claim, [sentence], stemmer)
    assert time.process_time() - began < 5
