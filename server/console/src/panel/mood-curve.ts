// The customer's mood, one point a line, joined by straight lines: nothing is smoothed,
// so that the curve never shows a mood that nobody had.
import { LitElement, css, html, nothing, svg, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";
import { customerReadings, quoteOf, type Conversation } from "../conversation.ts";
import { name, texts } from "../i18n.ts";
import { moodClass, moodStyles } from "../moods.ts";
import { base } from "../theme.ts";
import type { Trend } from "../wire.ts";

export interface MoodPoint {
  seq: number;
  valence: number;
  emotion: string;
  quote: string;
}

const MOOD_POINTS = 24;
/** Few points keep this spacing, so that the curve grows to the right at first. */
const LEAST_PLACES = 8;

/** The last points of the curve. */
export function moodPoints(talk: Conversation): readonly MoodPoint[] {
  return customerReadings(talk)
    .filter((reading) => reading.valence !== null)
    .slice(-MOOD_POINTS)
    .map((reading) => ({
      seq: reading.seq,
      valence: reading.valence ?? 0,
      emotion: reading.emotion?.key ?? "calm",
      quote: quoteOf(talk, reading.seq),
    }));
}

export class MoodCurve extends LitElement {
  @property({ attribute: false }) points: readonly MoodPoint[] = [];
  @property() trend: Trend | null = null;
  @property() override lang = "zh";
  @state() private chosen: number | null = null;

  static override styles = [
    base,
    moodStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 6px;
      }
      header {
        display: flex;
        align-items: baseline;
        gap: 8px;
      }
      header b {
        font-weight: 600;
      }
      .dot {
        align-self: center;
      }
      .chart {
        position: relative;
        flex: 1;
        min-height: 24px;
        margin-left: 20px;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      .grid {
        stroke: var(--border);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .leg {
        stroke: var(--mood);
        stroke-width: 2;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
      }
      .scale {
        position: absolute;
        left: -20px;
        transform: translateY(-50%);
        font-size: 11px;
        line-height: 1;
        color: var(--muted);
      }
      button {
        position: absolute;
        width: 16px;
        height: 24px;
        margin: -12px 0 0 -8px;
        border-radius: 4px;
      }
      button::after {
        content: "";
        position: absolute;
        inset: 8px 4px;
        border-radius: 50%;
        background: var(--mood);
        box-shadow: 0 0 0 2px var(--surface);
      }
      button.chosen::after {
        inset: 6px 2px;
      }
      .readout {
        height: 20px;
        font-size: 13px;
        line-height: 20px;
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("points")) return;
    const before = changed.get("points") as readonly MoodPoint[] | undefined;
    if (before?.at(-1)?.seq !== this.points.at(-1)?.seq) this.chosen = null;
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const last = this.points.at(-1);
    return html`
      <header>
        <span class="muted small">${words.mood}</span>
        ${last === undefined ? nothing : this.renderMood(last)}
      </header>
      <div class="chart" role="group" aria-label=${words.moodCurve} @keydown=${this.onKey}>
        ${this.renderLines()} ${["+1", "0", "−1"].map((text, i) => this.renderScale(text, i))}
        ${this.points.map((point, i) => this.renderPoint(point, i))}
      </div>
      <div class="readout clip">${this.renderReadout()}</div>
    `;
  }

  private renderMood(point: MoodPoint): TemplateResult {
    const trend = this.trend === null ? "" : texts(this.lang).trends[this.trend];
    return html`<span class="dot ${moodClass(point.emotion)}"></span>
      <b data-testid="mood">${name(this.lang, "emotions", point.emotion)}</b>
      <span class="muted small">${trend}</span>`;
  }

  private renderScale(text: string, i: number): TemplateResult {
    const place = styleMap({ top: `${6 + i * 44}%` });
    return html`<span class="scale" style=${place} aria-hidden="true">${text}</span>`;
  }

  private renderLines(): TemplateResult {
    const legs = this.points.slice(1).map((point, i) => {
      const from = this.points[i] ?? point;
      return svg`<line class="leg ${moodClass(point.emotion)}"
        x1=${this.x(i)} y1=${y(from.valence)} x2=${this.x(i + 1)} y2=${y(point.valence)} />`;
    });
    return html`<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      ${[6, 50, 94].map((at) => svg`<line class="grid" x1="0" x2="100" y1=${at} y2=${at} />`)}
      ${legs}
    </svg>`;
  }

  private renderPoint(point: MoodPoint, i: number): TemplateResult {
    const place = styleMap({ left: `${this.x(i)}%`, top: `${y(point.valence)}%` });
    const current = this.chosen ?? this.points.length - 1;
    return html`<button
      type="button"
      class="${moodClass(point.emotion)} ${i === current ? "chosen" : ""}"
      style=${place}
      tabindex=${i === current ? 0 : -1}
      aria-label=${`${name(this.lang, "emotions", point.emotion)} ${signed(point.valence)}, ${point.quote}`}
      @mouseenter=${() => (this.chosen = i)}
      @focus=${() => (this.chosen = i)}
      @mouseleave=${() => (this.chosen = null)}
    ></button>`;
  }

  private renderReadout(): TemplateResult {
    const point = this.points[this.chosen ?? this.points.length - 1];
    if (point === undefined) {
      return html`<span class="muted">${texts(this.lang).ui.moodEmpty}</span>`;
    }
    return html`<span class="muted">${signed(point.valence)}</span> “${point.quote}”`;
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (this.chosen ?? this.points.length - 1) + step;
    this.renderRoot.querySelectorAll<HTMLElement>(".chart button")[at]?.focus();
  }

  private x(i: number): number {
    const places = Math.max(LEAST_PLACES, this.points.length) - 1;
    return 2 + (96 * i) / places;
  }
}

function y(valence: number): number {
  return 50 - 44 * Math.max(-1, Math.min(1, valence));
}

function signed(valence: number): string {
  const digits = Math.abs(valence).toFixed(1);
  return digits === "0.0" ? "0.0" : `${valence < 0 ? "−" : "+"}${digits}`;
}
