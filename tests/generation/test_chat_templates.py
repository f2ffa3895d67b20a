"""A chat template is filled as its authors meant it, and takes neither the time nor the memory of the machine."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from datetime import datetime, tzinfo

import pytest

from assistant.generation import chat_templates
from assistant.generation.chat_templates import ChatTemplate
from assistant.generation.stopping import Stopped
from tests.tiny_gguf import CHATML

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}]


def filled(source: str) -> str:
    """Return what a template makes of a short chat."""
    return ChatTemplate(source, "</s>", "<s>").render(CHAT)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (CHATML.partition("{% if add")[0] + "{{ eos_token }}", None),
        ("{{ bos_token ~ messages[0].content ~ 3 }}", "<s>Be brief.3"),
        ("{{ messages[0]['content'] + '\n\n' + messages[1]['content'] }}", "Be brief.\n\nWhy?"),
        ("{% generation %}{{ messages | length }}{% endgeneration %}", "2"),
        ("{% for m in messages %}{% if loop.index0 % 2 == 1 %}{{ '=' * 3 }}{% break %}{% endif %}{% endfor %}", "==="),
        ("{{ messages[0] | tojson }}", '{"role": "system", "content": "Be brief."}'),
        ("{{ messages | map(attribute='role') | join(', ') }}", "system, user"),
        ("{{ '%s: %02d' % ('a', 5) }} {{ '{:>5}'.format('b') }}", "a: 05     b"),
        ("{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "2"),
        ("{{ tools is none and not enable_thinking }}{{ strftime_now('%Y')[:2] }}", "True20"),
        ("{{ range(9000) | list | length }} {{ '%d of %s' % (1, 'b') }}", "9000 1 of b"),
        ("{% macro say(m) %}{{ m.content.split(' ')[-1] | upper }}{% endmacro %}{{ say(messages[0]) }}", "BRIEF."),
    ],
)
def test_usual_templates_are_filled(source: str, text: str | None) -> None:
    """With all that they are given elsewhere, too."""
    chatml = "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n</s>"
    assert (text or chatml) == filled(source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x' * 10000000000 }}",
        "{{ 'x'.center(2000000000) }}",
        "{{ 'x' | center(2000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ strftime_now('%1000000000d') }}",
        "{{ (['a' * 100000] * 100000) | join }}",
        "{{ (['a' * 100000] * 30) | map('upper') | join(' ' * 1000) }}",
        "{{ ('x' * 100000).replace('x', 'y' * 100000) }}",
        "{{ 10 ** 10000000000 }}",
        "{% set ns = namespace(x='xx') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='xx') %}{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='xx') %}{% for a in range(9) %}{% set ns.x %}{{ ns.x * 99 }}{% endset %}{% endfor %}",
        "{% set x = 'x' * 100000 %}{% for a in range(99999) %}{{ x }}{% endfor %}",
        "{{ lipsum(n=100000) }}",
        "{{ raise_exception('No.') }}",
    ],
)
def test_what_takes_the_memory_is_refused(source: str) -> None:
    """Before it is made."""
    started = time.process_time()
    with pytest.raises(ValueError, match="the chat template fails"):
        filled(source)
    assert time.process_time() - started < 5


def test_a_prompt_is_the_same_every_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date in it, and the hour, are none of the clock; nothing is left to chance."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            raise AssertionError

    monkeypatch.setattr(chat_templates, "datetime", Clock)
    assert "01 January 2026, 00:00 UTC" == filled("{{ strftime_now('%d %B %Y, %H:%M %Z') }}")
    with pytest.raises(ValueError, match="random"):
        filled("{{ ['a', 'b'] | random }}")


def test_what_takes_the_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time at once; and whoever traced the program goes on doing so."""
    monkeypatch.setattr(chat_templates, "SECONDS", 0.2)
    before = sys.gettrace()
    template = ChatTemplate("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "", "")
    with pytest.raises(ValueError, match="too long"):
        template.render(CHAT)
    assert before is sys.gettrace()
    started = time.process_time()
    with pytest.raises(ValueError, match="too long"):
        template.render(CHAT)
    assert time.process_time() - started < 0.1


SLOW = "{% for i in range(100000) %}{% for j in range(9) %}{% endfor %}{% endfor %}{{ messages[0].content }}"


def test_a_template_that_takes_long_can_be_stopped() -> None:
    """Soon after it is asked to, and it is no fault of the template."""
    template, begin = ChatTemplate(SLOW, "", ""), time.thread_time()
    with pytest.raises(Stopped):
        template.render(CHAT, lambda: time.thread_time() - begin > 0.05)
    assert time.thread_time() - begin < 1
    with pytest.raises(Stopped):
        template.render(CHAT, lambda: True)


@pytest.mark.parametrize("source", ["{{ tick() }}{{ messages[0].content }}", "{{ tick() }}{{ 1 / 0 }}"])
def test_a_template_is_filled_once_for_a_conversation(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """Also where it refuses it, since a prompt is made for each part of a brief that may fit."""
    filled: list[int] = []
    monkeypatch.setitem(chat_templates._GIVEN, "tick", lambda: filled.append(1))
    template = ChatTemplate(source, "", "")
    for chat in (CHAT, CHAT, CHAT[1:]):
        with suppress(ValueError):
            template.render(chat)
    assert 2 == len(filled)
