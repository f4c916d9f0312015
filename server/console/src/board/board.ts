// What the supervisor's board knows: a pure fold of the server's messages. The order is
// part of it, since a list that is pointed at must not move.
import { withCall, type CallBook } from "./calls.ts";
import type { Alert, ConversationInfo, Outbound } from "../wire.ts";

export interface Board {
  /** The conversations that are open, by id. */
  rows: ReadonlyMap<string, ConversationInfo>;
  /** Their ids as they stand on the page. */
  order: readonly string[];
  /** Whether the order is kept as it is. */
  held: boolean;
  /** What nobody has acknowledged yet, the newest first. */
  alerts: readonly Alert[];
  calls: CallBook;
  /** Why a change of wordings and rules is not served; empty for none. */
  problem: string;
}

const ALERTS = 50;

export const EMPTY: Board = {
  rows: new Map(),
  order: [],
  held: false,
  alerts: [],
  calls: new Map(),
  problem: "",
};

/** The board after `message`; the same object where it is not about it. */
export function told(was: Board, message: Outbound): Board {
  switch (message.type) {
    case "conversation":
      return ordered({ ...was, rows: withRow(was.rows, message) });
    case "alert":
      return { ...was, alerts: withAlert(was.alerts, message) };
    case "alert_seen":
      return acknowledge(was, message);
    case "follow_up":
      return { ...was, calls: withCall(was.calls, message) };
    case "prompts":
      return { ...was, problem: message.problem ?? "" };
    default:
      return was;
  }
}

/** Keep the order from now on, or put the worst first again. */
export function hold(was: Board, held: boolean): Board {
  return was.held === held ? was : ordered({ ...was, held });
}

/** Whether the order that is kept is no longer that of what presses. */
export function unsettled(board: Board): boolean {
  return worstFirst(board).some((id, i) => id !== board.order[i]);
}

/** The alert has been seen. */
export function acknowledge(was: Board, seen: Pick<Alert, "conversation_id" | "key">): Board {
  return { ...was, alerts: withoutAlert(was.alerts, seen) };
}

/** What follows tells anew what calls there are. */
export function afresh(was: Board): Board {
  return { ...was, calls: new Map() };
}

/** Whether something in the conversation asks for the supervisor. */
export function presses(row: ConversationInfo): boolean {
  return row.urgency > 0;
}

/** The rows as they stand on the page; those that press only, where that is asked for. */
export function shown(board: Board, pressingOnly: boolean): ConversationInfo[] {
  const rows = board.order.flatMap((id) => board.rows.get(id) ?? []);
  return pressingOnly ? rows.filter(presses) : rows;
}

function withRow(
  rows: ReadonlyMap<string, ConversationInfo>,
  row: ConversationInfo,
): ReadonlyMap<string, ConversationInfo> {
  const others = new Map(rows);
  if (row.open) others.set(row.conversation_id, row);
  else others.delete(row.conversation_id);
  return others;
}

/**
 * The same ground told again takes the place of what was told of it. What is not about a time is
 * the gravest: it stands first, and no reminder pushes it down.
 */
function withAlert(alerts: readonly Alert[], alert: Alert): readonly Alert[] {
  const all = [alert, ...withoutAlert(alerts, alert)];
  const timed = (one: Alert): number => Number(one.due !== null);
  return all.sort((a, b) => timed(a) - timed(b)).slice(0, ALERTS);
}

function withoutAlert(
  alerts: readonly Alert[],
  { conversation_id, key }: Pick<Alert, "conversation_id" | "key">,
): readonly Alert[] {
  return alerts.filter((one) => one.conversation_id !== conversation_id || one.key !== key);
}

function ordered(board: Board): Board {
  return { ...board, order: board.held ? known(board) : worstFirst(board) };
}

/** The order as it was, without what has ended; what is new comes last. */
function known({ rows, order }: Board): string[] {
  const kept = order.filter((id) => rows.has(id));
  const stood = new Set(kept);
  return [...kept, ...[...rows.keys()].filter((id) => !stood.has(id))];
}

/** What presses equally stays in the order in which it stood. */
function worstFirst(board: Board): string[] {
  const urgency = (id: string): number => board.rows.get(id)?.urgency ?? 0;
  return known(board).sort((a, b) => urgency(b) - urgency(a));
}
