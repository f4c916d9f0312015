// The next step and how to say it. It shows and asks; what is done is the panel's. What the
// panel puts in it stands above the actions.
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { fill, name, texts } from "../i18n.ts";
import { thumbDown, thumbUp } from "../icons.ts";
import { base } from "../theme.ts";
import type { Advice, Outcome, Wording } from "../wire.ts";
import { renderRewriting, rewritingStyles } from "./other-words.ts";
import { renderReasons } from "./reason-list.ts";
import { reworded, type Rewriting } from "./rewriter.ts";
import { suggestionStyles } from "./suggestion-styles.ts";
import { partsIn, renderWording, slotStyles, wordingStyles } from "./wording-text.ts";

/** Why there is nothing to show, or that what is shown no longer holds. */
export type Standing = "live" | "stale" | keyof typeof NOTES;

const NOTES = {
  thinking: "thinking",
  quiet: "quietAdvice",
  withdrawn: "withdrawn",
  dismissed: "dismissed",
  ended: "endedAdvice",
  none: "noAdvice",
} as const;

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function keyName(key: string): string {
  return MAC ? `⌥${key}` : `Alt+${key}`;
}

export class Suggestion extends LitElement {
  @property({ attribute: false }) advice: Advice | null = null;
  @property() standing: Standing = "none";
  @property({ type: Number }) chosen = 0;
  /** What has been done with this advice already. */
  @property({ attribute: false }) outcome: Outcome | null = null;
  @property({ attribute: false }) thumb: Outcome | null = null;
  /** The chosen wording in another tone, and whether one can be asked for. */
  @property({ attribute: false }) rewriting: Rewriting | null = null;
  @property({ type: Boolean }) rewritable = false;
  /** Looked at by somebody who does not write the reply. */
  @property({ type: Boolean }) readonly = false;
  @property() override lang = "zh";

  static override styles = [base, wordingStyles, slotStyles, suggestionStyles, rewritingStyles];

  override render(): TemplateResult {
    const advice = this.advice;
    const live = this.standing === "live";
    return html`
      <div
        class="body ${this.standing}"
        data-testid="suggestion"
        data-standing=${this.standing}
        aria-label=${texts(this.lang).ui.wordings}
        role="region"
      >
        ${
          advice !== null && (live || this.standing === "stale")
            ? this.renderAdvice(advice)
            : this.renderNote()
        }
      </div>
      ${this.renderLegend(live && advice !== null ? advice.wordings : [])}
      <slot></slot>
      ${
        this.readonly
          ? nothing
          : this.renderActions(live && advice !== null && advice.wordings.length > 0, live)
      }
    `;
  }

  private renderNote(): TemplateResult {
    if (this.standing === "live" || this.standing === "stale") return html``;
    const note = texts(this.lang).ui[NOTES[this.standing]];
    const bars =
      this.standing === "thinking" ? html`<div class="bars"><i></i><i></i><i></i></div>` : nothing;
    return html`<p class="note">${note}</p>
      ${bars}`;
  }

  private renderAdvice(advice: Advice): TemplateResult {
    const words = texts(this.lang);
    const also = advice.also === null ? nothing : this.renderAlso(advice.also);
    return html`
      <header>
        <span class="muted small">${words.ui.nextStep}</span>
        <b data-testid="suggestion-step">${name(this.lang, "steps", advice.step)}</b>
        ${also}
        <span class="grow"></span>
        ${this.readonly ? nothing : [this.renderThumb("thumbs_up"), this.renderThumb("thumbs_down")]}
      </header>
      ${advice.confident ? nothing : html`<div class="doubt">${words.ui.unsure}</div>`}
      ${renderReasons(this.lang, advice.why)}
      ${advice.wordings.length === 0 ? html`<p class="note">${words.ui.noWordings}</p>` : nothing}
      <ol class="wordings">
        ${advice.wordings.map((wording, i) => this.renderWording(wording, i))}
      </ol>
    `;
  }

  private renderAlso(step: string): TemplateResult {
    return html`<span class="muted small"
      >${texts(this.lang).ui.alsoStep} ${name(this.lang, "steps", step)}</span
    >`;
  }

  private renderThumb(outcome: "thumbs_up" | "thumbs_down"): TemplateResult {
    const up = outcome === "thumbs_up";
    const words = texts(this.lang).ui;
    return html`<button
      type="button"
      class="thumb"
      data-testid=${outcome}
      aria-label=${up ? words.thumbUp : words.thumbDown}
      title=${up ? words.thumbUp : words.thumbDown}
      aria-pressed=${this.thumb === outcome}
      ?disabled=${this.standing !== "live"}
      @click=${() => this.ask(outcome)}
    >
      ${up ? thumbUp : thumbDown}
    </button>`;
  }

  private renderWording(wording: Wording, i: number): TemplateResult {
    const title = fill(texts(this.lang).ui.wording, { n: i + 1 });
    const number = html`<span class="number" aria-hidden="true">${i + 1}</span>`;
    if (i === this.chosen) {
      return html`<li class="chosen" aria-label=${title} aria-current="true">
        ${number}
        <div>
          <p data-testid="suggestion-text">${renderWording(reworded(wording, this.rewriting))}</p>
          ${this.renderSource(wording)} ${this.renderOtherWords(wording)}
        </div>
      </li>`;
    }
    return html`<li>
      <button
        type="button"
        data-testid="wording-${i + 1}"
        aria-label="${title}: ${wording.text}"
        ?disabled=${this.standing !== "live"}
        @click=${() => this.choose(i)}
      >
        ${number}<span class="other">${wording.text}</span>
      </button>
    </li>`;
  }

  /** The words of an article are not said in other ones. */
  private renderOtherWords({ source }: Wording): TemplateResult | typeof nothing {
    const live = this.standing === "live" && !this.readonly;
    if (!this.rewritable || !live || source !== undefined) return nothing;
    return renderRewriting(this.lang, this.rewriting, (what) => this.tell(what));
  }

  private renderSource({ source }: Wording): TemplateResult | typeof nothing {
    if (source === undefined) return nothing;
    return html`<span class="muted small" data-testid="wording-source"
      >${fill(texts(this.lang).ui.source, { source })}</span
    >`;
  }

  private renderLegend(wordings: readonly Wording[]): TemplateResult {
    const words = texts(this.lang);
    return html`<div class="legend" role="group" aria-label=${words.ui.legend}>
      ${partsIn(wordings).map(
        (part) => html`<span class="key"><i class="part-${part}"></i>${words.feel[part]}</span>`,
      )}
    </div>`;
  }

  private renderActions(usable: boolean, live: boolean): TemplateResult {
    const words = texts(this.lang).ui;
    const outcome = live ? this.outcome : null;
    const insert = outcome === "inserted" ? words.inserted : words.insert;
    const copy = outcome === "copied" ? words.copied : words.copy;
    // Half a sentence is none to send.
    const whole = usable && this.rewriting?.state !== "coming";
    return html`<div class="actions">
      ${this.renderAction("insert", insert, String(this.chosen + 1), whole, "inserted")}
      ${this.renderAction("copy", copy, "C", whole, "copied")}
      ${this.renderAction("dismiss", words.notFitting, "X", live, "dismissed")}
    </div>`;
  }

  private renderAction(
    id: string,
    text: string,
    key: string,
    enabled: boolean,
    outcome: Outcome,
  ): TemplateResult {
    return html`<button
      type="button"
      class="button ${id === "insert" ? "primary" : ""}"
      data-testid=${id}
      aria-keyshortcuts="Alt+${key}"
      ?disabled=${!enabled}
      @click=${() => this.ask(outcome)}
    >
      <span>${text}</span><kbd>${keyName(key)}</kbd>
    </button>`;
  }

  private choose(i: number): void {
    this.tell("choose", i);
  }

  private ask(outcome: Outcome): void {
    this.tell("act", outcome);
  }

  private tell(what: "choose" | "act" | "rewrite" | "restore", detail?: number | Outcome): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
