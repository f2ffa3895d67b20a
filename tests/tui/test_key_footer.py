"""A footer that is made anew all day."""

from __future__ import annotations

import gc

import pytest
from textual.widgets._footer import FooterKey

from assistant.tui.key_footer import fitting
from tests.tui.fakes import WHOLE, ask_to_the_end, chat, painted, wait_until


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


def shown(*keys: tuple[str, int], room: int) -> list[str]:
    """Return the actions of the keys that have room."""
    return [keys[place][0] for place in fitting(keys, room)]


def test_what_has_room_stays() -> None:
    """All of it, in order."""
    assert ["send", "read", "quit"] == shown(("send", 6), ("read", 9), ("quit", 8), room=23)


def test_where_there_is_no_room_menu_and_help_outlast_the_others() -> None:
    """Of the others the last goes first."""
    others = (("app.command_palette", 8), ("help", 8), ("quit", 8))
    keys = (("dismiss", 10), ("copy_reference", 7), ("choose('PIN')", 6), *others)
    assert ["dismiss", "copy_reference", "app.command_palette", "help"] == shown(*keys, room=38)
    assert ["dismiss"] == shown(*keys, room=10)


@pytest.mark.parametrize(
    ("size", "footer"),
    [
        ((80, 24), "esc Close c Copy m Similar p Pin x Exclude s Summarise"),
        ((40, 12), "esc Close c Copy"),
    ],
)
async def test_over_an_abstract_there_is_room_for_menu_and_help(size: tuple[int, int], footer: str) -> None:
    """And every key that is shown is shown whole, also after the terminal has become another one."""
    app, _ = chat(WHOLE)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_to_the_end(pilot)
        await pilot.press("escape", "1")
        await wait_until(pilot, lambda: "f1 Help ^q Quit" in painted(pilot))
        await pilot.resize_terminal(*size)
        await wait_until(pilot, lambda: painted(pilot).splitlines()[-1].strip() == f"{footer} ^p Menu f1 Help")
