"""The coach in one call: what happened in, the guidance out."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.coach import risk, tier
from server.coach.advice import Advice
from server.coach.cards import Card, Cue
from server.coach.cues import Candidate, choose
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.wording import Library, compose


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that stands beside the chat window after the last utterance."""

    advice: Advice | None
    cue: Cue | None
    cards: tuple[Card, ...]


def guide(playbook: Playbook, state: State) -> Guidance:
    """The guidance on a state."""
    return Guidance(
        advise(playbook.library, state),
        choose(_candidates(playbook, state), playbook.rules.cues, state.shown),
        cards(playbook, state),
    )


def cards(playbook: Playbook, state: State) -> tuple[Card, ...]:
    """What the parts of the method have to say, in the order in which they stand."""
    return tuple(card for card in _cards(playbook, state) if card is not None)


def advise(library: Library, state: State) -> Advice | None:
    """Advice on the customer's last utterance; None where the agent has answered since."""
    decision = state.decision
    if decision is None:
        return None
    return Advice(
        seq=state.seq,
        step=decision.step,
        also=decision.also,
        confident=decision.confident,
        why=decision.why,
        wordings=compose(library, state, decision.step),
    )


def _candidates(playbook: Playbook, state: State) -> Iterator[Candidate]:
    """Every cue that would be in place now."""
    yield from risk.candidates(state, playbook.rules.risk)


def _cards(playbook: Playbook, state: State) -> Iterator[Card | None]:
    yield tier.card(state.severity)
    yield risk.card(state, playbook.rules.risk)
