import { css } from "lit";

/** Fields of the small forms in a sheet. */
export const formStyles = css`
  form {
    display: grid;
    gap: 8px;
  }
  label {
    display: grid;
    gap: 2px;
    min-width: 0;
    font-size: 12px;
    color: var(--muted);
  }
  input,
  select,
  textarea {
    width: 100%;
    min-width: 0;
    min-height: 32px;
    padding: 5px 8px;
    border: 1px solid var(--border-strong);
    border-radius: 6px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 13px;
    line-height: 20px;
    resize: none;
  }
  textarea::placeholder,
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 8px;
  }
  .ends {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .ends > span {
    flex: 1;
    min-width: 0;
  }
`;
