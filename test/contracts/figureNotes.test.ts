import * as plot from "../../src/plot/index";

describe("several seeds", () => {
  const bandOf = ({ spec }: plot.Figure) =>
    (spec.data as { values: { low: number | null }[] }).values.map(({ low }) => low !== null);

  test("of which one has a gap are counted where it is, and one alone has no band", () => {
    const figure = plot.lossCurve([{ loss: [4, NaN, 2, 1] }, { loss: [6, 5, 4, 3] }]);
    expect(figure.alt).toContain(
      "Band: ± 1 standard deviation over 2 seeds, of 1, without a band, at 1 epoch.",
    );
    expect(figure.data().runs[0]).toMatchObject({
      training: [5, 5, 3, 2],
      seedCounts: { training: [2, 1, 2, 2] },
    });
    expect(bandOf(figure)).toEqual([true, false, true, true]);
  });

  test("of which one stopped early are counted and it is named", () => {
    const figure = plot.lossCurve({
      adam: [{ loss: [4, 3] }, { loss: [6, 5, 4, 3] }, { loss: [5, 4, 3, 2] }],
    });
    expect(figure.alt).toContain(
      "seed 1 (from epoch 3) of 3 stops before the others and is left out of the mean from there.",
    );
    expect(figure.alt).toContain("Band: ± 1 standard deviation over 3 seeds, of 2 from epoch 3.");
    expect(titleOf(figure)).toContain("adam: seed 1 (from epoch 3) of 3 stops before the others");
    const two = plot.lossCurve([{ loss: [4, 3] }, { loss: [6, 5, 4] }]);
    expect(two.alt).toContain("over 2 seeds, of 1, without a band, from epoch 3.");
    expect(bandOf(two)).toEqual([true, true, false]);
    const three = plot.lossCurve([{ loss: [4] }, { loss: [6, 5] }, { loss: [6, 5, 4] }]);
    expect(three.alt).toContain("over 3 seeds, of 2 at 1 epoch and of 1, without a band, from epoch 3.");
    expect(three.alt).toContain(
      "seeds 1 (from epoch 2) and 2 (from epoch 3) of 3 stop before the others and are left out",
    );
  });

  test("of which one went back to earlier epochs have its last values, and say so", () => {
    const back = { history: { loss: [9, 8, 7, 4, 3] }, epoch: [0, 1, 2, 1, 2] };
    const figure = plot.lossCurve([back, { loss: [5, 4, 3] }]);
    expect(figure.data().runs[0]).toMatchObject({ training: [7, 4, 3], seedsAgain: [1] });
    const words = "seed 1 of 2 went back to earlier epochs, where its last values count";
    expect(figure.alt).toContain(words);
    expect(titleOf(figure)).toContain(words);
  });

  test("that validate every second epoch have no fewer at the others", () => {
    const seed = (by: number) => ({ loss: [4 + by, 3, 2, 1], val_loss: [NaN, 4 + by, NaN, 2] });
    expect(plot.lossCurve([seed(0), seed(1)]).alt).toMatch(/over 2 seeds\.$/);
  });

  test("of which one does not validate have their bands told apart", () => {
    const { alt } = plot.lossCurve([{ loss: [3, 2] }, { loss: [3, 2], val_loss: [4, 3] }]);
    expect(alt).toContain("over 2 seeds, of 1, without a band, at 2 epochs in validation.");
  });

  test("of which there is one alone have no band", () => {
    const figure = plot.lossCurve([{ loss: [4, 3] }]);
    expect(figure.alt).not.toContain("Band");
    expect(figure.data().runs[0].deviation).toBeUndefined();
  });
});

describe("what is left out is said", () => {
  const bowl = (x: number, y: number) => x ** 2 + y ** 2;
  const path = [[0, 0], [3, 0], [0, -2.5], [1, 1]]; // prettier-ignore
  const words = "beyond the map: sgd at 2 of 4 places";

  test("of a path that leaves its map, in the words and in the figure", () => {
    for (const draw of [plot.contour, plot.surface]) {
      const { alt, spec } = draw(bowl, { paths: { sgd: path, adam: [[1, 1]] } });
      expect(alt.toLowerCase()).toContain(words);
      expect(
        JSON.stringify(spec.layout)
          .replaceAll(/<[^>]*>/g, " ")
          .replaceAll(/ +/g, " "),
      ).toContain(words);
      expect(draw(bowl, { paths: { sgd: [[2, 2], [-2, -2]] } }).alt).not.toContain("map:"); // prettier-ignore
    }
    const land = { across: [-1, 1], up: [-1, 1], loss: [[1, 2], [3, 4]] }; // prettier-ignore
    expect(plot.lossLandscape(land, { path }).alt).toContain("Beyond the map: training at 2 of 4 places.");
    const slide = plot.learningRateSlider(bowl, [0.99], { start: [2, 0], xRange: [-1.9, 1.9], steps: 4 });
    expect(slide.alt).toContain("after 4 steps, beyond the map: the descent at 3 of 5 places.");
  });

  test("of a margin that is not in the picture", () => {
    const cloud = { x: [1, 2, 3], y: [1, 2, 3], label: [0, 1, 0] };
    const draw = (weight: number, bias = 0) =>
      plot.decisionBoundary({ weights: [weight, weight], bias }, cloud, { margin: true });
    expect(draw(0.001).alt).toContain("Both lines of the margin lie beyond the picture.");
    expect(draw(0.3).alt).toContain("One line of the margin lies beyond the picture.");
    expect(draw(2, -8).alt).not.toContain("margin");
  });

  test("of pixels in a range of the reader's", () => {
    const images = [[[0, 0.5], [1, 0.25]]]; // prettier-ignore
    const said = (range: [number, number]) => plot.imageGrid(images, { range }).alt;
    expect(said([1, 0])).toContain("Black is 1, white 0.");
    expect(said([0.25, 0.5])).toContain("Black is 0.25, white 0.5; 2 of 4 pixel values lie beyond.");
    expect(titleOf(plot.imageGrid(images, { range: [0, 0.5] }))).toContain("Black is 0, white 0.5; 1 of 4 pixel values lie beyond"); // prettier-ignore
  });

  test("of names that have no room", () => {
    const names = (how: number) => Array.from({ length: how }, (_, at) => `n${at}`);
    const some = (how: number) => Array.from({ length: how }, (_, at) => at);
    const confused = (how: number) => plot.confusionMatrix(some(how), some(how), { classNames: names(how) });
    expect(titleOf(confused(40))).toContain("Not every one of 40 classes is named");
    expect(titleOf(confused(24))).not.toContain("named");
    const cells = some(40).map(() => some(20));
    expect(titleOf(plot.weightMatrix(cells, { inputs: names(40), outputs: names(20) }))).toContain(
      "24 of 40 inputs are named 12 of 20 outputs are named",
    );
    expect(titleOf(plot.weightMatrix(cells))).not.toContain("named");
    expect(titleOf(plot.gridHeatmap({ x: some(30), y: [1], values: [some(30)] }))).toContain(
      "Not every one of 30 columns is named",
    );
    const layers = Object.fromEntries(names(30).map((name) => [name, { delta: [1], saturated: [0.5] }]));
    expect(titleOf(plot.saturationMap({ steps: [1], layers }))).toContain("24 of 30 layers are named");
    expect(titleOf(plot.gradientFlow({ steps: [1], layers }))).toContain(
      "Layers are numbered from 1, n0, to 30, n29",
    );
    const trials = names(30).map((kind, number) => ({
      number,
      state: "complete",
      params: { kind },
      values: [1],
    }));
    expect(titleOf(plot.paramSlices({ trials, directions: ["minimize"] }))).toContain(
      "Not every one of 30 values of kind is named",
    );
  });

  test("of a list of which the first are told", () => {
    const labels = Array.from({ length: 20 }, (_, at) => `n${at}`);
    const images = labels.map(() => [[0]]);
    expect(plot.imageGrid(images, { labels }).alt).toContain("n10, n11 and 8 more.");
    const importances = Object.fromEntries(labels.map((name, at) => [name, at / 100]));
    expect(plot.paramImportances(importances).alt).toContain("n15 15 % and 15 more.");
  });
});

test("of several that are equally good the first is told as that", () => {
  const x = [1, 2, 3];
  const score = (at: number, mean: number) => ({
    at,
    train: { loss: { mean } },
    validation: { loss: { mean } },
  });
  const trials = [2, 1, 1, 1].map((value, number) => ({
    ...{ number, state: "complete", params: { a: number, b: number }, values: [value] },
    ...(number === 3 && { constraints: { c: 1 } }),
  }));
  const study: plot.Tuned = { trials, directions: ["minimize"] };
  const tied: [plot.Figure, string][] = [
    [plot.lossCurve({ loss: [2, 1, 1, 1] }), "best training value 1 at epoch 2, the first of 3 alike"],
    [
      plot.learningCurve([score(1, 2), score(2, 1), score(3, 1)]),
      "Best validation 1 at training rows 2, the first of 2 alike",
    ],
    [
      plot.biasVariance({ complexity: x, bias2: [1, 1, 2], variance: x.map(() => 0) }),
      "Least error 1 at degree 1, the first of 2 alike",
    ],
    [
      plot.gridHeatmap({ x, y: ["a"], values: [[1, 5, 5]] }),
      "The best is 5, at row a and column 2, the first of 2 alike",
    ],
    [plot.optimizationHistory(study), "The best is 1, of trial 1, the first of 2 alike"],
    [plot.paramSlices(study), "The best, 1, has a 1 and b 1, the first of 2 alike"],
    [plot.paramContour(study), "The best is 1, at a 1 and b 1, the first of 2 alike"],
    [plot.parallelCoordinates(study), "The best, 1, runs through a 1 and b 1, the first of 2 alike"],
    [
      plot.fitsByDegree({ x, y: [1, 1, 1] }, { degrees: [0, 1], test: { x, y: [1, 1, 1] } }),
      "The test error is least at degree 0, the first of 2 alike",
    ],
  ];
  for (const [{ alt }, words] of tied) expect(alt).toContain(`${words}.`);
  expect(titleOf(plot.lossCurve({ loss: [2, 1, 1] }))).toContain(
    "training 1 at epoch 2, the first of 2 alike",
  );
  expect(plot.lossCurve({ loss: [3, 2, 1] }).alt).not.toContain("alike");
});

describe("classes", () => {
  test("that have neither points nor a region are not counted", () => {
    const input = { x: [1, 2, 3], y: [1, 2, 3], label: [3, 4, 3] };
    const figure = plot.decisionBoundary((rows) => rows.map(([x]) => (x > 2 ? 3 : 4)), input);
    expect(figure.alt).toContain("decision boundary of 2 classes (class 3 and class 4) over");
    expect(figure.alt).toMatch(/Share of the plane: class 3 [\d.]+ % and class 4 [\d.]+ %\./);
  });

  test("of one name are numbered alike in the legend and in the words", () => {
    const two = { x: [1, 2, 3, 4], y: [1, 2, 3, 4], label: [0, 1, 0, 1] };
    const classNames = ["crane", "crane"];
    const scores = [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.4, 0.6]]; // prettier-ignore
    const figures: [plot.Figure, string[]][] = [
      [plot.scatter(two, { classNames }), ["crane", "crane (2)"]],
      [plot.embedding(two, { classNames }), ["crane", "crane (2)"]],
      [plot.decisionBoundary({ weights: [1, 1] }, two, { classNames }), ["crane", "crane (2)"]],
      [plot.rocCurve(two.label, scores, { classNames }), ["crane, AUC 1.000", "crane, AUC 1.000 (2)"]],
      [plot.precisionRecall(two.label, scores, { classNames }), ["crane, AP 1.000", "crane, AP 1.000 (2)"]],
      [plot.coefficientPaths([1, 2], [[1, 2], [3, 4]], { featureNames: classNames }), ["crane", "crane (2)"]], // prettier-ignore
    ];
    for (const [{ alt, spec }, names] of figures)
      for (const name of names) {
        expect(alt).toContain(name);
        expect(JSON.stringify(spec)).toMatch(new RegExp(`[">]${name.replace(/[()]/g, "\\$&")}["<]`));
      }
  });
});

describe("what is never finite", () => {
  const steps = [1, 2];
  const gone = [NaN, NaN];

  test.each<[string, (layers: plot.RecordingLike["layers"]) => plot.Figure, string]>([
    [
      "delta",
      (layers) => plot.gradientFlow({ steps, layers }),
      "No finite δ, and left out: ibis and plover.",
    ],
    [
      "updateRatio",
      (layers) => plot.updateRatio({ steps, layers }),
      "No finite ratio, and left out: ibis and plover.",
    ],
    [
      "saturated",
      (layers) => plot.saturationMap({ steps, layers }),
      "No finite share, and left out: ibis and plover.",
    ],
    [
      "dead",
      (layers) => plot.saturationMap({ steps, layers }, { of: "dead" }),
      "No finite share, and left out: ibis and plover.",
    ],
  ])("of %s is named with its layers, in the words and in the figure", (number, draw, words) => {
    const of = (values: number[]) => ({ [number]: values });
    const figure = draw({
      heron: of([0.5, 0.25]),
      ibis: of(gone),
      quail: of([NaN, 1]),
      plover: of(gone),
      crane: {},
    });
    expect(figure.alt).toContain(words);
    expect(titleOf(figure)).toContain(words.slice(0, -1));
    expect((figure.data() as { lost: string[] }).lost).toEqual(["ibis", "plover"]);
    expect(draw({ heron: of([0.5, 0.25]) }).alt).not.toContain("left out");
  });

  test("of histograms is named too", () => {
    const [one, none] = [
      { low: 0, high: 1, counts: [1] },
      { low: NaN, high: NaN, counts: [0] },
    ];
    const layer = (histogram: object) => ({ histograms: { activations: [histogram] } }) as never;
    const layers = { heron: layer(one), ibis: layer(none), crane: { histograms: { activations: [] } } };
    const words = "No finite histogram, and left out: ibis";
    const histograms = plot.activationHistograms({ steps: [1], layers });
    expect(histograms.alt).toContain(`${words}.`);
    expect(
      JSON.stringify(histograms.spec)
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(/ +/g, " "),
    ).toContain("left out: ibis");
    const ridges = plot.batchNormRidges({ heron: [one], ibis: [none] });
    expect(ridges.alt).toBe(
      `Distribution of the activation over 1 step, as ridges. Mean and deviation: heron from 0.5 ± 0 to 0.5 ± 0. ${words}.`,
    );
    expect(titleOf(ridges)).toBe(words);
  });

  test("is no dead unit, and does not count beside what is finite", () => {
    const figure = plot.deadUnits({ relu: [[NaN, 0, 1, NaN, Infinity], [NaN, 0, 0, 2, -1]] }); // prettier-ignore
    expect(figure.data().layers[0]).toMatchObject({
      active: [NaN, 0, 0.5, 1, 0],
      dead: 2,
      lost: 1,
      notFinite: 4,
    });
    expect(figure.alt).toBe(
      "2 of 5 units dead (40.0 %). Dead by layer: relu 2 of 5. 4 values not finite, which do not count. 1 unit without a finite value, marked by a question mark.",
    );
    const rows = JSON.stringify(figure.spec);
    expect(rows).toContain('"text":{"value":"?"}');
  });

  test("is no unit that never changes", () => {
    const { alt } = plot.coAdaptation([[NaN, 1, 2, 7], [1, 2, 5, 7], [3, 4, 1, 7]]); // prettier-ignore
    expect(alt).toContain("1 unit with values that are not finite, crossed out. 1 unit never changes.");
  });

  test("in a recurrent network is crossed out, counted, and no part of a mean", () => {
    const figure = plot.unrolledRnn({ state: [[1, NaN], [NaN, NaN]], gate: [[0, 1], [1, 1]] }, { inputs: [NaN, 0.1 + 0.2] }); // prettier-ignore
    expect(figure.data()).toMatchObject({ means: { state: [1, NaN], gate: [0.5, 1] }, notFinite: 3 });
    expect(figure.alt).toBe(
      "Recurrent network (cell) over 2 steps with 2 units. Inputs: not finite and 0.3. Means over the units: state from 1 to 1 and gate from 0.5 to 1. 3 values not finite, crossed out.",
    );
    const texts = JSON.stringify(figure.spec).match(/"text":"×"/g);
    expect(texts).toHaveLength(3);
    expect(plot.unrolledRnn({ state: [[NaN]] }).alt).toContain(
      "Means over the units: state without a finite value.",
    );
  });
});

test("a single layer has no ratio", () => {
  const figure = plot.gradientFlow({ steps: [1], layers: { heron: { delta: [0.25] } } }, { theory: 0.5 });
  expect(figure.data()).toMatchObject({ ratio: NaN });
  expect(figure.data().expected).toBeUndefined();
  expect(figure.alt).toBe(
    "Gradients through 1 layer, on a logarithmic axis. δ is 0.25 at heron, the only layer.",
  );
  expect(titleOf(figure)).not.toContain("over the last");
});

/** What stands above a figure, its lines put together again. */
function titleOf({ spec }: plot.Figure): string {
  const { text } = (spec.title ?? { text: "" }) as { text: string | string[] };
  return [text].flat().join(" ");
}

describe("what has no place", () => {
  const trial = (
    number: number,
    value: number,
    params: Record<string, number> = { a: number, b: number },
  ) => ({
    ...{ number, state: "complete", params, values: [value] },
  });
  const study = (...trials: ReturnType<typeof trial>[]): plot.Tuned => ({ trials, directions: ["minimize"] });

  test("is said below the title and in the words, of a figure in Vega-Lite and one in Plotly", () => {
    const words = "2 heights not finite and left out";
    const map = plot.contour((x, y) => (x > 0 && y !== 0 ? NaN : x), { resolution: 2, title: "Valley" });
    expect(map.alt).toContain(`${words}.`);
    const { title, margin } = map.spec.layout as {
      title: { subtitle: { text: string } };
      margin: { t: number };
    };
    expect(title.subtitle.text.replaceAll(/<[^>]*>/g, "")).toContain(words);
    const whole = plot.contour((x) => x, { resolution: 2, title: "Valley" }).spec.layout as typeof map.spec;
    expect(margin.t).toBe((whole.margin as typeof margin).t + 16);
    const titled = plot.lines([1, 2, 3], { a: [1, NaN, 3] }, { title: "Loss" });
    expect(titled.spec.title).toEqual({ text: "Loss", subtitle: ["1 value not finite and left out"] });
    const plain = plot.lines([1, 2, 3], { a: [1, NaN, 3] });
    expect(titleOf(plain)).toBe("1 value not finite and left out");
  });

  test("on a logarithmic axis is counted by its kind, with the option that made it so", () => {
    const rate = (step: number) => 2 - step;
    expect(plot.learningRateSchedule(rate, { steps: 4, logY: true }).alt).toMatch(
      /2 rates are 0 or less and not drawn on the logarithmic axis; leave out logY to see all\.$/,
    );
    expect(plot.noiseByBatchSize([0, 1, 2], [1, 0, 3]).alt).toContain(
      "1 batch size is 0 or less and not drawn on the logarithmic axis. 1 variance is 0 or less",
    );
    const band = { low: [-1, 1], high: [2, 3] };
    expect(plot.lines([1, 2], { a: [1, 2] }, { logY: true, bands: { a: band } }).alt).toContain(
      "1 end of a band is 0 or less",
    );
  });

  test("is no end of a line", () => {
    const { alt } = plot.lines([1, Infinity, 3], { a: [1, 2, 3] });
    expect(alt).toContain("goes from 1 to 3. 1 place along x not finite and left out.");
    expect(plot.lines([-Infinity, 2, 3], { a: [1, 2, 3] }).alt).toContain("goes from 2 to 3.");
  });

  test("is not drawn where it is the best, and no ground is laid by it", () => {
    const lost = study(trial(0, 3), trial(1, -Infinity), trial(2, 1));
    const said = ["is not drawn", "1 trial not finite and left out."];
    for (const draw of [
      plot.optimizationHistory,
      plot.paramSlices,
      plot.paramContour,
      plot.parallelCoordinates,
    ])
      for (const words of said) expect(draw(lost).alt).toContain(words);
    const beyond = study(trial(0, 3), trial(1, 0, { a: Infinity, b: 1 }), trial(2, 1));
    const map = plot.paramContour(beyond);
    expect(map.alt).toContain("at a ∞ and b 1, which is not drawn.");
    expect(map.data().ground.values.flat().every(Number.isFinite)).toBe(true);
    expect(plot.optimizationHistory(study(trial(0, 1), trial(1, 0)), { logY: true }).alt).toContain(
      "The best is 0, of trial 1, which is not drawn.",
    );
    const score = (at: number) => ({ at, train: { loss: { mean: at } }, validation: { loss: { mean: at } } });
    expect(plot.learningCurve([score(0), score(2)], { logX: true }).alt).toContain(
      "Best validation 0 at training rows 0, which is not drawn.",
    );
  });

  test("is no time of 0 ms", () => {
    const figure = plot.stepTimeline({ forward: [1, NaN], backward: [2, 3], idle: [NaN, NaN] });
    const { values } = figure.spec.data as {
      values: { step: string; part: string; from: number; ms: number }[];
    };
    expect(values.map(({ step, part, from, ms }) => [step, part, from, ms])).toEqual([["median", "forward", 0, 1], ["median", "backward", 1, 2.5], ["0", "forward", 0, 1], ["0", "backward", 1, 2], ["1", "backward", 0, 3]]); // prettier-ignore
    expect(figure.alt).toContain("backward 2.5 ms and idle without a finite time.");
    expect(figure.alt).toContain("3 times not finite and left out.");
  });
});

test("trials that run at once in one slot have rows of their own, and the slot is busy once", () => {
  const span = (number: number, startedMs: number, endedMs: number) => ({
    ...{ number, state: "complete", params: {}, values: [1], startedMs, endedMs },
  });
  const figure = plot.trialTimeline({ trials: [span(0, 0, 1000), span(1, 0, 500), span(2, 500, 1000), span(3, 3000, 4000)] }); // prettier-ignore
  expect(figure.alt).toBe(
    "4 trials on 1 worker in 4 s, busy 50 % of the time. Up to 2 trials ran at once on one worker.",
  );
  expect(figure.data().trials.map(({ lane }) => lane)).toEqual([0, 1, 1, 0]);
  const many = Array.from({ length: 40 }, (_, at) => span(at, 0, 1000));
  expect(plot.trialTimeline({ trials: many }).alt).toContain("busy 100 % of the time. Up to 40 trials ran");
  const waiting = { number: 9, state: "running", params: {}, values: [] };
  expect(plot.trialTimeline({ trials: [...many, waiting] }).alt).toContain(
    "1 trial without a begin left out.",
  );
});

test("curvatures of a surface are read wherever it lies", () => {
  const bowl = (height: number) => (x: number, y: number) => height + x ** 2 + 3 * y ** 2;
  const { points } = plot.criticalPoints({ low: bowl(0), high: bowl(1e9), deep: bowl(-1e12) }).data();
  for (const { kind, curvatures } of points) {
    expect(kind).toBe("minimum");
    expect(curvatures.map((value) => Math.round(1e3 * value) / 1e3)).toEqual([2, 6]);
  }
  const wave = plot.criticalPoints({ wave: (x, y) => Math.cos(9 * x) + Math.exp(y) }).data().points[0];
  expect(wave.gradient).toEqual([0, 1]);
  expect(wave.curvatures.map((value) => Math.round(100 * value) / 100)).toEqual([-81, 1]);
});

describe("an order that is no order", () => {
  test("of epochs is put right, in any form of them", () => {
    const read = (epoch: ArrayLike<number>) =>
      plot.lossCurve({ history: { loss: [3, 1, 2], val_loss: [6, 4, 5] }, epoch } as never);
    const figure = read([12, 10, 11]);
    expect(figure.data().runs[0]).toMatchObject({ epochs: [11, 12, 13], training: [1, 2, 3], validation: [4, 5, 6] }); // prettier-ignore
    expect(figure.alt).toContain("from 11 to 13. training from 1 to 3, validation from 4 to 6");
    for (const form of [Int32Array, Float64Array]) expect(read(form.from([12, 10, 11])).alt).toBe(figure.alt);
    expect(() => read(Float32Array.from([0, 1.5, 2]))).toThrow(
      "lossCurve: epoch must be whole numbers, got 1.5",
    );
  });

  test("of epochs of which one was run twice is a line for each time", () => {
    const { alt, spec } = plot.lossCurve({ history: { loss: [3, 2, 1.5, 1] }, epoch: [0, 1, 1, 2] });
    expect(alt).toContain("A run that went back to an earlier epoch is drawn as one line for each time.");
    const { values } = spec.data as { values: { pass: number }[] };
    expect(values.map(({ pass }) => pass)).toEqual([0, 0, 1, 1]);
  });

  test("of models is that of their complexity", () => {
    const figure = plot.biasVariance({ complexity: [3, 1, 2], bias2: [1, 2, 3], variance: [1, 4, 1] });
    expect(figure.data()).toMatchObject({
      complexity: [1, 2, 3],
      bias2: [2, 3, 1],
      total: [6, 4, 2],
      best: 3,
    });
    expect(figure.alt).toContain("over degree 1 to 3, 3 models. bias² from 2 to 1 and variance from 4 to 1.");
    const twice = plot.biasVariance({ complexity: [1, 2, 2], bias2: [1, 2, 3], variance: [1, 1, 1] });
    expect(twice.alt).toContain("Several models of one degree: drawn as 2 lines each.");
  });
});
