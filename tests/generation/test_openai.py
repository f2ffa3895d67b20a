"""A real HTTP server on this machine that behaves, and that misbehaves in every way that was thought of."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import EndpointError
from assistant.generation import never
from assistant.generation.openai import OpenAIGenerator, nearest_paper
from assistant.generation.server_constraint import Constraint
from assistant.prompting import ABSTENTION, Message, digest
from assistant.records import Usage
from assistant.settings import Settings
from tests.generation.briefs import brief, drained, sentence, uncited, written
from tests.generation.chat_server import DONE, Handler, Reply, Server, event, running, stream
from tests.stopwatch import Stopwatch


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a server that runs while the test does."""
    with running() as server:
        yield server


def fault(server: Server, reply: Reply | None = None, **choices: Any) -> EndpointError:
    """Return the error that an answer ends in."""
    server.reply = reply or server.reply
    with pytest.raises(EndpointError) as raised:
        written(OpenAIGenerator(server.url, **{"timeout": 5.0} | choices), brief())
    assert raised.value.hint
    return raised.value


# ------------------------------------------------------------- well behaved


def test_the_answer_is_read_from_the_stream(server: Server) -> None:
    """Piece by piece, with what it cost."""
    usage = {"usage": {"prompt_tokens": 120, "completion_tokens": 7}}
    end = f"data: {json.dumps({'choices': [], **usage})}\n\n{DONE}"
    server.reply = lambda handler: handler.send(200, ": a comment\n\n" + stream("It gains 3.5 % [2].") + end)
    answer, spent = written(OpenAIGenerator(server.url), brief())
    assert ("It gains 3.5 % [2].", 120, 7) == (answer, spent.prompt, spent.completion)
    sent = [Message(item["role"], item["content"]) for item in server.asked[-1][2]["messages"]]
    assert digest(sent) == spent.prompt_sha256


def test_the_request_says_what_was_set(server: Server) -> None:
    """Model, key, limits and the messages reach the server."""
    settings = Settings(
        openai_url=server.url + "/",
        openai_model="m",
        openai_key="k",
        openai_constraint="never",
        max_tokens=9,
        seed=4,
    )
    written(OpenAIGenerator.of(settings), brief())
    ((path, headers, body),) = server.asked
    assert ("/v1/chat/completions", "Bearer k", "m") == (path, headers["Authorization"], body["model"])
    assert (9, 0.0, 4, True) == (body["max_tokens"], body["temperature"], body["seed"], body["stream"])
    assert ["system", "user"] == [message["role"] for message in body["messages"]]


def test_without_a_model_the_first_is_taken(server: Server) -> None:
    """It is asked for once, and named in the answer."""
    generator = OpenAIGenerator(server.url)
    written(generator, brief())
    written(generator, brief())
    assert generator.model == "first"
    assert ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"] == [path for path, _, _ in server.asked]


def test_without_a_key_none_is_sent(server: Server) -> None:
    """Nothing stands in its place."""
    written(OpenAIGenerator(server.url), brief())
    assert not any("Authorization" in headers for _, headers, _ in server.asked)


def test_nothing_is_sent_before_an_answer_is_asked_for(server: Server) -> None:
    """Nor when there is no evidence to send."""
    generator = OpenAIGenerator(server.url)
    assert written(generator, replace(brief(), evidence=())) == (ABSTENTION, Usage())
    generator.close()
    assert server.asked == []


def test_no_proxy_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the environment does not lead the papers elsewhere."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert written(OpenAIGenerator(server.url), brief())[0] == "It gains [2]."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It gains [7]. Model 2 gains 2.5 % on tests.", "It gains [1]. Model 2 gains 2.5 % on tests [2]."),
        ("<think>Hm [1].</think>It gains. [2]", "It gains [2]."),
        ("I don’t know.", ABSTENTION),
        ('{"sentences": []}', ABSTENTION),
    ],
)
def test_the_stream_is_made_to_cite(server: Server, text: str, answer: str) -> None:
    """The promise is kept by rewriting: wrong markers go, missing ones name the nearest paper."""
    server.reply = lambda handler: handler.send(200, stream(text) + DONE)
    assert written(OpenAIGenerator(server.url), brief())[0] == answer


@pytest.mark.parametrize(
    "choice",
    [
        {"delta": {"content": [{"type": "text", "text": "It gains [2]."}]}},
        {"message": {"content": "It gains [2]."}},
        {"text": "It gains [2]."},
    ],
)
def test_the_text_may_stand_elsewhere(server: Server, choice: dict[str, Any]) -> None:
    """In parts, as a whole message or as a completion."""
    body = json.dumps({"choices": [choice | {"finish_reason": "stop"}]})
    server.reply = lambda handler: handler.send(200, f"data: {body}\n\n{DONE}")
    assert written(OpenAIGenerator(server.url), brief())[0] == "It gains [2]."


@pytest.mark.parametrize("reason", ["length", "model_length", "MAX_TOKENS", "max_output_tokens", "content_filter"])
def test_an_answer_that_was_cut_is_marked(server: Server, reason: str) -> None:
    """The server says that its limit was reached, in one word or another."""
    server.reply = lambda handler: handler.send(200, stream("Model 2 gains a", reason) + DONE)
    answer = written(OpenAIGenerator(server.url), brief())[0]
    assert answer.endswith("]…")
    assert not uncited(answer, (1, 2, 3))


@pytest.mark.parametrize("reason", ["stop", "STOP", "", "eos", "eos_token", "end_turn", "stop_sequence", "tool_calls"])
def test_an_answer_that_has_ended_is_not(server: Server, reason: str) -> None:
    """The model has ended it, though without a full stop."""
    server.reply = lambda handler: handler.send(200, stream("Model 2 gains a", reason) + DONE)
    assert "…" not in written(OpenAIGenerator(server.url), brief())[0]


@pytest.mark.parametrize("reason", ["abort", "error", "insufficient_system_resource", "cancelled"])
def test_an_answer_that_the_server_gave_up_is_an_error(server: Server, reason: str) -> None:
    """What is missing is no matter of tokens."""
    error = fault(server, lambda handler: handler.send(200, stream("Model 2 gains a", reason) + DONE))
    assert f"broke off its answer: {reason}" in error.message


def test_a_stream_may_end_without_done(server: Server) -> None:
    """Some servers only say that the answer has stopped."""
    server.reply = lambda handler: handler.send(200, stream("It gains [2]."))
    assert written(OpenAIGenerator(server.url), brief())[0] == "It gains [2]."


def test_a_stream_in_no_encoding_of_text_is_read(server: Server) -> None:
    """As UTF-8, which every stream of events is in."""
    server.reply = lambda handler: handler.send(
        200, stream("Ça gains [2].") + DONE, Content_Type="text/event-stream; charset=hex"
    )
    assert written(OpenAIGenerator(server.url), brief())[0] == "Ça gains [2]."


@pytest.mark.parametrize(
    ("field", "said", "other"),
    [
        (
            "max_tokens",
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'.",
            "max_completion_tokens",
        ),
        ("stream_options", "unknown field stream_options", ""),
        ("temperature", "Unsupported value: 'temperature' does not support 0.0 with this model.", ""),
    ],
)
def test_a_field_that_is_refused_is_not_sent_again(server: Server, field: str, said: str, other: str) -> None:
    """The request goes once more without it, or with what takes its place, and so does the next one."""

    def reply(handler: Handler) -> None:
        refused = field in server.asked[-1][2]
        handler.send(400 if refused else 200, json.dumps({"detail": said}) if refused else stream("It gains [2]."))

    server.reply = reply
    generator = OpenAIGenerator(server.url, model="m", max_tokens=9)
    assert written(generator, brief())[0] == written(generator, brief())[0] == "It gains [2]."
    sent = [body for path, _, body in server.asked if path.endswith("completions")]
    assert [True, False, False] == [field in body for body in sent]
    assert all("response_format" in body for body in sent)
    assert not other or sent[-1][other] == 9


def test_a_value_that_is_refused_is_told(server: Server) -> None:
    """It was set by a person, who may set another."""
    said = json.dumps({"detail": "temperature must be at most 2"})
    error = fault(server, lambda handler: handler.send(400, said), temperature=3.0)
    assert "at most 2" in error.message
    assert all("temperature" in body for _, _, body in server.asked if body)


def test_the_nearest_paper_shares_most_words() -> None:
    """With none in common it is the best evidence."""
    evidence = [sentence(n, 1 / n) for n in (1, 2, 3)]
    assert nearest_paper("Model 2 gains 2.5 %.", evidence) == 2
    assert nearest_paper("Penguins swim.", evidence) == 1


# -------------------------------------------------------------- misbehaving


@pytest.mark.parametrize(
    ("code", "body", "message", "hint"),
    [
        (401, '{"error": {"message": "bad key"}}', "401: bad key", "ASSISTANT_OPENAI_KEY"),
        (404, '{"error": "model \\"x\\" not found"}', '404: model "x" not found', "address"),
        (400, '{"detail": "bad sampling"}', "400: bad sampling", "address"),
        (400, '{"detail": "bad\tsampling"}', "400: bad sampling", "address"),
        (400, '{"detail": "context too long"}', "400: context too long", "larger context"),
        (503, '{"error": {"message": "Loading model"}}', "503: Loading model", "wait"),
        (429, "", "answered 429", "wait"),
        (500, "<h1>\x1b[31mOops</h1>", "500: <h1>Oops</h1>", "log"),
        (302, "", "answered 302", "address"),
    ],
)
def test_a_refusal_is_told(server: Server, code: int, body: str, message: str, hint: str) -> None:
    """With what the server says of it, harmless to a terminal, and what to do."""
    error = fault(server, lambda handler: handler.send(code, body))
    assert message in error.message
    assert hint in error.hint


def test_where_a_refusal_points_to_is_told_and_not_followed(server: Server) -> None:
    """Nothing is sent to an address that nobody gave; how long to wait is told too."""
    with running() as other:
        error = fault(server, lambda handler: handler.send(307, "", Location=other.url))
        assert other.url in error.hint
        assert other.asked == []
    assert "7 s" in fault(server, lambda handler: handler.send(429, "", Retry_After="7")).hint


def test_wrong_model_is_told_with_those_that_there_are(server: Server) -> None:
    """As vLLM and Ollama refuse it."""
    error = fault(server, lambda handler: handler.send(404, '{"message": "The model `m` does not exist."}'), model="m")
    assert "404: The model `m` does not exist." in error.message
    assert error.hint == "name one of its models with --openai-model: first, second"


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["nomic-embed-text:latest", "qwen3:4b"], "qwen3:4b"),
        (["BAAI/bge-m3", "jina-reranker-v2", "all-minilm", "dall-e-3", "tts-1-hd", "gpt-x"], "gpt-x"),
        (["gemma-3-4b-it", "text-embedding-3-small"], "gemma-3-4b-it"),
        (["text-embedding-3-small"], "text-embedding-3-small"),
    ],
)
def test_a_model_that_writes_no_text_is_passed_over(server: Server, names: list[str], taken: str) -> None:
    """By its name, where there is another."""
    server.models = json.dumps({"data": [{"id": name} for name in names]})
    generator = OpenAIGenerator(server.url)
    written(generator, brief())
    assert taken == generator.model == server.asked[-1][2]["model"]


def test_the_context_is_that_of_the_model_that_is_asked(server: Server) -> None:
    """One that is passed over has another."""
    listed = [{"id": "embedder", "max_model_len": 300}, {"id": "writer", "max_model_len": 30_000}]
    server.models = json.dumps({"data": listed})
    written(OpenAIGenerator(server.url), brief(60))
    assert "gains 60.5" in str(server.asked[-1][2]["messages"])


def test_others_are_told_where_nobody_has_named_the_model(server: Server) -> None:
    """It may not be one that writes."""
    error = fault(server, lambda handler: handler.send(400, '{"error": "\\"first\\" does not support chat"}'))
    assert error.hint.endswith("; or name another of its models with --openai-model: second")


def test_slow_first_word_is_waited_for(server: Server) -> None:
    """As long as something is sent within the limit, a comment too."""

    def slow(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(4):
            time.sleep(0.2)
            handler.wfile.write(b": still reading\n\n")
        handler.wfile.write((stream("It gains [2].") + DONE).encode())

    server.reply = slow
    assert written(OpenAIGenerator(server.url, timeout=0.6), brief())[0] == "It gains [2]."


def hang(handler: Handler) -> None:
    """Send headers and then nothing."""
    handler.send(200, event("It gains"), announced=10_000)
    handler.wfile.flush()
    time.sleep(2)


def flood(handler: Handler) -> None:
    """Send a line that never ends."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"data: " + b"x" * 100_000)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (lambda handler: handler.send(200, event("It gains")), "broke off in the midst"),
        (lambda handler: handler.send(200, event("It gains"), announced=10_000), "broke off"),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "broke off"),
        (lambda handler: handler.send(200, ""), "broke off before"),
        (lambda handler: handler.send(200, "<html>a login page</html>"), "no stream of events: <html>a login page"),
        (lambda handler: handler.send(200, '{"error": {"message": "no GPU"}}'), "reports: no GPU"),
        (lambda handler: handler.send(200, '{"choices": [{"message": {}}]}'), "no stream of events"),
        (lambda handler: handler.send(200, 'event: error\ndata: {"message": "boom"}\n\n'), "reports: boom"),
        (lambda handler: handler.send(200, 'data: {"error": {"message": "\x1b[1mdied"}}\n\n'), "reports: died"),
        (lambda handler: handler.send(200, "data: {not JSON}\n\n"), "not JSON: {not JSON}"),
        (lambda handler: handler.send(200, "data: [1, 2]\n\n"), "reports"),
        (lambda handler: handler.send(200, "data: " + "[" * 99_999), "not JSON"),
        (lambda handler: handler.send(200, 'data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
        (lambda handler: handler.send(200, stream("<think>Hm, " + "hm, " * 9, "length")), "did not come to an answer"),
        (flood, "line without an end"),
    ],
)
def test_a_broken_stream_is_an_error(server: Server, reply: Reply, message: str) -> None:
    """Half an answer is never taken for a whole one."""
    assert message in fault(server, reply).message


@pytest.mark.parametrize(
    ("delta", "reason", "message", "hint"),
    [
        ({"reasoning_content": "Hm"}, "length", "thought until its end", "--max-tokens"),
        ({"reasoning": "Hm"}, "stop", "thought until its end", "thinking off"),
        ({"tool_calls": [{"function": {"name": "search"}}]}, "tool_calls", "called a tool", "calls none"),
        ({"refusal": "I cannot help"}, "stop", "refused: I cannot help", "other words"),
        ({"content": None}, "content_filter", "stopped by the server's filter", "other words"),
        ({"content": None}, "stop", "sent no text", "log"),
        ({"content": " "}, "length", "cut before", "--max-tokens"),
        ({"content": '{"sentences": '}, "length", "cut before", "--max-tokens"),
        ({"content": '{"answer": "It gains [1]."}'}, "stop", "something else", "--openai-constraint never"),
        ({"content": "[1]"}, "stop", "something else", "another model"),
    ],
)
def test_no_answer_is_no_abstention(
    server: Server, delta: dict[str, Any], reason: str, message: str, hint: str
) -> None:
    """The papers may well answer the question: what came instead is an error."""
    choices = [{"delta": delta}, {"delta": {}, "finish_reason": reason}]
    body = "".join(f"data: {json.dumps({'choices': [choice]})}\n\n" for choice in choices)
    error = fault(server, lambda handler: handler.send(200, body + DONE))
    assert message in error.message
    assert hint in error.hint


def test_a_stream_that_only_ends_is_an_error(server: Server) -> None:
    """It has said nothing, not that nothing is known."""
    assert "sent no text" in fault(server, lambda handler: handler.send(200, DONE)).message


def test_a_thought_in_one_piece_is_no_answer(server: Server) -> None:
    """A server may send a whole message without a text."""
    choice = {"message": {"content": None, "reasoning_content": "Hm"}, "finish_reason": "length"}
    error = fault(server, lambda handler: handler.send(200, json.dumps({"choices": [choice]})))
    assert "thought until its end" in error.message


@pytest.mark.parametrize("body", [{}, {"choices": None}, {"choices": [3]}, {"choices": [{"delta": {"content": 5}}]}])
def test_events_of_another_shape_hold_no_text(server: Server, body: dict[str, Any]) -> None:
    """They are passed over, and the answer is read from the others."""
    odd = f"data: {json.dumps(body)}\n\n"
    server.reply = lambda handler: handler.send(200, odd + stream("It gains [2].") + DONE)
    assert written(OpenAIGenerator(server.url), brief())[0] == "It gains [2]."


def test_a_server_that_falls_silent_is_an_error(server: Server) -> None:
    """After as many seconds as were set."""
    error = fault(server, hang, timeout=0.2)
    assert "sent nothing for 0.2 s" in error.message
    assert "--timeout" in error.hint


@pytest.mark.parametrize("models", ["{}", '{"data": []}', '{"data": [{"id": 3}]}', "[]"])
def test_a_server_without_models_is_an_error(server: Server, models: str) -> None:
    """The hint says how to name one."""
    server.models = models
    assert "--openai-model" in fault(server).hint


def test_a_page_instead_of_models_is_an_error(server: Server) -> None:
    """The address is that of something else."""
    server.models = "<html>"
    assert "is not JSON" in fault(server).message


def test_a_server_that_is_not_there_is_an_error() -> None:
    """The port is closed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(EndpointError, match="cannot be reached"):
        written(OpenAIGenerator(url), brief())


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8080/v1",
        "ftp://127.0.0.1/",
        "http://[",
        "http://",
        "nonsense",
        "http://a..b/v1",
        f"http://{'a' * 64}.org/v1",
        "http://user:secret@a..b/v1",
        "http://user:sec/ret@127.0.0.1/v1",
        "http://user:secret@127.0.0.1:99999/v1",
    ],
)
def test_what_is_no_address_is_an_error(url: str) -> None:
    """It is said so, with an example, and without a password."""
    with pytest.raises(EndpointError) as raised:
        written(OpenAIGenerator(url), brief())
    assert raised.value.hint
    assert "sec" not in str(raised.value)


@pytest.mark.parametrize("key", ["schlüssel", "secret\r\nX: y", "two secrets", "secret\0", "secret\x7f"])
def test_a_key_that_cannot_be_sent_is_an_error(server: Server, key: str) -> None:
    """Headers hold ASCII only; the key is not shown."""
    with pytest.raises(EndpointError, match="the key holds letters that no key can have") as raised:
        written(OpenAIGenerator(server.url, key=key), brief())
    assert "secret" not in str(raised.value.__dict__)
    assert server.asked == []


def test_blanks_around_a_key_are_none_of_it(server: Server) -> None:
    """As a line that was read from a file ends with some."""
    written(OpenAIGenerator(f" {server.url}/\n", key=" k\r\n"), brief())
    assert {"Bearer k"} == {headers["Authorization"] for _, headers, _ in server.asked}


def test_a_key_that_a_server_repeats_is_not_shown(server: Server) -> None:
    """It complains of it."""
    error = fault(server, lambda handler: handler.send(401, '{"error": "wrong key sk-secret99"}'), key="sk-secret99")
    assert "401: wrong key …" in error.message
    assert "secret" not in error.said


def test_a_password_in_the_address_is_sent_and_not_shown(server: Server) -> None:
    """Whatever is wrong."""
    url = server.url.replace("//", "//user:secret@")
    server.reply = lambda handler: handler.send(500, "Oops")
    with pytest.raises(EndpointError, match="500: Oops") as raised:
        written(OpenAIGenerator(url), brief())
    assert "secret" not in str(raised.value)
    assert {"Basic dXNlcjpzZWNyZXQ="} == {headers["Authorization"] for _, headers, _ in server.asked}


# ------------------------------------------------------------ stop and close


@pytest.mark.alone
def test_waiting_for_the_server_can_be_stopped(server: Server) -> None:
    """Long before its time is over, and the connection goes with it."""
    server.reply = hang
    watch = Stopwatch()
    assert drained(OpenAIGenerator(server.url, model="m").generate(brief(), lambda: True))[0] == ""
    assert watch.seconds < 1.5


def test_cancelling_hangs_up(server: Server) -> None:
    """In the midst of an answer that would never end: the server notices, and the next question is answered."""
    has_noticed = threading.Event()

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(event("more and ").encode())
                time.sleep(0.01)
        except OSError:
            has_noticed.set()

    usual, server.reply = server.reply, endless
    generator, is_stopped = OpenAIGenerator(server.url, model="m", constraint=Constraint.GRAMMAR), threading.Event()
    pieces = generator.generate(brief(), is_stopped.is_set)
    assert next(pieces)
    is_stopped.set()
    drained(pieces)
    assert has_noticed.wait(5)
    server.reply = usual
    assert written(generator, brief())[0] == "It gains [2]."


def test_closing_ends_what_is_being_written(server: Server) -> None:
    """The pieces end without an error, and twice is not once too often."""
    server.reply = hang
    generator = OpenAIGenerator(server.url, model="m", constraint=Constraint.GRAMMAR)
    pieces = generator.generate(brief(), never)
    assert next(pieces) == "It gains"
    generator.close()
    generator.close()
    text, usage = drained(pieces)
    assert ("", 0, 0) == (text, usage.prompt, usage.completion)
