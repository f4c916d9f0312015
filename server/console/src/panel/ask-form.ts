// Asking the supervisor: a hand raised, or an approval of an amount.
import { LitElement, css, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { texts } from "../i18n.ts";
import { base } from "../theme.ts";
import { NOTE_CHARS, type Ask } from "../wire.ts";
import { formStyles } from "./form-styles.ts";

export type Asking = Pick<Ask, "kind" | "amount" | "text">;

const MOST_YUAN = 1e9;

export class AskForm extends LitElement {
  @property() override lang = "zh";
  @state() private text = "";
  @state() private amount: number | null = null;
  @query("textarea") private area!: HTMLTextAreaElement;

  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
      }
      .amount {
        width: 112px;
      }
    `,
  ];

  override firstUpdated(): void {
    this.area.focus();
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    return html`<form @submit=${this.onSubmit}>
      <label
        >${words.askReason}
        <textarea
          rows="2"
          maxlength=${NOTE_CHARS}
          data-testid="ask-text"
          placeholder=${words.askReasonHint}
          @input=${() => (this.text = this.area.value)}
        ></textarea>
      </label>
      <label class="amount"
        >${words.amount}
        <input
          type="number"
          min="0"
          max=${MOST_YUAN}
          step="any"
          data-testid="ask-amount"
          @input=${this.onAmount}
        />
      </label>
      <div class="ends">
        <span class="muted small">${words.askUnseen}</span>
        <button
          type="button"
          class="button"
          data-testid="ask-help"
          title=${words.raiseHandHint}
          @click=${() => this.ask("help")}
        >
          ${words.raiseHand}
        </button>
        <button
          type="submit"
          class="button primary"
          data-testid="ask-approval"
          ?disabled=${this.amount === null && this.text.trim() === ""}
        >
          ${words.askApproval}
        </button>
      </div>
    </form>`;
  }

  private onAmount(event: Event): void {
    const amount = (event.target as HTMLInputElement).valueAsNumber;
    this.amount = Number.isNaN(amount) ? null : amount;
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.ask("approval");
  }

  private ask(kind: Asking["kind"]): void {
    const amount = kind === "approval" ? this.amount : null;
    const detail: Asking = {
      kind,
      text: this.text.trim(),
      ...(amount === null ? {} : { amount }),
    };
    this.dispatchEvent(new CustomEvent("ask", { detail }));
  }
}
