// The cards as a strip of chips; one at a time unfolds as a sheet over the part above it.
// The desk's own tools, the supervisor and the wrap-up, stand at its end.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { name, texts } from "../i18n.ts";
import { cross } from "../icons.ts";
import { base } from "../theme.ts";
import type { Card, Knowledge, WrappedUp } from "../wire.ts";
import { factOf, inOrder, levelOf } from "./card-facts.ts";
import { renderRows, type Marked } from "./card-rows.ts";
import { sheetStyles, stripStyles } from "./card-styles.ts";
import { renderHits } from "./knowledge-hits.ts";
import { renderSay, sayStyles, type Insert } from "./said.ts";
import { cardShortcut, cardKey } from "./shortcuts.ts";
import { scrollAcross, stepAlong } from "./strip-moves.ts";
import { SUPERVISOR, WRAP_UP, renderTool, titleOf } from "./tool.ts";
import { slotStyles } from "./wording-text.ts";

const TICK = 1000;
/** What of the panel stays in sight above an unfolded sheet: the track. */
const ABOVE = 76;

const KNOWLEDGE = "knowledge";

export class CardStrip extends LitElement {
  @property() conversation = "";
  @property({ attribute: false }) cards: readonly Card[] = [];
  @property({ attribute: false }) knowledge: Knowledge | null = null;
  @property({ attribute: false }) wrapUp: WrappedUp | null = null;
  /** Whether the supervisor can be asked. */
  @property({ type: Boolean }) asking = false;
  /** Whether the conversation is at its end. */
  @property({ type: Boolean }) ending = false;
  /** Whether a wrap-up is stored. */
  @property({ type: Boolean }) wrapped = false;
  /** Looked at by somebody who does not write the reply. */
  @property({ type: Boolean }) readonly = false;
  @property() override lang = "zh";
  /** What is unfolded: a card's kind or a tool; empty for nothing. */
  @state() private unfolded = "";
  @state() private marked: Marked = new Map();
  /** The wrap-up was asked for: folded, it keeps what the agent has written. */
  @state() private wrapping = false;
  /** The wrap-up has come due and calls for the eye, once. */
  @state() private calling = false;
  @query(".sheet:not([hidden])") private sheet!: HTMLElement | null;
  @query(".cards") private strip!: HTMLElement;

  /** What has drawn attention by itself, by conversation and kind. */
  private readonly announced = new Set<string>();
  private lastKinds = "";
  private ticking: ReturnType<typeof setInterval> | undefined;
  private readonly sized = new ResizeObserver(() => this.fit());

  static override styles = [base, slotStyles, sayStyles, stripStyles, sheetStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.onKey);
    this.sized.observe(this.around);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onKey);
    this.sized.disconnect();
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("conversation")) {
      this.unfolded = "";
      this.wrapping = false;
      this.marked = new Map();
      this.calling = false;
    }
    if (changed.has("cards")) this.announce();
    if (this.wrapUpDue) this.calling ||= this.isNew(WRAP_UP);
    if (!this.isThere(this.unfolded)) this.unfolded = "";
  }

  override updated(): void {
    this.fit();
    this.toFirst();
    const counts = this.cards.some((card) => card.rows.some((row) => row.due !== null));
    if (counts === (this.ticking !== undefined)) return;
    clearInterval(this.ticking);
    this.ticking = counts ? setInterval(() => this.requestUpdate(), TICK) : undefined;
  }

  private get around(): Element {
    const root = this.getRootNode();
    return root instanceof ShadowRoot ? root.host : this;
  }

  /** The sheet grows up to the track, however high the panel is. */
  private fit(): void {
    if (this.sheet === null) return;
    const room = this.getBoundingClientRect().top - this.around.getBoundingClientRect().top;
    this.sheet.style.maxHeight = `${Math.max(120, room - ABOVE)}px`;
  }

  /** What is new and grave stands first: it must be in sight when it comes. */
  private toFirst(): void {
    const kinds = this.kinds.join();
    if (kinds !== this.lastKinds && this.unfolded === "") this.strip.scrollLeft = 0;
    this.lastKinds = kinds;
  }

  private get kinds(): string[] {
    const kinds = inOrder(this.cards).map((card) => card.kind);
    return this.knowledge === null ? kinds : [KNOWLEDGE, ...kinds];
  }

  private isThere(id: string): boolean {
    if (id === SUPERVISOR) return this.asking;
    return id === WRAP_UP ? this.ending : this.kinds.includes(id);
  }

  /** An alarm unfolds when it is new, and never again. */
  private announce(): void {
    for (const { kind, level } of this.cards)
      if (level === "alarm" && this.isNew(kind)) this.unfolded = kind;
  }

  /** Whether this comes for the first time in the conversation. */
  private isNew(kind: string): boolean {
    const before = this.announced.size;
    return this.announced.add(`${this.conversation} ${kind}`).size > before;
  }

  private get wrapUpDue(): boolean {
    return this.ending && !this.wrapped;
  }

  // --- what the agent does ---

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.isComposing && this.unfolded !== "") {
      this.fold();
      return event.preventDefault();
    }
    const kind = this.kinds[cardShortcut(event) ?? -1];
    if (kind === undefined) return;
    event.preventDefault();
    this.toggle(kind);
  };

  private toggle(id: string): void {
    this.unfolded = this.unfolded === id ? "" : id;
    if (this.unfolded !== WRAP_UP) return;
    this.wrapping = true;
    if (this.wrapUp === null) this.tell("wrap-up", {});
  }

  /** The keyboard goes back to what unfolded the sheet if it was in it. */
  private fold(): void {
    const within = this.sheet?.contains(this.shadowRoot?.activeElement ?? null) ?? false;
    const opener = this.renderRoot.querySelector<HTMLElement>("[aria-expanded=true]");
    this.unfolded = "";
    if (within) opener?.focus();
  }

  private tell(type: string, detail: object | string): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private readonly insert = (sentence: string): void => {
    this.unfolded = "";
    this.tell("say", sentence);
  };

  private get inserting(): Insert {
    return this.readonly ? null : this.insert;
  }

  private readonly mark = (seq: number, kept: boolean): void => {
    this.marked = new Map(this.marked).set(seq, kept);
    this.tell("mark", { seq, kept });
  };

  // --- what is shown ---

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const tool = this.ending ? this.renderTool(WRAP_UP, words.wrapUp) : nothing;
    return html`<div class="strip">
        ${this.wrapUpDue ? tool : nothing}
        <div
          class="cards sideways"
          role="toolbar"
          aria-label=${words.cards}
          @keydown=${stepAlong}
          @wheel=${scrollAcross}
        >
          ${this.kinds.map((kind, i) => this.renderChip(kind, i))}
        </div>
        ${this.wrapUpDue ? nothing : tool}
        ${this.asking ? this.renderTool(SUPERVISOR, words.supervisor) : nothing}
      </div>
      ${this.wrapping && this.ending ? this.renderSheet(WRAP_UP) : nothing}
      ${["", WRAP_UP].includes(this.unfolded) ? nothing : this.renderSheet(this.unfolded)}`;
  }

  private renderChip(kind: string, i: number): TemplateResult {
    const card = this.cards.find((each) => each.kind === kind);
    const now = Date.now();
    const fact = card === undefined ? "" : factOf(this.lang, card, now);
    const level = card === undefined ? KNOWLEDGE : levelOf(card, now);
    const key = cardKey(i);
    const title = [name(this.lang, "cards", kind), fact].filter(Boolean).join(" ");
    return html`<button
      type="button"
      class="chip ${level}"
      data-testid="card-${kind}"
      tabindex=${i === 0 ? 0 : -1}
      aria-expanded=${this.unfolded === kind}
      aria-controls="sheet-${kind}"
      aria-keyshortcuts=${key === null ? nothing : `Alt+${key}`}
      title=${key === null ? title : `${title}  Alt+${key}`}
      @click=${() => this.toggle(kind)}
    >
      ${name(this.lang, "cards", kind)}${fact === "" ? nothing : html`<b class="clip">${fact}</b>`}
    </button>`;
  }

  private renderTool(id: string, title: string): TemplateResult {
    return renderTool({
      id,
      title,
      due: id === WRAP_UP && this.wrapUpDue,
      calling: this.calling,
      unfolded: this.unfolded === id,
      toggle: () => this.toggle(id),
      called: () => (this.calling = false),
    });
  }

  private renderSheet(id: string): TemplateResult {
    const title = titleOf(this.lang, id);
    return html`<section
      id="sheet-${id}"
      class="sheet"
      data-testid="sheet"
      aria-label=${title}
      ?hidden=${id !== this.unfolded}
    >
      <header>
        <b>${title}</b>
        <button
          type="button"
          class="fold"
          data-testid="fold"
          aria-label=${texts(this.lang).ui.fold}
          @click=${this.fold}
        >
          ${cross}
        </button>
      </header>
      ${this.renderContent(id)}
    </section>`;
  }

  private renderContent(id: string): TemplateResult {
    if (id === SUPERVISOR) {
      return html`<liubu-ask-form lang=${this.lang} @ask=${this.onAsk}></liubu-ask-form>`;
    }
    if (id === WRAP_UP) return this.renderWrapUp();
    if (id === KNOWLEDGE && this.knowledge !== null) {
      return renderHits(this.lang, this.knowledge.hits, this.inserting);
    }
    const card = this.cards.find((each) => each.kind === id);
    return card === undefined ? html`` : this.renderCard(card);
  }

  private renderCard(card: Card): TemplateResult {
    const mark = card.kind === "promises" ? this.mark : null;
    return html`${renderRows(this.lang, card.rows, Date.now(), mark, this.marked)}
      <div class="says">
        ${card.say.map((each) => renderSay(this.lang, each, this.inserting, "card-say"))}
      </div>`;
  }

  private renderWrapUp(): TemplateResult {
    return html`<liubu-wrap-up
      .told=${this.wrapUp}
      lang=${this.lang}
      @save=${(event: CustomEvent<object>) => this.tell("wrap-up", event.detail)}
    ></liubu-wrap-up>`;
  }

  private onAsk(event: CustomEvent<object>): void {
    this.unfolded = "";
    this.tell("ask", event.detail);
  }
}
