// What a card comes down to: the one thing its chip says, and what is counted down.
import { fill, name, texts } from "../i18n.ts";
import type { Card, CardRow, Level } from "../wire.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time left until `due`, or by how much it is over: 4:05, 3时20分, 2天1时. */
export function countdown(lang: string, due: number, now: number): string {
  const left = due - now;
  const time = span(lang, Math.abs(left));
  return left < 0 ? fill(texts(lang).ui.late, { time }) : time;
}

function span(lang: string, ms: number): string {
  const words = texts(lang).ui;
  const h = Math.floor(ms / HOUR);
  if (ms >= DAY) return fill(words.days, { d: Math.floor(ms / DAY), h: h % 24 });
  const m = Math.floor(ms / MINUTE) % 60;
  if (ms >= HOUR) return fill(words.hours, { h, m });
  return `${m}:${String(Math.floor(ms / SECOND) % 60).padStart(2, "0")}`;
}

/** What a row counts down to; null once it is done. A broken promise is late before its time. */
export function dueOf(row: CardRow, now: number): number | null {
  if (row.due === null || row.status === "done") return null;
  return row.status === "late" && row.due > now ? null : row.due;
}

/** The earliest time that a card still counts down to. */
export function mostPressing(card: Card, now: number): number | null {
  const dues = card.rows.map((row) => dueOf(row, now)).filter((due) => due !== null);
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Red once a time is over, whatever the card was when it came. */
export function levelOf(card: Card, now: number): Level {
  const due = mostPressing(card, now);
  return card.level === "info" && due !== null && due < now ? "attend" : card.level;
}

/** The one thing that matters of a card; empty where its name says enough. */
export function factOf(lang: string, card: Card, now: number): string {
  const words = texts(lang).ui;
  const row = (key: string): CardRow | undefined => card.rows.find((each) => each.key === key);
  const due = mostPressing(card, now);
  const left = due === null ? "" : countdown(lang, due, now);
  switch (card.kind) {
    case "tier":
      return name(lang, "tiers", card.rows[0]?.key ?? "");
    case "risk":
    case "listening":
      return row("score")?.text ?? "";
    case "asks":
      return answerOf(lang, card.rows[0]);
    case "promises": {
      const owed = card.rows.filter((each) => each.status !== "done").length;
      return [owed > 0 ? String(owed) : "", left].filter(Boolean).join(" · ");
    }
    case "evidence":
    case "path":
      return `${card.rows.filter((each) => each.status === "done").length}/${card.rows.length}`;
    case "compensation":
      return row("approval") ? words.aboveAuthority : amountIn(row("suggested")?.text ?? "");
    case "customer_type":
      return row("type")?.text ?? "";
    case "alternatives":
      return String(card.rows.length);
    case "history":
      return row("again") ? words.again : "";
    default:
      return left;
  }
}

function answerOf(lang: string, row: CardRow | undefined): string {
  const words = texts(lang).ui;
  if (row?.status === "done") return row.text;
  return row?.key === "help" ? words.waitingHelp : words.pending;
}

function amountIn(text: string): string {
  return text.split("，")[0] ?? "";
}

const RANKS: Record<Level, number> = { alarm: 0, attend: 1, info: 2 };

/** The gravest first, so that what matters is seen where there is no room for all. */
export function inOrder(cards: readonly Card[]): Card[] {
  return [...cards].sort((a, b) => RANKS[a.level] - RANKS[b.level]);
}
