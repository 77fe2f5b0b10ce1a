import * as plot from "../../src/plot/index";

const x = [1, 2, 3];
const trial = (number: number, values: number[], more: object = {}): plot.TunedTrial => ({
  ...{ number, state: "complete", params: { a: number, b: 1 }, values, ...more },
});
const two = { trials: [trial(0, [1, 2]), trial(1, [2, 1])], directions: ["minimize", "minimize"] as const };
const bin = { low: 0, high: 1, counts: [1, 2] };
const slice = { x, mean: x, deviation: x, acquisition: x };
const tiny = [[[0, 1]], [[1, 0]], [[1, 1]]];
const recording = (part: object) => ({ steps: x, layers: { first: part } });
const score = (loss: object) => [{ at: 1, train: { loss }, validation: { loss } }] as never;
const linear = { weights: [1, 1], bias: 0 };

/** What is wrong though its types are right, and what is said of it. */
const wrong: Record<string, () => plot.Figure> = {
  'lines: unknown line of a band "b"; known: a': () =>
    plot.lines(x, { a: x }, { bands: { b: { low: x, high: x } } }),
  "lines: a's band must be low below high, got 3 and 1 at [2]": () =>
    plot.lines(x, { a: x }, { bands: { a: { low: x, high: [1, 2, 1] } } }),
  "learningCurve: the interval of train loss at 1 must be low below high, got 2 and 1 at [0]": () =>
    plot.learningCurve(score({ mean: 1, low: 2, high: 1 })),
  "batchNormRidges: a histogram of a must be low below high, got 1 and 0 at [0]": () =>
    plot.batchNormRidges({ a: [{ ...bin, low: 1, high: 0 }] }),
  "batchNormRidges: the counts of a must not be below 0, got -1": () =>
    plot.batchNormRidges({ a: [{ ...bin, counts: [3, -1] }] }),
  "batchNormRidges: steps and the longest run must have equal length, got 1 and 2": () =>
    plot.batchNormRidges({ a: [bin, bin] }, { steps: [7] }),
  "activationHistograms: a histogram of first must be low below high, got 1 and 0 at [0]": () =>
    plot.activationHistograms(recording({ histograms: { activations: [{ ...bin, low: 1, high: 0 }] } })),
  'scatter: labels must be among classNames, got "ibis" at [1]': () =>
    plot.scatter({ x, y: x, label: ["heron", "ibis", "heron"] }, { classNames: ["heron", "crane"] }),
  'scatter: labels must name one class, got "crane" at [0]; give class indices, as two classes have that name':
    () => plot.scatter({ x, y: x, label: ["crane", "crane", "crane"] }, { classNames: ["crane", "crane"] }),
  "scatter: labels must be all names or all class indices, got 3 at [1]": () =>
    plot.scatter({ x, y: x, label: ["heron", 3, "heron"] as never }),
  'topLosses: labels must be among classNames, got "ibis" at [0]': () =>
    plot.topLosses(tiny, x, { labels: ["ibis", "heron", "heron"], classNames: ["heron"] }),
  'imageGrid: labels must name one class, got "crane" at [0]; give class indices, as two classes have that name':
    () => plot.imageGrid(tiny, { labels: ["crane", "crane", "crane"], classNames: ["crane", "crane"] }),
  "predictionsGrid: probabilities must be in [0, 1], got 3 at [0]; apply a sigmoid or softmax first": () =>
    plot.predictionsGrid(tiny, [[3, -1], [0, 1], [1, 0]]), // prettier-ignore
  "predictionsGrid: classNames must be one for each of 2 columns of probabilities, got 1": () =>
    plot.predictionsGrid(tiny, [[0, 1], [0, 1], [1, 0]], { classNames: ["heron"] }), // prettier-ignore
  "rocCurve: classNames must be one for each of 2 classes, got 1": () =>
    plot.rocCurve([0, 1, 0], x, { classNames: ["heron"] }),
  "precisionRecall: classNames must be one for each of 2 classes, got 3": () =>
    plot.precisionRecall([0, 1, 0], x, { classNames: ["heron", "ibis", "crane"] }),
  "paretoFront: objectives must be two different ones, got [0, 0]": () =>
    plot.paretoFront(two, { objectives: [0, 0] }),
  "paretoFront: objectives must be two different ones, got null": () =>
    plot.paretoFront(two, { objectives: null as never }),
  "paretoFront: names must be one for each of 2 objectives, got 1": () =>
    plot.paretoFront(two, { names: ["loss"] }),
  "hiddenUnits: names must be one for each of 2 units, got 1": () =>
    plot.hiddenUnits((rows) => rows.map(() => [1, 2]), { x, y: x }, { names: ["a"] }),
  "attribution: captions must be one for each of 3 images, got 1": () =>
    plot.attribution(tiny, tiny, { captions: ["a"] }),
  "attribution: maps must have a value for each of their shape [images, rows, columns], got 2 for [3, 1, 2]":
    () => plot.attribution(tiny, { values: [1, 2], shape: [3, 1, 2] }),
  "networkDiagram: inputs must be one for each of 2 inputs, got 1": () =>
    plot.networkDiagram([{ weights: [[1], [2]] }], { inputs: ["age"] }),
  "networkDiagram: outputs must be one for each of 1 outputs, got 2": () =>
    plot.networkDiagram([{ weights: [[1], [2]] }], { outputs: ["yes", "no"] }),
  "stepTimeline: forward must not be below 0, got -1 at [1]": () =>
    plot.stepTimeline({ data: x, forward: [1, -1, 2] }),
  "trialTimeline: endedMs must not lie before startedMs, got 5 after 9 for trial 3": () =>
    plot.trialTimeline({ trials: [trial(3, [1], { startedMs: 9, endedMs: 5 })] }),
  "surrogateBand: deviation must not be below 0, got -2 at [1]": () =>
    plot.surrogateBand({ ...slice, deviation: [1, -2, 1] }),
  "biasVariance: noise must be in [0, ∞), got -1": () =>
    plot.biasVariance({ complexity: x, bias2: x, variance: x, noise: -1 }),
  "learningRateFinder: rates and smoothed must have equal length, got 3 and 2": () =>
    plot.learningRateFinder({ rates: x, losses: x, smoothed: [1, 2] }),
  "coefficientPaths: chosen must be in (0, ∞), got -1": () =>
    plot.coefficientPaths(x, [[1], [2], [3]], { chosen: -1 }),
  "updateRatio: healthy must be in (0, ∞), got 0": () =>
    plot.updateRatio(recording({ updateRatio: x }), { healthy: 0 }),
  "updateRatio: steps and updateRatio of first must have equal length, got 3 and 2": () =>
    plot.updateRatio(recording({ updateRatio: [1, 2] })),
  "saturationMap: saturated of first must be shares in [0, 1], got 1.5 at [2]": () =>
    plot.saturationMap(recording({ saturated: [0, 1, 1.5] })),
  "unrolledRnn: units of forget and units of input must have equal length, got 2 and 1": () =>
    plot.unrolledRnn({ forget: [[1, 2]], input: [[1]] }),
  "unrolledRnn: maxSteps must be a whole number in [1, ∞), got -1": () =>
    plot.unrolledRnn({ forget: [[1, 2]] }, { maxSteps: -1 }),
  "deadUnits: above must be in (-∞, ∞), got NaN": () => plot.deadUnits({ relu: [[1]] }, { above: NaN }),
  "deadUnits: relu must have 4 values for its shape [2, 2], got 3": () =>
    plot.deadUnits({ relu: { values: x, shape: [2, 2] } }),
  'gridHeatmap: the value of known must be in (-∞, ∞), got "3"': () =>
    plot.gridHeatmap(
      { x: [1], y: [2], values: [[3]] },
      { known: { x: 1, y: 2, value: "3" as never, from: "notes" } },
    ),
  "generatedSamples: a moment's label must be text or a number, got {}": () =>
    plot.generatedSamples([[1, 2]], [{ label: {} as never, points: [[1, 2]] }]),
  "decisionBoundary: the label of step 0 must be text, got {}": () =>
    plot.decisionBoundary([{ model: linear, label: {} as never }], { x, y: x }),
  "decisionBoundary: highlight must be a whole number in [0, 2], got 3": () =>
    plot.decisionBoundary([{ model: linear, highlight: 3 }], { x, y: x }),
  "decisionBoundary: weights and bias must have equal length, got 1 and 2": () =>
    plot.decisionBoundary({ weights: [1, 1], bias: [1, 2] }, { x, y: x }),
  "decisionBoundary: predictions must be of at most 50 classes, got 1000001": () =>
    plot.decisionBoundary((rows) => rows.map(() => 1e6), { x, y: x }),
  "penaltyBalls: curvature must be symmetric, got 1 and 0 beside its diagonal": () =>
    plot.penaltyBalls({ optimum: [1, 1], curvature: [[2, 1], [0, 2]] }), // prettier-ignore
  "penaltyBalls: radii must not be below 0, got -1 at [0]": () =>
    plot.penaltyBalls({ optimum: [1, 1] }, { radii: [-1, 2] }),
  'computationGraph: data of a value must be a number, got "a"': () =>
    plot.computationGraph({ data: "a" as never, grad: 1, name: "x", operation: "", inputs: [] }),
  "computationGraph: name of a value must be text, got {}": () =>
    plot.computationGraph({ data: 1, grad: 1, name: {} as never, operation: "", inputs: [] }),
  'optimizationHistory: the number of a trial must be a whole number, got "a"': () =>
    plot.optimizationHistory({ ...two, trials: [trial("a" as never, [1])] }),
  'optimizationHistory: the constraints of trial 0 must be numbers in one row, got "x"': () =>
    plot.optimizationHistory({ ...two, trials: [trial(0, [1], { constraints: { c: "x" } })] }),
  'trialCurves: a report of trial 0 must be numbers in one row, got "b"': () =>
    plot.trialCurves({ trials: [trial(0, [1], { reports: [[1, "b"]] })] }),
  "trialTimeline: the slot of trial 0 must be text, got {}": () =>
    plot.trialTimeline({ trials: [trial(0, [1], { startedMs: 1, slot: {} })] }),
  "gridHeatmap: x must be numbers or text, got {} at [0]": () =>
    plot.gridHeatmap({ x: [{} as never], y: [1], values: [[1]] }),
  'batchNormRidges: the counts of a must be numbers in one row, got "a"': () =>
    plot.batchNormRidges({ a: [{ ...bin, counts: ["a"] as never }] }),
  'updateRatio: the steps must be numbers in one row, got "a"': () =>
    plot.updateRatio({ steps: ["a"] as never, layers: { l: { updateRatio: [1] } } }),
  "scatter: classNames must be one for each of 2 classes, got 1": () =>
    plot.scatter({ x: [1, 2], y: [1, 2], label: [-1, 1] }, { classNames: ["heron"] }),
  'weightMatrix: weights must be numbers, got "a" in row 1': () => plot.weightMatrix([[1], ["a"]] as never),
};

test.each(Object.entries(wrong))("%s", (message, draw) => {
  expect(draw).toThrow(expect.objectContaining({ message }) as Error);
});

test("what is only odd is drawn: null is a gap in a matrix, ends may be equal, more names than are shown are left", () => {
  expect(plot.weightMatrix([[null, 1]] as never).alt).toContain("1 weight not finite");
  expect(plot.lines(x, { a: x }, { bands: { a: { low: x, high: x } } }).alt).toContain("1 line");
  expect(plot.paretoFront(two, { names: ["loss", "time", "size"] }).alt).toContain("loss");
  expect(
    plot.scatter({ x, y: x, label: ["ibis", "ibis", "heron"] }, { classNames: ["heron", "ibis"] }).alt,
  ).toContain("2 classes: heron (1) and ibis (2).");
});
