import * as library from "../../src/index";
import { runChild } from "../child";
import type { Documented } from "./readDocumentation";

let everything: Documented[];
beforeAll(async () => {
  everything = JSON.parse((await runChild("test/contracts/readDocumentation.ts")).stdout);
});

const names = (documented: { name: string }[]) => documented.map(({ name }) => name);

/** What a program finds in the library, by the names of the rooms that it is in. */
function valuesOf(room: object, prefix = ""): string[] {
  return Object.entries(room).flatMap(([name, value]) =>
    isRoom(value) ? valuesOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

// A namespace is made by the compiler; a table of ours, such as optim.schedules, is one too, or is documented as a whole.
const isRoom = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "__esModule" in value;

test("every value that the entry exports is read here", () => {
  const read = new Set(names(everything));
  expect(valuesOf(library).filter((name) => !read.has(name))).toEqual([]);
  expect(valuesOf(library)).toEqual(expect.arrayContaining(["fit", "plot.lines", "optim.adam", "tune.tune"]));
});

test("the entry's core has errors and random numbers, and nothing that only the library calls", () => {
  expect(Object.keys(library.core).sort()).toEqual([
    ...[
      "DataError",
      "FileError",
      "InterruptedError",
      "NotFittedError",
      "OptionError",
      "Random",
      "ShapeError",
    ],
    ...["currentSeed", "freshRandom", "setSeed", "sharedRandom"],
  ]);
  expect(valuesOf(library).filter((name) => /(^|\.)check[A-Z]/.test(name))).toEqual([]);
});

test("every export says in a sentence what it is", () => {
  expect(names(everything.filter(({ text }) => !/^\S[^]*[.:)`]/.test(text)))).toEqual([]);
});

test("every exported function shows a call", () => {
  const functions = everything.filter(({ isFunction }) => isFunction);
  expect(names(functions)).toEqual(expect.arrayContaining(["fit", "plot.lines", "optim.adam", "tune.tune"]));
  expect(names(functions.filter(({ text }) => !text.includes("```ts")))).toEqual([]);
});

test("every option says what it means", () => {
  const options = everything.flatMap(({ options }) => options);
  expect(names(options)).toEqual(
    expect.arrayContaining(["train.FitOptions.epochs", "plot.LinesOptions.logX"]),
  );
  expect(names(options.filter(({ text }) => !text))).toEqual([]);
});

test("an option's name has its unit, and names of classes are classNames", () => {
  const bare =
    /\.(every|timeout|interval|delay|duration|period|wait|grace|pause|labelNames)$|^plot\..*\.classes$/;
  expect(names(everything.flatMap(({ options }) => options)).filter((name) => bare.test(name))).toEqual([]);
});
