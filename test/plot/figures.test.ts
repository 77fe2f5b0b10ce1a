import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";

import { mlp } from "../../src/nn/index";
import { blobs, digits, iris } from "../../src/data/index";
import {
  calibration,
  confusionMatrix,
  contour,
  dartboards,
  decisionBoundary,
  featureMaps,
  gradientFlow,
  gridHeatmap,
  imageGrid,
  lines,
  lossCurve,
  networkDiagram,
  precisionRecall,
  rocCurve,
  scatter,
  surface,
  weightMatrix,
} from "../../src/plot/index";
import { palette } from "../../src/plot/theme/colours";
import { inkOf } from "./ink";

const told = (make: () => unknown) => {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
};

describe("lossCurve", () => {
  const history = { loss: [3, 2, 1], val_loss: [3, 1.5, 2], acc: [0.1, 0.4, 0.3] };

  test("finds the best epoch by validation, the lowest loss and the highest accuracy", () => {
    expect(lossCurve(history).data().runs[0].best).toEqual({ epoch: 2, value: 1.5, of: "validation" });
    expect(lossCurve(history, { metric: "acc" }).data().runs[0].best).toEqual({
      epoch: 2,
      value: 0.4,
      of: "training",
    });
  });

  test("marks no best epoch where nobody knows which way is better, says so, and takes it from the reader", () => {
    const zeal = { zeal: [0.1, 0.9, 0.4] };
    const figure = lossCurve(zeal, { metric: "zeal" });
    expect(figure.data().runs[0].best).toBeUndefined();
    expect(figure.spec).toMatchObject({ title: { text: ['Best zeal: give {mode: "min"} or "max"'] } });
    const of = (mode: "min" | "max") => lossCurve(zeal, { metric: "zeal", mode }).data().runs[0].best?.epoch;
    expect([of("min"), of("max")]).toEqual([1, 2]);
    expect(told(() => lossCurve(zeal, { metric: "zeal", best: true }))).toBe(
      'lossCurve: best must go with a metric that is better lower or higher, got zeal; give {mode: "min"} or {mode: "max"}',
    );
    expect(JSON.stringify(lossCurve(zeal, { metric: "zeal", best: false }).spec)).not.toContain("give");
    expect(told(() => lossCurve(zeal, { metric: "zeal", mode: "most" as never }))).toBe(
      'lossCurve: unknown mode "most"; known: auto, min, max',
    );
  });

  test.each(["top3", "topK", "specificity", "kappa", "dice", "mcc", "psnr", "ndcg"])(
    "marks the highest %s",
    (metric) => {
      expect(lossCurve({ [metric]: [1, 3, 2] }, { metric }).data().runs[0].best).toMatchObject({ epoch: 2 });
    },
  );

  test.each(["mape", "accident_loss", "brierScore", "map_loss"])("marks the lowest %s", (metric) => {
    expect(lossCurve({ [metric]: [2, 1, 3] }, { metric }).data().runs[0].best).toMatchObject({ epoch: 2 });
  });

  test("overlays runs by name, and takes what fit returns", () => {
    const { runs } = lossCurve({ sgd: history, adam: { epoch: [0, 1], history: { loss: [2, 1] } } }).data();
    expect(runs.map(({ name, training }) => [name, training])).toEqual([
      ["sgd", [3, 2, 1]],
      ["adam", [2, 1]],
    ]);
  });

  test("says where a run diverged", () => {
    const figure = lossCurve({ loss: [1, 2, NaN] });
    expect(figure.data().runs[0].diverged).toBe(3);
    expect(JSON.stringify(figure.spec)).toContain("NaN from epoch 3");
  });

  const notesOf = (figure: { spec: Record<string, unknown> }) => {
    const { text, subtitle } = (figure.spec.title ?? {}) as { text?: string[]; subtitle?: string[] };
    return [text, subtitle].flat().filter(Boolean).join(" ");
  };
  type Rows = { epoch: number; value: number | null; split: string; marked?: boolean; pass?: number }[];
  const rowsOf = (figure: { spec: Record<string, unknown> }) => (figure.spec.data as { values: Rows }).values;

  test("joins and marks what was measured every second epoch, and says so", () => {
    const figure = lossCurve({ loss: [4, 3, 2, 1], val_loss: [NaN, 3, NaN, 2] });
    expect(rowsOf(figure).filter(({ split }) => split === "validation")).toEqual([
      { epoch: 2, value: 3, split: "validation", marked: true },
      { epoch: 4, value: 2, split: "validation", marked: true },
    ]);
    expect(notesOf(figure)).toBe("Best validation 2 at epoch 4 validation every 2nd epoch");
    expect(figure.data().runs[0].diverged).toBeUndefined();
    expect(figure.alt).toBe(
      "loss over 4 epochs. training from 4 to 1, validation from 3 to 2, best validation value 2 at epoch 4, validation every 2nd epoch.",
    );
  });

  test.each([
    [[NaN, NaN, 3, NaN, NaN, 2, NaN], "validation every 3rd epoch"],
    [[4, NaN, 3, NaN, NaN, 2], "validation at 3 of 6 epochs"],
    [[5, NaN, 3, 2], "validation 1 epoch without a value"],
    [[5, NaN, 4, 3, NaN, NaN], "NaN from epoch 5 validation 1 epoch without a value"],
    [[5, 4, Infinity], "∞ from epoch 3"],
  ])("says of validation %p: %s", (val_loss, note) => {
    expect(notesOf(lossCurve({ loss: val_loss.map((_, at) => 9 - at), val_loss }, { best: false }))).toBe(
      note,
    );
  });

  test("takes null as JSON has it, for a value that is missing", () => {
    const figure = lossCurve(JSON.parse(JSON.stringify({ loss: [2, 1], val_loss: [NaN, 1] })));
    expect(figure.data().runs[0].validation).toEqual([NaN, 1]);
    expect(lossCurve({ loss: [null, 1] as never }).data().runs[0].training).toEqual([NaN, 1]);
    expect(told(() => lossCurve({ loss: ["a", 1] as never }))).toBe(
      'lossCurve: loss must be numbers in one row, got "a"',
    );
  });

  test("averages the seeds that are finite, and names those that are lost", () => {
    const figure = lossCurve([{ loss: [4, 2] }, { loss: [6, 4] }, { loss: [8, NaN] }]);
    expect(figure.data().runs[0]).toMatchObject({ training: [6, 3], lostSeeds: [{ seed: 3, epoch: 2 }] });
    expect(figure.data().runs[0].diverged).toBeUndefined();
    const words =
      "seed 3 (from epoch 2) of 3 ends without a finite value and is left out of the mean from there";
    expect(notesOf(figure)).toContain(words);
    expect(figure.alt).toContain(words);
  });

  test("tells the ends of a run as it is drawn, from the first epoch to the last", () => {
    const history = { loss: [30, 10, 20], val_loss: [33, NaN, 22] };
    expect(lossCurve({ history, epoch: [2, 0, 1] }).alt).toContain(
      "training from 10 to 30, validation from 22 to 33",
    );
    const back = lossCurve({ history: { loss: [3, 2, 1] }, epoch: [2, 1, 0] });
    expect(back.alt).toContain("training from 1 to 3");
  });

  test("draws a resumed run at its own epochs", () => {
    const figure = lossCurve({ history: { loss: [3, 2, 1] }, epoch: [10, 11, 12] });
    expect(rowsOf(figure).map(({ epoch }) => epoch)).toEqual([11, 12, 13]);
    expect(figure.data().runs[0]).toMatchObject({ epochs: [11, 12, 13], best: { epoch: 13 } });
    expect(figure.alt).toBe(
      "loss over 3 epochs from 11 to 13. training from 3 to 1, best training value 1 at epoch 13.",
    );
    expect(told(() => lossCurve({ history: { loss: [3, 2, 1] }, epoch: [10, 11] }))).toBe(
      "lossCurve: epoch and loss must have equal length, got 2 and 3",
    );
  });

  test("joins no epochs of a run that went back", () => {
    const figure = lossCurve({ history: { loss: [3, 2, 1, 2.5, 2] }, epoch: [0, 1, 2, 1, 2] });
    expect(rowsOf(figure).map(({ epoch, pass }) => [epoch, pass])).toEqual([
      ...[[1, 0], [2, 0], [3, 0], [2, 1], [3, 1]], // prettier-ignore
    ]);
    expect(figure.alt).toContain("drawn as one line for each time");
  });

  test("says what a logarithmic axis hides, and marks no best epoch there", () => {
    const figure = lossCurve({ loss: [2, 1, 0] }, { logY: true });
    expect(notesOf(figure)).toBe(
      "1 value is 0 or less and not drawn on the logarithmic axis; leave out logY to see all",
    );
    expect(figure.alt).toContain("best training value 0 at epoch 3, which is not drawn");
  });

  test("tells what is wrong and what to do", () => {
    expect(told(() => lossCurve(history, { metric: "auc" }))).toBe(
      'lossCurve: no "auc" in the history (found loss, val_loss and acc); choose another with {metric: "…"}',
    );
    expect(told(() => lossCurve(history, { smooth: 1.4 }))).toBe(
      "lossCurve: smooth must be in [0, 1), got 1.4",
    );
    expect(told(() => lossCurve({ loss: [NaN, NaN] }))).toBe(
      "lossCurve: loss must have a finite value, got none",
    );
    expect(told(() => lossCurve([1, 2] as never))).toBe(
      "lossCurve: history must be {loss: number[], …} or several by name, got [1, 2]",
    );
  });
});

describe("lines", () => {
  test("keeps every number, and rounds only what it draws", () => {
    const y = [1 / 3, 2 / 3];
    const figure = lines([0, 1], { thirds: y });
    expect(figure.data().lines.thirds).toEqual(y);
    expect(JSON.stringify(figure.spec)).toContain("0.33333");
  });

  test("draws places far from 0 apart", async () => {
    const figure = lines([1000001, 1000002, 1000003], { loss: [2.302585, 2.30259, 2.302595] });
    const near = lines([1, 2, 3], { loss: [0, 1, 2] });
    const path = async (drawn: { svg(): Promise<string> }) =>
      /aria-roledescription="line mark"[^>]*? d="([^"]+)"|d="(M[^"]+L[^"]+L[^"]+)"[^>]*aria-roledescription="line mark"/.exec(
        await drawn.svg(),
      )!;
    const heights = (text: string) => text.match(/-?[\d.]+/g)!.map(Number);
    const [far, ordinary] = [await path(figure), await path(near)].map(([, one, other]) =>
      heights(one ?? other),
    );
    expect(far[2] - far[0]).toBeGreaterThan(100);
    expect(ordinary[2] - ordinary[0]).toBeGreaterThan(100);
    expect(figure.alt).toBe(
      "1 line over x from 1\u202f000\u202f001 to 1\u202f000\u202f003. loss lies between 2.302585 and 2.302595 and goes from 2.302585 to 2.302595.",
    );
  });

  test("says truly where unordered values begin and end, and joins none that no run had", () => {
    const unordered = lines([3, 1, 2], { loss: [30, 10, 20] });
    expect(unordered.alt).toBe(
      "1 line over x from 1 to 3. loss lies between 10 and 30 and goes from 10 to 30. Drawn in the order of x, not of the values.",
    );
    const again = lines([1, 2, 3, 2, 3], { loss: [5, 4, 3, 6, 2] });
    expect(again.spec.data).toMatchObject({ values: [0, 0, 0, 1, 1].map((pass) => ({ pass })) });
    expect(again.alt).toBe(
      "1 line over x from 1 to 3. loss lies between 2 and 6 and goes from 5 to 3, then from 6 to 2. x comes back to earlier places: drawn as 2 passes.",
    );
    const steps = lines([0, 0, 1, 1], { rate: [0, 1, 1, 2] });
    expect(steps.alt).toBe("1 line over x from 0 to 1. rate lies between 0 and 2 and goes from 0 to 2.");
    expect(lines([3, 2, 1], { loss: [1, 2, 3] }).alt).toContain("goes from 3 to 1");
  });

  test("takes null as a gap, and marks a value that no line reaches", () => {
    const y = Array.from({ length: 20 }, (_, at) => (at === 3 ? 1 : at < 8 ? null : at));
    const figure = lines(
      y.map((_, at) => at),
      { loss: y as number[] },
    );
    const { values } = figure.spec.data as { values: { x: number; alone?: boolean }[] };
    expect(values.filter(({ alone }) => alone).map(({ x }) => x)).toEqual([3]);
    expect(figure.alt).toContain("7 values not finite and left out.");
  });

  test("shows no value on a logarithmic axis that has no place there", () => {
    const { values } = lines([0, 1], { a: [0, 10] }, { logX: true, logY: true }).spec.data as {
      values: object[];
    };
    expect(values).toEqual([
      { x: null, y: null, series: "a" },
      { x: 1, y: 10, series: "a", alone: true },
    ]);
  });

  test.each(["logX", "logY"] as const)(
    "says so where nothing is above 0 on %s, and draws its axes",
    async (log) => {
      const figure = lines([-1, 0], { a: [-2, 0] }, { [log]: true });
      expect(figure.alt).toMatch(
        /No (value|place along x) is above 0, so that a logarithmic axis shows none/,
      );
      expect(await figure.svg()).not.toMatch(/NaN|Infinity/);
      const losses = lossCurve({ loss: [0, 0] }, { logY: true });
      expect(JSON.stringify(losses.spec)).toContain("No value is above 0");
      expect(await losses.svg()).not.toMatch(/NaN|Infinity/);
    },
  );

  test.each(["two\nlines", "bell\u0007", 'quoted "name"', "back\\slash", "datum['x']", "😀"])(
    "draws a line and an axis of the name %j",
    async (name) => {
      const figure = lines([0, 1], { [name]: [1, 2] }, { xLabel: name, title: name });
      const several = lines([0, 1], { [name]: [1, 2], other: [2, 1] });
      const [one, two] = [inkOf(await figure.png()), inkOf(await several.png())];
      // A line across the figure and, of several, a second in the next colour.
      expect(one.get(palette[0])).toBeGreaterThan(500);
      expect(one.has(palette[1])).toBe(false);
      expect(two.get(palette[0])).toBeGreaterThan(500);
      expect(two.get(palette[1])).toBeGreaterThan(500);
    },
  );

  test("tells what is wrong with the horizontal values", () => {
    expect(told(() => lines([NaN, NaN], { a: [1, 2] }))).toBe("lines: x must have a finite value, got none");
    expect(told(() => lines(["p", "q"] as never, { a: [1, 2] }))).toBe(
      'lines: x must be numbers in one row, got "p"',
    );
    expect(told(() => lines([1], undefined as never))).toContain(
      "lines: the lines must be given by name, got undefined",
    );
  });

  test("names the line whose length differs", () => {
    expect(told(() => lines([1, 2, 3], { tanh: [1, 2] }))).toBe(
      "lines: x and tanh must have equal length, got 3 and 2",
    );
  });
});

describe("confusionMatrix", () => {
  const classed = fc
    .integer({ min: 1, max: 6 })
    .chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { minLength: 1, maxLength: 200 }),
      ),
    );

  test("counts every point once: rows sum to the true classes, columns to the predicted", () => {
    fc.assert(
      fc.property(classed, ([count, pairs]) => {
        const [labels, predictions] = [0, 1].map((side) => pairs.map((pair) => pair[side]));
        const names = Array.from({ length: count }, (_, at) => `c${at}`);
        const { counts, accuracy } = confusionMatrix(labels, predictions, { classNames: names }).data();
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        names.forEach((_, at) => {
          expect(sum(counts[at])).toBe(labels.filter((label) => label === at).length);
          expect(sum(counts.map((row) => row[at]))).toBe(predictions.filter((label) => label === at).length);
        });
        expect(accuracy).toBeCloseTo(
          pairs.filter(([own, predicted]) => own === predicted).length / pairs.length,
        );
      }),
    );
  });

  test("has its transpose when labels and predictions change places", () => {
    const [labels, predictions] = [
      [0, 1, 2, 2, 1],
      [0, 2, 2, 1, 1],
    ];
    const { counts } = confusionMatrix(labels, predictions).data();
    const turned = confusionMatrix(predictions, labels).data().counts;
    expect(turned).toEqual(counts[0].map((_, at) => counts.map((row) => row[at])));
  });

  test("takes tensors, and tells what is wrong", () => {
    expect(confusionMatrix(tf.tensor1d([0, 1]), tf.tensor1d([1, 1])).data().counts).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(told(() => confusionMatrix(Array(1000).fill(0), Array(992).fill(0)))).toBe(
      "confusionMatrix: labels and predictions must have equal length, got 1000 and 992",
    );
    expect(told(() => confusionMatrix([0, 3], [0, 1], { classNames: ["a", "b", "c"] }))).toBe(
      "confusionMatrix: labels must be class indices 0 to 2, got 3 at [1]",
    );
  });
});

describe("scatter", () => {
  test("shows the features that are asked for, by name", () => {
    const { x, y, classNames } = scatter(iris(), { features: ["petal width", "sepal length"] }).data();
    expect([x[0], y[0]]).toEqual([expect.closeTo(0.2), expect.closeTo(5.1)]);
    expect(classNames).toEqual(["setosa", "versicolor", "virginica"]);
  });

  test("takes names, indices and the perceptron's −1 and 1 as classes", () => {
    const label = (labels: number[] | string[]) => scatter({ x: [1, 2], y: [1, 2], label: labels }).data();
    expect(label(["b", "a"])).toMatchObject({ label: [0, 1], classNames: ["b", "a"] });
    expect(label([-1, 1])).toMatchObject({ label: [0, 1], classNames: ["−1", "+1"] });
    expect(label([0, 2])).toMatchObject({ classNames: ["class 0", "class 1", "class 2"] });
  });

  test("tells what is wrong", () => {
    expect(told(() => scatter(iris(), { features: ["petal"] }))).toBe(
      "scatter: two features must be chosen, got [petal]",
    );
    expect(told(() => scatter(iris(), { features: ["petal", 1] }))).toBe(
      'scatter: unknown feature "petal"; known: sepal length, sepal width, petal length, petal width',
    );
    expect(told(() => scatter({ x: [1, 2], y: [1] }))).toBe(
      "scatter: x and y must have equal length, got 2 and 1",
    );
    expect(told(() => scatter({ x: [1, 2], y: [1, 2], label: [0, 0.5] }))).toBe(
      "scatter: labels must be class indices 0 to 0, got 0.5 at [1]",
    );
  });
});

describe("decisionBoundary", () => {
  const data = { x: [-2, -1, 1, 2], y: [0, 0, 0, 0.1], label: [0, 0, 1, 1] };
  const forms = {
    "class indices": (points: number[][]) => points.map(([x]) => (x > 0 ? 1 : 0)),
    "−1 and 1": (points: number[][]) => points.map(([x]) => (x > 0 ? 1 : -1)),
    "a probability of class 1": (points: number[][]) => points.map(([x]) => 1 / (1 + Math.exp(-x))),
    "a score": (points: number[][]) => points.map(([x]) => 3.7 * x),
    "one score a class": (points: number[][]) => points.map(([x]) => [-x, x]),
    "a tensor of probabilities": (points: number[][]) =>
      tf.softmax(tf.tensor2d(points.map(([x]) => [-x, x]))),
    "a column tensor": (points: number[][]) => tf.tensor2d(points.map(([x]) => [1 / (1 + Math.exp(-x))])),
  };

  test.each(Object.entries(forms))("understands predictions as %s", (_, model) => {
    const [{ predictions, right }] = decisionBoundary(model, data).data().steps;
    expect({ predictions, right }).toEqual({ predictions: [0, 0, 1, 1], right: 4 });
  });

  test("asks a model of TensorFlow.js, and leaves no tensor behind", () => {
    const model = { predict: (x: tf.Tensor2D) => tf.sigmoid(tf.matMul(x, tf.tensor2d([[1], [0]]))) };
    const before = tf.memory().numTensors;
    expect(decisionBoundary(model, data).data().steps[0].right).toBe(4);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("needs only four corners for linear weights of two classes, whose boundary is then exact", () => {
    const figure = decisionBoundary({ weights: [2, -1], bias: -0.5 }, data);
    const { across, up } = figure.data().grid;
    expect([across.length, up.length]).toEqual([2, 2]);
    const [trace] = figure.spec.data as { z: { bdata: string } }[];
    const z = new Int16Array(Uint8Array.from(Buffer.from(trace.z.bdata, "base64")).buffer);
    const score = (x: number, y: number) => -(2 * x - y - 0.5);
    const corners = up.flatMap((y) => across.map((x) => score(x, y)));
    const scale = 10000 / Math.max(...corners.map(Math.abs));
    expect([...z]).toEqual(corners.map((corner) => Math.round(corner * scale)));
  });

  test("draws the margin of a linear model, where its score is −1 and 1", () => {
    const figure = decisionBoundary({ weights: [2, -1], bias: -0.5 }, data, { margin: true });
    const { x, y } = (figure.spec.data as { x: (number | null)[]; y: (number | null)[] }[]).at(-1)!;
    const scores = x.map((value, at) => (value === null ? null : 2 * value - y[at]! - 0.5));
    expect(scores).toEqual([-1, -1, null, 1, 1, null].map((s) => (s === null ? null : expect.closeTo(s, 3))));
    expect(told(() => decisionBoundary(() => [0, 1, 1, 0], data, { margin: true, resolution: 2 }))).toBe(
      "decisionBoundary: margin needs a linear model {weights: [2], bias}, got a function",
    );
  });

  test("tells three classes of a linear model apart", () => {
    const model = { weights: [[1, 0], [-1, 0], [0, 2]], bias: [0, 0, 0] }; // prettier-ignore
    const points = { x: [3, -3, 0], y: [0, 0, 3], label: [0, 1, 2] };
    expect(decisionBoundary(model, points).data().steps[0].predictions).toEqual([0, 1, 2]);
  });

  test("makes a frame for each step, shows the last, and rings the point that it is about", () => {
    const steps = [0, 1, 2].map((at) => ({
      model: { weights: [1, at], bias: 0 },
      highlight: at,
      label: `u${at}`,
    }));
    const figure = decisionBoundary(steps, data);
    const {
      data: traces,
      frames,
      layout,
    } = figure.spec as never as {
      data: { x: number[] }[];
      frames: { traces: number[] }[];
      layout: { sliders: { active: number; steps: { label: string }[] }[] };
    };
    expect(frames).toHaveLength(3);
    expect(layout.sliders[0].active).toBe(2);
    expect(layout.sliders[0].steps.map(({ label }) => label)).toEqual(["u0", "u1", "u2"]);
    expect(traces.at(-1)!.x).toEqual([data.x[2]]);
    expect(frames[0].traces).toEqual([0, 1, traces.length - 1]);
  });

  test("keeps the first and the last of more steps than a page can hold", () => {
    const steps = Array.from({ length: 5000 }, (_, at) => ({ weights: [1, at / 5000], bias: 0 }));
    const figure = decisionBoundary(steps, data);
    const labels = figure.data().steps.map(({ label }) => label);
    expect([labels[0], labels.at(-1), labels.length]).toEqual(["0", "4999", 150]);
    expect(JSON.stringify(figure.spec).length).toBeLessThan(300_000);
  });

  test("asks a model of more features with the others at their mean", () => {
    const { features, shape } = blobs({ count: 50, features: 3 });
    const mean = features.reduce((sum, value, at) => sum + (at % shape[1] === 1 ? value : 0), 0) / shape[0];
    const seen: number[][] = [];
    decisionBoundary(
      (points) => {
        seen.push(points[0]);
        return points.map(() => 0);
      },
      { features, shape },
      { features: [0, 2] },
    );
    expect(seen[0][1]).toBeCloseTo(mean, 4);
  });

  test("tells what is wrong", () => {
    expect(told(() => decisionBoundary(() => [1, 2], data, { resolution: 5 }))).toBe(
      "decisionBoundary: predictions must be [25] or [25, classes], got [2]",
    );
    expect(told(() => decisionBoundary((points) => points.map(() => NaN), data))).toBe(
      "decisionBoundary: predictions must be finite, got NaN; has the training diverged?",
    );
    expect(told(() => decisionBoundary({ weights: [1, 2, 3], bias: 0 }, data))).toBe(
      "decisionBoundary: weights must be [2], one a feature, got [3]",
    );
    expect(told(() => decisionBoundary([], data))).toBe("decisionBoundary: the steps must not be empty");
    expect(told(() => decisionBoundary(7 as never, data))).toMatch(
      /^decisionBoundary: model must be a function of/,
    );
  });
});

describe("networkDiagram", () => {
  const input = [0.4, -1.2];

  test.each(["relu", "tanh", "elu", "selu", "silu", "gelu", "sigmoid"] as const)(
    "shows what a model of %s units answers, whose activations are layers of their own",
    (activation) => {
      const model = mlp({ inputs: 2, hidden: [3, 4], outputs: 3, activation, dropout: 0.5 });
      const { activations } = networkDiagram(model, { input }).data();
      const answer = tf.tidy(() => [...(model.predict(tf.tensor2d([input])) as tf.Tensor).dataSync()]);
      expect(activations).toHaveLength(4);
      activations!.at(-1)!.forEach((value, unit) => expect(value).toBeCloseTo(answer[unit], 5));
      model.dispose();
    },
  );

  const texts = {
    ...{
      0: "0",
      1: "1.00",
      0.5: ".50",
      0.004: "<.01",
      0.005: ".01",
      0.994: ".99",
      0.9951: ">.99",
      1.004: "1.00",
    },
    ...{
      1.006: "1.01",
      9.994: "9.99",
      9.996: "10.0",
      99.94: "99.9",
      99.96: "100",
      999.4: "999",
      999.6: "1.0k",
    },
    ...{
      1234: "1.2k",
      99960: "100k",
      999400: "999k",
      999600: "1.0M",
      2.45e6: "2.5M",
      7.8e10: "78.0G",
      3e12: "3e12",
    },
    ...{ 1e-300: "<.01", 1e300: "1e300" },
  };
  test.each(Object.entries(texts))("writes %s into its circle as %s, and its opposite so", (number, text) => {
    const value = Number(number);
    const negative = text.startsWith("<")
      ? text.replace("<", ">−")
      : text.replace(/^(>)?/, (more) => (more ? "<−" : "−"));
    const layer = { weights: [[1], [1]], activation: "linear" };
    const { spec } = networkDiagram([layer], { input: [value, -value] });
    expect(circlesOf(spec).slice(0, 2)).toEqual([text, value === 0 ? "0" : negative]);
  });

  test("says in a circle what is no number, and what is infinite", () => {
    const { spec } = networkDiagram([{ weights: [[1e308, -1e308], [1e308, 1e308]], activation: "linear" }], {
      input: [10, 10],
    }); // prettier-ignore
    expect(circlesOf(spec).slice(2)).toEqual(["∞", "NaN"]);
  });

  /** What stands in the circles at the end of the walk. */
  function circlesOf(spec: Record<string, unknown>): string[] {
    const frames = spec.frames as { data: { text?: string[] }[] }[];
    const { text } = frames.at(-1)!.data.find((trace) => trace.text)!;
    return text!.map((one) =>
      one
        .replace(/<[^>]*>/g, "")
        .replace("&lt;", "<")
        .replace("&gt;", ">"),
    );
  }

  test("does not follow an input through batch norm, and draws its weights", () => {
    const model = mlp({ inputs: 2, hidden: [3], outputs: 1, batchNorm: true });
    expect(told(() => networkDiagram(model, { input }))).toBe(
      "networkDiagram: an input can be followed through dense layers and their activations, got BatchNormalization; leave input out to see the weights",
    );
    expect(networkDiagram(model).data().sizes).toEqual([2, 3, 1]);
    model.dispose();
  });
});

describe("imageGrid", () => {
  test("takes the digits, and marks what is predicted wrong", () => {
    const few = digits().take([0, 1, 2]);
    const figure = imageGrid(few, { predictions: [0, 1, 5] });
    expect(figure.data().images.map(({ right }) => right)).toEqual([true, true, false]);
    expect(JSON.stringify(figure.spec)).toContain("5 ≠ 2");
  });

  test("takes tensors, arrays and colours alike", () => {
    const nested = [[[0, 1], [2, 3]]]; // prettier-ignore
    const [one, other] = [imageGrid(nested), imageGrid(tf.tensor3d(nested))];
    expect(one.spec).toEqual(other.spec);
    expect(imageGrid(tf.zeros([2, 4, 5, 3])).data().shape).toEqual([2, 4, 5, 3]);
  });

  test("tells what is wrong", () => {
    expect(told(() => imageGrid(tf.zeros([64]) as never))).toBe(
      "imageGrid: images must be [images, height, width] or [images, height, width, channels], channels 1, 3 or 4, got [64]",
    );
    expect(told(() => imageGrid(tf.zeros([2, 2, 2]), { labels: [1] }))).toBe(
      "imageGrid: images and labels must have equal length, got 2 and 1",
    );
  });
});

describe("dartboards", () => {
  test("count shots that are too far out, and draw the others", async () => {
    const figure = dartboards({ tame: [[0.1, 0.2]], wild: [[0, 0], [400, 300]] }); // prettier-ignore
    expect(figure.alt).toContain("1 shot too far out to draw");
    expect(figure.data().boards[1]).toMatchObject({ bias2: 62_500, variance: 62_500 });
    // Of three darts the two that hit a board, in the middle of it and 0.1 right, 0.2 above.
    const { layer } = figure.spec as {
      layer: { mark: { color?: string }; data: { values: { x: number; y: number }[] } }[];
    };
    const darts = layer.find(({ mark }) => mark.color === palette[1])!.data.values;
    const crosses = layer.find(({ mark }) => (mark as { shape?: string }).shape === "cross")!.data.values;
    expect(darts).toHaveLength(2);
    expect(darts[1]).toEqual(crosses[1]);
    expect((crosses[0].y - darts[0].y) / (darts[0].x - crosses[0].x)).toBeCloseTo(2, 5);
    expect(inkOf(await figure.png()).size).toBeGreaterThan(10);
  });

  test("draw empty boards where every shot is too far out", async () => {
    expect((await dartboards({ lost: [[0, 9]] }).svg()).match(/NaN/)).toBeNull();
  });
});

test("a confusion matrix says that names are not class indices", () => {
  expect(told(() => confusionMatrix(["cat", "dog"] as never, ["cat", "dgo"] as never))).toBe(
    'confusionMatrix: labels must be class indices, got "cat" at [0]; number the classes from 0 and name them by the option classNames',
  );
});

test("what has no class is none of the first", () => {
  const remedy = "leave out what has no class";
  const [labels, scores] = [[null, 1] as never, [0.1, 0.9]];
  expect(told(() => confusionMatrix(labels, [0, 1]))).toBe(
    `confusionMatrix: labels must be class indices, got null at [0]; ${remedy}`,
  );
  for (const draw of [rocCurve, precisionRecall, calibration])
    expect(told(() => draw([1, undefined] as never, scores))).toBe(
      `${draw.name}: labels must be class indices, got undefined at [1]; ${remedy}`,
    );
});

test("a layer that lost its gradient at some steps is named", () => {
  const layers = { a: { delta: [1, NaN, Infinity] }, b: { delta: [1, 2, 3] }, c: { delta: [1, NaN, 1] } };
  const flow = gradientFlow({ steps: [0, 1, 2], layers });
  expect(flow.data().layers.map(({ lost }) => lost)).toEqual([2, undefined, 1]);
  expect(flow.alt).toContain("δ is not finite: a at 2 steps and c at 1 step");
});

test("a band and digits that are none are refused in a sentence", () => {
  expect(told(() => lines([1, 2], { a: [1, 2] }, { bands: { a: null as never } }))).toBe(
    "lines: a's band must be {low, high}, got null",
  );
  for (const digits of [200, -1, 1.5])
    expect(told(() => gridHeatmap({ x: ["a"], y: ["b"], values: [[1]] }, { digits }))).toBe(
      `gridHeatmap: digits must be a whole number in [0, 20], got ${digits}`,
    );
});

describe("a map of a function", () => {
  // Its minimum, 0 at (0.13, 0), lies between places of the grid, which are 0.5 apart.
  const valley = (x: number, y: number) => (x - 0.13) ** 2 + y ** 2;
  const coarse = { xRange: [-2, 2], yRange: [-1, 1], resolution: 9 } as const;
  type Axes = { layout: { xaxis: { scaleanchor?: string }; yaxis: { scaleanchor?: string } } };
  const axes = (figure: { spec: unknown }) => (figure.spec as Axes).layout;

  test("says what is lowest on the grid, not what the minimum is", () => {
    const said = "Lowest on the grid: 0.0169 at 0, 0";
    expect(contour(valley, coarse).alt).toContain(said);
    expect(surface(valley, coarse).alt).toContain(said);
    expect(contour(valley, coarse).data().lowest).toEqual({ x: 0, y: 0, z: valley(0, 0) });
  });

  test("says how many places are as low as the lowest", () => {
    const flat = () => 5;
    expect(contour(flat, coarse).alt).toContain("Lowest on the grid: 5 at −2, −1, the first of 81 alike.");
    expect(surface(flat, coarse).alt).toContain("Lowest on the grid: 5 at −2, −1, the first of 81 alike.");
    const trough = contour((x) => x ** 2, coarse);
    expect(trough.alt).toContain("Lowest on the grid: 0 at 0, −1, the first of 9 alike.");
    const fine = Array.from({ length: 100 }, (_, at) => at);
    const thinned = contour({ across: fine, up: fine, loss: fine.map(() => fine.map(() => 5)) });
    expect(thinned.alt).toContain("Lowest on the grid: 5 at 0, 0, the first of several alike.");
    const channels = [[[0, 1, 1], [0, 2, 2]]]; // prettier-ignore
    expect(featureMaps(channels).alt).toContain(
      "Channel 1 is the strongest, mean 1.5, the first of 2 alike.",
    );
  });

  test("of one weight has one input", () => {
    expect(weightMatrix([[5]]).alt).toContain("Matrix of 1 input by 1 output, 1 weight from 5 to 5.");
  });

  test("counts steps, not places: 501 places are 500 steps, the first at step 0", () => {
    const way = (count: number) => Array.from({ length: count }, (_, at) => [1 - at / count, 0]);
    for (const draw of [contour, surface]) {
      const { alt, spec } = draw(valley, { ...coarse, paths: { sgd: way(501) } });
      const { steps } = (spec as { layout: { sliders: { steps: { label: string }[] }[] } }).layout.sliders[0];
      expect([steps[0].label, steps.at(-1)!.label]).toEqual(["0", "500"]);
      expect(alt).toContain("501 places, 300 of them drawn");
    }
    expect(contour(valley, { ...coarse, paths: { sgd: way(501) } }).alt).toContain(
      "1 path of up to 500 steps",
    );
    expect(contour(valley, { ...coarse, paths: { sgd: way(2) } }).alt).toContain("1 path of up to 1 step:");
  });

  test("has one scale on both axes, so that circles are round, unless one is more than three times as long", () => {
    const stretched = "The axes have different scales: angles and circles are stretched";
    for (const [xRange, options, isOne] of [
      [[-2, 2], {}, true],
      [[-3, 3], {}, true],
      [[-3.1, 3.1], {}, false],
      [[-3.1, 3.1], { equalScale: true }, true],
      [[-2, 2], { equalScale: false }, false],
    ] as [[number, number], object, boolean][]) {
      const figure = contour(valley, { ...coarse, xRange, ...options });
      expect(axes(figure).yaxis.scaleanchor).toBe(isOne ? "x" : undefined);
      expect(figure.alt.includes(stretched)).toBe(!isOne);
    }
  });

  test("so has a decision boundary, whose right angles are right", () => {
    const weights = { weights: [1, 1], bias: 0 };
    const over = (reach: number) => ({ x: [[0, 0], [reach, 1]], label: [0, 1] }); // prettier-ignore
    const isOne = (reach: number, options = {}) => {
      const figure = decisionBoundary(weights, over(reach), options);
      expect(figure.alt.includes("different scales")).toBe(axes(figure).yaxis.scaleanchor === undefined);
      return axes(figure).yaxis.scaleanchor === "x";
    };
    expect([isOne(1), isOne(3), isOne(4), isOne(1 / 4)]).toEqual([true, true, false, false]);
    expect([isOne(1, { equalScale: false }), isOne(9, { equalScale: true })]).toEqual([false, true]);
  });
});
