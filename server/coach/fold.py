"""The fold: the state after an event."""

from dataclasses import replace
from typing import Final

from models import labels
from models.mood import Mood
from models.readings import EMOTION_KEYS, INTENT_KEYS, top
from server.coach.changing import changed
from server.coach.events import AgentTurn, CustomerTurn, Event, Opened
from server.coach.following import followed, noted
from server.coach.next_step import NEGATIVE, decide, raises
from server.coach.person import restate
from server.coach.rules import Rules
from server.coach.state import Demand, Evidence, State

_RECENT: Final = 6
_TELLING_CHARS: Final = 5
# 下午 or 退了 is a fact, but nothing that one says back.
_SAYABLE_CHARS: Final = 4


def fold(state: State, event: Event, rules: Rules) -> State:
    """The state after `event`."""
    match event:
        case Opened():
            return changed(
                state,
                conversation_id=event.conversation_id,
                channel=event.channel,
                industry=event.industry,
                vip=event.vip,
                at=event.at,
                history=event.history,
            )
        case CustomerTurn():
            return followed(_customer(state, event), event, rules)
        case AgentTurn():
            return followed(_agent(state, event), event, rules)
        case _:
            return noted(state, event)


def _customer(state: State, turn: CustomerTurn) -> State:
    reading = turn.reading
    emotion, p = top(EMOTION_KEYS, reading.emotion)
    intent, _ = top(INTENT_KEYS, reading.intent)
    decision = decide(state, turn)
    fact = _stated(turn)
    is_matter = emotion in NEGATIVE or intent in labels.DEMAND_OF_INTENT
    is_matter = is_matter and fact is not None and _tells(fact.text)
    return changed(
        state,
        seq=turn.seq,
        at=turn.at,
        emotion=emotion,
        confidence=p,
        intent=intent,
        mood=Mood(reading.emotion),
        # Calm again: what was acknowledged is over, and a new feeling wants its own answer.
        acknowledged=state.acknowledged if emotion in NEGATIVE else 0.0,
        valences=(*state.valences, reading.valence)[-_RECENT:],
        fact=fact or state.fact,
        matter=fact if is_matter else state.matter,
        raised=state.raised or raises(emotion, intent),
        said=Evidence(turn.seq, turn.text),
        demands=_demands(state.demands, intent, turn.seq),
        decision=decision,
        ledger=state.ledger.due(decision.step, turn.seq, turn.text),
    )


def _agent(state: State, turn: AgentTurn) -> State:
    reading = turn.reading
    acknowledged = state.acknowledged
    if "empathize" in reading.done:
        acknowledged = min(acknowledged, state.valence)
    return changed(
        state,
        seq=turn.seq,
        at=turn.at,
        mood=state.mood and replace(state.mood, answered=True),
        acknowledged=acknowledged,
        ledger=state.ledger.done(reading.done, turn.seq, turn.text, reading.carried),
        feel_said=state.feel_said.union(reading.carried),
        decision=None,
    )


def _tells(fact: str) -> bool:
    """Whether a fact is more than a number or a name."""
    return sum(not c.isascii() for c in fact) >= _TELLING_CHARS


def _stated(turn: CustomerTurn) -> Evidence | None:
    restated = restate(turn.fact)
    return Evidence(turn.seq, restated) if len(restated) >= _SAYABLE_CHARS else None


def _demands(known: tuple[Demand, ...], intent: str, seq: int) -> tuple[Demand, ...]:
    """Kinds of demand stated so far, the most stated and most recent first."""
    key = labels.DEMAND_OF_INTENT.get(intent)
    if key is None:
        return known
    times = next((d.times for d in known if d.key == key), 0) + 1
    rest = [d for d in known if d.key != key]
    return tuple(sorted([Demand(key, times, seq), *rest], key=lambda d: (-d.times, -d.seq)))
