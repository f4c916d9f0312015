// How the rows of the board look.
import { css } from "lit";

export const listStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 10px 16px;
  }
  ul {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    margin: 0;
    padding: 0 8px 8px;
    list-style: none;
  }
  li {
    margin-bottom: 4px;
    border: 1px solid var(--border);
    border-left: 3px solid var(--border);
    border-radius: 8px;
    background: var(--surface);
  }
  li.critical {
    border-left-color: var(--mood-angry);
  }
  li.serious {
    border-left-color: var(--mood-dissatisfied);
  }
  .row {
    display: grid;
    grid-template-columns: 8px minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px 8px;
    width: 100%;
    min-height: 58px;
    padding: 7px 8px;
    border-radius: 6px;
    text-align: left;
  }
  .row:hover {
    background: var(--raised);
  }
  .row[aria-current="true"] {
    background: var(--accent-soft);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .name,
  .said,
  .why,
  .end {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .name b {
    font-weight: 500;
  }
  .name svg {
    flex: none;
    width: 13px;
    color: var(--muted);
  }
  .name .muted {
    flex: 0 10 auto;
  }
  .said {
    grid-column: 2 / -1;
    font-size: 13px;
  }
  .why {
    flex: none;
    gap: 4px;
  }
  .why i {
    padding: 0 6px;
    border: 1px solid var(--border);
    border-radius: 4px;
    font-size: 12px;
    font-style: normal;
    line-height: 18px;
    white-space: nowrap;
  }
  .why .inquiry,
  .why .general {
    color: var(--muted);
  }
  .why .critical {
    border-color: var(--mood-angry);
    background: var(--mood-angry);
    color: var(--surface);
  }
  .why .serious,
  .why .risk {
    border-color: var(--mood-dissatisfied);
  }
  .why .asked {
    border-color: var(--accent);
    color: var(--accent);
  }
  .why .late {
    border-color: var(--warn);
    background: var(--warn-soft);
    color: var(--warn);
  }
  .step {
    width: 20px;
    height: 20px;
    border-radius: 4px;
    color: var(--accent);
    font-size: 12px;
    line-height: 20px;
    text-align: center;
  }
  p {
    margin: 0;
    padding: 4px 16px;
    font-size: 13px;
    color: var(--muted);
  }
`;
