import * as plot from "../../src/plot/index";

/** A function that answers in the place of one of the reader's. */
type Answering = (rows: number[]) => unknown;
type Draw = (f: never) => plot.Figure;

const points = { x: [1, 2, 3], y: [2, 1, 3], label: [0, 1, 0] };
const bowl = (x: number, y: number) => x ** 2 + y ** 2;
const paths = { sgd: [[1, 1], [9, 0]] }; // prettier-ignore
const coarse = { resolution: 3 };
const slice = { x: [1, 2], mean: [1, 2], deviation: [0, 1], acquisition: [0, 1] };
/** Asks only far from the grid. */
const beyond = (f: never) => (x: number, y: number) => (x === 9 ? (f as () => number)() : bowl(x, y));

/** Figures of a function that has a number at each place; other places of one as `name: where`. */
const ofNumbers: Record<string, Draw> = {
  contour: (f) => plot.contour(f),
  surface: (f) => plot.surface(f),
  criticalPoints: (f) => plot.criticalPoints({ bowl, other: f }),
  learningRateSlider: (f) => plot.learningRateSlider(f, [0.1]),
  learningRateSchedule: (f) => plot.learningRateSchedule({ heron: 1, ibis: f }, { steps: 10 }),
  activationFunctions: (f) => plot.activationFunctions({ heron: { f } }),
  "activationFunctions: slope": (f) => plot.activationFunctions({ heron: { f: Math.tanh, slope: f } }),
  surrogateSteps: (f) => plot.surrogateSteps([slice], { truth: f }),
  fitsByDegree: (f) => plot.fitsByDegree(points, { truth: f }),
};

/** The same where a gap is a gap: far from what is drawn. */
const ofNumbersBeyond: Record<string, Draw> = {
  contour: (f) => plot.contour(beyond(f), { paths }),
  surface: (f) => plot.surface(beyond(f), { paths }),
};

/** Figures of a function that has an answer for each row. */
const ofRows: Record<string, Draw> = {
  decisionBoundary: (f) => plot.decisionBoundary(f as plot.Decider, points, coarse),
  "decisionBoundary: predict": (f) => plot.decisionBoundary({ predict: rowsOf(f) }, points, coarse),
  "decisionBoundary: steps": (f) => plot.decisionBoundary([{ model: f as plot.Decider }], points, coarse),
  hiddenUnits: (f) => plot.hiddenUnits(f as plot.Decider, points, coarse),
  "hiddenUnits: predict": (f) => plot.hiddenUnits({ predict: rowsOf(f) }, points, coarse),
  regressionFit: (f) => plot.regressionFit(points.x, points.y, { model: f }),
};

/** Figures of a function that has something else. */
const ofOthers: Record<string, Draw> = {
  "learningRateSlider: gradient": (f) => plot.learningRateSlider(bowl, [0.1], { gradient: f }),
  "networkDiagram: layers": (f) => plot.networkDiagram({ layers: [{ getWeights: f }] }),
};

/** A model's method gets a tensor of the rows. */
function rowsOf(f: Answering) {
  return ({ shape }: { shape: number[] }) => f(new Array<number>(shape[0]).fill(0));
}

const noNumbers: [string, Answering][] = [
  ["undefined", () => undefined],
  ["null", () => null],
  ["words", () => "3"],
  ["a promise", () => Promise.resolve(3)],
  ["nothing in a list", () => []],
  ["a list", () => [1]],
  ["an object", () => ({})],
  ["true", () => true],
];

const each = (rows: number[], answer: unknown) => Array.from(rows, () => answer);
const noRows: [string, Answering][] = [
  ...noNumbers.slice(0, 7),
  ["a number", () => 3],
  ["one fewer", (rows) => each(rows.slice(1), 1)],
  ["a tensor without a shape", () => ({ dataSync: () => [1] })],
  ["a tensor of another size", (rows) => ({ shape: [rows.length, 2], dataSync: () => [1] })],
  ["a tensor without values", (rows) => ({ shape: [rows.length], dataSync: () => undefined })],
  ["one more", (rows) => each([...rows, 1], 1)],
  ["NaN", (rows) => each(rows, NaN)],
  ["∞", (rows) => each(rows, Infinity)],
  ["NaN at the end", (rows) => [...each(rows.slice(1), 1), NaN]],
  ["words each", (rows) => each(rows, "heron")],
  ["null each", (rows) => each(rows, null)],
  ["gaps", (rows) => new Array(rows.length)],
  ["empty rows", (rows) => each(rows, [])],
  ["rows of words", (rows) => each(rows, ["heron", "ibis"])],
  ["rows of null", (rows) => each(rows, [null, 1])],
  ["ragged rows", (rows) => [[1, 2, 3], ...each(rows.slice(1), [1, 2])]],
  ["a row that is none", (rows) => [[1, 2], ...each(rows.slice(1), null)]],
];

const figure = (entry: string) => entry.split(":")[0];

/** How a call is refused, where that is no sentence of the figure's own. */
function wronglyRefused(entry: string, draw: Draw, f: unknown): string[] {
  try {
    draw(f as never);
    return [`${entry} is drawn`];
  } catch (error) {
    const { name, message } = error as Error;
    const isOurs = ["ShapeError", "DataError", "OptionError"].includes(name);
    return isOurs && message.startsWith(`${figure(entry)}: `) ? [] : [`${entry}: ${name} ${message}`];
  }
}

const refused = (drawn: Record<string, Draw>, f: unknown) =>
  Object.entries(drawn).flatMap(([entry, draw]) => wronglyRefused(entry, draw, f));

// TensorFlow.js has a word of its own for promises.
beforeAll(() => void jest.spyOn(console, "error").mockImplementation());
afterAll(() => jest.restoreAllMocks());

test.each([...noNumbers, ["NaN", () => NaN], ["∞", () => Infinity]] as const)(
  "a function that returns %s in the place of numbers is refused by every figure of one",
  (_, f) => expect(refused({ ...ofNumbers, ...ofOthers }, f)).toEqual([]),
);

test.each(noNumbers)("so is one that returns %s only where a path leads", (_, f) =>
  expect(refused(ofNumbersBeyond, f)).toEqual([]),
);

test.each(noRows)("a model that returns %s is refused by every figure of one", (_, f) =>
  expect(refused(ofRows, f)).toEqual([]),
);

test.each(["heron", {}, [], true])("%p is no function", (f) => {
  const several = Object.entries({ ...ofNumbers, ...ofRows, ...ofOthers });
  expect(refused(Object.fromEntries(several.filter(([entry]) => !/predict/.test(entry))), f)).toEqual([]);
});

test("what a function returned is said, with its place", () => {
  const said = (draw: () => plot.Figure) => {
    try {
      return draw().alt;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const at = (x: number, y: number) => (x > 0 && y > 0 ? (undefined as never) : 1);
  expect(said(() => plot.contour(at, { resolution: 3 }))).toBe(
    "contour: the function must return a number, got undefined at 2, 2",
  );
  expect(said(() => plot.decisionBoundary((() => undefined) as never, points, coarse))).toBe(
    "decisionBoundary: predictions must be [9] or [9, classes], got undefined",
  );
  expect(said(() => plot.hiddenUnits((rows) => rows.map(() => [NaN]), points, coarse))).toBe(
    "hiddenUnits: activations must be finite, got NaN at [0]; remove or fill such values first",
  );
  expect(said(() => plot.regressionFit(points.x, points.y, { model: (x) => x.slice(1) }))).toBe(
    "regressionFit: x and the model's answers must have equal length, got 3 and 2",
  );
  expect(said(() => plot.learningRateSlider(bowl, [0.1], { start: null as never }))).toBe(
    "learningRateSlider: start must be two finite numbers, got null",
  );
  expect(said(() => plot.learningRateSlider(bowl, [0.1], { gradient: (() => null) as never }))).toBe(
    "learningRateSlider: gradient must return two numbers, got null at -1.5, 1.5",
  );
  expect(said(() => plot.surface(bowl, { xRange: [1, -1] }))).toBe(
    "surface: xRange must be [low, high], got [1, -1]",
  );
  expect(said(() => plot.penaltyBalls({ optimum: [1, 1], curvature: [[1]] as never }))).toBe(
    "penaltyBalls: curvature must be [2, 2], got [1, 1]",
  );
});
