// The board's header: connection, how many alerts wait, the way to the console, language.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { barStyles } from "../bar-styles.ts";
import { connectionStyles, renderConnection } from "../connection.ts";
import { fill, texts } from "../i18n.ts";
import type { LinkState } from "../link.ts";
import { base } from "../theme.ts";
import { boardWords } from "./words.ts";

export class BoardBar extends LitElement {
  @property() link: LinkState = "connecting";
  @property({ type: Number }) alerts = 0;
  @property() override lang = "zh";

  static override styles = [
    base,
    connectionStyles,
    barStyles,
    css`
      .alerts {
        padding: 1px 8px;
        border-radius: 10px;
        background: var(--mood-angry);
        color: var(--surface);
        font-size: 12px;
        white-space: nowrap;
      }
    `,
  ];

  override render(): TemplateResult {
    const words = boardWords(this.lang);
    const { ui } = texts(this.lang);
    return html`
      <h1>${words.title}</h1>
      <span class="muted small">${ui.brand}</span>
      ${renderConnection(this.link, this.lang)}
      ${
        this.alerts === 0
          ? nothing
          : html`<span class="alerts">${fill(words.alertsCount, { n: this.alerts })}</span>`
      }
      <span class="grow"></span>
      <span class="muted small">${words.keys}</span>
      <a class="button" href="./">${words.console}</a>
      <button
        type="button"
        class="button lang"
        data-testid="lang-switch"
        aria-label=${ui.languageHint}
        @click=${() => this.dispatchEvent(new CustomEvent("language"))}
      >
        ${ui.language}
      </button>
    `;
  }
}
