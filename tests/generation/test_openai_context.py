"""What does not fit into a server's context is shortened before it is sent, or after the server has refused it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from assistant.errors import EndpointError
from assistant.generation.openai import OpenAIGenerator
from assistant.generation.server_context import Budget, estimate, is_exceeded
from assistant.prompting import Message, digest
from assistant.records import Turn
from assistant.storage.library import Library
from tests.generation.briefs import brief, written
from tests.generation.chat_server import DONE, Handler, Server, event, running, stream

HISTORY = tuple(Turn("q", f"Earlier question {n}?", f"Earlier answer {n}.") for n in range(1, 6))


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs while the test does."""
    with running() as server:
        yield server


def refusing(longest: int, refusal: Callable[[int], str], code: int = 400) -> Callable[[Handler], None]:
    """Return the reply of a server that counts three letters a token and takes so many tokens of prompt."""

    def reply(handler: Handler) -> None:
        tokens = len(sent(handler.server)) // 3
        refused = tokens > longest
        handler.send(code if refused else 200, refusal(tokens) if refused else stream("It gains [2].") + DONE)

    return reply


def sent(server: Server, place: int = -1) -> str:
    """Return the text of a prompt that was sent."""
    return "".join(message["content"] for message in server.asked[place][2]["messages"])


def paths(server: Server) -> list[str]:
    """Return what was asked for."""
    return [path for path, _, _ in server.asked]


def vllm(tokens: int) -> str:
    """Refuse as vLLM does."""
    words = (
        f"maximum context length is 1200 tokens. However, you requested {tokens + 100} tokens ({tokens} in the messages"
    )
    return json.dumps({"object": "error", "message": f"This model's {words}, 100 in the completion).", "code": 400})


def llama_server(tokens: int) -> str:
    """Refuse as llama-server does."""
    words = f"the request ({tokens} tokens) exceeds the available context size (1200 tokens), try increasing it"
    return json.dumps(
        {"error": {"message": words, "n_prompt_tokens": tokens, "n_ctx": 1200, "type": "exceed_context_size"}}
    )


def wordless(tokens: int) -> str:
    """Refuse without a number."""
    return '{"error": {"code": "context_length_exceeded", "message": "prompt is too long"}}'


@pytest.mark.parametrize("refusal", [vllm, llama_server, wordless])
def test_refused_prompt_is_shortened_and_sent_once_more(server: Server, refusal: Callable[[int], str]) -> None:
    """The oldest turns and the weakest evidence are gone, rules, question and best evidence are not."""
    server.reply = refusing(1100, refusal)
    answer, usage = written(OpenAIGenerator(server.url, model="m", max_tokens=100), brief(40, history=HISTORY))
    assert answer == "It gains [2]."
    assert 2 == paths(server).count("/v1/chat/completions")
    assert len(sent(server)) // 3 <= 1100
    assert all(words in sent(server) for words in ("Rules:", "Model 1 gains", "By how much?"))
    assert "Earlier question 1?" not in sent(server)
    last = [Message(item["role"], item["content"]) for item in server.asked[-1][2]["messages"]]
    assert digest(last) == usage.prompt_sha256


def test_refusal_in_the_stream_counts_too(server: Server) -> None:
    """Some say it with status 200."""
    server.reply = refusing(1100, lambda tokens: f"data: {llama_server(tokens)}\n\n", 200)
    assert written(OpenAIGenerator(server.url, model="m", max_tokens=100), brief(40))[0] == "It gains [2]."


def test_next_question_knows_what_was_refused(server: Server) -> None:
    """It is sent once."""
    server.reply = refusing(1100, llama_server)
    generator = OpenAIGenerator(server.url, model="m", max_tokens=100)
    written(generator, brief(40))
    server.asked.clear()
    assert written(generator, brief(40))[0] == "It gains [2]."
    assert ["/v1/chat/completions"] == paths(server)


def test_prompt_that_never_fits_is_an_error(server: Server) -> None:
    """After the second time, with what to do."""
    server.reply = refusing(10, vllm)
    with pytest.raises(EndpointError, match="too long for the server's context") as raised:
        written(OpenAIGenerator(server.url, model="m"), brief(40))
    assert "--max-tokens" in raised.value.hint
    assert 2 >= paths(server).count("/v1/chat/completions")


def test_broken_second_attempt_is_its_own_error(server: Server) -> None:
    """And not one of the context."""

    def reply(handler: Handler) -> None:
        is_first = 1 == paths(handler.server).count("/v1/chat/completions")
        handler.send(400 if is_first else 500, vllm(2000) if is_first else "out of memory")

    server.reply = reply
    with pytest.raises(EndpointError, match="500: out of memory"):
        written(OpenAIGenerator(server.url, model="m"), brief(40))


@pytest.mark.parametrize("limit", [{"max_model_len": 1600}, {"context_length": 1600}])
def test_context_in_the_list_of_models_is_kept(server: Server, limit: dict[str, int]) -> None:
    """That of the model in use; nothing is refused."""
    server.models = json.dumps({"data": [{"id": "other", "max_model_len": 99}, {"id": "m", **limit}]})
    server.reply = refusing(1600 - 400, vllm)
    written(OpenAIGenerator(server.url, model="m"), brief(60, history=HISTORY))
    assert ["/v1/models", "/v1/chat/completions"] == paths(server)
    assert "Model 1 gains" in sent(server)


def test_context_that_llama_server_tells_is_kept(server: Server) -> None:
    """It stands beside the OpenAI API, on the same server."""
    server.pages["/props"] = json.dumps({"default_generation_settings": {"n_ctx": 1600}})
    server.reply = refusing(1600 - 400, vllm)
    written(OpenAIGenerator(server.url, model="m"), brief(60, history=HISTORY))
    assert ["/v1/models", "/props", "/v1/chat/completions"] == paths(server)


def test_setting_counts_where_the_server_does_not_tell(server: Server) -> None:
    """As for Ollama, which would drop the beginning of what is too long."""
    server.pages["/props"] = "<html>"
    written(OpenAIGenerator(server.url, model="m", context=1500), brief(60, history=HISTORY))
    assert estimate([Message("user", sent(server))]) + 400 <= 1500


def test_short_prompts_do_not_ask_how_long_one_may_be(server: Server) -> None:
    """What fits everywhere costs no other request than the one for what server it is."""
    generator = OpenAIGenerator(server.url, model="m")
    written(generator, brief(3))
    written(generator, brief(3))
    assert ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"] == paths(server)


def test_small_context_leaves_room_for_the_prompt(server: Server) -> None:
    """The answer gets half of it at most."""
    server.models = json.dumps({"data": [{"id": "m", "max_model_len": 512}]})
    written(OpenAIGenerator(server.url, model="m"), brief(60))
    assert 256 == server.asked[-1][2]["max_tokens"]


@pytest.mark.parametrize("props", ["[]", '{"default_generation_settings": 3}', '{"n_ctx": -1}', '{"n_ctx": "x"}', "{"])
@pytest.mark.parametrize("models", ["[]", '{"data": 3}', '{"data": [3]}', '{"data": [{"max_model_len": true}]}'])
def test_odd_words_on_the_context_are_passed_over(server: Server, props: str, models: str) -> None:
    """The setting counts then."""
    server.models, server.pages["/props"] = models, props
    assert written(OpenAIGenerator(server.url, model="m"), brief(60))[0] == "It gains [2]."


def test_estimate_is_rather_too_high(seeds_library: Library) -> None:
    """Against a real tokenizer, on every bundled abstract."""
    from assistant.onnx_model import open_model
    from assistant.reader import FOLDER, TOKENIZER

    _, tokenizer = open_model(FOLDER / "model.onnx", TOKENIZER)
    for paper in seeds_library.papers().values():
        tokens = len(tokenizer.encode(paper.abstract, add_special_tokens=False).ids)
        assert tokens <= estimate([Message("user", paper.abstract)]) <= 1.5 * tokens + 64


@pytest.mark.parametrize("words", ["model not found", "bad key", "", "the text is too long to be funny"])
def test_other_refusals_are_not_about_the_context(words: str) -> None:
    """They are told as they are."""
    assert not is_exceeded(words)


def test_correction_never_allows_more_than_was_refused() -> None:
    """Whatever the server says."""
    chat = [Message("user", "word " * 500)]
    for said in ("", '"n_ctx": 999999999999', '"n_ctx": 0', '"n_ctx": 4096'):
        assert not Budget(4096).corrected(said, chat, 400).holds(chat, 400), said


def test_stray_json_answer_is_read(server: Server) -> None:
    """A server that knows no streams sends it whole."""
    choice = {"message": {"content": "It gains [2]."}, "finish_reason": "stop"}
    whole = json.dumps({"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}, indent=1)
    server.reply = lambda handler: handler.send(200, whole)
    answer, usage = written(OpenAIGenerator(server.url), brief())
    assert ("It gains [2].", 9, 4) == (answer, usage.prompt, usage.completion)


def test_event_of_a_broken_answer_is_not_sent_twice(server: Server) -> None:
    """What was shown already cannot be taken back, so it ends in an error."""
    server.reply = lambda handler: handler.send(
        200, event("It gains more") + f"data: {json.dumps({'error': wordless(1)})}\n\n"
    )
    with pytest.raises(EndpointError, match="reports"):
        written(OpenAIGenerator(server.url, model="m"), brief(40))
    assert 1 == paths(server).count("/v1/chat/completions")
