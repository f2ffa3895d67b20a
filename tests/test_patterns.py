"""Patterns are compiled when they are used, and all of them can be."""

from __future__ import annotations

import gc
import importlib
import re

import pytest

from assistant import patterns
from assistant.patterns import lazy_re
from tests.test_architecture import MODULES, loaded, name_of


def test_a_lazy_pattern_does_what_a_compiled_one_does() -> None:
    """Each method, and what is known of it."""
    lazy, compiled = lazy_re(r"(?P<one>a)b*", re.IGNORECASE), re.compile(r"(?P<one>a)b*", re.IGNORECASE)
    text = "xABba ab"
    assert compiled.findall(text) == lazy.findall(text)
    assert compiled.sub("-", text) == lazy.sub("-", text)
    assert compiled.subn("-", text) == lazy.subn("-", text)
    assert compiled.split(text) == lazy.split(text)
    assert [found.span() for found in compiled.finditer(text)] == [found.span() for found in lazy.finditer(text)]
    for name in ("search", "match", "fullmatch"):
        assert str(getattr(compiled, name)(text[1:])) == str(getattr(lazy, name)(text[1:]))
    assert (compiled.pattern, compiled.flags, compiled.groups) == (lazy.pattern, lazy.flags, lazy.groups)
    assert dict(compiled.groupindex) == dict(lazy.groupindex)


def test_nothing_is_compiled_before_it_is_used() -> None:
    """A mistake shows then."""
    wrong = lazy_re("(")
    assert "(" == wrong.pattern
    with pytest.raises(re.error):
        wrong.search("(")
    del wrong
    gc.collect()  # what was raised holds it


def test_importing_the_program_compiles_next_to_nothing() -> None:
    """A question at the command line would wait for hundreds of expressions that it does not need."""
    code = (
        "import re, sys; from re import _compiler; real, done = _compiler.compile, []\n"
        "def compile(pattern, flags=0):\n    done.append(sys._getframe(3).f_globals['__name__'])\n"
        "    return real(pattern, flags)\n"
        "_compiler.compile = compile\n"
        "import assistant.commands.handlers, assistant.pipeline, assistant.output\n"
        "print(sum(name.startswith('assistant') for name in done))"
    )
    assert int(loaded(code)) < 5


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    """Those that no other test uses too."""
    for path in MODULES:
        if path.name != "__main__.py":
            importlib.import_module(f"assistant.{name_of(path)}".removesuffix("."))
    patterns.compile_all()
    assert len(patterns._made) > 300
