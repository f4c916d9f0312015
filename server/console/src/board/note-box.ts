// Where the supervisor whispers to the agent: the notes of the conversation, and one more.
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { base } from "../theme.ts";
import { clockTime } from "../time.ts";
import { NOTE_CHARS, type Noted } from "../wire.ts";
import { boardWords, refusal } from "./words.ts";

export class NoteBox extends LitElement {
  @property({ attribute: false }) notes: readonly Noted[] = [];
  /** A note is on its way. */
  @property({ type: Boolean }) busy = false;
  /** Why the last note was not taken; empty where none was refused. */
  @property() problem = "";
  @property() override lang = "zh";
  @state() private text = "";
  @query("ol") private list!: HTMLElement | null;

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 8px;
        padding: 10px 16px 12px;
        border-top: 1px solid var(--border);
        background: var(--surface);
      }
      ol {
        display: grid;
        gap: 4px;
        max-height: 84px;
        overflow-y: auto;
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 13px;
      }
      li {
        overflow-wrap: anywhere;
      }
      form {
        display: flex;
        gap: 8px;
      }
      input {
        flex: 1;
        min-width: 0;
        height: 36px;
        padding: 0 10px;
        border: 1px solid var(--border-strong);
        border-radius: 6px;
        background: var(--surface);
        color: inherit;
        font: inherit;
      }
      .button {
        min-height: 36px;
      }
      p {
        margin: 0;
        font-size: 13px;
        color: var(--mood-angry);
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    const sent = changed.get("busy") === true && !this.busy && this.problem === "";
    if (sent) this.text = "";
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("notes") && this.list !== null) this.list.scrollTop = this.list.scrollHeight;
  }

  override render(): TemplateResult {
    const words = boardWords(this.lang);
    return html`
      ${this.notes.length === 0 ? nothing : this.renderNotes()}
      <form @submit=${this.onSubmit}>
        <input
          data-testid="note"
          maxlength=${NOTE_CHARS}
          placeholder=${words.note}
          aria-label=${words.note}
          .value=${this.text}
          @input=${(event: InputEvent) => (this.text = (event.target as HTMLInputElement).value)}
        />
        <button
          class="button primary"
          data-testid="note-send"
          ?disabled=${this.busy || this.text.trim() === ""}
        >
          ${words.noteSend}
        </button>
      </form>
      ${
        this.problem === ""
          ? nothing
          : html`<p role="alert">${refusal(this.lang, this.problem)}</p>`
      }
    `;
  }

  private renderNotes(): TemplateResult {
    const words = boardWords(this.lang);
    return html`<ol role="log" aria-label=${words.noted} tabindex="0">
      ${this.notes.map(
        (note) =>
          html`<li data-testid="noted">
            <span class="muted small">${clockTime(note.at)} ${words.noted}</span> ${note.text}
          </li>`,
      )}
    </ol>`;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const text = this.text.trim();
    if (text === "" || this.busy) return;
    this.dispatchEvent(new CustomEvent("note", { detail: text }));
  }
}
