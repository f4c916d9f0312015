// What cannot wait, the newest first, until somebody has seen it.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { base } from "../theme.ts";
import { clockTime } from "../time.ts";
import type { Alert, ConversationInfo } from "../wire.ts";
import { boardWords } from "./words.ts";

export class AlertList extends LitElement {
  @property({ attribute: false }) alerts: readonly Alert[] = [];
  /** To name the customer. */
  @property({ attribute: false }) rows: ReadonlyMap<string, ConversationInfo> = new Map();
  @property() override lang = "zh";

  static override styles = [
    base,
    css`
      ul {
        max-height: 30vh;
        overflow-y: auto;
        margin: 0;
        padding: 6px 8px;
        list-style: none;
        border-top: 2px solid var(--mood-angry);
        background: color-mix(in srgb, var(--mood-angry) 10%, var(--surface));
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
        border-left: 3px solid var(--mood-angry);
        margin: 4px 0;
      }
      .attend {
        border-left-color: var(--warn);
      }
      .open {
        flex: 1;
        min-width: 0;
        padding: 4px 8px;
        border-radius: 6px;
        text-align: left;
        overflow-wrap: anywhere;
      }
      .open span {
        display: -webkit-box;
        overflow: hidden;
        font-size: 13px;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .open:hover {
        background: var(--surface);
      }
      b {
        font-weight: 600;
        color: var(--mood-angry);
      }
      .attend b {
        color: var(--warn);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<div role="log" aria-live="assertive" aria-label=${boardWords(this.lang).alerts}>
      ${this.alerts.length === 0 ? nothing : this.renderAlerts()}
    </div>`;
  }

  private renderAlerts(): TemplateResult {
    return html`<ul>
      ${repeat(
        this.alerts,
        (alert) => `${alert.conversation_id} ${alert.key}`,
        (alert) => this.renderAlert(alert),
      )}
    </ul>`;
  }

  private renderAlert(alert: Alert): TemplateResult {
    const customer = this.rows.get(alert.conversation_id)?.customer || alert.conversation_id;
    return html`<li class=${alert.level} data-testid="alert">
      <button
        type="button"
        class="open"
        title=${alert.text}
        @click=${() => this.tell("look", alert)}
      >
        <span>${clockTime(alert.at)} <b>${customer}</b> ${alert.text}</span>
      </button>
      <button
        type="button"
        class="button"
        data-testid="alert-seen"
        @click=${() => this.tell("seen", alert)}
      >
        ${boardWords(this.lang).seen}
      </button>
    </li>`;
  }

  private tell(what: "look" | "seen", detail: Alert): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
