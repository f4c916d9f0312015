// The panel's last line: a quiet nudge or an error on the left, the connection on the right.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { errorText, name, texts } from "../i18n.ts";
import { cross } from "../icons.ts";
import type { LinkState } from "../link.ts";
import { base } from "../theme.ts";

export class StatusBar extends LitElement {
  @property() link: LinkState = "connecting";
  /** Faults of the agent's last line: the next line can still mend them. */
  @property({ attribute: false }) faults: readonly string[] = [];
  /** The code of the server's last error; empty for none. */
  @property() error = "";
  @property() override lang = "zh";

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 30px;
        padding: 0 12px;
        border-top: 1px solid var(--border);
        font-size: 12px;
        color: var(--muted);
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 4px;
        flex: 1;
        min-width: 0;
      }
      b {
        font-weight: 600;
        color: var(--warn);
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        width: 24px;
        height: 24px;
        border-radius: 4px;
      }
      .link {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      .link .dot {
        background: var(--warn);
      }
      .link.open .dot {
        background: var(--mood-pleased);
      }
    `,
  ];

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const states = {
      open: words.linkOpen,
      connecting: words.linkConnecting,
      waiting: words.linkWaiting,
    };
    const state = states[this.link];
    return html`
      <span class="notice" role="status">${this.renderNotice()}</span>
      <span class="link ${this.link}" title=${state} data-testid="panel-connection">
        <i class="dot"></i>
        ${this.link === "open" ? html`<span class="unseen">${state}</span>` : state}
      </span>
    `;
  }

  private renderNotice(): TemplateResult | typeof nothing {
    if (this.error !== "") return this.renderError();
    if (this.faults.length === 0) return nothing;
    const names = this.faults.map((key) => name(this.lang, "faults", key)).join(" / ");
    return html`<span class="clip" data-testid="fault" title=${names}
      >${texts(this.lang).ui.faultSaid} <b>${names}</b></span
    >`;
  }

  private renderError(): TemplateResult {
    const sentence = errorText(this.lang, this.error);
    return html`<span class="clip" data-testid="panel-error" title=${sentence}>${sentence}</span>
      <button
        type="button"
        aria-label=${texts(this.lang).ui.dismiss}
        @click=${() => this.dispatchEvent(new CustomEvent("dismiss-error"))}
      >
        ${cross}
      </button>`;
  }
}
