// The conversations that the server knows, the most recently active first.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { name, texts } from "./i18n.ts";
import { phone } from "./icons.ts";
import { moodClass, moodStyles } from "./moods.ts";
import { base } from "./theme.ts";
import { clockTime } from "./time.ts";
import type { ConversationInfo } from "./wire.ts";

export class ConversationList extends LitElement {
  @property({ attribute: false }) conversations: readonly ConversationInfo[] = [];
  @property() selected = "";
  @property() override lang = "zh";

  static override styles = [
    base,
    moodStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--bg);
      }
      h2 {
        margin: 0;
        padding: 12px 16px 8px;
        font-size: 12px;
        font-weight: 400;
        color: var(--muted);
      }
      ul {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        margin: 0;
        padding: 0 8px 8px;
        list-style: none;
      }
      button {
        display: grid;
        grid-template-columns: 8px minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 8px;
        width: 100%;
        min-height: 58px;
        padding: 8px;
        border-radius: 8px;
        text-align: left;
      }
      button:hover {
        background: var(--raised);
      }
      button[aria-current="true"] {
        background: var(--accent-soft);
      }
      .name {
        display: flex;
        align-items: center;
        gap: 4px;
        font-weight: 500;
      }
      .name svg {
        flex: none;
        width: 13px;
        color: var(--muted);
      }
      .time {
        justify-self: end;
      }
      .text {
        grid-column: 2;
        font-size: 13px;
      }
      .step {
        justify-self: end;
        width: 20px;
        height: 20px;
        border-radius: 4px;
        background: var(--surface);
        color: var(--accent);
        font-size: 12px;
        line-height: 20px;
        text-align: center;
      }
      .ended {
        justify-self: end;
        font-size: 12px;
        color: var(--muted);
      }
      .closed .name {
        font-weight: 400;
        color: var(--muted);
      }
      p {
        margin: 0;
        padding: 0 16px;
        font-size: 13px;
        color: var(--muted);
      }
    `,
  ];

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    return html`<h2 id="title">${words.conversations}</h2>
      ${this.conversations.length === 0 ? html`<p>${words.noConversations}</p>` : nothing}
      <ul aria-labelledby="title">
        ${repeat(
          this.conversations,
          (row) => row.conversation_id,
          (row) => this.renderRow(row),
        )}
      </ul>`;
  }

  private renderRow(row: ConversationInfo): TemplateResult {
    const emotion = row.emotion === null ? "" : name(this.lang, "emotions", row.emotion);
    return html`<li>
      <button
        type="button"
        class=${row.open ? "" : "closed"}
        data-testid="conversation-row"
        data-id=${row.conversation_id}
        aria-current=${row.conversation_id === this.selected}
        @click=${() => this.choose(row.conversation_id)}
      >
        <span class="dot ${moodClass(row.emotion)}" title=${emotion}></span>
        <span class="name">
          <span class="clip">${row.customer || row.conversation_id}</span>
          ${row.channel === "call" ? phone : nothing}
        </span>
        <span class="time muted small">${clockTime(row.updated_at)}</span>
        <span class="text clip muted">${row.last_text || texts(this.lang).ui.noMessages}</span>
        ${this.renderEnd(row)}
        <span class="unseen">${emotion}</span>
      </button>
    </li>`;
  }

  private renderEnd(row: ConversationInfo): TemplateResult | typeof nothing {
    if (!row.open) return html`<span class="ended">${texts(this.lang).ui.closed}</span>`;
    if (row.step === null) return nothing;
    const step = name(this.lang, "steps", row.step);
    return html`<span class="step" title=${step}>${name(this.lang, "marks", row.step)}</span>`;
  }

  private choose(id: string): void {
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }
}
