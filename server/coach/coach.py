"""The coach in one call: what happened in, the new state and the advice out."""

from server.coach.advice import Advice
from server.coach.state import State
from server.coach.wording import Library, compose


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
