"""How a server is made to cite, and what is done if it will not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from llama_cpp import LlamaGrammar

from assistant.errors import EndpointError
from assistant.generation.openai import OpenAIGenerator
from assistant.generation.server_constraint import Constraint, constraint_of, grammar, schema
from assistant.prompting import ABSTENTION, Message, digest
from tests.generation.briefs import brief, written
from tests.generation.chat_server import DONE, Handler, Server, running, stream

SAID = json.dumps({"sentences": [{"text": "It gains 31.8 %.", "papers": [2, 3]}, {"text": "So", "papers": [9]}]})


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that answers in JSON if it is asked to."""
    with running() as opened:
        opened.reply = lambda handler: handler.send(
            200, stream(SAID if "response_format" in handler.server.asked[-1][2] else "It gains [2].") + DONE
        )
        yield opened


def listing(owner: str) -> str:
    """Return a list of models as the server of this kind sends it."""
    return json.dumps({"object": "list", "data": [{"id": "first", "owned_by": owner}]})


@pytest.mark.parametrize(
    ("owner", "constraint"),
    [
        ("llamacpp", Constraint.GRAMMAR),
        ("vllm", Constraint.SCHEMA),
        ("library", Constraint.SCHEMA),
        ("me", Constraint.NEVER),
        ("somebody", Constraint.SCHEMA),
    ],
)
def test_each_kind_of_server_is_asked_for_what_suits_it(owner: str, constraint: Constraint) -> None:
    """Which it is it says in its list of models."""
    assert constraint is constraint_of(json.loads(listing(owner)))


@pytest.mark.parametrize("listed", [None, [], {"data": []}, {"data": [3]}, {"data": [{"owned_by": None}]}])
def test_a_server_that_does_not_say_is_asked_for_the_standard(listed: object) -> None:
    """Whatever it sends in place of a list."""
    assert Constraint.SCHEMA is constraint_of(listed)


def test_sentences_of_json_are_cited_with_the_numbers_beside_them(server: Server) -> None:
    """Only with those that there are; the prompt says what is wanted, and its digest is of all of it."""
    answer, usage = written(OpenAIGenerator(server.url), brief(3))
    assert "It gains 31.8 % [2][3]. So [1]." == answer
    _, _, body = server.asked[-1]
    assert schema([1, 2, 3]) == body["response_format"]["json_schema"]["schema"]
    sent = [Message(item["role"], item["content"]) for item in body["messages"]]
    assert '{"sentences": []}' in sent[0].content
    assert digest(sent) == usage.prompt_sha256


def test_no_sentence_is_the_abstention(server: Server) -> None:
    """In JSON, too."""
    server.reply = lambda handler: handler.send(200, stream('{"sentences": []}') + DONE)
    assert ABSTENTION == written(OpenAIGenerator(server.url), brief(3))[0]


def test_llama_server_is_given_a_grammar_and_the_usual_prompt(server: Server) -> None:
    """Its answer is a text."""
    server.models = listing("llamacpp")
    assert "It gains [2]." == written(OpenAIGenerator(server.url), brief(3))[0]
    body = server.asked[-1][2]
    assert grammar([1, 2, 3]) == body["grammar"]
    assert "JSON" not in body["messages"][0]["content"]


@pytest.mark.parametrize("code", [400, 422, 500])
def test_a_server_that_refuses_is_asked_without_and_not_again(server: Server, code: int) -> None:
    """Its answer is checked and mended as before."""
    fault = json.dumps({"error": {"message": "'response_format.type' must be 'text' or 'json_object'"}})
    answers = server.reply

    def reply(handler: Handler) -> None:
        if "response_format" in handler.server.asked[-1][2]:
            handler.send(code, fault)
        else:
            answers(handler)

    server.reply = reply
    generator = OpenAIGenerator(server.url, model="m")
    assert "It gains [2]." == written(generator, brief(3))[0]
    assert "JSON" not in server.asked[-1][2]["messages"][0]["content"]
    count = len(server.asked)
    assert "It gains [2]." == written(generator, brief(3))[0]
    assert count + 1 == len(server.asked)


def test_a_server_that_takes_no_notice_is_read_as_a_text(server: Server) -> None:
    """Some accept a schema and do not keep to it."""
    server.reply = lambda handler: handler.send(200, stream("It gains [2].") + DONE)
    assert "It gains [2]." == written(OpenAIGenerator(server.url), brief(3))[0]


def test_a_refusal_for_another_reason_is_told(server: Server) -> None:
    """And nothing is sent a second time."""
    server.reply = lambda handler: handler.send(401, json.dumps({"error": {"message": "no"}}))
    with pytest.raises(EndpointError, match="401"):
        written(OpenAIGenerator(server.url), brief(3))
    assert 1 == sum(path == "/v1/chat/completions" for path, _, _ in server.asked)


def test_nobody_is_asked_what_server_it_is_when_it_was_said(server: Server) -> None:
    """The setting decides."""
    generator = OpenAIGenerator(server.url, model="m", constraint=Constraint.GRAMMAR)
    written(generator, replace(brief(2)))
    assert ["/v1/chat/completions"] == [path for path, _, _ in server.asked]
    assert "grammar" in server.asked[-1][2]


def test_the_grammar_is_one_for_llama() -> None:
    """Its own parser takes it, with many papers, too."""
    assert LlamaGrammar.from_string(grammar([1, 2, 12]), verbose=False)
    assert LlamaGrammar.from_string(grammar(range(1, 60)), verbose=False)
