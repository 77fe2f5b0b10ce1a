import * as tf from "@tensorflow/tfjs";
import {
  cardBundle,
  cardText,
  type Displayable,
  displaySymbol,
  type MimeBundle,
  tableNumber,
} from "../../src/show/index";
import { Random } from "../../src/core/random";
import { claim, exercise, exercises, predictFirst, type Task } from "../../src/course/index";
import { callWithin } from "../../src/course/callWithin";
import { difference } from "../../src/course/compare";
import { formatValue } from "../../src/course/format";
import { judge } from "../../src/course/judge";

const bundleOf = (shown: Displayable) => shown[displaySymbol]() as MimeBundle;
const textOf = (shown: Displayable) => bundleOf(shown)["text/plain"];
const htmlOf = (shown: Displayable) => String(bundleOf(shown)["text/html"]);
const hues = { good: "46, 160, 67", bad: "229, 83, 75", open: "130, 138, 148", note: "56, 139, 253" };
const said = (message: string) => expect.objectContaining({ message });

test.each([
  [0, "0"],
  [-7, "-7"],
  [2 / 3, "0.6667"],
  [12.34567, "12.35"],
  [999.96, "1000"],
  [1000.5, "1000.5"],
  [-1234.5678, "-1234.57"],
  [1e14 + 0, "100000000000000"],
  [1e15, "1000000000000000"],
  [1.23456789e15 * 8, "9876540000000000"],
  [1.5e-9, "1.5e-9"],
  [Infinity, "∞"],
  [-Infinity, "-∞"],
  [NaN, "NaN"],
])("the number %p is written %s", (value, text) => expect(tableNumber(value)).toBe(text));

function named() {}

test.each([
  ["a", '"a"'],
  [true, "true"],
  [undefined, "undefined"],
  [null, "null"],
  [[1, "a", [2]], '[1, "a", [2]]'],
  [Float32Array.of(0.5, 2), "[0.5, 2]"],
  [[1, 2, 3, 4, 5, 6, 7, 8], "[1, 2, 3, 4, 5, 6, 7, 8]"],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "[1, 2, 3, 4, 5, 6, 7, 8, … 2 more]"],
  [{ w: [1 / 3, 2], b: 0 }, "{w: [0.3333, 2], b: 0}"],
  [Object.fromEntries("abcdefghij".split("").map((name) => [name, 1])), "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1}"],
  [named, "the function named"],
  [(() => () => 1)(), "the function (no name)"],
  [new DataView(new ArrayBuffer(1)), "{}"],
  [[1, 2.776e-17], "[1, 0]"],
  [[[1, 0], [2.776e-17]], "[[1, 0], [0]]"],
  [2.776e-17, "2.776e-17"],
  [[[2.776e-17], [1e-18]], "[[2.776e-17], [1e-18]]"],
  [{ scale: 1e9, rate: 1e-9 }, "{scale: 1000000000, rate: 1e-9}"],
])("the value %p is written %s", (value, text) => expect(formatValue(value)).toBe(text)); // prettier-ignore

const tensor = (values: unknown) => ({ arraySync: () => values });

test.each([
  [1, 1, undefined],
  [1 + 0.9e-5, 1, undefined],
  [1 + 3e-5, 1, "the answer is 1.00003, it should be 1"],
  [0.5 - 0.9e-5, 0.5, undefined],
  [2000 + 0.019, 2000, undefined],
  [2000.5, 2000, "the answer is 2000.5, it should be 2000"],
  [Infinity, Infinity, undefined],
  [-Infinity, Infinity, "the answer is -∞, it should be ∞"],
  [5, Infinity, "the answer is 5, it should be ∞"],
  [Infinity, 5, "the answer is ∞, it should be 5"],
  [NaN, 2, 'the answer is NaN, "not a number": look for an index past the end of an array, or for 0 / 0'],
  ["a", "a", undefined],
  ["a", "b", 'the answer is "a", it should be "b"'],
  [true, false, "the answer is true, it should be false"],
  [1, "1", "the answer must be a text, not a number"],
  ["1", 1, "the answer must be a number, not a text"],
  [0, false, "the answer must be true or false, not a number"],
  [undefined, 1, "the answer must be a number, not undefined"],
  [null, {}, "the answer must be an object, not null"],
  [[], {}, "the answer must be an object, not an array"],
  [{}, [], "the answer must be an array, not an object"],
  [[1, 2], [1, 2], undefined],
  [Float64Array.of(1, 2), [1, 2], undefined],
  [tensor([1, 2]), [1, 2], undefined],
  [[tensor([1])], [[1]], undefined],
  [[1, 2], tensor([1, 3]), "[1] is 2, it should be 3"],
  [[1], [1, 2], "the answer has length 1, it needs 2"],
  [[[1], [2, 3]], [[1], [2]], "[1] has length 2, it needs 1"],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, "a[0].b is 1, it should be 2"],
  [{ a: 1 }, { a: 1, b: 2 }, "the answer lacks the property b"],
  [{ a: { c: 1 } }, { a: { b: 2 } }, "a lacks the property b"],
  [{ a: 1, more: 2 }, { a: 1 }, undefined],
] as [unknown, unknown, string | undefined][])("%j for %j: %s", (got, expected, text) =>
  expect(difference(got, expected, 1e-5)).toBe(text),
);

test("a number may be off by the tolerance, and no more", () => {
  expect(difference(1.5, 1, 0.5)).toBeUndefined();
  expect(difference(6, 4, 0.5)).toBeUndefined();
  expect(difference(1.53125, 1, 0.5)).toBe("the answer is 1.531, it should be 1");
  expect(difference(6.03125, 4, 0.5)).toBe("the answer is 6.031, it should be 4");
});

test("a tensor of TensorFlow.js is compared by its values", () => {
  const values = tf.tensor2d([[1, 2]]);
  expect(difference(values, [[1, 2]], 1e-5)).toBeUndefined();
  expect(difference(values, [[1, 3]], 1e-5)).toBe("[0][1] is 2, it should be 3");
  values.dispose();
});

describe("a card", () => {
  test.each(Object.entries(hues))("that is %s has its mark and its colour", (tone, hue) => {
    const marks: Record<string, string> = { good: "✓", bad: "✗", open: "○", note: "●" };
    const { "text/html": html, "text/plain": text } = cardBundle({ tone: tone as "good", title: "A < B" });
    expect(text).toBe(`${marks[tone]} A < B`);
    expect(html).toBe(
      `<div style="border-left: 4px solid rgb(${hue}); background-color: rgba(${hue}, 0.1); padding: 8px 12px; margin: 4px 0; border-radius: 4px; overflow-wrap: anywhere">` +
        `<div><strong><span style="color: rgb(${hue})">${marks[tone]}</span> A &lt; B</strong></div></div>`,
    );
  });

  test("has its rows as a table, its sentences below, and nothing that is markup", () => {
    const card = { tone: "note", title: "t", rows: [["a", "<1 & 2>"], ["long", '"x"']], text: ["One.", "Two > one."] }; // prettier-ignore
    expect(cardText(card as never)).toBe('● t\n  a     <1 & 2>\n  long  "x"\n  One.\n  Two > one.');
    const html = String(cardBundle(card as never)["text/html"]);
    const cell = "padding: 2px 12px 2px 0; text-align: left; vertical-align: top";
    const row = (label: string, value: string) =>
      `<tr style="background-color: transparent"><td style="${cell}; white-space: nowrap">${label}</td><td style="${cell}"><code style="background-color: transparent; color: inherit">${value}</code></td></tr>`;
    expect(html).toContain(
      `<table style="margin: 4px 0; border-collapse: collapse; color: inherit; font-size: inherit">${row("a", "&lt;1 &amp; 2&gt;")}${row("long", "&quot;x&quot;")}</table>` +
        '<div style="margin-top: 4px">One.</div><div style="margin-top: 4px">Two &gt; one.</div></div>',
    );
  });
});

describe("a claim", () => {
  const paper = "Novikoff 1962";
  test.each([
    [{ published: 5, measured: 5 }, "5", "5"],
    [{ published: 5, measured: [4, 6], tolerance: 0.5 }, "5 ± 0.5", "5 on average, 4 to 6 over 2 runs"],
    [{ published: [1, 2], measured: Float64Array.of(1, 2) }, "1 to 2", "1.5 on average, 1 to 2 over 2 runs"],
    [{ published: [1, 2], measured: [0.5, 2.5], tolerance: 0.5 }, "1 to 2 ± 0.5", "1.5 on average, 0.5 to 2.5 over 2 runs"],
    [{ published: [-Infinity, 3], measured: 3, tolerance: 1 }, "at most 3 ± 1", "3"],
    [{ published: [3, Infinity], measured: 3, tolerance: 1 }, "at least 3 ± 1", "3"],
    [{ published: [2, 2], measured: 2 }, "2 to 2", "2"],
  ])("of %j says %s and %s", (given, requirement, measurement) => {
    const shown = claim("it", { paper, ...given } as never);
    expect([shown.requirement, shown.measurement, shown.holds]).toEqual([requirement, measurement, true]);
    expect(textOf(shown)).toBe(`✓ it\n  source     ${paper}\n  published  ${requirement}\n  measured   ${measurement}`);
    expect(htmlOf(shown)).toContain(hues.good);
  }); // prettier-ignore

  test.each([
    { published: 5, measured: 5.000001 },
    { published: 5e6, measured: 5e6 + 0.0051 },
    { published: [1, 2], measured: [0.99, 2] },
    { published: [1, 2], measured: [1, 2.01] },
    { published: [1, 2], measured: [0.4, 2], tolerance: 0.5 },
    { published: [1, 2], measured: [1, 2.6], tolerance: 0.5 },
  ])("of %j does not hold", (given) => {
    const failing = () => claim("it", { paper, ...given } as never);
    expect(failing).toThrow(
      expect.objectContaining({ name: "ClaimError", claim: expect.objectContaining({ paper }) }),
    );
  });

  test.each([
    [{ paper: "  " }, 'paper must say where the number was published, got   ; write it like "Novikoff 1962"'],
    [
      { paper: "" },
      'paper must say where the number was published, got nothing; write it like "Novikoff 1962"',
    ],
    [{ paper: 7 }, 'paper must say where the number was published, got 7; write it like "Novikoff 1962"'],
    [{ published: Infinity }, "published must be a number or [least, greatest], got Infinity"],
    [{ published: [1] }, "published must be a number or [least, greatest], got [1]"],
    [{ published: [1, 2, 3] }, "published must be a number or [least, greatest], got [1, 2, 3]"],
    [{ published: [2, NaN] }, "published must be a number or [least, greatest], got [2, NaN]"],
    [{ measured: [] }, "measured must be a finite number or a list of them, got an empty list"],
    [{ measured: "5" }, "measured must be a finite number or a list of them, got 5"],
    [{ measured: [5, "5"] }, "measured must be a finite number or a list of them, got [5, 5]"],
    [{ measured: Infinity }, "measured must be a finite number or a list of them, got Infinity"],
  ])("with %j is refused", (wrong, message) => {
    const given = { paper, published: 5, measured: 5, ...wrong };
    expect(() => claim("it", given as never)).toThrow(said(`claim: ${message}`));
  });
});

describe("a prediction", () => {
  test.each([
    [10, 10, "Exactly right."],
    [11, 10, "Very close: within a tenth."],
    [9, 10, "Very close: within a tenth."],
    [-11, -10, "Very close: within a tenth."],
    [11.1, 10, "1.1 above it. What did you picture that turned out differently?"],
    [8.5, 10, "1.5 below it. What did you picture that turned out differently?"],
    [1, 0, "1 above it. What did you picture that turned out differently?"],
  ])("of %p where %p came says so", (guess, actual, remark) => {
    const reveal = predictFirst("How many?", { unit: "steps" }).commit(guess).reveal(actual);
    expect(textOf(reveal)).toBe(
      `● How many?\n  your guess  ${guess} steps\n  measured    ${actual} steps\n  ${remark}`,
    );
    expect(htmlOf(reveal)).toContain(hues.note);
    expect([reveal.guess, reveal.actual, reveal.error]).toEqual([guess, actual, guess - actual]);
  });

  test("that was not made is open, and its unit is shown where there is one", () => {
    const open = predictFirst("How many?");
    expect(textOf(open)).toBe(
      "○ How many?\n  No guess yet. Write a number in the cell above and run it: a wrong guess teaches more than none.",
    );
    expect([htmlOf(open).includes(hues.open), open.committed]).toEqual([true, undefined]);
    const reveal = open.reveal(3);
    expect([textOf(reveal), reveal.error]).toEqual([
      "● How many?\n  Measured: 3. You made no guess this time.",
      undefined,
    ]);
    expect(htmlOf(open.commit(2))).toContain(hues.note);
    expect(textOf(open)).toBe("● How many?\n  You said 2. Written down; now let us see.");
    for (const [wrong, text] of [
      ["5", '"5"'],
      [null, "null"],
      [Infinity, "Infinity"],
    ]) {
      // prettier-ignore
      expect(() => open.commit(wrong as never)).toThrow(
        said(`predictFirst.commit: guess must be a finite number, got ${text}; write a number, or leave the brackets empty`),
      );
      expect(() => open.reveal(wrong as never)).toThrow(
        said(`predictFirst.reveal: actual must be a finite number, got ${text}`),
      );
    }
    expect(open.committed).toBe(2);
  });
});

test("a call ends with its value, its error, or its time", () => {
  expect(callWithin(2000, () => 3)).toEqual({ kind: "value", value: 3 });
  const error = new Error("no");
  const failing = () => {
    throw error;
  };
  expect(callWithin(2000, failing)).toEqual({ kind: "error", error });
  const endless = () => {
    for (;;);
  };
  expect(callWithin(5, endless)).toEqual({ kind: "timeout", timeLimitMs: 5 });
});

const half: Task<[x: number, list: number[]], number> = {
  title: "Half",
  call: "half(x, list)",
  inputs: (random, size) => [random.integer(9) + 2, Array.from({ length: size }, () => 1)],
  reference: (x) => x / 2,
  hint: "divide",
  mistakes: [
    { answer: (x) => x, hint: "that is the whole" },
    { answer: (x) => 2 * x, hint: "that is twice" },
  ],
};

describe("a judgement", () => {
  const inputs = Array.from({ length: 12 }, (_, at) => [at + 2, [1, 2]]) as never[][];
  const judged = (answer: unknown, task: Task<[number, number[]], number> = half) =>
    judge(task as unknown as Task, answer, inputs);

  test("of a right answer counts the inputs", () => {
    expect(judged((x: number) => x / 2)).toEqual({ status: "passed", message: "12 of 12 inputs agree." });
  });

  test("of a wrong one shows the first call that fails, and the hint of the mistake that is made every time", () => {
    const wrong = { status: "failed", call: "half(x = 2, list = [1, 2])", expected: "1", got: "4" };
    const message = "The answer is 4, it should be 1.";
    expect(judged((x: number) => 2 * x)).toEqual({ ...wrong, message, hint: "that is twice" });
    expect(judged((x: number) => (x < 8 ? 2 * x : x / 2))).toEqual({ ...wrong, message, hint: "divide" });
    // A mistake is looked for in the first ten inputs.
    expect(judged((x: number) => (x < 12 ? 2 * x : x / 2))).toEqual({
      ...wrong,
      message,
      hint: "that is twice",
    });
    expect(judged((x: number) => (x < 11 ? 2 * x : x / 2))).toMatchObject({ hint: "divide" });
    const bare = { ...half, mistakes: undefined };
    expect(judged((x: number) => 2 * x, bare)).toMatchObject({ hint: "divide" });
    expect(judged((x: number) => (x === 13 ? 0 : x / 2))).toMatchObject({
      call: "half(x = 13, list = [1, 2])",
    });
  });

  test("allows what the task's tolerance says", () => {
    const near = (x: number) => x / 2 + 0.05;
    expect(judged(near, { ...half, tolerance: 0.1 })).toMatchObject({ status: "passed" });
    expect(judged(near, { ...half, tolerance: 0.01 })).toMatchObject({ status: "failed" });
  });

  test("is the task's own where it has one, with the answer as what came", () => {
    const own = (complaint: object | undefined) => ({ ...half, judge: () => complaint as never });
    expect(judged(() => 1, own(undefined))).toEqual({ status: "passed", message: "12 of 12 inputs agree." });
    expect(judged(() => 1, own({ message: "No." }))).toEqual({
      status: "failed",
      call: "half(x = 2, list = [1, 2])",
      got: "1",
      message: "No.",
      hint: "divide",
    });
    expect(judged(() => 1, own({ message: "No.", got: "that", expected: "this" }))).toMatchObject({
      got: "that",
      expected: "this",
    });
  });

  test("of what is no answer says what it is", () => {
    const call = "half(x = 2, list = [1, 2])";
    const failing = (thrown: unknown) => () => {
      throw thrown;
    };
    const hint = "does it use a name that is not defined, or an index past the end of an array?";
    const threw = { status: "failed", call, message: "The function threw an error.", hint };
    expect(judged(failing(new TypeError("bad")))).toEqual({ ...threw, got: "TypeError: bad" });
    expect(judged(failing("text"))).toEqual({ ...threw, got: '"text"' });
    const unanswered = {
      status: "unanswered",
      message:
        "The function returns nothing yet. Write its body, end it with return …, and run the cell again.",
    };
    for (const stub of [
      () => {},
      failing(new Error("Not implemented")),
      failing(new Error("not answered yet")),
    ])
      expect(judged(stub)).toEqual(unanswered);
    const later = (error: boolean) => (x: number) => {
      if (x < 4) return x / 2;
      if (error) throw new Error("Not implemented");
    };
    const second = "half(x = 4, list = [1, 2])";
    expect(judged(later(true))).toEqual({ ...threw, call: second, got: "Error: Not implemented" });
    expect(judged(later(false))).toEqual({
      status: "failed",
      call: second,
      message: "The function returned nothing here.",
      got: "undefined",
      hint: "does every path through the function, every if and else, reach a return?",
    });
    expect(judged(async () => 1)).toEqual({
      status: "failed",
      call,
      message: "The function returned a promise instead of a value.",
      got: "a promise",
      hint: "remove the word async before the function; nothing in it has to be awaited",
    });
    expect(judged([1])).toEqual({
      status: "failed",
      message: "The check needs your function itself, so that it can try it on many inputs.",
      expected: "a function",
      got: "[1]",
      hint: "write .check(half), without brackets after half",
    });
  });
});

describe("an exercise of one's own", () => {
  test("is tried on 30 inputs that grow, half of them the same each time", async () => {
    const tries: string[][] = [];
    const sizes: number[] = [];
    for (let attempt = 0; attempt < 2; attempt++) {
      const seen: string[] = [];
      const task = {
        ...half,
        inputs: (random: Random, size: number) => {
          sizes.push(size);
          return [random.integer(1e9) + 2, [size]] as [number, number[]];
        },
      };
      const answer = (x: number) => {
        seen.push(String(x));
        return x / 2;
      };
      const verdict = await exercise("97-half", task).check(answer);
      expect(textOf(verdict)).toBe("✓ 97-half · passed\n  30 of 30 inputs agree.");
      expect([verdict.passed, htmlOf(verdict).includes(hues.good)]).toEqual([true, true]);
      tries.push(seen);
    }
    expect(sizes.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, at) => 1 + Math.floor(at / 5)));
    const same = tries[0].map((value, at) => value === tries[1][at]);
    expect(same).toEqual(Array.from({ length: 30 }, (_, at) => at % 2 === 0));
    const known = new Random(0, "97-half");
    expect(tries[0].filter((_, at) => at % 2 === 0)).toEqual(
      Array.from({ length: 15 }, () => String(known.integer(1e9) + 2)),
    );
    const fresh = new Random(2, "97-half");
    expect(tries[1].filter((_, at) => at % 2 === 1)).toEqual(
      Array.from({ length: 15 }, () => String(fresh.integer(1e9) + 2)),
    );
  });

  test("is shown red with expected, got and a hint, or grey while there is no answer, which is no attempt", async () => {
    const one = exercise("96-half", half);
    const none = await one.check(() => undefined);
    expect([none.status, none.passed, htmlOf(none).includes(hues.open)]).toEqual(["unanswered", false, true]);
    expect(textOf(none)).toMatch(/^○ 96-half · not answered yet\n {2}The function returns nothing yet\./);
    const recordOf = () => exercises("96").exercises.find(({ id }) => id === "96-half");
    expect(recordOf()).toEqual({ id: "96-half", title: "Half", status: "unanswered", attempts: 0 });
    const wrong = await one.check((x: number) => x);
    const [title, call, expected, got, message, hint] = String(textOf(wrong)).split("\n");
    expect([title, hint]).toEqual(["✗ 96-half · failed", "  Hint: that is the whole"]);
    expect([call, expected, got, message].join("\n")).toMatch(
      /^ {2}call {6}half\(x = \d+, list = \[1\]\)\n {2}expected {2}[\d.]+\n {2}got {7}\d+\n {2}The answer is \d+, it should be [\d.]+\.$/,
    );
    expect(htmlOf(wrong)).toContain(hues.bad);
    expect(recordOf()).toMatchObject({ status: "failed", attempts: 1 });
    await one.check((x: number) => x / 2);
    expect(recordOf()).toMatchObject({ status: "passed", attempts: 2 });
    const all = exercises();
    expect(textOf(all)).toBe("✓ 1 of 1 exercises passed\n  ✓ 96-half  Half\n  All of them. Well done!");
    expect(htmlOf(all)).toContain(hues.good);
    await exercise("96-other", { ...half, title: "Other" }).check(() => undefined);
    expect(textOf(exercises("96"))).toBe(
      "○ 1 of 2 exercises passed\n  ✓ 96-half   Half\n  ○ 96-other  Other",
    );
    expect(htmlOf(exercises("96"))).toContain(hues.open);
  });

  test("needs a name and its parts", () => {
    for (const id of ["1-a", "01-", "01_a", "01-A", "x01-a", "01-a!"])
      expect(() => exercise(id, half)).toThrow(
        said(
          `exercise: id must be a notebook's number and a name, got ${id}; write it like "01-update-rule"`,
        ),
      );
    const parts = [["inputs", { ...half, inputs: 1 }, "number"], ["reference", { ...half, reference: undefined }, "undefined"]] as const; // prettier-ignore
    for (const [part, task, got] of parts)
      expect(() => exercise("95-a", task as never)).toThrow(
        said(`exercise: ${part} must be a function, got ${got}; see Task for the parts of an exercise`),
      );
    expect(() => exercise("01-zzzzzzzzzzzzzzzzzzzz")).toThrow(
      /^exercise: unknown exercise "01-z+"; known: (01-[a-z0-9-]+(, )?)+$/,
    );
    expect(() => exercise("66-zzzzzzzzzzzzzzzzzzzz")).toThrow(/; known: 01-.*, 02-/);
  });
});

test("exercises before any check asks for a notebook", () => {
  jest.isolateModules(() => {
    const fresh = jest.requireActual<typeof import("../../src/course/progress")>("../../src/course/progress");
    expect(() => fresh.exercises()).toThrow(
      /^exercises: notebook must be the number of a notebook with exercises, got none; write one of exercises\("01"\), exercises\("02"\)/,
    );
    const { exercises: found } = fresh.exercises("02");
    expect(
      found.every(
        ({ id, status, attempts }) => id.startsWith("02-") && status === "unanswered" && attempts === 0,
      ),
    ).toBe(true);
    expect(fresh.attempts("02-nothing")).toBe(0);
  });
});
