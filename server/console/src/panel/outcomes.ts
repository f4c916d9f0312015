// What became of the suggestions, told to the server once each.
import type { Advice, Feedback, Outcome } from "../wire.ts";

type Send = (feedback: Omit<Feedback, "type">) => void;

interface Inserted {
  advice: Advice;
  wording: number;
  text: string;
}

/** An advice id is unique only within its conversation. */
export function adviceKey(advice: Advice): string {
  return `${advice.conversation_id} ${advice.advice_id}`;
}

export class Outcomes {
  private readonly send: Send;
  private readonly seen = new Set<string>();
  private inserted: Inserted | null = null;

  constructor(send: Send) {
    this.send = send;
  }

  /** The advice is on the screen; said once, also when a snapshot brings it again. */
  shown(advice: Advice): void {
    if (this.seen.has(adviceKey(advice))) return;
    this.seen.add(adviceKey(advice));
    this.tell(advice, "shown");
  }

  did(advice: Advice, outcome: Outcome, wording: number): void {
    const text = advice.wordings[wording]?.text;
    if (outcome === "inserted" && text !== undefined) this.inserted = { advice, wording, text };
    this.tell(advice, outcome, outcome === "dismissed" ? undefined : wording);
  }

  /** The agent sent `text`: an inserted wording that was changed is worth learning from. */
  sent(text: string): void {
    const inserted = this.inserted;
    this.inserted = null;
    if (inserted === null || inserted.text.trim() === text.trim()) return;
    this.tell(inserted.advice, "edited", inserted.wording, text);
  }

  /** Another conversation is looked at: what is sent there is no edit of this advice. */
  forgetInserted(): void {
    this.inserted = null;
  }

  private tell(advice: Advice, outcome: Outcome, wording?: number, text?: string): void {
    this.send({
      ref: `feedback-${outcome}`,
      conversation_id: advice.conversation_id,
      advice_id: advice.advice_id,
      outcome,
      ...(wording === undefined ? {} : { wording }),
      ...(text === undefined ? {} : { text }),
    });
  }
}
