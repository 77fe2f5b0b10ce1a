import { checkNotEmpty, DataError, ShapeError } from "../../core/index";
import { column, type Numbers } from "../input/column";
import { list } from "../input/words";

/** What one training recorded: the metrics' values epoch after epoch, as `fit` returns them or plain. */
export type HistoryLike = Record<string, Numbers> | { history: Record<string, unknown>; epoch?: number[] };

/** One training run: a metric on the training data and, where recorded, on the validation data. */
export interface Run {
  name: string;
  training: number[];
  validation?: number[];
}

/**
 * The runs of a history, or of several histories by name.
 *
 * @throws DataError `lossCurve: no "accuracy" in the history (found loss and val_loss)`
 */
export function runsOf(
  where: string,
  given: HistoryLike | Record<string, HistoryLike>,
  metric: string,
): Run[] {
  if (given === null || typeof given !== "object" || Array.isArray(given))
    throw new ShapeError({
      where,
      required: "history must be {loss: number[], …} or several by name",
      got: given,
    });
  checkNotEmpty(where, "the history", Object.keys(given));
  if (isHistory(given)) return [runOf(where, "", given, metric)];
  return Object.entries(given).map(([name, history]) => runOf(where, name, history as HistoryLike, metric));
}

function isHistory(given: object): given is HistoryLike {
  if ("history" in given && "epoch" in given) return true;
  return Object.values(given).some(
    (value) => typeof value?.length === "number" || "dataSync" in Object(value),
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
    ...(validation && { validation: Array.from(column(where, `val_${metric}`, validation)) }),
  };
}
