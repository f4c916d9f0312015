// The words of the supervisor's board, in Chinese and English.
import { asLang, errorText, fill, type Lang } from "../i18n.ts";
import { clockTime } from "../time.ts";

const zh = {
  title: "主管看板",
  console: "坐席控制台",
  all: "全部",
  pressing: "要处理",
  filter: "显示哪些会话",
  conversations: "进行中的会话，最要紧的在前",
  none: "没有进行中的会话",
  nonePressing: "没有要处理的会话",
  waits: "有变化，移开鼠标后重排",
  keys: "J K 选择，Enter 打开，Esc 收起",
  why: {
    critical: "恶性",
    serious: "严重",
    asked: "请示",
    late: "超时",
    risk: "将要发火",
    upset: "不满",
  } as Record<string, string>,
  help: "举手",
  yuan: "{amount} 元",
  amount: "同意的金额（元）",
  amountShort: "金额",
  amountWrong: "填大于 0、不超过 {amount} 的数，最多两位小数",
  amountWrongFree: "填大于 0 的数，最多两位小数",
  reply: "带一句话（可不填）",
  grant: "同意",
  grantSum: "同意 {amount} 元",
  refuse: "不同意",
  come: "我来看",
  unsent: "连接断开，没有发出，请稍后再试。",
  alerts: "警报",
  alertsCount: "{n} 条警报",
  seen: "知道了",
  problem: "话术或规则的改动没有生效，仍用改动之前的：",
  pick: "选一个会话，在这里看对话和建议；可以给坐席写悄悄话，客户看不到。",
  close: "收起",
  note: "悄悄话，客户看不到",
  noteSend: "发给坐席",
  noted: "已发给坐席",
  now: "刚刚",
  minutes: "{n} 分钟前",
  hours: "{n} 小时前",
  followUps: "回访",
  followUpsLong: "要回访的客户，超时的在前",
  openCalls: "要回访的",
  lateCalls: "已超时的回访",
  noFollowUps: "没有要回访的。小结里写了回访，就会出现在这里。",
  called: "已回访",
  over: "超 {time}",
  noTime: "没定时间",
  spanMinutes: "{n} 分钟",
  spanHours: "{n} 小时",
  spanDays: "{n} 天",
  more: "还有 {n} 条",
};

export type BoardWords = typeof zh;

const en: BoardWords = {
  title: "Supervisor’s board",
  console: "Agent console",
  all: "All",
  pressing: "To act on",
  filter: "Which conversations to show",
  conversations: "Live conversations, the most pressing first",
  none: "No live conversations",
  nonePressing: "Nothing to act on",
  waits: "Changed; sorted when the pointer leaves",
  keys: "J K to move, Enter to open, Esc to close",
  why: {
    critical: "Critical",
    serious: "Serious",
    asked: "Approval",
    late: "Overdue",
    risk: "Outburst near",
    upset: "Upset",
  },
  help: "Raised hand",
  yuan: "¥{amount}",
  amount: "Amount granted, in yuan",
  amountShort: "¥",
  amountWrong: "More than 0, at most {amount}, no more than two decimals",
  amountWrongFree: "More than 0, no more than two decimals",
  reply: "A word with it (optional)",
  grant: "Grant",
  grantSum: "Grant ¥{amount}",
  refuse: "Refuse",
  come: "On my way",
  unsent: "Disconnected, not sent; try again shortly.",
  alerts: "Alerts",
  alertsCount: "Alerts: {n}",
  seen: "Seen",
  problem: "A change of wordings or rules is not served; those before it are: ",
  pick: "Choose a conversation to follow it here, with what is advised. You can send its agent a private note that the customer does not see.",
  close: "Close",
  note: "Private note to the agent",
  noteSend: "Send to agent",
  noted: "Sent to the agent",
  now: "now",
  minutes: "{n} min ago",
  hours: "{n} h ago",
  followUps: "Follow-ups",
  followUpsLong: "Customers to call back, the late ones first",
  openCalls: "To call back",
  lateCalls: "Late",
  noFollowUps: "Nobody to call back. A follow-up written in a wrap-up appears here.",
  called: "Called",
  over: "late {time}",
  noTime: "no time set",
  spanMinutes: "{n} min",
  spanHours: "{n} h",
  spanDays: "{n} d",
  more: "{n} more",
};

const WORDS: Record<Lang, BoardWords> = { zh, en };

/** What could not be sent has no code of the server's. */
export const UNSENT = "unsent";

export function boardWords(lang: string): BoardWords {
  return WORDS[asLang(lang)];
}

/** Why something was not taken: a code of the server, or `UNSENT`. */
export function refusal(lang: string, code: string): string {
  return code === UNSENT ? boardWords(lang).unsent : errorText(lang, code);
}

/** How long ago `at` is, as one says it; a clock that runs behind the server's says now. */
export function ago(lang: string, at: number, now: number): string {
  const words = boardWords(lang);
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 60) return words.minutes.replace("{n}", String(minutes));
  return words.hours.replace("{n}", String(Math.floor(minutes / 60)));
}

/** When a call is due: by how much it is late, the hour of today, or the day with its hour. */
export function when(lang: string, due: number | null, now: number): string {
  const words = boardWords(lang);
  if (due === null) return words.noTime;
  if (due < now) return fill(words.over, { time: span(words, now - due) });
  const time = clockTime(due);
  const day = new Date(due);
  if (day.toDateString() === new Date(now).toDateString()) return time;
  const date = day.toLocaleDateString(asLang(lang) === "zh" ? "zh-CN" : "en-GB", {
    month: "short",
    day: "numeric",
    ...(day.getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" }),
  });
  return `${date} ${time}`;
}

function span(words: BoardWords, ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return fill(words.spanMinutes, { n: minutes });
  if (minutes < 48 * 60) return fill(words.spanHours, { n: Math.floor(minutes / 60) });
  return fill(words.spanDays, { n: Math.floor(minutes / 1440) });
}
