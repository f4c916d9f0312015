// Alt+1/2/3 insert, Alt+C copies, Alt+X dismisses, Alt+4…9 unfold cards. By key position, because on a Mac
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
  if (!isAltAlone(event)) return null;
  if (event.code === "KeyC") return { outcome: "copied" };
  if (event.code === "KeyX") return { outcome: "dismissed" };
  const wording = digitOf(event) - 1;
  return wording >= 0 && wording < wordings ? { outcome: "inserted", wording } : null;
}

/** Advice has three wordings at most: the digits after theirs are the cards'. */
const FIRST_CARD = 4;
const LAST_CARD = 9;

/** Which card is meant, from 0; null for none. */
export function cardShortcut(event: Pressed): number | null {
  const digit = isAltAlone(event) ? digitOf(event) : 0;
  return digit >= FIRST_CARD ? digit - FIRST_CARD : null;
}

/** The digit of card number `i`, from 0; null past the last digit. */
export function cardKey(i: number): number | null {
  return FIRST_CARD + i <= LAST_CARD ? FIRST_CARD + i : null;
}

function isAltAlone(event: Pressed): boolean {
  return event.altKey && !(event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing);
}

/** 0 for a key that is no digit. */
function digitOf(event: Pressed): number {
  return Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0);
}
