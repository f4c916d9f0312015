// Where the agent writes. An inserted wording's blanks are selected one after another.
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { Drafting, type LookedOver } from "./drafting.ts";
import { fill, texts } from "./i18n.ts";
import { nextSlot, previousSlot, slotsIn, type Slot } from "./slots.ts";
import { base } from "./theme.ts";
import { TEXT_CHARS, type Lint } from "./wire.ts";

export class AgentInput extends LitElement {
  /** What is being written belongs to this conversation and waits there for the agent. */
  @property() conversation = "";
  /** The last utterance that was read: what the reply needs may have changed with it. */
  @property({ type: Number }) seq = 0;
  /** The last answer to a `draft` event. */
  @property({ attribute: false }) lint: Lint | null = null;
  @property({ type: Boolean }) closed = false;
  @property() override lang = "zh";
  @state() private text = "";
  /** The last send was refused because of a blank. */
  @state() private blocked = false;
  @state() private lookedOver: LookedOver | null = null;
  @query("textarea") private area!: HTMLTextAreaElement;
  /** What was inserted last: inserting again replaces it while it is untouched. */
  private inserted = "";
  private readonly drafts = new Map<string, string>();
  private readonly drafting = new Drafting((id, text) =>
    this.dispatchEvent(
      new CustomEvent("draft", { detail: { id, text }, bubbles: true, composed: true }),
    ),
  );

  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: 8px 16px 10px;
        border-top: 1px solid var(--border);
        background: var(--surface);
      }
      textarea {
        display: block;
        width: 100%;
        height: 98px;
        padding: 8px 10px;
        border: 1px solid var(--border-strong);
        border-radius: 8px;
        background: var(--surface);
        color: inherit;
        font: inherit;
        line-height: 20px;
        resize: none;
      }
      textarea:focus-visible {
        outline-offset: -1px;
      }
      textarea:disabled {
        background: var(--raised);
        border-color: var(--border);
      }
      textarea::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-top: 8px;
      }
      .row {
        min-height: 32px;
      }
      .hint {
        min-width: 0;
        font-size: 12px;
        color: var(--muted);
      }
      .hint.warn {
        color: var(--warn);
      }
      .button {
        min-width: 72px;
        margin-left: auto;
      }
    `,
  ];

  /** Puts a wording at the caret and selects its first blank. */
  insert(wording: string): void {
    const area = this.area;
    if (this.closed) return;
    const whole = this.inserted !== "" && area.value === this.inserted;
    const start = whole ? 0 : area.selectionStart;
    area.setRangeText(wording, start, whole ? area.value.length : area.selectionEnd, "end");
    this.inserted = area.value === wording ? wording : "";
    this.sync();
    area.focus();
    const slot = slotsIn(area.value).find((s) => s.start >= start);
    if (slot !== undefined) this.select(slot);
  }

  /** Gives back a text that could not be sent, unless something new is being written. */
  restore(text: string): void {
    if (this.area.value !== "") return;
    this.fill(text);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.drafting.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("lint")) this.lookedOver = this.drafting.answered(this.lint) ?? this.lookedOver;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("seq")) this.drafting.write(this.text);
    const before = changed.get("conversation");
    if (before === undefined) return;
    this.drafts.set(before, this.area.value);
    this.lookedOver = null;
    this.fill(this.drafts.get(this.conversation) ?? "");
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    return html`
      <textarea
        data-testid="agent-input"
        aria-label=${words.inputHint}
        placeholder=${this.closed ? words.inputClosed : words.inputHint}
        ?disabled=${this.closed}
        @input=${this.onInput}
        @compositionend=${this.sync}
        @keydown=${this.onKey}
      ></textarea>
      <div class="row">
        ${this.renderMarks()} ${this.renderHint()}
        <button
          type="button"
          class="button primary"
          data-testid="send"
          ?disabled=${this.closed || this.text.trim() === "" || this.tooLong}
          @click=${this.send}
        >
          ${words.send}
        </button>
      </div>
    `;
  }

  private get tooLong(): boolean {
    return this.text.trim().length > TEXT_CHARS;
  }

  private renderMarks(): TemplateResult {
    return html`<liubu-draft-marks
      .lint=${this.lookedOver?.lint ?? null}
      ?quiet=${this.tooLong || slotsIn(this.text).length > 0}
      lang=${this.lang}
      @complete=${(event: CustomEvent<string>) => this.complete(event.detail)}
    ></liubu-draft-marks>`;
  }

  private renderHint(): TemplateResult {
    const words = texts(this.lang).ui;
    const left = slotsIn(this.text).length;
    if (this.tooLong) {
      return html`<span class="hint warn">${fill(words.tooLong, { max: TEXT_CHARS })}</span>`;
    }
    const hint = left === 0 ? nothing : this.blocked ? words.slotLeft : words.slotHint;
    return html`<span class="hint clip ${this.blocked ? "warn" : ""}" role="status">${hint}</span>`;
  }

  private fill(text: string): void {
    this.area.value = text;
    this.inserted = "";
    this.sync();
  }

  private sync(): void {
    this.text = this.area.value;
    this.blocked = false;
    if (this.text.trim() === "") this.lookedOver = null;
    this.drafting.write(this.text);
  }

  private onInput(event: InputEvent): void {
    // What the input method has not settled yet is no draft.
    if (event.isComposing) this.text = this.area.value;
    else this.sync();
  }

  /** Puts in what the draft lacked, unless more has been written since. */
  private complete(fixed: string): void {
    if (this.closed || this.lookedOver?.text !== this.area.value) return;
    this.fill(fixed);
    this.area.focus();
    const slot = nextSlot(fixed, 0);
    if (slot !== null) this.select(slot);
  }

  private onKey(event: KeyboardEvent): void {
    // Enter and Tab belong to the input method while it composes (229: Safari's way to say so).
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Tab" && !event.altKey && !event.ctrlKey) {
      this.onTab(event);
    }
  }

  /** Tab goes from blank to blank; with none left it leaves the field as everywhere. */
  private onTab(event: KeyboardEvent): void {
    const { value, selectionStart, selectionEnd } = this.area;
    const slot = event.shiftKey
      ? previousSlot(value, selectionStart)
      : nextSlot(value, selectionEnd);
    if (slot === null) return;
    event.preventDefault();
    this.select(slot);
  }

  private select(slot: Slot): void {
    this.area.setSelectionRange(slot.start, slot.end);
  }

  private send(): void {
    const text = this.area.value.trim();
    if (text === "" || this.tooLong || this.closed) return;
    const slot = nextSlot(this.area.value, 0);
    if (slot !== null) {
      // A customer must never read ‹订单号›.
      this.blocked = true;
      this.area.focus();
      this.select(slot);
      return;
    }
    this.fill("");
    this.area.focus();
    this.dispatchEvent(new CustomEvent("send", { detail: text, bubbles: true, composed: true }));
  }
}
