"""What a server's model thinks is no part of its answer, also where the server's own template has begun the thought."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.errors import EndpointError
from assistant.generation import never
from assistant.generation.openai import OpenAIGenerator
from assistant.prompting import Message
from tests.generation.briefs import brief, drained, written
from tests.generation.chat_server import DONE, Server, running, stream


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs."""
    with running() as server:
        yield server


THOUGHT = "Okay, by how much? Paper 3 says 3.5 %, so maybe all. Let me write.\n"
JSON = '{"sentences": [{"text": "It gains.", "papers": [2]}]}'


@pytest.mark.parametrize("closing", ["</think>\n\n", "[/THINK]", "</seed:think>", "<|channel|>final<|message|>"])
@pytest.mark.parametrize("answer", ["It gains [2].", JSON])
def test_a_thought_that_the_prompt_has_opened_is_no_answer(server: Server, closing: str, answer: str) -> None:
    """Only its end is in the stream, of this answer and of what is asked next."""
    server.reply = lambda handler: handler.send(200, stream(f"{THOUGHT}{closing}{answer}") + DONE)
    generator = OpenAIGenerator(server.url)
    assert written(generator, brief())[0] == "It gains [2]."
    assert generator.complete([Message("user", "Rewrite.")], 50, never) == answer


def test_a_thought_that_was_taken_for_an_answer_is_an_error(server: Server) -> None:
    """It cites; the next one is held back until it has ended."""
    text = "Okay, [1] says 1.5 %. So what?</think>It gains [2]."
    server.reply = lambda handler: handler.send(200, stream(text) + DONE)
    generator = OpenAIGenerator(server.url)
    with pytest.raises(EndpointError, match="thinks within its answer"):
        written(generator, brief())
    assert written(generator, brief())[0] == "It gains [2]."


def test_an_answer_is_shown_while_it_is_written(server: Server) -> None:
    """From its first marker on, since a thought has hardly any."""
    server.reply = lambda handler: handler.send(200, stream("It gains [2]. And model 3 does") + DONE)
    pieces = OpenAIGenerator(server.url).generate(brief(), never)
    assert next(pieces).startswith("It gains")
    assert "model 3" in drained(pieces)[0]
