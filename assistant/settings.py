"""One frozen Settings: flag > environment > file > default.

The file is `config.toml` in the platform's configuration folder, or the one that `ASSISTANT_CONFIG` names. Each
setting `x` has the environment variable `ASSISTANT_X`. Unknown keys are refused, in the file and in the environment.
The table [keys] of the file is not among the settings: it belongs to the chat, see `read_keys`.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from assistant.errors import UsageError
from assistant.settings_file import read_settings

APP = "abstract-assistant"
PREFIX = "ASSISTANT_"
KINDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Path: "a path",
    str: "a text",
}
AUTO = "auto"
"""How a number is written that the program chooses; in Settings it is None."""
KINDS_BY_NAME: dict[str, Any] = {kind.__name__: kind for kind in KINDS}
SWITCHES = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
KEYS = "keys"
"""The table of the settings file that belongs to the chat alone."""
BUNDLED_EMBEDDING_MODEL = "all-MiniLM-L6-v2"
MOST_PAPERS = 1_000_000
"""So many papers are asked for at most."""
_MOST = 2**31 - 1  # what llama.cpp counts with


def _setting(
    default: Any, help: str, choices: tuple[str, ...] = (), least: float | None = None, most: float | None = None
) -> Any:
    metadata = {"help": help, "choices": choices, "least": least, "most": most}
    return field(default_factory=lambda: default, metadata=metadata)


def _place(name: str, help: str) -> Any:
    """Return a setting for a folder among the person's data, which is looked up anew for each Settings."""
    return field(default_factory=lambda: Path(platformdirs.user_data_dir(APP)) / name, metadata={"help": help})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice that a person can make; the help of each field is what `assistant config` prints."""

    library: Path = _place("library", "folder of the library")
    models_dir: Path = _place("models", "folder of the GGUF files")
    generator: str = _setting("auto", "who writes the answer", ("auto", "quotes", "llama", "openai"))
    model: str = _setting("", "a GGUF path, or the name of a file in models_dir")
    embedding_model: str = _setting(
        BUNDLED_EMBEDDING_MODEL, "the bundled model, or any sentence-transformers name or folder"
    )
    vector_index: str = _setting("auto", "what searches the vectors", ("auto", "chroma", "exact"))
    chroma: str = _setting("", "address of a Chroma server that holds the vectors, such as http://127.0.0.1:8000")
    rerank: str = _setting("", "cross-encoder that ranks the best papers again: a sentence-transformers name or folder")
    retrieved: int = _setting(10, "papers to retrieve for a question", least=1, most=MOST_PAPERS)
    gpu_layers: int | None = _setting(None, "layers to put on the GPU; -1 is all, auto what fits", least=-1, most=_MOST)
    context: int | None = _setting(None, "context of the language model, in tokens, or auto", least=1, most=_MOST)
    threads: int | None = _setting(None, "threads that write; auto is one for each physical core", least=1, most=_MOST)
    prompt_threads: int | None = _setting(
        None, "threads that read the prompt; auto is one for each core", least=1, most=_MOST
    )
    batch_size: int | None = _setting(
        None, "tokens of the prompt given to llama.cpp at once, or auto", least=1, most=_MOST
    )
    micro_batch_size: int | None = _setting(None, "tokens of the prompt computed at once, or auto", least=1, most=_MOST)
    flash_attention: str = _setting("auto", "whether to compute attention the quick way", ("auto", "on", "off"))
    cache_type: str = _setting("auto", "how exactly keys and values are remembered", ("auto", "f16", "q8_0"))
    max_tokens: int = _setting(400, "longest answer, in tokens", least=1, most=_MOST)
    temperature: float = _setting(0.0, "0 always takes the likeliest word", least=0)
    seed: int = _setting(0, "seed of the sampling")
    always_answer: bool = _setting(False, "answer from the nearest papers even when they seem not to hold the answer")
    rewrite_followups: str = _setting(
        "auto",
        "whether a language model makes a later question stand alone when it is not sure what that leans on",
        ("auto", "never"),
    )
    repair: str = _setting(
        "auto",
        "whether a language model's sentence that does not hold is written again, else quoted or withheld",
        ("auto", "never"),
    )
    check: str = _setting(
        "",
        "what checks sentences instead of the bundled reader: a cross-encoder, or llm for the local model",
    )
    openai_url: str = _setting("", "base URL of an OpenAI-compatible server, such as http://127.0.0.1:8080/v1")
    openai_model: str = _setting("", "name of the model on that server; empty takes the first it offers")
    openai_constraint: str = _setting(
        "auto",
        "what makes that server cite: a grammar (llama-server), a JSON schema (vLLM, Ollama), or only our check",
        ("auto", "grammar", "schema", "never"),
    )
    openai_key: str = _setting("", "key for that server, if it wants one")
    theme: str = _setting("dark", "colours of the chat", ("dark", "light", "ansi-dark", "ansi-light"))
    calm: bool = _setting(
        False, "a chat for screen readers: nothing moves, no frames, an answer is shown when it is complete"
    )
    timeout: float = _setting(60.0, "seconds to wait for that server's next words", least=0.1, most=200_000)


@dataclass(frozen=True, slots=True)
class Origin:
    """A value and where it came from: "default", a file, a variable or "flag"."""

    value: Any
    place: str


def config_path() -> Path:
    """Return the path of the settings file, whether it exists or not."""
    named = os.environ.get(PREFIX + "CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir(APP)) / "config.toml"


def load(flags: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings in force.

    Args:
        flags: values from the command line; None stands for "not given".

    Raises:
        UsageError: an unknown key, or a value of the wrong kind.
    """
    return Settings(**{name: origin.value for name, origin in origins(flags).items()})


def origins(flags: Mapping[str, Any] | None = None, faults: list[UsageError] | None = None) -> dict[str, Origin]:
    """Return each setting's value with its place, in the order of the fields; raises as `load` does.

    Args:
        faults: takes what is wrong in the file and the environment, where it is passed over then.
    """
    defaults = Settings()
    found = {item.name: Origin(getattr(defaults, item.name), "default") for item in dataclasses.fields(Settings)}
    path = config_path()
    table: dict[str, Any] = {}
    with _told(faults):
        table = _read_table(path)
    for key, value in table.items():
        if key != KEYS:
            with _told(faults):
                name = _known(key, str(path))
                found[name] = Origin(_parse(name, value, str(path)), str(path))
    for variable, value in sorted(os.environ.items()):
        if variable.startswith(PREFIX) and variable != PREFIX + "CONFIG":
            with _told(faults):
                name = _known(variable.removeprefix(PREFIX).lower(), f"environment variable {variable}")
                found[name] = Origin(_parse(name, value, variable), variable)
    for name, value in (flags or {}).items():
        if value is not None and name in found:
            found[name] = Origin(_parse(name, value, "--" + name.replace("_", "-")), "flag")
    return found


@contextmanager
def _told(faults: list[UsageError] | None) -> Iterator[None]:
    """Add what is wrong to a list, if there is one."""
    try:
        yield
    except UsageError as error:
        if faults is None:
            raise
        faults.append(error)


def described(name: str) -> str:
    """Return what a setting means, and the values it may have if they are few."""
    metadata = next(item for item in dataclasses.fields(Settings) if item.name == name).metadata
    choices = metadata.get("choices")
    return f"{metadata['help']}: {', '.join(choices)}" if choices else str(metadata["help"])


def read_keys() -> dict[str, str]:
    """Return the keys that the settings file gives to commands of the chat, by the names of the commands.

    Raises:
        UsageError: the table cannot be read; whether names and keys are known, the chat says.
    """
    path = config_path()
    table = _read_table(path).get(KEYS, {})
    if not isinstance(table, dict):
        raise UsageError(f"'{KEYS}' in {path} is no table", f'write [{KEYS}] and below it "app.help" = "f9"')
    for name, value in table.items():
        if not isinstance(value, str):
            raise UsageError(f"'{name}' under [{KEYS}] in {path} is not a text", f'write "{name}" = "f9", in quotes')
    return table


def _read_table(path: Path) -> dict[str, Any]:
    try:
        return read_settings(path)
    except FileNotFoundError:
        if os.environ.get(PREFIX + "CONFIG"):
            raise UsageError(f"the settings file {path} does not exist", f"unset {PREFIX}CONFIG or create it") from None
        return {}


def _known(name: str, place: str) -> str:
    names = [item.name for item in dataclasses.fields(Settings)]
    if name in names:
        return name
    nearest = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {nearest[0]}?" if nearest else "'assistant config' lists the settings"
    raise UsageError(f"unknown setting '{name}' in {place}", hint)


def _parse(name: str, value: Any, place: str) -> Any:
    item = next(item for item in dataclasses.fields(Settings) if item.name == name)
    name_of_kind, _, is_automatic = str(item.type).partition(" | ")
    kind = KINDS_BY_NAME[name_of_kind]
    if is_automatic and value == AUTO:
        return None
    try:
        parsed = _read(kind, value)
    except (
        ValueError,
        KeyError,
        AttributeError,
        OverflowError,
        RuntimeError,
    ):  # the last for ~somebody who has no home
        what = f"{KINDS[kind]} or {AUTO}" if is_automatic else KINDS[kind]
        raise UsageError(f"{place}: '{value}' is not {what}", f"{name} is {item.metadata['help']}") from None
    choices, least, most = (item.metadata.get(name) for name in ("choices", "least", "most"))
    if choices and parsed not in choices:
        raise UsageError(f"{place}: '{value}' is not one of {', '.join(choices)}", "choose one of them")
    if least is not None and parsed < least:
        raise UsageError(f"{place}: {value} is less than {least}", f"{name} is {item.metadata['help']}")
    if most is not None and parsed > most:
        raise UsageError(f"{place}: {value} is more than {most:,}", f"{name} is {item.metadata['help']}")
    return parsed


def _read(kind: Any, value: Any) -> Any:
    """Return a value of a kind; it may be written as a text, but nothing else stands for another kind."""
    if kind is bool:
        return value if isinstance(value, bool) else SWITCHES[value.strip().lower()]
    allowed = (str, int, float) if kind is float else (str, kind)
    if isinstance(value, bool) or not isinstance(value, allowed):
        raise ValueError
    parsed = kind(value)
    if kind is Path and (not str(value) or "\0" in str(value)):
        raise ValueError
    if kind is float and not math.isfinite(parsed):
        raise ValueError
    return parsed.expanduser() if kind is Path else parsed
