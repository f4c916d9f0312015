// A value that holds for a while and then goes by itself.

export class Brief<T> {
  value: T;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly rest: T;
  private readonly ms: number;
  private readonly changed: () => void;

  constructor(rest: T, ms: number, changed: () => void) {
    this.value = this.rest = rest;
    this.ms = ms;
    this.changed = changed;
  }

  set(value: T): void {
    clearTimeout(this.timer);
    if (value !== this.rest) this.timer = setTimeout(() => this.turn(this.rest), this.ms);
    this.turn(value);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private turn(value: T): void {
    this.value = value;
    this.changed();
  }
}
