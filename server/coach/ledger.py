"""The six-step ledger: where each step stands, with the utterance that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from models.readings import STEP_KEYS

Status = Literal["not_due", "due", "done", "skipped"]

_QUOTE_CHARS: Final = 40
# Steps that are lost when the agent goes past them; the others stay due until done.
_CAN_BE_SKIPPED: Final = frozenset({"listen", "empathize", "clarify", "negotiate"})
# Doing one of these shows that the customer was heard.
_SHOWS_LISTENING: Final = frozenset({"empathize", "clarify"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: its status and the evidence for it."""

    status: Status = "not_due"
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The six entries in the order of the method."""

    entries: tuple[Entry, ...] = tuple(Entry() for _ in STEP_KEYS)

    def __getitem__(self, step: str) -> Entry:
        return self.entries[STEP_KEYS.index(step)]

    def statuses(self) -> tuple[tuple[str, Status], ...]:
        """Step and status, in order."""
        return tuple((s, e.status) for s, e in zip(STEP_KEYS, self.entries, strict=True))

    def any_done(self, *steps: str) -> bool:
        """Whether the agent did one of `steps`."""
        return any(self[step].status == "done" for step in steps)

    @property
    def owed(self) -> frozenset[str]:
        """Steps that are due, or were passed over."""
        entries = zip(STEP_KEYS, self.entries, strict=True)
        return frozenset(step for step, entry in entries if entry.status in ("due", "skipped"))

    def due(self, step: str, seq: int, text: str) -> "Ledger":
        """`step` is due because of customer utterance `seq`; a done step re-opens."""
        return self._put(step, Entry("due", seq, quote(text)))

    def done(self, steps: Iterable[str], seq: int, text: str, feel: Iterable[str]) -> "Ledger":
        """The agent did `steps` in utterance `seq`; due steps that were passed are skipped."""
        did = set(steps)
        if self["listen"].status == "due" and (did & _SHOWS_LISTENING or "fact" in feel):
            did.add("listen")
        if not did:
            return self
        evidence = Entry("done", seq, quote(text))
        ledger = self
        for step, entry in zip(STEP_KEYS, self.entries, strict=True):
            if step in did:
                ledger = ledger._put(step, evidence)
            elif entry.status == "due" and _passed(step, did):
                ledger = ledger._put(step, Entry("skipped", entry.seq, entry.quote))
        return ledger

    def _put(self, step: str, entry: Entry) -> "Ledger":
        at = STEP_KEYS.index(step)
        return Ledger((*self.entries[:at], entry, *self.entries[at + 1 :]))


def quote(text: str) -> str:
    """The beginning of an utterance, as evidence."""
    return text if len(text) <= _QUOTE_CHARS else text[: _QUOTE_CHARS - 1] + "…"


def _passed(step: str, did: set[str]) -> bool:
    later = STEP_KEYS[STEP_KEYS.index(step) + 1 :]
    if step == "negotiate":
        later = ("resolve", "thank")
    return step in _CAN_BE_SKIPPED and not did.isdisjoint(later)
