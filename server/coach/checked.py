"""What rules have in common: a key that no rule knows is refused, a word that no list knows too."""

import re
from collections.abc import Collection, Iterable
from typing import ClassVar, Final

SLOTS: Final = re.compile(r"([^‹›]|‹[^‹›]+›)*")
"""Matches what has its slots opened and closed, one after the other, each with a name in it."""


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


def require_words(name: str, given: Collection[str]) -> None:
    """Refuse an empty word, which stands in every line.

    Raises:
        ValueError: naming the list that it is in.
    """
    if not all(word.strip() for word in given):
        raise ValueError(f"{name} has an empty word; take it out")


def require_once(name: str, given: Iterable[str]) -> None:
    """Refuse what stands twice.

    Raises:
        ValueError: naming it.
    """
    seen = set[str]()
    for each in given:
        if each in seen:
            raise ValueError(f"{name} {each!r} stands twice; change one or take it out")
        seen.add(each)


def require_sayable(sentences: Iterable[str], fillings: Collection[str] = ()) -> None:
    """Refuse what cannot be said: an empty sentence, an open slot, a filling that nobody gives.

    Raises:
        ValueError: with the sentence and what to change.
    """
    for sentence in sentences:
        if not sentence.strip():
            raise ValueError("a sentence is empty; write it or take the line out")
        if not SLOTS.fullmatch(sentence):
            raise ValueError(f"{sentence!r}: a slot is opened with ‹ and closed with ›")
        if unknown := set(re.findall(r"\{\w+\}|[{}]", sentence)) - {f"{{{n}}}" for n in fillings}:
            known = ", ".join(f"{{{name}}}" for name in fillings) or "nothing"
            raise ValueError(
                f"{sentence!r}: {min(unknown)} is not filled in; {known} is; write ‹…› for a slot"
            )
