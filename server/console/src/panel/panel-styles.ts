import { css } from "lit";

export const panelStyles = css`
  :host {
    display: block;
    height: 100%;
    min-width: 0;
    min-height: 0;
  }
  section {
    position: relative;
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
    background: var(--surface);
  }
  .track {
    padding: 12px 8px 10px;
    border-bottom: 1px solid var(--border);
  }
  /* However much is to be told, the actions at the foot stay: the curve gives way first,
     then the suggestion's words, which scroll, and last the lines. */
  liubu-mood-curve {
    flex: 1 1000 128px;
    min-height: 86px;
    max-height: 176px;
    overflow: hidden;
    padding: 8px 16px 2px 12px;
  }
  .chips {
    display: flex;
    flex: none;
    align-items: center;
    gap: 6px;
    height: 36px;
    padding: 0 12px 6px;
    border-bottom: 1px solid var(--border);
    overflow: hidden;
    white-space: nowrap;
  }
  .chips > span {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .chips > span + span {
    margin-left: 8px;
  }
  /* English names are long: one row each, always, so that nothing moves. */
  :host([lang="en"]) .chips {
    flex-direction: column;
    align-items: stretch;
    height: 62px;
  }
  :host([lang="en"]) .chips > span + span {
    margin-left: 0;
  }
  .chip {
    padding: 0 8px;
    border-radius: 4px;
    background: var(--raised);
    font-size: 12px;
    line-height: 22px;
    min-width: 2.5em;
    flex: 0 1 auto;
  }
  .chips .muted {
    flex: none;
  }
  liubu-lines {
    flex: 0 1 auto;
    min-height: 0;
    max-height: 32%;
    overflow-y: auto;
  }
  liubu-suggestion {
    flex: 3 100 330px;
  }
  /* In a low panel the suggestion comes first: the curve is as low as it can be read. */
  @media (max-height: 640px) {
    liubu-mood-curve {
      flex-basis: 112px;
    }
  }
`;
