import type * as tf from "@tensorflow/tfjs";
import { nextSeed, randomUniform } from "../../compile/index";
import { OptionError, ShapeError, shown } from "../../core/index";
import { checkExampleKeys } from "../batches/checkContents";
import type { Batch } from "../objective";
import { asOurs } from "../ours";

/** A change of a batch that is made anew in each step, inside it; random numbers come from `nextSeed`. */
export type Augmentation = (batch: Batch) => Batch;

/**
 * A batch after all changes, in turn.
 *
 * @throws OptionError `augment: an augmentation must return the batch {x, y, weight}, got undefined`
 */
export function augmented(batch: Batch, changes: Augmentation[]): Batch {
  return changes.reduce((current, change) => {
    const changed = change(current) as Partial<Batch> | undefined;
    if (Array.isArray(changed?.x) && Array.isArray(changed.y)) {
      checkExampleKeys("augment", "an augmentation's batch", changed);
      return changed as Batch;
    }
    const required = "an augmentation must return the batch {x, y, weight}";
    throw new OptionError({ where: "augment", required, got: shown(changed) });
  }, batch);
}

/** An augmentation that changes the first input only. */
export function ofInputs(change: (x: tf.Tensor) => tf.Tensor): Augmentation {
  return asOurs((batch) => ({ ...batch, x: [change(batch.x[0].toFloat()), ...batch.x.slice(1)] }));
}

/** Uniform numbers of the step, in [min, max). */
export function drawUniform(shape: number[], min = 0, max = 1): tf.Tensor {
  const { seed, stream } = scopeSeed();
  return randomUniform(shape, seed, { stream, min, max });
}

/** The next stream of the step's seed. */
export function scopeSeed(): { seed: tf.Tensor1D; stream: number } {
  const next = nextSeed();
  if (next) return next;
  throw new OptionError({
    where: "augment",
    required: "an augmentation must run inside a step, or withSeed",
  });
}

/** The image axes of [batch, height, width, channels]. */
export function checkImages(
  where: string,
  x: tf.Tensor,
): [size: number, height: number, width: number, channels: number] {
  if (x.rank === 4) return x.shape as [number, number, number, number];
  const required = `${where}: x must be images [batch, height, width, channels]`;
  throw new ShapeError({ where: "augment", required, got: `[${x.shape.join(", ")}]` });
}
