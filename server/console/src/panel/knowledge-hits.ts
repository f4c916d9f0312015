// What was found for the customer's question: up to two, each with where it stands.
import { html, type TemplateResult } from "lit";
import { fill, texts } from "../i18n.ts";
import type { KnowledgeHit } from "../wire.ts";
import { renderSay, type Insert } from "./said.ts";

const HITS = 2;

export function renderHits(
  lang: string,
  hits: readonly KnowledgeHit[],
  insert: Insert,
): TemplateResult {
  return html`<div class="hits">
    ${hits.slice(0, HITS).map(
      (hit) => html`<article data-testid="hit">
        <b class="small">${hit.title}</b>
        ${renderSay(lang, hit.sentence, insert, "hit-say")}
        <span class="muted small">${fill(texts(lang).ui.source, { source: hit.source })}</span>
      </article>`,
    )}
  </div>`;
}
