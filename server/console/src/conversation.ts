// A conversation as a viewer knows it: a pure fold of the server's messages. A snapshot
// replaces everything, so that a reconnection needs no other repair.
import type {
  Advice,
  ConversationInfo,
  Outbound,
  Progress,
  Reading,
  Said,
  Snapshot,
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
    earlier: false,
    loaded: false,
  };
}

/** The conversation after `message`; the same object if the message is not about it. */
export function apply(was: Conversation, message: Outbound): Conversation {
  if (message.type === "snapshot") {
    return message.conversation.conversation_id === was.id ? fromSnapshot(message) : was;
  }
  if (!("conversation_id" in message) || message.conversation_id !== was.id) return was;
  switch (message.type) {
    case "conversation":
      return { ...was, info: message };
    case "utterance":
      return { ...was, lines: addLine(was.lines, message) };
    case "reading":
      return { ...was, readings: new Map(was.readings).set(message.seq, message) };
    case "progress":
      return isOlder(message.seq, was.progress) ? was : { ...was, progress: message };
    case "advice":
      return isOlder(message.seq, was.advice) ? was : { ...was, advice: message, withdrawn: false };
    case "withdrawn":
      return was.advice?.advice_id === message.advice_id
        ? { ...was, advice: null, withdrawn: true }
        : was;
    default:
      return was;
  }
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

function fromSnapshot(snapshot: Snapshot): Conversation {
  const info = snapshot.conversation;
  return {
    id: info.conversation_id,
    info,
    lines: snapshot.utterances.reduce<readonly Said[]>(addLine, []),
    readings: new Map(snapshot.readings.map((reading) => [reading.seq, reading])),
    progress: snapshot.progress,
    advice: snapshot.advice,
    withdrawn: false,
    earlier: snapshot.earlier,
    loaded: true,
  };
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
