"""In which year or venue there are the most papers: "which year has the most papers on GANs?", "papers per venue"."""

from __future__ import annotations

from assistant.citations import escape_markers
from assistant.direct_answers.counting import uncountable
from assistant.direct_answers.saying import Said, saying
from assistant.direct_answers.told import Told, counted, passing
from assistant.prompting import ABSTENTION
from assistant.questions.counting_questions import Fact, Peak, read
from assistant.questions.understand import Understanding
from assistant.storage.library import Library

MOST = 20
"""Years or venues that are listed."""
_NEXT = 3
"""Years or venues that are told after the foremost."""


def tell(asked: Understanding, library: Library) -> Told | None:
    """Return in which years or venues there are the most papers, None if that is not asked."""
    wanted = None if asked.topic else read(asked.text)
    if not isinstance(wanted, Peak):
        return None
    of, numbers = "", None
    if wanted.thing:
        said = saying(wanted.thing, asked.filters, library)
        if not isinstance(said, Said):
            return uncountable(said)
        of, numbers = f" that {said.words(is_one=len(said.numbers) == 1)}", said.numbers
    counts, unknown = library.tally(wanted.fact.value, asked.filters, numbers)
    which = f"{passing(asked.filters)}{of}"
    total = sum(counts.values()) + unknown
    if not counts:
        what = "dates" if wanted.fact is Fact.YEAR else "venues"
        known = f"know the {what} of the papers{which}" if total else f"hold a paper{which}"
        return Told(f"{ABSTENTION} The library does not {known}.", is_known=False)
    ranked = sorted(counts.items(), key=lambda pair: pair[1], reverse=wanted.is_most)
    papers = f"{counted(total, 'paper')}{which}"
    lacks = f"{counted(unknown, 'paper')} {'has' if unknown == 1 else 'have'} no"
    rest = [f"{lacks} {'date' if wanted.fact is Fact.YEAR else 'known venue'}."] if unknown else []
    if wanted.is_every:
        every = sorted(counts.items(), reverse=True) if wanted.fact is Fact.YEAR else ranked
        lines = [f"{_named(wanted.fact, name)}: {count:,}" for name, count in every[:MOST]]
        more = [f"and {len(every) - MOST:,} more"] if len(every) > MOST else []
        return Told("\n\n".join([f"Of the {papers}:", *lines, *more, *rest]))
    best = [name for name, count in ranked if count == ranked[0][1]]
    foremost = " and ".join(_named(wanted.fact, name) for name in best[:MOST])
    each = " each" if len(best) > 1 else ""
    is_half = 2 * len(best) * ranked[0][1] > total
    most = f"Most of the {papers} are" if is_half else f"Of the {papers}, the most are"
    begin = f"{most if wanted.is_most else f'Fewest of the {papers} are'} from {foremost}: {ranked[0][1]:,}{each}."
    after = [f"{_named(wanted.fact, name)} ({count:,})" for name, count in ranked[len(best) :][:_NEXT]]
    then = [f"Next come {', '.join(after)}."] if after else []
    return Told(" ".join([begin, *then, *rest]))


def _named(fact: Fact, name: str) -> str:
    return name if fact is Fact.YEAR else f"“{escape_markers(name)}”"
