import fc from "fast-check";

import * as plot from "../../src/plot/index";
import { broken, crowded, lateDifferences, renamed, withOddNumbers } from "./laws/odd";
import { drawnOnLog, withOneNumber } from "./laws/placeless";
import { areApart, isSaid, saidIn, without, type Told } from "./laws/said";
import { table } from "./laws/table";
import { birds, layered, numbers, oddNames, places, traced, type FigureTruth } from "./laws/truth";

const figures = Object.entries(plot)
  .filter(([name, value]) => typeof value === "function" && name !== "Figure")
  .map(([name]) => name);

test("every figure of the library has an entry in the table of what holds of it", () => {
  expect(new Set(Object.keys(table).map(nameOf))).toEqual(new Set(figures));
});

describe.each(Object.entries(table))("%s", (entry, laws) => {
  const name = nameOf(entry);
  const figureOf = plot[name as "lines"] as unknown as (...given: unknown[]) => plot.Figure;
  const draw = (given: unknown[]): plot.Figure => (laws.call ?? figureOf)(...given);
  const { runs: numRuns = 10 } = laws;
  const runs = { numRuns };

  test("draws, keeps and tells the numbers that it was given", () => {
    fc.assert(
      fc.property(laws.draw, (given) => holds(draw(given), laws, given)),
      runs,
    );
  });

  test("is changed by rows in another order, by a constant and by a factor only as it must be", () => {
    const order = fc.infiniteStream(fc.nat(1000));
    fc.assert(
      fc.property(laws.draw, order, fc.constantFrom(2 ** 10, 2 ** -10), (given, keys, by) => {
        const plain = draw(given);
        const turned = (rows: number) => {
          const places = Array.from({ length: rows }, (_, at) => [keys.next().value as number, at]);
          return places.sort(([one], [other]) => one - other).map(([, at]) => at);
        };
        const change = (changed: unknown[] | undefined, words: (text: string) => string) => {
          if (!changed) return;
          const figure = draw(changed);
          holds(figure, laws, changed);
          expect(words(figure.alt)).toBe(words(plain.alt));
        };
        change(laws.swapped?.(turned, ...given), (text) => text);
        change(laws.shifted?.(by === 2 ** 10 ? 4096 : -77, ...given), without);
        change(laws.scaled?.(by, ...given), without);
      }),
      runs,
    );
  });

  test("has the same words with other names", () => {
    fc.assert(
      fc.property(laws.draw, fc.nat(oddNames.length), (given, shift) => {
        const other = (bird: string) => oddNames[(birds.indexOf(bird) + shift) % oddNames.length];
        const changed = renamed(given, (text) => (birds.includes(text) ? other(text) : text)) as unknown[];
        const told = birds.reduce((text, bird) => text.replaceAll(bird, other(bird)), draw(given).alt);
        expect(draw(changed).alt).toBe(told);
      }),
      { numRuns: Math.min(5, numRuns) },
    );
  });

  test("tells numbers that differ late so that they differ", () => {
    fc.assert(
      fc.property(laws.draw, fc.constantFrom(...lateDifferences), (drawn, late) => {
        const given = crowded(drawn, late) as unknown[];
        const figure = drawnOrRefused(name, () => draw(given));
        if (figure) tellsApart(figure.alt, laws.numbers(...given));
      }),
      { numRuns: 2 * numRuns },
    );
  });

  test("has whole sentences of odd numbers, or one that says why not", () => {
    fc.assert(
      fc.property(laws.draw.chain(withOddNumbers), (given) => {
        const figure = drawnOrRefused(name, () => draw(given));
        if (figure) isWhole(figure);
      }),
      { numRuns: 3 * numRuns },
    );
  });

  const [example] = fc.sample(laws.draw, { numRuns: 1, seed: 2 });
  /** Words that do not say of an odd number why it has no place, where something is drawn otherwise of it. */
  const unsaid = (
    { odd, words }: { odd: number[]; words: RegExp },
    drawnOf: (figure: plot.Figure) => string | number | undefined,
    options: object[] = [],
  ) => {
    const drawnWith = (given: unknown[]) => quietly(() => draw([...given, ...options]));
    const plain = drawnWith(example);
    const before = plain && drawnOf(plain);
    if (before === undefined) return [];
    return odd
      .flatMap((value) => withOneNumber(example, value, 8))
      .map(drawnWith)
      .filter((figure) => figure && drawnOf(figure) !== before && !words.test(figure.alt))
      .map((figure) => figure!.alt);
  };

  test("says of each number that is not finite that it is not", () => {
    const asked = { odd: [NaN, Infinity], words: laws.missing ?? notFinite };
    expect(unsaid(asked, ({ spec }) => JSON.stringify(spec))).toEqual([]);
  });

  test.each([[[]], [[{ logX: true }]], [[{ logY: true }]]])(
    "says of each number that a logarithmic axis has no place for that it has none, with options %j",
    (options) => {
      const asked = { odd: [0, -1], words: laws.missing ?? belowLog };
      expect(unsaid(asked, drawnOnLog, options)).toEqual([]);
    },
  );

  test("says in one sentence what is wrong with what it cannot draw", () => {
    const [given] = fc.sample(laws.draw, { numRuns: 1, seed: 1 });
    const calls = laws.wrong?.map((one) => ({ how: JSON.stringify(one), given: one })) ?? broken(given);
    const wrong = calls.flatMap(({ how, given: changed }) => {
      try {
        const figure = drawnOrRefused(name, () => figureOf(...changed));
        if (figure) isWhole(figure);
        return [];
      } catch (error) {
        return [`${how}: ${(error as Error).message}`];
      }
    });
    expect(wrong).toEqual([]);
  });
});

const cloud = fc
  .integer({ min: 2, max: 9 })
  .chain((count) => fc.tuple(numbers(count, count), numbers(count, count)));

describe.each<[string, (x: number[], y: number[]) => number[][][]]>([
  [
    "a scatter in Vega-Lite and a decision boundary in Plotly",
    (x, y) =>
      [
        places("x", "y")(plot.scatter({ x, y })),
        traced("markers")(plot.decisionBoundary({ weights: [1, 1] }, { x, y }, { resolution: 2 })).slice(
          0,
          x.length,
        ),
      ] as number[][][],
  ],
  [
    "a regression in Vega-Lite and fits by degree in Plotly",
    (x, y) =>
      [
        layered(plot.regressionFit(x, y)),
        traced("markers")(plot.fitsByDegree({ x, y }, { degrees: [0] })),
      ] as number[][][],
  ],
  [
    "a surrogate in Vega-Lite and its steps in Plotly",
    (x, y) => {
      const slice = {
        x: x.map((_, at) => at),
        mean: y,
        deviation: y.map(() => 0),
        acquisition: y.map((_, at) => at),
      };
      const beliefs = traced("lines", ({ name }) => /belief/.test(String(name)));
      return [
        places("x", "y")(plot.surrogateBand(slice)),
        beliefs(plot.surrogateSteps([slice])),
      ] as number[][][];
    },
  ],
])("%s", (_, draw) => {
  test("have the same points of the same data", () => {
    fc.assert(
      fc.property(cloud, ([x, y]) => {
        const [one, other] = draw(x, y);
        expect(one.length).toBeGreaterThan(0);
        sameOnPage(one, other);
      }),
      { numRuns: 10 },
    );
  });
});

function nameOf(entry: string): string {
  return entry.split(":")[0];
}

function holds(figure: plot.Figure, laws: FigureTruth<unknown[]>, given: unknown[]): void {
  isWhole(figure);
  if (laws.data) near(figure.data(), laws.data(...given), "data");
  if (laws.points) sameOnPage(laws.seen!(figure), laws.points(...given), laws.room);
  saysAll(figure.alt, laws.numbers(...given));
}

const notFinite =
  /not finite|not a number|∞|no finite|without a (finite )?value|at \d of \d epochs|over \d seeds, of 1|every \d.. epoch|breaks? (its|their) constraints/i;
const belowLog = /0 or less|No .* is above 0|a logarithmic axis does not show/;

/** What is drawn, if it is. */
function quietly(draw: () => plot.Figure): plot.Figure | undefined {
  try {
    return draw();
  } catch {
    return undefined;
  }
}

/** Draws, or says in one sentence of its own why not. */
function drawnOrRefused(name: string, draw: () => plot.Figure): plot.Figure | undefined {
  try {
    return draw();
  } catch (error) {
    const { name: kind, message } = error as Error;
    const isOurs = ["ShapeError", "DataError", "OptionError"].includes(kind);
    if (isOurs && message.startsWith(`${name}: `) && !/[.\n]$|(?<!got )undefined|\[object/.test(message))
      return undefined;
    throw new Error(`refused by ${kind}: ${message}`);
  }
}

function isWhole({ alt, spec }: plot.Figure): void {
  const broken = /undefined|null|NaN|\[object|Infinity|−0(?![.\d])|[ (]-\d|\.\.| {2}[^ ]| [.,;)]/;
  if (broken.test(alt) || !alt.endsWith(".")) throw new Error(`told as "${alt}"`);
  isData(spec, "spec");
}

/** Whether JSON has room for all of it. */
function isData(part: unknown, path: string): void {
  if (typeof part === "object" && part !== null)
    return Object.entries(part).forEach(([key, one]) => isData(one, `${path}.${key}`));
  const isJson =
    typeof part === "number"
      ? Number.isFinite(part)
      : part === null || part === undefined || /string|boolean/.test(typeof part);
  if (!isJson) throw new Error(`${path} is ${String(part)}`);
}

function saysAll(alt: string, expected: Told[]): void {
  const said = saidIn(alt);
  const wrong = expected.findIndex((told, at) => !said[at] || !isSaid(said[at], told));
  const where = wrong < 0 && said.length !== expected.length ? expected.length : wrong;
  if (where < 0) return;
  const told = JSON.stringify(expected[where] ?? "no more");
  throw new Error(`number ${where} of "${alt}" is ${said[where]?.text}, must be ${told}`);
}

/** Of numbers that are told in one text, those that differ are written so. */
function tellsApart(alt: string, told: Told[]): void {
  const said = saidIn(alt);
  if (said.length !== told.length || !told.every((one, at) => isSaid(said[at], one))) return;
  const seen = told.map((one, at) => ({ told: one, said: said[at] }));
  seen.forEach((one, at) => {
    const alike = seen.slice(0, at).find((other) => !areApart(one, other));
    if (alike)
      throw new Error(
        `${JSON.stringify(alike.told)} and ${JSON.stringify(one.told)} are both "${one.said?.text}" in "${alt}"`,
      );
  });
}

/** Equal, but for the last bits of what is computed. */
function near(got: unknown, expected: unknown, path: string): void {
  if (typeof expected === "number") {
    const isNear =
      Object.is(got, expected) || Math.abs((got as number) - expected) <= 1e-9 * Math.abs(expected);
    if (!isNear) throw new Error(`${path} is ${String(got)}, must be ${expected}`);
  } else if (typeof expected === "object" && expected !== null) {
    if (Array.isArray(expected) && (got as unknown[] | undefined)?.length !== expected.length)
      throw new Error(`${path} has ${(got as unknown[] | undefined)?.length}, must have ${expected.length}`);
    for (const [key, one] of Object.entries(expected))
      near((got as Record<string, unknown>)?.[key], one, `${path}.${key}`);
  } else if (got !== expected) throw new Error(`${path} is ${String(got)}, must be ${String(expected)}`);
}

/** Off by less than a pixel of what all of them span. */
function sameOnPage(seen: (number | null)[][], expected: number[][], room = 0): void {
  if (seen.length !== expected.length)
    throw new Error(`${seen.length} points are drawn, must be ${expected.length}`);
  const spans = (expected[0] ?? []).map((_, side) => {
    const values = expected.map((point) => point[side]);
    return Math.max(...values) / 2 - Math.min(...values) / 2;
  });
  const order = (points: (number | null)[][]) => points.map((point) => point.join(" ")).sort();
  if (JSON.stringify(order(seen)) === JSON.stringify(order(expected))) return;
  seen.forEach((point, at) =>
    point.forEach((value, side) => {
      if (
        value === null ||
        Math.abs(value / 2 - expected[at][side] / 2) > 1e-4 * spans[side] + room + 1e-15 * Math.abs(value)
      )
        throw new Error(
          `point ${at} is at ${JSON.stringify(point)}, must be at ${JSON.stringify(expected[at])}`,
        );
    }),
  );
}
