// The protocol of server/wire as types: what goes over the socket, and nothing else.

export type Role = "customer" | "agent";
export type Channel = "chat" | "call";
export type StepStatus = "not_due" | "due" | "done" | "skipped";
export type Trend = "rising" | "steady" | "falling";
export type Outcome =
  "shown" | "inserted" | "copied" | "edited" | "dismissed" | "thumbs_up" | "thumbs_down";
export type Tone = "warm" | "brief" | "formal";
export type Level = "info" | "attend" | "alarm";
export type CaseOutcome = "resolved" | "promised" | "escalated" | "open";

/** A call to make, `due` in ms since 1970. */
export interface FollowUp {
  text: string;
  due: number | null;
}

/** Watching this conversation id follows the list of conversations. */
export const ALL = "*";
export const TEXT_CHARS = 2000;
export const NOTE_CHARS = 500;

// --- what a client sends ---

export interface Hello {
  type: "hello";
  role: "source" | "viewer";
}

export interface Open {
  type: "open";
  ref?: string;
  conversation_id: string;
  channel?: Channel;
  industry?: string;
  customer?: string;
  customer_id?: string;
  vip?: boolean;
}

export interface Utterance {
  type: "utterance";
  ref?: string;
  conversation_id: string;
  event_id: string;
  role: Role;
  text: string;
  final: boolean;
  at?: number;
}

export interface Close {
  type: "close";
  ref?: string;
  conversation_id: string;
}

export interface Watch {
  type: "watch" | "unwatch";
  ref?: string;
  conversation_id: string;
}

export interface Feedback {
  type: "feedback";
  ref?: string;
  conversation_id: string;
  advice_id: string;
  outcome: Outcome;
  wording?: number;
  text?: string;
}

export interface Draft {
  type: "draft";
  conversation_id: string;
  draft_id: string;
  text: string;
}

/** The agent asks the supervisor for an approval (`amount` in yuan), or raises a hand. */
export interface Ask {
  type: "ask";
  ref?: string;
  conversation_id: string;
  ask_id: string;
  kind: "approval" | "help";
  amount?: number;
  text: string;
}

export interface Answer {
  type: "answer";
  ref?: string;
  conversation_id: string;
  ask_id: string;
  granted: boolean;
  amount?: number | null;
  text?: string;
}

/** Whether what was promised in utterance `seq` was kept. */
export interface Mark {
  type: "mark";
  ref?: string;
  conversation_id: string;
  seq: number;
  kept: boolean;
}

/** Say wording number `wording` of the standing advice in another tone. */
export interface Rewrite {
  type: "rewrite";
  ref?: string;
  conversation_id: string;
  advice_id: string;
  wording: number;
  tone: Tone;
}

/** The call that the stored wrap-up names was made. */
export interface FollowedUp {
  type: "followed_up";
  ref?: string;
  conversation_id: string;
}

/** A supervisor has seen the alert `key`. */
export interface Seen {
  type: "seen";
  ref?: string;
  conversation_id: string;
  key: string;
}

/** The supervisor's private note to the agent. */
export interface Note {
  type: "note";
  ref?: string;
  conversation_id: string;
  text: string;
}

/** Without `summary` asks for the wrap-up, with it stores one. */
export interface WrapUp {
  type: "wrap_up";
  ref?: string;
  conversation_id: string;
  summary?: string;
  disposition?: string;
  outcome?: CaseOutcome;
  follow_up?: FollowUp | null;
}

export type Inbound =
  | Hello
  | Open
  | Utterance
  | Close
  | Watch
  | Feedback
  | Draft
  | Ask
  | Answer
  | Mark
  | Rewrite
  | FollowedUp
  | Seen
  | Note
  | WrapUp;

// --- what the server sends ---

export interface Welcome {
  type: "welcome";
  role: string;
  protocol: number;
  text_chars: number;
  /** Those that a suggestion can be rewritten in; none where no language model is set. */
  tones: Tone[];
}

export interface Ack {
  type: "ack";
  ref: string | null;
  conversation_id: string;
  seq: number | null;
  duplicate: boolean;
}

/** What an agent has asked of the supervisor and waits for; `amount` in yuan. */
export interface OpenAsk {
  ask_id: string;
  kind: "approval" | "help";
  amount: number | null;
  text: string;
}

export interface ConversationInfo {
  type: "conversation";
  conversation_id: string;
  channel: string;
  industry: string;
  customer: string;
  open: boolean;
  utterances: number;
  last_text: string;
  emotion: string | null;
  valence: number;
  step: string | null;
  tier: string;
  /** Those that wait for the supervisor's answer, the oldest first. */
  asks: OpenAsk[];
  /** How soon a supervisor should look at it; 0 for not at all. */
  urgency: number;
  why: string[];
  alarm_at: number | null;
  /** Whether a wrap-up is stored. */
  wrapped: boolean;
  updated_at: number;
}

export interface Said {
  type: "utterance";
  conversation_id: string;
  event_id: string;
  seq: number | null;
  role: string;
  text: string;
  final: boolean;
  at: number;
}

export interface Label {
  key: string;
  p: number;
}

/** A number, amount, time or product that a line names; `end` is past its last character. */
export interface SlotFound {
  kind: "phone" | "order" | "tracking" | "amount" | "duration" | "date" | "product";
  text: string;
  start: number;
  end: number;
  value: string | null;
}

export interface Reading {
  type: "reading";
  conversation_id: string;
  seq: number;
  role: string;
  emotion: Label | null;
  intent: Label | null;
  business_intent: Label | null;
  valence: number | null;
  fact: string | null;
  steps: string[];
  feel: string[];
  faults: string[];
  slots: SlotFound[];
}

export interface LedgerEntry {
  step: string;
  status: StepStatus;
  seq: number | null;
  quote: string | null;
}

export interface Progress {
  type: "progress";
  conversation_id: string;
  seq: number;
  ledger: LedgerEntry[];
  demands: string[];
  feel_said: string[];
  trend: Trend;
  cards: Card[];
}

/** A line of a card: `due` in ms since 1970 is counted down to, `seq` shows it. */
export interface CardRow {
  key: string;
  text: string;
  status: "open" | "done" | "late" | null;
  due: number | null;
  seq: number | null;
}

/** What the part `kind` of the method has to say; `say` are sentences for the reply. */
export interface Card {
  kind: string;
  rows: CardRow[];
  say: string[];
  level: Level;
}

/** A nudge about utterance `seq`: what to do now, and perhaps what to say. */
export interface Cue {
  type: "cue";
  conversation_id: string;
  cue_id: string;
  seq: number;
  kind: string;
  text: string;
  say: string[];
}

export interface WordingPart {
  part: string;
  text: string;
}

export interface Wording {
  text: string;
  parts: WordingPart[];
  /** What the answer in it was quoted from. */
  source?: string;
}

export interface Reason {
  code: string;
  label: string | null;
  seq: number | null;
  quote: string | null;
}

export interface Advice {
  type: "advice";
  conversation_id: string;
  advice_id: string;
  seq: number;
  step: string;
  also: string | null;
  confident: boolean;
  why: Reason[];
  wordings: Wording[];
}

/** Characters as the server counts them: a picture is one, not two. */
export interface DraftRange {
  start: number;
  end: number;
}

/** A FEEL part that a draft needs and lacks; null where there is nothing ready to say. */
export interface DraftLacks {
  part: string;
  piece: string | null;
  fixed: string | null;
}

export interface Lint {
  type: "lint";
  conversation_id: string;
  draft_id: string;
  seq: number;
  needed: string[];
  parts: { part: string; ranges: DraftRange[] }[];
  missing: DraftLacks[];
  late: string[];
  faults: ({ fault: string } & DraftRange)[];
  warnings: ({ kind: "slot" | "long" | "banned"; text: string } & DraftRange)[];
}

export interface KnowledgeHit {
  article_id: string;
  title: string;
  sentence: string;
  source: string;
  score: number;
  kind: "article" | "case";
}

/** Wording number `wording` of the advice, with the answer of the first hit put in. */
export interface QuotingWording {
  wording: number;
  text: string;
  parts: WordingPart[];
  source: string;
}

/** What was found for what is asked in utterance `seq`, the best first. */
export interface Knowledge {
  type: "knowledge";
  conversation_id: string;
  seq: number;
  hits: KnowledgeHit[];
  wordings: QuotingWording[];
}

/** Something that cannot wait, told once; `due` is the time it is about. */
export interface Alert {
  type: "alert";
  conversation_id: string;
  key: string;
  kind: string;
  seq: number;
  text: string;
  level: Level;
  due: number | null;
  /** When it was told. */
  at: number;
}

/** The alert was seen on another board. */
export interface AlertSeen {
  type: "alert_seen";
  conversation_id: string;
  key: string;
}

/** A call to make, out of a stored wrap-up; `done`, it leaves the list. */
export interface FollowUpTask {
  type: "follow_up";
  conversation_id: string;
  customer: string;
  text: string;
  due: number | null;
  done: boolean;
}

/** The wording in the tone: to be used when `done`; where `refused` says why, as it was. */
export interface Rewritten {
  type: "rewritten";
  conversation_id: string;
  advice_id: string;
  wording: number;
  tone: Tone;
  text: string;
  done: boolean;
  refused: string | null;
}

/** The wrap-up of a conversation: a draft to look over, or as it was stored. */
export interface WrappedUp {
  type: "wrapped_up";
  conversation_id: string;
  summary: string;
  disposition: string;
  dispositions: string[];
  outcome: CaseOutcome;
  follow_up: FollowUp | null;
  stored: boolean;
}

export interface Noted {
  type: "noted";
  conversation_id: string;
  seq: number;
  text: string;
  at: number;
}

/** Wordings and rules were changed; `problem` tells why a change is not served. */
export interface Prompts {
  type: "prompts";
  version: string;
  problem: string | null;
}

/** Advice or cue `advice_id` no longer fits. */
export interface Withdrawn {
  type: "withdrawn";
  conversation_id: string;
  advice_id: string;
  seq: number;
}

export interface Snapshot {
  type: "snapshot";
  conversation: ConversationInfo;
  utterances: Said[];
  readings: Reading[];
  progress: Progress | null;
  advice: Advice | null;
  cue: Cue | null;
  notes: Noted[];
  earlier: boolean;
}

export interface ServerError {
  type: "error";
  code: string;
  message: string;
  ref: string | null;
}

export type Outbound =
  | Welcome
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
  | Rewritten
  | WrappedUp
  | Noted
  | Prompts
  | Lint
  | ServerError;

/** The message in a frame, or null for one that is not JSON with a `type`. */
export function parse(frame: unknown): Outbound | null {
  if (typeof frame !== "string") return null;
  try {
    const message: unknown = JSON.parse(frame);
    const typed = typeof message === "object" && message !== null && "type" in message;
    return typed ? (message as Outbound) : null;
  } catch {
    return null;
  }
}

/** The stream's address at the host that `base` names. */
export function streamUrl(base: string): string {
  const url = new URL("/v1/stream", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
