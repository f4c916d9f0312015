// Which list the board shows: every conversation, those that press, or the calls to make.
import { css, html, nothing, type TemplateResult } from "lit";
import { boardWords } from "./words.ts";

export type View = "all" | "pressing" | "follow-ups";

export const viewStyles = css`
  .filter {
    display: flex;
    flex: none;
    border: 1px solid var(--border);
    border-radius: 6px;
    background: var(--surface);
  }
  .filter button {
    min-height: 28px;
    padding: 0 12px;
    border-radius: 5px;
    font-size: 13px;
    white-space: nowrap;
  }
  .filter button[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .filter b {
    margin-left: 4px;
    font-weight: 600;
  }
  .filter .over {
    color: var(--mood-angry);
  }
`;

/** How many calls are to be made, and how many of them are late. */
export interface Calls {
  all: number;
  late: number;
}

export function renderViews(
  lang: string,
  view: View,
  calls: Calls,
  choose: (view: View) => void,
): TemplateResult {
  const words = boardWords(lang);
  const count = calls.late > 0 ? calls.late : calls.all;
  const title = calls.late > 0 ? words.lateCalls : words.openCalls;
  const badge =
    count === 0
      ? nothing
      : html`<b class=${calls.late > 0 ? "over" : ""} title=${title}>${count}</b>`;
  const button = (id: View, word: string, more: typeof badge = nothing): TemplateResult =>
    html`<button
      type="button"
      data-testid="filter-${id}"
      aria-pressed=${id === view}
      @click=${() => choose(id)}
    >
      ${word}${more}
    </button>`;
  return html`<div class="filter" role="group" aria-label=${words.filter}>
    ${button("all", words.all)} ${button("pressing", words.pressing)}
    ${button("follow-ups", words.followUps, badge)}
  </div>`;
}
