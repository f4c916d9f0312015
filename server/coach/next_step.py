"""Decides the next step: the classifier's view, corrected by what the state knows."""

from typing import Final

from models.readings import EMOTION_KEYS, STEP_KEYS, CustomerReading, top
from server.coach.advice import Decision, Reason
from server.coach.events import CustomerTurn
from server.coach.ledger import quote
from server.coach.state import SURE_EMOTION, State

NEGATIVE: Final = frozenset({"anxious", "disappointed", "dissatisfied", "angry"})
_CLOSING: Final = frozenset({"thank", "farewell"})
_ALSO_SHARE: Final = 0.4
_SURE_STEP: Final = 0.4
_WORSE: Final = 0.25
_REPEAT_CHARS: Final = 4
# How far the state moves the classifier's view: the method puts 同 before 办 where a feeling
# was not acknowledged; who is merely pressed for time is helped most by 办.
_UNACKNOWLEDGED: Final = {"anxious": 0.2, "disappointed": 0.3, "dissatisfied": 0.3, "angry": 0.3}
_NOTHING_TO_SOOTHE: Final = 0.8
_CLOSING_WEIGHT: Final = 0.2
_REJECTED: Final = 1.3
# A greeting, a card or a number raises nothing yet that one could act on.
_ONLY_OPENS: Final = frozenset({"greet", "thank", "affirm", "inform", "escalate", "other"})
_NOTHING_TO_ACT_ON: Final = 0.1


def raises(emotion: str, intent: str) -> bool:
    """Whether a line gives the agent something to act on or to answer."""
    return emotion in NEGATIVE or intent not in _ONLY_OPENS


def decide(state: State, turn: CustomerTurn) -> Decision:
    """The next step after a customer line, given the state before it."""
    emotion, emotion_p = top(EMOTION_KEYS, turn.reading.emotion)
    intent = turn.intent
    scores = _scores(state, turn.reading, emotion, intent)
    step, second, *_ = sorted(STEP_KEYS, key=lambda each: -scores[each])
    also = second if scores[second] >= _ALSO_SHARE * scores[step] else None
    confident = emotion_p >= SURE_EMOTION and scores[step] >= _SURE_STEP
    why = (*_feeling(state, turn, emotion, step), *_matter(turn, intent, step))
    if not confident:
        why = (*why, Reason("unsure"))
    return Decision(step, also, confident, why)


def _scores(state: State, reading: CustomerReading, emotion: str, intent: str) -> dict[str, float]:
    scores = dict(zip(STEP_KEYS, reading.next, strict=True))
    upset = emotion in NEGATIVE
    if upset and reading.valence < state.acknowledged - _WORSE:
        scores["empathize"] += _UNACKNOWLEDGED[emotion]
    if not upset:
        scores["empathize"] *= _NOTHING_TO_SOOTHE
        if intent in _CLOSING:
            scores["thank"] += _CLOSING_WEIGHT
    raised = state.raised or raises(emotion, intent)
    if not raised and not state.ledger.any_done("clarify", "resolve"):
        scores["resolve"] *= _NOTHING_TO_ACT_ON
    if intent == "deny" and state.ledger["resolve"].status == "done":
        scores["negotiate"] *= _REJECTED
    return scores


def _feeling(state: State, turn: CustomerTurn, emotion: str, step: str) -> list[Reason]:
    reasons: list[Reason] = []
    if emotion in NEGATIVE:
        again = step == "empathize" and state.ledger["empathize"].status == "done"
        code: Final = "feeling_again" if again else "feeling"
        reasons.append(Reason(code, emotion, turn.seq, quote(turn.text)))
        if state.valences and turn.reading.valence < min(state.valences) - _WORSE / 2:
            reasons.append(Reason("mood_falling", None, turn.seq))
    repeated = state.said is not None and state.said.text.strip() == turn.text.strip()
    if repeated and len(turn.text) >= _REPEAT_CHARS:
        reasons.append(Reason("repeat", None, turn.seq))
    return reasons


def _matter(turn: CustomerTurn, intent: str, step: str) -> list[Reason]:
    said, fact = quote(turn.text), turn.fact
    if step == "negotiate" and intent == "deny":
        reasons = [Reason("offer_rejected", intent, turn.seq, said)]
    elif step == "thank":
        reasons = [Reason("settled", intent, turn.seq, said)]
    elif step == "clarify" and not fact:
        reasons = [Reason("fact_missing", intent, turn.seq)]
    else:
        reasons = [Reason("intent", intent, turn.seq, said)]
    if fact:
        reasons.append(Reason("fact_stated", None, turn.seq, quote(fact)))
    return reasons
