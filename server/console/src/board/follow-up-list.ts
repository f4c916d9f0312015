// The calls to make, the late ones first: when, whom, what for. One that was made goes.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { base } from "../theme.ts";
import type { FollowUpTask } from "../wire.ts";
import { isLate } from "./calls.ts";
import { listStyles } from "./list-styles.ts";
import { renderViews, viewStyles, type View } from "./views.ts";
import { focusIn, stepIn, type Walkable } from "./walking.ts";
import { boardWords, refusal, when } from "./words.ts";

const TICK = 20_000;

/** What a call on its way to being marked as made is known by. */
export function callKey(conversation: string): string {
  return `${conversation} call`;
}

export class FollowUpList extends LitElement implements Walkable {
  @property({ attribute: false }) tasks: readonly FollowUpTask[] = [];
  @property() selected = "";
  /** Those that are being marked as made. */
  @property({ attribute: false }) sending: ReadonlySet<string> = new Set();
  /** Why they were not. */
  @property({ attribute: false }) refused: ReadonlyMap<string, string> = new Map();
  @property() override lang = "zh";
  @state() private now = Date.now();
  private clock: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    listStyles,
    viewStyles,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        padding-right: 8px;
      }
      li.late {
        border-left-color: var(--mood-angry);
      }
      .row {
        grid-template-columns: minmax(0, 1fr);
      }
      .name .due {
        flex: none;
        margin-left: auto;
        white-space: nowrap;
      }
      .late .due {
        font-weight: 600;
        color: var(--mood-angry);
      }
      .for {
        display: -webkit-box;
        overflow: hidden;
        font-size: 13px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .problem {
        grid-column: 1 / -1;
        padding: 0 8px 8px;
        color: var(--mood-angry);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => (this.now = Date.now()), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  step(by: 1 | -1): void {
    stepIn(this.shadowRoot, this.selected, by);
  }

  focusOn(id: string): void {
    focusIn(this.shadowRoot, id);
  }

  override willUpdate(): void {
    this.now = Date.now();
  }

  override render(): TemplateResult {
    const words = boardWords(this.lang);
    const late = this.tasks.filter((task) => isLate(task, this.now)).length;
    const views = renderViews(
      this.lang,
      "follow-ups",
      { all: this.tasks.length, late },
      (view: View) => this.tell("view", view),
    );
    return html`<header>${views}</header>
      ${this.tasks.length === 0 ? html`<p>${words.noFollowUps}</p>` : nothing}
      <ul aria-label=${words.followUpsLong}>
        ${repeat(
          this.tasks,
          (task) => task.conversation_id,
          (task) => this.renderTask(task),
        )}
      </ul>`;
  }

  private renderTask(task: FollowUpTask): TemplateResult {
    const { conversation_id: id, customer, text, due } = task;
    const words = boardWords(this.lang);
    const problem = this.refused.get(callKey(id)) ?? "";
    return html`<li
      class=${isLate(task, this.now) ? "late" : ""}
      data-testid="follow-up"
      data-id=${id}
    >
      <button
        type="button"
        class="row"
        data-id=${id}
        aria-current=${id === this.selected}
        title=${text}
        @click=${() => this.tell("choose", id)}
      >
        <span class="name">
          <b class="clip">${customer || id}</b>
          <span class="due muted small">${when(this.lang, due, this.now)}</span>
        </span>
        <span class="for">${text}</span>
      </button>
      <button
        type="button"
        class="button"
        data-testid="follow-up-done"
        ?disabled=${this.sending.has(callKey(id))}
        @click=${() => this.tell("made", id)}
      >
        ${words.called}
      </button>
      ${
        problem === ""
          ? nothing
          : html`<p class="problem" role="alert">${refusal(this.lang, problem)}</p>`
      }
    </li>`;
  }

  private tell(what: "choose" | "made" | "view", detail: string): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
