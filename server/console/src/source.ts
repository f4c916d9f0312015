// The speaking side: what has not been acknowledged is kept and said again after a
// reconnection. That is safe because the server counts an `event_id` once.
import { Link, type LinkState } from "./link.ts";
import type { Close, Open, Outbound, Role, ServerError, Utterance } from "./wire.ts";

export interface SourceOwner {
  onState?(state: LinkState): void;
  /** The final with this event id was refused and will not be said again. */
  onRefused?(eventId: string, error: ServerError): void;
}

type Kept = Open | Utterance | Close;

/** Refusals that only ask for patience: the same message is said again later. */
const PATIENCE = new Set(["overloaded", "unavailable"]);
const AGAIN_AFTER = 3000;

export class Source {
  private readonly link: Link;
  private readonly owner: SourceOwner;
  private readonly kept = new Map<string, Kept>();

  constructor(url: string, owner: SourceOwner = {}) {
    this.owner = owner;
    this.link = new Link(url, "source", {
      onOpen: () => this.resend(),
      onMessage: (message) => this.receive(message),
      onState: (state) => owner.onState?.(state),
    });
    this.link.start();
  }

  stop(): void {
    this.link.stop();
  }

  open(conversation: Omit<Open, "type" | "ref">): void {
    this.keep({ type: "open", ref: newId("open"), ...conversation });
  }

  close(conversationId: string): void {
    this.keep({ type: "close", ref: newId("close"), conversation_id: conversationId });
  }

  say(conversationId: string, role: Role, text: string, eventId = newId("say")): string {
    this.keep({ ...utterance(conversationId, role, text, eventId, true), at: Date.now() });
    return eventId;
  }

  /** Words still being typed or spoken: lost without harm, so never kept. */
  hint(conversationId: string, role: Role, text: string, eventId: string): void {
    this.link.send(utterance(conversationId, role, text, eventId, false));
  }

  private keep(message: Kept): void {
    if (message.ref !== undefined) this.kept.set(message.ref, message);
    this.link.send(message);
  }

  private resend(): void {
    for (const message of this.kept.values()) this.link.send(message);
  }

  private receive(message: Outbound): void {
    if (message.type === "ack" && message.ref !== null) this.kept.delete(message.ref);
    if (message.type === "error" && message.ref !== null) this.refused(message.ref, message);
  }

  private refused(ref: string, error: ServerError): void {
    const message = this.kept.get(ref);
    if (message !== undefined && PATIENCE.has(error.code)) {
      setTimeout(() => this.kept.has(ref) && this.link.send(message), AGAIN_AFTER);
      return;
    }
    this.kept.delete(ref);
    if (message?.type === "utterance") this.owner.onRefused?.(message.event_id, error);
  }
}

function utterance(
  conversationId: string,
  role: Role,
  text: string,
  eventId: string,
  final: boolean,
): Utterance {
  const base = { conversation_id: conversationId, event_id: eventId, role, text, final };
  return final ? { type: "utterance", ref: eventId, ...base } : { type: "utterance", ...base };
}

/** An id that two open tabs will not both choose. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${prefix}-${Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")}`;
}
