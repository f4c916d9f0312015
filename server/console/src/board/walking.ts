// The keyboard in a list of rows, whatever the rows are.

/** What a list of the board can be told by the page's keys. */
export interface Walkable extends HTMLElement {
  /** Put the keyboard on the row `by` further down; on the open one where it is on none. */
  step(by: 1 | -1): void;
  /** Put the keyboard on the row of a conversation. */
  focusOn(id: string): void;
}

export function rowsIn(root: ShadowRoot | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>("button.row") ?? [])];
}

/** The row that has the keyboard. */
export function activeIn(root: ShadowRoot | null): HTMLElement | null {
  const active = root?.activeElement;
  return active instanceof HTMLElement && active.matches(".row") ? active : null;
}

export function stepIn(root: ShadowRoot | null, selected: string, by: 1 | -1): void {
  const rows = rowsIn(root);
  const at = rows.findIndex((row) => row === activeIn(root));
  const open = rows.findIndex((row) => row.dataset["id"] === selected);
  const next = at >= 0 ? at + by : open >= 0 ? open + by : 0;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

export function focusIn(root: ShadowRoot | null, id: string): void {
  rowsIn(root)
    .find((row) => row.dataset["id"] === id)
    ?.focus();
}
