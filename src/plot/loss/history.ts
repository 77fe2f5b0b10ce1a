import { checkNotEmpty, DataError, ShapeError, type Modes } from "../../core/index";
import { column, type Numbers } from "../input/column";
import { list } from "../input/words";

/** What one training recorded: the metrics' values epoch after epoch, as `fit` returns them or plain. */
export type HistoryLike =
  Record<string, Numbers> | { history: Record<string, unknown>; epoch?: number[]; modes?: Modes };

/** One training run: a metric on the training data and, where recorded, on the validation data. */
export interface Run {
  name: string;
  training: number[];
  validation?: number[];
  /** Whether lower or higher is better, where the history says so. */
  modes?: Modes;
  /** Of several seeds: how many; the values above are then their means. */
  seeds?: number;
  /** Of several seeds: sample standard deviations. */
  deviation?: { training: number[]; validation?: number[] };
}

/** Histories of one training with several seeds. */
export type Seeds = readonly HistoryLike[];

/**
 * The runs of a history, or of several histories by name.
 *
 * @throws DataError `lossCurve: no "accuracy" in the history (found loss and val_loss)`
 */
export function runsOf(
  where: string,
  given: HistoryLike | Seeds | Record<string, HistoryLike | Seeds>,
  metric: string,
): Run[] {
  if (isSeeds(given)) return [runOfSeeds(where, "", given, metric)];
  if (given === null || typeof given !== "object" || Array.isArray(given))
    throw new ShapeError({
      where,
      required: "history must be {loss: number[], …} or several by name",
      got: given,
    });
  checkNotEmpty(where, "the history", Object.keys(given));
  if (isHistory(given)) return [runOf(where, "", given, metric)];
  return Object.entries(given as Record<string, HistoryLike | Seeds>).map(([name, history]) =>
    isSeeds(history) ? runOfSeeds(where, name, history, metric) : runOf(where, name, history, metric),
  );
}

function isSeeds(given: unknown): given is Seeds {
  return Array.isArray(given) && given.length > 0 && given.every((each) => each && typeof each === "object");
}

function runOfSeeds(where: string, name: string, given: Seeds, metric: string): Run {
  const runs = given.map((history) => runOf(where, name, history, metric));
  const training = overSeeds(runs.map((run) => run.training));
  const validated = runs.flatMap((run) => (run.validation ? [run.validation] : []));
  const validation = validated.length > 0 ? overSeeds(validated) : undefined;
  return {
    ...{ name, seeds: runs.length, training: training.mean, modes: runs[0].modes },
    ...(validation && { validation: validation.mean }),
    deviation: { training: training.deviation, ...(validation && { validation: validation.deviation }) },
  };
}

/** Mean and sample deviation of each epoch, over the seeds that came so far. */
function overSeeds(runs: number[][]): { mean: number[]; deviation: number[] } {
  const epochs = Math.max(...runs.map((run) => run.length));
  const columns = Array.from({ length: epochs }, (_, at) =>
    runs.filter((run) => at < run.length).map((run) => run[at]),
  );
  const mean = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviation = columns.map((values, at) => {
    const squares = values.reduce((sum, value) => sum + (value - mean[at]) ** 2, 0);
    return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  });
  return { mean, deviation };
}

function isHistory(given: object): given is HistoryLike {
  if ("history" in given && "epoch" in given) return true;
  return Object.values(given).some(
    (value) => (typeof value?.length === "number" && !isSeeds(value)) || "dataSync" in Object(value),
  );
}

function runOf(where: string, name: string, given: HistoryLike, metric: string): Run {
  const metrics = ("history" in given ? given.history : given) as Record<string, Numbers>;
  if (metrics === null || typeof metrics !== "object" || !(metric in metrics)) {
    const found = list(Object.keys(metrics ?? {})) || "nothing";
    const run = name && ` of "${name}"`;
    throw new DataError({
      where,
      required: `no "${metric}" in the history${run} (found ${found})`,
      remedy: 'choose another with {metric: "…"}',
    });
  }
  const training = Array.from(column(where, metric, metrics[metric]));
  checkNotEmpty(where, metric, training);
  const validation = metrics[`val_${metric}`];
  return {
    name,
    training,
    ...("history" in given && "modes" in given && { modes: given.modes as Modes }),
    ...(validation && { validation: Array.from(column(where, `val_${metric}`, validation)) }),
  };
}
