"""By what a rewritten suggestion is let through: `prompts/rules/guard.yaml`."""

from dataclasses import dataclass
from typing import Final

from server.coach.checked import Checked, require_from, require_words

_LISTS: Final = (
    *("plain", "committing", "claims", "no_claims", "denying", "not_denying"),
    *("conditions", "asking", "titles", "apologies"),
)


@dataclass(frozen=True, slots=True)
class GuardRules(Checked):
    """What another way of saying may add to a draft, and what it may not.

    `longest`: how many times as long as the draft it may be. `plain`: words that tell nothing
    new, `particles` single characters of that kind. `same`: groups of words of which one may
    stand for another. Of the following, none may be said that the draft does not say:
    `committing` binds the house, `claims` tells that something was done (unless `no_claims`
    stands in the clause), `titles` names somebody, `apologies` apologises. `denying`
    (outside of `not_denying`), `conditions` and `asking` (at the end of a clause) turn the meaning
    of a sentence: they must be in both or in neither.
    """

    longest: float = 1.6
    plain: tuple[str, ...] = ()
    particles: str = ""
    same: tuple[tuple[str, ...], ...] = ()
    committing: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    no_claims: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    denying: tuple[str, ...] = ()
    not_denying: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_from("longest", self.longest, 1, 3)
        for name in _LISTS:
            require_words(name, getattr(self, name))
        if few := [group for group in self.same if len(group) < 2]:
            raise ValueError(f"same：一组至少两个词 {list(few[0])} is alone")
        for group in self.same:
            require_words("same", group)
        said = [word for name in ("committing", "titles") for word in getattr(self, name)]
        if both := sorted(set(self.plain).intersection(said)):
            raise ValueError(f"plain：{both[0]!r} 别的词表里也有，删掉一处 is in another list too")
