import {
  checkEqualLength,
  checkNotEmpty,
  DataError,
  ShapeError,
  shown,
  type Modes,
} from "../../../core/index";
import { numberColumn, type Numbers } from "../../input/column";
import { passesOf } from "../../input/passes";
import { list } from "../../input/words";
import { runOfSeeds, type Run } from "./seeds";

/** What one training recorded: the metrics' values epoch after epoch, as `fit` returns them or plain. */
export type HistoryLike =
  Record<string, Numbers> | { history: Record<string, unknown>; epoch?: Numbers; modes?: Modes };

/** Histories of one training with several seeds. */
export type Seeds = readonly HistoryLike[];

/**
 * The runs of a history, or of several histories by name.
 *
 * @param another how the reader chooses another metric, for the message
 * @throws DataError `lossCurve: no "accuracy" in the history (found loss and val_loss); choose another with {metric: "…"}`
 */
export function runsOf(
  where: string,
  given: HistoryLike | Seeds | Record<string, HistoryLike | Seeds>,
  metric: string,
  another = '{metric: "…"}',
): Run[] {
  const asked = { where, metric, another };
  if (isSeeds(given)) return [ofSeeds(asked, "", given)];
  if (given === null || typeof given !== "object" || Array.isArray(given))
    throw new ShapeError({
      where,
      required: "history must be {loss: number[], …} or several by name",
      got: shown(given),
    });
  checkNotEmpty(where, "the history", Object.keys(given));
  if (isHistory(given)) return [runOf(asked, "", given)];
  return Object.entries(given as Record<string, HistoryLike | Seeds>).map(([name, history]) =>
    isSeeds(history) ? ofSeeds(asked, name, history) : runOf(asked, name, history),
  );
}

function isSeeds(given: unknown): given is Seeds {
  return Array.isArray(given) && given.length > 0 && given.every((each) => each && typeof each === "object");
}

function ofSeeds(asked: Asked, name: string, given: Seeds): Run {
  return runOfSeeds(
    name,
    given.map((history) => runOf(asked, name, history)),
  );
}

/** Which metric is read for whom, and how the reader chooses another. */
interface Asked {
  where: string;
  metric: string;
  another: string;
}

function isHistory(given: object): given is HistoryLike {
  if ("history" in given && "epoch" in given) return true;
  return Object.values(given).some(
    (value) => (typeof value?.length === "number" && !isSeeds(value)) || "dataSync" in Object(value),
  );
}

/** What a history recorded, checked to have the metric. */
function metricsOf(
  { where, metric, another }: Asked,
  name: string,
  given: HistoryLike,
): Record<string, Numbers> {
  if (typeof given !== "object" || given === null) {
    const required = `the history${name && ` of "${name}"`} must be {${metric}: number[], …}`;
    throw new ShapeError({ where, required, got: shown(given) });
  }
  const metrics = ("history" in given ? given.history : given) as Record<string, Numbers>;
  if (metrics === null || typeof metrics !== "object" || !(metric in metrics)) {
    const found = list(Object.keys(metrics ?? {})) || "nothing";
    const run = name && ` of "${name}"`;
    throw new DataError({
      where,
      required: `no "${metric}" in the history${run} (found ${found})`,
      remedy: `choose another with ${another}`,
    });
  }
  return metrics;
}

function runOf(asked: Asked, name: string, given: HistoryLike): Run {
  const { where, metric } = asked;
  const metrics = metricsOf(asked, name, given);
  const training = Array.from(numberColumn(where, metric, metrics[metric]));
  checkNotEmpty(where, metric, training);
  const found = metrics[`val_${metric}`];
  const validation = found && Array.from(numberColumn(where, `val_${metric}`, found));
  const epochs = epochsOf(where, given, {
    [metric]: training,
    ...(validation && { [`val_${metric}`]: validation }),
  });
  return inOrder({
    name,
    epochs,
    training,
    ...("history" in given && "modes" in given && { modes: given.modes as Modes }),
    ...(validation && { validation }),
  });
}

/** Epochs in any order are a run from the first to the last, unless it has one twice. */
function inOrder(run: Run): Run {
  const { epochs, training, validation } = run;
  const [order, ...more] = passesOf(epochs, "same");
  if (more.length > 0) return run;
  const sorted = (values: number[]) => order.filter((at) => at < values.length).map((at) => values[at]);
  return {
    ...run,
    epochs: sorted(epochs),
    training: sorted(training),
    ...(validation && { validation: sorted(validation) }),
  };
}

/** Epochs from 1: a history of a run that was resumed has its own, which TensorFlow.js and `fit` count from 0. */
function epochsOf(where: string, given: HistoryLike, values: Record<string, number[]>): number[] {
  const epoch = "history" in given ? (given.epoch as Numbers | undefined) : undefined;
  const found = epoch && numberColumn(where, "epoch", epoch);
  const own = found && found.length > 0 ? Array.from(found) : undefined;
  const count = Math.max(...Object.values(values).map(({ length }) => length));
  if (!own) return Array.from({ length: count }, (_, at) => at + 1);
  checkEqualLength(where, { epoch: own, ...values });
  const wrong = own.find((epoch) => !Number.isInteger(epoch));
  if (wrong !== undefined)
    throw new DataError({ where, required: "epoch must be whole numbers", got: String(wrong) });
  return own.map((epoch) => epoch + 1);
}
