"""A footer that is made anew all day."""

from __future__ import annotations

import gc

from textual.widgets._footer import FooterKey

from tests.tui.fakes import WHOLE, ask_to_the_end, chat


def kept() -> int:
    """Return how many keys are in memory that stand in no footer."""
    gc.collect()
    return sum(issubclass(type(item), FooterKey) and not item.is_attached for item in gc.get_objects())


async def test_keys_that_are_no_longer_shown_are_let_go() -> None:
    """A question takes and gives back some keys; those of all questions before it are not kept."""
    before = kept()  # of other tests
    app, _ = chat(WHOLE)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(8):
            await ask_to_the_end(pilot)
        await pilot.pause(0.3)
        assert kept() - before <= 4 * len(app.screen.query(FooterKey))
