// The chosen wording in another tone: asked for, shown as it comes, gone when the advice is.
import type { Advice, Rewrite, Rewritten, Tone, Wording } from "../wire.ts";

export interface Rewriting {
  tone: Tone;
  /** What has come of it; empty where the wording stands as it was composed. */
  text: string;
  state: "asked" | "coming" | "done" | "refused";
  /** Why it was refused; empty where it was not. */
  why: string;
}

/** What is said in place of a wording. The words of an article are not said in other ones. */
export function reworded(wording: Wording | undefined, rewriting: Rewriting | null): Wording {
  const text = rewriting?.text ?? "";
  if (wording !== undefined && (text === "" || wording.source !== undefined)) return wording;
  return { text, parts: [] };
}

export class Rewriter {
  /** What can be asked for; none where no language model is set. */
  tones: readonly Tone[] = [];
  now: Rewriting | null = null;
  private asked: Rewrite | null = null;
  private readonly send: (message: Rewrite) => boolean;
  private readonly changed: () => void;

  /** `send` tells whether the message went out. */
  constructor(send: (message: Rewrite) => boolean, changed: () => void) {
    this.send = send;
    this.changed = changed;
  }

  can(tones: readonly Tone[]): void {
    this.tones = tones;
    this.changed();
  }

  /** Ask for the next tone in turn. */
  ask({ conversation_id, advice_id }: Advice, wording: number): void {
    const before = this.now === null ? -1 : this.tones.indexOf(this.now.tone);
    const tone = this.tones[(before + 1) % this.tones.length];
    if (tone === undefined) return;
    this.asked = { type: "rewrite", ref: REF, conversation_id, advice_id, wording, tone };
    this.turn({ tone, text: "", state: "asked", why: "" });
    if (!this.send(this.asked)) this.fail("offline");
  }

  /** What comes for a tone that is not asked for any more is passed over. */
  receive(message: Rewritten): void {
    const { asked } = this;
    if (asked === null || this.now === null || message.tone !== asked.tone) return;
    const { conversation_id, advice_id, wording } = message;
    if (conversation_id !== asked.conversation_id) return;
    if (advice_id !== asked.advice_id || wording !== asked.wording) return;
    if (message.done) this.asked = null;
    const { tone, text, done, refused } = message;
    if (refused !== null) this.turn({ tone, text: "", state: "refused", why: refused });
    else this.turn({ tone, text, state: done ? "done" : "coming", why: "" });
  }

  /** No answer will come. */
  fail(why: string): void {
    if (this.asked === null || this.now === null) return;
    this.asked = null;
    this.turn({ tone: this.now.tone, text: "", state: "refused", why });
  }

  /** The wording as it was composed. */
  drop(): void {
    this.asked = null;
    if (this.now !== null) this.turn(null);
  }

  private turn(now: Rewriting | null): void {
    this.now = now;
    this.changed();
  }
}

/** What the server's errors about it are known by. */
export const REF = "rewrite";
