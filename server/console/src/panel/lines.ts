// What is told once, in a line each above the suggestion: an alert, the supervisor's word,
// a cue. Each goes when it no longer holds, or when the agent puts it away.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fill, texts } from "../i18n.ts";
import { alarm, bulb, cross, whisper } from "../icons.ts";
import { base } from "../theme.ts";
import type { Alert, Cue, Noted } from "../wire.ts";
import { renderSay, sayStyles } from "./said.ts";
import { slotStyles } from "./wording-text.ts";

/** More sentences than these would be no nudge but a list. */
const SENTENCES = 2;

export class Lines extends LitElement {
  @property({ attribute: false }) alert: Alert | null = null;
  @property({ attribute: false }) note: Noted | null = null;
  @property({ attribute: false }) cue: Cue | null = null;
  /** Looked at by somebody who does not write the reply. */
  @property({ type: Boolean }) readonly = false;
  @property() override lang = "zh";
  @state() private putAway: ReadonlySet<string> = new Set();

  static override styles = [
    base,
    slotStyles,
    sayStyles,
    css`
      :host {
        display: block;
      }
      .line {
        padding: 5px 8px 5px 12px;
        border-bottom: 1px solid var(--border);
        font-size: 13px;
        line-height: 20px;
      }
      .told {
        display: flex;
        gap: 6px;
      }
      .told > svg {
        flex: none;
        margin-top: 2px;
        color: var(--accent);
      }
      .told span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
      }
      .told button {
        flex: none;
        display: grid;
        place-items: center;
        width: 24px;
        height: 20px;
        border-radius: 4px;
        color: var(--muted);
      }
      .says {
        margin: 4px 4px 2px 22px;
      }
      .say > span {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .say:only-child > span {
        -webkit-line-clamp: 3;
      }
      .alarm,
      .alarm .told > svg,
      .alarm .told button {
        background: var(--alarm-soft);
        color: var(--alarm);
      }
      .attend,
      .attend .told > svg,
      .attend .told button {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .note {
        background: var(--accent-soft);
      }
      /* A low panel has room for one: the next comes when it is put away. */
      @media (max-height: 640px) {
        .says {
          grid-auto-flow: column;
          grid-auto-columns: minmax(0, 1fr);
        }
        .line ~ .line {
          display: none;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    return html`${this.renderAlert()} ${this.renderNote()} ${this.renderCue()}`;
  }

  private renderAlert(): TemplateResult | typeof nothing {
    if (this.alert === null) return nothing;
    const { conversation_id, key, text, level } = this.alert;
    const title = texts(this.lang).ui.alert;
    return this.renderLine(`alert ${conversation_id} ${key}`, "alert", level, alarm, title, text);
  }

  private renderNote(): TemplateResult | typeof nothing {
    if (this.note === null) return nothing;
    const { conversation_id, at, text } = this.note;
    const words = texts(this.lang).ui;
    const told = fill(words.whisper, { text });
    const id = `note ${conversation_id} ${at}`;
    return this.renderLine(id, "noted", "note", whisper, words.supervisorTitle, told);
  }

  private renderCue(): TemplateResult | typeof nothing {
    if (this.cue === null) return nothing;
    const { conversation_id, cue_id, text, say } = this.cue;
    const says = say.slice(0, SENTENCES);
    const sentences =
      says.length === 0
        ? nothing
        : html`<div class="says">
            ${says.map((each) => renderSay(this.lang, each, this.readonly ? null : this.insert, "cue-say"))}
          </div>`;
    const title = texts(this.lang).ui.cue;
    const id = `cue ${conversation_id} ${cue_id}`;
    return this.renderLine(id, "cue", "cue", bulb, title, text, sentences);
  }

  private renderLine(
    id: string,
    testId: string,
    look: string,
    icon: TemplateResult,
    title: string,
    text: string,
    more: TemplateResult | typeof nothing = nothing,
  ): TemplateResult | typeof nothing {
    if (this.putAway.has(id)) return nothing;
    return html`<div
      class="line ${look}"
      role=${look === "alarm" ? "alert" : "status"}
      aria-label=${title}
      data-testid=${testId}
    >
      <div class="told">
        ${icon}<span title=${text}>${text}</span>
        <button
          type="button"
          data-testid="${testId}-dismiss"
          aria-label=${texts(this.lang).ui.dismiss}
          @click=${() => (this.putAway = new Set(this.putAway).add(id))}
        >
          ${cross}
        </button>
      </div>
      ${more}
    </div>`;
  }

  private readonly insert = (sentence: string): void => {
    this.dispatchEvent(new CustomEvent("say", { detail: sentence }));
  };
}
