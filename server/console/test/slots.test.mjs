import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSlot, pieces, previousSlot, slotsIn } from "../src/slots.ts";

const TEXT = "请‹时限›前告诉我‹订单号›。";
const cut = (slot) => slot && TEXT.slice(slot.start, slot.end);

test("slots are found with their brackets", () => {
  assert.deepEqual(slotsIn(TEXT).map(cut), ["‹时限›", "‹订单号›"]);
  assert.deepEqual(slotsIn("没有空 ‹ 也不算"), []);
});

test("going on from the last slot comes back to the first, and the other way round", () => {
  assert.equal(cut(nextSlot(TEXT, 0)), "‹时限›");
  assert.equal(cut(nextSlot(TEXT, 5)), "‹订单号›");
  assert.equal(cut(nextSlot(TEXT, TEXT.length)), "‹时限›");
  assert.equal(cut(previousSlot(TEXT, 1)), "‹订单号›");
  assert.equal(nextSlot("好的", 0), null);
});

test("pieces put together are the text", () => {
  assert.equal(
    pieces(TEXT)
      .map((piece) => piece.text)
      .join(""),
    TEXT,
  );
  assert.deepEqual(pieces("好的"), [{ text: "好的", slot: false }]);
});
