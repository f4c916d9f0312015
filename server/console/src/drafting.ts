// What the agent is writing, sent to be looked over: not at every key, and of the answers
// only the one to what was sent last counts.
import { TEXT_CHARS, type Lint } from "./wire.ts";

/** A pause this long at the keyboard lets a draft go out. */
const PAUSE = 120;

/** An answer with the text that it is about. */
export interface LookedOver {
  lint: Lint;
  text: string;
}

export class Drafting {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private count = 0;
  private asked = { id: "", text: "" };
  private readonly ask: (id: string, text: string) => void;

  constructor(ask: (id: string, text: string) => void) {
    this.ask = ask;
  }

  /** The text as it stands now; one with nothing in it is not sent, nor one that is too long. */
  write(text: string): void {
    clearTimeout(this.timer);
    if (text.trim() === "" || text.length > TEXT_CHARS) {
      this.asked = { id: "", text: "" };
      return;
    }
    this.timer = setTimeout(() => {
      this.count += 1;
      this.asked = { id: `d${this.count}`, text };
      this.ask(this.asked.id, text);
    }, PAUSE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** The answer, if it is to what was sent last. */
  answered(lint: Lint | null): LookedOver | null {
    if (lint === null || lint.draft_id !== this.asked.id) return null;
    return { lint, text: this.asked.text };
  }
}
