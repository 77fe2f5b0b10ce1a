import type { FedBatch } from "./batches/source";
import type { Evaluator } from "./evaluator";
import type { Run } from "./run";
import { loadVariables, saveVariables } from "./snapshot";
import type { Tracer } from "./tracer";
import type { StepFeed } from "./trainStep";

/** The kinds of step that a run will have. */
export interface PrimeOptions {
  accumulate: number;
  tracers: Tracer[];
  validation?: Evaluator;
}

/**
 * Runs steps of every kind and shape that will come until each is compiled, and takes them back.
 *
 * Compiled and eager steps differ in the last bits. A run that may be resumed is computed in one way from its first
 * step to its last, so that the same numbers come out wherever it is interrupted.
 */
export async function prime(run: Run, options: PrimeOptions): Promise<void> {
  const { source, batchSize, seed } = run.parts;
  const saved = saveVariables(run.changing);
  const common = { seed, step: 0 };
  for (const size of source.batchSizes(batchSize)) {
    for (const kind of kinds(options)) await primeStep(run, size, { ...common, ...kind });
  }
  await options.validation?.prime(() => run.interrupted);
  loadVariables("fit", run.changing, saved);
}

function kinds({ accumulate, tracers }: PrimeOptions): Pick<StepFeed, "updates" | "tracers">[] {
  return [
    { updates: true },
    ...(accumulate > 1 ? [{ updates: false }] : []),
    ...(tracers.length > 0 ? [{ updates: true, tracers }] : []),
  ];
}

/** As many steps in a call as in training: they are measured so. */
async function primeStep(run: Run, size: number, feed: Omit<StepFeed, "scalars">): Promise<void> {
  const { trainStep, batchSize } = run.parts;
  const mayGoTogether = size === batchSize && feed.updates && feed.tracers === undefined;
  for (let step = 0; !run.interrupted && (step < 3 || trainStep.measuring(feed)); step++) {
    const count = mayGoTogether ? trainStep.together : 1;
    const scalars = Array.from({ length: count }, () => run.scalars());
    await trainStep.run(firstRows(size, count), { ...feed, scalars });
  }
}

function firstRows(size: number, count: number): FedBatch {
  const values = Int32Array.from({ length: count * size }, (_, place) => place % size);
  if (count === 1) return { inputs: [{ values, shape: [size] }], size };
  return { inputs: [{ values, shape: [count, size] }], size, count };
}
