// What a newcomer sees: one sentence and the two ways to begin.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { texts } from "./i18n.ts";
import { person, play } from "./icons.ts";
import { base } from "./theme.ts";

const STEPS = ["listen", "empathize", "clarify", "resolve", "negotiate", "thank"] as const;

export class EmptyState extends LitElement {
  @property() override lang = "zh";
  /** There is a conversation to choose. */
  @property({ type: Boolean }) listed = false;

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 24px;
        padding: 24px;
        text-align: center;
      }
      .marks {
        display: flex;
        gap: 10px;
        font-size: 20px;
        color: var(--accent);
      }
      .marks span + span::before {
        content: "—";
        margin-right: 10px;
        font-size: 12px;
        vertical-align: 3px;
        color: var(--border-strong);
      }
      p {
        max-width: 30em;
        margin: 0;
        font-size: 16px;
        line-height: 1.7;
        word-break: keep-all;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 12px;
      }
      .way {
        display: grid;
        justify-items: center;
        gap: 8px;
        width: 208px;
      }
      .way .button {
        width: 100%;
        min-height: 48px;
        font-size: 16px;
      }
    `,
  ];

  override render(): TemplateResult {
    const { marks, ui } = texts(this.lang);
    return html`
      <div class="marks" aria-hidden="true">
        ${STEPS.map((step) => html`<span>${marks[step]}</span>`)}
      </div>
      <p>${ui.emptyTitle}</p>
      <div class="ways">
        <div class="way">
          <button
            type="button"
            class="button primary"
            data-testid="demo-big"
            @click=${() => this.ask("demo")}
          >
            ${play}${ui.demo}
          </button>
          <span class="muted small">${ui.demoHint}</span>
        </div>
        <div class="way">
          <button
            type="button"
            class="button"
            data-testid="play-customer-big"
            @click=${() => this.ask("play-customer")}
          >
            ${person}${ui.playCustomer}
          </button>
          <span class="muted small">${ui.playHint}</span>
        </div>
      </div>
      ${this.listed ? html`<span class="muted small">${ui.emptyPick}</span>` : nothing}
    `;
  }

  private ask(what: "demo" | "play-customer"): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}
