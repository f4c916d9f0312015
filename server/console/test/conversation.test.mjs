import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, awaitsAdvice, customerReadings, emptyConversation } from "../src/conversation.ts";

const said = (seq, role, text = "话", event_id = `e${seq}`) => ({
  type: "utterance",
  conversation_id: "c",
  event_id,
  seq,
  role,
  text,
  final: seq !== null,
  at: 1,
});
const advice = (seq, advice_id = `a${seq}`) => ({
  type: "advice",
  conversation_id: "c",
  advice_id,
  seq,
});
const after = (...messages) => messages.reduce(apply, emptyConversation("c"));

test("a final replaces its partial, and a late partial changes nothing", () => {
  const partial = { ...said(null, "customer", "我", "e1") };
  const talk = after(partial, said(1, "customer", "我要退货"), partial);
  assert.deepEqual(
    talk.lines.map((line) => line.text),
    ["我要退货"],
  );
});

test("lines stand in the order of seq, partials last", () => {
  const talk = after(said(2, "agent"), said(null, "customer", "…", "p"), said(1, "customer"));
  assert.deepEqual(
    talk.lines.map((line) => line.seq),
    [1, 2, null],
  );
});

test("older advice never replaces newer", () => {
  assert.equal(after(advice(3), advice(1)).advice.seq, 3);
});

test("only the advice that is shown can be withdrawn", () => {
  const withdrawn = (advice_id) => ({ type: "withdrawn", conversation_id: "c", advice_id, seq: 4 });
  assert.equal(after(advice(3), withdrawn("a1")).advice.seq, 3);
  const talk = after(advice(3), withdrawn("a3"));
  assert.equal(talk.advice, null);
  assert.equal(talk.withdrawn, true);
});

test("advice is awaited from the customer's line until it comes", () => {
  assert.equal(awaitsAdvice(after(said(1, "customer"))), true);
  assert.equal(awaitsAdvice(after(said(1, "customer"), advice(1))), false);
  assert.equal(awaitsAdvice(after(said(1, "customer"), said(2, "agent"))), false);
});

test("messages of other conversations are ignored", () => {
  const talk = after(said(1, "customer"));
  assert.equal(apply(talk, { ...said(2, "agent"), conversation_id: "d" }), talk);
});

test("a snapshot replaces everything", () => {
  const info = { type: "conversation", conversation_id: "c", open: true };
  const snapshot = {
    type: "snapshot",
    conversation: info,
    utterances: [said(7, "customer")],
    readings: [{ type: "reading", conversation_id: "c", seq: 7, role: "customer" }],
    progress: null,
    advice: advice(7),
    earlier: true,
  };
  const talk = apply(after(said(1, "customer"), advice(1)), snapshot);
  assert.deepEqual(
    talk.lines.map((line) => line.seq),
    [7],
  );
  assert.deepEqual(
    customerReadings(talk).map((reading) => reading.seq),
    [7],
  );
  assert.equal(talk.advice.seq, 7);
});
