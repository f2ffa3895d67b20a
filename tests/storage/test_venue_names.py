"""Names of venues, as files write them and as questions say them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.direct_answers import catalogue
from assistant.language.text import title_key
from assistant.questions.filters import parse
from assistant.questions.understand import understand
from assistant.records import Filters, Hit, Paper
from assistant.storage.library import Library
from assistant.storage.venue_names import is_at, is_meant

VENUES = {
    "Alpha": ("neurips", "2020"),
    "Beta": ("aaai2021", "2021"),
    "Gamma": ("Proceedings of the 38th International Conference on Machine Learning", "2021"),
    "Delta": ("cvprw", "2021"),
    "Epsilon": ("Nature", "2019"),
    "Zeta": (None, "2020"),
    "Eta": ("Advances in Neural Information Processing Systems 32", "2019"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return papers of some venues."""
    with Library(tmp_path_factory.mktemp("venues") / "library", create=True) as library, library.writing():
        for title, (venue, date) in VENUES.items():
            paper = Paper(title, title, f"{title} flies to fairness.", date=date, venue=venue)
            library.put_paper(paper, title_key(title))
        yield library


@pytest.mark.parametrize(
    ("venue", "name"),
    [
        ("neurips", "NeurIPS"),
        ("neurips", "NIPS 2020"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("icml", "International Conference on Machine Learning"),
        ("Conference on Robot Learning", "CoRL"),
        ("2020.emnlp", "EMNLP 2020"),
        ("iccvw", "ICCV workshops"),
        ("jmlr", "neurips or jmlr"),
    ],
)
def test_name_is_that_of_a_venue(venue: str, name: str) -> None:
    """Short or in full, with its year or without."""
    assert is_at(venue, "2020", name)


@pytest.mark.parametrize(
    ("venue", "name"),
    [
        ("iccvw", "ICCV"),
        ("Conference on Computer Vision and Pattern Recognition Workshops", "CVPR"),
        ("2020.emnlp", "EMNLP 2021"),
        ("neurips", "NeurIPS 2021"),
        ("Nature", "nature"),
        ("naacl", "ACL"),
        ("Conference of the European Chapter of the Association for Computational Linguistics", "ACL"),
        ("P19", "ACL"),
    ],
)
def test_name_is_that_of_another(venue: str, name: str) -> None:
    """Workshops are; a word in small letters is a word."""
    assert not is_at(venue, "2020", name)


@pytest.mark.parametrize(
    ("venue", "name"),
    [
        ("Proceedings of the 38th International Conference on Machine Learning", "ICML"),
        ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
        ("Conference on Empirical Methods in Natural Language Processing (EMNLP 2020)", "EMNLP"),
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI"),
        ("Advances in Neural Information Processing Systems 32", "Neural Information Processing Systems"),
        ("icml", "International Conference on Machine Learning"),
        ("PLoS ONE", "PLoS ONE"),
    ],
)
def test_whole_name_means_a_venue(venue: str, name: str) -> None:
    """In full, or short for the whole."""
    assert is_meant(venue, name)


@pytest.mark.parametrize(
    ("venue", "name"),
    [
        ("HIV Medicine", "HIV"),
        ("Journal of Magnetic Resonance Imaging", "MRI"),
        ("Conference on Empirical Methods in Natural Language Processing", "NLP"),
        ("International Conference on Machine Learning", "Machine Learning"),
        ("Cancer Research", "Cancer"),
        ("Asia Pacific Journal of Public Health", "Asia"),
    ],
)
def test_part_of_a_name_may_be_a_topic(venue: str, name: str) -> None:
    """Who types it as a filter still finds the venue."""
    assert not is_meant(venue, name)
    assert is_at(venue, "2020", name)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("In Cancer patients, which studies use aspirin?", "venue:Cancer"),
        ("Cancer papers on mice", "venue:Cancer"),
        ("AIDS studies in children", "venue:AIDS"),
        ("papers from AIDS patients", "venue:AIDS"),
    ],
)
def test_venue_that_may_be_a_topic_is_noted(question: str, note: str) -> None:
    """It is searched as a word."""
    parsed = parse(question, is_venue=lambda name: name in ("AIDS", "Cancer"))
    assert (question, Filters()) == (parsed.text, parsed.filters)
    assert [note in line for line in parsed.notes] == [True]


@pytest.mark.parametrize(
    ("question", "text", "venue"),
    [
        ("papers from ICML", "papers", "ICML"),
        ("NeurIPS 2020 papers on fairness", "papers on fairness", "NeurIPS 2020"),
        ("ICML'21 papers on fairness", "papers on fairness", "ICML 2021"),
        ("fairness at AAAI 2021", "fairness", "AAAI 2021"),
        ("papers published in Nature about fairness", "papers about fairness", "Nature"),
        ("papers from icml or neurips on bandits", "papers on bandits", "icml or neurips"),
        ("How many papers are from ICML?", "How many papers?", "ICML"),
        ("Which papers from ICML use bandits?", "Which papers use bandits?", "ICML"),
        ("papers at NeurIPS '20", "papers", "NeurIPS 2020"),
        ("ICML and NeurIPS papers on fairness", "papers on fairness", "ICML or NeurIPS"),
        ("fairness venue:icml", "fairness", "icml"),
        (
            "papers in the International Conference on Machine Learning",
            "papers",
            "International Conference on Machine Learning",
        ),
    ],
)
def test_venue_is_taken_out(library: Library, question: str, text: str, venue: str) -> None:
    """As other filters are."""
    parsed = parse(question, is_venue=library.has_venue)
    assert (parsed.text, parsed.filters) == (text, Filters(venue=venue))
    assert library.numbers_matching(parsed.filters)


@pytest.mark.parametrize("question", ["papers on nature", "papers from UAI", "machine learning papers", "at scale"])
def test_other_words_stay(library: Library, question: str) -> None:
    """What is no venue of a paper."""
    assert parse(question, is_venue=library.has_venue).filters == Filters()


@pytest.mark.parametrize(
    "question",
    [
        "papers not from ICML or NeurIPS",
        "papers, excluding ICML, NeurIPS",
        "papers published neither in ICML nor NeurIPS",
    ],
)
def test_venues_are_left_out(library: Library, question: str) -> None:
    """One filter each."""
    parsed = parse(question, is_venue=library.has_venue)
    assert ("papers", Filters(excluded=(Filters(venue="ICML"), Filters(venue="NeurIPS")))) == (
        parsed.text,
        parsed.filters,
    )
    assert set(library.numbers_matching(Filters())) == {
        *library.numbers_matching(parsed.filters),
        *library.numbers_matching(Filters(venue="ICML or NeurIPS")),
    }


def test_unknown_venue_is_noted(library: Library) -> None:
    """It is searched as words."""
    notes = parse("papers presented at Interspeech on accents", is_venue=library.has_venue).notes
    assert notes == ("no paper here is known to be published in “Interspeech”, which is searched as words",)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "How many papers are from NeurIPS?",
            "There are 2 papers published in NeurIPS in the library."
            " Not counted, since it is not known of them: 1 paper without a venue.",
        ),
        ("Where was Epsilon published?", "“Epsilon” was published in “Nature” [1]."),
        ("In which venue was Epsilon published?", "“Epsilon” was published in “Nature” [1]."),
        ("Which journal published Epsilon?", "“Epsilon” was published in “Nature” [1]."),
        ("Where was Zeta published?", "I don't know. The library does not know the venue of “Zeta”."),
        (
            "Which venue has the most papers?",
            "Most of the 7 papers are from “Advances in Neural Information Processing Systems 32” and “Nature” and",
        ),
    ],
)
def test_venue_is_told(library: Library, question: str, text: str) -> None:
    """Of a paper, and how many papers there are of it."""
    asked = understand(question, (), (), is_venue=library.has_venue)
    every = [Hit(paper, 1.0) for paper in library.papers().values()]
    told = catalogue.tell(asked, every, library)
    assert told is not None
    assert told.text.startswith(text)


def test_authors_that_no_paper_has_are_not_denied(library: Library) -> None:
    """It is said that none are known."""
    told = catalogue.tell(understand("How many papers are there? author:Smith"), (), library)
    assert told is not None
    assert told.text == "I don't know. The library does not know the authors of any of its papers."
