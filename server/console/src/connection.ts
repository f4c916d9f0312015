// The state of a page's socket, in its header.
import { css, html, type TemplateResult } from "lit";
import { texts } from "./i18n.ts";
import type { LinkState } from "./link.ts";

export const connectionStyles = css`
  .link {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-width: 110px;
    margin-left: 12px;
    font-size: 12px;
    color: var(--muted);
    white-space: nowrap;
  }
  .link .dot {
    background: var(--warn);
  }
  .link.open .dot {
    background: var(--mood-pleased);
  }
`;

export function renderConnection(link: LinkState, lang: string): TemplateResult {
  const words = texts(lang).ui;
  const states = {
    open: words.linkOpen,
    connecting: words.linkConnecting,
    waiting: words.linkWaiting,
  };
  return html`<span class="link ${link}" role="status" data-testid="connection" data-state=${link}>
    <i class="dot"></i>${states[link]}
  </span>`;
}
