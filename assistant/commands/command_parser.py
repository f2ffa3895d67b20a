"""The parser of the command line: options and words in any order, and one line for what is typed wrong.

That line says what is wrong, where, and what was probably meant; argparse would print the usage of the whole program.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from assistant.errors import UsageError
from assistant.patterns import lazy_re

_MEANT = {
    "add": ("index", "pull"),
    "chats": ("sessions",),
    "clean": ("compact",),
    "delete": ("remove",),
    "download": ("pull",),
    "find": ("search",),
    "get": ("pull",),
    "history": ("sessions",),
    "import": ("index",),
    "install": ("pull",),
    "query": ("ask", "search"),
    "question": ("ask",),
    "remove": ("delete",),
    "rm": ("remove", "delete"),
    "score": ("eval",),
    "settings": ("config",),
    "version": ("--version",),
}
"""What other programs call what a command does here."""
_SAID_IN_THE_QUESTION = {
    "--since": "since:2025",
    "--until": "until:2025",
    "--source": "source:NAME",
    "--year": "year:2025",
}
"""Options of a summary that a question takes as filters."""
_FILTER = lazy_re(r"^-(?=(?:year|since|until|authors?|org|venue|source|title):)", re.IGNORECASE)
"""What a question leaves out, such as -year:2024, is no option; the minus sign says the same."""
_QUESTION = lazy_re(r"(?:what|which|who|why|when|where|how|is|are|do|does|did|can)\b|.*\s", re.IGNORECASE)


class CommandParser(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError, and lets options stand before, between and behind the words."""

    _is_second_pass = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse the arguments; those that nothing takes are refused here, where it is known what there is."""
        args = args and [_FILTER.sub("\N{MINUS SIGN}", word) for word in args]
        if self._is_second_pass or self._commands() or args is None or "--" in args:
            parsed, left = super().parse_known_args(args, namespace)
        else:
            self._is_second_pass = True  # the parsing of mixed arguments calls this twice
            try:
                parsed, left = super().parse_known_intermixed_args(args, namespace)
            finally:
                self._is_second_pass = False
        if left and not self._is_second_pass:
            self._refuse(left)
        return parsed, left

    def error(self, message: str) -> NoReturn:
        """Raise what argparse has to say."""
        _, colon, names = message.partition("arguments are required: ")
        if colon:
            raise UsageError(f"{names} is missing behind '{self.prog}'", self._help())
        raise UsageError(f"{self.prog}: {message.removeprefix('argument ')}", self._help())

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        choices = [str(choice) for choice in action.choices]
        meant = "" if _QUESTION.match(str(value)) else _nearest(str(value), choices)
        if isinstance(action, argparse._SubParsersAction):
            hint = f"did you mean {meant}?" if meant else self._help()
            if not meant and action.dest == "command":
                hint = f'a question is asked with: {self.prog} ask "…"; {self._help()}'
            raise UsageError(f"there is no command '{self.prog} {value}'", hint)
        name = "/".join(action.option_strings) or str(action.dest)
        hint = f"did you mean {meant}?" if meant else "choose one of them"
        raise UsageError(f"{name}: '{value}' is not one of {', '.join(choices)}", hint)

    def _refuse(self, left: Sequence[str]) -> NoReturn:
        word = next((word for word in left if word.startswith("-")), left[0])
        if not word.startswith("-"):
            raise UsageError(f"'{word}' is too much behind '{self.prog}'", self._help())
        name = word.partition("=")[0]
        own = list(self._option_string_actions)
        if name in _SAID_IN_THE_QUESTION and "--since" not in own and self._takes("question"):
            hint = f"write it into the question: {_SAID_IN_THE_QUESTION[name]}"
        elif homes := [prog for prog, parser in self._commands().items() if name in parser._option_string_actions]:
            hint = f"it stands behind the command, as in {self.prog} {homes[0]} {name}"
        elif meant := _nearest(name, own):
            hint = f"did you mean {meant}?"
        else:
            hint = self._help()
        raise UsageError(f"'{self.prog}' has no option {name}", hint)

    def _commands(self) -> dict[str, argparse.ArgumentParser]:
        """Return the parsers of the commands below this one."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                return dict(action.choices)
        return {}

    def _takes(self, name: str) -> bool:
        return any(action.dest == name and not action.option_strings for action in self._actions)

    def _help(self) -> str:
        return f"'{self.prog} --help' shows what there is"


def _nearest(word: str, choices: Sequence[str]) -> str:
    """Return what was probably meant, nothing if that is not plain."""
    meant = {choice: choice for choice in choices}
    for said, names in _MEANT.items():
        if name := next((name for name in names if name in choices or name.startswith("-")), ""):
            meant.setdefault(said, name)
    return next((meant[near] for near in difflib.get_close_matches(word.lower(), meant, n=1, cutoff=0.65)), "")
