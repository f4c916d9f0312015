import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apply,
  awaitsAdvice,
  customerReadings,
  emptyConversation,
  quotingAdvice,
} from "../src/conversation.ts";

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
const cue = (seq) => ({ type: "cue", conversation_id: "c", cue_id: `c${seq}`, seq, say: [] });
const knowledge = (seq) => ({ type: "knowledge", conversation_id: "c", seq, hits: [], wordings: [] });
const wording = (text) => ({ text, parts: [] });
const alert = (level, due) => ({ type: "alert", conversation_id: "c", key: level, level, due });
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
    cue: cue(7),
    notes: [{ type: "noted", conversation_id: "c", seq: 7, text: "慢一点", at: 1 }],
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
  assert.equal(talk.cue.cue_id, "c7");
  assert.equal(talk.notes[0].text, "慢一点");
});

test("a cue is withdrawn by its id, and the advice stays", () => {
  const withdrawn = (advice_id) => ({ type: "withdrawn", conversation_id: "c", advice_id, seq: 4 });
  const both = [advice(3), cue(3)];
  assert.equal(after(...both, withdrawn("c2")).cue.cue_id, "c3");
  const talk = after(...both, withdrawn("c3"));
  assert.equal(talk.cue, null);
  assert.equal(talk.advice.seq, 3);
  assert.equal(talk.withdrawn, false);
});

test("an older cue never replaces a newer", () => {
  assert.equal(after(cue(5), cue(3)).cue.seq, 5);
});

test("what was found goes when the conversation moves on, and comes not after that", () => {
  assert.equal(after(said(1, "customer"), knowledge(1)).knowledge.seq, 1);
  assert.equal(after(said(1, "customer"), knowledge(1), said(2, "agent")).knowledge, null);
  assert.equal(after(said(2, "customer"), knowledge(1)).knowledge, null);
  const growing = after(said(1, "customer"), knowledge(1), said(null, "customer", "还", "p"));
  assert.equal(growing.knowledge.seq, 1);
});

test("a wording that quotes takes the place of the one with a blank for the answer", () => {
  const given = { ...advice(1), wordings: [wording("好的"), wording("‹答案›")] };
  const found = {
    ...knowledge(1),
    wordings: [{ wording: 1, ...wording("七天内可退"), source: "退货规则" }],
  };
  const texts = (talk) => quotingAdvice(talk).wordings.map((each) => each.text);
  assert.deepEqual(texts(after(given)), ["好的", "‹答案›"]);
  const talk = after(given, found);
  assert.deepEqual(texts(talk), ["好的", "七天内可退"]);
  assert.equal(quotingAdvice(talk).wordings[1].source, "退货规则");
  assert.deepEqual(texts(after(given, { ...found, seq: 2 })), ["好的", "‹答案›"]);
});

test("a reminder goes when the agent has spoken; what is grave stays, and is not covered", () => {
  const reminder = alert("attend", 99);
  assert.equal(after(reminder, said(2, "customer")).alert, reminder);
  assert.equal(after(reminder, said(2, "agent")).alert, null);
  const grave = alert("alarm", null);
  assert.equal(after(grave, said(2, "agent")).alert, grave);
  assert.equal(after(grave, reminder).alert, grave);
  assert.equal(after(reminder, grave).alert, grave);
});

test("the last wrap-up told counts", () => {
  const told = (stored) => ({ type: "wrapped_up", conversation_id: "c", stored });
  assert.equal(after(told(false), told(true)).wrapUp.stored, true);
});
