"""What rules have in common: a key that no rule knows is refused, a word that no list knows too."""

from collections.abc import Collection
from typing import ClassVar


class Checked:
    """Base of the dataclasses that `prompts/rules/` is read into."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}


class MisplacedError(ValueError):
    """A mistake that shows only beside the other entries; `place` is where in the file it is."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place = place


def require_known(name: str, given: Collection[str], known: Collection[str]) -> None:
    """Refuse words that are not in a vocabulary.

    Raises:
        ValueError: naming them, and the words that are known.
    """
    if unknown := [word for word in given if word not in known]:
        raise ValueError(
            f"unknown {name} {', '.join(map(repr, unknown))}; known are {', '.join(known)}"
        )
