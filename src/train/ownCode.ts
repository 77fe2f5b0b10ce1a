import * as tf from "@tensorflow/tfjs";
import { Vae } from "../nn/index";
import type { CommonOptions, Optimizer } from "../optim/index";
import * as optimizers from "../optim/optimizers";
import type { Augmentation } from "./augment/augmentation";
import type { FitData } from "./batches/sourceOf";
import type { Callback } from "./callback";
import type { Metric } from "./metrics/metric";
import { metrics } from "./metrics/metricOf";
import type { Learner } from "./learner";
import type { OutputPlan } from "./modelObjective";
import { isOurs, type OwnCodeRule } from "./ours";
import { areToldOfEpochs, areToldOfSteps } from "./rechecking";
import { changedOutside, type OwnCode } from "./outsideState";
import { withSight, type AnyFunction } from "./sight";
import { changesOutside, watchState } from "./watchState";

/** Layers, regularisers and constraints whose code is TensorFlow.js' or ours: as registered before the user's are. */
const known = new Set<unknown>(
  Object.values(tf.serialization.SerializationMap.getMap().classNameMap).map(([constructor]) => constructor),
);

/** The layers of a model, nested ones too, that are or have something of the user's. */
export function ownLayers(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if (layer instanceof tf.LayersModel) return ownLayers(layer);
    const parts = Object.values(layer)
      .flat()
      .filter((part) => part instanceof tf.serialization.Serializable);
    const isKnown = [layer, ...parts].every(
      (part) => known.has(part.constructor) && !Object.hasOwn(part, "call"),
    );
    return isKnown ? [] : [layer];
  });
}

/** The code of a model's layers that is the user's. */
export function ownLayerCode(model: tf.LayersModel): OwnCode[] {
  return ownLayers(model).map((layer) => ({ name: `the layer ${layer.name}`, run: layer.call, self: layer }));
}

/** The user's code in a learner: its loss, unless it is ours. */
export function ownLearnerCode(learner: Learner): OwnCode[] {
  return learner instanceof Vae ? [] : [{ name: "the loss", run: learner.loss, self: learner }];
}

/** The user's code in a model, and in what it is trained and measured by. */
export function ownModelCode(model: tf.LayersModel, outputs: OutputPlan[]): OwnCode[] {
  const losses = outputs.flatMap(({ loss }) => (loss.own ? [{ name: "the loss", run: loss.own }] : []));
  const measured = outputs.flatMap(({ metrics }) => metrics).filter((metric) => !isKnownMetric(metric));
  const own = measured.map((metric) => ({
    ...{ name: `the metric ${metric.name}`, run: metric.own ?? metric.sums },
    self: metric,
  }));
  return [...losses, ...own, ...ownLayerCode(model)];
}

/** The user's code in how it is trained. */
export function ownFitCode(augment: Augmentation[], callbacks: Callback[]): OwnCode[] {
  const changes = augment
    .filter((change) => !isOurs(change))
    .map((run) => ({ name: "an augmentation", run }));
  const after = callbacks.flatMap((self) =>
    self.afterUpdate && !isOurs(self) ? [{ name: "afterUpdate", run: self.afterUpdate, self }] : [],
  );
  return [...changes, ...after];
}

/** The user's code in an optimiser's update. */
export function ownUpdateCode({ name, code, update, options }: Optimizer): OwnCode[] {
  const rule = Object.hasOwn(optimizers, name) ? [] : (code ?? [update]);
  const { constraint, decays } = options as CommonOptions;
  const asked = constraint && !constraint.toJSON ? [constraint] : [];
  return [...rule, ...asked, ...(decays ? [decays] : [])].map((run) => ({
    name: `the optimizer ${name}`,
    run,
  }));
}

/** The user's code that runs before every step, beside it: schedules, and a stream. */
export function codeBeforeSteps({ rates }: Optimizer, data: FitData): OwnCode[] {
  const schedules = Object.values(rates).filter((rate) => typeof rate === "function" && !("toJSON" in rate));
  const code = schedules.map((rate) => ({ name: "a schedule of your own", run: rate as AnyFunction }));
  return [...code, ...streamCode(data)];
}

function streamCode(data: FitData): OwnCode[] {
  const name = "a stream of your own";
  if (typeof data === "function") return [{ name, run: data }];
  const stream = data as { [Symbol.iterator]?: AnyFunction; [Symbol.asyncIterator]?: AnyFunction };
  const run = generatorOf(data) ?? stream[Symbol.asyncIterator] ?? stream[Symbol.iterator];
  return run && !Array.isArray(data) ? [{ name, run, self: data }] : [];
}

/** The function that a generator is at work in. */
function generatorOf(data: object): AnyFunction | undefined {
  return withSight((sight) => sight.targetOf(data)) as AnyFunction | undefined;
}

/** How a step with this code is compiled, beside these callbacks and what else runs before every step. */
export function ruleOf(own: OwnCode[], callbacks: Callback[] = [], beforeSteps: OwnCode[] = []): OwnCodeRule {
  if (own.length === 0) return { any: false };
  const changing = firstChanging(own);
  if (changing) return { any: true, whyEager: changesOutside(changing, changing.what!) };
  const [{ name }] = own;
  const repeatable = callbacks.some((callback) => callback.repeatable);
  // A look is an eager step, whose last bits are others: a resumed run would look at other steps.
  if (repeatable && areToldOfEpochs(callbacks)) {
    const whyEager = `a run that may be resumed repeats every bit, and a callback of your own may change what ${name} reads`;
    return { any: true, whyEager };
  }
  const afterSteps = areToldOfSteps(callbacks);
  const watch = () => watchState(own);
  const before = afterSteps ? undefined : firstChanging(beforeSteps);
  if (before) {
    const everyStep = `${before.name} changes ${before.what}, which ${name} may read; keep it in a train.variable`;
    return { any: !repeatable, watch, everyStep };
  }
  if (!afterSteps) return { any: !repeatable, watch };
  const everyStep = `a callback of your own runs after every step and may change what ${name} reads; keep it in a train.variable`;
  return { any: !repeatable, watch, everyStep };
}

function firstChanging(all: OwnCode[]): (OwnCode & { what?: string }) | undefined {
  return all.map((code) => ({ ...code, what: changedOutside(code) })).find(({ what }) => what);
}

let knownSums: Set<string> | undefined;

/** Metrics are values; those of this library have the source of this library. */
function isKnownMetric({ sums }: Metric): boolean {
  knownSums ??= new Set(Object.values(metrics).map((make) => String(make().sums)));
  return knownSums.has(String(sums));
}
