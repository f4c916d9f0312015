// Below the chosen wording: the button for other words, and what became of it.
import { css, html, nothing, type TemplateResult } from "lit";
import { asLang, fill, type Lang } from "../i18n.ts";
import type { Rewriting } from "./rewriter.ts";

const zh = {
  ask: "换个说法",
  asked: "正在改写…",
  done: "{tone}的说法",
  kept: "{why}，仍用原来的说法",
  restore: "用原来的",
  tones: { warm: "更温和", brief: "更简短", formal: "更正式" },
  why: {
    amount: "改写添了金额",
    time: "改写添了时间",
    number: "改写添了数字",
    product: "改写添了产品",
    name: "改写添了名字",
    promise: "改写多许了诺",
    claim: "改写说成了已经办好",
    apology: "改写多道了歉",
    slot_missing: "改写丢了要填的空",
    slot_new: "改写多了要填的空",
    meaning: "改写变了意思",
    words: "改写添了原句没有的话",
    language: "改写不是中文",
    banned: "改写用了禁用的话",
    too_long: "改写太长",
    empty: "没有改写出来",
    timeout: "大模型没有及时答复",
    unreachable: "大模型连不上",
    garbled: "大模型的答复读不出来",
    cut: "大模型的答复中断了",
    locked: "事态严重，不改写",
    stale: "对话已有新进展",
    overloaded: "同时改写的人太多",
    offline: "连接断开",
  } as Record<string, string>,
  other: "改写没有成功",
};

const en: typeof zh = {
  ask: "Other words",
  asked: "Rewriting…",
  done: "Said {tone}",
  kept: "{why}; the wording stands",
  restore: "As it was",
  tones: { warm: "more warmly", brief: "more briefly", formal: "more formally" },
  why: {
    amount: "It added a sum",
    time: "It added a time",
    number: "It added a number",
    product: "It added a product",
    name: "It added a name",
    promise: "It promised more",
    claim: "It claimed that things were done",
    apology: "It apologised for more",
    slot_missing: "It lost a blank to fill",
    slot_new: "It added a blank to fill",
    meaning: "It changed the meaning",
    words: "It added what was not there",
    language: "It was not Chinese",
    banned: "It used words that are not said here",
    too_long: "It was too long",
    empty: "Nothing came of it",
    timeout: "The model was too slow",
    unreachable: "The model cannot be reached",
    garbled: "The model’s answer made no sense",
    cut: "The model’s answer broke off",
    locked: "The matter is too grave to rewrite",
    stale: "The conversation has gone on",
    overloaded: "Too many are rewriting now",
    offline: "Disconnected",
  },
  other: "It did not work",
};

const WORDS: Record<Lang, typeof zh> = { zh, en };

export const rewritingStyles = css`
  .other-words {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-height: 24px;
    margin: 4px 0 -2px;
    font-size: 12px;
    line-height: 20px;
    color: var(--muted);
  }
  .chosen > div {
    flex: 1;
    min-width: 0;
  }
  .wordings .other-words button {
    width: auto;
    height: 22px;
    padding: 0 8px;
    border-color: var(--border);
    background: none;
    font-size: 12px;
    line-height: 20px;
    color: var(--accent);
  }
`;

/** `tell` says which button was pressed. */
export function renderRewriting(
  lang: string,
  rewriting: Rewriting | null,
  tell: (what: "rewrite" | "restore") => void,
): TemplateResult {
  const words = WORDS[asLang(lang)];
  const restore =
    rewriting?.state === "done" ? renderButton("restore", words.restore, tell) : nothing;
  return html`<div class="other-words">
    ${renderButton("rewrite", words.ask, tell)} ${restore}
    <span role="status" data-testid="rewrite-state" data-state=${rewriting?.state ?? "none"}
      >${rewriting === null ? nothing : sentence(words, rewriting)}</span
    >
  </div>`;
}

function renderButton(
  what: "rewrite" | "restore",
  title: string,
  tell: (what: "rewrite" | "restore") => void,
): TemplateResult {
  return html`<button type="button" data-testid=${what} @click=${() => tell(what)}>
    ${title}
  </button>`;
}

function sentence(words: typeof zh, { state, tone, why }: Rewriting): string {
  if (state === "refused") return fill(words.kept, { why: words.why[why] ?? words.other });
  return state === "done" ? fill(words.done, { tone: words.tones[tone] }) : words.asked;
}
