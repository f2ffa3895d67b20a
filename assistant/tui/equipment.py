"""What a person can choose from: who writes the answers, which filters hold; and what is missing here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath

from assistant.addresses import without_login
from assistant.errors import AssistantError, UsageError
from assistant.records import Filters
from assistant.sanitizing import sanitize_line
from assistant.settings import Settings

THEMES = {"dark": "textual-dark", "light": "textual-light", "ansi-dark": "ansi-dark", "ansi-light": "ansi-light"}
"""The themes by the names of the settings; the ansi ones have the terminal's own colours."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who can write the answers.

    Attributes:
        settings: under which it does.
        is_usable: whether it can be chosen.
    """

    name: str
    about: str
    settings: Settings
    is_usable: bool = True


def writers(settings: Settings, given: str = "") -> list[Writer]:
    """Return who can write: quotations, each model that is here, the server that the settings name. Reads headers.

    Args:
        given: the model that the chat was begun with, which may be elsewhere.
    """
    return [
        Writer("Quotations", "no language model: the sentences of the papers themselves", _by(settings, "quotes")),
        *_models(settings, given),
        *_server(settings),
    ]


def _by(settings: Settings, generator: str, model: str = "") -> Settings:
    return replace(settings, generator=generator, model=model)


def _models(settings: Settings, given: str) -> Iterator[Writer]:
    from assistant.models import list_models, named_model
    from assistant.models.describing import describe, gigabytes, weights

    found = list_models(settings.models_dir)
    if given:
        with suppress(AssistantError):  # it was said at the start that it is not there
            found = list(dict.fromkeys([*found, named_model(given, settings)]))
    for model in found:
        chosen = _by(settings, "llama", str(model.path))
        try:
            header = describe(model)
        except AssistantError as error:
            yield Writer(model.name, f"cannot be used: {error.message}", chosen, is_usable=False)
        else:
            facts = (
                f"{weights(header.parameters)} parameters",
                header.quantisation,
                gigabytes(header.size),
            )
            yield Writer(model.name, ", ".join(facts), chosen)


def _server(settings: Settings) -> Iterator[Writer]:
    if settings.openai_url:
        about = f"the server {without_login(settings.openai_url)}"
        yield Writer(settings.openai_model or "the server's first model", about, _by(settings, "openai"))


def place_of(generator: str, model: str | None, found: Sequence[Writer]) -> int | None:
    """Return the place of who writes now among some writers; None if it is none of them."""
    for place, writer in enumerate(found):
        is_same = PurePath(writer.settings.model or "").name == PurePath(model or "").name
        if writer.settings.generator == generator and (generator != "llama" or is_same):
            return place
    return None


def advice(settings: Settings) -> str:
    """Return how to get the language model that suits this machine."""
    from assistant.models.machine import look_at_machine
    from assistant.models.recommending import advise, best
    from assistant.models.running import CONTEXT

    taken = best(advise(look_at_machine(with_gpus=False), settings.context or CONTEXT, can_offload=False))
    if taken is None:
        return "This machine has too little memory for a language model."
    size = sum(file.size for file in taken.model.files[:1]) / 1e9
    return f"A language model that suits this machine: assistant models pull {taken.model.name} ({size:.1f} GB)"


def read_filters(text: str) -> Filters:
    """Return typed filters such as `year:2025 org:"Korea University"`; none for an empty text.

    Raises:
        UsageError: something is no filter.
    """
    from assistant.questions import typed_filters

    rest, filters = typed_filters.take(text)
    if rest.strip():
        raise UsageError(
            f"“{sanitize_line(rest)}” is no filter",
            "write year:2025, since:2026-03, until:2024, author:…, authors:2-5, org:…, venue:…, source:… or title:…",
        )
    return filters
