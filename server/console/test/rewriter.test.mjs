import assert from "node:assert/strict";
import { test } from "node:test";
import { Rewriter, reworded } from "../src/panel/rewriter.ts";

const ADVICE = { conversation_id: "c", advice_id: "a1", wordings: [{ text: "原", parts: [] }] };

function rewriter(goes = true) {
  const sent = [];
  const made = new Rewriter(
    (message) => {
      sent.push(message);
      return goes;
    },
    () => {},
  );
  made.can(["warm", "brief", "formal"]);
  return { made, sent };
}
const told = (fields) => ({
  type: "rewritten",
  conversation_id: "c",
  advice_id: "a1",
  wording: 0,
  tone: "warm",
  text: "",
  done: false,
  refused: null,
  ...fields,
});
const shown = (made) => reworded(ADVICE.wordings[0], made.now).text;

test("the tones take turns, and the first comes again after the last", () => {
  const { made, sent } = rewriter();
  for (let i = 0; i < 4; i += 1) made.ask(ADVICE, 0);
  assert.deepEqual(
    sent.map((one) => one.tone),
    ["warm", "brief", "formal", "warm"],
  );
});

test("what comes stands in the place of the wording, and is whole when it is done", () => {
  const { made } = rewriter();
  made.ask(ADVICE, 0);
  assert.equal(shown(made), "原");
  made.receive(told({ text: "新的" }));
  assert.deepEqual([shown(made), made.now.state], ["新的", "coming"]);
  made.receive(told({ text: "新的一句", done: true }));
  assert.deepEqual([shown(made), made.now.state], ["新的一句", "done"]);
  made.drop();
  assert.equal(shown(made), "原");
});

test("a refusal leaves the wording, with the reason", () => {
  const { made } = rewriter();
  made.ask(ADVICE, 0);
  made.receive(told({ text: "原", done: true, refused: "amount" }));
  assert.deepEqual([shown(made), made.now.state, made.now.why], ["原", "refused", "amount"]);
  const { made: cut } = rewriter(false);
  cut.ask(ADVICE, 0);
  assert.deepEqual([cut.now.state, cut.now.why], ["refused", "offline"]);
});

test("answers to what is not asked for any more change nothing", () => {
  const { made } = rewriter();
  made.receive(told({ text: "迟到", done: true }));
  assert.equal(made.now, null);
  made.ask(ADVICE, 0);
  for (const other of [{ tone: "brief" }, { advice_id: "a2" }, { wording: 1 }, { conversation_id: "d" }])
    made.receive(told({ text: "别的", done: true, ...other }));
  assert.equal(made.now.state, "asked");
  made.receive(told({ text: "新", done: true }));
  made.receive(told({ text: "再来", done: true }));
  assert.equal(shown(made), "新");
});

test("the words of an article are not said in other ones", () => {
  const now = { tone: "warm", text: "新", state: "done", why: "" };
  assert.equal(reworded({ text: "引", parts: [], source: "规则" }, now).text, "引");
});
