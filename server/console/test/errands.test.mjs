import assert from "node:assert/strict";
import { test } from "node:test";
import { Errands } from "../src/board/errands.ts";

function errands() {
  let changes = 0;
  const made = new Errands(() => (changes += 1));
  return { made, changes: () => changes };
}

test("an errand is under way until it is answered", () => {
  const { made, changes } = errands();
  made.sent("c a1", "r1", "");
  assert.deepEqual([...made.sending], ["c a1"]);
  made.done("r1");
  assert.deepEqual([...made.sending], []);
  assert.equal(changes(), 2);
});

test("why one was not taken is kept until it is tried again", () => {
  const { made } = errands();
  made.sent("c a1", "r1", "");
  made.failed("r1", "ask_unknown");
  assert.deepEqual([...made.refused], [["c a1", "ask_unknown"]]);
  made.sent("c a1", "r2", "");
  assert.deepEqual([...made.refused], []);
});

test("what could not be sent, or hung in a line that broke, is not under way", () => {
  const { made } = errands();
  made.sent("a", "r1", "unsent");
  made.sent("b", "r2", "");
  made.allFailed("unsent");
  assert.deepEqual([...made.sending], []);
  assert.deepEqual([...made.refused.keys()], ["a", "b"]);
});

test("answers to what others sent change nothing", () => {
  const { made, changes } = errands();
  made.done("r9");
  made.failed("r9", "invalid");
  assert.equal(changes(), 0);
});
