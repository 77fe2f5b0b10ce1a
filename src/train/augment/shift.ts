import type * as tf from "@tensorflow/tfjs";
import { clipByValue, equal, floor, matMul, range, tidy } from "@tensorflow/tfjs";
import { ShapeError, checkInteger, checkOneOf, checkOptions } from "../../core/index";
import { drawUniform, ofInputs, type Augmentation } from "./augmentation";

/** Options of {@link shift}. */
export interface ShiftOptions {
  /** The farthest an example moves along each of its axes, in pixels or samples. Default 2. */
  distance?: number;
  /** What comes in at the border: nothing, or the border's own values. Default "zero". */
  fill?: "zero" | "edge";
}

/**
 * Moves each example by whole pixels (or samples of a series), each way and axis equally likely.
 *
 * Images [batch, height, width, channels] move along two axes, series [batch, time] or [batch, time, channels] along one.
 *
 * ```ts
 * fit(cnn, images, { augment: [augment.shift({ distance: 4 })] });
 * ```
 */
export function shift(options?: ShiftOptions): Augmentation {
  const defaults = { distance: 2, fill: "zero" as "zero" | "edge" };
  const { distance, fill } = checkOptions("shift", options, defaults);
  checkInteger("shift", "distance", distance, "[1, ∞)");
  checkOneOf("shift", "fill", fill, ["zero", "edge"]);
  return ofInputs((x) =>
    tidy(() => movedAxes(x).reduce((moved, axis) => moveAlong(moved, axis, distance, fill), x)),
  );
}

/** Options of {@link crop}. */
export interface CropOptions {
  /** Pixels of zeros that are put around an image before a piece of its old size is cut out. Default 4. */
  padding?: number;
}

/**
 * Pads images with zeros and cuts a piece of the old size out at a random place (He et al. 2016, section 4.2).
 *
 * ```ts
 * fit(cnn, images, { augment: [augment.crop({ padding: 4 }), augment.flip()] });
 * ```
 */
export function crop(options?: CropOptions): Augmentation {
  const { padding } = checkOptions("crop", options, { padding: 4 });
  checkInteger("crop", "padding", padding, "[1, ∞)");
  return shift({ distance: padding, fill: "zero" });
}

function movedAxes(x: tf.Tensor): number[] {
  if (x.rank === 4) return [1, 2];
  if (x.rank === 2 || x.rank === 3) return [1];
  const required = "x must be [batch, height, width, channels] or [batch, time] or [batch, time, channels]";
  throw new ShapeError({ where: "shift", required, got: `[${x.shape.join(", ")}]` });
}

/** A product with one 0-1 matrix per example, so that every example may move by its own distance in one operation. */
function moveAlong(x: tf.Tensor, axis: number, distance: number, fill: string): tf.Tensor {
  const front = [
    0,
    axis,
    ...x.shape.map((_, other) => other).filter((other) => other !== 0 && other !== axis),
  ];
  const [size, length] = [x.shape[0], x.shape[axis]];
  const ordered = x.transpose(front);
  const rows = ordered.reshape([size, length, -1]);
  const moved = matMul(places(size, length, distance, fill), rows).reshape(ordered.shape);
  return moved.transpose(front.map((_, other) => front.indexOf(other)));
}

/** [size, length, length]: 1 where a place takes its value from. */
function places(size: number, length: number, distance: number, fill: string): tf.Tensor {
  const offsets = floor(drawUniform([size, 1, 1], -distance, distance + 1));
  const wanted = range(0, length).reshape([1, length, 1]).add(offsets);
  const from = fill === "edge" ? clipByValue(wanted, 0, length - 1) : wanted;
  return equal(from, range(0, length).reshape([1, 1, length])).toFloat();
}
