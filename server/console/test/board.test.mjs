import assert from "node:assert/strict";
import { test } from "node:test";
import { amountOf } from "../src/board/amounts.ts";
import { EMPTY, acknowledge, hold, shown, told, unsettled } from "../src/board/board.ts";

const row = (conversation_id, urgency, fields = {}) => ({
  type: "conversation",
  conversation_id,
  urgency,
  open: true,
  ...fields,
});
const alert = (key, fields = {}) => ({ type: "alert", conversation_id: "c", key, ...fields });
const after = (was, ...messages) => messages.reduce((board, m) => told(board, m, 7), was);
const ids = (board, pressingOnly = false) =>
  shown(board, pressingOnly).map((one) => one.conversation_id);

test("the worst stands first, and what presses equally does not change places", () => {
  const board = after(EMPTY, row("calm", 0), row("asked", 60), row("quiet", 0), row("worst", 130));
  assert.deepEqual(ids(board), ["worst", "asked", "calm", "quiet"]);
  assert.deepEqual(ids(after(board, row("quiet", 0))), ["worst", "asked", "calm", "quiet"]);
  assert.deepEqual(ids(after(board, row("worst", 0))), ["asked", "worst", "calm", "quiet"]);
});

test("a list that is pointed at does not move, and settles after", () => {
  const held = hold(after(EMPTY, row("a", 20), row("b", 10)), true);
  const later = after(held, row("new", 200), row("b", 100));
  assert.deepEqual(ids(later), ["a", "b", "new"]);
  assert.equal(unsettled(held), false);
  assert.equal(unsettled(later), true);
  assert.deepEqual(ids(hold(later, false)), ["new", "b", "a"]);
});

test("what has ended leaves the board, also one that is held", () => {
  const board = hold(after(EMPTY, row("a", 20), row("b", 10)), true);
  assert.deepEqual(ids(after(board, row("a", 0, { open: false }))), ["b"]);
  assert.deepEqual(ids(after(EMPTY, row("a", 0, { open: false }))), []);
});

test("only what presses is shown where that is asked for", () => {
  assert.deepEqual(ids(after(EMPTY, row("calm", 0), row("upset", 7.5)), true), ["upset"]);
});

test("alerts stand the newest first, each ground once, until they are acknowledged", () => {
  const board = after(EMPTY, alert("a"), alert("b"), alert("a", { text: "again" }));
  assert.deepEqual(
    board.alerts.map((one) => [one.key, one.text, one.at]),
    [
      ["a", "again", 7],
      ["b", undefined, 7],
    ],
  );
  const seen = acknowledge(board, board.alerts[0]);
  assert.deepEqual(
    seen.alerts.map((one) => one.key),
    ["b"],
  );
  const other = after(board, alert("a", { conversation_id: "d" }));
  assert.equal(other.alerts.length, 3);
});

test("alerts that nobody acknowledges do not grow without end", () => {
  const many = Array.from({ length: 80 }, (_, i) => alert(`k${i}`));
  const { alerts } = after(EMPTY, ...many);
  assert.equal(alerts.length, 50);
  assert.equal(alerts[0].key, "k79");
});

test("why a change of prompts is not served is told until one is", () => {
  const refused = after(EMPTY, { type: "prompts", version: "1", problem: "tiers.yaml:3" });
  assert.equal(refused.problem, "tiers.yaml:3");
  assert.equal(after(refused, { type: "prompts", version: "2", problem: null }).problem, "");
});

test("messages that are not the board's leave it as it is", () => {
  assert.equal(told(EMPTY, { type: "utterance", conversation_id: "c" }, 1), EMPTY);
});

test("a sum is a sum up to what was asked for, or none", () => {
  assert.equal(amountOf(" 80 ", 120), 80);
  assert.equal(amountOf("80.5", null), 80.5);
  assert.equal(amountOf("", 120), null);
  for (const wrong of ["0", "121", "-5", "80.555", "八十", "1e2", "80元"])
    assert.ok(Number.isNaN(amountOf(wrong, 120)), wrong);
});
