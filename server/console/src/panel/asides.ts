// What the agent does beside the suggestion: asks the supervisor, marks promises, wraps up.
import { newId } from "../source.ts";
import type { Ask, Mark, WrapUp } from "../wire.ts";
import type { Asking } from "./ask-form.ts";
import type { Wrapped } from "./wrap-up-form.ts";

export type Aside = Ask | Mark | WrapUp;
export type Marking = Pick<Mark, "seq" | "kept">;

export function ask(conversation: string, asking: Asking): Ask {
  return { type: "ask", conversation_id: conversation, ask_id: newId("ask"), ...asking };
}

export function mark(conversation: string, marking: Marking): Mark {
  return { type: "mark", conversation_id: conversation, ...marking };
}

/** With nothing in it, it asks for what is stored, or a draft. */
export function wrapUp(conversation: string, wrapped: Wrapped): WrapUp {
  return { type: "wrap_up", conversation_id: conversation, ...wrapped };
}
