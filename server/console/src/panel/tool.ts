// A tool of the desk in the strip of cards: the supervisor, the wrap-up.
import { html, type TemplateResult } from "lit";
import { name, texts } from "../i18n.ts";

export const SUPERVISOR = "supervisor";
export const WRAP_UP = "wrap-up";

export interface Tool {
  id: string;
  title: string;
  /** It stands first, for it is to be done now. */
  due: boolean;
  calling: boolean;
  unfolded: boolean;
  toggle: () => void;
  /** It has drawn attention. */
  called: () => void;
}

export function renderTool(tool: Tool): TemplateResult {
  const { id, title, due, calling, unfolded, toggle, called } = tool;
  return html`<button
    type="button"
    class="tool ${due ? "due" : ""} ${due && calling ? "calling" : ""}"
    data-testid=${id}
    aria-expanded=${unfolded}
    aria-controls="sheet-${id}"
    @click=${toggle}
    @animationend=${called}
  >
    ${title}
  </button>`;
}

/** The heading of the sheet that `id` unfolds: a tool, or a kind of card. */
export function titleOf(lang: string, id: string): string {
  const words = texts(lang).ui;
  if (id === SUPERVISOR) return words.supervisorTitle;
  return id === WRAP_UP ? words.wrapUp : name(lang, "cards", id);
}
