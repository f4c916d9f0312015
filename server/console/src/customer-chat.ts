// The customer's window: a chat as on a phone. What is typed is sent as partials too, so
// that the console shows a conversation as a live transcript does; the person is told so.
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { apply, emptyConversation, finalsIn, type Conversation } from "./conversation.ts";
import { customerStyles } from "./customer-styles.ts";
import { asLang, errorText, texts } from "./i18n.ts";
import type { LinkState } from "./link.ts";
import { newId, Source } from "./source.ts";
import { base, tokens } from "./theme.ts";
import { clockTime } from "./time.ts";
import { Viewer } from "./viewer.ts";
import { streamUrl, TEXT_CHARS, type Said } from "./wire.ts";

const SERVER = streamUrl(location.href);
const QUERY = new URLSearchParams(location.search);
const HINT_EVERY = 400;

export class CustomerChat extends LitElement {
  @property({ reflect: true }) override lang = asLang(QUERY.get("lang"));
  @state() private talk: Conversation = emptyConversation(QUERY.get("conversation") ?? "");
  @state() private link: LinkState = "connecting";
  @state() private pending: readonly { eventId: string; text: string }[] = [];
  @state() private refused = "";
  @query(".messages") private messages!: HTMLElement | null;
  @query("textarea") private area!: HTMLTextAreaElement;

  private viewer: Viewer | null = null;
  private source: Source | null = null;
  /** The line being written: its partials and its final share this id. */
  private eventId = newId("line");
  private hintTimer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [tokens, base, customerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    const id = this.talk.id;
    if (id === "") return;
    this.source = new Source(SERVER, {
      onState: (link) => (this.link = link),
      onRefused: (eventId, error) => {
        this.refused = error.code;
        this.settle(eventId);
      },
    });
    this.source.open({ conversation_id: id, customer: texts(this.lang).ui.customerName });
    this.viewer = new Viewer(SERVER, {
      onMessage: (message) => {
        for (const said of finalsIn(message)) this.settle(said.event_id);
        this.talk = apply(this.talk, message);
      },
      onState: () => undefined,
    });
    this.viewer.watch(id);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.viewer?.stop();
    this.source?.stop();
  }

  override updated(): void {
    document.documentElement.lang = this.lang === "zh" ? "zh-CN" : "en";
    document.title = texts(this.lang).ui.online;
    if (this.messages !== null) this.messages.scrollTop = this.messages.scrollHeight;
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const closed = this.talk.info?.open === false;
    if (this.talk.id === "") return html`<p class="centre">${words.customerNoId}</p>`;
    return html`
      <header>
        <b>${words.online}</b>
        <span class="muted small">${this.link === "open" ? "" : words.linkWaiting}</span>
      </header>
      <div class="messages" aria-live="polite">
        <span class="centre">${words.customerWelcome}</span>
        ${this.talk.lines.filter((line) => line.final).map((line) => this.renderLine(line))}
        ${this.pending.map(
          ({ text }) =>
            html`<div class="line customer pending"><div class="bubble">${text}</div></div>`,
        )}
        ${this.renderAgentTyping()}
        ${closed ? html`<span class="centre">${words.customerEnded}</span>` : nothing}
        ${
          this.refused === ""
            ? nothing
            : html`<span class="centre warn">${errorText(this.lang, this.refused)}</span>`
        }
      </div>
      ${this.renderInput(closed)}
    `;
  }

  private renderLine(line: Said): TemplateResult {
    return html`<div class="line ${line.role}" data-testid="message" data-role=${line.role}>
      <div class="bubble">${line.text}</div>
      <span class="muted small">${clockTime(line.at)}</span>
    </div>`;
  }

  private renderAgentTyping(): TemplateResult | typeof nothing {
    const typing = this.talk.lines.some((line) => !line.final && line.role === "agent");
    if (!typing) return nothing;
    return html`<div class="line agent">
      <div class="bubble typing"><i></i><i></i><i></i></div>
    </div>`;
  }

  private renderInput(closed: boolean): TemplateResult {
    const words = texts(this.lang).ui;
    return html`<form @submit=${this.onSubmit}>
      <textarea
        rows="2"
        maxlength=${TEXT_CHARS}
        data-testid="customer-input"
        placeholder=${closed ? words.customerEnded : words.customerInput}
        aria-label=${words.customerInput}
        ?disabled=${closed}
        @input=${this.onInput}
        @keydown=${this.onKey}
      ></textarea>
      <button type="submit" class="button primary" data-testid="customer-send" ?disabled=${closed}>
        ${words.send}
      </button>
    </form>`;
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  private onInput(event: InputEvent): void {
    // Half-composed pinyin is not what the customer says.
    if (event.isComposing || this.hintTimer !== undefined) return;
    this.hintTimer = setTimeout(() => this.hint(), HINT_EVERY);
  }

  private hint(): void {
    this.hintTimer = undefined;
    const text = this.area.value.trim();
    if (text !== "") this.source?.hint(this.talk.id, "customer", text, this.eventId);
  }

  private send(): void {
    const text = this.area.value.trim();
    if (text === "") return;
    clearTimeout(this.hintTimer);
    this.hintTimer = undefined;
    this.area.value = "";
    this.refused = "";
    this.pending = [...this.pending, { eventId: this.eventId, text }];
    this.source?.say(this.talk.id, "customer", text, this.eventId);
    this.eventId = newId("line");
    this.area.focus();
  }

  private settle(eventId: string): void {
    this.pending = this.pending.filter((one) => one.eventId !== eventId);
  }
}
