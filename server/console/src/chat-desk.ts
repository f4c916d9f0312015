// The conversation in the middle: its messages, what is being typed, the agent's input.
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { AgentInput } from "./agent-input.ts";
import type { Conversation } from "./conversation.ts";
import { name, texts } from "./i18n.ts";
import { chevron, cross } from "./icons.ts";
import { messageStyles, renderMessage, renderPending } from "./message-line.ts";
import { moodStyles } from "./moods.ts";
import { Partials } from "./partials.ts";
import { base } from "./theme.ts";
import type { Lint } from "./wire.ts";

/** This near to the end counts as reading along. */
const NEAR = 60;

export class ChatDesk extends LitElement {
  @property({ attribute: false }) talk!: Conversation;
  /** Agent lines sent from here that the server has not sent back yet. */
  @property({ attribute: false }) pending: readonly string[] = [];
  @property() notice = "";
  /** The last answer to what the agent is writing. */
  @property({ attribute: false }) lint: Lint | null = null;
  /** For one who only looks on: what is in the slot stands where the agent writes. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  @property() override lang = "zh";
  @state() private behind = false;
  @query(".messages") private messages!: HTMLElement;
  @query("liubu-agent-input") private input!: AgentInput;
  private follow = true;
  private readonly partials = new Partials(() => this.requestUpdate());
  /** A smaller window must not push out of sight what one is reading along. */
  private readonly sized = new ResizeObserver(() => this.follow && this.toEnd());

  static override styles = [
    base,
    moodStyles,
    messageStyles,
    css`
      :host {
        position: relative;
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      header {
        display: flex;
        align-items: baseline;
        gap: 10px;
        height: 44px;
        padding: 11px 16px 0;
        border-bottom: 1px solid var(--border);
        background: var(--surface);
        white-space: nowrap;
      }
      b {
        font-weight: 600;
      }
      .messages {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        padding: 14px 16px 6px;
        display: flex;
        flex-direction: column;
        gap: 8px;
      }
      .centre {
        align-self: center;
        font-size: 12px;
        color: var(--muted);
      }
      .newer {
        position: absolute;
        z-index: 1;
        right: 0;
        left: 0;
        bottom: 166px;
        width: max-content;
        margin: 0 auto;
        border-color: var(--border-strong);
        font-size: 13px;
      }
      :host([readonly]) .newer {
        bottom: 110px;
      }
      [name="actions"] {
        display: block;
        margin-left: auto;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 4px 8px 4px 16px;
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 13px;
      }
      .notice span {
        flex: 1;
      }
      .notice button {
        display: grid;
        place-items: center;
        width: 28px;
        height: 28px;
        border-radius: 6px;
      }
    `,
  ];

  insert(text: string): void {
    this.input.insert(text);
  }

  restore(text: string): void {
    this.input.restore(text);
  }

  override firstUpdated(): void {
    this.sized.observe(this.messages);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
    this.partials.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("talk")) return;
    this.partials.see(this.talk.lines);
    if (changed.get("talk")?.id !== this.talk.id) this.follow = true;
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get("talk");
    if (this.follow) this.toEnd();
    else if (before !== undefined && before.lines !== this.talk.lines) this.behind = true;
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const { talk } = this;
    const closed = talk.info?.open === false;
    return html`
      ${this.renderHeader(closed)}
      <div
        class="messages"
        role="log"
        aria-label=${words.messages}
        tabindex="0"
        @scroll=${this.onScroll}
      >
        ${talk.earlier ? html`<span class="centre">${words.earlier}</span>` : nothing}
        ${
          talk.loaded && talk.lines.length === 0
            ? html`<span class="centre">${words.waitingCustomer}</span>`
            : nothing
        }
        ${repeat(
          this.partials.living(talk.lines),
          (line) => line.event_id,
          (line) => renderMessage(line, talk.readings.get(line.seq ?? -1), this.lang),
        )}
        ${this.pending.map((text) => renderPending(text, this.lang))}
        ${closed ? html`<span class="centre">${words.inputClosed}</span>` : nothing}
      </div>
      ${this.behind ? this.renderNewer() : nothing}
      ${this.notice === "" ? nothing : this.renderNotice()}
      ${this.readonly ? html`<slot></slot>` : this.renderInput(closed)}
    `;
  }

  private renderInput(closed: boolean): TemplateResult {
    return html`<liubu-agent-input
      .conversation=${this.talk.id}
      .seq=${this.talk.progress?.seq ?? 0}
      .lint=${this.lint}
      ?closed=${closed}
      lang=${this.lang}
    ></liubu-agent-input>`;
  }

  private renderHeader(closed: boolean): TemplateResult {
    const { info, id } = this.talk;
    const about = [
      info && name(this.lang, "channels", info.channel),
      info?.industry && name(this.lang, "industries", info.industry),
      closed && texts(this.lang).ui.closed,
    ];
    return html`<header>
      <b class="clip">${info?.customer || id}</b>
      <span class="muted small clip">${about.filter(Boolean).join(" · ")}</span>
      <slot name="actions"></slot>
    </header>`;
  }

  private renderNewer(): TemplateResult {
    return html`<button type="button" class="button newer" @click=${this.toEnd}>
      ${chevron}${texts(this.lang).ui.newMessages}
    </button>`;
  }

  private renderNotice(): TemplateResult {
    return html`<div class="notice" role="status" data-testid="notice">
      <span>${this.notice}</span>
      <button
        type="button"
        aria-label=${texts(this.lang).ui.dismiss}
        @click=${() => this.dispatchEvent(new CustomEvent("dismiss-notice"))}
      >
        ${cross}
      </button>
    </div>`;
  }

  private onScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.messages;
    this.follow = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.follow) this.behind = false;
  }

  private toEnd(): void {
    this.messages.scrollTop = this.messages.scrollHeight;
    this.behind = false;
  }
}
