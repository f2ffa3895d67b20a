"""Ask Chroma for passages of which the library knows the answer.

A program of its own, since from a damaged segment Chroma may end the process or never return. It prints one line of
JSON: how many passages Chroma counts, and the share of the nearest ones that it finds.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

from assistant.search.vectors import ChromaIndex, ExactIndex
from assistant.storage.library import Library

CANARIES, NEAREST = 8, 10


def main(folder: Path, server: str = "") -> None:
    """Print what Chroma says."""
    with Library(folder) as library, closing(ChromaIndex(library, server)) as chroma:
        exact = ExactIndex(library)
        total, _ = library.passage_state()
        found = wanted = 0
        for place in range(0, total, max(1, total // CANARIES)):
            vector = exact.vector(place)
            right = {number for number, _ in exact.nearest(vector, NEAREST)}
            found += len(right & {number for number, _ in chroma.nearest(vector, NEAREST)})
            wanted += len(right)
        print(json.dumps({"count": chroma.count(), "share": found / wanted if wanted else 1.0}))


def run() -> None:
    """Do so for the folder and the address of a server, if there is one, that the arguments of the program name."""
    main(Path(sys.argv[1]), *sys.argv[2:])
