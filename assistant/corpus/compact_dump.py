"""The compact dump of a "daily papers" page: title and abstract on alternate lines, nothing else known.

    Get trending papers in your email inbox once a day!
    Get trending papers in your email inbox!
    SubscribeTrajectory Conditioned Cross-embodiment Skill Transfer
    Learning manipulation skills from human demonstration videos presents …
    Adversarial Skill Networks: Unsupervised Robot Skill Learning from Video
    Key challenges for the deployment of reinforcement learning (RL) agents …

The first title hangs on the word of the subscribe button.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from assistant.corpus.documents import Document
from assistant.corpus.lines import Line, is_interface, is_invitation, lines_of
from assistant.corpus.pairing import gap_of, pair
from assistant.records import Entry, Item, Reading

NAME = "compact-dump"
TITLE = "compact dump of a daily papers page"
_HEAD = 5


def recognises(document: Document) -> bool:
    """Whether the document begins with the invitation to the newsletter or with the subscribe button."""
    head = [line.text for line in islice(lines_of(document.head), _HEAD)]
    return any(map(is_invitation, head)) or head[:1] == ["Subscribe"]


def read(document: Document) -> Iterator[Item]:
    """Yield what `parse` finds, the gaps behind the entries."""
    reading = parse(document.text(), document.name)
    yield from reading.entries
    yield from reading.gaps


def parse(text: str, file: str) -> Reading:
    """Read every title with its abstract; a line that found no partner is a gap."""
    paired = pair(_papers_lines(text))
    entries = (Entry(title.text, abstract.text, file, title.number) for title, abstract in paired.pairs)
    return Reading(tuple(entries), tuple(gap_of(line, file) for line in paired.leftovers))


def _papers_lines(text: str) -> list[Line]:
    start = Line(0, "")
    steps = pairwise([start, *lines_of(text)])
    return [line for before, line in steps if not is_interface(line.text, before.text)]
