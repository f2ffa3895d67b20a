"""A sentence that says what a name is, is told from one that only uses it."""

from __future__ import annotations

import pytest

from assistant.language.definitions import Kind, defines, kind_of, unexplained


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("In this paper, we propose Parametric Skill Expansion and Composition (PSEC), a new framework.", "psec"),
        ("Its core is a dataset called LION-5.", "LION-5"),
        ("To advance research, we introduce LIBERO, a novel benchmark.", "LIBERO"),
        ("We devise rotation-augmented residual skill quantization (RaRSQ).", "RaRSQ"),
        ("We present Universal Manipulation Interface (UMI) -- a data collection framework.", "UMI"),
        ("This paper presents WebBrain and shows its limits.", "WebBrain"),
    ],
)
def test_who_makes_it_names_it(sentence: str, name: str) -> None:
    """In whichever capitals it was typed."""
    assert kind_of(sentence, name) is Kind.MAKES
    assert kind_of(sentence, name.lower()) is Kind.MAKES


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Supervised fine-tuning (SFT) is a critical step.", "SFT"),
        ("Large language models (LLMs) can reason.", "LLM"),
        ("Large language models (LLMs) can reason.", "LLMs"),
        ("We reach new bounds through Vision-Language-Action (VLA) models.", "VLA"),
        ("A method based on the Low-Rank Adaptation (LoRA) module is used.", "LoRA"),
        ("Here DIAYN (Diversity Is All You Need) is compared.", "DIAYN"),
        ("It has low-level perception (L1), simulation (L3), and agency (L4).", "L3"),
        ("MetaWorld is a suite of tasks.", "MetaWorld"),
        ("We turn to MetaWorld, which has fifty tasks.", "MetaWorld"),
        ("This resulted in MATH^2 - a dataset of harder questions.", "MATH^2"),
    ],
)
def test_what_letters_stand_for_is_an_explanation(sentence: str, name: str) -> None:
    """Whoever made it."""
    assert kind_of(sentence, name) is Kind.EXPLAINS


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We present results on HotpotQA and WebArena.", "HotpotQA"),
        ("We introduce a BERT baseline.", "BERT"),
        ("We present Kimi-Dev, an open-source SWE LLM achieving 60%.", "LLM"),
        ("We introduce a family of skill-of-mind-infused LLMs, named Thanos.", "LLMs"),
        ("We release these 1,000+ SFT models.", "SFT"),
        ("It outperforms GPT-4 by far.", "GPT-4"),
        ("The star is a robot that is new.", "star"),
        ("Our adapters (SFT) are small.", "SFT"),
        ("It is worst at the lower levels (L3 and L4).", "L3"),
        ("Nothing of it stands here.", "PSEC"),
        ("The success rate on MATH^2 is the square of that on MATH.", "MATH^2"),
        ("We propose SkillNet-NLG.", "SkillNet"),
        ("To this end, we introduce Adaptive GraphSAGE, a graph convolution.", "GraphSAGE"),
        ("", "PSEC"),
    ],
)
def test_a_name_that_is_only_used_is_not_explained(sentence: str, name: str) -> None:
    """A benchmark, a base model, a common word, a part of another name."""
    assert kind_of(sentence, name) is Kind.NOTHING


@pytest.mark.parametrize(
    ("sentence", "term", "is_told"),
    [
        ("Knowledge distillation (KD) is a popular method of transferring knowledge.", "knowledge distillation", True),
        ("Knowledge distillation aims at transferring knowledge.", "knowledge distillation", True),
        ("An agentic skill is a callable module.", "agentic skill", True),
        ("Task vectors are the differences of weights.", "task vector", True),
        ("Parameter-efficient transfer learning aims at adapting large models.", "transfer learning", False),
        ("Knowledge distillation is used by many.", "knowledge distillation", False),
        ("We study whether transfer learning is a remedy.", "transfer learning", False),
    ],
)
def test_what_has_no_name_is_defined_at_the_beginning(sentence: str, term: str, is_told: bool) -> None:
    """Not what is a kind of it, nor what is only said of it."""
    assert defines(sentence, term) is is_told


@pytest.mark.parametrize(
    ("name", "sentences", "written"),
    [
        ("webarena", ["We tidy rooms.", "It reaches 54% on WebArena."], "WebArena"),
        ("WebArena", ["It reaches 54% on WebArena.", "WebArena is a set of sites."], ""),
        ("CrossView", ["This introduces a CrossView module that fuses what is seen."], ""),
        ("CrossView", ["This uses a CrossView module that fuses what is seen."], "CrossView"),
        ("bread", ["We bake bread."], ""),
        ("PSEC", ["Nothing of it stands here."], ""),
        ("PSEC", [], ""),
    ],
)
def test_a_name_that_all_only_use_is_unexplained(name: str, sentences: list[str], written: str) -> None:
    """As they write it; a thing that has no name needs no explanation."""
    assert unexplained(name, sentences) == written
