// The console's header: brand, connection, the two ways to begin, language.
import { LitElement, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { barStyles } from "./bar-styles.ts";
import { connectionStyles, renderConnection } from "./connection.ts";
import { texts } from "./i18n.ts";
import { person, play } from "./icons.ts";
import type { LinkState } from "./link.ts";
import { base } from "./theme.ts";

export class TopBar extends LitElement {
  @property() link: LinkState = "connecting";
  @property() override lang = "zh";

  static override styles = [base, connectionStyles, barStyles];

  override render(): TemplateResult {
    const words = texts(this.lang).ui;
    return html`
      <h1>${words.brand}</h1>
      <span class="muted small">${words.tagline}</span>
      ${renderConnection(this.link, this.lang)}
      <span class="grow"></span>
      <a class="button" href="board.html" target="_blank" title=${words.boardHint} data-testid="board"
        >${words.board}</a
      >
      <button type="button" class="button" data-testid="demo" @click=${() => this.ask("demo")}>
        ${play}${words.demo}
      </button>
      <button
        type="button"
        class="button"
        data-testid="play-customer"
        @click=${() => this.ask("play-customer")}
      >
        ${person}${words.playCustomer}
      </button>
      <button
        type="button"
        class="button lang"
        data-testid="lang-switch"
        aria-label=${words.languageHint}
        @click=${() => this.ask("language")}
      >
        ${words.language}
      </button>
    `;
  }

  private ask(what: "demo" | "play-customer" | "language"): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}
