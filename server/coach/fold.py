"""The fold: the state after an event."""

import re
from dataclasses import replace
from typing import Final

from models import labels
from models.mood import Mood
from models.readings import EMOTION_KEYS, top
from server.coach.changing import changed
from server.coach.events import AgentTurn, CustomerTurn, Event, Opened
from server.coach.following import followed, noted
from server.coach.next_step import NEGATIVE, decide, raises
from server.coach.person import restate
from server.coach.rules import Rules
from server.coach.state import SURE_EMOTION, Demand, Evidence, Matter, State

_RECENT: Final = 6
# 把您号码从名单里删掉 is wanted; 把您的件弄丢了 has happened.
_ORDERS: Final = re.compile(r"把[^了过错到成]*$")
# What is told beside an insult, a threat or an answer is seldom the matter itself.
_SIDE: Final = frozenset({"request_apology", "escalate", "threaten", "suggest_improvement", "deny"})
# Claims and objections do not push aside what has happened.
_REPORTS: Final = frozenset({"report_problem", "urge"})
_TOLD: Final = 1
_REPORTED: Final = 2
_TELLING_CHARS: Final = 5
# 下午 or 退了 is a fact, but nothing that one says back.
_SAYABLE_CHARS: Final = 4
# What is said beside a question or a consent is not what the talk is about.
_ASIDE: Final = frozenset({"ask_info", "ask_status", "affirm"})
# 39块8 or SN：QX9G is no fact either.
_ONLY_A_FIGURE: Final = re.compile(r"[\x00-\x7f]*[\W\d元块毛角分千万]?[\x00-\x7f]*")


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
    intent = turn.intent
    decision = decide(state, turn)
    fact = _stated(turn)
    upset = emotion in NEGATIVE and p >= SURE_EMOTION
    matter = _matter(state.matter, fact, upset, intent)
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
        matter=matter,
        case=state.case or (matter if matter is not None and matter.weight else None),
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


def _matter(known: Matter | None, fact: Evidence | None, upset: bool, intent: str) -> Matter | None:
    """What the talk is about: a fact that weighs less does not take the place of another."""
    is_matter = upset or intent in labels.DEMAND_OF_INTENT
    if fact is None or not is_matter or not _tells(fact.text):
        return known
    weight = _REPORTED if intent in _REPORTS else 0 if intent in _SIDE else _TOLD
    if known is not None and (weight < known.weight or intent in _ASIDE):
        return known
    return Matter(fact.seq, fact.text, weight)


def _tells(fact: str) -> bool:
    """Whether a fact is more than a number or a name, and no mere wish."""
    return sum(not c.isascii() for c in fact) >= _TELLING_CHARS and not _ORDERS.match(fact)


def _stated(turn: CustomerTurn) -> Evidence | None:
    restated = restate(turn.fact)
    if len(restated) < _SAYABLE_CHARS or _ONLY_A_FIGURE.fullmatch(restated):
        return None
    return Evidence(turn.seq, restated)


def _demands(known: tuple[Demand, ...], intent: str, seq: int) -> tuple[Demand, ...]:
    """Kinds of demand stated so far, the most stated and most recent first."""
    key = labels.DEMAND_OF_INTENT.get(intent)
    if key is None:
        return known
    times = next((d.times for d in known if d.key == key), 0) + 1
    rest = [d for d in known if d.key != key]
    return tuple(sorted([Demand(key, times, seq), *rest], key=lambda d: (-d.times, -d.seq)))
