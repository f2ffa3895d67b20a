"""What a claim says and no paper that it cites has."""

from __future__ import annotations

import pytest

from assistant.checking.strangers import stranger


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("44.70%", "44.7%"),
        ("A weight of 0.5", "a weight of .50"),
        ("24 children", "Twenty-four children"),
        ("120 patients", "One hundred and twenty patients"),
        ("Two thousand five hundred images", "2,500 images"),
        ("12 mice", "A dozen mice"),
        ("50% of mice", "Half of the mice"),
        ("5 million steps", "5 to 10 million steps"),
        ("The E1B 55K protein", "the E1B 55-kilodalton protein"),
        ("twenty jumps of 5 m", "20 jumps of 5 metres"),
        ("a hundred times faster", "two orders of magnitude faster"),
        ("the twenty-first century", "this century"),
        ("a thousand times as many parameters", "25K and 25M parameters"),
        ("twenty times more than before", "200 now, 10 before"),
    ],
)
def test_number_is_known_by_what_it_is_worth(claim: str, source: str) -> None:
    """In whatever words or digits either has it."""
    assert stranger(claim, source) == ""


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("Twenty-five mice", "Twenty-four mice", "25"),
        ("25 mice", "Twenty-four mice and five rats", "25"),
        ("5 million trajectories", "5k trajectories", "5"),
        ("50 mice", "Half of the mice", "50"),
        ("Over thirty million cells", "30 thousand cells", "30000000"),
    ],
)
def test_other_number_is_made_up(claim: str, source: str, missing: str) -> None:
    """With a word for its thousands or millions all of it counts."""
    assert stranger(claim, source) == f"the cited abstract does not say {missing}"


@pytest.mark.parametrize("claim", ["more than 50%", "less than 55%", "at least 54%", "no more than 55%", "about 54%"])
def test_bound_may_be_rounded(claim: str) -> None:
    """A number lies on the side that is said of it."""
    assert stranger(claim, "It reached 54.3%.") == ""


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("more than 56%", "54.3%", "56"),
        ("under 54%", "54.3%", "54"),
        ("more than 20%", "54.3%", "20"),
        ("above 0.9", "0.639 for miR-129-1", "0.9"),
        ("adults over 65 years", "adults under 65 years", "over 65"),
        ("adults over 65 years", "adults aged 65 or younger", "over 65"),
        ("It exceeds 50%.", "It does not exceed 50%.", "over 50"),
        ("no more than 5", "at least 5", "under 5"),
    ],
)
def test_bound_in_another_direction_is_made_up(claim: str, source: str, missing: str) -> None:
    """The reason says so where the number is the same."""
    assert stranger(claim, source) == f"the cited abstract does not say {missing}"


@pytest.mark.parametrize("source", ["adults aged 65 and over", "adults of 65+ years", "those 65", "people above 65"])
def test_bound_in_the_same_direction_is_known(source: str) -> None:
    """In front of the number or behind it, or where it is not said to be one."""
    assert stranger("adults over 65 years", source) == ""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("RL", "reinforcement learning"),
        ("LLMs", "a large language model"),
        ("GPT4", "GPT-4"),
        ("LLaMA2", "LLaMA-2"),
        ("IL6", "IL-6"),
        ("IL-6", "interleukin-6"),
        ("TNFα", "TNF-alpha"),
        ("CO2", "CO₂"),
        ("BERT-GPT", "BERT and GPT"),
    ],
)
def test_name_may_be_written_otherwise(name: str, source: str) -> None:
    """With a hyphen or none, in short, by the name of a letter."""
    assert (stranger(f"With {name}.", source), stranger(f"With {name}9.", source) != "") == ("", True)


@pytest.mark.parametrize(("name", "source"), [("GPT-2", "GPT-4 and LLaMA-2"), ("DoughNet", "dough"), ("QA", "RL")])
def test_name_is_compared_whole(name: str, source: str) -> None:
    """That its parts stand somewhere does not make it known."""
    assert stranger(f"With {name}.", source) == f"the cited abstract does not name {name}"
