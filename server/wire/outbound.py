"""What the server sends: plain dataclasses."""

from dataclasses import dataclass
from typing import Final, Literal

from server.wire.inbound import TEXT_CHARS, Tone

PROTOCOL: Final = 1

StepStatus = Literal["not_due", "due", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer to `hello`."""

    role: str
    protocol: int = PROTOCOL
    text_chars: int = TEXT_CHARS
    tones: tuple[Tone, ...] = ()
    """Those that a suggestion can be rewritten in; none where no language model is set."""
    type: Literal["welcome"] = "welcome"


@dataclass(frozen=True, slots=True)
class Ack:
    """The message `ref` was stored or carried out; `seq` numbers a stored utterance."""

    ref: str | None
    conversation_id: str
    seq: int | None = None
    duplicate: bool = False
    type: Literal["ack"] = "ack"


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """What an agent has asked of the supervisor and waits for; `amount` in yuan."""

    ask_id: str
    kind: Literal["approval", "help"]
    amount: float | None
    text: str


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A row of the conversation list."""

    conversation_id: str
    channel: str
    industry: str
    customer: str
    open: bool
    utterances: int
    last_text: str
    emotion: str | None
    valence: float
    step: str | None
    updated_at: int
    # Rows that version 0.1.0 stored have nothing of what follows.
    tier: str = "inquiry"
    asks: tuple[OpenAsk, ...] = ()
    """Those that wait for the supervisor's answer, the oldest first."""
    urgency: float = 0.0
    """How soon a supervisor should look at it; 0 for not at all."""
    why: tuple[str, ...] = ()
    """What makes it urgent: critical, serious, asked, late, risk, upset; the most first."""
    alarm_at: int | None = None
    """When the next reminder is due, in ms since 1970."""
    wrapped: bool = False
    """Whether a wrap-up is stored."""
    type: Literal["conversation"] = "conversation"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one speaker, partial (`seq` null, replaced by event id) or final."""

    conversation_id: str
    event_id: str
    seq: int | None
    role: str
    text: str
    final: bool
    at: int
    type: Literal["utterance"] = "utterance"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its probability."""

    key: str
    p: float


@dataclass(frozen=True, slots=True)
class SlotFound:
    """A number, amount, time or product that the line names, from `start` up to `end`.

    `value` is as in `models.slots`; null where the words do not tell it.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of utterance `seq`.

    Customer: `emotion`, `intent`, `business_intent`, `valence`, `fact`. Agent: `steps`, `feel`,
    `faults`. Both: `slots`.
    """

    conversation_id: str
    seq: int
    role: str
    emotion: Label | None = None
    intent: Label | None = None
    business_intent: Label | None = None
    """One of the business's own labels, where the service was given a model of them."""
    valence: float | None = None
    fact: str | None = None
    steps: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    slots: tuple[SlotFound, ...] = ()
    type: Literal["reading"] = "reading"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One of the six steps: where it stands, with the utterance that shows it."""

    step: str
    status: StepStatus
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of a card: `due` in ms since 1970 is counted down to, `seq` shows it."""

    key: str
    text: str
    status: Literal["open", "done", "late"] | None = None
    due: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the part `kind` of the method has to say; `say` are sentences for the reply."""

    kind: str
    rows: tuple[CardRow, ...]
    say: tuple[str, ...] = ()
    level: Literal["info", "attend", "alarm"] = "info"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the conversation stands after utterance `seq`."""

    conversation_id: str
    seq: int
    ledger: tuple[LedgerEntry, ...]
    demands: tuple[str, ...]
    feel_said: tuple[str, ...]
    trend: Literal["rising", "steady", "falling"]
    """Of the customer's mood."""
    cards: tuple[Card, ...] = ()
    """What the parts of the method have to say, in the order in which they stand."""
    type: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Cue:
    """A nudge about utterance `seq`: what to do now, and perhaps what to say."""

    conversation_id: str
    cue_id: str
    seq: int
    kind: str
    text: str
    say: tuple[str, ...] = ()
    type: Literal["cue"] = "cue"


@dataclass(frozen=True, slots=True)
class WordingPart:
    """A piece of a wording: `fact`, `emotion`, `explain`, `link`, or `plain` for none."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence worth saying. ‹…› marks a slot that only the agent can fill."""

    text: str
    parts: tuple[WordingPart, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is due: a stable `code`, the label it rests on, the utterance that shows it."""

    code: str
    label: str | None = None
    seq: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step after customer utterance `seq`, and one to three ways to say it."""

    conversation_id: str
    advice_id: str
    seq: int
    step: str
    also: str | None
    confident: bool
    why: tuple[Reason, ...]
    wordings: tuple[Wording, ...]
    type: Literal["advice"] = "advice"


@dataclass(frozen=True, slots=True)
class DraftRange:
    """Characters of a draft, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A FEEL part that a draft has, and the clauses that carry it."""

    part: str
    ranges: tuple[DraftRange, ...]


@dataclass(frozen=True, slots=True)
class DraftLacks:
    """A FEEL part that is needed and not there; `fixed` is the draft with `piece` put in.

    Both are null where there is nothing ready to say.
    """

    part: str
    piece: str | None
    fixed: str | None


@dataclass(frozen=True, slots=True)
class DraftFault:
    """A fault, and where in the draft."""

    fault: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """`slot`: the blank `text`; `long`: over `text` characters; `banned`: `text` says why."""

    kind: Literal["slot", "long", "banned"]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lint:
    """Answer to `draft`, as the conversation stands after utterance `seq`."""

    conversation_id: str
    draft_id: str
    seq: int
    needed: tuple[str, ...]
    """The FEEL parts that a reply needs now; none where it is to be left alone."""
    parts: tuple[DraftPart, ...]
    missing: tuple[DraftLacks, ...]
    late: tuple[str, ...]
    """Parts that stand after one that should follow them."""
    faults: tuple[DraftFault, ...]
    warnings: tuple[DraftWarning, ...]
    type: Literal["lint"] = "lint"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Wording number `wording` of the advice in another tone: `text` is what has passed so far.

    Only when `done` it may be inserted. With a code in `refused`, `text` is the wording as it
    was, which stands.
    """

    conversation_id: str
    advice_id: str
    wording: int
    tone: Literal["warm", "brief", "formal"]
    text: str
    done: bool
    refused: str | None = None
    type: Literal["rewritten"] = "rewritten"


@dataclass(frozen=True, slots=True)
class KnowledgeHit:
    """A sentence of an article that may answer; `score` from 0 to 1, `source` to be named."""

    article_id: str
    title: str
    sentence: str
    source: str
    score: float
    kind: Literal["article", "case"] = "article"


@dataclass(frozen=True, slots=True)
class QuotingWording:
    """Wording number `wording` of the advice, with the answer of the first hit put in."""

    wording: int
    text: str
    parts: tuple[WordingPart, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was found for what is asked in utterance `seq`, the best first.

    `wordings` only where the best is sure enough to be said.
    """

    conversation_id: str
    seq: int
    hits: tuple[KnowledgeHit, ...]
    wordings: tuple[QuotingWording, ...] = ()
    type: Literal["knowledge"] = "knowledge"


@dataclass(frozen=True, slots=True)
class KnowledgeSection:
    """What stands under one heading of an article."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeArticle:
    """An article, over HTTP; without `industries` for any, `valid_until` such as 2026-12-31."""

    id: str
    title: str
    sections: tuple[KnowledgeSection, ...]
    source: str
    industries: tuple[str, ...]
    tags: tuple[str, ...]
    valid_until: str | None
    kind: Literal["article", "case"]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Advice or cue `advice_id` no longer fits: the conversation has moved on to `seq`."""

    conversation_id: str
    advice_id: str
    seq: int
    type: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that cannot wait, told once: `key` names its ground, `due` the time it is about.

    `level` is `attend` where there is time left, `alarm` where there is none.
    """

    conversation_id: str
    key: str
    kind: str
    seq: int
    text: str
    level: Literal["info", "attend", "alarm"]
    due: int | None = None
    at: int = 0
    """When it was told, in ms since 1970."""
    type: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class AlertSeen:
    """The alert was seen by a supervisor: it need not stand on the others' boards any more."""

    conversation_id: str
    key: str
    type: Literal["alert_seen"] = "alert_seen"


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """A call to make, `due` in ms since 1970."""

    text: str
    due: int | None


@dataclass(frozen=True, slots=True)
class FollowUpTask:
    """A row of the list of calls to make, out of a stored wrap-up; `done`, it leaves the list."""

    conversation_id: str
    customer: str
    text: str
    due: int | None
    """In ms since 1970; null where no time was set."""
    done: bool = False
    type: Literal["follow_up"] = "follow_up"


@dataclass(frozen=True, slots=True)
class WrappedUp:
    """The wrap-up of a conversation: a draft to look over, or as it was stored."""

    conversation_id: str
    summary: str
    disposition: str
    dispositions: tuple[str, ...]
    """The kinds of case there are."""
    outcome: Literal["resolved", "promised", "escalated", "open"]
    follow_up: FollowUpDue | None
    stored: bool
    type: Literal["wrapped_up"] = "wrapped_up"


@dataclass(frozen=True, slots=True)
class Noted:
    """The supervisor's private note to the agent, after utterance `seq`."""

    conversation_id: str
    seq: int
    text: str
    at: int
    type: Literal["noted"] = "noted"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Answer to `watch`: the last part of the conversation; what follows comes live."""

    conversation: ConversationInfo
    utterances: tuple[Said, ...]
    readings: tuple[Reading, ...]
    progress: Progress | None
    advice: Advice | None
    cue: Cue | None
    notes: tuple[Noted, ...]
    earlier: bool
    """Whether utterances before the first one here exist."""
    type: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The wordings and rules were changed: `version` is served; `problem` tells why a change
    is not."""

    version: str
    problem: str | None
    type: Literal["prompts"] = "prompts"


@dataclass(frozen=True, slots=True)
class Error:
    """A refusal: stable `code`, a sentence that says what to do, the message it answers."""

    code: str
    message: str
    ref: str | None = None
    type: Literal["error"] = "error"


Outbound = (
    Welcome
    | Ack
    | ConversationInfo
    | Snapshot
    | Said
    | Reading
    | Progress
    | Advice
    | Cue
    | Knowledge
    | Withdrawn
    | Alert
    | AlertSeen
    | FollowUpTask
    | WrappedUp
    | Noted
    | Prompts
    | Lint
    | Rewritten
    | Error
)
OUTBOUND: Final[tuple[type, ...]] = (
    Welcome,
    Ack,
    ConversationInfo,
    Snapshot,
    Said,
    Reading,
    Progress,
    Advice,
    Cue,
    Knowledge,
    Withdrawn,
    Alert,
    AlertSeen,
    FollowUpTask,
    WrappedUp,
    Noted,
    Prompts,
    Lint,
    Rewritten,
    Error,
)
