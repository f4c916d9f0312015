// Colours, type and the few rules that every component shares. Tokens are set on the
// roots (pages, panel) and inherited through shadow boundaries; a host page may change
// the accent with --liubu-accent.
import { css, unsafeCSS } from "lit";

const DARK = unsafeCSS(`
  --bg: #14181a;
  --surface: #1b2023;
  --raised: #23292d;
  --border: #30383d;
  --border-strong: #67757d;
  --text: #e3e8ea;
  --muted: #9caab2;
  --accent: var(--liubu-accent, #58b9ae);
  --on-accent: #0d1f1d;
  --accent-soft: #1d3533;
  --warn: #dcae62;
  --warn-soft: #322a1b;
  --alarm: #f0968f;
  --alarm-soft: #3d2422;
  --mood-pleased: #6bb585;
  --mood-calm: #84929a;
  --mood-confused: #8f9fd6;
  --mood-anxious: #d1a550;
  --mood-disappointed: #b48bbb;
  --mood-dissatisfied: #dd8a5c;
  --mood-angry: #e4716a;
  --feel-fact: #7fb0dd;
  --feel-fact-soft: #1f303e;
  --feel-emotion: #dd9aae;
  --feel-emotion-soft: #3b252d;
  --feel-explain: #d3b16a;
  --feel-explain-soft: #352d1c;
  --feel-link: #7fc08f;
  --feel-link-soft: #1f3325;
  color-scheme: dark;
`);

export const tokens = css`
  :host {
    --bg: #f5f6f7;
    --surface: #ffffff;
    --raised: #f0f2f3;
    --border: #e0e4e6;
    --border-strong: #87939a;
    --text: #1d2528;
    --muted: #56636a;
    --accent: var(--liubu-accent, #0d6b65);
    --on-accent: #ffffff;
    --accent-soft: #e3f0ee;
    --warn: #7d5700;
    --warn-soft: #faf2e0;
    --alarm: #a8261f;
    --alarm-soft: #fbeae8;
    --mood-pleased: #3d8a5a;
    --mood-calm: #7b8890;
    --mood-confused: #6374b5;
    --mood-anxious: #a87a1a;
    --mood-disappointed: #8f6396;
    --mood-dissatisfied: #bd6130;
    --mood-angry: #b83a34;
    --feel-fact: #3a78b0;
    --feel-fact-soft: #e8f1f9;
    --feel-emotion: #b0506f;
    --feel-emotion-soft: #faebf0;
    --feel-explain: #93701b;
    --feel-explain-soft: #f8f1de;
    --feel-link: #3a8150;
    --feel-link-soft: #e6f3e9;
    color-scheme: light;
    color: var(--text);
    font:
      14px/1.5 "PingFang SC",
      "Microsoft YaHei",
      "Noto Sans CJK SC",
      "Noto Sans SC",
      "Source Han Sans SC",
      system-ui,
      sans-serif;
    font-variant-numeric: tabular-nums;
  }
  /* In a Chinese font, English quotation marks are as wide as characters. */
  :host([lang="en"]) {
    font-family:
      system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei",
      "Noto Sans CJK SC", sans-serif;
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${DARK}
    }
  }
  :host([theme="dark"]) {
    ${DARK}
  }
`;

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--border);
    border-radius: 6px;
    background: var(--surface);
    white-space: nowrap;
  }
  .button:hover:enabled {
    border-color: var(--border-strong);
  }
  .button.primary {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  .button:disabled {
    opacity: 0.45;
  }
  .dot {
    flex: none;
    display: inline-block;
    width: 8px;
    height: 8px;
    border-radius: 50%;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 12px;
  }
  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  kbd {
    font:
      11px/1 system-ui,
      sans-serif;
    opacity: 0.85;
  }
  .typing i {
    display: inline-block;
    width: 4px;
    height: 4px;
    margin-left: 3px;
    border-radius: 50%;
    background: currentColor;
    animation: typing 1.2s infinite;
  }
  .typing i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .typing i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes typing {
    0%,
    60%,
    100% {
      opacity: 0.25;
    }
    30% {
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
