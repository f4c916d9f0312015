// Why a step is due: one short sentence a reason, with the customer's words.
import { html, nothing, type TemplateResult } from "lit";
import { reasonText } from "../i18n.ts";
import type { Reason } from "../wire.ts";

/** `unsure` is said by the badge already, so it is not said again here. */
export function renderReasons(lang: string, why: readonly Reason[]): TemplateResult {
  const reasons = why.filter((reason) => reason.code !== "unsure");
  return html`<ul class="why">
    ${reasons.map((reason, i) => {
      const quote = repeatsQuote(reasons, i) ? null : reason.quote;
      return html`<li class=${quote === null ? "" : "quoted"}>
        <span>${reasonText(lang, reason.code, reason.label)}</span>
        ${quote === null ? nothing : html`<q class="clip" title=${quote}>${quote}</q>`}
      </li>`;
    })}
  </ul>`;
}

function repeatsQuote(reasons: readonly Reason[], i: number): boolean {
  return reasons.slice(0, i).some((earlier) => earlier.quote === reasons[i]?.quote);
}
