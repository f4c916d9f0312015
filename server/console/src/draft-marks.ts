// F E E L beside what the agent writes: which parts are there, and the sentence for the
// first that is not. Where nothing is needed and nothing amiss it shows nothing.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { fill, name, texts } from "./i18n.ts";
import { FEEL_PARTS, wordingStyles } from "./panel/wording-text.ts";
import { base } from "./theme.ts";
import type { Lint } from "./wire.ts";

type Part = (typeof FEEL_PARTS)[number];
type Standing = "has" | "late" | "lacks" | "free";

export class DraftMarks extends LitElement {
  @property({ attribute: false }) lint: Lint | null = null;
  /** Whether something else is being said beside it: then the sentence is left for later. */
  @property({ type: Boolean }) quiet = false;
  @property() override lang = "zh";

  static override styles = [
    base,
    wordingStyles,
    css`
      :host {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 10px;
        min-width: 0;
      }
      .marks {
        display: flex;
        flex: none;
        gap: 3px;
      }
      .mark {
        width: 20px;
        border: 1px solid transparent;
        border-radius: 4px;
        color: var(--muted);
        font-size: 12px;
        font-weight: 600;
        line-height: 18px;
        text-align: center;
      }
      .free {
        opacity: 0.5;
      }
      .lacks {
        border: 1px dashed var(--border-strong);
      }
      .has,
      .late {
        background: var(--part-soft);
        color: var(--part);
      }
      .late {
        text-decoration: underline dotted;
        text-underline-offset: 2px;
      }
      /* A reason is read whole before a sentence is. */
      .button {
        flex: 0 1 auto;
        min-width: 0;
        min-height: 26px;
        padding: 0 8px;
        font-size: 12px;
      }
      .button b {
        flex: none;
        color: var(--part);
        font-weight: 600;
      }
      .warn {
        flex: none;
        max-width: 70%;
        color: var(--warn);
        font-size: 12px;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`${this.renderMarks()}${this.renderWarning()}${this.renderPiece()}`;
  }

  private renderMarks(): TemplateResult | typeof nothing {
    const { lint } = this;
    if (lint === null || lint.needed.length === 0) return nothing;
    const words = texts(this.lang);
    return html`<span class="marks" role="group" aria-label=${words.ui.draftParts}>
      ${FEEL_PARTS.map((part) => {
        const standing = standingOf(lint, part);
        const told = `${words.feel[part]}: ${words.standings[standing]}`;
        return html`<span
          class="mark part-${part} ${standing}"
          role="img"
          aria-label=${told}
          title=${told}
          data-testid="mark-${part}"
          data-standing=${standing}
          >${part === "fact" ? "F" : part === "link" ? "L" : "E"}</span
        >`;
      })}
    </span>`;
  }

  private renderWarning(): TemplateResult | typeof nothing {
    if (this.quiet || this.lint === null) return nothing;
    const words = texts(this.lang).ui;
    const fault = this.lint.faults[0]?.fault;
    const warning = this.lint.warnings.find(({ kind }) => kind !== "slot");
    const said =
      fault !== undefined
        ? fill(words.draftFault, { fault: name(this.lang, "faults", fault) })
        : warning?.kind === "long"
          ? fill(words.draftLong, { max: warning.text })
          : warning?.text;
    if (said === undefined) return nothing;
    return html`<span class="warn clip" role="status" title=${said} data-testid="draft-warning"
      >${said}</span
    >`;
  }

  private renderPiece(): TemplateResult | typeof nothing {
    const lacking = this.lint?.missing.find(({ fixed }) => fixed !== null);
    if (this.quiet || lacking === undefined) return nothing;
    const words = texts(this.lang);
    const part = name(this.lang, "feel", lacking.part);
    return html`<button
      type="button"
      class="button part-${lacking.part}"
      data-testid="complete"
      title=${lacking.piece}
      aria-label=${`${fill(words.ui.draftAdd, { part })}: ${lacking.piece}`}
      @click=${() => this.complete(lacking.fixed)}
    >
      <b>+ ${part}</b><span class="clip">${lacking.piece?.replace(/[，。]$/, "")}</span>
    </button>`;
  }

  private complete(fixed: string | null): void {
    this.dispatchEvent(new CustomEvent("complete", { detail: fixed }));
  }
}

function standingOf(lint: Lint, part: Part): Standing {
  if (lint.missing.some((lacking) => lacking.part === part)) return "lacks";
  if (!lint.parts.some((has) => has.part === part)) return "free";
  return lint.late.includes(part) ? "late" : "has";
}
