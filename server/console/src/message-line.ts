// One message: whose it is, when it was said, and what was read from it.
import { css, html, nothing, type TemplateResult } from "lit";
import { name, texts } from "./i18n.ts";
import { moodClass } from "./moods.ts";
import { clockTime } from "./time.ts";
import type { Reading, Said } from "./wire.ts";

export const messageStyles = css`
  .line {
    display: grid;
    justify-items: start;
    gap: 2px;
    max-width: 78%;
  }
  .line.agent {
    justify-items: end;
    margin-left: auto;
  }
  .bubble {
    padding: 6px 11px;
    border: 1px solid var(--border);
    border-radius: 10px;
    border-bottom-left-radius: 3px;
    background: var(--surface);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .agent .bubble {
    border-color: transparent;
    border-radius: 10px;
    border-bottom-right-radius: 3px;
    background: var(--accent-soft);
  }
  .partial .bubble,
  .pending .bubble {
    color: var(--muted);
  }
  .partial .bubble {
    display: flex;
    align-items: baseline;
    white-space: normal;
    border-style: dashed;
    border-color: var(--border);
    background: none;
  }
  .meta {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 18px;
    padding: 0 2px;
    font-size: 12px;
    color: var(--muted);
  }
  .mark {
    color: var(--accent);
  }
`;

export function renderMessage(
  line: Said,
  reading: Reading | undefined,
  lang: string,
): TemplateResult {
  if (!line.final) return renderPartial(line.role, line.text, lang);
  return html`<div class="line ${line.role}" data-testid="message" data-role=${line.role}>
    <div class="bubble">${line.text}</div>
    <div class="meta">
      ${line.role === "customer" ? renderMood(reading, lang) : nothing}
      <span>${clockTime(line.at)}</span>
      ${line.role === "customer" ? renderWords(reading, lang) : renderSteps(reading, lang)}
    </div>
  </div>`;
}

/** Sent from here and not yet back from the server. */
export function renderPending(text: string, lang: string): TemplateResult {
  return html`<div class="line agent pending">
    <div class="bubble">${text}</div>
    <div class="meta">${texts(lang).ui.sending}</div>
  </div>`;
}

function renderPartial(role: string, text: string, lang: string): TemplateResult {
  return html`<div class="line partial ${role}" data-testid="partial" aria-hidden="true">
    <div class="bubble"><span>${text}</span>${typingDots(lang)}</div>
  </div>`;
}

function typingDots(lang: string): TemplateResult {
  return html`<span class="typing" title=${texts(lang).ui.typing}><i></i><i></i><i></i></span>`;
}

function renderMood(reading: Reading | undefined, lang: string): TemplateResult {
  const words = moodWords(reading, lang);
  const colour = reading === undefined ? "" : moodClass(reading.emotion?.key);
  return html`<span class="dot ${colour}" title=${words}></span>`;
}

function renderWords(reading: Reading | undefined, lang: string): TemplateResult {
  return html`<span>${moodWords(reading, lang)}</span>`;
}

function moodWords(reading: Reading | undefined, lang: string): string {
  const emotion = reading?.emotion?.key;
  const intent = reading?.intent?.key;
  return [
    emotion && name(lang, "emotions", emotion),
    intent && name(lang, "intents", intent),
    reading?.business_intent?.key,
  ]
    .filter(Boolean)
    .join(" · ");
}

function renderSteps(reading: Reading | undefined, lang: string): TemplateResult[] {
  return (reading?.steps ?? []).map(
    (step) =>
      html`<span class="mark" title=${name(lang, "steps", step)}
        >${name(lang, "marks", step)}</span
      >`,
  );
}
