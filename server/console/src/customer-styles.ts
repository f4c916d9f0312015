import { css } from "lit";

export const customerStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    max-width: 480px;
    height: 100vh;
    height: 100dvh;
    margin: 0 auto;
    background: var(--bg);
    font-size: 15px;
  }
  header {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-height: 52px;
    border-bottom: 1px solid var(--border);
    background: var(--surface);
  }
  .messages {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    display: flex;
    flex-direction: column;
    gap: 10px;
    padding: 16px 14px;
  }
  .centre {
    align-self: center;
    max-width: 20em;
    padding: 4px 0;
    font-size: 12px;
    text-align: center;
    color: var(--muted);
  }
  .warn {
    color: var(--warn);
  }
  .line {
    display: grid;
    justify-items: start;
    gap: 2px;
    max-width: 82%;
  }
  .line.customer {
    justify-items: end;
    margin-left: auto;
  }
  .bubble {
    padding: 8px 12px;
    border-radius: 14px;
    border-bottom-left-radius: 4px;
    background: var(--surface);
    border: 1px solid var(--border);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .customer .bubble {
    border-color: transparent;
    border-radius: 14px;
    border-bottom-right-radius: 4px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .pending {
    opacity: 0.6;
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    padding: 10px 12px;
    border-top: 1px solid var(--border);
    background: var(--surface);
  }
  textarea {
    flex: 1;
    min-width: 0;
    padding: 8px 12px;
    border: 1px solid var(--border-strong);
    border-radius: 10px;
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 16px;
    line-height: 22px;
    resize: none;
  }
  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  form .button {
    min-height: 40px;
    padding: 0 16px;
    border-radius: 10px;
  }
`;
