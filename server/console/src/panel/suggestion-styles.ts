import { css } from "lit";

// The body scrolls and the actions stay where they are, whatever the advice's length:
// a hand that has learnt where 插入 is never has to look for it.
export const suggestionStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    container-type: inline-size;
  }
  .body {
    flex: 1;
    min-height: 72px;
    container-type: size;
    overflow-y: auto;
    padding: 10px 12px 8px;
    transition: opacity 0.15s;
  }
  .stale {
    opacity: 0.45;
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }
  header b {
    font-size: 15px;
    font-weight: 600;
    color: var(--accent);
  }
  .grow {
    flex: 1;
  }
  .thumb {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 6px;
    color: var(--muted);
  }
  .thumb:hover:enabled {
    background: var(--raised);
  }
  .thumb[aria-pressed="true"] {
    color: var(--accent);
    background: var(--accent-soft);
  }
  .doubt {
    display: inline-block;
    margin: 2px 0 4px;
    padding: 0 8px;
    border-radius: 4px;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 12px;
    line-height: 20px;
  }
  .why {
    margin: 2px 0 10px;
    padding: 0;
    list-style: none;
    display: flex;
    flex-wrap: wrap;
    column-gap: 12px;
    font-size: 13px;
    color: var(--muted);
  }
  .why li {
    display: flex;
    gap: 6px;
    max-width: 100%;
    white-space: nowrap;
  }
  .why .quoted {
    width: 100%;
  }
  .why q {
    flex: 1;
    min-width: 0;
  }
  q {
    quotes: "“" "”";
    color: var(--text);
  }
  .wordings {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .number {
    flex: none;
    width: 18px;
    height: 18px;
    margin-top: 2px;
    border: 1px solid var(--border);
    border-radius: 4px;
    font-size: 11px;
    line-height: 16px;
    text-align: center;
    color: var(--muted);
  }
  .wordings .chosen,
  .wordings button {
    display: flex;
    gap: 8px;
    width: 100%;
    padding: 8px 10px;
    border: 1px solid var(--border);
    border-radius: 6px;
    text-align: left;
  }
  .wordings .chosen {
    border-color: var(--accent);
    min-height: 76px;
  }
  .chosen .number {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    margin-top: 4px;
  }
  .chosen p {
    margin: 0;
    font-size: 15px;
    line-height: 25px;
    overflow-wrap: anywhere;
  }
  .wordings button {
    padding: 6px 10px;
    border-color: transparent;
    background: var(--raised);
  }
  .wordings button:hover:enabled {
    border-color: var(--border-strong);
  }
  .other {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    font-size: 13px;
    line-height: 20px;
    color: var(--text);
  }
  .note {
    margin: 4px 0 8px;
    color: var(--muted);
    font-size: 13px;
  }
  .bars {
    display: grid;
    gap: 10px;
    margin-top: 12px;
  }
  .bars i {
    height: 12px;
    border-radius: 4px;
    background: var(--raised);
  }
  .bars i:last-child {
    width: 60%;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    min-height: 29px;
    padding: 6px 12px 2px;
    border-top: 1px solid var(--border);
    font-size: 12px;
    line-height: 20px;
    color: var(--muted);
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 5px;
  }
  .key i {
    width: 14px;
    height: 10px;
    border-radius: 2px;
    background: var(--part-soft);
    box-shadow: inset 0 -3px 0 var(--part);
  }
  .actions {
    display: flex;
    gap: 8px;
    padding: 6px 12px 10px;
  }
  .actions .button {
    flex: 1;
    min-height: 36px;
  }
  .actions .primary {
    flex: 1.4;
  }
  /* With little height left, the sentence comes before the reasons for it. */
  @container (max-height: 150px) {
    .why {
      display: none;
    }
  }
  @container (max-width: 370px) {
    .legend {
      column-gap: 8px;
    }
    .actions .button {
      flex-direction: column;
      gap: 2px;
      min-height: 42px;
      padding: 0 6px;
      line-height: 1.2;
    }
  }
`;
