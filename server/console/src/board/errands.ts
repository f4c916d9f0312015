// What was sent and is not answered yet, and what was not taken. A break of the line says
// nothing of what became of it, so it is told as not sent.

export class Errands {
  /** What is on its way. */
  sending: ReadonlySet<string> = new Set();
  /** Why the last try was not taken. */
  refused: ReadonlyMap<string, string> = new Map();
  private readonly refs = new Map<string, string>();
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** `key` went out as `ref`; `problem` tells why it could not, or is empty. */
  sent(key: string, ref: string, problem: string): void {
    this.refs.set(ref, key);
    this.conclude(ref, problem, problem === "");
  }

  done(ref: string): void {
    this.conclude(ref, "", false);
  }

  failed(ref: string, code: string): void {
    this.conclude(ref, code, false);
  }

  allFailed(code: string): void {
    for (const ref of [...this.refs.keys()]) this.failed(ref, code);
  }

  private conclude(ref: string, problem: string, underWay: boolean): void {
    const key = this.refs.get(ref);
    if (key === undefined) return;
    const sending = new Set(this.sending);
    const refused = new Map(this.refused);
    refused.delete(key);
    if (problem !== "") refused.set(key, problem);
    if (underWay) sending.add(key);
    else {
      sending.delete(key);
      this.refs.delete(ref);
    }
    this.sending = sending;
    this.refused = refused;
    this.changed();
  }
}
