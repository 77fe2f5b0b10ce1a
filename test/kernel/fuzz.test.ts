import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { TestKernel } from "./testKernel";

/** How many sequences of cells are tried; `KERNEL_FUZZ=10000` is the long run. */
const runs = Number(process.env.KERNEL_FUZZ ?? 60);

/** A cell, and the statement that does the same in a module where every name was declared at the start. */
interface Step {
  cell: string;
  module: string;
}

const variables = ["a", "b", "c"];
const constants = ["p", "q"];
const names = [...variables, ...constants];
const start =
  "let a = 0, b = 0, c = 0, p = 0, q = 0, get = (): number => 0; function f(x: number): number { return x }";
const seen = "[a, b, c, p, q, get(), f(1)].join()";

const variable = fc.constantFrom(...variables);
const name = fc.constantFrom(...names);

/** A sum of numbers and names; with `calls` of the notebook's functions too. */
function expression(allowed: string[], calls: boolean): fc.Arbitrary<string> {
  const leaf = fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom(...allowed, "1"));
  const called = calls ? [fc.constant("get()"), leaf.map((of) => `f(${of})`)] : [];
  const term = fc.oneof(
    leaf,
    ...called,
    leaf.map((of) => `((${allowed[0] ?? "x"}) => ${of})(7)`),
  );
  return fc.tuple(term, fc.constantFrom("+", "-"), term).map((parts) => `(${parts.join(" ")}) % 997`);
}

const anything = expression(names, true);
const withoutCalls = expression(names, false);
const without = (...left: string[]) =>
  expression(
    names.filter((one) => !left.includes(one)),
    false,
  );

const declaration: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(fc.constantFrom("let", "var"), variable)
    .chain(([how, one]) =>
      without(one).map((value) => ({ cell: `${how} ${one} = ${value}`, module: `${one} = ${value}` })),
    ),
  fc
    .constantFrom(...constants)
    .chain((one) =>
      without(one).map((value) => ({ cell: `const ${one} = ${value}`, module: `${one} = ${value}` })),
    ),
  fc.tuple(without("a", "b"), without("a", "b")).map(([one, other]) => ({
    cell: `let [a, { b = ${other} }] = [${one}, {} as { b?: number }]`,
    module: `[a, { b = ${other} }] = [${one}, {}]`,
  })),
  withoutCalls.map((value) => ({ cell: `const get = () => ${value}`, module: `get = () => ${value}` })),
  withoutCalls.map((value) => ({
    cell: `function f(x: number): number { return ${value} + x }`,
    module: `f = function (x) { return ${value} + x }`,
  })),
);

const same = (code: string): Step => ({ cell: code, module: code });

const change: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(variable, anything).map(([one, value]) => same(`${one} = ${value}`)),
  fc
    .tuple(variable, anything)
    .map(([one, value]) => same(`for (let i = 0; i < 3; i++) { ${one} += ${value} }`)),
  fc.tuple(variable, anything).map(([one, value]) => same(`await null; ${one} -= ${value}`)),
  fc
    .tuple(variable, anything)
    .map(([one, value]) => same(`for await (const x of [${value}, 1]) ${one} += x`)),
  fc
    .tuple(variable, variable)
    .map(([one, other]) => same(`[${one}, ${other}] = [${other}, ${one}]; ${one}++`)),
  fc
    .tuple(variable, anything)
    .map(([one, value]) => same(`class C { read() { return ${value} } } ${one} = new C().read()`)),
  name.map((one) => same(`{ let ${one} = 1000; ${one} += 1; (() => ${one})() }`)),
  name.map((one) => ({ cell: `type ${one} = string; interface I { ${one}: number }`, module: "" })),
);

/** Cells that do nothing, each for another reason. */
const invalid = fc
  .constantFrom(
    "const = 1",
    "nowhere.at.all",
    "let a: string = 5",
    "%wrong",
    "(",
    "",
    "throw 5",
    "null!",
    "'\u2028'",
  )
  .map((cell) => ({ cell, module: "" }));

/** A cell that stops half-way; functions are there from its start. */
const stopped = fc
  .tuple(
    declaration,
    declaration,
    fc.constantFrom(`throw new Error("x")`, "(undefined as any).x", "await Promise.reject()"),
  )
  .filter(([first, second]) => namesOf(first).every((one) => !namesOf(second).includes(one)))
  .map(([{ cell, module }, second, stop]) => ({
    cell: `${cell}; ${stop}; ${second.cell}`,
    module: second.cell.startsWith("function") ? `${second.module}; ${module}` : module,
  }))
  .filter(({ cell }) => !readsUnset(cell));

const step = fc.oneof(declaration, change, change, stopped, invalid);

/** What a declaration declares. */
function namesOf({ cell }: Step): string[] {
  const [, declared = ""] = /^(?:let|var|const|function) (\w+|\[.*?\}\])/.exec(cell) ?? [];
  return declared.match(/\b(?:[abcpqf]|get)\b/g) ?? [];
}

/** Whether the part of a cell before its stop reads what only the part behind it declares. */
function readsUnset(cell: string): boolean {
  const [before, , after] = cell.split("; ");
  return namesOf({ cell: after, module: "" }).some((one) => new RegExp(`\\b${one}\\b`).test(before));
}

/** What the steps lead to as one module. */
async function asModule(steps: Step[]): Promise<string> {
  const body = steps.map(({ module }) => `try { ${module} } catch {}`).join("\n");
  const declared = "let a = 0, b = 0, c = 0, p = 0, q = 0, get = () => 0, f = (x) => x;";
  const AsyncFunction = (async () => undefined).constructor as new (code: string) => () => Promise<string>;
  return new AsyncFunction(`"use strict"; ${declared}\n${body}\nreturn ${seen}`)();
}

describe("Any sequence of cells", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("leads to the state that the same code leads to as one module", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const cells = [start, ...steps.map(({ cell }) => cell), seen];
        const ids = await Promise.all(cells.map((cell) => kernel.submit(cell, { stop_on_error: false })));
        const executions = [];
        for (const id of ids) executions.push(await kernel.execution(id));
        const result = executions.at(-1)?.result;
        expect({ cells, result }).toEqual({ cells, result: `'${await asModule(steps)}'` });
        kernel.published.length = 0;
      }),
      { numRuns: runs, endOnFailure: true },
    );
  }, 7_200_000);
});
