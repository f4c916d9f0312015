import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Drafting } from "../src/drafting.ts";

function drafting() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  return { sent, writing: new Drafting((id, text) => sent.push({ id, text })) };
}

test("a draft goes out when the keyboard rests, not at every key", () => {
  const { sent, writing } = drafting();
  for (const text of ["我", "我马", "我马上"]) {
    writing.write(text);
    mock.timers.tick(100);
  }
  assert.deepEqual(sent, []);
  mock.timers.tick(20);
  assert.deepEqual(sent, [{ id: "d1", text: "我马上" }]);
});

test("of the answers only the one to what was sent last counts", () => {
  const { writing } = drafting();
  writing.write("我查");
  mock.timers.tick(120);
  writing.write("我查好了");
  mock.timers.tick(120);
  assert.equal(writing.answered({ draft_id: "d1" }), null);
  assert.equal(writing.answered({ draft_id: "d2" }).text, "我查好了");
  assert.equal(writing.answered(null), null);
});

test("nothing is sent of an emptied or an endless draft, and no answer to it counts", () => {
  const { sent, writing } = drafting();
  writing.write("我查");
  mock.timers.tick(120);
  writing.write(" \n");
  mock.timers.tick(1000);
  assert.equal(writing.answered({ draft_id: "d1" }), null);
  writing.write("长".repeat(2001));
  mock.timers.tick(1000);
  assert.equal(sent.length, 1);
});
