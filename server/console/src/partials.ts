// A source may stop in the middle of a word and the protocol has no message for that, so
// a partial that has not grown for a while is no longer shown.
import type { Said } from "./wire.ts";

const LIFE = 12_000;

export class Partials {
  private readonly seen = new Map<string, { text: string; until: number }>();
  private readonly changed: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Notes which partials grew; to be called with each new set of lines. */
  see(lines: readonly Said[], now = Date.now()): void {
    const partials = lines.filter((line) => !line.final);
    for (const id of this.seen.keys()) {
      if (!partials.some((line) => line.event_id === id)) this.seen.delete(id);
    }
    for (const line of partials) {
      if (this.seen.get(line.event_id)?.text === line.text) continue;
      this.seen.set(line.event_id, { text: line.text, until: now + LIFE });
    }
    this.schedule(now);
  }

  /** The lines without the partials that went quiet. */
  living(lines: readonly Said[], now = Date.now()): Said[] {
    return lines.filter((line) => line.final || (this.seen.get(line.event_id)?.until ?? 0) > now);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private schedule(now: number): void {
    clearTimeout(this.timer);
    const ends = [...this.seen.values()].map((one) => one.until).filter((until) => until > now);
    if (ends.length === 0) return;
    this.timer = setTimeout(
      () => {
        this.changed();
        this.schedule(Date.now());
      },
      Math.min(...ends) - now + 10,
    );
  }
}
