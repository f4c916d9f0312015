// What the customer wants, in labels: the intent of the last line, the demands so far.
import { html, type TemplateResult } from "lit";
import { customerReadings, type Conversation } from "../conversation.ts";
import { name, texts } from "../i18n.ts";

export function renderChips(lang: string, talk: Conversation): TemplateResult {
  const words = texts(lang).ui;
  const intent = customerReadings(talk).at(-1)?.intent?.key;
  const demands = talk.progress?.demands ?? [];
  const none = html`<span class="muted small">${words.noDemand}</span>`;
  return html`<div class="chips">
    <span>
      <span class="muted small">${words.intent}</span>
      ${renderChip(intent === undefined ? "—" : name(lang, "intents", intent), "intent")}
    </span>
    <span>
      <span class="muted small">${words.demand}</span>
      ${
        demands.length === 0
          ? none
          : demands.map((key) => renderChip(name(lang, "demands", key), "demand"))
      }
    </span>
  </div>`;
}

function renderChip(title: string, id: string): TemplateResult {
  return html`<span class="chip clip" title=${title} data-testid=${id}>${title}</span>`;
}
