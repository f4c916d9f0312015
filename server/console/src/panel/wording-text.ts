// A wording with its FEEL parts coloured and its slots drawn as blanks to fill.
import { css, html, type TemplateResult } from "lit";
import { pieces } from "../slots.ts";
import type { Wording } from "../wire.ts";

export const FEEL_PARTS = ["fact", "emotion", "explain", "link"] as const;

export const wordingStyles = css`
  .part-fact {
    --part: var(--feel-fact);
    --part-soft: var(--feel-fact-soft);
  }
  .part-emotion {
    --part: var(--feel-emotion);
    --part-soft: var(--feel-emotion-soft);
  }
  .part-explain {
    --part: var(--feel-explain);
    --part-soft: var(--feel-explain-soft);
  }
  .part-link {
    --part: var(--feel-link);
    --part-soft: var(--feel-link-soft);
  }
  .part {
    padding: 1px 0;
    background: var(--part-soft, none);
    box-shadow: inset 0 -2px 0 var(--part, transparent);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
`;

export const slotStyles = css`
  .slot {
    display: inline-block;
    max-width: 100%;
    margin: 0 2px;
    padding: 0 5px;
    line-height: 1.4;
    border: 1px dashed var(--border-strong);
    border-radius: 4px;
    background: var(--surface);
    color: var(--muted);
  }
`;

export function renderWording(wording: Wording): TemplateResult {
  const parts = wording.parts.length > 0 ? wording.parts : [{ part: "plain", text: wording.text }];
  return html`${parts.map(
    ({ part, text }) => html`<span class="part part-${part}">${renderSlots(text)}</span>`,
  )}`;
}

/** A sentence with its blanks drawn as such. */
export function renderSlots(text: string): TemplateResult[] {
  return pieces(text).map((piece) =>
    piece.slot ? html`<span class="slot">${piece.text.slice(1, -1)}</span>` : html`${piece.text}`,
  );
}

/** The FEEL parts that occur in the wordings, for the legend. */
export function partsIn(wordings: readonly Wording[]): (typeof FEEL_PARTS)[number][] {
  return FEEL_PARTS.filter((key) =>
    wordings.some((wording) => wording.parts.some(({ part }) => part === key)),
  );
}
