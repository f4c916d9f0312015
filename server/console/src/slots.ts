// ‹…› marks what only the agent can fill in. These are its places in a text.

export interface Slot {
  start: number;
  end: number;
}

const SLOT = /‹[^‹›]*›/g;

export function slotsIn(text: string): Slot[] {
  return Array.from(text.matchAll(SLOT), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The slot after `caret`, around to the first; null where there is none. */
export function nextSlot(text: string, caret: number): Slot | null {
  const slots = slotsIn(text);
  return slots.find((slot) => slot.start >= caret) ?? slots[0] ?? null;
}

/** The slot before `caret`, around to the last; null where there is none. */
export function previousSlot(text: string, caret: number): Slot | null {
  const slots = slotsIn(text);
  return slots.findLast((slot) => slot.end <= caret) ?? slots.at(-1) ?? null;
}

export interface Piece {
  text: string;
  slot: boolean;
}

/** The text cut into slots and what is between them, in order. */
export function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const { start, end } of slotsIn(text)) {
    if (start > at) result.push({ text: text.slice(at, start), slot: false });
    result.push({ text: text.slice(start, end), slot: true });
    at = end;
  }
  if (at < text.length) result.push({ text: text.slice(at), slot: false });
  return result;
}
