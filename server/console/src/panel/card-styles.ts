import { css } from "lit";

export const stripStyles = css`
  :host {
    position: relative;
    display: block;
    flex: none;
  }
  .strip {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 34px;
    padding: 0 12px;
  }
  .cards {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 6px;
    min-width: 0;
    height: 34px;
    margin-left: -4px;
    padding: 0 4px;
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .chip,
  .tool {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 26px;
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: 13px;
    background: var(--raised);
    font-size: 12px;
    white-space: nowrap;
  }
  .chip b {
    max-width: 9em;
    font-weight: 600;
  }
  .tool {
    border-color: var(--border);
    border-radius: 6px;
    background: var(--surface);
  }
  .chip:hover,
  .tool:hover {
    border-color: var(--border-strong);
  }
  .chip:focus-visible {
    outline-offset: -1px;
  }
  .chip.attend {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .chip.alarm {
    background: var(--alarm-soft);
    color: var(--alarm);
  }
  .chip.knowledge {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .tool.due {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
  }
  @media (prefers-reduced-motion: no-preference) {
    .calling {
      animation: call 0.9s ease-in-out 2;
    }
  }
  @keyframes call {
    50% {
      background: var(--accent);
      color: var(--on-accent);
    }
  }
  .chip[aria-expanded="true"],
  .tool[aria-expanded="true"] {
    border-color: currentColor;
  }
`;

export const sheetStyles = css`
  .sheet {
    position: absolute;
    z-index: 1;
    right: 0;
    bottom: 100%;
    left: 0;
    overflow-y: auto;
    padding: 6px 12px 10px;
    border: solid var(--border);
    border-width: 1px 0;
    background: var(--surface);
    box-shadow: 0 -6px 16px #0002;
  }
  .sheet header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 28px;
  }
  .sheet header b {
    font-weight: 600;
    font-size: 13px;
  }
  .fold {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    margin-right: -6px;
    border-radius: 6px;
    color: var(--muted);
  }
  .rows {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .rows li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    padding: 3px 0;
    font-size: 13px;
    line-height: 20px;
  }
  .rows li + li {
    border-top: 1px solid var(--border);
  }
  .key {
    flex: none;
    width: 60px;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  :host([lang="en"]) .key {
    width: 72px;
  }
  .text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .done .text {
    color: var(--muted);
  }
  .left {
    flex: none;
    font-weight: 600;
  }
  .left.over,
  .late .status {
    color: var(--alarm);
  }
  .status {
    flex: none;
    height: 20px;
    padding-top: 2px;
    color: var(--muted);
  }
  .done .status {
    color: var(--accent);
  }
  .marks {
    display: flex;
    flex: 0 0 100%;
    justify-content: flex-end;
    gap: 6px;
    padding: 2px 0;
  }
  .mark {
    height: 24px;
    padding: 0 8px;
    border: 1px solid var(--border);
    border-radius: 6px;
    font-size: 12px;
  }
  .mark:hover {
    border-color: var(--border-strong);
  }
  .mark[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--accent);
  }
  .sheet .says:not(:empty) {
    margin-top: 6px;
  }
  .hits {
    display: grid;
    gap: 10px;
  }
  .hits article {
    display: grid;
    gap: 4px;
  }
`;
