import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyConversation } from "../src/conversation.ts";
import { Outcomes } from "../src/panel/outcomes.ts";
import { cardKey, cardShortcut, shortcutOf } from "../src/panel/shortcuts.ts";
import { isEnding } from "../src/panel/standing.ts";

const ADVICE = {
  conversation_id: "c",
  advice_id: "a1",
  wordings: [{ text: "您请讲" }, { text: "请问‹订单号›" }],
};

function recorded() {
  const sent = [];
  return { sent, outcomes: new Outcomes((feedback) => sent.push(feedback)) };
}

test("shown is said once for an advice, and again for its namesake elsewhere", () => {
  const { sent, outcomes } = recorded();
  outcomes.shown(ADVICE);
  outcomes.shown({ ...ADVICE });
  outcomes.shown({ ...ADVICE, conversation_id: "d" });
  assert.deepEqual(
    sent.map((one) => `${one.outcome} ${one.conversation_id}`),
    ["shown c", "shown d"],
  );
});

test("a wording sent as it was inserted is no edit; a changed one is, once", () => {
  const { sent, outcomes } = recorded();
  outcomes.did(ADVICE, "inserted", 0);
  outcomes.sent("您请讲 ");
  outcomes.did(ADVICE, "inserted", 1);
  outcomes.sent("请问 8843");
  outcomes.sent("另一句");
  assert.deepEqual(
    sent.map((one) => one.outcome),
    ["inserted", "inserted", "edited"],
  );
  assert.equal(sent[2].text, "请问 8843");
  assert.equal(sent[2].wording, 1);
});

const key = (code, more = {}) => ({
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  code,
  ...more,
});

test("shortcuts go by the place of the key and only with Alt alone", () => {
  assert.deepEqual(shortcutOf(key("Digit2"), 3), { outcome: "inserted", wording: 1 });
  assert.deepEqual(shortcutOf(key("KeyC"), 3), { outcome: "copied" });
  assert.deepEqual(shortcutOf(key("KeyX"), 0), { outcome: "dismissed" });
  assert.equal(shortcutOf(key("Digit3"), 2), null);
  assert.equal(shortcutOf(key("KeyC", { ctrlKey: true }), 3), null);
  assert.equal(shortcutOf(key("KeyC", { isComposing: true }), 3), null);
});

test("cards have the digits after those of the wordings", () => {
  assert.equal(cardShortcut(key("Digit3")), null);
  assert.equal(cardShortcut(key("Digit4")), 0);
  assert.equal(cardShortcut(key("Numpad9")), 5);
  assert.equal(cardShortcut(key("Digit4", { shiftKey: true })), null);
  assert.deepEqual([0, 5, 6].map(cardKey), [4, 9, null]);
});

test("the wrap-up stays at hand when the customer only answers the thanks", () => {
  const line = (seq, role) => ({ event_id: `e${seq}`, seq, role, final: true });
  const talk = (status, lines) => ({
    ...emptyConversation("c"),
    info: { open: true },
    progress: { ledger: [{ step: "thank", status }] },
    lines,
    readings: new Map([[2, { steps: ["thank"] }], [4, { steps: ["resolve"] }]]),
  });
  const thanked = [line(1, "customer"), line(2, "agent")];
  assert.equal(isEnding(talk("done", thanked)), true);
  assert.equal(isEnding(talk("due", [...thanked, line(3, "customer")])), true);
  assert.equal(isEnding(talk("due", [...thanked, line(3, "customer"), line(4, "agent")])), false);
  assert.equal(isEnding(talk("due", [line(1, "customer")])), false);
});
