"""The fold: the state after an event."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from models import labels
from models.mood import Mood
from models.readings import EMOTION_KEYS, INTENT_KEYS, top
from server.coach import evidence, path, three_f
from server.coach.events import Advised, AgentTurn, Cued, CustomerTurn, Event, Opened
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
            return replace(
                state,
                conversation_id=event.conversation_id,
                channel=event.channel,
                industry=event.industry,
                vip=event.vip,
                at=event.at,
            )
        case CustomerTurn():
            return _followed(_customer(state, event), event, rules)
        case AgentTurn():
            return _followed(_agent(state, event), event, rules)
        case Advised():
            offered = (wording.template for wording in event.advice.wordings)
            return replace(state, offered=state.offered.union(offered))
        case Cued():
            return replace(state, shown=state.shown.after(event.cue))


def _followed(state: State, turn: CustomerTurn | AgentTurn, rules: Rules) -> State:
    """With the parts of the method that follow the talk, each by its own rules.

    No part looks at what another has just made of the turn: their order does not matter.
    """
    checklist = state.checklist.after(turn, state.decision, rules.evidence)
    if isinstance(turn, CustomerTurn):
        followed = replace(
            state,
            severity=state.severity.after(turn, state.industry, rules.tiers),
            leaning=state.leaning.after(turn, rules.leaning),
            focus=state.focus.after(turn, rules.focus),
            checklist=checklist,
            path=state.path.rejected(rules.path) if _rejected(state) else state.path,
        )
        return replace(followed, offers=followed.offers.asked(_lists(followed, rules)))
    return replace(
        state,
        checklist=checklist,
        path=state.path.answered(turn, rules.path),
        offers=state.offers.answered(),
    )


def _rejected(state: State) -> bool:
    decision = state.decision
    return decision is not None and any(why.code == "offer_rejected" for why in decision.why)


def _lists(state: State, rules: Rules) -> Iterator[str]:
    """The lists of sentences from which the cards offer something now."""
    needed = state.checklist.needed(rules.evidence, state.industry, state.channel)
    missing = state.checklist.missing(needed)
    on_path = rules.path.chosen(state.severity.tier, state.vip)
    names = (
        *state.leaning.lists(state.seq),
        three_f.offer(state, rules.focus),
        evidence.offer(missing, state.intent, state.decision, rules.evidence),
        path.offer(state.path, rules.path) if on_path else None,
    )
    yield from (name for name in names if name is not None)


def _customer(state: State, turn: CustomerTurn) -> State:
    reading = turn.reading
    emotion, p = top(EMOTION_KEYS, reading.emotion)
    intent, _ = top(INTENT_KEYS, reading.intent)
    decision = decide(state, turn)
    fact = _stated(turn)
    is_matter = emotion in NEGATIVE or intent in labels.DEMAND_OF_INTENT
    is_matter = is_matter and fact is not None and _tells(fact.text)
    return replace(
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
    return replace(
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
