// The header of a page: one look for the console and the board.
import { css } from "lit";

export const barStyles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 48px;
    padding: 0 12px 0 16px;
    border-bottom: 1px solid var(--border);
    background: var(--surface);
  }
  h1 {
    margin: 0;
    font-size: 16px;
    font-weight: 600;
    white-space: nowrap;
  }
  .grow {
    flex: 1;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  .lang {
    min-width: 68px;
    border-color: transparent;
    color: var(--muted);
  }
`;
