"""The footer of a screen that stays open all day."""

from __future__ import annotations

from textual.widgets import Footer


class KeyFooter(Footer):
    """A footer that forgets the keys which it no longer shows.

    Textual binds each key to the footer, which is made anew whenever other keys can be pressed, and drops those that
    are gone only when what they are bound to changes: 200 kB were kept of every question.
    """

    async def recompose(self) -> None:
        """Show the keys that can be pressed now, and let go of the others."""
        await super().recompose()
        self.mutate_reactive(Footer.compact)
