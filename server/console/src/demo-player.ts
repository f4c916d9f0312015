// Plays a scripted conversation into a source as if it happened now: words grow as they
// are typed, people pause to read and to think.
import type { Source } from "./source.ts";
import { newId } from "./source.ts";
import type { Channel, Role } from "./wire.ts";

export interface DemoLine {
  role: Role;
  text: string;
}

export interface Demo {
  id: string;
  title: string;
  title_en: string;
  channel: Channel;
  industry: string;
  customer: string;
  lines: DemoLine[];
}

export const SPEEDS = [1, 2, 4] as const;
export type PlayerState = "playing" | "paused" | "done";

const TICK = 40;
const GROWTH = 160;

/** How long a line takes to type, in ms at normal speed. */
export function typingTime(text: string): number {
  return Math.min(3000, Math.max(1000, text.length * 75));
}

/** Silence before a line: an agent reads the advice first, a customer the answer. */
export function pauseBefore(line: DemoLine, first: boolean): number {
  if (first) return 400;
  return line.role === "agent" ? 2200 : 1200;
}

/** What has been typed at each growth of a line; the whole line is left to the final. */
export function growths(text: string): string[] {
  const characters = Array.from(text);
  const steps = Math.max(1, Math.round(typingTime(text) / GROWTH));
  const grown = Array.from({ length: steps }, (_, i) =>
    characters.slice(0, Math.max(1, Math.round((characters.length * (i + 1)) / (steps + 1)))),
  );
  return grown.map((part) => part.join(""));
}

export class DemoPlayer {
  readonly conversationId = newId("demo");
  readonly demo: Demo;
  state: PlayerState = "playing";
  speed = 1;
  private readonly source: Source;
  private readonly changed: () => void;

  constructor(demo: Demo, source: Source, changed: () => void) {
    this.demo = demo;
    this.source = source;
    this.changed = changed;
  }

  async play(): Promise<void> {
    const { channel, industry, customer, lines } = this.demo;
    this.source.open({ conversation_id: this.conversationId, channel, industry, customer });
    for (const [i, line] of lines.entries()) {
      await this.wait(pauseBefore(line, i === 0));
      await this.speak(line);
      if (this.state === "done") return;
    }
    await this.wait(2500);
    this.finish();
  }

  toggle(): void {
    if (this.state !== "done") this.turn(this.state === "paused" ? "playing" : "paused");
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.changed();
  }

  /** Ends the conversation wherever it is; what was said stays. */
  finish(): void {
    if (this.state === "done") return;
    this.source.close(this.conversationId);
    this.turn("done");
    // The close may still wait for a connection; the socket is let go after it.
    setTimeout(() => this.source.stop(), 5000);
  }

  private async speak(line: DemoLine): Promise<void> {
    const eventId = newId("line");
    const steps = growths(line.text);
    for (const text of steps) {
      if (this.state === "done") return;
      this.source.hint(this.conversationId, line.role, text, eventId);
      await this.wait(typingTime(line.text) / steps.length);
    }
    if (this.state !== "done") this.source.say(this.conversationId, line.role, line.text, eventId);
  }

  /** Time that passes at the chosen speed, and not at all while paused. */
  private async wait(ms: number): Promise<void> {
    for (let left = ms; left > 0 && this.state !== "done";) {
      await new Promise((resolve) => setTimeout(resolve, TICK));
      if (this.state === "playing") left -= TICK * this.speed;
    }
  }

  private turn(state: PlayerState): void {
    this.state = state;
    this.changed();
  }
}

/** The demo conversations that the server offers. */
export async function fetchDemos(): Promise<Demo[]> {
  const answer = await fetch("/v1/demos");
  if (!answer.ok) throw new Error(`demos: ${answer.status}`);
  return (await answer.json()) as Demo[];
}
