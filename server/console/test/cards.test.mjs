import assert from "node:assert/strict";
import { test } from "node:test";
import { countdown, dueOf, factOf, inOrder, levelOf } from "../src/panel/card-facts.ts";
import { rowName } from "../src/i18n.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const row = (key, more = {}) => ({ key, text: "", status: null, due: null, seq: null, ...more });
const card = (kind, rows, level = "info") => ({ kind, rows, say: [], level });

test("time left is told in seconds, hours or days, and what is over as over", () => {
  const left = (ms, lang = "zh") => countdown(lang, NOW + ms, NOW);
  assert.equal(left(9 * MINUTE + 5000), "9:05");
  assert.equal(left(0), "0:00");
  assert.equal(left(200 * MINUTE), "3时20分");
  assert.equal(left(49 * 60 * MINUTE), "2天1时");
  assert.equal(left(-65_000), "超 1:05");
  assert.equal(left(-65_000, "en"), "late 1:05");
});

test("nothing is counted down for what is done, nor for a promise broken before its time", () => {
  const due = NOW + MINUTE;
  assert.equal(dueOf(row("agent", { due, status: "open" }), NOW), due);
  assert.equal(dueOf(row("agent", { due, status: "done" }), NOW), null);
  assert.equal(dueOf(row("agent", { due, status: "late" }), NOW), null);
  assert.equal(dueOf(row("agent", { due: NOW - 1, status: "late" }), NOW), NOW - 1);
});

test("a chip tells the one thing that matters", () => {
  const fact = (...args) => factOf("zh", card(...args), NOW);
  const open = { status: "open" };
  const done = { status: "done" };
  assert.equal(fact("tier", [row("serious")]), "严重");
  assert.equal(fact("risk", [row("score", { text: "72%" })]), "72%");
  assert.equal(fact("evidence", [row("订单号", done), row("照片", open)]), "1/2");
  const promises = [
    row("agent", { ...open, due: NOW + 90 * MINUTE }),
    row("agent", { ...open, due: NOW + MINUTE }),
    row("agent", { ...done, due: NOW - MINUTE }),
  ];
  assert.equal(fact("promises", promises), "2 · 1:00");
  assert.equal(fact("promises", [row("agent", done)]), "");
  assert.equal(fact("asks", [row("approval", open)]), "待批");
  assert.equal(fact("asks", [row("approval", { ...done, text: "同意 200元" })]), "同意 200元");
  const money = [row("suggested", { text: "60元，损失40元的1.5倍" })];
  assert.equal(fact("compensation", money), "60元");
  assert.equal(fact("compensation", [...money, row("approval")]), "超权限");
  assert.equal(fact("what_is_new", [row("agent", { ...open, due: NOW + MINUTE })]), "1:00");
});

test("a card whose time is over is no longer mere information", () => {
  const late = card("limits", [row("solution", { status: "open", due: NOW - 1 })]);
  assert.equal(levelOf(late, NOW), "attend");
  assert.equal(levelOf(late, NOW - 2), "info");
  assert.equal(levelOf({ ...late, level: "alarm" }, NOW), "alarm");
});

test("the gravest cards stand first, the others as they came", () => {
  const cards = [card("a", []), card("b", [], "attend"), card("c", [], "alarm"), card("d", [])];
  assert.deepEqual(
    inOrder(cards).map((each) => each.kind),
    ["c", "b", "a", "d"],
  );
});

test("keys of rows have names, words of the rules are their own", () => {
  assert.equal(rowName("zh", "first_response"), "首次回应");
  assert.equal(rowName("en", "corrective"), "Corrective");
  assert.equal(rowName("en", "serious"), "Grade");
  assert.equal(rowName("en", "订单号"), "订单号");
});
