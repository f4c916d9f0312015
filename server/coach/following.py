"""How the parts of the method follow the talk, and what happens beside it."""

from collections.abc import Iterator

from server.coach import evidence, path, three_f
from server.coach.alarms import remembered
from server.coach.changing import changed
from server.coach.events import (
    Advised,
    AgentTurn,
    Alerted,
    Answered,
    Asked,
    Closed,
    Cued,
    CustomerTurn,
    Kept,
    Noted,
    Raised,
)
from server.coach.next_step import raises
from server.coach.rules import Rules
from server.coach.state import State


def followed(state: State, turn: CustomerTurn | AgentTurn, rules: Rules) -> State:
    """With the parts that follow the talk, each by its own rules.

    No part looks at what another has just made of the turn: their order does not matter.
    """
    decision = state.decision
    step = decision.step if decision else None
    state = changed(
        state,
        reply=state.reply.after(turn, step),
        signs=state.signs.after(turn, rules.risk.signs, rules.risk.notes),
        topic=state.topic.after(turn, rules.questions),
        checklist=state.checklist.after(turn, decision, rules.evidence),
        offers=state.offers.after(turn, state.industry, decision, rules.plans),
        claim=state.claim.after(turn, rules.losses),
        apologies=state.apologies.after(turn, step, rules.apology),
        listening=state.listening.after(turn, rules.listening),
        strain=state.strain.after(turn, rules.strain),
    )
    if isinstance(turn, CustomerTurn):
        state = _customer(state, turn, rules)
        # Which sentences are in place rests on what the parts have made of the line.
        return changed(state, lists=state.lists.asked(_lists(state, rules)))
    return _agent(state, turn, rules)


def noted(state: State, event: Noted) -> State:
    """With what happened beside the talk."""
    match event:
        case Asked():
            return changed(state, asks=state.asks.asked(event.ask))
        case Answered():
            return changed(state, asks=state.asks.answered(event.ask_id, event.answer))
        case Kept():
            return changed(state, promises=state.promises.settled(event.seq, event.kept))
        case Closed():
            return changed(state, ended=True)
        case _:
            return _told(state, event)


def _told(state: State, event: Advised | Cued | Raised | Alerted) -> State:
    """With what was shown to people; it is not shown again."""
    match event:
        case Advised():
            offered = (wording.template for wording in event.advice.wordings)
            return changed(
                state,
                offered=state.offered.union(offered),
                recalled=state.recalled.advised(event.advice.wordings),
            )
        case Cued():
            return changed(state, shown=state.shown.after(event.cue))
        case Raised():
            return changed(state, alarmed=remembered(state.alarmed, event.key))
        case Alerted():
            return changed(state, alerted=state.alerted | {event.kind})


def _customer(state: State, turn: CustomerTurn, rules: Rules) -> State:
    return changed(
        state,
        severity=state.severity.after(turn, state.industry, rules.tiers),
        outburst=state.outburst.after(turn, rules.outburst),
        waits=state.waits.heard(turn, raises(turn.emotion, turn.intent)),
        minutes=state.minutes.heard(turn, _matter(state)),
        leaning=state.leaning.after(turn, rules.leaning),
        focus=state.focus.after(turn, rules.focus),
        path=state.path.rejected(rules.path) if _rejected(state) else state.path,
    )


def _agent(state: State, turn: AgentTurn, rules: Rules) -> State:
    return changed(
        state,
        conduct=state.conduct.after(turn),
        promises=state.promises.after(turn, rules.promises),
        waits=state.waits.answered(turn),
        path=state.path.answered(turn, rules.path),
        lists=state.lists.answered(),
        minutes=state.minutes.answered(turn),
        recalled=state.recalled.answered(),
    )


def _matter(state: State) -> str | None:
    """What the customer's last line states as wrong."""
    matter = state.matter
    return matter.text if matter is not None and matter.seq == state.seq else None


def _rejected(state: State) -> bool:
    decision = state.decision
    return decision is not None and decision.on_rejection


def _lists(state: State, rules: Rules) -> Iterator[str]:
    """The lists of sentences from which the cards offer something now."""
    needed = state.checklist.needed(rules.evidence, state.industry, state.channel)
    missing = state.checklist.missing(needed)
    on_path = rules.path.chosen(state.severity.tier, state.vip)
    names = (
        *state.leaning.lists(state.seq),
        three_f.offer(state, rules.focus),
        evidence.offer(missing, state.intent, state.decision, rules.evidence),
        path.offer(state.path, state.intent, rules.path) if on_path else None,
    )
    yield from (name for name in names if name is not None)
