"""What a tier asks for, as a card."""

from server.coach import process
from server.coach.process import Process, Task
from server.coach.tier import KINDS, Severity, TierRule, Tiers
from tests.server import given as hand

_TIERS = Tiers(
    (
        TierRule("fire", "serious", "起火", "danger", words=("起火",)),
        TierRule("again", "serious", "反复", words=("第三次",)),
        TierRule("death", "critical", "有人去世", "death", words=("没救过来",)),
    )
)
_PROCESSES = (
    Process("serious", (Task("告诉", "告诉班组长"),)),
    Process("serious", (Task("先问", "人在哪里"),), kinds=("danger",)),
)


def _said(*texts: str) -> Severity:
    severity = Severity()
    for seq, text in enumerate(texts, start=1):
        severity = severity.after(hand.customer(seq, text), "telecom", _TIERS)
    return severity


def test_nothing_is_shown_where_nothing_shows_a_tier() -> None:
    assert process.card(_said("在吗"), _PROCESSES) is None


def test_the_card_tells_the_tier_what_shows_it_and_what_to_do() -> None:
    card = process.card(_said("第三次了"), _PROCESSES)
    assert card is not None
    assert [(row.key, row.text, row.seq) for row in card.rows] == [
        ("serious", "严重", None),
        ("反复", "第三次了", 1),
        ("告诉", "告诉班组长", None),
    ]
    assert card.level == "attend"


def test_what_is_made_for_this_kind_of_matter_comes_before_the_rest_of_the_tier() -> None:
    card = process.card(_said("第三次了", "起火了"), _PROCESSES)
    assert card is not None
    assert [row.key for row in card.rows] == ["serious", "起火", "先问"]


def test_a_tier_without_a_process_is_shown_all_the_same() -> None:
    card = process.card(_said("人没救过来"), _PROCESSES)
    assert card is not None
    assert (card.level, len(card.rows)) == ("alarm", 2)


def test_the_shipped_processes_have_an_answer_to_every_kind_of_grave_matter() -> None:
    for tier in ("general", "serious", "critical"):
        for kind in KINDS:
            rules = Tiers((TierRule("it", tier, "它", kind, words=("它",)),))
            severity = Severity().after(hand.customer(1, "它"), "telecom", rules)
            card = process.card(severity, hand.RULES.processes)
            assert card is not None
            assert 3 <= len(card.rows) <= 5, (tier, kind)
