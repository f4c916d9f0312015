"""How well the shipped rules find what is critical in conversations written for it."""

from collections import Counter
from pathlib import Path
from typing import Final

from server.coach.tier import CRITICAL, Severity
from tests.server import given as hand

_WRITTEN: Final = Path(__file__).parent / "tiers.tsv"
_FLOOR_PRECISION: Final = 0.95
_FLOOR_RECALL: Final = 0.9


def _found() -> Counter[tuple[bool, bool]]:
    """How often a conversation is critical (first), and is found to be (second)."""
    pairs: Counter[tuple[bool, bool]] = Counter()
    for block in _WRITTEN.read_text(encoding="utf-8").split("## ")[1:]:
        head, *rows = block.strip().split("\n")
        _, industry, _, tier = head.split("\t")
        severity = Severity()
        for seq, row in enumerate(rows, start=1):
            if row.startswith("C\t"):
                _, emotion, intent, text = row.split("\t")
                turn = hand.customer(seq, text, emotion, intent)
                severity = severity.after(turn, industry, hand.RULES.tiers)
        pairs[tier == CRITICAL, severity.is_critical] += 1
    return pairs


def test_what_is_critical_is_found_and_what_only_sounds_so_is_not() -> None:
    found = _found()
    right = found[True, True]
    assert right / (right + found[False, True]) >= _FLOOR_PRECISION, found
    assert right / (right + found[True, False]) >= _FLOOR_RECALL, found
