// 听-同-问-办-议-谢: six marks on a line, with the utterance that shows each done step.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fill, name, texts } from "../i18n.ts";
import { check } from "../icons.ts";
import { base } from "../theme.ts";
import type { LedgerEntry } from "../wire.ts";

const STEPS = ["listen", "empathize", "clarify", "resolve", "negotiate", "thank"] as const;

export class StepTrack extends LitElement {
  @property({ attribute: false }) ledger: readonly LedgerEntry[] = [];
  /** The step of the current advice: due like others may be, but the one to do now. */
  @property({ attribute: false }) now: string | null = null;
  @property() override lang = "zh";
  @state() private shown: string | null = null;

  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
      }
      li + li::before {
        content: "";
        position: absolute;
        top: 17px;
        right: calc(50% + 20px);
        left: calc(-50% + 20px);
        border-top: 1px solid var(--border);
      }
      li.done + li::before {
        border-top-color: var(--accent);
      }
      button {
        display: grid;
        justify-items: center;
        gap: 4px;
        width: 100%;
        padding: 2px 0;
        border-radius: 6px;
      }
      .mark {
        position: relative;
        display: grid;
        place-items: center;
        width: 30px;
        height: 30px;
        border: 1px solid var(--border);
        border-radius: 50%;
        color: var(--muted);
        background: var(--surface);
        font-size: 15px;
        line-height: 1;
      }
      .word {
        font-size: 12px;
        line-height: 16px;
        color: var(--muted);
      }
      :host([lang="en"]) .word {
        font-size: 11px;
        letter-spacing: -0.05em;
      }
      .done .mark {
        color: var(--accent);
        background: var(--accent-soft);
        border-color: transparent;
      }
      .due .mark {
        color: var(--accent);
        border: 2px solid var(--accent);
      }
      .now .mark {
        color: var(--on-accent);
        background: var(--accent);
        font-weight: 600;
      }
      .due .word,
      .now .word {
        color: var(--accent);
        font-weight: 600;
      }
      .skipped .mark {
        border: 1px dashed var(--border-strong);
      }
      .skipped .mark::after {
        content: "";
        position: absolute;
        width: 24px;
        border-top: 1px solid var(--border-strong);
        transform: rotate(-45deg);
      }
      .tick {
        position: absolute;
        right: -5px;
        bottom: -3px;
        display: grid;
        place-items: center;
        width: 14px;
        height: 14px;
        border-radius: 50%;
        color: var(--on-accent);
        background: var(--accent);
      }
      .tick svg {
        width: 10px;
        height: 10px;
        stroke-width: 2.5;
      }
      .tip {
        position: absolute;
        z-index: 2;
        top: calc(100% + 4px);
        left: 0;
        right: 0;
        padding: 8px 10px;
        border: 1px solid var(--border);
        border-radius: 6px;
        background: var(--raised);
        font-size: 13px;
        pointer-events: none;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<ol>
        ${STEPS.map((step) => this.renderStep(step))}
      </ol>
      ${this.shown === null ? nothing : this.renderTip(this.entry(this.shown))}`;
  }

  private entry(step: string): LedgerEntry {
    const known = this.ledger.find((entry) => entry.step === step);
    return known ?? { step, status: "not_due", seq: null, quote: null };
  }

  private renderStep(step: (typeof STEPS)[number]): TemplateResult {
    const entry = this.entry(step);
    const words = texts(this.lang);
    const now = step === this.now;
    const show = (): void => void (this.shown = step);
    const hide = (): void => void (this.shown = null);
    return html`<li class="${entry.status} ${now ? "now" : ""}">
      <button
        type="button"
        data-testid="track-step-${step}"
        data-status=${entry.status}
        aria-current=${now ? "step" : nothing}
        aria-label=${this.summary(entry)}
        @mouseenter=${show}
        @focus=${show}
        @mouseleave=${hide}
        @blur=${hide}
      >
        <span class="mark" aria-hidden="true">
          ${words.marks[step]}
          ${entry.status === "done" ? html`<span class="tick">${check}</span>` : nothing}
        </span>
        <span class="word" aria-hidden="true">${words.stepWords[step]}</span>
      </button>
    </li>`;
  }

  private renderTip(entry: LedgerEntry): TemplateResult {
    const where =
      entry.seq === null ? "" : ` · ${fill(texts(this.lang).ui.evidence, { seq: entry.seq })}`;
    return html`<div class="tip" aria-hidden="true">
      <div class="muted small">
        ${name(this.lang, "steps", entry.step)} · ${texts(this.lang).statuses[entry.status]}${where}
      </div>
      ${entry.quote === null ? nothing : html`“${entry.quote}”`}
    </div>`;
  }

  private summary(entry: LedgerEntry): string {
    const status = texts(this.lang).statuses[entry.status];
    const quote = entry.quote === null ? "" : `, “${entry.quote}”`;
    return `${name(this.lang, "steps", entry.step)}, ${status}${quote}`;
  }
}
