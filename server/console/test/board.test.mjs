import assert from "node:assert/strict";
import { test } from "node:test";
import { amountOf } from "../src/board/amounts.ts";
import { EMPTY, acknowledge, afresh, hold, shown, told, unsettled } from "../src/board/board.ts";
import { inTime, isLate } from "../src/board/calls.ts";
import { when } from "../src/board/words.ts";

const row = (conversation_id, urgency, fields = {}) => ({
  type: "conversation",
  conversation_id,
  urgency,
  open: true,
  ...fields,
});
const alert = (key, fields = {}) => ({ type: "alert", conversation_id: "c", key, ...fields });
const after = (was, ...messages) => messages.reduce((board, m) => told(board, m), was);
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
    board.alerts.map((one) => [one.key, one.text]),
    [
      ["a", "again"],
      ["b", undefined],
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

test("no reminder of a time stands above what is graver", () => {
  const grave = alert("critical", { due: null });
  const board = after(EMPTY, alert("a", { due: 1 }), grave, alert("b", { due: 2 }));
  assert.deepEqual(
    board.alerts.map((one) => one.key),
    ["critical", "b", "a"],
  );
});

test("an alert that was seen on another board goes, and no other", () => {
  const board = after(EMPTY, alert("a"), alert("b"), { ...alert("a"), type: "alert_seen" });
  assert.deepEqual(
    board.alerts.map((one) => one.key),
    ["b"],
  );
  assert.equal(after(board, { ...alert("b", { conversation_id: "d" }), type: "alert_seen" }).alerts.length, 1);
});

const call = (conversation_id, due, fields = {}) => ({
  type: "follow_up",
  conversation_id,
  text: "问是否修好",
  due,
  done: false,
  ...fields,
});

test("calls stand in the order in which they are due, once each, until they were made", () => {
  const board = after(EMPTY, call("none", null), call("late", 9), call("soon", 5), call("late", 3));
  assert.deepEqual(
    inTime(board.calls).map((one) => one.conversation_id),
    ["late", "soon", "none"],
  );
  const made = after(board, call("late", 3, { done: true }));
  assert.deepEqual(
    inTime(made.calls).map((one) => one.conversation_id),
    ["soon", "none"],
  );
  assert.equal(inTime(afresh(made).calls).length, 0);
});

test("a call is late after its time, and one without a time never", () => {
  assert.equal(isLate(call("c", 5), 6), true);
  assert.equal(isLate(call("c", 5), 5), false);
  assert.equal(isLate(call("c", null), 6), false);
});

test("when a call is due is told as one says it", () => {
  const now = new Date(2026, 2, 4, 10, 0).getTime();
  assert.equal(when("zh", now - 25 * 60_000, now), "超 25 分钟");
  assert.equal(when("en", now - 50 * 3_600_000, now), "late 2 d");
  assert.equal(when("zh", new Date(2026, 2, 4, 15, 30).getTime(), now), "15:30");
  assert.equal(when("zh", new Date(2026, 2, 6, 9, 5).getTime(), now), "3月6日 09:05");
  assert.equal(when("en", new Date(2027, 2, 6, 9, 5).getTime(), now), "6 Mar 2027 09:05");
  assert.equal(when("zh", null, now), "没定时间");
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
  assert.equal(told(EMPTY, { type: "utterance", conversation_id: "c" }), EMPTY);
});

test("a sum is a sum up to what was asked for, or none", () => {
  assert.equal(amountOf(" 80 ", 120), 80);
  assert.equal(amountOf("80.5", null), 80.5);
  assert.equal(amountOf("", 120), null);
  for (const wrong of ["0", "121", "-5", "80.555", "八十", "1e2", "80元"])
    assert.ok(Number.isNaN(amountOf(wrong, 120)), wrong);
});
