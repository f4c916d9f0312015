// The board by keyboard. Arrows stay with what scrolls or is written in; j and k work
// wherever nobody writes.

export type Key = "up" | "down" | "leave" | "row";

/** What a key asks for; null where it is not the board's. */
export function keyOf(event: KeyboardEvent, list: HTMLElement): Key | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return null;
  // What the panel has used is the panel's.
  if (event.defaultPrevented) return null;
  const path = event.composedPath();
  const writing = path[0] instanceof HTMLInputElement || path[0] instanceof HTMLTextAreaElement;
  if (event.key === "Escape") return writing ? "row" : "leave";
  if (writing) return null;
  if (event.key === "j") return "down";
  if (event.key === "k") return "up";
  const free = path[0] === document.body || path.includes(list);
  if (free && event.key === "ArrowDown") return "down";
  if (free && event.key === "ArrowUp") return "up";
  return null;
}
