// The calls to make, out of stored wrap-ups: a pure fold of what the server tells of them.
import type { FollowUpTask } from "../wire.ts";

/** By conversation. */
export type CallBook = ReadonlyMap<string, FollowUpTask>;

/** The calls after one was told: a new one, another time for it, or that it was made. */
export function withCall(was: CallBook, told: FollowUpTask): CallBook {
  const calls = new Map(was);
  if (told.done) calls.delete(told.conversation_id);
  else calls.set(told.conversation_id, told);
  return calls;
}

/** Those that are due first come first, and those without a time last. */
export function inTime(calls: CallBook): FollowUpTask[] {
  const due = (task: FollowUpTask): number => task.due ?? Number.MAX_SAFE_INTEGER;
  return [...calls.values()].sort((a, b) => due(a) - due(b));
}

export function isLate({ due }: FollowUpTask, now: number): boolean {
  return due !== null && due < now;
}
