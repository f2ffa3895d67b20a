"""A server that goes on without an end is left, whatever it goes on with."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator

import pytest

from assistant.errors import EndpointError
from assistant.generation.event_stream import EventStream
from assistant.generation.openai import OpenAIGenerator
from tests.generation.briefs import brief, uncited, written
from tests.generation.chat_server import Handler, Reply, Server, event, running


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs while the test does."""
    with running() as server:
        yield server


def endless(pieces: Iterable[str], pause: float = 0.0) -> Reply:
    """Return a reply that goes on until nobody listens."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for piece in itertools.cycle(pieces):
                handler.wfile.write(piece.encode())
                time.sleep(pause)
        except OSError:
            return

    return reply


def thought(text: str) -> str:
    """Return an event in which the server shows what its model thinks."""
    return f"data: {json.dumps({'choices': [{'delta': {'reasoning_content': text}}]})}\n\n"


def test_an_answer_without_an_end_is_cut(server: Server) -> None:
    """At some times the tokens that were asked for, as if the server had heeded them."""
    server.reply = endless(event(f"word{number} ") for number in range(10_000))
    answer = written(OpenAIGenerator(server.url, max_tokens=20), brief())[0]
    assert answer.endswith("]…")
    assert 100 < len(answer) < 500
    assert not uncited(answer, (1, 2, 3))


@pytest.mark.parametrize("piece", [thought("hm, " * 5000), event("<think>") + event("hm, " * 5000)])
def test_a_thought_without_an_end_is_an_error(server: Server, piece: str) -> None:
    """It may be longer than the answer, but not without a limit."""
    server.reply = endless([piece])
    with pytest.raises(EndpointError, match="thought until its end"):
        written(OpenAIGenerator(server.url), brief())


def test_a_long_thought_is_waited_for(server: Server) -> None:
    """Some servers do not count it among the tokens of the answer."""
    server.reply = lambda handler: handler.send(200, thought("hm, " * 10_000) + event("It gains [2].", reason="stop"))
    assert written(OpenAIGenerator(server.url, max_tokens=20), brief())[0] == "It gains [2]."


def test_signs_of_life_alone_are_an_error_in_the_end(server: Server) -> None:
    """After ten times the time-out without a word."""
    server.reply = endless([": ping\n\n"], pause=0.02)
    with pytest.raises(EndpointError, match="signs of life and nothing else for 5 s") as raised:
        written(OpenAIGenerator(server.url, timeout=0.5), brief())
    assert "--timeout" in raised.value.hint


def slowly(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as a server does that has other things to do."""
    for line in lines:
        time.sleep(0.02)
        yield line


@pytest.mark.parametrize("line", [": ping", "", "data: {}"])
def test_whatever_the_signs_of_life_are(line: str) -> None:
    """A comment, nothing, an event without text."""
    with pytest.raises(EndpointError, match=r"signs of life and nothing else for 0\.1 s"):
        list(EventStream(patience=0.1).pieces(slowly(itertools.repeat(line))))


@pytest.mark.parametrize("piece", ["no stream of events\n" * 3000, "\n" * 60_000])
def test_a_page_without_an_end_is_an_error(server: Server, piece: str) -> None:
    """It is not kept."""
    server.reply = endless([piece])
    with pytest.raises(EndpointError, match="no end"):
        written(OpenAIGenerator(server.url), brief())


def test_whoever_reads_may_take_their_time() -> None:
    """The time in which nobody asks for the next piece is not the server's."""
    pieces = EventStream(patience=0.1).pieces(iter([event("It gains"), event(" much."), "data: [DONE]"]))
    assert next(pieces) == "It gains"
    time.sleep(0.2)
    assert list(pieces) == [" much."]
