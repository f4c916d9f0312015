import assert from "node:assert/strict";
import { test } from "node:test";
import { growths, typingTime } from "../src/demo-player.ts";
import { backoff } from "../src/link.ts";
import { Partials } from "../src/partials.ts";
import { localTime } from "../src/time.ts";

test("reconnection waits 1, 2, 4 … 10 seconds", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 9].map(backoff), [1000, 2000, 4000, 8000, 10000, 10000]);
});

test("a demo line grows from something to less than the whole", () => {
  for (const text of ["嗯", "在吗，我前天买的衬衫今天到了😠"]) {
    const grown = growths(text);
    assert.ok(grown.every((part) => part !== "" && text.startsWith(part)));
    assert.ok(typingTime(text) >= 1000 && typingTime(text) <= 3000);
  }
});

test("a partial that stops growing is no longer shown", () => {
  const partials = new Partials(() => undefined);
  const line = (text) => [{ event_id: "e", final: false, text }];
  partials.see(line("我"), 0);
  assert.equal(partials.living(line("我"), 11_000).length, 1);
  partials.see(line("我要"), 11_000);
  assert.equal(partials.living(line("我要"), 22_000).length, 1);
  assert.equal(partials.living(line("我要"), 24_000).length, 0);
  partials.stop();
});

test("a time put into a field and taken out again is the same minute", () => {
  const at = 1_800_000_000_000;
  assert.equal(new Date(localTime(at)).getTime(), Math.floor(at / 60_000) * 60_000);
  assert.equal(localTime(null), "");
});
