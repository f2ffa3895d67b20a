"""Commands and the keys that people give them."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.tui.command_table import COMMANDS
from assistant.tui.keymap import Keymap, spoken


def test_every_command_has_its_own_id() -> None:
    """So that each can be given another key."""
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)


def test_the_usual_keys_have_no_two_meanings() -> None:
    """Giving each command its own keys changes nothing and is no conflict."""
    usual = Keymap({command.id: ", ".join(command.keys) for command in COMMANDS})
    assert [command.keys for command in usual.commands] == [command.keys for command in COMMANDS]


@pytest.mark.parametrize(
    ("text", "keys"),
    [("f9", ("f9",)), ("Ctrl+G, F9", ("ctrl+g", "f9")), ("", ()), ("alt+shift+enter", ("alt+shift+enter",))],
)
def test_keys_replace_the_usual_ones(text: str, keys: tuple[str, ...]) -> None:
    """Several with commas, in any case; none takes the command out of the keyboard."""
    assert Keymap({"app.help": text}).keys_of("app.help") == keys


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"answer.halt": "f9"}, "unknown command 'answer.halt'"),
        ({"app.help": "ctr+g"}, "unknown key 'ctr+g' for 'app.help'"),
        ({"app.help": "f99"}, "unknown key 'f99'"),
        ({"app.help": "ctrl+q"}, "'ctrl+q' has two meanings in the settings: 'app.help' and 'app.quit'"),
        ({"question.send": "f1"}, "'f1' has two meanings"),
        ({"answer.stop": "f7", "app.help": "f7"}, "'f7' has two meanings"),
        ({"app.help": "h"}, "'h' for 'app.help' in the settings could not be typed"),
        ({"question.send": "space"}, "could not be typed"),
        ({"source.open_1": "c"}, "'c' has two meanings in the settings: 'source.open_1' and 'paper.copy'"),
        ({"window.close": "2"}, "'2' has two meanings in the settings: 'window.close' and 'source.open_2'"),
    ],
)
def test_what_cannot_work_is_refused_with_its_reason(keys: dict[str, str], words: str) -> None:
    """Naming the key and the commands."""
    with pytest.raises(UsageError) as error:
        Keymap(keys)
    assert words in error.value.message
    assert error.value.hint


def test_an_unknown_command_names_the_nearest() -> None:
    """A slip of the finger is the likeliest reason."""
    with pytest.raises(UsageError) as error:
        Keymap({"answer.stp": "f9"})
    assert error.value.hint == "did you mean 'answer.stop'?"


def test_two_commands_may_change_places() -> None:
    """Both are read before either is checked."""
    keymap = Keymap({"app.help": "ctrl+p", "app.commands": "f1"})
    assert (keymap.keys_of("app.help"), keymap.keys_of("app.commands")) == (("ctrl+p",), ("f1",))


def test_a_letter_may_be_a_key_where_nothing_is_typed() -> None:
    """Over an abstract, for one."""
    assert Keymap({"window.close": "z"}).keys_of("window.close") == ("z",)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "1…9"),
        ({"source.open_1": "g"}, "G, 2…9"),
        ({"source.open_5": "f7, 5"}, "1…4, F7, 6…9"),
        ({f"source.open_{n}": f"alt+{n}" for n in range(1, 10)}, "Alt+1…Alt+9"),
        ({f"source.open_{n}": str(10 - n) for n in range(1, 10)}, "9…1"),
        ({"source.open_1": "", "source.open_9": ""}, "2…8"),
        ({f"source.open_{n}": "" for n in range(1, 10)}, ""),
    ],
)
def test_the_keys_that_open_sources_are_said_as_one(keys: dict[str, str], said: str) -> None:
    """For footer, help and welcome."""
    assert said == Keymap(keys).source_keys


def test_keys_are_spoken_as_they_are_printed_on_the_keyboard() -> None:
    """In help and palette."""
    assert spoken(("ctrl+j", "shift+enter", "escape", "pageup", "x")) == "Ctrl+J, Shift+Enter, Esc, PgUp, X"
