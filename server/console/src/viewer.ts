// The watching side: which conversations are followed, said again after a reconnection.
// The snapshots that answer rebuild whatever was missed.
import { Link, type LinkState } from "./link.ts";
import type {
  Answer,
  Ask,
  Draft,
  Feedback,
  FollowedUp,
  Mark,
  Note,
  Outbound,
  Rewrite,
  Seen,
  Tone,
  WrapUp,
} from "./wire.ts";

export interface ViewerOwner {
  onMessage(message: Outbound): void;
  onState(state: LinkState): void;
  /** The tones that a suggestion can be rewritten in; none where nobody can. */
  onTones?(tones: readonly Tone[]): void;
}

export class Viewer {
  private readonly link: Link;
  private readonly watched = new Set<string>();

  constructor(url: string, owner: ViewerOwner) {
    this.link = new Link(url, "viewer", {
      onOpen: ({ tones }) => {
        owner.onTones?.(tones ?? []);
        this.watched.forEach((id) => this.sendWatch("watch", id));
      },
      onMessage: (message) => owner.onMessage(message),
      onState: (state) => owner.onState(state),
    });
    this.link.start();
  }

  stop(): void {
    this.link.stop();
  }

  watch(id: string): void {
    this.watched.add(id);
    this.sendWatch("watch", id);
  }

  unwatch(id: string): void {
    if (this.watched.delete(id)) this.sendWatch("unwatch", id);
  }

  /** Feedback is worth one try: what became of old advice is not repeated after a break. */
  feedback(feedback: Omit<Feedback, "type">): void {
    this.link.send({ type: "feedback", ...feedback });
  }

  /** A draft that cannot be sent now is out of date soon anyway. */
  draft(draft: Omit<Draft, "type">): void {
    this.link.send({ type: "draft", ...draft });
  }

  /** What agent or supervisor does on purpose; false where it did not go out. */
  send(message: Answer | Ask | FollowedUp | Mark | Note | Rewrite | Seen | WrapUp): boolean {
    return this.link.send(message);
  }

  private sendWatch(type: "watch" | "unwatch", id: string): void {
    this.link.send({ type, conversation_id: id });
  }
}
