import * as plot from "../../../src/plot/index";
import { byName, count, named, title, waves, xLabel, yLabel, type Crowded } from "./names";

const noise = (at: number) => Math.abs(Math.sin(at * 12.9898) * 43758.5453) % 1;
const trials: plot.TunedTrial[] = count(60).map((number) => ({
  number,
  state: ["complete", "complete", "pruned", "failed"][number % 4],
  params: {
    "a rate whose name is long, as it says whose": 10 ** (-6 * noise(number)),
    "kind of what is tried": named(20, "category")[number % 20],
    units: 1e6 * (number + 1),
    "dropout after the last of the layers": noise(number + 0.5),
    flag: number % 2 === 0,
  },
  values: number % 4 < 2 ? [1e5 * noise(number), noise(number + 0.1)] : [],
  constraints: { c: number % 5 ? 0 : 1 },
  reports: count(9).map((step) => [1e5 * step, 1e4 * (noise(number) + 1 / (step + 1))] as const),
  startedMs: 1000 * number,
  endedMs: 1000 * number + 2500,
  slot: named(12, "worker")[number % 12],
}));
const one: plot.Tuned = { trials, directions: ["minimize"] };
const two: plot.Tuned = { trials, directions: ["minimize", "minimize"] };
const slice = {
  x: count(50),
  mean: count(50).map((at) => 1e5 * Math.sin(at / 9)),
  deviation: count(50).map(() => 3e4),
  acquisition: count(50).map((at) => Math.abs(Math.cos(at / 9))),
  seen: { x: [5, 20, 40], value: [2e4, 5e4, 9e4] },
};

/** Crowded figures of studies. */
export const search: Crowded = {
  optimizationHistory: () => plot.optimizationHistory(one, { title }),
  paramImportances: () =>
    plot.paramImportances(
      byName(named(20, "parameter"), () => 0.05),
      { title },
    ),
  paramSlices: () => plot.paramSlices(one, { title }),
  paramContour: () =>
    plot.paramContour(one, {
      ...{
        title,
        params: ["a rate whose name is long, as it says whose", "dropout after the last of the layers"],
      },
    }),
  parallelCoordinates: () => plot.parallelCoordinates(one, { title }),
  gridHeatmap: () =>
    plot.gridHeatmap(
      { x: named(12, "column"), y: named(12, "row"), values: waves(12, 12) },
      { title, xLabel, yLabel, known: { x: "column 1", y: "row 1", value: 0.5, from: "the notes of last year's course" } }, // prettier-ignore
    ),
  trialCurves: () => plot.trialCurves(one, { title, xLabel }),
  surrogateBand: () => plot.surrogateBand(slice, { title, xLabel }),
  surrogateSteps: () => plot.surrogateSteps([slice, slice], { title, xLabel, truth: Math.sin }),
  paretoFront: () => plot.paretoFront(two, { title, names: ["the loss on the validation rows, squared", "milliseconds an example takes, on one core"] }), // prettier-ignore
  trialTimeline: () => plot.trialTimeline(one, { title }),
};
