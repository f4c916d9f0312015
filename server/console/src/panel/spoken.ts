// What a screen reader is told of by itself: the next step, or that the wrap-up is to write.
import type { Conversation } from "../conversation.ts";
import { name, texts } from "../i18n.ts";
import { isEnding } from "./standing.ts";
import type { Standing } from "./suggestion.ts";

export function spoken(lang: string, talk: Conversation, standing: Standing): string {
  const { advice, info } = talk;
  const { ui } = texts(lang);
  if (isEnding(talk) && info?.wrapped === false) return ui.wrapUpDue;
  if (advice === null || standing !== "live") return "";
  return `${ui.nextStep} ${name(lang, "steps", advice.step)}: ${advice.wordings[0]?.text ?? ""}`;
}
