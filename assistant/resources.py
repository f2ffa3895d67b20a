"""Find the folders that travel with the program: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import MissingError

_PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """Return the folder `name`, such as "prompts" or "seeds".

    Raises:
        MissingError: neither the package nor the checkout has it.
    """
    places = (_PACKAGE / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    looked = " and ".join(str(place) for place in places)
    raise MissingError(f"the folder '{name}' is missing; looked at {looked}", "install the package again")
