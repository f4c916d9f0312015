// The protocol of server/wire.py as types: what goes over the socket, and nothing else.

export type Role = "customer" | "agent";
export type Channel = "chat" | "call";
export type StepStatus = "not_due" | "due" | "done" | "skipped";
export type Trend = "rising" | "steady" | "falling";
export type Outcome =
  "shown" | "inserted" | "copied" | "edited" | "dismissed" | "thumbs_up" | "thumbs_down";

/** Watching this conversation id follows the list of conversations. */
export const ALL = "*";
export const TEXT_CHARS = 2000;

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

export type Inbound = Hello | Open | Utterance | Close | Watch | Feedback | Draft;

// --- what the server sends ---

export interface Welcome {
  type: "welcome";
  role: string;
  protocol: number;
  text_chars: number;
}

export interface Ack {
  type: "ack";
  ref: string | null;
  conversation_id: string;
  seq: number | null;
  duplicate: boolean;
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
}

export interface WordingPart {
  part: string;
  text: string;
}

export interface Wording {
  text: string;
  parts: WordingPart[];
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
  | Withdrawn
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

// --- what only the supervisor's board needs ---

/** What an agent has asked of the supervisor and waits for; `amount` in yuan. */
export interface OpenAsk {
  ask_id: string;
  kind: "approval" | "help";
  amount: number | null;
  text: string;
}

export interface ConversationInfo {
  tier: string;
  asks: OpenAsk[];
  urgency: number;
  why: string[];
}

export interface Alert {
  type: "alert";
  conversation_id: string;
  key: string;
  kind: string;
  seq: number;
  text: string;
  level: "info" | "attend" | "alarm";
  due: number | null;
}

export interface Noted {
  type: "noted";
  conversation_id: string;
  seq: number;
  text: string;
  at: number;
}

export interface Snapshot {
  notes: Noted[];
}

export interface Prompts {
  type: "prompts";
  version: string;
  problem: string | null;
}

export interface Answer {
  type: "answer";
  ref?: string;
  conversation_id: string;
  ask_id: string;
  granted: boolean;
  amount: number | null;
  text: string;
}

export interface Note {
  type: "note";
  ref?: string;
  conversation_id: string;
  text: string;
}

export const NOTE_CHARS = 500;
export type ToBoard = Outbound | Alert | Noted | Prompts;
export type FromBoard = Answer | Note;
