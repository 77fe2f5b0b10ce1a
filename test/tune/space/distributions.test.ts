import {
  accepts,
  categorical,
  checkSpace,
  float,
  inWords,
  indexOf,
  int,
  isValue,
  sizeOf,
  valueAt,
  when,
  type Distribution,
  type Value,
} from "../../../src/tune/space/space";
import { atStep, canStep, lastStep } from "../../../src/tune/space/steps";
import { UnitCube } from "../../../src/tune/space/unitCube";

const near = (value: number) => expect.closeTo(value, 12);

interface Facts {
  is: Distribution;
  made: object;
  words: string;
  size: number;
  values?: Value[];
  inside: unknown[];
  outside: unknown[];
  /** Values at places of the unit interval. */
  decoded: [number, Value][];
  /** Places of values. */
  encoded: [Value, number][];
}

const facts: Facts[] = [
  {
    is: float(-1, 3),
    made: { kind: "float", low: -1, high: 3, log: false },
    words: "float in [-1, 3]",
    size: Infinity,
    inside: [-1, 0, 3, 1e-9],
    outside: [-1.0001, 3.0001, NaN, "0", null, true, undefined],
    decoded: [[0, -1], [0.25, 0], [1, 3], [-5, -1], [7, 3]], // prettier-ignore
    encoded: [[-1, 0], [0, 0.25], [3, 1], [9, 1], [-9, 0]], // prettier-ignore
  },
  {
    is: float(0.01, 100, { log: true }),
    made: { kind: "float", low: 0.01, high: 100, log: true },
    words: "float in [0.01, 100] (log)",
    size: Infinity,
    inside: [0.01, 1, 100],
    outside: [0, 0.0099, 101],
    decoded: [[0, 0.01], [0.5, 1], [0.25, 0.1], [1, 100]], // prettier-ignore
    encoded: [[0.01, 0], [1, 0.5], [10, 0.75], [100, 1]], // prettier-ignore
  },
  {
    is: float(0, 1, { step: 0.3 }),
    made: { kind: "float", low: 0, high: 0.9, log: false, step: 0.3 },
    words: "float in [0, 0.9] in steps of 0.3",
    size: 4,
    values: [0, 0.3, 0.6, 0.9],
    inside: [0, 0.3, 0.6, 0.9, 0.1 + 0.2, 0.3 + 2e-7],
    outside: [0.2, 0.45, 1, 1.2, -0.3, 0.3 + 4e-7],
    decoded: [[0, 0], [0.24, 0], [0.26, 0.3], [0.74, 0.6], [0.76, 0.9], [1, 0.9]], // prettier-ignore
    encoded: [[0, 0.125], [0.3, 0.375], [0.9, 0.875]], // prettier-ignore
  },
  {
    is: float(2, 2),
    made: { kind: "float", low: 2, high: 2, log: false },
    words: "float in [2, 2]",
    size: 1,
    inside: [2],
    outside: [1.999, 2.001],
    decoded: [[0, 2], [0.4, 2], [1, 2]], // prettier-ignore
    encoded: [[2, 0.5]],
  },
  {
    is: int(1, 4),
    made: { kind: "int", low: 1, high: 4, log: false, step: 1 },
    words: "int in [1, 4]",
    size: 4,
    values: [1, 2, 3, 4],
    inside: [1, 2, 4],
    outside: [0, 5, 1.5, "2", 2.0000001],
    decoded: [[0, 1], [0.24, 1], [0.26, 2], [0.5, 3], [0.99, 4], [1, 4]], // prettier-ignore
    encoded: [[1, 0.125], [2, 0.375], [4, 0.875]], // prettier-ignore
  },
  {
    is: int(-3, 8, { step: 5 }),
    made: { kind: "int", low: -3, high: 7, log: false, step: 5 },
    words: "int in [-3, 7] in steps of 5",
    size: 3,
    values: [-3, 2, 7],
    inside: [-3, 2, 7],
    outside: [-8, 0, 3, 8, 12],
    decoded: [[0, -3], [0.3, -3], [0.4, 2], [0.7, 7], [1, 7]], // prettier-ignore
    encoded: [[-3, 1 / 6], [2, 0.5], [7, 5 / 6]], // prettier-ignore
  },
  {
    is: int(1, 8, { log: true }),
    made: { kind: "int", low: 1, high: 8, log: true, step: 1 },
    words: "int in [1, 8] (log)",
    size: 8,
    values: [1, 2, 3, 4, 5, 6, 7, 8],
    inside: [1, 5, 8],
    outside: [0, 9, 2.5],
    // From half to eight and a half, in logarithms: log 17.
    decoded: [[0, 1], [0.38, 1], [0.4, 2], [0.5, 2], [0.95, 7], [0.96, 8], [1, 8]], // prettier-ignore
    encoded: [[1, Math.log(2) / Math.log(17)], [4, Math.log(8) / Math.log(17)], [8, Math.log(16) / Math.log(17)]], // prettier-ignore
  },
  {
    is: int(5, 5, { log: true }),
    made: { kind: "int", low: 5, high: 5, log: true, step: 1 },
    words: "int in [5, 5] (log)",
    size: 1,
    values: [5],
    inside: [5],
    outside: [4, 6],
    decoded: [[0.3, 5], [1, 5]], // prettier-ignore
    encoded: [[5, 0.5]],
  },
  {
    is: categorical(["a", 1, null, true]),
    made: { kind: "categorical", choices: ["a", 1, null, true] },
    words: "one of a, 1, , true",
    size: 4,
    values: ["a", 1, null, true],
    inside: ["a", 1, null, true],
    outside: ["b", "1", undefined, false, 0],
    decoded: [[0, "a"], [0.26, 1], [0.5, null], [0.99, true], [1, true]], // prettier-ignore
    encoded: [["a", 0.125], [null, 0.625], [true, 0.875]], // prettier-ignore
  },
];

describe.each(facts.map((each) => [each.words, each] as const))("%s", (words, each) => {
  const { is, made, size, values = [], inside, outside, decoded, encoded } = each;

  test("is what was asked for, in words and numbers", () => {
    expect(is).toEqual(made);
    expect(inWords(is)).toBe(words);
    expect(sizeOf(is)).toBe(size);
  });

  test("counts its values", () => {
    expect(values.map((_, index) => valueAt(is, index))).toEqual(values);
    expect(values.map((value) => indexOf(is, value))).toEqual(values.map((_, index) => index));
  });

  test("takes what is in it, and nothing else", () => {
    expect(inside.filter((value) => !accepts(is, value))).toEqual([]);
    expect(outside.filter((value) => accepts(is, value))).toEqual([]);
    const cube = new UnitCube({ one: is });
    expect([cube.has({ one: inside[0] as Value }), cube.has({ one: outside[0] as Value }), cube.has({})]).toEqual([true, false, false]); // prettier-ignore
  });

  test("has a place for each value, and a value for each place", () => {
    const cube = new UnitCube({ one: is });
    for (const [place, value] of decoded)
      expect([place, cube.decode([place]).one]).toEqual([
        place,
        typeof value === "number" ? near(value) : value,
      ]);
    for (const [value, place] of encoded)
      expect([value, cube.encode({ one: value })]).toEqual([value, [near(place)]]);
  });
});

test("a cube has its sides in order", () => {
  const cube = new UnitCube({ x: float(0, 10), kind: categorical(["a", "b"]) });
  expect([cube.sides, cube.names]).toEqual([2, ["x", "kind"]]);
  expect(cube.encode({ kind: "b", x: 1 })).toEqual([0.1, 0.75]);
  expect(cube.decode([0.5, 0.2])).toEqual({ x: 5, kind: "a" });
  expect([cube.has({ x: 5, kind: "a", more: 1 }), cube.has({ x: 5 }), cube.has({ x: 5, kind: "c" })]).toEqual([true, false, false]); // prettier-ignore
});

test("negative zeros become plain", () => {
  for (const made of [float(-0, 0), float(-0, 1), int(-0, 1), float(-1, -0), int(-1, -0)]) {
    expect(Object.is(made.low, -0)).toBe(false);
    expect(Object.is(made.high, -0)).toBe(false);
  }
});

const bad = (value: unknown) => value as never;

const refused: [make: () => unknown, message: string][] = [
  [() => float(2, 1), "float: low must not be above high, got 2 and 1"],
  [() => float(NaN, 1), "float: low must be a finite number, got NaN"],
  [() => float(0, bad("1")), 'float: high must be a finite number, got "1"'],
  [() => float(-1e308, 1e308), "float: high - low must be finite, got -1e+308 and 1e+308"],
  [() => float(0, 1, { log: bad(1) }), "float: log must be true or false, got 1"],
  [() => float(-1, 1, { log: true }), "float: low must be above 0 on a logarithmic scale, got -1"],
  [() => float(0, 1, { step: 0 }), "float: step must be in (0, ∞), got 0"],
  [() => float(0, 1, { step: -1 }), "float: step must be in (0, ∞), got -1"],
  [() => float(1, 2, { step: 0.1, log: true }), "float: log and step must not go together"],
  [() => float(0, 1e300, { step: 1 }), "float: step must be large enough to tell numbers in [0, 1e+300] apart, got 1; leave it out"], // prettier-ignore
  [() => float(0, 1, bad({ stp: 1 })), 'float: unknown option "stp"; did you mean "step"?'],
  [() => int(2, 1), "int: low must not be above high, got 2 and 1"],
  [() => int(0, Infinity), "int: high must be a finite number, got Infinity"],
  [() => int(0.5, 2), "int: low must be a whole number, got 0.5"],
  [() => int(0, 2.5), "int: high must be a whole number, got 2.5"],
  [() => int(0, 4, { step: 1.5 }), "int: step must be a whole number, got 1.5"],
  [() => int(0, 4, { step: 0 }), "int: step must be in [1, ∞), got 0"],
  [() => int(1, 4, { step: 2, log: true }), "int: log and step must not go together"],
  [() => int(0, 4, { log: true }), "int: low must be above 0 on a logarithmic scale, got 0"],
  [() => int(0, 2 ** 53), "int: high must be a whole number of less than 2^53, beyond which numbers have gaps, got 9007199254740992; search a power of two, or use float"], // prettier-ignore
  [() => categorical(bad("ab")), 'categorical: choices must be an array, got "ab"'],
  [() => categorical([]), "categorical: choices must not be empty"],
  [() => categorical([1, bad({})]), "categorical: choices must be finite numbers, texts, booleans or null, got {}; use their names, and look the thing up in the objective"], // prettier-ignore
  [() => categorical(["a", "b", "a"]), "categorical: choices must differ, got [a, b, a]"],
];

test.each(refused.map(([make, message]) => [message, make] as const))("%s", (message, make) => {
  expect(make).toThrow(expect.objectContaining({ name: "OptionError", message }));
});

test("steps of one, and a logarithm with a step of one, are taken", () => {
  expect(int(1, 4, { step: 1, log: true })).toEqual(int(1, 4, { log: true }));
  expect(float(0, 0, { step: 0.5 })).toEqual({ kind: "float", low: 0, high: 0, log: false, step: 0.5 });
  expect(sizeOf(float(0, 0, { step: 0.5 }))).toBe(1);
  expect(sizeOf(float(1, 3, { step: 2 }))).toBe(2);
});

test("choices are a copy of what was given", () => {
  const given = ["a", "b"];
  const made = categorical(given);
  given.push("c");
  expect(made.choices).toEqual(["a", "b"]);
});

test("a condition has one value or several", () => {
  const of = float(0, 1);
  expect(when("kind", "a", of)).toEqual({ kind: "conditional", parent: "kind", values: ["a"], of });
  expect(when("kind", ["a", "b"], of)).toEqual({
    kind: "conditional",
    parent: "kind",
    values: ["a", "b"],
    of,
  });
  expect(when("kind", null, of).values).toEqual([null]);
});

test("values are finite numbers, texts, booleans and null", () => {
  expect([0, -1.5, "", "a", true, false, null].filter((value) => !isValue(value))).toEqual([]);
  expect([NaN, Infinity, undefined, {}, [], 1n, () => 1, new Date(0)].filter(isValue)).toEqual([]);
});

describe("a space", () => {
  const check = (space: unknown) => () => checkSpace("study", space as never);
  const kind = categorical(["a", "b"]);
  const x = float(0, 1);

  test("is returned as it is", () => {
    const space = {
      kind,
      x,
      n: when("kind", "a", int(1, 2)),
      deeper: when("n", 2, x),
      also: when("x", 0.5, x),
    };
    expect(check(space)()).toBe(space);
  });

  test.each([
    [null, "space must be an object of parameters by name, got null"],
    ["x", 'space must be an object of parameters by name, got "x"'],
    [{}, "space must not be empty"],
    [{ x: 3 }, "x must be float(…), int(…), categorical(…) or when(…), got 3"],
    [{ x: undefined }, "x must be float(…), int(…), categorical(…) or when(…), got undefined"],
    [
      { x, y: { kind: "normal" } },
      "y must be float(…), int(…), categorical(…) or when(…), got { kind: 'normal' }",
    ],
    [{ n: when("kind", "a", x), kind }, 'n must hang on a parameter that stands before it, got "kind"'],
    [{ n: when("n", "a", x) }, 'n must hang on a parameter that stands before it, got "n"'],
    [
      { kind, n: when("kind", "a", bad(7)) },
      'n must be when("kind", …, float(…), int(…) or categorical(…)), got 7',
    ],
    [{ kind, n: when("kind", "a", bad(when("kind", "a", x))) }, 'n must be when("kind", …, float(…), int(…) or categorical(…)), got { kind: \'conditional\', parent: \'kind\', values: [Array], of: [Object] }'], // prettier-ignore
    [{ kind, n: when("kind", "c", x) }, 'n must hang on values that kind can have, one of a, b, got "c"'],
    [
      { kind, n: when("kind", ["a", "c"], x) },
      'n must hang on values that kind can have, one of a, b, got "c"',
    ],
    [{ kind, n: when("kind", [], x) }, "n must hang on values that kind can have, one of a, b, got none"],
    [{ x, n: when("x", 2, x) }, "n must hang on values that x can have, float in [0, 1], got 2"],
    [{ kind, n: when("kind", "a", int(1, 3)), m: when("n", 4, x) }, "m must hang on values that n can have, int in [1, 3], got 4"], // prettier-ignore
  ])("%p is refused", (space, message) => {
    expect(check(space)).toThrow(
      expect.objectContaining({ name: "OptionError", message: `study: ${message}` }),
    );
  });
});

describe("steps", () => {
  test("are added in decimals where they are written so, and as they are where they were computed", () => {
    expect([atStep(0.1, 0.2, 1), atStep(-0.3, 0.1, 1), atStep(1.5, 1, 2), atStep(2, 3, 4)]).toEqual([0.3, -0.2, 3.5, 14]); // prettier-ignore
    expect(atStep(1e20, 1e19, 3)).toBe(1.3e20);
    expect(atStep(1 / 3, 0.1, 1)).toBe(1 / 3 + 0.1);
    expect(atStep(-1 / 3, 0.1, 2)).toBe(-1 / 3 + 0.2);
    expect(atStep(0.1, 1 / 3, 2)).toBe(0.1 + 2 * (1 / 3));
    // Fifteen digits are written, sixteen are computed.
    expect(atStep(0.123456789012345, 0.1, 3)).toBe(0.423456789012345);
    expect(atStep(0.1234567890123456, 0.1, 3)).toBe(0.1234567890123456 + 3 * 0.1);
  });

  test("go as far as the last that is not above the end", () => {
    expect([lastStep(0, 1, 0.1), lastStep(0, 0.99, 0.1), lastStep(0, 0.3, 0.1), lastStep(2, 2, 1), lastStep(-1, 1, 3)]).toEqual([10, 9, 3, 0, 0]); // prettier-ignore
  });

  test("are large enough where the numbers beside them differ", () => {
    expect([canStep(0, 1, 2 ** -49), canStep(0, 1, 2 ** -50), canStep(-8, 1, 2 ** -46), canStep(-8, 1, 2 ** -47)]).toEqual([true, false, true, false]); // prettier-ignore
    expect([canStep(1, 1, 1e-300), canStep(0, 5e-324, 5e-324)]).toEqual([true, true]);
  });
});
