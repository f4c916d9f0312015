// A sentence that is put into the reply with one press.
import { css, html, type TemplateResult } from "lit";
import { fill, texts } from "../i18n.ts";
import { plus } from "../icons.ts";
import { renderSlots } from "./wording-text.ts";

export const sayStyles = css`
  .say {
    display: flex;
    gap: 6px;
    min-width: 0;
    padding: 4px 8px 4px 5px;
    border: 1px solid transparent;
    border-radius: 6px;
    background: var(--raised);
    font-size: 13px;
    line-height: 20px;
    text-align: left;
  }
  p.say {
    margin: 0;
    padding-left: 8px;
  }
  button.say:hover {
    border-color: var(--border-strong);
  }
  .say svg {
    flex: none;
    margin-top: 2px;
    color: var(--accent);
  }
  .say > span {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .says {
    display: grid;
    gap: 4px;
  }
`;

/** Puts a sentence into the reply; null where one only looks on. */
export type Insert = ((sentence: string) => void) | null;

export function renderSay(
  lang: string,
  sentence: string,
  insert: Insert,
  id = "say",
): TemplateResult {
  if (insert === null)
    return html`<p class="say" data-testid=${id}><span>${renderSlots(sentence)}</span></p>`;
  const title = fill(texts(lang).ui.insertSentence, { text: sentence });
  return html`<button
    type="button"
    class="say"
    data-testid=${id}
    aria-label=${title}
    title=${title}
    @click=${() => insert(sentence)}
  >
    ${plus}<span>${renderSlots(sentence)}</span>
  </button>`;
}
