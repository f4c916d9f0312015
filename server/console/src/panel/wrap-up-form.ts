// The wrap-up of a conversation: drafted by the server, mended and stored by the agent.
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { texts } from "../i18n.ts";
import { base } from "../theme.ts";
import { localTime } from "../time.ts";
import {
  NOTE_CHARS,
  TEXT_CHARS,
  type CaseOutcome,
  type FollowUp,
  type WrappedUp,
  type WrapUp,
} from "../wire.ts";
import { formStyles } from "./form-styles.ts";

export type Wrapped = Pick<WrapUp, "summary" | "disposition" | "outcome" | "follow_up">;

export class WrapUpForm extends LitElement {
  /** The draft, or what is stored; null until the server has told it. */
  @property({ attribute: false }) told: WrappedUp | null = null;
  @property() override lang = "zh";
  /** What the fields hold is not stored. */
  @state() private changed = false;
  @state() private blank = false;
  @query("form") private form!: HTMLFormElement | null;

  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
      }
      .stored {
        color: var(--accent);
        font-size: 13px;
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("told")) this.changed = this.told?.stored === false;
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    if (this.told === null) return html`<p class="muted small">${words.drafting}</p>`;
    const { summary, disposition, outcome, follow_up, stored } = this.told;
    return html`<form @submit=${this.onSubmit} @input=${this.onInput}>
      <label
        >${words.summary}
        <textarea
          name="summary"
          rows="5"
          maxlength=${TEXT_CHARS}
          data-testid="wrap-up-summary"
          .value=${summary}
        ></textarea>
      </label>
      <div class="pair">
        <label
          >${words.disposition}
          <select name="disposition" data-testid="wrap-up-disposition">
            ${this.kinds().map(
              (kind) => html`<option .selected=${kind === disposition}>${kind}</option>`,
            )}
          </select>
        </label>
        <label
          >${words.caseOutcome}
          <select name="outcome" data-testid="wrap-up-outcome">
            ${Object.entries(texts(this.lang).caseOutcomes).map(
              ([key, said]) =>
                html`<option value=${key} .selected=${key === outcome}>${said}</option>`,
            )}
          </select>
        </label>
      </div>
      <div class="pair">
        <label
          >${words.followUp}
          <input
            name="text"
            maxlength=${NOTE_CHARS}
            placeholder=${words.followUpHint}
            data-testid="wrap-up-follow-up"
            .value=${follow_up?.text ?? ""}
          />
        </label>
        <label
          >${words.followUpDue}
          <input
            name="due"
            type="datetime-local"
            data-testid="wrap-up-due"
            .value=${localTime(follow_up?.due ?? null)}
          />
        </label>
      </div>
      <div class="ends">
        <span class="stored" role="status" data-testid="wrap-up-stored"
          >${stored && !this.changed ? words.stored : nothing}</span
        >
        <button
          type="submit"
          class="button primary"
          data-testid="wrap-up-save"
          ?disabled=${this.blank || !this.changed}
        >
          ${words.save}
        </button>
      </div>
    </form>`;
  }

  /** A kind that is no longer among them is still what it was stored as. */
  private kinds(): string[] {
    const { disposition = "", dispositions = [] } = this.told ?? {};
    const known = disposition === "" || dispositions.includes(disposition);
    return known ? dispositions : [disposition, ...dispositions];
  }

  private onInput(): void {
    this.changed = true;
    this.blank = this.field("summary") === "";
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const detail: Wrapped = {
      summary: this.field("summary"),
      disposition: this.field("disposition"),
      outcome: this.field("outcome") as CaseOutcome,
      follow_up: followUp(this.field("text"), this.field("due")),
    };
    this.dispatchEvent(new CustomEvent("save", { detail }));
  }

  private field(name: string): string {
    if (this.form === null) return "";
    return String(new FormData(this.form).get(name) ?? "").trim();
  }
}

/** A time without a word of what it is for is no call to make. */
function followUp(text: string, due: string): FollowUp | null {
  return text === "" ? null : { text, due: due === "" ? null : new Date(due).getTime() };
}
