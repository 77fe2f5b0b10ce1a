import fc from "fast-check";
import { type Need, pools, type Statement } from "./grammar";
import { fitting, statement, telling } from "./statements";

/** How a cell ends, when not with its last statement. */
export interface End {
  text: string;
  /** The error that it ends with. */
  ename?: string;
  model?: string;
  needs?: Need[];
  /** Whether the compiler refuses it. */
  isRefused?: boolean;
  /** Whether what it leaves behind may fail while the cell still runs, or later. */
  mayFail?: boolean;
  endsProcess?: boolean;
}

/** A cell of the plan. */
export interface Cell {
  statements: Statement[];
  end?: End;
  /** Lines above all others. */
  head?: string;
}

/** A cell as it is sent. */
export function textOf({ head, statements, end }: Cell): string {
  const lines = [...statements.map(({ text }) => text), ...(end ? [end.text] : [])];
  return [...(head ? [head] : []), lines.join(";\n")].join("\n");
}

const looks = fc
  .constantFrom(...pools.data, ...pools.number)
  .map((name): End => ({ text: name, model: `$result(${name})`, needs: [{ name }] }));

const thrown = fc
  .constantFrom(
    [`throw new Error("thrown")`, "Error"],
    [`await Promise.reject(new RangeError("late"))`, "RangeError"],
    [`(undefined as any).x`, "TypeError"],
    [`await null; throw new SyntaxError("mine")`, "SyntaxError"],
    [`void Promise.reject(new Error("unhandled"))`, "Error"],
    [`new Promise((_, reject) => queueMicrotask(() => reject(new Error("unhandled")))); undefined`, "Error"],
  )
  .map(([text, ename]): End => ({ text, ename }));

const refused = fc
  .constantFrom(
    `const wrong: string = 5`,
    "nowhere.at.all",
    "(",
    "const = 1",
    `import { nothing } from "./nowhere"`,
    `"\u2028".noSuchMethod`,
    "let twice = 1; let twice = 2",
  )
  .map((text): End => ({ text, ename: "TypeScriptError", isRefused: true }));

const leftBehind = fc
  .constantFrom(
    `setTimeout(() => { throw new Error("left") }, 3)`,
    `setTimeout(() => void Promise.reject(new Error("left")), 5)`,
    `setImmediate(() => { throw new Error("left") })`,
  )
  .map((text): End => ({ text: `${text}; undefined`, ename: "Error", mayFail: true }));

const quiet = fc
  .constantFrom(
    `setTimeout(() => console.log("left"), 3); undefined`,
    "setInterval(() => {}, 7); undefined",
    "clearOutput()",
    "clearOutput({ wait: true })",
    `await new Promise((done) => setTimeout(done, 4))`,
    "undefined",
  )
  .map((text): End => ({ text }));

const exit = fc
  .constantFrom(
    "process.exit(3)",
    "process.kill(process.pid, 'SIGKILL')",
    "setTimeout(() => process.abort()); await new Promise(() => {})",
  )
  .map((text): End => ({ text, ename: "ProcessEnded", endsProcess: true }));

const end = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 5, arbitrary: looks },
  { weight: 4, arbitrary: thrown },
  { weight: 3, arbitrary: refused },
  { weight: 1, arbitrary: leftBehind },
  { weight: 2, arbitrary: quiet },
);

const statements = (of: fc.Arbitrary<Statement>, minLength: number) =>
  fc.array(of, { minLength, maxLength: 5 }).map(fitting);

/** Any cell whose end is known. */
export const anyCell: fc.Arbitrary<Cell> = fc.record({
  statements: statements(statement, 0),
  end,
  head: fc.constantFrom(undefined, undefined, undefined, "// a comment", "#!/usr/bin/env node"),
});

/** A cell that takes its process with it. */
export const endingCell: fc.Arbitrary<Cell> = fc.record({ statements: statements(telling, 0), end: exit });

const waits = fc
  .tuple(
    fc.constantFrom(
      (ms: number) => `await new Promise((done) => setTimeout(done, ${ms}))`,
      (ms: number) => `for (const end = Date.now() + ${ms}; Date.now() < end; ) {}`,
      (ms: number) => `for (const end = Date.now() + ${ms}; Date.now() < end; ) await null`,
      () => `await import("node:zlib")`,
      () => "for (;;) {}",
      () => "await new Promise(() => {})",
      () => "for (;;) await null",
      () => "while (true) { try { while (true) {} } catch {} finally {} }",
      () => "while (true) await new Promise((done) => setImmediate(done))",
    ),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([make, ms]): Statement => ({
    text: make(ms),
    model: "",
    declares: {},
    needs: [],
  }));

/** A cell that takes a while, perhaps for ever, of whose statements it can be told which have run. */
export const longCell: fc.Arbitrary<Cell> = fc
  .array(fc.oneof({ weight: 3, arbitrary: telling }, { weight: 2, arbitrary: waits }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((all) => ({ statements: fitting(all) }));

/** Whether a cell ends by itself. */
export function isEndless({ statements }: Cell): boolean {
  return statements.some(({ text }) => /for \(;;\)|while \(true\)|new Promise\(\(\) => \{\}\)/.test(text));
}
