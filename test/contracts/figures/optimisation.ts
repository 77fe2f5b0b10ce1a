import * as plot from "../../../src/plot/index";
import { evaw, million, ramp, unknown, wave, type FigureExamples } from "./example";

const ravine = (x: number, y: number) => x ** 2 / 2 + 5 * y ** 2;
const saddle = (x: number, y: number) => x ** 2 - y ** 2;
const nowhere = () => NaN;
const hole = (x: number, y: number) => (x > 1 ? NaN : ravine(x, y));
const descent = (rate: number, beta: number, count = 40) => {
  const path = [[-1.8, 1.2]];
  let [vx, vy] = [0, 0];
  while (path.length < count) {
    const [x, y] = path.at(-1)!;
    [vx, vy] = [beta * vx - rate * x, beta * vy - rate * 10 * y];
    path.push([x + vx, y + vy]);
  }
  return path;
};
const tensor = (values: ArrayLike<number>, ...shape: number[]) => ({ dataSync: () => values, shape });
const bowl = (size: number) =>
  wave(size * size).map(
    (_, at) => ((at % size) / size - 0.5) ** 2 + (Math.floor(at / size) / size - 0.5) ** 2,
  );
const grid = (size: number) => ({
  across: Array.from({ length: size }, (_, at) => at / size - 0.5),
  up: Array.from({ length: size }, (_, at) => at / size - 0.5),
  loss: tensor(bowl(size), size, size),
});
const plane = {
  across: [-1, -0.5, 0, 0.5, 1],
  up: [-1, 0, 1],
  loss: [[2, 1.2, 1, 1.3, 2.2], [1.1, 0.4, 0.125, 0.5, 1.2], [2.1, 1.3, 1.05, 1.4, 2.4]], // prettier-ignore
};

/** Figures of optimisation. */
export const optimisation: Record<string, FigureExamples> = {
  contour: {
    ordinary: () =>
      plot.contour(ravine, {
        paths: { sgd: descent(0.15, 0), momentum: descent(0.05, 0.8) },
        title: "A ravine",
      }),
    names: ["2 paths of up to 39 steps", "Lowest on the grid: 0 at 0, 0", "momentum ends at"],
    misspelt: () => plot.contour(ravine, unknown({ path: {} })),
    empty: () => plot.contour({ across: [], up: [], loss: [] }),
    single: () => plot.contour({ across: [1], up: [1], loss: [[2]] }, { paths: { a: [[1, 1]] } }),
    nan: () => plot.contour(hole, { paths: { a: [[0, 1], [NaN, 2]] } }), // prettier-ignore
    huge: () => plot.contour(grid(1000), { paths: { a: tensor(evaw(million), 500_000, 2) } }),
    notice: /500.000 places, 300 of them drawn/,
  },
  surface: {
    ordinary: () => plot.surface(saddle, { paths: { sgd: descent(0.05, 0, 12) }, title: "A saddle" }),
    names: ["from −4 to 4", "w₁ and w₂", "sgd goes from"],
    misspelt: () => plot.surface(saddle, unknown({ path: {} })),
    empty: () => plot.surface({ across: [], up: [], loss: [] }),
    single: () => plot.surface({ across: [1], up: [1], loss: [[2]] }),
    nan: () => plot.surface(hole),
    huge: () => plot.surface(grid(1000), { paths: { a: tensor(evaw(million), 500_000, 2) } }),
    notice: /500.000 places, 300 of them drawn/,
  },
  learningRateSlider: {
    ordinary: () =>
      plot.learningRateSlider(ravine, [0.01, 0.05, 0.1, 0.19, 0.21], { title: "How large a step" }),
    names: ["5 learning rates", "rate 0.21: diverges", "rate 0.1: height"],
    misspelt: () => plot.learningRateSlider(ravine, [0.1], unknown({ step: 3 })),
    empty: () => plot.learningRateSlider(ravine, []),
    single: () => plot.learningRateSlider(ravine, [0.1], { steps: 1 }),
    nan: () => plot.learningRateSlider(ravine, [0.1, NaN]),
    huge: () => plot.learningRateSlider(ravine, ramp(10_000).map((at) => at / 1e5), { steps: 100 }), // prettier-ignore
    notice: /10.000 rates, 40 of them drawn/,
  },
  lossLandscape: {
    ordinary: () => plot.lossLandscape(plane, { path: [[-1, 1], [-0.4, 0.3], [0, 0]], title: "Around the optimum" }), // prettier-ignore
    names: ["Lowest on the grid: 0.125 at 0, 0", "5 × 3 points", "training ends at 0, 0"],
    misspelt: () => plot.lossLandscape(plane, unknown({ paths: [] })),
    empty: () => plot.lossLandscape({ across: [], up: [], loss: [] }),
    single: () => plot.lossLandscape({ across: [0], up: [0], loss: [[1]] }),
    nan: () => plot.lossLandscape({ ...plane, across: [0], loss: [[1], [NaN], [2]] }),
    huge: () => plot.lossLandscape(grid(1000), { path: tensor(evaw(million), 500_000, 2), surface: true }),
    notice: /500.000 places, 300 of them drawn/,
  },
  criticalPoints: {
    ordinary: () => plot.criticalPoints(undefined, { title: "Where a descent may stop" }),
    names: ["6 surfaces", "minimum (minimum), curvatures 2 and 2", "saddle (saddle), curvatures −2 and 2"],
    misspelt: () => plot.criticalPoints(undefined, unknown({ ranges: [] })),
    empty: () => plot.criticalPoints({}),
    single: () => plot.criticalPoints({ saddle }),
    nan: () => plot.criticalPoints({ nowhere }),
    nanRefused: true,
    huge: () => plot.criticalPoints(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, saddle])), { resolution: 41 }), // prettier-ignore
    notice: /100 functions, 9 of them drawn/,
  },
  noiseByBatchSize: {
    ordinary: () =>
      plot.noiseByBatchSize([1, 4, 16, 64, 256], [480, 121, 29.8, 7.6, 1.86], { title: "Noise" }),
    names: ["5 batch sizes from 1 to 256", "from 476.2 to 486.4"],
    misspelt: () => plot.noiseByBatchSize([1], [1], unknown({ titel: "" })),
    empty: () => plot.noiseByBatchSize([], []),
    single: () => plot.noiseByBatchSize([1], [480]),
    nan: () => plot.noiseByBatchSize([1, 2, 4], [480, NaN, 100]),
    huge: () => plot.noiseByBatchSize(ramp(million).map((at) => at + 1), ramp(million).map((at) => 480 / (at + 1))), // prettier-ignore
    notice: /1.000.000 sizes, drawn by their extremes/,
  },
};
