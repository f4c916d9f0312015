// Asks the server for its demos and lets one be chosen; a single one is chosen by itself.
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { fetchDemos, type Demo } from "./demo-player.ts";
import { asLang, name, texts } from "./i18n.ts";
import { cross } from "./icons.ts";
import { base } from "./theme.ts";

export class DemoMenu extends LitElement {
  @property() override lang = "zh";
  @state() private demos: Demo[] = [];
  @state() private note: "demoNone" | "demoFailed" | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    css`
      dialog {
        width: min(440px, 90vw);
        max-height: 80vh;
        padding: 0;
        border: 1px solid var(--border);
        border-radius: 10px;
        color: var(--text);
        background: var(--surface);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 35%);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 12px 12px 4px 20px;
      }
      h2 {
        margin: 0;
        font-size: 15px;
      }
      .close {
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        border-radius: 6px;
      }
      ul {
        margin: 0;
        padding: 4px 8px 12px;
        list-style: none;
      }
      li button {
        display: grid;
        gap: 2px;
        width: 100%;
        padding: 8px 12px;
        border-radius: 6px;
        text-align: left;
      }
      li button:hover {
        background: var(--raised);
      }
      p {
        margin: 0;
        padding: 8px 20px 20px;
        color: var(--muted);
      }
    `,
  ];

  async open(): Promise<void> {
    try {
      this.demos = await fetchDemos();
      this.note = this.demos.length === 0 ? "demoNone" : null;
    } catch {
      this.demos = [];
      this.note = "demoFailed";
    }
    const only = this.demos.length === 1 ? this.demos[0] : undefined;
    if (only !== undefined) this.choose(only);
    else if (!this.dialog.open) this.dialog.showModal();
  }

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    return html`<dialog aria-labelledby="title" @click=${this.onBackdrop}>
      <header>
        <h2 id="title">${words.demo}</h2>
        <button
          type="button"
          class="close"
          aria-label=${words.dismiss}
          @click=${() => this.dialog.close()}
        >
          ${cross}
        </button>
      </header>
      ${this.note === null ? nothing : html`<p role="status">${words[this.note]}</p>`}
      <ul>
        ${this.demos.map((demo) => this.renderDemo(demo))}
      </ul>
    </dialog>`;
  }

  private renderDemo(demo: Demo): TemplateResult {
    const title = asLang(this.lang) === "en" ? demo.title_en || demo.title : demo.title;
    return html`<li>
      <button type="button" data-testid="demo-choice" @click=${() => this.choose(demo)}>
        <span>${title}</span>
        <span class="muted small">
          ${name(this.lang, "channels", demo.channel)} ·
          ${name(this.lang, "industries", demo.industry)}
        </span>
      </button>
    </li>`;
  }

  private choose(demo: Demo): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent<Demo>("demo", { detail: demo }));
  }

  private onBackdrop(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}
