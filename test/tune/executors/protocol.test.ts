import { pack } from "../../../src/core/kept";
import { answer, tell } from "../../../src/tune/executors/slot";
import {
  decode,
  encode,
  errorOf,
  isMessage,
  lineOf,
  plainError,
  type FromWorker,
} from "../../../src/tune/executors/protocol";
import type { Trial } from "../../../src/tune/trial";

test("numbers that JSON has no word for come through, and so does undefined", () => {
  const values = [1, -1.5, 0, -0, NaN, Infinity, -Infinity, undefined, null, "NaN", true, [NaN], { a: -0, "#values": 1 }]; // prettier-ignore
  const message: FromWorker = { type: "done", id: 3, values };
  const line = encode(message);
  expect(line).not.toContain("\n");
  const { values: back, ...rest } = decode<FromWorker & { type: "done" }>(line);
  expect(rest).toEqual({ type: "done", id: 3 });
  expect(back).toEqual(values);
  expect(encode({ type: "answer", value: undefined })).toBe(
    '{"type":"answer","value":{"#value":"undefined"}}',
  );
});

test("a message stands on a line of its own, and is told from what is printed", () => {
  expect(lineOf({ type: "pong" })).toBe('\n{"type":"pong"}\n');
  expect(['{"type":"pong"}', '{"kind":1}', ' {"type":', 'printed {"type":"pong"}', ""].map(isMessage)).toEqual([true, false, false, false, false]); // prettier-ignore
});

test("errors come through with name, text and stack; whatever else is thrown as its text", () => {
  const error = new TypeError("no luck");
  const { name, message, stack } = errorOf(plainError(error));
  expect([name, message, stack]).toEqual(["TypeError", "no luck", error.stack]);
  expect(plainError("just a text")).toEqual({ name: "Error", message: "just a text" });
  expect(plainError(undefined)).toEqual({ name: "Error", message: "undefined" });
  const bare = errorOf({ name: "Mine", message: "m" });
  expect([bare.name, bare.message, bare instanceof Error, typeof bare.stack]).toEqual([
    "Mine",
    "m",
    true,
    "string",
  ]);
});

describe("a trial's twin", () => {
  const calls: unknown[][] = [];
  const trial = {
    suggestInt: (...args: unknown[]) => (calls.push(["suggestInt", ...args]), 4),
    report: async (...args: unknown[]) => void calls.push(["report", ...args]),
    shouldPrune: () => true,
    constrain: (...args: unknown[]) => calls.push(["constrain", ...args]),
    note: (...args: unknown[]) => calls.push(["note", ...args]),
    save: (...args: unknown[]) => calls.push(["save", ...args]),
    suggestFloat: () => {
      throw new RangeError("too far");
    },
  } as unknown as Trial;
  beforeEach(() => void calls.splice(0));

  test("is answered with values, with whether to prune, or with an error", async () => {
    const ask = (method: "suggestInt" | "report" | "suggestFloat", ...args: unknown[]) =>
      answer(trial, { type: "ask", id: 0, method, args });
    expect(await ask("suggestInt", "n", 1, 9)).toEqual({ type: "answer", value: 4 });
    expect(await ask("report", 3, 0.5)).toEqual({ type: "answer", value: true });
    expect(calls).toEqual([["suggestInt", "n", 1, 9], ["report", 3, 0.5]]); // prettier-ignore
    expect(await ask("suggestFloat")).toEqual({
      type: "answer",
      error: { name: "RangeError", message: "too far", stack: expect.any(String) },
    });
  });

  test("passes on constraints as they are, and what is kept unpacked", () => {
    const at = new Date(5);
    tell(trial, { type: "tell", id: 0, method: "constrain", args: ["size", -1] });
    tell(trial, { type: "tell", id: 0, method: "note", args: ["when", pack(at)] });
    tell(trial, { type: "tell", id: 0, method: "save", args: [pack(at)] });
    expect(calls).toEqual([["constrain", "size", -1], ["note", "when", at], ["save", at]]); // prettier-ignore
  });
});
