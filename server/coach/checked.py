"""What rules have in common: a key that no rule knows is refused, a word that no list knows too."""

from collections.abc import Collection
from typing import ClassVar


class Checked:
    """Base of the dataclasses that `prompts/rules/` is read into."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}


def require_known(name: str, given: Collection[str], known: Collection[str]) -> None:
    """Refuse words that are not in a vocabulary.

    Raises:
        ValueError: naming them, and the words that are known.
    """
    if unknown := [word for word in given if word not in known]:
        raise ValueError(
            f"unknown {name} {', '.join(map(repr, unknown))}; known are {', '.join(known)}"
        )


def require_words(name: str, given: Collection[str]) -> None:
    """Refuse an empty word, which stands in every line.

    Raises:
        ValueError: naming the list that it is in.
    """
    if not all(word.strip() for word in given):
        raise ValueError(f"{name} has an empty word; take it out")
