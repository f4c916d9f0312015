// A conversation as a viewer knows it: a pure fold of the server's messages. A snapshot
// replaces everything, so that a reconnection needs no other repair.
import type {
  Advice,
  Alert,
  ConversationInfo,
  Cue,
  Knowledge,
  Noted,
  Outbound,
  Progress,
  Reading,
  Said,
  Snapshot,
  WrappedUp,
} from "./wire.ts";

export interface Conversation {
  id: string;
  info: ConversationInfo | null;
  /** Finals by seq, then the partials still growing. */
  lines: readonly Said[];
  readings: ReadonlyMap<number, Reading>;
  progress: Progress | null;
  advice: Advice | null;
  /** The last advice was taken back and nothing has come in its place. */
  withdrawn: boolean;
  cue: Cue | null;
  /** What was found for the customer's last line. */
  knowledge: Knowledge | null;
  /** What cannot wait; a reminder of a time goes when the agent has spoken. */
  alert: Alert | null;
  /** The supervisor's private notes, the latest last. */
  notes: readonly Noted[];
  wrapUp: WrappedUp | null;
  earlier: boolean;
  loaded: boolean;
}

export function emptyConversation(id: string): Conversation {
  return {
    id,
    info: null,
    lines: [],
    readings: new Map(),
    progress: null,
    advice: null,
    withdrawn: false,
    cue: null,
    knowledge: null,
    alert: null,
    notes: [],
    wrapUp: null,
    earlier: false,
    loaded: false,
  };
}

/** The conversation after `message`; the same object if the message is not about it. */
export function apply(was: Conversation, message: Outbound): Conversation {
  if (message.type === "snapshot") {
    return message.conversation.conversation_id === was.id ? fromSnapshot(was, message) : was;
  }
  if (!("conversation_id" in message) || message.conversation_id !== was.id) return was;
  switch (message.type) {
    case "conversation":
      return { ...was, info: message };
    case "utterance":
      return { ...was, ...after(was, message), lines: addLine(was.lines, message) };
    case "reading":
      return { ...was, readings: new Map(was.readings).set(message.seq, message) };
    case "progress":
      return isOlder(message.seq, was.progress) ? was : { ...was, progress: message };
    case "advice":
      return isOlder(message.seq, was.advice) ? was : { ...was, advice: message, withdrawn: false };
    case "cue":
      return isOlder(message.seq, was.cue) ? was : { ...was, cue: message };
    case "knowledge":
      return message.seq < lastSeq(was.lines) ? was : { ...was, knowledge: message };
    case "alert":
      return outranks(was.alert, message) ? was : { ...was, alert: message };
    case "noted":
      return { ...was, notes: [...was.notes, message] };
    case "wrapped_up":
      return { ...was, wrapUp: message };
    case "withdrawn":
      return withdrawn(was, message.advice_id);
    default:
      return was;
  }
}

/** The advice with the wordings that quote an answer in place of those with a blank for it. */
export function quotingAdvice({ advice, knowledge }: Conversation): Advice | null {
  if (advice === null || knowledge === null || knowledge.seq !== advice.seq) return advice;
  const quoting = new Map(knowledge.wordings.map((each) => [each.wording, each]));
  if (quoting.size === 0) return advice;
  return { ...advice, wordings: advice.wordings.map((each, i) => quoting.get(i) ?? each) };
}

/** The stored utterances that `message` brings: a live one, or all of a snapshot. */
export function finalsIn(message: Outbound): readonly Said[] {
  if (message.type === "snapshot") return message.utterances;
  return message.type === "utterance" && message.final ? [message] : [];
}

/** Whether the customer spoke last and the advice for it has not come yet. */
export function awaitsAdvice(conversation: Conversation): boolean {
  if (conversation.info !== null && !conversation.info.open) return false;
  const last = conversation.lines.findLast((line) => line.final);
  if (last === undefined || last.role !== "customer" || last.seq === null) return false;
  return conversation.advice === null || conversation.advice.seq < last.seq;
}

/** Readings of the customer's utterances in order. */
export function customerReadings(conversation: Conversation): Reading[] {
  return [...conversation.readings.values()]
    .filter((reading) => reading.role === "customer")
    .sort((a, b) => a.seq - b.seq);
}

/** What was said at `seq`, if it is among the lines known here. */
export function quoteOf(conversation: Conversation, seq: number): string {
  return conversation.lines.find((line) => line.seq === seq)?.text ?? "";
}

/** What the agent may have done wrong with the last line said. */
export function lastFaults(conversation: Conversation): readonly string[] {
  const last = conversation.lines.findLast((line) => line.final && line.role === "agent");
  return conversation.readings.get(last?.seq ?? -1)?.faults ?? [];
}

// Alerts, knowledge and the wrap-up are told once and no snapshot brings them again.
function fromSnapshot(was: Conversation, snapshot: Snapshot): Conversation {
  const info = snapshot.conversation;
  const last = lastSeq(snapshot.utterances);
  return {
    id: info.conversation_id,
    info,
    lines: snapshot.utterances.reduce<readonly Said[]>(addLine, []),
    readings: new Map(snapshot.readings.map((reading) => [reading.seq, reading])),
    progress: snapshot.progress,
    advice: snapshot.advice,
    withdrawn: false,
    cue: snapshot.cue,
    knowledge: was.knowledge !== null && was.knowledge.seq >= last ? was.knowledge : null,
    alert: was.alert,
    notes: snapshot.notes,
    wrapUp: was.wrapUp,
    earlier: snapshot.earlier,
    loaded: true,
  };
}

/** What a line makes out of date. */
function after(was: Conversation, line: Said): Partial<Conversation> {
  if (!line.final || line.seq === null) return {};
  const moved = was.knowledge !== null && was.knowledge.seq < line.seq;
  const answered = line.role === "agent" && was.alert !== null && was.alert.due !== null;
  return { ...(moved ? { knowledge: null } : {}), ...(answered ? { alert: null } : {}) };
}

/** Advice and cues are taken back by the same message. */
function withdrawn(was: Conversation, id: string): Conversation {
  if (was.cue?.cue_id === id) return { ...was, cue: null };
  return was.advice?.advice_id === id ? { ...was, advice: null, withdrawn: true } : was;
}

/** Whether what is shown is graver than what comes. */
function outranks(shown: Alert | null, next: Alert): boolean {
  return shown !== null && shown.level === "alarm" && next.level !== "alarm";
}

function lastSeq(lines: readonly Said[]): number {
  return lines.reduce((last, line) => Math.max(last, line.seq ?? 0), 0);
}

function addLine(lines: readonly Said[], line: Said): readonly Said[] {
  const known = lines.find((other) => other.event_id === line.event_id);
  if (known?.final && !line.final) return lines; // a partial that came late
  const others = lines.filter((other) => other !== known);
  return [...others, line].sort((a, b) => order(a) - order(b));
}

function order(line: Said): number {
  return line.seq ?? Number.MAX_SAFE_INTEGER;
}

function isOlder(seq: number, than: { seq: number } | null): boolean {
  return than !== null && seq < than.seq;
}
