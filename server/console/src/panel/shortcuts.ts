// Alt+1/2/3 insert, Alt+C copies, Alt+X dismisses. By key position, because on a Mac
// Alt makes other characters of these keys.
import type { Outcome } from "../wire.ts";

export interface Shortcut {
  outcome: Outcome;
  wording?: number;
}

type Pressed = Pick<
  KeyboardEvent,
  "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "isComposing" | "code"
>;

export function shortcutOf(event: Pressed, wordings: number): Shortcut | null {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  if (event.isComposing) return null;
  if (event.code === "KeyC") return { outcome: "copied" };
  if (event.code === "KeyX") return { outcome: "dismissed" };
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const wording = Number(digit ?? 0) - 1;
  return wording >= 0 && wording < wordings ? { outcome: "inserted", wording } : null;
}
