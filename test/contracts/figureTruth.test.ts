import fc from "fast-check";

import * as plot from "../../src/plot/index";
import { Value } from "../../src/scratch/index";

const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  .map((value) => Number(value.toFixed(9)));

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

describe("lines of anything", () => {
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
          plot.confusionMatrix(column("label"), column("predicted"), { classNames: classes }),
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

test("a count of all is read by itself, and an interval's level is written as it was given", () => {
  const labels = [...Array<number>(99_999).fill(0), 1];
  const predicted = labels.map((label, at) => (at === 0 ? 1 : label));
  for (const normalize of [false, true]) {
    const { spec } = plot.confusionMatrix(labels, predicted, { normalize });
    expect(JSON.stringify(spec.title)).toMatch(
      /99\u202f999 of 100\u202f000 predictions right\W+> 99\.9\W+%\)/,
    );
  }
  const { alt } = plot.regressionFit([1, 2, 3, 4], [1, 2, 3.1, 4], { level: 0.999 });
  expect(alt).toContain("; 99.9 % interval of the mean");
});

test("what is flat is flat beside its own surface, however low that is", () => {
  const kinds = (height: number) =>
    plot
      .criticalPoints({
        bowl: (x, y) => height * (x ** 2 + y ** 2),
        trough: (x) => height * x ** 2,
        plateau: (x, y) => height * (x ** 4 + y ** 4),
        slope: (x) => height * x,
        beside: (x, y) => height * (1e4 + x ** 2 - y ** 2),
        nowhere: (x, y) => (x === 0 || y === 0 ? NaN : height),
      })
      .data()
      .points.map(({ kind }) => kind);
  for (const height of [1, 1e-9, 1e-200, 1e12, 1e200])
    expect(kinds(height)).toEqual(["minimum", "flat", "flat", "slope", "saddle", "unknown"]);
});

test("reports of a trial that comes back to a step are a line for each time", () => {
  const reports: [number, number][] = [[0, 4], [1, 3], [2, 2], [1, 2.5], [2, 1]]; // prettier-ignore
  const trial = { number: 0, state: "complete", params: {}, values: [1], reports };
  const figure = plot.trialCurves({ trials: [trial, { ...trial, number: 1, reports: reports.slice(0, 3) }] });
  const [{ data, encoding }] = figure.spec.layer as {
    data: { values: { x: number; y: number; trial: number; pass?: number }[] };
    encoding: { detail: object[] };
  }[];
  const lines = data.values.map(({ x, y, trial: of, pass = 0 }) => [of, pass, x, y]);
  expect(lines.slice(0, 5)).toEqual([[0, 0, 0, 4], [0, 0, 1, 3], [0, 0, 2, 2], [0, 1, 1, 2.5], [0, 1, 2, 1]]); // prettier-ignore
  expect(encoding.detail).toEqual([{ field: "trial" }, { field: "pass" }]);
  expect(figure.alt).toBe(
    "Reports of 2 trials, 0 of them pruned, up to step 2. 1 trial came back to earlier steps, drawn as a line for each time.",
  );
});

test("a seed that is lost is named with its epoch, and the band with the seeds that are left", () => {
  const seeds = [{ loss: [4, 3, 2] }, { loss: [6, 5, 4] }, { loss: [8, NaN, NaN] }];
  const { alt } = plot.lossCurve(seeds);
  expect(alt).toContain(
    "seed 3 (from epoch 2) of 3 ends without a finite value and is left out of the mean from there.",
  );
  expect(alt).toContain("Band: ± 1 standard deviation over 3 seeds, of 2 from epoch 2.");
  const resumed = seeds.map((history) => ({ history, epoch: [10, 11, 12] }));
  expect(plot.lossCurve(resumed).data().runs[0].lostSeeds).toEqual([{ seed: 3, epoch: 12 }]);
});

test("medians of an even count lie between the two in the middle, as NumPy's do", () => {
  const steps = [1, 2, 3, 4];
  const layers = { heron: { updateRatio: [1, 2, 3, 10], delta: [4, 1, 3, 10] } };
  expect(plot.updateRatio({ steps, layers }).data().layers[0].median).toBe(2.5);
  // numpy.quantile([1, 3, 4, 10], [0.5, 0.1, 0.9]) is [3.5, 1.6, 8.2]
  const { median, low, high } = plot.gradientFlow({ steps, layers }).data().layers[0].delta;
  expect([median, low, high].map((value) => Number(value.toFixed(12)))).toEqual([3.5, 1.6, 8.2]);
  expect(plot.stepTimeline({ heron: [1, 2] }).data().parts.heron.medianMs).toBe(1.5);
});

test("a unit that never changes is constant, also where its mean is computed a little beside it", () => {
  const rows = [1, 2, 4].map((value) => [value, 0.1, -value * 1e-200]);
  const { constant, mean } = plot.coAdaptation(rows).data();
  expect([constant, Number(mean.toFixed(12))]).toEqual([1, 1]);
});

test("a filter of zeros leaves the others their depth", () => {
  const kernel = [[[[0.02, 0]]], [[[-0.05, 0]]]];
  expect(plot.convolutionFilters(kernel).data().full).toBe(0.05);
  const units = plot.hiddenUnits((rows) => rows.map(() => [0.25, 0]), { x: [0, 1], y: [0, 1] });
  expect(JSON.stringify(units.spec)).toContain("deepest colour: ± 0.25");
});

test("labels beyond the names of classes are refused with their place", () => {
  const images = [[[0]], [[1]]];
  const choice = { labels: [0, 7], classNames: ["heron", "ibis"] };
  expect(() => plot.imageGrid(images, choice)).toThrow(
    "imageGrid: labels must be class indices 0 to 1 or names, got 7 at [1]",
  );
  expect(() => plot.topLosses(images, [1, 2], { predictions: [0, NaN] })).toThrow(
    "topLosses: predictions must be whole numbers or names, got NaN at [1]",
  );
});

test("input that lacks a part, or is none, is refused by the part's name", () => {
  const nothing = null as never;
  expect(() => plot.gridHeatmap({ x: ["a"], y: ["b"] } as never)).toThrow(
    "gridHeatmap: the table must be {x, y, values}, got no values",
  );
  expect(() => plot.deadUnits(nothing)).toThrow("deadUnits: the layers must be given by name, got null");
  expect(() => plot.learningCurve([nothing])).toThrow(
    "learningCurve: a point must be {at, train, validation}, got null",
  );
  expect(() => plot.trialCurves({ trials: [nothing] })).toThrow(
    "trialCurves: a trial must be {number, params, values}, got null",
  );
  expect(() => plot.imageGrid([[[0, 1]], [[1]]])).toThrow(
    "imageGrid: images must be nested arrays of equal length, got 2 and 1",
  );
  expect(() => plot.weightMatrix([[1], null as never])).toThrow(
    "weightMatrix: weights must be [rows, columns], got null in row 1",
  );
  expect(() => plot.batchNormRidges({ sgd: [nothing] })).toThrow(
    "batchNormRidges: a histogram of sgd must be {low, high, counts}, got null",
  );
});

describe("numbers that differ late stand apart", () => {
  const [low, high] = [2.302585, 2.30259];
  const trial = (number: number, params: Record<string, number>, value: number) => ({
    ...{ number, state: "complete" as const, params, values: [value] },
  });
  const study = {
    directions: ["minimize" as const],
    trials: [trial(0, { rate: 0.1, decay: low }, low), trial(1, { rate: 0.1000001, decay: high }, high)],
  };
  const black = [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]; // prettier-ignore
  const histogram = (middle: number) => ({ low: middle - 1, high: middle + 1, counts: [1, 2, 1] });
  const recording = (...middles: number[]) => ({
    steps: [1],
    layers: Object.fromEntries(
      middles.map((middle, at) => [`layer ${at}`, { histograms: { activations: [histogram(middle)] } }]),
    ),
  });
  const product = () => new Value(low, "w").mul(new Value(high));
  const rates = { up: (step: number) => (step ? high : low), flat: low };

  test.each<[string, () => plot.Figure, string[]]>([
    ["the best of runs", () => plot.lossCurve({ a: { loss: [3, low] }, b: { loss: [3, high] } }), ["Best a 2.302585", "b 2.30259"]],
    ["losses of images", () => plot.topLosses(black, [low, high]), ["loss 2.302585", "loss 2.30259"]],
    ["the ends of axes", () => plot.parallelCoordinates(study), ['"0.1"', '"0.1000001"', '"2.302585"', '"2.30259"']],
    ["probabilities", () => plot.predictionsGrid(black, [[0.4999, 0.5001], [0, 1]]), ["49.99 %", "50.01 %", '"0 %"', '"100 %"']],
    ["importances", () => plot.paramImportances({ rate: 0.4999, decay: 0.5001 }), ["49.99 %", "50.01 %"]],
    ["cells", () => plot.gridHeatmap({ x: ["a", "b"], y: ["c"], values: [[low, high]] }), ['"2.302585"', '"2.30259"']],
    ["the best cell", () => plot.gridHeatmap({ x: ["a", "b"], y: ["c"], values: [[1e9 + 0.125, 1e9 + 0.25]] }), ["best 1\u202f000\u202f000\u202f000.25 at", '000.1"', '000.3"']],
    ["budgets", () => plot.penaltyBalls({ optimum: [1.4, 0.5] }, { radii: [0.5, 0.5000001] }), ['"0.5"', '"0.5000001"']],
    ["rates", () => plot.learningRateSlider((x, y) => x * x + y * y, [0.1, 0.1000001], { gradient: (x, y) => [2 * x, 2 * y] }), ['"0.1"', '"0.1000001"']],
    ["moments", () => plot.generatedSamples([[0, 1]], [0.5, 0.5000001].map((label) => ({ label, points: [[0, 1]] }))), ['"0.5"', '"0.5000001"']],
    ["values of a computation", () => plot.computationGraph(product()), ["w × 2.30259", '"2.302585"']],
    ["levels", () => plot.paramContour(study), ['"format":".10~g"']],
  ])("%s in a picture", (_, draw, texts) => {
    const drawn = JSON.stringify(draw().spec);
    for (const text of texts) expect(drawn).toContain(text);
  }); // prettier-ignore

  test.each<[string, () => plot.Figure, string[]]>([
    ["rates over steps", () => plot.learningRateSchedule(rates, { steps: 2 }), ["up from 2.302585 to 2.30259", "flat from 2.302585"]],
    ["layers", () => plot.activationHistograms(recording(low, high)), ["layer 0 2.302585 ±", "layer 1 2.30259 ±"]],
    ["the best trial and the others", () => plot.parallelCoordinates(study), ["The best, 2.302585, runs through rate 0.1 and decay 2.302585"]],
    ["whole numbers", () => plot.lines([1, 2], { a: [1e9 + 1, 1e9 + 2] }), ["from 1\u202f000\u202f000\u202f001 to 1\u202f000\u202f000\u202f002"]],
    ["the largest whole numbers", () => plot.lines([1, 2], { a: [2 ** 53 - 2, 2 ** 53 - 1] }), ["740\u202f990 to 9", "740\u202f991."]],
    ["fractions of large numbers", () => plot.lines([1, 2], { a: [1e9 + 0.125, 1e9 + 0.25] }), ["000.13", "000.25"]],
    ["the smallest numbers", () => plot.lines([1, 2], { a: [1e-300, 1.00001e-300] }), ["from 1e−300 to 1.00001e−300"]],
    ["equal numbers", () => plot.lines([1, 2], { a: [0.1 + 0.2, 0.3] }), ["from 0.3 to 0.3"]],
  ])("%s in words", (_, draw, texts) => {
    const { alt } = draw();
    for (const text of texts) expect(alt).toContain(text);
  }); // prettier-ignore
});
