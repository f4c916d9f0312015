"""What rules have in common: a key that no rule knows is refused, a word that no list knows too."""

import re
from collections.abc import Collection, Iterable
from typing import ClassVar, Final

SLOTS: Final = re.compile(r"([^‹›]|‹[^‹›]+›)*")
"""Matches what has its slots opened and closed, one after the other, each with a name in it."""

OPEN_SLOT: Final = "‹ › 没成对 a slot is opened with ‹ and closed with ›"
"""What is said of a slot that is not. Every mistake is told in Chinese first: whoever edits
`prompts/` reads Chinese. What both languages need, keys and values, is said once."""


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
            f"没有这个词 unknown {name} {', '.join(map(repr, unknown))}；"
            f"可以写 known are {', '.join(known) or '无 none'}"
        )


def require_words(name: str, given: Collection[str]) -> None:
    """Refuse an empty word, which stands in every line.

    Raises:
        ValueError: naming the list that it is in.
    """
    if not all(word.strip() for word in given):
        raise ValueError(f"{name} 里有空词，删掉它 has an empty word")


def require_once(name: str, given: Iterable[str]) -> None:
    """Refuse what stands twice.

    Raises:
        ValueError: naming it.
    """
    seen = set[str]()
    for each in given:
        if each in seen:
            raise ValueError(f"重复了 {name} {each!r} stands twice；改掉或删掉一个")
        seen.add(each)


def require_from(name: str, given: float, least: float, most: float | None = None) -> None:
    """Refuse a number below `least`, or above `most`.

    Raises:
        ValueError: naming it, and what it can be.
    """
    if not (given >= least and (most is None or given <= most)):
        raise ValueError(
            f"{name} 写了 {given}，至少写 {least} must be {least} or more"
            if most is None
            else f"{name} 写了 {given}，只能写 {least} 到 {most} must be from {least} to {most}"
        )


def require_positive(name: str, given: float) -> None:
    """Refuse a number that is not above 0.

    Raises:
        ValueError: naming it.
    """
    if not given > 0:
        raise ValueError(f"{name} 写了 {given}，要大于 0 must be more than 0")


def require_share(name: str, given: float) -> None:
    """Refuse what is no share: above 0, at most 1.

    Raises:
        ValueError: naming it, with what one looks like.
    """
    if not 0 < given <= 1:
        raise ValueError(
            f"{name} 写了 {given}，要大于 0、最大 1，如八成写 0.8 "
            "must be more than 0 and at most 1, such as 0.8"
        )


def require_sayable(sentences: Iterable[str], fillings: Collection[str] = ()) -> None:
    """Refuse what cannot be said: an empty sentence, an open slot, a filling that nobody gives.

    Raises:
        ValueError: with the sentence and what to change.
    """
    for sentence in sentences:
        if not sentence.strip():
            raise ValueError("有一句是空的，写上或删掉这行 a sentence is empty")
        if not SLOTS.fullmatch(sentence):
            raise ValueError(f"{sentence!r}：{OPEN_SLOT}")
        if unknown := set(re.findall(r"\{\w+\}|[{}]", sentence)) - {f"{{{n}}}" for n in fillings}:
            known = ", ".join(f"{{{name}}}" for name in fillings) or "无 none"
            raise ValueError(
                f"{sentence!r} 里的 {min(unknown)} 没人填 is not filled in；"
                f"能填的 filled in: {known}；要填的空写成 ‹…›"
            )
