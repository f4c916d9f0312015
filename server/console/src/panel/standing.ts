// Whether there is advice to act on, and if not, why.
import { awaitsAdvice, type Conversation } from "../conversation.ts";
import type { Advice, Card } from "../wire.ts";
import { adviceKey } from "./outcomes.ts";
import type { Standing } from "./suggestion.ts";

/** What the panel knows besides the conversation. */
export interface Around {
  dismissed: ReadonlySet<string>;
  /** Withdrawn advice that still fades. */
  fading: Advice | null;
  /** The customer has just spoken and advice may come. */
  asking: boolean;
}

export function standingOf(talk: Conversation, { dismissed, fading, asking }: Around): Standing {
  if (talk.info?.open === false) return "ended";
  if (talk.advice !== null) {
    if (dismissed.has(adviceKey(talk.advice))) return "dismissed";
    return awaitsAdvice(talk) ? "stale" : "live";
  }
  if (fading !== null) return "stale";
  if (awaitsAdvice(talk)) return asking ? "thinking" : "quiet";
  return talk.withdrawn ? "withdrawn" : "none";
}

/**
 * Whether the conversation has ended, or is at its end: the customer was thanked. What the
 * customer says to that makes a thank due again; until the agent has said more, it is the end.
 */
export function isEnding({ info, progress, lines, readings }: Conversation): boolean {
  if (info === null) return false;
  const thank = progress?.ledger.find((e) => e.step === "thank")?.status;
  const said = lines.findLast((line) => line.final && line.role === "agent");
  const answered = readings.get(said?.seq ?? -1)?.steps.includes("thank") ?? false;
  return thank === "done" || (thank === "due" && answered) || !info.open;
}

/** The cards that hold: no limit runs in a conversation that has ended. */
export function cardsOf({ info, progress }: Conversation): Card[] {
  return progress?.cards.filter((card) => info?.open === true || card.kind !== "limits") ?? [];
}
