import fc from "fast-check";

import * as plot from "../../src/plot/index";

/** Data as it comes: any size, ties, constants, one value, gaps, infinities, −0. */
const extreme = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
  fc.constantFrom(0, -0, 1, 1e-300, -1e-300, 1e300, 0.99996, NaN, Infinity, -Infinity),
);
const series = fc.oneof(
  fc.array(extreme, { minLength: 1, maxLength: 30 }),
  fc
    .tuple(extreme, fc.integer({ min: 1, max: 12 }))
    .map(([value, count]) => Array<number>(count).fill(value)),
);
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  .map((value) => Number(value.toFixed(9)));

/** The numbers in words, as numbers. */
function numbersIn(text: string): number[] {
  const plain = text.replaceAll("−", "-").replaceAll("\u202f", "");
  return (plain.match(/-?(?:\d+(?:\.\d+)?(?:e-?\d+)?|∞)/g) ?? []).map((one) =>
    Number(one.replace("∞", "Infinity")),
  );
}

function isSaidOf(said: number, value: number): boolean {
  return Math.abs(said - value) <= 6e-4 * Math.abs(value) || said === value;
}

/** Draws, or says in one sentence of its own why not. */
function drawn(name: string, make: () => plot.Figure): plot.Figure | undefined {
  try {
    return make();
  } catch (error) {
    expect((error as Error).message).toMatch(new RegExp(`^${name}: `));
    expect((error as Error).name).not.toBe("TypeError");
    return undefined;
  }
}

const oneRow: Record<string, (values: number[]) => plot.Figure> = {
  lines: (y) =>
    plot.lines(
      y.map((_, at) => at),
      { loss: y },
    ),
  lossCurve: (loss) => plot.lossCurve({ loss, val_loss: [...loss].reverse() }),
  trainingCurves: (loss) => plot.trainingCurves({ loss, accuracy: loss }),
  residuals: (values) => plot.residuals(values, [...values].reverse()),
  scatter: (x) => plot.scatter({ x, y: [...x].reverse() }),
  weightMatrix: (values) => plot.weightMatrix([values]),
  gridHeatmap: (values) => plot.gridHeatmap({ x: values.map((_, at) => at), y: ["row"], values: [values] }),
  gradientFlow: (values) =>
    plot.gradientFlow({
      steps: [1],
      layers: Object.fromEntries(values.map((delta, at) => [`l${at}`, { delta: [delta] }])),
    }),
  learningRateFinder: (losses) =>
    plot.learningRateFinder({ rates: losses.map((_, at) => 10 ** (at / 10 - 4)), losses }),
};

describe.each(Object.entries(oneRow))("%s of anything", (name, draw) => {
  test("has words that are whole, and a spec that is data", () => {
    fc.assert(
      fc.property(series, (values) => {
        const figure = drawn(name, () => draw(values));
        if (!figure) return;
        expect(figure.alt).not.toMatch(/undefined|null|\[object|NaN|Infinity/);
        expect(JSON.parse(JSON.stringify(figure.spec))).toEqual(figure.spec);
      }),
    );
  });
});

describe("lines of anything", () => {
  test("say the ends and the extremes of what was given, and give it back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), {
          minLength: 1,
          maxLength: 30,
        }),
        (y) => {
          const x = y.map((_, at) => at);
          const figure = plot.lines(x, { loss: y });
          expect(figure.data()).toEqual({ x, lines: { loss: y } });
          const sentence = /loss lies between .*?\.(?= |$)/.exec(figure.alt)![0].slice(0, -1);
          const expected = [Math.min(...y), Math.max(...y), y[0], y.at(-1)!];
          const said = numbersIn(sentence);
          expect(said).toHaveLength(4);
          said.forEach((number, at) => expect(isSaidOf(number, expected[at])).toBe(true));
        },
      ),
    );
  });

  test("move with a constant that is added to x, whose rows may come in any order, and scale with y", () => {
    const rows = (figure: plot.Figure) =>
      (figure.spec.data as { values: { x: number; y: number }[] }).values.map(({ x, y }) => [x, y]);
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 2, maxLength: 30 }),
        fc.constantFrom(1e6, 1.7e9, -3e7),
        fc.constantFrom(1024, 2 ** -20),
        fc.infiniteStream(fc.nat(1000)),
        (y, away, scale, order) => {
          const x = y.map((_, at) => at);
          const plain = rows(plot.lines(x, { a: y }));
          const moved = rows(
            plot.lines(
              x.map((each) => each + away),
              { a: y },
            ),
          );
          expect(moved).toEqual(plain.map(([place, value]) => [place + away, value]));
          const scaled = rows(plot.lines(x, { a: y.map((each) => each * scale) }));
          const span = Math.max(...y) - Math.min(...y);
          scaled.forEach(([, value], at) =>
            expect(Math.abs(value / scale - y[at])).toBeLessThanOrEqual(1e-4 * span),
          );
          const places = [...x].map((at) => [order.next().value as number, at]).sort(([a], [b]) => a - b);
          const mixed = plot.lines(
            places.map(([, at]) => at),
            { a: places.map(([, at]) => y[at]) },
          );
          expect(rows(mixed)).toEqual(plain);
          expect(mixed.alt.replace(" Drawn in the order of x, not of the values.", "")).toBe(
            plot.lines(x, { a: y }).alt,
          );
        },
      ),
    );
  });
});

describe("lossCurve of anything", () => {
  test("draws every finite value at its epoch, and says its best", () => {
    fc.assert(
      fc.property(fc.array(fc.option(finite, { nil: NaN }), { minLength: 1, maxLength: 30 }), (loss) => {
        const figure = drawn("lossCurve", () => plot.lossCurve({ loss })) as
          plot.Figure<plot.LossCurveData> | undefined;
        const known = loss.flatMap((value, at) => (Number.isNaN(value) ? [] : [[at + 1, value]]));
        if (!figure) return expect(known).toEqual([]);
        const { values } = figure.spec.data as { values: { epoch: number; value: number | null }[] };
        const seen = values.filter(({ value }) => value !== null);
        const span =
          Math.max(...known.map(([, value]) => value)) - Math.min(...known.map(([, value]) => value));
        expect(seen.map(({ epoch }) => epoch)).toEqual(known.map(([epoch]) => epoch));
        seen.forEach(({ value }, at) =>
          expect(Math.abs(value! - known[at][1])).toBeLessThanOrEqual(1e-4 * span),
        );
        expect(figure.data().runs[0].training).toEqual(loss);
        const best = Math.min(...known.map(([, value]) => value));
        expect(figure.data().runs[0].best!.value - best).toBe(0);
        expect(figure.data().runs[0].best!.epoch).toBe(known.find(([, value]) => value === best)![0]);
      }),
    );
  });
});

test("rows may change places and classes their names: what is counted and scored stays", () => {
  const row = fc.record({
    label: fc.nat(1),
    predicted: fc.nat(1),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const all = [...rows, { label: 0, predicted: 0, score: 0.5 }, { label: 1, predicted: 1, score: 0.5 }];
      const of = (drawn: typeof all, classes: string[]) => {
        const column = (name: keyof (typeof all)[0]) => drawn.map((each) => each[name]);
        return [
          plot.confusionMatrix(column("label"), column("predicted"), { classes }),
          plot.rocCurve(column("label"), column("score")),
          plot.precisionRecall(column("label"), column("score")),
        ];
      };
      const plain = of(all, ["crane", "heron"]);
      const turned = of([...all].reverse(), ["crane", "heron"]);
      turned.forEach((figure, at) => expect(figure.alt).toBe(plain[at].alt));
      const [renamed] = of(all, ["cow", "hen"]);
      expect(renamed.alt.replaceAll("cow", "crane").replaceAll("hen", "heron")).toBe(plain[0].alt);
    }),
  );
});

test("a scatter in Plotly and lines in Vega-Lite of the same data have the same points", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 30 }), (points) => {
      const sorted = [...points].sort(([one], [other]) => one - other);
      const [x, y] = [0, 1].map((side) => sorted.map((point) => point[side]));
      const figures = [plot.scatter({ x, y }), plot.lines(x, { a: y })];
      const spans = [x, y].map((values) => Math.max(...values) - Math.min(...values));
      for (const figure of figures) {
        const at = pointsOf(figure);
        expect(at).toHaveLength(points.length);
        at.forEach((point, index) =>
          point.forEach((value, side) =>
            expect(Math.abs(value - sorted[index][side])).toBeLessThanOrEqual(1e-4 * spans[side]),
          ),
        );
      }
    }),
  );
});

function pointsOf({ spec }: plot.Figure): number[][] {
  if (Array.isArray(spec.data)) {
    const traces = spec.data as { x: number[]; y: number[] }[];
    return traces.flatMap(({ x, y }) => x.map((place, at) => [place, y[at]]));
  }
  return (spec.data as { values: { x: number; y: number }[] }).values.map(({ x, y }) => [x, y]);
}

test("calibration divides as scikit-learn does, by the edges of its bins", () => {
  expect(plot.calibration([1, 0], [0.07, 0.075], { bins: 100 }).data().bins).toHaveLength(2);
  // scikit-learn: searchsorted(linspace(0, 1, 11)[1:-1], [0.3, 0.30000000000000004, 0.31]) is [2, 2, 3].
  expect(
    plot
      .calibration([1, 0, 1], [0.3, 0.1 + 0.2, 0.31])
      .data()
      .bins.map(({ count }) => count),
  ).toEqual([2, 1]);
});

test("gradients of nothing are told as nothing", () => {
  const flow = (...deltas: number[]) =>
    plot.gradientFlow({
      steps: [1],
      layers: Object.fromEntries(deltas.map((delta, at) => [`l${at}`, { delta: [delta] }])),
    }).alt;
  expect(flow(0, 0)).toContain("δ is 0 at l0 and 0 at l1: no gradient reaches either.");
  expect(flow(1e-9, 0)).toContain("δ is 1e−9 at l0 and 0 at l1, which no ratio tells.");
  expect(flow(0, 1)).toContain("a ratio of 0: gradients vanish.");
});

test("values that a logarithmic axis has no place for are counted", () => {
  const trials = [2, 0, -1].map((value, number) => ({
    ...{ number, state: "complete" as const, params: {}, values: [value] },
    reports: [[1, value]] as [number, number][],
  }));
  const study = { trials, directions: ["minimize" as const] };
  const words = "2 values are 0 or less and not drawn on the logarithmic axis; leave out logY to see all.";
  expect(plot.optimizationHistory(study, { logY: true }).alt).toContain(words);
  expect(plot.trialCurves(study, { logY: true }).alt).toContain(words);
  const layers = { first: { delta: [0] }, last: { delta: [1] } };
  expect(plot.gradientFlow({ steps: [1], layers }).alt).toContain(
    "δ of 0, which a logarithmic axis does not show: first.",
  );
});

test("mean and deviation of bins far from 0 do not cancel", () => {
  const histogram = { low: 1e9, high: 1e9 + 2, counts: [1, 1] };
  const layers = { hidden: { histograms: { activations: [histogram] } } };
  expect(plot.activationHistograms({ steps: [1], layers }).data()).toMatchObject({
    layers: [{ mean: [1e9 + 1], deviation: [0.5] }],
  });
});

test("weights far from 0 have the deviation that they have", () => {
  const data = plot.weightMatrix([[1e9 + 1, 1e9 + 2, 1e9 + 3]]).data();
  expect(data.mean).toBe(1e9 + 2);
  expect(data.deviation).toBeCloseTo(Math.sqrt(2 / 3), 12);
});

test("a loss that never falls is not told as falling", () => {
  expect(plot.learningRateFinder({ rates: [1e-4, 1e-3, 1e-2], losses: [1, 1, 1] }).alt).toContain(
    "The smoothed loss never falls below its first value, 1.",
  );
});

test("cells of a heat map differ where their values do, and none is a negative nothing", () => {
  const texts = (values: number[]) =>
    (
      plot.gridHeatmap({ x: values.map((_, at) => at), y: ["row"], values: [values] }).spec.data as {
        values: { text: string }[];
      }
    ).values.map(({ text }) => text);
  expect(texts([1e-4, 2e-4, -1e-4])).toEqual(["0.00010", "0.00020", "−0.00010"]);
  expect(texts([0.5, 0.99996, 1])).toEqual(["0.500", "0.99996", "1.000"]);
  expect(texts([1e-12, 2e-12])).toEqual(["1e−12", "2e−12"]);
});

test("one error in ten thousand is not perfection", () => {
  const labels = Array.from({ length: 10_000 }, (_, at) => at % 2);
  const predicted = labels.map((label, at) => (at === 0 ? 1 : label));
  const figure = plot.confusionMatrix(labels, predicted, { normalize: true });
  expect(figure.alt).toContain("(> 99.9 %)");
  const cells = (figure.spec.data as { values: { percent: string; count: number }[] }).values;
  expect(cells.map(({ percent }) => percent)).toEqual(["> 99.9 %", "< 0.1 %", "0 %", "100 %"]);
});
