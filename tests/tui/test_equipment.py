"""What can be chosen, without a chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.records import Filters
from assistant.settings import Settings
from assistant.tui.equipment import THEMES, advice, place_of, read_filters, writers
from tests.tiny_gguf import write_tiny_gguf


def test_a_server_in_the_settings_can_write(tmp_path: Path) -> None:
    """Beside the quotations, which always can."""
    settings = Settings(models_dir=tmp_path, openai_url="http://127.0.0.1:1/v1", openai_model="m")
    found = writers(settings)
    assert [(writer.name, writer.settings.generator) for writer in found] == [("Quotations", "quotes"), ("m", "openai")]


def test_a_model_from_elsewhere_stays_among_the_writers(tmp_path: Path) -> None:
    """That with which the chat was begun, also once another one writes; who writes now is known among them."""
    model = write_tiny_gguf(tmp_path / "mine.gguf")
    found = writers(Settings(models_dir=tmp_path / "none", generator="quotes"), str(model))
    assert [writer.settings.generator for writer in found] == ["quotes", "llama"]
    assert (place_of("quotes", None, found), place_of("llama", str(model), found)) == (0, 1)
    assert place_of("openai", "m", found) is None
    assert len(writers(Settings(models_dir=tmp_path), str(model))) == len(found)
    assert len(writers(Settings(models_dir=tmp_path / "none"), str(tmp_path / "gone.gguf"))) == 1


def test_a_small_model_is_not_of_no_size(tmp_path: Path) -> None:
    """Its weights are counted in millions."""
    write_tiny_gguf(tmp_path / "tiny.gguf")
    about = writers(Settings(models_dir=tmp_path))[1].about
    assert "0.1 M parameters, F16, 0." in about
    assert about.endswith(" MB")


def test_the_advice_names_a_command() -> None:
    """Of the model that suits this machine, or says that none does."""
    words = advice(Settings())
    assert "assistant models pull " in words or "too little memory" in words


@pytest.mark.parametrize("key", ["year", "since", "until", "author", "authors", "org", "source", "title"])
def test_what_is_no_filter_is_answered_with_all_that_are(key: str) -> None:
    """Also with those that came later."""
    with pytest.raises(UsageError) as error:
        read_filters("robots")
    assert f"{key}:" in error.value.hint


@pytest.mark.parametrize(("text", "filters"), [("", Filters()), ("org:Google", Filters(organisation="Google"))])
def test_filters_are_read_as_in_a_question(text: str, filters: Filters) -> None:
    """By the same code."""
    assert read_filters(text) == filters


@pytest.mark.parametrize("text", ["robots", "year:2025 robots", "year:soon", "publisher:x"])
def test_what_is_no_filter_is_refused(text: str) -> None:
    """A word would filter nothing in silence."""
    with pytest.raises(UsageError) as error:
        read_filters(text)
    assert error.value.hint


def test_the_themes_of_the_settings_are_known() -> None:
    """Each has one of Textual's."""
    from textual.theme import BUILTIN_THEMES

    choices = Settings.__dataclass_fields__["theme"].metadata["choices"]
    assert tuple(THEMES) == choices
    assert set(THEMES.values()) <= set(BUILTIN_THEMES)
