// One socket that heals itself. It knows `hello` and `welcome`; what is said after that
// is its owner's business.
import { parse, type Hello, type Inbound, type Outbound, type Welcome } from "./wire.ts";

export type LinkState = "connecting" | "open" | "waiting";

export interface LinkOwner {
  /** The server has said welcome, for the first time or again. */
  onOpen(welcome: Welcome): void;
  onMessage(message: Outbound): void;
  onState(state: LinkState): void;
}

const FIRST_DELAY = 1000;
const LAST_DELAY = 10_000;

/** How long to wait before try number `failures` (1, 2, 4 … 10 s). */
export function backoff(failures: number): number {
  return Math.min(LAST_DELAY, FIRST_DELAY * 2 ** Math.max(0, failures - 1));
}

export class Link {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private welcomed = false;
  private running = false;
  private readonly url: string;
  private readonly role: Hello["role"];
  private readonly owner: LinkOwner;

  constructor(url: string, role: Hello["role"], owner: LinkOwner) {
    this.url = url;
    this.role = role;
    this.owner = owner;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    window.addEventListener("online", this.retryNow);
    this.connect();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.retryNow);
    const socket = this.socket;
    this.socket = null;
    this.welcomed = false;
    socket?.close();
  }

  /** Sends if welcomed; false means that the owner has to say it again in `onOpen`. */
  send(message: Inbound): boolean {
    if (!this.welcomed || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private readonly retryNow = (): void => {
    if (this.socket === null) this.connect();
  };

  private connect(): void {
    clearTimeout(this.timer);
    this.owner.onState("connecting");
    const socket = this.dial();
    if (socket === null) return;
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", role: this.role }));
    socket.onmessage = (event) => {
      if (socket === this.socket) this.receive(parse(event.data));
    };
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  private dial(): WebSocket | null {
    try {
      return new WebSocket(this.url);
    } catch {
      // A URL the browser refuses will be refused again, but the page may be told of it
      // and its owner may set another; so the same slow retry.
      this.lost();
      return null;
    }
  }

  private receive(message: Outbound | null): void {
    if (message === null) return;
    if (message.type !== "welcome") return this.owner.onMessage(message);
    this.welcomed = true;
    this.failures = 0;
    this.owner.onState("open");
    this.owner.onOpen(message);
  }

  private lost(): void {
    this.socket = null;
    this.welcomed = false;
    if (!this.running) return;
    this.failures += 1;
    this.owner.onState("waiting");
    this.timer = setTimeout(() => this.connect(), backoff(this.failures));
  }
}
