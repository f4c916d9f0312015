// The rows of an unfolded card.
import { html, nothing, type TemplateResult } from "lit";
import { fill, rowName, texts } from "../i18n.ts";
import { check, circle, alarm } from "../icons.ts";
import type { CardRow } from "../wire.ts";
import { countdown, dueOf } from "./card-facts.ts";

/** What the agent has said became of the promises, by the line they were given in. */
export type Marked = ReadonlyMap<number, boolean>;
type Mark = (seq: number, kept: boolean) => void;

const ICONS = { open: circle, done: check, late: alarm };

/** `mark` says what became of a promise; null where the rows are none. */
export function renderRows(
  lang: string,
  rows: readonly CardRow[],
  now: number,
  mark: Mark | null,
  marked: Marked,
): TemplateResult {
  return html`<ul class="rows">
    ${rows.map((row) => {
      const marking = mark !== null && row.seq !== null && row.status !== "done";
      return html`<li data-testid="row" data-key=${row.key} class=${row.status ?? ""}>
        <span class="key muted small">${rowName(lang, row.key)}</span>
        <span class="text" title=${title(lang, row)}>${row.text}</span>
        ${renderLeft(lang, row, now)} ${renderStatus(lang, row)}
        ${marking ? renderMarks(lang, row.seq ?? 0, mark, marked) : nothing}
      </li>`;
    })}
  </ul>`;
}

function title(lang: string, row: CardRow): string {
  return row.seq === null ? "" : fill(texts(lang).ui.evidence, { seq: row.seq });
}

function renderLeft(lang: string, row: CardRow, now: number): TemplateResult | typeof nothing {
  const due = dueOf(row, now);
  if (due === null) return nothing;
  const over = due < now ? "over" : "";
  return html`<time class="left ${over}" data-testid="left">${countdown(lang, due, now)}</time>`;
}

function renderStatus(lang: string, row: CardRow): TemplateResult | typeof nothing {
  if (row.status === null) return nothing;
  const said = texts(lang).rowStatuses[row.status];
  return html`<i class="status" title=${said}>${ICONS[row.status]}<em class="unseen">${said}</em></i>`;
}

function renderMarks(lang: string, seq: number, mark: Mark, marked: Marked): TemplateResult {
  const words = texts(lang).ui;
  const button = (kept: boolean): TemplateResult => html`<button
    type="button"
    class="mark"
    data-testid=${kept ? "mark-kept" : "mark-broken"}
    aria-pressed=${marked.get(seq) === kept}
    @click=${() => mark(seq, kept)}
  >
    ${kept ? words.kept : words.broken}
  </button>`;
  return html`<span class="marks">${button(true)} ${button(false)}</span>`;
}
