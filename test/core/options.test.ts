import fc from "fast-check";
import { checkInteger, checkNumber, checkOneOf, checkOptions } from "../../src/core/index";

const defaults = { smooth: 0, log: false, title: undefined as string | undefined };
const optionsOf = (given: object) => checkOptions("lossCurve", given, defaults);

test("given options replace their defaults, and the defaults stay as they are", () => {
  expect(optionsOf({ smooth: 0.6 })).toEqual({ smooth: 0.6, log: false, title: undefined });
  expect(defaults.smooth).toBe(0);
});

test("an option that is given as undefined takes its default", () => {
  expect(optionsOf({ smooth: undefined })).toEqual(defaults);
});

test("an unknown option is refused with the name that was meant", () => {
  expect(() => optionsOf({ smoth: 1 })).toThrow('lossCurve: unknown option "smoth"; did you mean "smooth"?');
});

test("an option that is like none is refused with the names there are", () => {
  expect(() => optionsOf({ colour: 1 })).toThrow(
    'lossCurve: unknown option "colour"; known: smooth, log, title',
  );
});

test.each([
  [0.5, "0.5"],
  [[1, 2], "[1, 2]"],
  [null, "null"],
])("options that are %p rather than an object are refused", (given, shown) => {
  expect(() => optionsOf(given as never)).toThrow(
    `lossCurve: options must be one object, got ${shown}; known: smooth, log, title`,
  );
});

test.each([
  ["no", '"no"'],
  [1, "1"],
  [null, "null"],
  [[true], "[true]"],
])("an option that is true or false is nothing else, such as %p", (log, shown) => {
  expect(() => optionsOf({ log })).toThrow(`lossCurve: log must be true or false, got ${shown}`);
  expect([true, false].map((value) => optionsOf({ log: value }).log)).toEqual([true, false]);
});

test("a name inherited from Object is no option", () => {
  expect(() => optionsOf({ toString: 1 })).toThrow('lossCurve: unknown option "toString"');
});

test("a number outside its interval is refused", () => {
  expect(() => checkNumber("lossCurve", "smooth", 1.4, "[0, 1)")).toThrow(
    "lossCurve: smooth must be in [0, 1), got 1.4",
  );
  expect(() => checkNumber("lossCurve", "smooth", NaN)).toThrow(
    "lossCurve: smooth must be in (-∞, ∞), got NaN",
  );
  expect(() => checkNumber("lossCurve", "smooth", "0.5" as never, "[0, 1)")).toThrow(
    'lossCurve: smooth must be in [0, 1), got "0.5"',
  );
});

test("the ends of an interval belong to it as its brackets say", () => {
  const inside = (interval: string, value: number) => {
    try {
      return checkNumber("f", "x", value, interval) === value;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.integer({ min: -100, max: 99 }), fc.integer({ min: 1, max: 100 }), (low, width) => {
      const high = low + width;
      expect([inside(`[${low}, ${high})`, low), inside(`(${low}, ${high}]`, low)]).toEqual([true, false]);
      expect([inside(`[${low}, ${high})`, high), inside(`(${low}, ${high}]`, high)]).toEqual([false, true]);
      expect(inside(`(${low}, ${high})`, (low + high) / 2)).toBe(true);
    }),
  );
});

test("a count that is not whole is refused", () => {
  expect(() => checkInteger("moons", "count", 2.5, "[2, ∞)")).toThrow(
    "moons: count must be a whole number in [2, ∞), got 2.5",
  );
});

test("a value that is not one of those allowed is refused with the one that was meant", () => {
  expect(checkOneOf("f", "backend", "cpu", ["wasm", "cpu"])).toBe("cpu");
  expect(() => checkOneOf("f", "backend", "wsm", ["wasm", "cpu"])).toThrow(
    'f: unknown backend "wsm"; did you mean "wasm"?',
  );
  expect(() => checkOneOf("f", "backend", { wheel: true } as never, ["wasm", "cpu"])).toThrow(
    "f: unknown backend { wheel: true }; known: wasm, cpu",
  );
  expect(() => checkOneOf("f", "class", "b", ["a"])).toThrow('f: unknown class "b"; known: a');
});

test("two letters that changed places are understood", () => {
  expect(() => checkOptions("split", { tset: 0.2 } as object, { test: 0.2, seed: 0 })).toThrow(
    'split: unknown option "tset"; did you mean "test"?',
  );
});
