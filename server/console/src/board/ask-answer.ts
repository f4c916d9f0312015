// What an agent asks, and the supervisor's answer to it, in the row of the conversation.
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fill } from "../i18n.ts";
import { base } from "../theme.ts";
import { NOTE_CHARS, type OpenAsk } from "../wire.ts";
import { amountOf } from "./amounts.ts";
import { boardWords, refusal } from "./words.ts";

export interface Answered {
  granted: boolean;
  amount: number | null;
  text: string;
}

export class AskAnswer extends LitElement {
  @property({ attribute: false }) ask!: OpenAsk;
  /** An answer is on its way. */
  @property({ type: Boolean }) busy = false;
  /** Why the last answer was not taken; empty where none was refused. */
  @property() problem = "";
  @property() override lang = "zh";
  @state() private amount = "";
  @state() private reply = "";

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 6px;
        padding: 2px 8px 10px 24px;
      }
      p {
        margin: 0;
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      b {
        font-weight: 600;
        color: var(--accent);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      input {
        min-width: 0;
        height: 30px;
        padding: 0 8px;
        border: 1px solid var(--border-strong);
        border-radius: 6px;
        background: var(--surface);
        color: inherit;
        font: inherit;
        font-size: 13px;
      }
      input[aria-invalid="true"] {
        border-color: var(--mood-angry);
      }
      .amount {
        width: 72px;
      }
      .reply {
        flex: 1 1 80px;
      }
      .button {
        min-height: 30px;
        font-size: 13px;
      }
      .problem {
        color: var(--mood-angry);
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("ask")?.ask_id === this.ask.ask_id) return;
    if (changed.has("ask")) this.amount = this.ask.amount === null ? "" : String(this.ask.amount);
  }

  override render(): TemplateResult {
    const words = boardWords(this.lang);
    const { ask } = this;
    const sum = ask.amount === null ? "" : fill(words.yuan, { amount: ask.amount });
    const kind = ask.kind === "help" ? words.help : words.why["asked"];
    return html`
      <p data-testid="ask">
        <b>${kind}</b> ${[sum, ask.text].filter(Boolean).join(" · ")}
      </p>
      <form @submit=${this.onSubmit}>
        ${ask.kind === "approval" ? this.renderAmount() : nothing}
        <input
          class="reply"
          data-testid="answer-text"
          maxlength=${NOTE_CHARS}
          placeholder=${words.reply}
          aria-label=${words.reply}
          .value=${this.reply}
          @input=${(event: InputEvent) => (this.reply = (event.target as HTMLInputElement).value)}
        />
        <button class="button primary" data-testid="grant" ?disabled=${this.busy || this.wrong}>
          ${this.grantWords()}
        </button>
        ${ask.kind === "approval" ? this.renderRefuse() : nothing}
      </form>
      ${this.renderProblem()}
    `;
  }

  private renderAmount(): TemplateResult {
    const { amount: label, amountShort } = boardWords(this.lang);
    return html`<input
      class="amount"
      data-testid="answer-amount"
      inputmode="decimal"
      maxlength="12"
      placeholder=${amountShort}
      title=${label}
      aria-label=${label}
      aria-invalid=${this.wrong}
      .value=${this.amount}
      @input=${(event: InputEvent) => (this.amount = (event.target as HTMLInputElement).value)}
    />`;
  }

  private renderRefuse(): TemplateResult {
    return html`<button
      type="button"
      class="button"
      data-testid="refuse"
      ?disabled=${this.busy}
      @click=${() => this.answer(false, null)}
    >
      ${boardWords(this.lang).refuse}
    </button>`;
  }

  private renderProblem(): TemplateResult | typeof nothing {
    const words = boardWords(this.lang);
    let sentence = this.problem === "" ? "" : refusal(this.lang, this.problem);
    if (this.wrong) {
      const { amount } = this.ask;
      sentence = amount === null ? words.amountWrongFree : fill(words.amountWrong, { amount });
    }
    return sentence === ""
      ? nothing
      : html`<p class="problem" role="alert" data-testid="ask-problem">${sentence}</p>`;
  }

  private grantWords(): string {
    const words = boardWords(this.lang);
    if (this.ask.kind === "help") return words.come;
    const amount = this.granted;
    if (amount === null || this.wrong) return words.grant;
    return fill(words.grantSum, { amount });
  }

  private get granted(): number | null {
    return amountOf(this.amount, this.ask.amount);
  }

  private get wrong(): boolean {
    return this.ask.kind === "approval" && Number.isNaN(this.granted);
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.busy && !this.wrong) this.answer(true, this.granted);
  }

  private answer(granted: boolean, amount: number | null): void {
    const detail: Answered = { granted, amount, text: this.reply.trim() };
    this.dispatchEvent(new CustomEvent("answer", { detail }));
  }
}
