// The conversations, the worst first. While it is pointed at or written in, it asks for
// its order to be kept.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { name, texts } from "../i18n.ts";
import { phone } from "../icons.ts";
import { moodClass, moodStyles } from "../moods.ts";
import { base } from "../theme.ts";
import type { ConversationInfo, OpenAsk } from "../wire.ts";
import type { Answered } from "./ask-answer.ts";
import { listStyles } from "./list-styles.ts";
import { renderViews, viewStyles, type Calls, type View } from "./views.ts";
import { activeIn, focusIn, stepIn, type Walkable } from "./walking.ts";
import { ago, boardWords } from "./words.ts";

/** A pointer that has not moved for so long was left lying there. */
const LEFT_LYING = 15_000;
const TICK = 20_000;

/** The answer to an ask of a conversation. */
export interface AnsweredAsk extends Answered {
  conversation: string;
  ask: string;
}

/** What an answer on its way, or one that was not taken, is known by. */
export function askKey(conversation: string, ask: string): string {
  return `${conversation} ${ask}`;
}

export class BoardList extends LitElement implements Walkable {
  @property({ attribute: false }) rows: readonly ConversationInfo[] = [];
  @property() selected = "";
  @property() view: View = "all";
  @property({ attribute: false }) calls: Calls = { all: 0, late: 0 };
  /** The order shown is no longer that of what presses. */
  @property({ type: Boolean }) unsettled = false;
  /** Answers on their way. */
  @property({ attribute: false }) sending: ReadonlySet<string> = new Set();
  /** Why answers were not taken. */
  @property({ attribute: false }) refused: ReadonlyMap<string, string> = new Map();
  @property() override lang = "zh";
  @state() private now = Date.now();
  private pointed = false;
  private lying: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;
  private focused: string | undefined;

  static override styles = [base, moodStyles, listStyles, viewStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => (this.now = Date.now()), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
    clearTimeout(this.lying);
  }

  step(by: 1 | -1): void {
    stepIn(this.shadowRoot, this.selected, by);
  }

  focusOn(id: string): void {
    focusIn(this.shadowRoot, id);
  }

  override willUpdate(): void {
    this.now = Date.now();
    this.focused = activeIn(this.shadowRoot)?.dataset["id"];
  }

  /** A row that has moved has lost the keyboard. */
  override updated(changed: PropertyValues<this>): void {
    if (this.focused !== undefined && activeIn(this.shadowRoot) === null) this.focusOn(this.focused);
    if (changed.has("rows")) this.tellHold();
  }

  override render(): TemplateResult {
    const words = boardWords(this.lang);
    return html`<header>
        ${renderViews(this.lang, this.view, this.calls, (view) => this.tell("view", view))}
        <span class="muted small clip" role="status">${this.unsettled ? words.waits : ""}</span>
      </header>
      ${this.rows.length === 0 ? this.renderNone() : nothing}
      <ul
        aria-label=${words.conversations}
        @pointermove=${this.onPointer}
        @pointerleave=${this.onLeave}
        @focusin=${this.tellHold}
        @focusout=${this.tellHold}
      >
        ${repeat(
          this.rows,
          (row) => row.conversation_id,
          (row) => this.renderRow(row),
        )}
      </ul>`;
  }

  private renderNone(): TemplateResult {
    const words = boardWords(this.lang);
    return html`<p>${this.view === "pressing" ? words.nonePressing : words.none}</p>`;
  }

  private renderRow(row: ConversationInfo): TemplateResult {
    const id = row.conversation_id;
    const emotion = row.emotion === null ? "" : name(this.lang, "emotions", row.emotion);
    const step = row.step === null ? "" : name(this.lang, "steps", row.step);
    const industry = row.industry && name(this.lang, "industries", row.industry);
    return html`<li class=${row.tier} data-testid="board-row" data-id=${id}>
      <button
        type="button"
        class="row"
        data-id=${id}
        aria-current=${id === this.selected}
        @click=${() => this.tell("choose", id)}
      >
        <span class="dot ${moodClass(row.emotion)}" title=${emotion}></span>
        <span class="name">
          <b class="clip">${row.customer || id}</b>${row.channel === "call" ? phone : nothing}
          <span class="muted small clip">${industry}</span>
        </span>
        <span class="end">
          <span class="muted small">${ago(this.lang, row.updated_at, this.now)}</span>
          <span class="step" title=${step}>
            ${row.step === null ? nothing : name(this.lang, "marks", row.step)}
          </span>
        </span>
        <span class="said">
          ${this.renderWhy(row)}
          <span class="clip muted">${row.last_text || texts(this.lang).ui.noMessages}</span>
        </span>
        <span class="unseen">${emotion} ${step}</span>
      </button>
      ${repeat(
        row.asks,
        (ask) => ask.ask_id,
        (ask) => this.renderAsk(id, ask),
      )}
    </li>`;
  }

  /** The tier, whether it presses or not, then what else does. */
  private renderWhy(row: ConversationInfo): TemplateResult {
    const { why, help } = boardWords(this.lang);
    const helped = row.asks.some((ask) => ask.kind === "help");
    const asked = [helped ? help : "", row.asks.every((a) => a.kind === "help") ? "" : why["asked"]];
    return html`<span class="why">
      <i class="tier ${row.tier}">${name(this.lang, "tiers", row.tier)}</i>
      ${row.why
        .filter((code) => code !== row.tier)
        .flatMap((code) => (code === "asked" ? asked.map((word) => [code, word]) : [[code, why[code] ?? code]]))
        .filter(([, word]) => word !== "")
        .map(([code, word]) => html`<i class=${code}>${word}</i>`)}
    </span>`;
  }

  private renderAsk(conversation: string, ask: OpenAsk): TemplateResult {
    const key = askKey(conversation, ask.ask_id);
    return html`<liubu-ask-answer
      .ask=${ask}
      ?busy=${this.sending.has(key)}
      problem=${this.refused.get(key) ?? ""}
      lang=${this.lang}
      @answer=${(event: CustomEvent<Answered>) =>
        this.tell("answer", { ...event.detail, conversation, ask: ask.ask_id })}
    ></liubu-ask-answer>`;
  }

  // --- what keeps the order ---

  private onPointer(): void {
    clearTimeout(this.lying);
    this.lying = setTimeout(() => this.onLeave(), LEFT_LYING);
    this.pointed = true;
    this.tellHold();
  }

  private onLeave(): void {
    clearTimeout(this.lying);
    this.pointed = false;
    this.tellHold();
  }

  private tellHold(): void {
    const writing = this.shadowRoot?.activeElement?.localName === "liubu-ask-answer";
    this.tell("hold", this.pointed || writing);
  }

  private tell(what: "choose" | "view" | "hold" | "answer", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
