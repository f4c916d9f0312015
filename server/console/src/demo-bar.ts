// Controls of a running demo: pause, speed, stop.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { SPEEDS, type PlayerState } from "./demo-player.ts";
import { texts } from "./i18n.ts";
import { cross, pause, play, stop } from "./icons.ts";
import { base } from "./theme.ts";

export class DemoBar extends LitElement {
  @property() override title = "";
  @property() state: PlayerState = "playing";
  @property({ type: Number }) speed = 1;
  @property() override lang = "zh";

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 4px;
        height: 40px;
        padding: 0 8px 0 16px;
        border-bottom: 1px solid var(--border);
        background: var(--accent-soft);
        font-size: 13px;
      }
      .title {
        flex: 1;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        height: 28px;
        padding: 0 8px;
        border-radius: 6px;
      }
      button:hover {
        background: var(--surface);
      }
      button[aria-pressed="true"] {
        background: var(--surface);
        color: var(--accent);
        font-weight: 600;
      }
      .gap {
        width: 8px;
      }
    `,
  ];

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    const done = this.state === "done";
    return html`
      <span class="title clip">${done ? words.demoDone : words.demo} · ${this.title}</span>
      ${done ? nothing : this.renderControls()}
      <button
        type="button"
        data-testid="demo-stop"
        @click=${() => this.ask(done ? "leave" : "stop")}
        aria-label=${done ? words.dismiss : words.stop}
      >
        ${done ? cross : html`${stop}${words.stop}`}
      </button>
    `;
  }

  private renderControls(): TemplateResult {
    const words = texts(this.lang).ui;
    const paused = this.state === "paused";
    return html`
      <span role="group" aria-label=${words.speed}>
        ${SPEEDS.map(
          (speed) =>
            html`<button
              type="button"
              data-testid="demo-speed-${speed}"
              aria-pressed=${speed === this.speed}
              @click=${() => this.ask("speed", speed)}
            >
              ${speed}×
            </button>`,
        )}
      </span>
      <span class="gap"></span>
      <button type="button" data-testid="demo-pause" @click=${() => this.ask("toggle")}>
        ${paused ? play : pause}${paused ? words.resume : words.pause}
      </button>
    `;
  }

  private ask(type: "toggle" | "stop" | "leave" | "speed", detail?: number): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
