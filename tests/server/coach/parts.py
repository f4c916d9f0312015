"""Plays a conversation to the state after it, by the rules that are shipped."""

from collections.abc import Iterable
from dataclasses import replace

from server.coach.cards import Card
from server.coach.coach import cards
from server.coach.events import AgentTurn, CustomerTurn, Opened
from server.coach.fold import fold
from server.coach.playbook import Playbook
from server.coach.state import State

Turns = Iterable[CustomerTurn | AgentTurn]


def played(
    playbook: Playbook,
    turns: Turns,
    channel: str = "chat",
    industry: str = "ecommerce-apparel",
    conversation: str = "c",
) -> State:
    """The state after `turns`, which are numbered anew."""
    state = fold(State(), Opened(conversation, channel, industry), playbook.rules)
    for seq, turn in enumerate(turns, start=1):
        state = fold(state, replace(turn, seq=seq), playbook.rules)
    return state


def card_of(playbook: Playbook, state: State, kind: str) -> Card | None:
    """The card of a kind, or None where it is not shown."""
    return next((card for card in cards(playbook, state) if card.kind == kind), None)


def rows_of(playbook: Playbook, state: State, kind: str) -> dict[str, str]:
    """The rows of a card that must be there, by key."""
    card = card_of(playbook, state, kind)
    assert card is not None, f"no card {kind}"
    return {row.key: row.text for row in card.rows}
