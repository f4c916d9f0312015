// How the board's page is laid out. What comes while one looks at the list (alerts below
// it, a notice beside it) must not push its rows about.
import { css } from "lit";

export const appStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / clamp(360px, 40vw, 600px) minmax(0, 1fr);
    height: 100vh;
    background: var(--bg);
  }
  liubu-board-bar {
    grid-column: 1 / -1;
  }
  .side,
  main {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .side {
    border-right: 1px solid var(--border);
  }
  .list {
    flex: 1;
  }
  .problem {
    max-height: 30vh;
    overflow-y: auto;
    padding: 8px 16px;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .problem p {
    margin: 0;
  }
  .none {
    max-width: 26em;
    margin: auto;
    padding: 24px;
    line-height: 1.7;
    text-align: center;
  }
  .talk {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) clamp(320px, 28vw, 420px);
    flex: 1;
    min-height: 0;
  }
  liubu-panel {
    border-left: 1px solid var(--border);
  }
  .close {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    margin: -4px -8px;
    border-radius: 6px;
  }
  .close:hover {
    background: var(--raised);
  }
`;
