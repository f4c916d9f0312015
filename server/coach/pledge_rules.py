"""By what a promise is known: the words of `prompts/rules/promises.yaml`."""

import re
from dataclasses import dataclass
from typing import Final

from server.coach.checked import Checked, require_once, require_words

_WORD_LISTS: Final = (
    *("owners", "own", "hands_over", "to_customer", "between", "general", "conditions", "asking"),
    *("customer_does", "done", "not_done", "vague", "not_vague"),
)
_OFFSET: Final = re.compile(r"(?P<sign>[+-])(?P<hours>0\d|1[0-4]):(?P<minutes>[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Action(Checked):
    """Something that is promised, and the words for it.

    A word of one character counts only right after a time.
    """

    name: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        require_words("name", (self.name,))
        require_words("words", self.words)
        if not self.words:
            raise ValueError(f"{self.name!r} 没写 words，加上坐席的说法 has no words")


@dataclass(frozen=True, slots=True)
class PledgeRules(Checked):
    """By what a promise is known.

    `utc_offset`: where the clocks of the customers stand. `owners`: whom agents promise for;
    `own`: words for oneself. `hands_over`: an owner named some clauses before the promise is its
    owner only after one of these. `to_customer`: words that show that something is done for this
    customer. `between`: what may stand between a time and what is done then. `general`: no
    promise is in a clause with one of them; `conditions`: nor after one in the same sentence;
    `asking`: nor in or right before a clause with one; `customer_does`: nor in a clause with
    one, because the customer is to do it. `done` and `not_done`: a clause with one of the first
    and none of the second says that something was done; `vague` and `not_vague`: that something
    is promised without a time.
    """

    utc_offset: str = "+00:00"
    actions: tuple[Action, ...] = ()
    owners: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    hands_over: tuple[str, ...] = ()
    to_customer: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    customer_does: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    not_vague: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _OFFSET.fullmatch(self.utc_offset):
            raise ValueError(
                f"utc_offset 写了 {self.utc_offset!r}，要像 +08:00 must look like +08:00"
            )
        for name in _WORD_LISTS:
            require_words(name, getattr(self, name))
        require_once("actions", (action.name for action in self.actions))

    @property
    def east(self) -> int:
        """Minutes that clocks are ahead of UTC."""
        m = _OFFSET.fullmatch(self.utc_offset)
        assert m is not None
        minutes = 60 * int(m["hours"]) + int(m["minutes"])
        return minutes if m["sign"] == "+" else -minutes
