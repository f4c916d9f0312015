"""The coach in one call: what happened in, the guidance out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.coach import crisis, process
from server.coach.advice import Advice, Wording
from server.coach.cards import Alert, Card, Cue
from server.coach.cues import Candidate, choose
from server.coach.playbook import Playbook
from server.coach.state import State
from server.coach.wording import compose


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that stands beside the chat window after the last utterance."""

    advice: Advice | None
    cue: Cue | None
    cards: tuple[Card, ...]


def guide(playbook: Playbook, state: State) -> Guidance:
    """The guidance on a state."""
    return Guidance(
        advise(playbook, state),
        _cue(playbook, state),
        cards(playbook, state),
    )


def cards(playbook: Playbook, state: State) -> tuple[Card, ...]:
    """What the parts of the method have to say, in the order in which they stand."""
    shown = tuple(card for card in _cards(playbook, state) if card is not None)
    if state.severity.is_critical:
        return tuple(replace(card, say=()) for card in shown)
    return shown


def alerts(playbook: Playbook, state: State) -> tuple[Alert, ...]:
    """What the supervisor should be told now; an `Alerted` event must follow for each."""
    return tuple(crisis.alerts(state, playbook.rules.statements))


def advise(playbook: Playbook, state: State) -> Advice | None:
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
        wordings=_wordings(playbook, state, decision.step),
    )


def _wordings(playbook: Playbook, state: State, step: str) -> tuple[Wording, ...]:
    """Where the matter is critical, nothing that was not approved is offered."""
    if state.severity.is_critical:
        return crisis.approved(playbook.rules.statements, state, step)
    return compose(playbook.library, state, step)


def _cue(playbook: Playbook, state: State) -> Cue | None:
    cue = choose(_candidates(playbook, state), playbook.rules.cues, state.shown)
    if cue is not None and state.severity.is_critical:
        return replace(cue, say=())
    return cue


def _candidates(playbook: Playbook, state: State) -> Iterator[Candidate]:
    """Every cue that would be in place now."""
    yield from ()


def _cards(playbook: Playbook, state: State) -> Iterator[Card | None]:
    yield process.card(state.severity, playbook.rules.processes)
