"""From the core's values to messages on the wire."""

from collections.abc import Iterable

from models.readings import (
    EMOTION_KEYS,
    INTENT_KEYS,
    CustomerReading,
    top,
)
from server import wire
from server.coach.advice import Advice, Wording
from server.coach.cards import Alert, Card, Cue
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.lint import Lint
from server.coach.question import QuestionRule, quoting
from server.coach.state import State
from server.knowledge.articles import Article
from server.knowledge.index import Hit


def reading(conversation_id: str, turn: CustomerTurn | AgentTurn) -> wire.Reading:
    """The `reading` message of a turn."""
    seq, found, slots = turn.seq, turn.reading, _slots(turn)
    if isinstance(found, CustomerReading):
        return wire.Reading(
            conversation_id,
            seq,
            "customer",
            emotion=_label(*top(EMOTION_KEYS, found.emotion)),
            intent=_label(*top(INTENT_KEYS, found.intent)),
            business_intent=_label(own.label, own.p) if (own := found.business) else None,
            valence=round(found.valence, 3),
            fact=found.quoted(turn.text),
            slots=slots,
        )
    return wire.Reading(
        conversation_id,
        seq,
        "agent",
        steps=found.done,
        feel=found.carried,
        faults=found.committed,
        slots=slots,
    )


def progress(state: State, shown: tuple[Card, ...]) -> wire.Progress:
    """The `progress` message of a state."""
    ledger = tuple(
        wire.LedgerEntry(step, status, entry.seq, entry.quote)
        for (step, status), entry in zip(state.ledger.statuses(), state.ledger.entries, strict=True)
    )
    return wire.Progress(
        state.conversation_id,
        state.seq,
        ledger,
        demands=tuple(demand.key for demand in state.demands),
        feel_said=tuple(sorted(state.feel_said)),
        trend=state.trend,
        cards=tuple(_card(card) for card in shown),
    )


def advice_id(seq: int) -> str:
    """The id of the advice on utterance `seq`, unique in its conversation."""
    return f"a{seq}"


def advice(conversation_id: str, given: Advice) -> wire.Advice:
    """The `advice` message."""
    return wire.Advice(
        conversation_id,
        advice_id(given.seq),
        given.seq,
        given.step,
        given.also,
        given.confident,
        why=tuple(wire.Reason(r.code, r.label, r.seq, r.quote) for r in given.why),
        wordings=tuple(wire.Wording(*_said(wording)) for wording in given.wordings),
    )


def alert(conversation_id: str, told: Alert) -> wire.Alert:
    """The `alert` message of something grave."""
    return wire.Alert(conversation_id, told.kind, told.kind, told.seq, told.reason, "alarm")


def cue_id(seq: int) -> str:
    """The id of the cue on utterance `seq`, unique in its conversation."""
    return f"c{seq}"


def cue(conversation_id: str, shown: Cue) -> wire.Cue:
    """The `cue` message."""
    return wire.Cue(
        conversation_id, cue_id(shown.seq), shown.seq, shown.kind, shown.text, shown.say
    )


def lint(conversation_id: str, draft_id: str, seq: int, found: Lint) -> wire.Lint:
    """The `lint` message."""
    return wire.Lint(
        conversation_id,
        draft_id,
        seq,
        found.needed,
        tuple(
            wire.DraftPart(each.part, tuple(wire.DraftRange(*place) for place in each.ranges))
            for each in found.present
        ),
        tuple(wire.DraftLacks(each.part, each.piece, each.fixed) for each in found.missing),
        found.late,
        tuple(wire.DraftFault(each.key, each.start, each.end) for each in found.faults),
        tuple(wire.DraftWarning(w.kind, w.text, w.start, w.end) for w in found.warned),
    )


def knowledge(
    state: State, seq: int, hits: tuple[Hit, ...], standing: Advice | None, rule: QuestionRule
) -> wire.Knowledge:
    """The `knowledge` message: what was found, and the wordings that the best answer fits in."""
    best = hits[0]
    sure = best.score >= rule.sure and best.kind == "article" and state.intent in rule.quoted_for
    fitting: Iterable[tuple[int, Wording]] = ()
    if sure and standing is not None:
        # Who is upset is answered first; in a critical matter only what was approved is said.
        always = standing.step == "resolve" and not state.severity.is_critical
        fitting = quoting(standing.wordings, best.sentence, rule, always=always)
    return wire.Knowledge(
        state.conversation_id,
        seq,
        tuple(map(hit, hits)),
        tuple(
            wire.QuotingWording(place, *_said(wording), best.source) for place, wording in fitting
        ),
    )


def hit(found: Hit) -> wire.KnowledgeHit:
    """A hit on the wire."""
    return wire.KnowledgeHit(
        found.article_id,
        found.title,
        found.sentence,
        found.source,
        round(found.score, 3),
        found.kind,
    )


def article(found: Article) -> wire.KnowledgeArticle:
    """An article on the wire."""
    return wire.KnowledgeArticle(
        found.id,
        found.title,
        tuple(wire.KnowledgeSection(each.heading, each.lines) for each in found.sections),
        found.source,
        found.industries,
        found.tags,
        found.valid_until.isoformat() if found.valid_until else None,
        found.kind,
    )


def _said(wording: Wording) -> tuple[str, tuple[wire.WordingPart, ...]]:
    return wording.text, tuple(wire.WordingPart(part, text) for part, text in wording.parts)


def _card(shown: Card) -> wire.Card:
    rows = tuple(wire.CardRow(r.key, r.text, r.status, r.due, r.seq) for r in shown.rows)
    return wire.Card(shown.kind, rows, shown.say, shown.level)


def _label(key: str, p: float) -> wire.Label:
    return wire.Label(key, round(p, 3))


def _slots(turn: CustomerTurn | AgentTurn) -> tuple[wire.SlotFound, ...]:
    return tuple(
        wire.SlotFound(
            slot.kind, turn.text[slot.start : slot.end], slot.start, slot.end, slot.value
        )
        for slot in turn.slots
    )
