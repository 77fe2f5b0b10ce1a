import { displaySymbol } from "../../src/show/index";
import { exercise, exercises, type Task } from "../../src/course/index";

const double: Task<[x: number[]], number[]> = {
  title: "Twice each number",
  call: "double(x)",
  inputs: (random, size) => [Array.from({ length: size }, () => random.integer(10))],
  reference: (x) => x.map((value) => 2 * value),
  hint: "map",
  mistakes: [{ answer: (x) => x.map((value) => value * value), hint: "that is the square" }],
};

const check = async (answer: unknown) => exercise("99-double", double).check(answer as () => unknown);

describe("the verdict on a right answer", () => {
  it("accepts arrays, typed arrays, and anything that reads itself like a tensor", async () => {
    const right = (x: number[]) => x.map((value) => value + value);
    expect((await check(right)).passed).toBe(true);
    expect((await check((x: number[]) => Float32Array.from(right(x)))).passed).toBe(true);
    expect((await check((x: number[]) => ({ arraySync: () => right(x) }))).passed).toBe(true);
  });

  it("forgives rounding errors and no more", async () => {
    expect((await check((x: number[]) => x.map((value) => 2 * value + 1e-6))).passed).toBe(true);
    expect((await check((x: number[]) => x.map((value) => 2 * value + 1e-3))).passed).toBe(false);
  });
});

describe("the verdict on a wrong answer", () => {
  it("says the call, what was expected, what came and the mistake's own hint", async () => {
    const { details } = await check((x: number[]) => x.map((value) => value * value));
    expect(details).toMatchObject({
      status: "failed",
      call: expect.stringMatching(/^double\(x = \[\d\]\)$/),
      expected: expect.stringMatching(/^\[\d+\]$/),
      message: expect.stringMatching(/^\[0\] is \d+, it should be \d+\.$/),
      hint: "that is the square",
    });
  });

  it.each([
    ["a shorter array", () => [], "The answer has length 0, it needs 1.", "map"],
    ["NaN", (x: number[]) => x.map(() => NaN), expect.stringMatching(/^\[0\] is NaN, "not a number"/), "map"],
    ["a number", () => 3, "The answer must be an array, not a number.", "map"],
    ["null", () => null, "The answer must be an array, not null.", "map"],
    ["a function", () => () => 1, "The answer must be an array, not an object.", "map"],
    [
      "nothing, on some inputs",
      (x: number[]) => (x.length < 2 ? x.map((value) => 2 * value) : undefined),
      "The function returned nothing here.",
      expect.stringContaining("reach a return"),
    ],
    [
      "a promise",
      async () => [1],
      "The function returned a promise instead of a value.",
      expect.stringContaining("async"),
    ],
    [
      "a promise that fails",
      async () => Promise.reject(new Error("no")),
      "The function returned a promise instead of a value.",
      expect.stringContaining("async"),
    ],
    [
      "an error",
      (x: number[][]) => x[7].length,
      "The function threw an error.",
      expect.stringContaining("past the end"),
    ],
    [
      "something thrown that is no error",
      () => {
        throw null;
      },
      "The function threw an error.",
      expect.any(String),
    ],
  ])("explains %s", async (_, answer, message, hint) => {
    expect((await check(answer)).details).toMatchObject({ status: "failed", message, hint });
  });

  it("stops a loop without end and says so", async () => {
    const { details } = await check(() => {
      for (;;);
    });
    expect(details.message).toBe("The function was still running after 2 seconds, so it was stopped.");
    expect(details.hint).toContain("condition of each loop");
  });

  it.each([[[2, 4]], [7], [undefined], [null], ["double"]])(
    "asks for the function itself, given %p",
    async (value) => {
      expect((await check(value)).details).toMatchObject({
        status: "failed",
        expected: "a function",
        hint: "write .check(double), without brackets after double",
      });
    },
  );
});

describe("the verdict on an answer with named parts", () => {
  const point: Task<[n: number], { x: number[]; name: string }> = {
    title: "A point",
    hint: "two numbers and a name",
    call: "point(n)",
    inputs: (random) => [random.integer(10)],
    reference: (n) => ({ x: [n, n + 1], name: `p${n}` }),
  };

  it.each([
    [(n: number) => ({ x: [n, n], name: `p${n}` }), /^x\[1\] is \d+, it should be \d+\.$/],
    [(n: number) => ({ x: [n], name: `p${n}` }), /^x has length 1, it needs 2\.$/],
    [(n: number) => ({ x: [n, n + 1] }), /^The answer lacks the property name\.$/],
    [(n: number) => ({ x: [n, n + 1], name: "p" }), /^name is "p", it should be "p\d"\.$/],
    [(n: number) => ({ x: n, name: `p${n}` }), /^x must be an array, not a number\.$/],
  ])("names the part that differs, %#", async (answer, message) => {
    expect((await exercise("98-point", point).check(answer)).details.message).toMatch(message);
  });
});

describe("the verdict on a stub", () => {
  it.each([
    ["returns nothing", () => {}],
    [
      "throws nbgrader's Not implemented",
      () => {
        throw new Error("Not implemented");
      },
    ],
  ])("is that there is no answer yet, when it %s", async (_, stub) => {
    const verdict = await check(stub);
    expect(verdict.status).toBe("unanswered");
    expect(verdict[displaySymbol]()["text/plain"]).toMatch(
      /^○ 99-double · not answered yet\n {2}The function/,
    );
  });
});

describe("a copied answer", () => {
  it("is failed by a table of every input that earlier attempts showed", async () => {
    const seen = new Map<string, number[]>();
    const spy = (x: number[]) => {
      seen.set(String(x), double.reference(x));
      return double.reference(x);
    };
    expect((await check(spy)).passed).toBe(true);
    expect((await check((x: number[]) => seen.get(String(x)) ?? [])).passed).toBe(false);
  });
});

describe("a verdict's card", () => {
  it("has no script and shows what the student returned as text, not as HTML", async () => {
    const html = (await check(() => "<script>alert(1)</script>"))[displaySymbol]()["text/html"];
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toContain("<script");
  });
});

describe("exercises", () => {
  it("counts the passed ones of the notebook that was worked on last", async () => {
    await check((x: number[]) => x.map((value) => 2 * value));
    await exercise("99-other", { ...double, title: "The other" }).check(() => []);
    const progress = exercises();
    expect([progress.passed, progress.total]).toEqual([1, 2]);
    expect(progress[displaySymbol]()["text/plain"]).toBe(
      "○ 1 of 2 exercises passed\n  ✓ 99-double  Twice each number\n  ✗ 99-other   The other",
    );
  });

  it("knows the exercises of a notebook before any was tried, in their order", () => {
    const ids = exercises("01").exercises.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(["01-weighted-sum", "01-plane-gradient"]);
  });

  it("names the notebooks that have exercises", () => {
    expect(() => exercises("77")).toThrow(
      /^exercises: notebook must be the number of a notebook with exercises, got 77; write one of exercises\("01"\)/,
    );
  });
});

describe("exercise", () => {
  it("lists the exercises when it is asked for one that there is not", () => {
    expect(() => exercise("01-update")).toThrow(
      /^exercise: unknown exercise "01-update"; did you mean "01-update-rule"\?$/,
    );
    expect(() => exercise("toString")).toThrow(/^exercise: id must be a notebook's number and a name/);
  });

  it("asks for the parts of a task of one's own", () => {
    expect(() => exercise("99-empty", {} as never)).toThrow(
      "exercise: inputs must be a function, got undefined; see Task for the parts of an exercise",
    );
  });
});
