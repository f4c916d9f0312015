"""The coach in one call: what happened in, the guidance out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.coach import (
    alternatives,
    apology,
    asks,
    compensation,
    conduct,
    crisis,
    evidence,
    grumble,
    history,
    leaning,
    limits,
    listening,
    outburst,
    path,
    plans,
    process,
    promises,
    repair,
    risk,
    strain,
    three_f,
)
from server.coach.advice import Advice, Wording
from server.coach.alarms import Alarm, grounds, next_at, standing
from server.coach.cards import Alert, Card, Cue
from server.coach.cues import Candidate, choose
from server.coach.limits import Timer
from server.coach.playbook import Playbook
from server.coach.question import Question
from server.coach.rules import Rules
from server.coach.situation import Situation
from server.coach.state import SURE_EMOTION, State
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


def question(playbook: Playbook, state: State) -> Question | None:
    """What to look up for the customer's last line."""
    matter = state.matter.text if state.matter else ""
    return state.topic.question(matter, playbook.rules.questions)


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


def alarms(state: State, rules: Rules, now: int) -> tuple[Alarm, ...]:
    """What the agent is to be reminded of `now`, in ms since 1970, and was not reminded of yet."""
    return standing(state.promises, _running(state, rules), state.alarmed, rules.alarms, now)


def next_alarm(state: State, rules: Rules) -> int | None:
    """When `alarms` has something next, in ms since 1970."""
    return next_at(state.promises, _running(state, rules), state.alarmed, rules.alarms)


def alarm_grounds(state: State, rules: Rules) -> frozenset[str]:
    """What the agent may be reminded of: a reminder of anything else no longer holds."""
    return grounds(state.promises, _running(state, rules), rules.alarms)


def _running(state: State, rules: Rules) -> tuple[Timer, ...]:
    """No limit runs in a conversation that has ended; its promises are still owed."""
    if state.ended:
        return ()
    return limits.timers(state.waits, state.severity.tier, state.channel, rules.limits)


def _wordings(playbook: Playbook, state: State, step: str) -> tuple[Wording, ...]:
    """Where the matter is critical, nothing that was not approved is offered."""
    if state.severity.is_critical:
        return crisis.approved(playbook.rules.statements, state, step)
    past = history.past(state, playbook.rules.history, playbook.products)
    return compose(playbook.library, state, step, past)


def _cue(playbook: Playbook, state: State) -> Cue | None:
    cue = choose(_candidates(playbook, state), playbook.rules.cues, state.shown)
    if cue is not None and state.severity.is_critical:
        return replace(cue, say=crisis.remarks(playbook.rules.statements, cue.kind))
    return cue


def _candidates(playbook: Playbook, state: State) -> Iterator[Candidate]:
    """Every cue that would be in place now."""
    rules, seq, channel, shown = playbook.rules, state.seq, state.channel, state.shown
    situation = _situation(rules, state)
    yield from outburst.candidates(state.outburst, seq, channel, rules.outburst)
    yield from conduct.candidates(state.conduct, situation, shown, rules.conduct)
    # What was left out is not what is to be mended of a faulty line, nor is there an approved
    # sentence for it where the matter is critical.
    if not (state.conduct.is_faulty(seq) or state.severity.is_critical):
        yield from repair.candidates(state.ledger, situation, state.acknowledged, rules.repair)
    yield from listening.candidates(state.listening, rules.listening)
    yield from grumble.candidates(state, situation, rules.grumble)
    yield from promises.candidates(state.promises, seq)
    # In a crisis nobody takes a pause, and what risk warns of has come.
    if not state.severity.is_critical:
        yield from strain.candidates(state.strain, situation, shown, rules.strain)
        yield from risk.candidates(state, rules.risk)


def _cards(playbook: Playbook, state: State) -> Iterator[Card | None]:
    yield from _standing(playbook, state)
    yield from _offering(playbook.rules, state)
    yield from _meant(playbook.rules, state)


def _standing(playbook: Playbook, state: State) -> Iterator[Card | None]:
    """How the matter stands."""
    rules = playbook.rules
    grade = state.severity.tier
    yield process.card(state.severity, rules.processes)
    yield risk.card(state, rules.risk)
    yield asks.card(state.asks, rules.asks)
    if not state.ended:
        yield limits.card(state.waits, grade, state.channel, state.at, rules.limits)
    yield promises.card(state.promises, state.at, rules.promises)
    yield history.card(state, rules.history, playbook.products)
    if rules.path.chosen(grade, state.vip):
        yield path.card(state.path, rules.path, state.lists, state.conversation_id)


def _offering(rules: Rules, state: State) -> Iterator[Card | None]:
    """What can be offered, and what is to be known before."""
    place = state.industry, state.channel
    yield evidence.card(state.checklist, rules.evidence, place, state.lists, state.conversation_id)
    yield compensation.card(state, rules.compensation)
    yield alternatives.card(state, rules.alternatives, rules.plans, rules.compensation)
    yield plans.card(state, rules.plans)
    yield apology.card(state, rules.apology)


def _meant(rules: Rules, state: State) -> Iterator[Card | None]:
    """Who this is, what is really wanted, and how well one listens."""
    yield three_f.card(state, rules.focus, leaning.wants(state.leaning, rules.leaning))
    if state.emotion != "pleased":
        yield leaning.card(state.leaning, rules.leaning, state.lists, state.conversation_id)
    yield listening.card(state.listening, rules.listening)


def _situation(rules: Rules, state: State) -> Situation:
    return Situation(
        seq=state.seq,
        channel=state.channel,
        industry=state.industry,
        # As in the wordings: a feeling that is not surely read must not be named.
        emotion=state.emotion if state.confidence >= SURE_EMOTION else None,
        valence=state.valence,
        intent=state.intent,
        owed=state.ledger.owed,
        fact=state.listening.point(rules.listening),
    )
